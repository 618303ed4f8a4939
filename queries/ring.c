/* ring.c - queries that ask for themselves.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A task asks for one thing after the other, so at any time it needs at most
   one result that is not there.  When such needs lead round in a ring, no
   member of it can ever get on; so the ring is there whatever else happens
   first, and whoever is asked first or last.  Hence what becomes of it can be
   a rule that no order decides:

     The members whose query has a default (QUERY_CYCLE_DEFAULT) get the value
     of their recover provider; what their own providers had done is dropped.
     The other members run again when they are asked again, and find these
     values.  A ring without such
     a member is a bug: it is reported whole, from its smallest key on.

   (By induction over such steps: each replaces needs that nothing else could
   have met, so any two orders of them end with the same values.)

   query_for_each needs several things at once, and with several threads that
   could show a ring that one thread, taking its keys in order, would have
   come to later or never.  So rings are seen early by every thread, but
   judged only by the owner's, alone: a worker that sees one makes all stop,
   claims are given back, and the owner goes on by itself (engine.c).  The same
   goes for failures (query_bug).  */

#include "queries/engine-internal.h"

#include <string.h>

/* The members that one screen holds.  */
#define RING_SHOWN 100

/* Tell the ring of the COUNT queries in WHAT, each of which needs the next, so
   that it reads the same whoever closed it.  */
static void
ring_report (struct engine *e, const uint64_t *what, size_t count)
{
  size_t first = 0;
  struct buffer text = BUFFER_INIT;
  for (size_t i = 1; i < count; i++)
    if (what_comes_before (e, what[i], what[first]))
      first = i;
  buffer_add_format (&text, "libqueries: internal error: queries in a ring\n"
		     "  ");
  for (size_t i = 0; i < count; i++)
    {
      if (i == RING_SHOWN && count > RING_SHOWN + 1)
	{
	  buffer_add_format (&text, "(%zu more)\n  ... needs ", count - i);
	  break;
	}
      describe (e, what[(first + i) % count], &text);
      buffer_add_format (&text, "\n  ... needs ");
    }
  describe (e, what[first], &text);
  buffer_add_format (&text, "\n  checks are switched off for this unit");
  if (engine_stop (e, STOP_FAILED))
    report (e, text.bytes);
  buffer_release (&text);
}

/* The ring of CX's tasks from LAST, the outermost, on is an error.  */
static void
ring_is_error (struct query_context *cx, const struct task *last)
{
  size_t n = 1;
  for (const struct task *t = cx->task; t != last; t = t->parent)
    n++;
  uint64_t *what = query_alloc (cx, n, sizeof *what);
  size_t i = n;
  for (const struct task *t = cx->task; i > 0; t = t->parent)
    what[--i] = t->what;
  ring_report (cx->engine, what, n);
}

void
ring_found (struct query_context *cx, uint64_t what)
{
  struct engine *e = cx->engine;
  if (cx->may_not_execute)
    task_unwind (cx);
  if (sync_load (&e->parallel))
    {
      engine_stop (e, STOP_ALONE);
      task_unwind (cx);
    }
  const struct task *last = cx->task, *outermost = NULL;
  while (last->what != what || !last->slot)
    last = last->parent;
  for (struct task *t = cx->task; ; t = t->parent)
    {
      if (t->slot
	  && kind_of (e, edge_query (t->what))->flags & QUERY_CYCLE_DEFAULT)
	outermost = t;
      if (t == last)
	break;
    }
  if (!outermost)
    {
      ring_is_error (cx, last);
      task_unwind (cx);
    }
  e->had_ring = true;
  for (struct task *t = cx->task; ; t = t->parent)
    {
      if (t->slot
	  && kind_of (e, edge_query (t->what))->flags & QUERY_CYCLE_DEFAULT)
	task_publish (e, t->slot, task_recover (cx, t));
      else if (t->slot)
	/* Not resumed: it may ask for one further out, which is at work.  */
	task_publish (e, t->slot, t->before);
      if (t == outermost)
	break;
    }
  stack_leave (cx, outermost);
}
