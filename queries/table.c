/* table.c - slots and keys: where results are found.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Both are arrays of segments that never move, so a reader needs no lock: an
   acquire load finds the segment, another the slot's state.  */

#include "queries/engine-internal.h"

#include <stdio.h>
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
  char *mine = calloc ((size_t) 64 << s, size);
  if (!mine)
    {
      fprintf (stderr, "libqueries: out of memory for query tables\n");
      abort ();
    }
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
  uint32_t size = space->index_size ? space->index_size * 2 : 256;
  free (space->index);
  space->index = calloc (size, sizeof *space->index);
  if (!space->index)
    {
      fprintf (stderr, "libqueries: out of memory for keys\n");
      abort ();
    }
  space->index_size = size;
  uint32_t count = atomic_load_explicit (&space->count, memory_order_relaxed);
  for (uint32_t k = 0; k < count; k++)
    *index_place (e, kind, key_at (e, kind, k)->identity) = k + 1;
}

uint32_t
key_intern (struct engine *e, enum key_kind kind, struct fingerprint identity,
	    const char *name)
{
  struct key_space *space = &e->keys[kind];
  mutex_lock (&e->pool_lock);
  uint32_t count = atomic_load_explicit (&space->count, memory_order_relaxed);
  if (2 * (uint64_t) count >= space->index_size)
    index_grow (e, kind);
  uint32_t *place = index_place (e, kind, identity);
  if (*place == 0)
    {
      uint32_t offset;
      unsigned s = segment_of (count, &offset);
      struct key *k = (struct key *) segment_get (&space->keys, s,
						  sizeof (struct key))
		      + offset;
      k->identity = identity;
      k->name = arena_copy (&e->shared, name, strlen (name) + 1);
      *place = count + 1;
      atomic_store_explicit (&space->count, count + 1, memory_order_release);
    }
  uint32_t key = *place - 1;
  mutex_unlock (&e->pool_lock);
  return key;
}
