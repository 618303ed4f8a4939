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

/* The key that D, a dependency of trace T in R, the record of KEY, names.  */
static uint32_t
dependency_key (struct query_context *cx, const struct record *r,
		const struct trace *t, const struct dependency *d,
		uint32_t key)
{
  switch (d->key)
    {
    case DEPENDENCY_SELF:
      return key;
    case DEPENDENCY_UNIT:
      return 0;
    default:
      return key_intern (cx->engine, KEY_FUNCTION,
			 trace_identity (r, t, d->key), "");
    }
}

/* Whether R has a closed trace of QUERY whose value's fingerprint is PRINT:
   then the dependency is green without a node for it.  */
static bool
closed_in_record (const struct record *r, uint32_t query,
		  struct fingerprint print)
{
  const struct trace *t = record_traces (r);
  for (uint32_t i = 0; i < r->n_traces; i++)
    if (t[i].query == query && t[i].flags & TRACE_CLOSED)
      return fingerprint_equal (t[i].print, print);
  return false;
}

static enum mark
mark_dependency (struct query_context *cx, const struct record *r,
		 const struct trace *t, const struct dependency *d,
		 uint32_t key)
{
  if (d->key == DEPENDENCY_SELF && closed_in_record (r, d->query, d->print))
    return MARK_GREEN;
  const struct query_kind *k = kind_of (cx->engine, d->query);
  const struct node *n
    = task_force (cx, d->query, dependency_key (cx, r, t, d, key), false);
  if (!n)
    return MARK_UNKNOWN;
  if (k->flags & QUERY_NO_HASH && n->flags & NODE_EXECUTED)
    return MARK_RED;
  return fingerprint_equal (n->print, d->print) ? MARK_GREEN : MARK_RED;
}

static enum mark
mark_trace (struct query_context *cx, const struct record *r,
	    const struct trace *t, uint32_t key)
{
  const struct dependency *d = trace_dependencies (r, t);
  for (uint32_t i = 0; i < t->n_dependencies; i++)
    {
      enum mark m = mark_dependency (cx, r, t, d + i, key);
      if (m != MARK_GREEN)
	return m;
    }
  return MARK_GREEN;
}

enum mark
mark_try (struct query_context *cx, uint32_t query, uint32_t key,
	  const struct trace **trace)
{
  const struct query_kind *k = kind_of (cx->engine, query);
  const struct key *owner = key_at (cx->engine, k->key, key);
  const struct record *r = owner->record;
  if (!r || k->flags & QUERY_EVAL_ALWAYS)
    return MARK_RED;
  const struct trace *t = record_traces (r);
  enum mark result = MARK_RED;
  for (uint32_t i = 0; i < r->n_traces; i++)
    {
      if (t[i].query != query)
	continue;
      if (t[i].flags & TRACE_CLOSED && !owner->complete)
	continue;
      enum mark m = t[i].flags & TRACE_CLOSED ? MARK_GREEN
					      : mark_trace (cx, r, t + i, key);
      if (m == MARK_GREEN)
	{
	  *trace = t + i;
	  return m;
	}
      if (m == MARK_UNKNOWN)
	result = m;
    }
  return result;
}

struct node *
mark_node (struct query_context *cx, uint32_t query, uint32_t key,
	   const struct trace *trace)
{
  const struct query_kind *k = kind_of (cx->engine, query);
  const struct record *r = key_at (cx->engine, k->key, key)->record;
  struct node *n = arena_calloc (&cx->values, 1, sizeof *n);
  n->print = trace->print;
  n->flags = NODE_GREEN;
  n->trace = trace;
  if (trace->flags & TRACE_HAS_VALUE && k->verify
      && k->verify (trace_value (r, trace), trace->value_size))
    {
      n->value = trace_value (r, trace);
      n->size = trace->value_size;
    }
  return n;
}
