/* stack.c - leaving a deep C stack, and coming back.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Providers ask providers, so a chain of a million demands would be a million
   C frames deep.  Instead, a thread that is STACK_MOST deep drops its C frames
   down to a base: the providers in them are forgotten in the middle, their
   claims stay.  From the base it then runs the claims anew, innermost first,
   each of which finds what it asks for, or gets as deep again.  A provider may
   so be run two or three times, but never one on top of more than STACK_MOST
   bytes of others, whatever the order of the demands; and as providers are
   pure and only the last run is published, no result shows it.

   To others nothing happens: a suspended claim is a running slot, whose owner
   is seen to wait when it waits, and whose rings are found as any.  */

#include "queries/engine-internal.h"

/* A worker has 16 MiB, GCC's own thread 8 or more, of which GCC may have taken
   much before it calls.  */
#define STACK_MOST (512u << 10)

static size_t
stack_used (const struct query_context *cx, const char *here)
{
  return cx->stack > here ? (size_t) (cx->stack - here) : 0;
}

/* Run the innermost task, which is suspended, anew.  */
static void
resume (struct query_context *cx)
{
  struct task *t = cx->task;
  if (!state_is_running (sync_load (&t->slot->state)))
    {
      /* A member of a ring: it has its default, or was given back.  */
      task_pop (cx);
      return;
    }
  t->suspended = false;
  t->first_edge = cx->n_edges;
  t->children = 0;
  t->serial = ++cx->serial;
  if (!task_run (cx, t))
    /* It may not execute, and who asked for it is gone: the whole attempt
       has failed.  */
    task_unwind (cx);
}

const struct node *
stack_force (struct query_context *cx, uint32_t query, uint32_t key,
	     bool need_value)
{
  struct base b = {
    .outer = cx->base, .task = cx->task, .n_edges = cx->n_edges,
    .depth = cx->depth, .scratch = arena_mark (&cx->scratch),
    .stack = __builtin_frame_address (0)
  };
  if (setjmp (b.landing) != 0)
    {
      cx->n_edges = b.n_edges;
      cx->depth = b.depth;
      arena_cut (&cx->scratch, b.scratch);
    }
  cx->base = &b;
  while (cx->task != b.task)
    resume (cx);
  const struct node *n = task_force (cx, query, key, need_value);
  cx->base = b.outer;
  return n;
}

void
stack_force_known (struct query_context *cx, uint32_t query, uint32_t key)
{
  bool need_value = !(kind_of (cx->engine, query)->flags
		      & (QUERY_ENSURE_ONLY | QUERY_STEAL));
  const struct node *n = node_of (cx->engine, edge_make (query, key));
  if (!n || (need_value && !n->value))
    stack_force (cx, query, key, need_value);
}

/* Suspend the tasks above BASE and go there.  */
static void __attribute__ ((noreturn))
leave_for (struct query_context *cx, struct base *base)
{
  struct task **at = &cx->task;
  /* Below a suspended task there are only such, down to the base above which
     it was suspended; a long chain is not walked each time.  */
  bool innermost = base == cx->base;
  while (*at != base->task && !(innermost && (*at)->suspended))
    {
      struct task *t = *at;
      stolen_free (t->stolen);
      t->stolen = NULL;
      t->gave_up = NULL;
      t->suspended = true;
      if (t->slot)
	at = &t->parent;
      else
	/* Run on the side for the one that asked: that one does it again.  */
	task_drop (cx, at);
    }
  longjmp (base->landing, 1);
}

void
stack_leave (struct query_context *cx, const struct task *t)
{
  const struct task *above = cx->task;
  struct base *b = cx->base;
  for (bool seen = false; ; b = b->outer)
    {
      for (; above != b->task; above = above->parent)
	seen |= above == t;
      if (seen)
	leave_for (cx, b);
    }
}

/* Whether leaving for BASE gets anything done: one claim that was run above
   another will be run by itself.  */
static bool
has_two_claims (const struct query_context *cx, const struct base *base)
{
  unsigned n = 0;
  for (const struct task *t = cx->task; t != base->task && n < 2;
       t = t->parent)
    {
      if (t->suspended)
	{
	  if (base == cx->base)
	    break;
	}
      else if (t->slot)
	n++;
    }
  return n == 2;
}

void
stack_check (struct query_context *cx)
{
  if (likely (stack_used (cx, __builtin_frame_address (0)) < STACK_MOST))
    return;
  /* A base that is deep itself would be back here soon.  */
  for (struct base *b = cx->base; b; b = b->outer)
    if (stack_used (cx, b->stack) < STACK_MOST / 2 && has_two_claims (cx, b))
      leave_for (cx, b);
}
