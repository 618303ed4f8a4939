/* ask.c - query_get and its kin, as providers call them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A hit is an acquire load and an append to the asking task's edges; nothing
   on that path is shared between threads.  */

#include "queries/engine-internal.h"

#include <stdio.h>

/* N, of WHAT, was read.  */
static inline void
record_read (struct query_context *cx, uint64_t what, const struct node *n)
{
  if (unlikely (n->flags & NODE_ANON))
    for (uint32_t i = 0; i < n->n_edges; i++)
      edge_record (cx, n->edges[i]);
  else
    edge_record (cx, what);
}

static bool
has_value (const struct query_context *cx, uint32_t query)
{
  return !(kind_of (cx->engine, query)->flags
	   & (QUERY_ENSURE_ONLY | QUERY_STEAL));
}

static const struct node * __attribute__ ((noinline))
get_node_slowly (struct query_context *cx, uint32_t query, uint32_t key)
{
  if (!has_value (cx, query))
    query_bug (cx, "query `%s' was asked for its value, which only %s gets",
	       kind_of (cx->engine, query)->name,
	       kind_of (cx->engine, query)->flags & QUERY_STEAL
	       ? "query_steal" : "the engine");
  const struct node *n = task_force (cx, query, key, true);
  record_read (cx, edge_make (query, key), n);
  return n;
}

static inline const struct node *
get_node (struct query_context *cx, uint32_t query, uint32_t key)
{
  struct slot *s = table_find (cx->engine, query, key);
  if (likely (s != NULL))
    {
      const struct node *n = slot_node (s);
      if (likely (n != NULL && n->value != NULL))
	{
	  record_read (cx, edge_make (query, key), n);
	  cx->statistics[query].hits++;
	  return n;
	}
    }
  return get_node_slowly (cx, query, key);
}

const void *
query_get (struct query_context *cx, uint32_t query, uint32_t key)
{
  return get_node (cx, query, key)->value;
}

const void *
query_get_sized (struct query_context *cx, uint32_t query, uint32_t key,
		 size_t *size)
{
  const struct node *n = get_node (cx, query, key);
  if (size)
    *size = n->size;
  return n->value;
}

void
query_ensure (struct query_context *cx, uint32_t query, uint32_t key)
{
  const struct node *n = task_force (cx, query, key, false);
  record_read (cx, edge_make (query, key), n);
}

void
query_for_each (struct query_context *cx, uint32_t query,
		const uint32_t *keys, size_t count)
{
  if (count > 1 && sync_load (&cx->engine->parallel))
    pool_work (cx, pool_open (cx, query, keys, count, false));
  for (size_t i = 0; i < count; i++)
    {
      stack_force_known (cx, query, keys[i]);
      record_read (cx, edge_make (query, keys[i]),
		   task_force (cx, query, keys[i], false));
    }
}

/* Stealing.  */

/* Make the node N of SLOT one whose value is gone to the running task; false if
   another thread changed the slot first.  */
static bool
mark_stolen (struct query_context *cx, struct slot *slot,
	     const struct node *n)
{
  struct node *gone = arena_copy (&cx->values, n, sizeof *n);
  gone->flags &= (uint16_t) ~NODE_TO_STEAL;
  gone->flags |= NODE_STOLEN;
  gone->why_edge = cx->task ? cx->task->what : 0;
  uintptr_t expected = (uintptr_t) n;
  return sync_exchange_if (&slot->state, &expected, (uintptr_t) gone);
}

static void __attribute__ ((noreturn))
stolen_twice (struct query_context *cx, uint64_t what, uint64_t thief)
{
  struct buffer text = BUFFER_INIT;
  char message[400];
  buffer_add_format (&text, "the value of ");
  describe_short (cx->engine, what, &text);
  buffer_add_format (&text, " was taken by ");
  describe_short (cx->engine, thief, &text);
  buffer_add_format (&text, " and is wanted again");
  snprintf (message, sizeof message, "%s", text.bytes);
  buffer_release (&text);
  query_bug (cx, "%s", message);
}

/* The value once more, for a thief that runs again, or one that was there in
   a store only.  */
static struct stolen *
make_again (struct query_context *cx, uint64_t what)
{
  struct task *t = task_push (cx, what, NULL, NULL);
  t->why = WHY_NO_VALUE;
  struct stolen *s = stolen_take (task_execute (cx, t));
  task_pop (cx);
  return s;
}

void *
query_steal (struct query_context *cx, uint32_t query, uint32_t key,
	     size_t *size)
{
  struct engine *e = cx->engine;
  uint64_t what = edge_make (query, key);
  struct slot *slot = table_slot (e, query, key);
  if (!(kind_of (e, query)->flags & QUERY_STEAL) || !cx->task)
    query_bug (cx, "query `%s' is not one whose value can be taken",
	       kind_of (e, query)->name);
  const struct node *n;
  do
    {
      n = task_force (cx, query, key, false);
      if (n->flags & NODE_STOLEN)
	{
	  if (n->why_edge != cx->task->what)
	    stolen_twice (cx, what, n->why_edge);
	  break;
	}
    }
  while (!mark_stolen (cx, slot, n));
  struct stolen *s = n->flags & NODE_TO_STEAL ? stolen_take (n)
					      : make_again (cx, what);
  s->next = cx->task->stolen;
  cx->task->stolen = s;
  if (size)
    *size = s->size;
  edge_record (cx, what);
  return s->bytes;
}

/* Scratch and keys.  */

void *
query_alloc (struct query_context *cx, size_t count, size_t size)
{
  return arena_calloc (&cx->scratch, count, size);
}

const char *
query_key_name (struct query_context *cx, enum key_kind kind, uint32_t key)
{
  return engine_key_name (cx->engine, kind, key);
}

uint32_t
query_key (struct query_context *cx, enum key_kind kind,
	   struct fingerprint identity, const char *name)
{
  return key_intern (cx->engine, kind, identity, name);
}

uint32_t
query_key_pair (struct query_context *cx, enum key_kind kind, uint32_t first,
		uint32_t second)
{
  return key_intern_pair (cx->engine, kind, first, second);
}

uint32_t
query_key_part (struct query_context *cx, enum key_kind kind, uint32_t key,
		unsigned part)
{
  return key_at (cx->engine, kind, key)->part[part];
}

bool
query_key_is_local (struct query_context *cx, enum key_kind kind,
		    uint32_t key)
{
  const struct task *t = cx->task;
  const struct query_kind *k = kind_of (cx->engine, edge_query (t->what));
  enum key_kind own_kind = k->key;
  uint32_t own = edge_key (t->what);
  while ((own_kind != kind || own != key) && key_is_pair (own_kind))
    {
      own = key_at (cx->engine, own_kind, own)->part[0];
      own_kind = key_part_kind (own_kind, 0);
    }
  if (own_kind != kind || own != key || k->flags & QUERY_ANON)
    query_bug (cx, "query `%s' wants to know of a key that is not its own "
	       "whether it is local", k->name);
  return key_at (cx->engine, kind, key)->local;
}

struct fingerprint
query_key_identity (struct query_context *cx, enum key_kind kind,
		    uint32_t key)
{
  return key_at (cx->engine, kind, key)->identity;
}
