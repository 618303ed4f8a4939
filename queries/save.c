/* save.c - records for the store: the traces of this session.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A key's record is written if a provider ran for it that the record did not
   have.  What was green, and what the record has beside (for other units, or
   not asked for this time), is copied, not re-made.  */

#include "queries/engine-internal.h"

#include <stdlib.h>
#include <string.h>

struct saver
{
  struct engine *e;
  struct record_writer writer;
  struct buffer out;
  uint8_t *closed;		/* Per query, of the key at hand: CLOSED_*  */
};

enum { CLOSED_UNKNOWN, CLOSED_NO, CLOSED_YES };

static const struct node *
node_of (const struct engine *e, uint64_t what)
{
  const struct slot *s = table_find (e, edge_query (what), edge_key (what));
  return s ? slot_node (s) : NULL;
}

/* Ran here, and the store's record does not have it.  */
static bool
is_new (const struct node *n)
{
  return n && n->flags & NODE_EXECUTED
	 && !(n->flags & (NODE_GREEN | NODE_FOR_VERIFICATION));
}

/* Whether QUERY of KEY read only what KEY's content covers.  */
static bool
is_closed (struct saver *s, uint32_t query, enum key_kind kind, uint32_t key)
{
  if (s->closed[query] != CLOSED_UNKNOWN)
    return s->closed[query] == CLOSED_YES;
  const struct node *n = node_of (s->e, edge_make (query, key));
  bool closed = key_at (s->e, kind, key)->complete && n
		&& !(kind_of (s->e, query)->flags
		     & (QUERY_EVAL_ALWAYS | QUERY_NO_HASH));
  if (closed && n->trace)
    closed = n->trace->flags & TRACE_CLOSED;
  else if (closed)
    for (uint32_t i = 0; closed && i < n->n_edges; i++)
      {
	const struct query_kind *k = kind_of (s->e, edge_query (n->edges[i]));
	closed = k->key == kind && edge_key (n->edges[i]) == key
		 && (k->flags & QUERY_INPUT
		     || is_closed (s, edge_query (n->edges[i]), kind, key));
      }
  s->closed[query] = closed ? CLOSED_YES : CLOSED_NO;
  return closed;
}

static void
add_dependencies (struct saver *s, const struct node *n, enum key_kind kind,
		  uint32_t key)
{
  for (uint32_t i = 0; i < n->n_edges; i++)
    {
      uint32_t query = edge_query (n->edges[i]);
      enum key_kind read = kind_of (s->e, query)->key;
      const struct node *of = node_of (s->e, n->edges[i]);
      const struct fingerprint *identity = NULL;
      uint32_t where = DEPENDENCY_UNIT;
      if (read == kind && edge_key (n->edges[i]) == key)
	where = DEPENDENCY_SELF;
      else if (read == KEY_FUNCTION)
	identity = &key_at (s->e, read, edge_key (n->edges[i]))->identity;
      record_add_dependency (&s->writer, query, where, identity, of->print);
    }
}

static void
add_new (struct saver *s, uint32_t query, enum key_kind kind, uint32_t key)
{
  const struct query_kind *k = kind_of (s->e, query);
  const struct node *n = node_of (s->e, edge_make (query, key));
  bool closed = is_closed (s, query, kind, key);
  record_add_trace (&s->writer, query, closed ? TRACE_CLOSED : 0, n->print,
		    k->flags & QUERY_CACHE_ON_DISK ? n->value : NULL, n->size);
  if (!closed)
    add_dependencies (s, n, kind, key);
}

/* Fill the writer with what KEY's record shall be; false if it is that
   already.  */
static bool
collect (struct saver *s, enum key_kind kind, uint32_t key)
{
  struct engine *e = s->e;
  const struct record *old = key_at (e, kind, key)->record;
  bool changed = false;
  record_writer_clear (&s->writer);
  memset (s->closed, CLOSED_UNKNOWN, e->config.count);
  for (uint32_t q = 0; q < e->config.count; q++)
    {
      const struct query_kind *k = kind_of (e, q);
      if (k->key != kind || k->flags & (QUERY_INPUT | QUERY_EVAL_ALWAYS))
	continue;
      const struct node *n = node_of (e, edge_make (q, key));
      if (is_new (n))
	{
	  changed = true;
	  add_new (s, q, kind, key);
	}
      else if (n && n->trace)
	record_copy_trace (&s->writer, old, n->trace);
    }
  if (!changed)
    return false;
  for (uint32_t i = 0; old && i < old->n_traces; i++)
    {
      const struct trace *t = record_traces (old) + i;
      const struct node *n = node_of (e, edge_make (t->query, key));
      if (n && n->trace == t)
	continue;
      /* A closed trace has no other beside it: it is always right.  */
      if (n && is_closed (s, t->query, kind, key))
	continue;
      if (record_count (&s->writer, t->query) < RECORD_TRACES_PER_QUERY)
	record_copy_trace (&s->writer, old, t);
    }
  return true;
}

size_t
engine_save (struct engine *e,
	     void (*put) (void *data, struct fingerprint key,
			  const void *bytes, size_t size),
	     void *data)
{
  if (engine_failed (e))
    return 0;
  struct saver s = { .e = e };
  size_t written = 0;
  record_writer_init (&s.writer);
  buffer_init (&s.out);
  s.closed = calloc (e->config.count, 1);
  if (!s.closed)
    return 0;
  for (unsigned kind = 0; kind < KEY_KINDS; kind++)
    for (uint32_t key = 0; key < engine_key_count (e, kind); key++)
      if (key_at (e, kind, key)->local && collect (&s, kind, key)
	  && record_finish (&s.writer, &s.out))
	{
	  put (data, engine_record_key (e, kind, key), s.out.bytes,
	       s.out.size);
	  written++;
	}
  record_writer_release (&s.writer);
  buffer_release (&s.out);
  free (s.closed);
  return written;
}
