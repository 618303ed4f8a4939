/* save.c - records for the store: the traces of this session.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A home key's record is written if a provider ran for one of its subjects
   that the record did not have.  What was green, and what the record has
   beside (for other units, or not asked for this time), is copied, not
   re-made; subjects without a record of their own that nobody asked for this
   time are dropped, so that records follow what there is.  */

#include "queries/engine-internal.h"
#include "queries/memory.h"

#include <stdlib.h>
#include <string.h>

/* A key whose record is another key's.  */
struct guest
{
  enum key_kind home_kind, kind;
  uint32_t home, key;
  struct fingerprint identity;
};

struct saver
{
  struct engine *e;
  struct record_writer writer;
  struct buffer out;
  uint8_t *closed;		/* Per query, of the key at hand: CLOSED_*  */
  struct guest *guests;		/* By home, then kind, then identity.  */
  size_t n_guests;
};

enum { CLOSED_UNKNOWN, CLOSED_NO, CLOSED_YES };

/* Whether what is known of QUERY is kept at all.  */
static bool
is_kept (const struct query_kind *k)
{
  return !(k->flags & (QUERY_INPUT | QUERY_EVAL_ALWAYS | QUERY_ANON));
}

/* Ran here, and the store's record does not have it.  */
static bool
is_new (const struct node *n)
{
  return n && n->flags & NODE_EXECUTED
	 && !(n->flags & (NODE_GREEN | NODE_FOR_VERIFICATION | NODE_DEFAULT));
}

/* Whether QUERY of the home key KEY read only what KEY's content covers.  */
static bool
is_closed (struct saver *s, uint32_t query, enum key_kind kind, uint32_t key)
{
  if (s->closed[query] != CLOSED_UNKNOWN)
    return s->closed[query] == CLOSED_YES;
  const struct node *n = node_of (s->e, edge_make (query, key));
  bool closed = key_at (s->e, kind, key)->complete && n
		&& !(n->flags & NODE_DEFAULT)
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
      struct fingerprint identities[KEY_WIDTH_MOST];
      uint32_t query = edge_query (n->edges[i]);
      enum key_kind read = kind_of (s->e, query)->key;
      const struct node *of = node_of (s->e, n->edges[i]);
      uint32_t where = KEY_THE_UNIT;
      unsigned width = 0;
      if (read == kind && edge_key (n->edges[i]) == key)
	where = KEY_SELF;
      else if (read != KEY_UNIT)
	width = key_identities (s->e, read, edge_key (n->edges[i]),
				identities);
      record_add_dependency (&s->writer, query, where, identities, width,
			     of->print.low);
    }
}

/* The trace of a query that ran for a subject of the home key KEY.  */
static void
add_new (struct saver *s, uint64_t what, enum key_kind kind, uint32_t key)
{
  uint32_t query = edge_query (what);
  const struct query_kind *k = kind_of (s->e, query);
  const struct node *n = node_of (s->e, what);
  bool closed = k->key == kind && edge_key (what) == key
		&& is_closed (s, query, kind, key);
  record_add_trace (&s->writer, query, closed ? TRACE_CLOSED : 0, n->depth,
		    n->print);
  if (!closed)
    add_dependencies (s, n, kind, key);
  bool cached = k->flags & QUERY_CACHE_ON_DISK && n->value
		&& (!k->cache_if || k->cache_if (n->value, n->size));
  record_add_value (&s->writer, cached ? n->value : NULL, n->size);
}

/* Add what was green or executed of SUBJECT, whose home is KEY.  Whether
   anything is new.  */
static bool
add_nodes (struct saver *s, enum key_kind subject_kind, uint32_t subject,
	   enum key_kind kind, uint32_t key)
{
  struct engine *e = s->e;
  const struct record *old = key_at (e, subject_kind, subject)->record;
  bool any = false;
  for (uint32_t q = 0; q < e->config.count; q++)
    {
      const struct query_kind *k = kind_of (e, q);
      if (k->key != subject_kind || !is_kept (k))
	continue;
      const struct node *n = node_of (e, edge_make (q, subject));
      if (is_new (n))
	{
	  any = true;
	  add_new (s, edge_make (q, subject), kind, key);
	}
      else if (n && n->trace)
	record_copy_trace (&s->writer, old, n->trace, e->config.kinds);
    }
  return any;
}

/* Copy what the store has of SUBJECT and is not in the writer yet.  GUEST: only
   of queries that were asked for.  */
static void
add_others (struct saver *s, enum key_kind subject_kind, uint32_t subject,
	    bool guest)
{
  struct engine *e = s->e;
  const struct key *k = key_at (e, subject_kind, subject);
  const struct trace *t = k->traces;
  for (uint32_t i = 0; i < k->n_traces; i++, t = trace_next (t))
    {
      const struct node *n = node_of (e, edge_make (t->query, subject));
      if ((n && n->trace == t) || (guest && !n))
	continue;
      /* A closed trace has no other beside it: it is always right.  */
      if (!guest && n && is_closed (s, t->query, subject_kind, subject))
	continue;
      if (record_count (&s->writer, t->query) < RECORD_TRACES_PER_QUERY)
	record_copy_trace (&s->writer, k->record, t, e->config.kinds);
    }
}

/* Guests.  */

static int
compare_guests (const void *a, const void *b)
{
  const struct guest *x = a, *y = b;
  if (x->home_kind != y->home_kind)
    return x->home_kind < y->home_kind ? -1 : 1;
  if (x->home != y->home)
    return x->home < y->home ? -1 : 1;
  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  return fingerprint_compare (&x->identity, &y->identity);
}

/* Whether anything was asked about KEY.  */
static bool
was_asked (const struct engine *e, enum key_kind kind, uint32_t key)
{
  for (uint32_t q = 0; q < e->config.count; q++)
    if (kind_of (e, q)->key == kind && is_kept (kind_of (e, q))
	&& node_of (e, edge_make (q, key)))
      return true;
  return false;
}

static void
find_guests (struct saver *s)
{
  struct engine *e = s->e;
  size_t capacity = 0;
  for (unsigned kind = 0; kind < KEY_KINDS; kind++)
    for (uint32_t key = 0; key < engine_key_count (e, kind); key++)
      {
	enum key_kind home_kind;
	uint32_t home;
	if (key_at (e, kind, key)->has_content
	    || !was_asked (e, kind, key)
	    || !key_home (e, kind, key, &home_kind, &home))
	  continue;
	if (s->n_guests == capacity)
	  {
	    capacity = capacity ? 2 * capacity : 64;
	    s->guests = xrealloc (s->guests, capacity * sizeof *s->guests);
	  }
	s->guests[s->n_guests++]
	  = (struct guest) { home_kind, kind, home, key,
			     key_at (e, kind, key)->identity };
      }
  if (s->n_guests)
    qsort (s->guests, s->n_guests, sizeof *s->guests, compare_guests);
}

/* The first guest of the home key KEY; the caller looks on from there.  */
static size_t
first_guest (const struct saver *s, enum key_kind kind, uint32_t key)
{
  size_t low = 0, high = s->n_guests;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      const struct guest *g = &s->guests[middle];
      if (g->home_kind < kind || (g->home_kind == kind && g->home < key))
	low = middle + 1;
      else
	high = middle;
    }
  return low;
}

/* Fill the writer with what KEY's record shall be; false if it is that
   already.  */
static bool
collect (struct saver *s, enum key_kind kind, uint32_t key)
{
  record_writer_clear (&s->writer);
  memset (s->closed, CLOSED_UNKNOWN, s->e->config.count);
  record_set_subject (&s->writer, NULL, 0);
  bool changed = add_nodes (s, kind, key, kind, key);
  add_others (s, kind, key, false);
  for (size_t i = first_guest (s, kind, key); i < s->n_guests; i++)
    {
      const struct guest *g = &s->guests[i];
      struct fingerprint identities[KEY_WIDTH_MOST];
      if (g->home_kind != kind || g->home != key)
	break;
      unsigned width = key_identities (s->e, g->kind, g->key, identities);
      record_set_subject (&s->writer, identities, width);
      changed |= add_nodes (s, g->kind, g->key, kind, key);
      add_others (s, g->kind, g->key, true);
    }
  return changed;
}

/* Whether something ran for KEY or a guest of it: cheap, and mostly not.  */
static bool
may_change (struct saver *s, enum key_kind kind, uint32_t key)
{
  size_t i = first_guest (s, kind, key);
  if (i < s->n_guests && s->guests[i].home_kind == kind
      && s->guests[i].home == key)
    return true;
  for (uint32_t q = 0; q < s->e->config.count; q++)
    if (kind_of (s->e, q)->key == kind && is_kept (kind_of (s->e, q))
	&& is_new (node_of (s->e, edge_make (q, key))))
      return true;
  return false;
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
  record_writer_init (&s.writer, e->config.count);
  buffer_init (&s.out);
  s.closed = xcalloc (e->config.count, 1);
  find_guests (&s);
  for (unsigned kind = 0; kind < KEY_KINDS; kind++)
    for (uint32_t key = 0; key < engine_key_count (e, kind); key++)
      if (key_at (e, kind, key)->has_content && may_change (&s, kind, key)
	  && collect (&s, kind, key) && record_finish (&s.writer, &s.out))
	{
	  put (data, engine_record_key (e, kind, key), s.out.bytes,
	       s.out.size);
	  written++;
	}
  record_writer_release (&s.writer);
  buffer_release (&s.out);
  free (s.closed);
  free (s.guests);
  return written;
}
