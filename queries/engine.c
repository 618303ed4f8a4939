/* engine.c - a session's life.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/engine-internal.h"
#include "queries/memory.h"

#include <stdlib.h>
#include <string.h>

/* What a stored trace depends on beside its key: which queries there are, in
   which versions, and how records and numbers lie in memory.  */
static struct fingerprint
build_fingerprint (const struct engine_config *c)
{
  struct buffer b = BUFFER_INIT;
  const uint32_t form[] = { RECORD_VERSION, 0x01020304, sizeof (void *) };
  buffer_add (&b, form, sizeof form);
  buffer_add_string (&b, c->build ? c->build : "");
  for (uint32_t q = 0; q < c->count; q++)
    {
      const uint32_t row[] = { c->kinds[q].key, c->kinds[q].flags,
			       c->kinds[q].version, c->kinds[q].depth_limit };
      buffer_add_string (&b, c->kinds[q].name);
      buffer_add (&b, row, sizeof row);
    }
  struct fingerprint f = fingerprint_of (b.bytes, b.size);
  buffer_release (&b);
  return f;
}

/* What is wrong with the row K of a table, or NULL.  */
static const char *
row_complaint (const struct query_kind *k)
{
  const uint32_t f = k->flags;
  if (k->key >= KEY_KINDS)
    return "has no kind of key that there is";
  if (f & QUERY_INPUT && f & ~(uint32_t) QUERY_INPUT)
    return "is an input, which nothing else goes with";
  if (f & QUERY_ANON && f & ~(uint32_t) QUERY_ANON)
    return "is anonymous, which nothing else goes with";
  if (f & QUERY_STEAL
      && f & (QUERY_CACHE_ON_DISK | QUERY_ENSURE_ONLY | QUERY_CYCLE_DEFAULT))
    return "can be stolen, so it is not stored, only ensured or in a ring";
  if (f & QUERY_ENSURE_ONLY && f & (QUERY_CACHE_ON_DISK | QUERY_NO_HASH))
    return "is only ensured, so it has to be hashed and not stored";
  if (f & QUERY_NO_HASH && f & QUERY_CACHE_ON_DISK)
    return "is not hashed, so it cannot be stored";
  if (f & QUERY_CYCLE_DEFAULT && !k->recover)
    return "has a default in rings, but no recover provider";
  if (k->depth_limit == UINT8_MAX)
    return "has a depth limit of more than 254";
  return NULL;
}

/* Whether the table is one; else it is told.  */
static bool
check_table (struct engine *e)
{
  if (e->config.count > UINT16_MAX)
    {
      report (e, "libqueries: internal error: more than 65535 queries");
      return false;
    }
  for (uint32_t q = 0; q < e->config.count; q++)
    {
      const char *complaint = row_complaint (&e->config.kinds[q]);
      if (complaint)
	{
	  struct buffer text = BUFFER_INIT;
	  buffer_add_format (&text, "libqueries: internal error: query `%s' %s",
			     e->config.kinds[q].name, complaint);
	  report (e, text.bytes);
	  buffer_release (&text);
	  return false;
	}
    }
  return true;
}

struct engine *
engine_new (const struct engine_config *config)
{
  struct engine *e = xcalloc (1, sizeof *e);
  e->config = *config;
  if (!check_table (e))
    {
      free (e);
      return NULL;
    }
  e->providers = xcalloc (config->count, sizeof *e->providers);
  for (uint32_t q = 0; q < config->count; q++)
    e->providers[q] = (struct providers) { config->kinds[q].local,
					   config->kinds[q].external };
  e->build = build_fingerprint (config);
  arena_init (&e->arena, "engine");
  arena_init (&e->shared, "names of keys");
  mutex_init (&e->wait_lock);
  condition_init (&e->wait_changed);
  mutex_init (&e->pool_lock);
  condition_init (&e->pool_changed);
  e->tables = xcalloc (config->count, sizeof *e->tables);
  e->contexts = arena_calloc (&e->arena, 1, sizeof *e->contexts);
  e->contexts[0] = context_new (e, 0);
  e->n_contexts = 1;
  e->prefetched_end = &e->prefetched;
  return e;
}

void
engine_free (struct engine *e)
{
  if (!e)
    return;
  if (sync_load (&e->parallel))
    {
      /* Nobody wants the rest.  */
      engine_stop (e, STOP_FAILED);
      pool_stop (e);
    }
  for (unsigned i = 0; i < sync_load (&e->n_contexts); i++)
    context_free (e->contexts[i]);
  free (e->providers);
  free (e->seen);
  tables_release (e);
  arena_release (&e->arena);
  arena_release (&e->shared);
  mutex_release (&e->wait_lock);
  condition_release (&e->wait_changed);
  mutex_release (&e->pool_lock);
  condition_release (&e->pool_changed);
  free (e);
}

void
engine_set_provider (struct engine *e, uint32_t query, query_provider *local,
		     query_provider *external)
{
  if (local)
    e->providers[query].local = local;
  if (external)
    e->providers[query].external = external;
}

/* Keys and inputs.  */

uint32_t
engine_key (struct engine *e, enum key_kind kind, struct fingerprint identity,
	    const char *name)
{
  return key_intern (e, kind, identity, name);
}

uint32_t
engine_key_pair (struct engine *e, enum key_kind kind, uint32_t first,
		 uint32_t second)
{
  return key_intern_pair (e, kind, first, second);
}

uint32_t
engine_key_count (const struct engine *e, enum key_kind kind)
{
  return atomic_load_explicit (&e->keys[kind].count, memory_order_acquire);
}

const char *
engine_key_name (const struct engine *e, enum key_kind kind, uint32_t key)
{
  return atomic_load_explicit (&key_at (e, kind, key)->name,
			       memory_order_acquire);
}

void
engine_key_set_local (struct engine *e, enum key_kind kind, uint32_t key,
		      struct fingerprint content, bool complete)
{
  struct key *k = key_at (e, kind, key);
  k->local = true;
  k->has_content = true;
  k->content = content;
  k->complete = complete;
}

void
engine_feed (struct engine *e, uint32_t query, uint32_t key,
	     const void *bytes, size_t size, struct fingerprint print)
{
  struct node *n = arena_calloc (&e->arena, 1, sizeof *n);
  n->value = bytes;
  n->size = size;
  n->print = print;
  n->flags = NODE_INPUT;
  if (e->config.check_inputs)
    {
      struct fingerprint p = fingerprint_of (bytes, size);
      n->bytes_print = arena_copy (&e->arena, &p, sizeof p);
    }
  sync_store (&table_slot (e, query, key)->state, (uintptr_t) n);
}

struct fingerprint
engine_record_key (const struct engine *e, enum key_kind kind, uint32_t key)
{
  const struct key *k = key_at (e, kind, key);
  /* With its identity: what a trace says of "self" is about this one.  */
  return fingerprint_combine (fingerprint_combine (k->identity, k->content),
			      e->build);
}

/* The COUNT traces from T on, in the record of the home key KEY, are about one
   subject: let its key know.  */
static void
set_traces (struct engine *e, enum key_kind kind, uint32_t key,
	    const struct trace *t, uint32_t count)
{
  const struct key *home = key_at (e, kind, key);
  const struct record *r = home->record;
  enum key_kind subject_kind = kind_of (e, t->query)->key, home_kind;
  uint32_t subject = key, home_key;
  if (t->subject != KEY_SELF)
    {
      const struct fingerprint *parts = record_identities (r) + t->subject;
      if (kind != KEY_UNIT && !fingerprint_equal (parts[0], home->identity))
	return;
      subject = key_intern_parts (e, subject_kind, parts);
    }
  /* Not if it has found a record of its own since.  */
  if (!key_home (e, subject_kind, subject, &home_kind, &home_key)
      || home_kind != kind || home_key != key)
    return;
  struct key *k = key_at (e, subject_kind, subject);
  k->record = r;
  k->traces = t;
  k->n_traces = count;
}

bool
engine_record_set (struct engine *e, enum key_kind kind, uint32_t key,
		   const void *bytes, size_t size)
{
  if (!record_check (bytes, size, kind, e->config.kinds, e->config.count))
    return false;
  const struct record *r = bytes;
  key_at (e, kind, key)->record = r;
  const struct trace *t = record_first (r);
  for (uint32_t i = 0; i < r->n_traces; )
    {
      const struct trace *first = t;
      enum key_kind of = kind_of (e, t->query)->key;
      uint32_t n = 0;
      for (; i < r->n_traces && t->subject == first->subject
	     && kind_of (e, t->query)->key == of; i++, n++)
	t = trace_next (t);
      set_traces (e, kind, key, first, n);
    }
  return true;
}

/* Asking.  */

/* One question from the owner's thread, under a landing.  */
struct demand
{
  uint64_t what;
  const struct node *node;
};

static void
demand (struct query_context *cx, void *data)
{
  struct demand *d = data;
  bool need_value = !(kind_of (cx->engine, edge_query (d->what))->flags
		      & (QUERY_ENSURE_ONLY | QUERY_STEAL));
  d->node = task_force (cx, edge_query (d->what), edge_key (d->what),
			need_value);
}

/* Somebody saw a ring or a failure: from here on the owner's thread alone.
   What was published is right, whatever becomes of that.  */
static void
stand_down (struct engine *e)
{
  uintptr_t alone = STOP_ALONE;
  pool_stop (e);
  sync_exchange_if (&e->stop, &alone, STOP_NOT);
  e->is_alone = true;
}

/* A failure that several threads met and one does not: a provider shares
   something with another, which nobody should miss.  (But where a ring was
   resolved, one thread may never come to what others had begun.)  */
static void
tell_what_was_seen (struct engine *e)
{
  if (e->seen && !engine_failed (e) && !e->had_ring)
    {
      struct buffer text = BUFFER_INIT;
      buffer_add_format (&text, "%s\n  ... but not when one thread runs alone, "
			 "which it did then", e->seen);
      report (e, text.bytes);
      buffer_release (&text);
    }
  free (e->seen);
  e->seen = NULL;
}

bool
engine_try_green (struct engine *e, uint32_t query, uint32_t key)
{
  struct query_context *cx = e->contexts[0];
  struct demand d = { edge_make (query, key), NULL };
  cx->may_not_execute = true;
  bool done = task_protect (cx, demand, &d);
  cx->may_not_execute = false;
  return done && d.node != NULL;
}

void
engine_start (struct engine *e, unsigned threads)
{
  if (threads > 1)
    pool_start (e, threads - 1);
}

void
engine_prefetch (struct engine *e, uint32_t query, const uint32_t *keys,
		 size_t count)
{
  if (sync_load (&e->parallel) && count > 0)
    pool_open (e->contexts[0], query, keys, count, true);
}

void
engine_background (struct engine *e, void (*each) (void *data, uint32_t index),
		   void *data, size_t count)
{
  if (sync_load (&e->parallel) && count > 0)
    pool_open_background (e->contexts[0], each, data, count);
}

const void *
engine_demand (struct engine *e, uint32_t query, uint32_t key, size_t *size)
{
  struct demand d = { edge_make (query, key), NULL };
  bool done = false;
  while (!done && !engine_failed (e))
    {
      if (engine_stopped (e) == STOP_ALONE)
	stand_down (e);
      done = task_protect (e->contexts[0], demand, &d);
    }
  if (!done)
    return NULL;
  if (size)
    *size = d.node->size;
  return d.node->value;
}

bool
engine_join (struct engine *e)
{
  if (sync_load (&e->parallel))
    {
      pool_finish (e->contexts[0]);
      /* What the workers are still at they finish before they stop.  */
      pool_stop (e);
    }
  if (engine_stopped (e) == STOP_ALONE)
    stand_down (e);
  /* Workers may have left what they were to do, long ago.  */
  if (e->is_alone)
    pool_finish (e->contexts[0]);
  tell_what_was_seen (e);
  return !engine_failed (e);
}

bool
engine_failed (const struct engine *e)
{
  return engine_stopped (e) == STOP_FAILED;
}

unsigned
engine_threads (const struct engine *e)
{
  return e->n_started;
}
