/* table.c - slots and keys: where results are found.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Both are arrays of segments that never move, so a reader needs no lock: an
   acquire load finds the segment, another the slot's state.  */

#include "queries/engine-internal.h"
#include "queries/memory.h"

#include <stdlib.h>
#include <string.h>

static char *
segment_find (const struct segments *a, unsigned s)
{
  return atomic_load_explicit (&a->segment[s], memory_order_acquire);
}

/* Segment S of elements of SIZE bytes, made if need be: of two threads that
   make it at once one wins.  */
static char *
segment_get (struct segments *a, unsigned s, size_t size)
{
  char *there = segment_find (a, s);
  if (likely (there != NULL))
    return there;
  char *mine = xcalloc ((size_t) 64 << s, size);
  if (!atomic_compare_exchange_strong (&a->segment[s], &there, mine))
    {
      free (mine);
      return there;
    }
  return mine;
}

static void
segments_release (struct segments *a)
{
  for (unsigned s = 0; s < SEGMENTS; s++)
    free (atomic_load_explicit (&a->segment[s], memory_order_relaxed));
}

struct slot *
table_slot (struct engine *e, uint32_t query, uint32_t key)
{
  uint32_t offset;
  unsigned s = segment_of (key, &offset);
  return (struct slot *) segment_get (&e->tables[query], s,
				      sizeof (struct slot))
	 + offset;
}

struct slot *
table_find (const struct engine *e, uint32_t query, uint32_t key)
{
  uint32_t offset;
  unsigned s = segment_of (key, &offset);
  char *segment = segment_find (&e->tables[query], s);
  return segment ? (struct slot *) segment + offset : NULL;
}

void
tables_release (struct engine *e)
{
  for (uint32_t q = 0; q < e->config.count; q++)
    segments_release (&e->tables[q]);
  free (e->tables);
  for (unsigned k = 0; k < KEY_KINDS; k++)
    {
      segments_release (&e->keys[k].keys);
      free (e->keys[k].index);
    }
}

/* Keys.  */

struct key *
key_at (const struct engine *e, enum key_kind kind, uint32_t key)
{
  uint32_t offset;
  unsigned s = segment_of (key, &offset);
  return (struct key *) segment_find (&e->keys[kind].keys, s) + offset;
}

/* The place of IDENTITY in the index, or the free place where it belongs.  */
static uint32_t *
index_place (struct engine *e, enum key_kind kind,
	     struct fingerprint identity)
{
  struct key_space *space = &e->keys[kind];
  uint32_t at = (uint32_t) identity.low & (space->index_size - 1);
  while (space->index[at] != 0
	 && !fingerprint_equal (key_at (e, kind, space->index[at] - 1)->identity,
				identity))
    at = (at + 1) & (space->index_size - 1);
  return &space->index[at];
}

static void
index_grow (struct engine *e, enum key_kind kind)
{
  struct key_space *space = &e->keys[kind];
  free (space->index);
  space->index_size = space->index_size ? space->index_size * 2 : 256;
  space->index = xcalloc (space->index_size, sizeof *space->index);
  uint32_t count = atomic_load_explicit (&space->count, memory_order_relaxed);
  for (uint32_t k = 0; k < count; k++)
    *index_place (e, kind, key_at (e, kind, k)->identity) = k + 1;
}

/* The key IDENTITY of KIND, and whether it is new.  Under pool_lock.  */
static struct key *
intern (struct engine *e, enum key_kind kind, struct fingerprint identity,
	uint32_t *number, bool *new)
{
  struct key_space *space = &e->keys[kind];
  uint32_t count = atomic_load_explicit (&space->count, memory_order_relaxed);
  if (2 * (uint64_t) count >= space->index_size)
    index_grow (e, kind);
  uint32_t *place = index_place (e, kind, identity);
  *new = *place == 0;
  if (*new)
    *place = count + 1;
  *number = *place - 1;
  uint32_t offset;
  unsigned s = segment_of (*number, &offset);
  struct key *k = (struct key *) segment_get (&space->keys, s, sizeof *k)
		  + offset;
  if (*new)
    {
      k->identity = identity;
      atomic_init (&k->name, "");
      atomic_store_explicit (&space->count, count + 1, memory_order_release);
    }
  return k;
}

uint32_t
key_intern (struct engine *e, enum key_kind kind, struct fingerprint identity,
	    const char *name)
{
  uint32_t number;
  bool new;
  mutex_lock (&e->pool_lock);
  struct key *k = intern (e, kind, identity, &number, &new);
  /* A stored trace knows identities alone, so a name may come later.  */
  if (name[0] && !atomic_load_explicit (&k->name, memory_order_relaxed)[0])
    atomic_store_explicit (&k->name,
			   arena_copy (&e->shared, name, strlen (name) + 1),
			   memory_order_release);
  mutex_unlock (&e->pool_lock);
  return number;
}

uint32_t
key_intern_pair (struct engine *e, enum key_kind kind, uint32_t first,
		 uint32_t second)
{
  const struct key *a = key_at (e, key_part_kind (kind, 0), first);
  const struct key *b = key_at (e, key_part_kind (kind, 1), second);
  uint32_t number;
  bool new;
  mutex_lock (&e->pool_lock);
  struct key *k = intern (e, kind,
			  fingerprint_combine (a->identity, b->identity),
			  &number, &new);
  if (new)
    {
      k->part[0] = first;
      k->part[1] = second;
      k->local = a->local;
    }
  mutex_unlock (&e->pool_lock);
  return number;
}

uint32_t
key_intern_parts (struct engine *e, enum key_kind kind,
		  const struct fingerprint *identities)
{
  if (!key_is_pair (kind))
    return key_intern (e, kind, identities[0], "");
  enum key_kind a = key_part_kind (kind, 0), b = key_part_kind (kind, 1);
  uint32_t first = key_intern_parts (e, a, identities);
  return key_intern_pair (e, kind, first,
			  key_intern_parts (e, b,
					    identities + key_width (a)));
}

unsigned
key_identities (const struct engine *e, enum key_kind kind, uint32_t key,
		struct fingerprint *identities)
{
  const struct key *k = key_at (e, kind, key);
  if (!key_is_pair (kind))
    {
      identities[0] = k->identity;
      return 1;
    }
  unsigned n = key_identities (e, key_part_kind (kind, 0), k->part[0],
			       identities);
  return n + key_identities (e, key_part_kind (kind, 1), k->part[1],
			     identities + n);
}

void
key_add_name (const struct engine *e, enum key_kind kind, uint32_t key,
	      struct buffer *text)
{
  const struct key *k = key_at (e, kind, key);
  if (key_is_pair (kind))
    {
      key_add_name (e, key_part_kind (kind, 0), k->part[0], text);
      buffer_add_format (text, ", ");
      key_add_name (e, key_part_kind (kind, 1), k->part[1], text);
      return;
    }
  const char *name = atomic_load_explicit (&k->name, memory_order_acquire);
  if (name[0])
    buffer_add_format (text, "%s", name);
  else
    /* Known from a stored trace only.  */
    buffer_add_format (text, "#%016llx", (unsigned long long) k->identity.low);
}

bool
key_home (const struct engine *e, enum key_kind kind, uint32_t key,
	  enum key_kind *home_kind, uint32_t *home)
{
  const struct key *k = key_at (e, kind, key);
  while (!k->has_content && key_is_pair (kind))
    {
      key = k->part[0];
      kind = key_part_kind (kind, 0);
      k = key_at (e, kind, key);
    }
  if (!k->has_content)
    {
      kind = KEY_UNIT;
      key = 0;
      if (atomic_load_explicit (&e->keys[KEY_UNIT].count,
				memory_order_acquire) == 0
	  || !key_at (e, kind, key)->has_content)
	return false;
    }
  *home_kind = kind;
  *home = key;
  return true;
}

bool
what_comes_before (const struct engine *e, uint64_t a, uint64_t b)
{
  if (edge_query (a) != edge_query (b))
    return edge_query (a) < edge_query (b);
  return fingerprint_compare (&key_of (e, a)->identity,
			      &key_of (e, b)->identity) < 0;
}
