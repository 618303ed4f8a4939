/* wait.c - sleeping for another thread's result, and finding rings first.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Before a thread sleeps for a slot it walks from the slot's owner along who
   waits for whom, under one lock.  If that leads back to itself, sleeping
   would never end: that is the ring, and it is reported at once (the way of
   salsa's runtime; rustc looks only when all workers are asleep).  Waiting is
   rare, so one lock and one condition do.

   No wake-up is lost: the sleeper raises n_waiting and then looks at the slot;
   the publisher sets the slot and then looks at n_waiting; all four are
   sequentially consistent.  */

#include "queries/engine-internal.h"

#include <stdlib.h>
#include <string.h>

void
wait_wake (struct engine *e)
{
  mutex_lock (&e->wait_lock);
  condition_broadcast (&e->wait_changed);
  mutex_unlock (&e->wait_lock);
}

void
engine_fail (struct engine *e)
{
  atomic_store (&e->failed, true);
  wait_wake (e);
  mutex_lock (&e->pool_lock);
  condition_broadcast (&e->pool_changed);
  mutex_unlock (&e->pool_lock);
}

/* The context that runs what SLOT is for, or NULL if none does now.  */
static struct query_context *
runner (struct engine *e, const struct slot *slot)
{
  uintptr_t state = atomic_load (&slot->state);
  return state_is_running (state) ? e->contexts[state_context (state)] : NULL;
}

/* Whether CX, going to sleep for SLOT, would close a ring.  */
static bool
closes_ring (struct query_context *cx, const struct slot *slot)
{
  struct query_context *c = runner (cx->engine, slot);
  while (c && c != cx && c->waiting_for)
    c = runner (cx->engine, c->waiting_for);
  return c == cx;
}

/* Append the tasks of CX from the one for WHAT to its innermost, outermost
   first.  */
static void
add_tasks (struct query_context *cx, uint64_t what, struct buffer *ring)
{
  size_t n = 0;
  const struct task *t;
  for (t = cx->task; t; t = t->parent)
    {
      n++;
      if (t->what == what)
	break;
    }
  size_t at = buffer_add_zero (ring, n * sizeof (uint64_t));
  uint64_t *places = buffer_at (ring, at);
  for (t = cx->task; n > 0; t = t->parent)
    places[--n] = t->what;
}

/* Smaller query, then smaller identity of the key.  */
static bool
comes_before (struct engine *e, uint64_t a, uint64_t b)
{
  if (edge_query (a) != edge_query (b))
    return edge_query (a) < edge_query (b);
  return fingerprint_compare (&key_of (e, a)->identity,
			      &key_of (e, b)->identity) < 0;
}

/* Tell the RING, from its smallest key on, so that it reads the same whoever
   closed it.  */
static void
report_ring (struct engine *e, const struct buffer *ring)
{
  const uint64_t *what = (const uint64_t *) ring->bytes;
  size_t n = ring->size / sizeof *what, first = 0;
  struct buffer text = BUFFER_INIT;
  for (size_t i = 1; i < n; i++)
    if (comes_before (e, what[i], what[first]))
      first = i;
  buffer_add_format (&text, "libqueries: internal error: queries in a ring");
  for (size_t i = 0; i < n; i++)
    {
      buffer_add_format (&text, i ? "\n  ... needs " : "\n  ");
      describe (e, what[(first + i) % n], &text);
    }
  if (n > 0)
    {
      buffer_add_format (&text, "\n  ... needs ");
      describe (e, what[first], &text);
    }
  buffer_add_format (&text, "\n  checks are switched off for this unit");
  if (!atomic_exchange (&e->failed, true))
    report (e, text.bytes);
  buffer_release (&text);
}

void
wait_report_own_ring (struct query_context *cx, uint64_t what)
{
  struct buffer ring = BUFFER_INIT;
  add_tasks (cx, what, &ring);
  report_ring (cx->engine, &ring);
  buffer_release (&ring);
  engine_fail (cx->engine);
  task_unwind (cx);
}

/* The ring that CX would close by sleeping for SLOT.  Under wait_lock, so
   the others in it sleep and their tasks stand still.  */
static void
collect_ring (struct query_context *cx, const struct slot *slot,
	      uint64_t what, struct buffer *ring)
{
  struct query_context *c = runner (cx->engine, slot);
  while (c)
    {
      add_tasks (c, what, ring);
      if (c == cx)
	break;
      what = c->waiting_what;
      c = runner (cx->engine, c->waiting_for);
    }
}

void
wait_for (struct query_context *cx, const struct slot *slot, uint64_t what)
{
  struct engine *e = cx->engine;
  bool ring = false;
  mutex_lock (&e->wait_lock);
  atomic_fetch_add (&e->n_waiting, 1);
  while (state_is_running (atomic_load (&slot->state))
	 && !atomic_load (&e->failed))
    {
      if (closes_ring (cx, slot))
	{
	  struct buffer around = BUFFER_INIT;
	  collect_ring (cx, slot, what, &around);
	  report_ring (e, &around);
	  buffer_release (&around);
	  ring = true;
	  break;
	}
      cx->waiting_for = slot;
      cx->waiting_what = what;
      condition_wait (&e->wait_changed, &e->wait_lock);
      cx->waiting_for = NULL;
    }
  atomic_fetch_sub (&e->n_waiting, 1);
  mutex_unlock (&e->wait_lock);
  if (ring)
    engine_fail (e);
  if (ring || atomic_load (&e->failed))
    task_unwind (cx);
}
