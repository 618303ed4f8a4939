/* task.c - a thread's claims: evaluating, publishing, giving back.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/engine-internal.h"
#include "queries/memory.h"

#include <stdlib.h>

struct query_context *
context_new (struct engine *e, unsigned number)
{
  uint32_t n = e->config.count;
  struct query_context *cx = xcalloc_own_lines (sizeof *cx);
  cx->engine = e;
  cx->number = number;
  arena_init (&cx->values, "values of queries");
  arena_init (&cx->scratch, "scratch of providers");
  cx->statistics = xcalloc_own_lines (n * sizeof *cx->statistics);
  cx->nesting = xcalloc (n, sizeof *cx->nesting);
  return cx;
}

void
context_free (struct query_context *cx)
{
  for (struct node_to_steal *n = cx->to_steal; n; n = n->next)
    stolen_free (n->stolen);
  for (struct task *t = cx->task; t; t = t->parent)
    stolen_free (t->stolen);
  arena_release (&cx->values);
  arena_release (&cx->scratch);
  for (unsigned i = 0; i < cx->n_outs; i++)
    {
      buffer_release (cx->outs[i]);
      free (cx->outs[i]);
    }
  for (struct event_chunk *c = cx->events; c; )
    {
      struct event_chunk *older = c->next;
      free (c);
      c = older;
    }
  free (cx->outs);
  free (cx->edges);
  free (cx->statistics);
  free (cx->nesting);
  free (cx);
}

/* Tasks.  */

static void
check_depth (struct query_context *cx, uint32_t query)
{
  const struct query_kind *k = kind_of (cx->engine, query);
  if (++cx->nesting[query] > k->depth_limit)
    query_bug (cx, "query `%s' stands on itself deeper than its limit of %u",
	       k->name, k->depth_limit);
}

struct task *
task_push (struct query_context *cx, uint64_t what, struct slot *slot,
	   const struct node *before)
{
  struct task *t = cx->free_tasks;
  if (t)
    cx->free_tasks = t->parent;
  else
    t = arena_alloc (&cx->values, sizeof *t);
  *t = (struct task) { .parent = cx->task, .what = what, .slot = slot,
		       .before = before, .first_edge = cx->n_edges,
		       .serial = ++cx->serial };
  cx->task = t;
  if (unlikely (kind_of (cx->engine, edge_query (what))->depth_limit))
    check_depth (cx, edge_query (what));
  return t;
}

void
task_drop (struct query_context *cx, struct task **at)
{
  struct task *t = *at;
  stolen_free (t->stolen);
  if (unlikely (kind_of (cx->engine, edge_query (t->what))->depth_limit))
    cx->nesting[edge_query (t->what)]--;
  *at = t->parent;
  t->parent = cx->free_tasks;
  cx->free_tasks = t;
}

void
task_pop (struct query_context *cx)
{
  task_drop (cx, &cx->task);
}

/* Landings.  */

void
task_unwind (struct query_context *cx)
{
  longjmp (*cx->landing, 1);
}

/* The innermost task will not be finished.  */
static void
give_back (struct query_context *cx)
{
  struct task *t = cx->task;
  if (t->slot && state_is_running (sync_load (&t->slot->state)))
    task_publish (cx->engine, t->slot, t->before);
  task_pop (cx);
}

/* How a context was when a landing was made.  */
struct landing
{
  jmp_buf here, *outer;
  struct task *task;
  struct base *base;
  const char *stack;
  size_t n_edges;
  unsigned depth;
  bool verifying;
  struct arena_mark scratch;
};

static void
land (struct query_context *cx, const struct landing *l)
{
  while (cx->task != l->task)
    give_back (cx);
  cx->landing = l->outer;
  cx->base = l->base;
  cx->stack = l->stack;
  cx->n_edges = l->n_edges;
  cx->depth = l->depth;
  cx->verifying = l->verifying;
  cx->recovering = false;
  arena_cut (&cx->scratch, l->scratch);
}

bool
task_protect (struct query_context *cx,
	      void (*run) (struct query_context *cx, void *data), void *data)
{
  struct landing l = {
    .outer = cx->landing, .task = cx->task, .base = cx->base,
    .stack = cx->stack, .n_edges = cx->n_edges, .depth = cx->depth,
    .verifying = cx->verifying, .scratch = arena_mark (&cx->scratch)
  };
  volatile bool done = false;
  if (setjmp (l.here) == 0)
    {
      cx->landing = &l.here;
      cx->base = NULL;
      cx->stack = __builtin_frame_address (0);
      run (cx, data);
      done = true;
    }
  land (cx, &l);
  return done;
}

bool
engine_stop (struct engine *e, unsigned reason)
{
  uintptr_t none = STOP_NOT, alone = STOP_ALONE;
  bool first = sync_exchange_if (&e->stop, &none, reason);
  /* The owner shall not go on.  */
  if (!first && reason == STOP_FAILED)
    first = sync_exchange_if (&e->stop, &alone, reason);
  wait_wake (e);
  mutex_lock (&e->pool_lock);
  condition_broadcast (&e->pool_changed);
  mutex_unlock (&e->pool_lock);
  return first;
}

/* Evaluating.  */

/* The store's trace of T, if it holds: a node, its value in place where the
   store has it.  NULL otherwise; *UNKNOWN: CX would have to execute.  */
static struct node *
try_green (struct query_context *cx, struct task *t, bool *unknown)
{
  const struct trace *trace = NULL;
  uint64_t start = event_start (cx);
  enum mark m = mark_try (cx, t, &trace);
  if (trace)
    event_add (cx, EVENT_GREEN, t->what, start);
  *unknown = m == MARK_UNKNOWN;
  if (m != MARK_GREEN)
    return NULL;
  if (!cx->verifying)
    cx->statistics[edge_query (t->what)].green++;
  return mark_node (cx, t->what, trace);
}

static struct node *
evaluate (struct query_context *cx, struct task *t)
{
  struct engine *e = cx->engine;
  const struct query_kind *k = kind_of (e, edge_query (t->what));
  if (k->flags & QUERY_INPUT)
    query_bug (cx, "input `%s' was not set: its subject is %s", k->name,
	       key_of (e, t->what)->local ? "of this unit, but it was not fed"
					  : "not of this unit");
  const struct node *green = t->before;
  if (!green)
    {
      bool unknown;
      struct node *n = try_green (cx, t, &unknown);
      if (unknown || (n && (n->value || !t->need_value)))
	return n;
      green = n;
    }
  if (cx->may_not_execute)
    return NULL;
  if (green)
    t->why = WHY_NO_VALUE;
  struct node *n = task_execute (cx, t);
  if (!green)
    return n;
  if (!fingerprint_equal (n->print, green->print))
    query_bug (cx, "query `%s' has another value than the store's trace of it",
	       k->name);
  /* What the store has of it is right, and stays.  */
  n->flags |= NODE_GREEN;
  n->trace = green->trace;
  return n;
}

void
task_publish (struct engine *e, struct slot *s, const struct node *n)
{
  sync_store (&s->state, (uintptr_t) n);
  if (sync_load_ordered (&e->n_waiting) != 0)
    wait_wake (e);
}

const struct node *
task_run (struct query_context *cx, struct task *t)
{
  struct node *n = evaluate (cx, t);
  task_publish (cx->engine, t->slot, n ? n : t->before);
  task_pop (cx);
  return n;
}

const struct node *
task_force (struct query_context *cx, uint32_t query, uint32_t key,
	    bool need_value)
{
  if (unlikely (!cx->base))
    return stack_force (cx, query, key, need_value);
  struct engine *e = cx->engine;
  struct slot *s = table_slot (e, query, key);
  uint64_t what = edge_make (query, key);
  for (;;)
    {
      uintptr_t state = sync_load (&s->state);
      if (state != 0 && !state_is_running (state))
	{
	  const struct node *n = (const struct node *) state;
	  if (n->value || !need_value)
	    return n;
	}
      if (unlikely (engine_stopped (e)))
	task_unwind (cx);
      if (unlikely (cx->recovering))
	query_bug (cx, "the default of a query in a ring may ask nothing");
      if (state_is_running (state))
	{
	  if (state_context (state) == cx->number)
	    ring_found (cx, what);
	  wait_for (cx, s, what);
	  continue;
	}
      stack_check (cx);
      if (!sync_exchange_if (&s->state, &state, state_running (cx->number)))
	continue;
      struct task *t = task_push (cx, what, s, (const struct node *) state);
      t->need_value = need_value;
      return task_run (cx, t);
    }
}
