/* mark.c - green or red: does what the store remembers still hold?
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   rustc-dev-guide, "Incremental compilation in detail": the dependencies of
   the stored trace are made known one by one, in the order in which they were
   read, up to the first whose value is another one.  The order matters: a
   dependency behind a red one may be a question that makes no sense any more.
   What is not known and cannot be proved is evaluated; if its value is as it
   was, its readers stay green (early cutoff).  */

#include "queries/engine-internal.h"

uint32_t
mark_dependency_key (struct engine *e, const struct dependency *d,
		     enum key_kind kind, uint32_t key)
{
  switch (d->key)
    {
    case KEY_SELF:
      return key;
    case KEY_THE_UNIT:
      return 0;
    default:
      return key_intern_parts (e, kind_of (e, d->query)->key,
			       record_identities (key_at (e, kind,
							  key)->record)
			       + d->key);
    }
}

/* Whether K has a closed trace of QUERY whose value's fingerprint is PRINT:
   then the dependency is green without a node for it.  */
static bool
closed_in_record (const struct key *k, uint32_t query, uint64_t print)
{
  if (!k->complete)
    return false;
  const struct trace *t = k->traces;
  for (uint32_t i = 0; i < k->n_traces; i++, t = trace_next (t))
    if (t->query == query && t->flags & TRACE_CLOSED)
      return t->print.low == print;
  return false;
}

struct home
{
  enum key_kind kind;
  uint32_t key;
};

/* *WHAT is what D names.  */
static enum mark
mark_dependency (struct query_context *cx, const struct dependency *d,
		 const struct home *home, uint64_t *what)
{
  struct engine *e = cx->engine;
  const struct query_kind *k = kind_of (e, d->query);
  uint32_t key = mark_dependency_key (e, d, home->kind, home->key);
  *what = edge_make (d->query, key);
  if (closed_in_record (key_at (e, k->key, key), d->query, d->print))
    return MARK_GREEN;
  /* What it is about may be gone from the unit.  */
  if (k->flags & QUERY_INPUT && !node_of (e, *what))
    return MARK_RED;
  const struct node *n = task_force (cx, d->query, key, false);
  if (!n)
    return MARK_UNKNOWN;
  if (k->flags & QUERY_NO_HASH && n->flags & NODE_EXECUTED
      && !(n->flags & NODE_GREEN))
    return MARK_RED;
  return n->print.low == d->print ? MARK_GREEN : MARK_RED;
}

/* *RED: the first dependency that is another one.  */
static enum mark
mark_trace (struct query_context *cx, const struct trace *t,
	    const struct home *home, uint64_t *red)
{
  const struct dependency *d = trace_dependencies (t);
  for (uint32_t i = 0; i < t->n_dependencies; i++)
    {
      enum mark m = mark_dependency (cx, d + i, home, red);
      if (m != MARK_GREEN)
	return m;
    }
  return MARK_GREEN;
}

static enum mark
red_because (struct task *t, enum why why)
{
  t->why = (uint8_t) why;
  return MARK_RED;
}

enum mark
mark_try (struct query_context *cx, struct task *task,
	  const struct trace **trace)
{
  struct engine *e = cx->engine;
  uint32_t query = edge_query (task->what);
  const struct query_kind *k = kind_of (e, query);
  const struct key *subject = key_at (e, k->key, edge_key (task->what));
  struct home home;
  if (k->flags & QUERY_ANON)
    return red_because (task, WHY_ANON);
  if (k->flags & QUERY_EVAL_ALWAYS)
    return red_because (task, WHY_ALWAYS);
  if (!subject->record
      || !key_home (e, k->key, edge_key (task->what), &home.kind, &home.key))
    return red_because (task, WHY_NO_RECORD);
  enum mark result = red_because (task, WHY_NO_TRACE);
  const struct trace *t = subject->traces;
  for (uint32_t i = 0; i < subject->n_traces; i++, t = trace_next (t))
    {
      uint64_t red;
      if (t->query != query
	  || (t->flags & TRACE_CLOSED && !subject->complete))
	continue;
      enum mark m = mark_trace (cx, t, &home, &red);
      if (m == MARK_GREEN)
	{
	  *trace = t;
	  return m;
	}
      if (m == MARK_UNKNOWN)
	result = m;
      else if (task->why == WHY_NO_TRACE)
	{
	  task->why = WHY_RED;
	  task->why_edge = red;
	}
    }
  return result;
}

struct node *
mark_node (struct query_context *cx, uint64_t what, const struct trace *trace)
{
  const struct query_kind *k = kind_of (cx->engine, edge_query (what));
  struct node *n = arena_calloc (&cx->values, 1, sizeof *n);
  n->print = trace->print;
  n->flags = NODE_GREEN;
  n->depth = trace->depth;
  n->trace = trace;
  if (!(trace->flags & TRACE_HAS_VALUE) || !k->verify)
    return n;
  uint64_t start = event_start (cx);
  /* What vouches for the value is its fingerprint: readers compare that, and
     so does verification.  */
  if (fingerprint_equal (fingerprint_of (trace_value (trace),
					 trace->value_size), trace->print)
      && k->verify (trace_value (trace), trace->value_size))
    {
      n->value = trace_value (trace);
      n->size = trace->value_size;
      if (cx->engine->config.check_inputs)
	n->bytes_print = &trace->print;
    }
  event_add (cx, EVENT_LOAD, what, start);
  return n;
}
