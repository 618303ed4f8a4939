/* engine.c - a session's life, and what it adds up to.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/engine-internal.h"

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
			       c->kinds[q].version };
      buffer_add_string (&b, c->kinds[q].name);
      buffer_add (&b, row, sizeof row);
    }
  struct fingerprint f = fingerprint_of (b.bytes, b.size);
  buffer_release (&b);
  return f;
}

struct engine *
engine_new (const struct engine_config *config)
{
  struct engine *e = calloc (1, sizeof *e);
  if (!e)
    return NULL;
  e->config = *config;
  e->providers = calloc (config->count, sizeof *e->providers);
  if (!e->providers)
    abort ();
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
  e->tables = calloc (config->count, sizeof *e->tables);
  e->contexts = calloc (1, sizeof *e->contexts);
  if (!e->tables || !e->contexts)
    abort ();
  e->contexts[0] = context_new (e, 0);
  e->n_contexts = 1;
  return e;
}

void
engine_free (struct engine *e)
{
  if (!e)
    return;
  if (e->n_threads > 0)
    {
      /* Nobody wants the rest.  */
      engine_fail (e);
      pool_stop (e);
    }
  for (unsigned i = 0; i < e->n_contexts; i++)
    context_free (e->contexts[i]);
  free (e->contexts);
  free (e->providers);
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

uint32_t
engine_key (struct engine *e, enum key_kind kind, struct fingerprint identity,
	    const char *name)
{
  return key_intern (e, kind, identity, name);
}

uint32_t
engine_key_count (const struct engine *e, enum key_kind kind)
{
  return atomic_load_explicit (&e->keys[kind].count, memory_order_acquire);
}

const char *
engine_key_name (const struct engine *e, enum key_kind kind, uint32_t key)
{
  return key_at (e, kind, key)->name;
}

void
engine_key_set_local (struct engine *e, enum key_kind kind, uint32_t key,
		      struct fingerprint content, bool complete)
{
  struct key *k = key_at (e, kind, key);
  k->local = true;
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
  atomic_store_explicit (&table_slot (e, query, key)->state, (uintptr_t) n,
			 memory_order_release);
}

struct fingerprint
engine_record_key (const struct engine *e, enum key_kind kind, uint32_t key)
{
  return fingerprint_combine (key_at (e, kind, key)->content, e->build);
}

bool
engine_record_set (struct engine *e, enum key_kind kind, uint32_t key,
		   const void *bytes, size_t size)
{
  if (!record_check (bytes, size, kind, e->config.kinds, e->config.count))
    return false;
  key_at (e, kind, key)->record = bytes;
  return true;
}

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
  d->node = task_force (cx, edge_query (d->what), edge_key (d->what), true);
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
  if (e->n_threads > 0 && count > 0)
    pool_open (e->contexts[0], query, keys, count);
}

const void *
engine_demand (struct engine *e, uint32_t query, uint32_t key, size_t *size)
{
  struct demand d = { edge_make (query, key), NULL };
  if (engine_failed (e)
      || !task_protect (e->contexts[0], demand, &d))
    return NULL;
  if (size)
    *size = d.node->size;
  return d.node->value;
}

bool
engine_join (struct engine *e)
{
  if (e->n_threads > 0)
    pool_help (e->contexts[0]);
  /* What the workers are still at they finish before they stop.  */
  if (e->n_threads > 0)
    pool_stop (e);
  return !engine_failed (e);
}

bool
engine_failed (const struct engine *e)
{
  return atomic_load (&e->failed);
}

void
engine_statistics (const struct engine *e, uint32_t query,
		   struct query_statistics *sum)
{
  memset (sum, 0, sizeof *sum);
  for (unsigned i = 0; i < e->n_contexts; i++)
    {
      const struct query_statistics *s = &e->contexts[i]->statistics[query];
      sum->executed += s->executed;
      sum->green += s->green;
      sum->hits += s->hits;
      sum->verified += s->verified;
      sum->gave_up += s->gave_up;
      sum->nanoseconds += s->nanoseconds;
      sum->bytes += s->bytes;
    }
}

/* By query, then by key.  */
static int
compare_gave_up (const void *a, const void *b)
{
  const struct gave_up *x = *(const struct gave_up *const *) a;
  const struct gave_up *y = *(const struct gave_up *const *) b;
  return x->what < y->what ? -1 : x->what > y->what;
}

void
engine_gave_up (const struct engine *e,
		void (*each) (void *data, uint32_t query, uint32_t key,
			      const char *reason),
		void *data)
{
  size_t n = 0;
  for (unsigned i = 0; i < e->n_contexts; i++)
    for (const struct gave_up *g = e->contexts[i]->gave_up; g; g = g->next)
      n++;
  const struct gave_up **all = calloc (n ? n : 1, sizeof *all);
  if (!all)
    return;
  n = 0;
  for (unsigned i = 0; i < e->n_contexts; i++)
    for (const struct gave_up *g = e->contexts[i]->gave_up; g; g = g->next)
      all[n++] = g;
  qsort (all, n, sizeof *all, compare_gave_up);
  for (size_t i = 0; i < n; i++)
    each (data, edge_query (all[i]->what), edge_key (all[i]->what),
	  all[i]->reason);
  free (all);
}

unsigned
engine_threads (const struct engine *e)
{
  return e->n_started;
}
