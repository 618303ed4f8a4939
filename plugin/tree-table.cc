/* tree-table.cc - from addresses to numbers, quick to empty.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/gcc-adapter.h"
#include "plugin/tree-table.h"

#define FEWEST_SLOTS 256

void
tree_table_clear (struct tree_table *t)
{
  t->used = 0;
  /* Generations start at 1; slots that are all zero are free.  */
  if (++t->generation == 0)
    {
      t->generation = 1;
      if (t->slots)
	memset (t->slots, 0, t->size * sizeof *t->slots);
    }
}

void
tree_table_release (struct tree_table *t)
{
  free (t->slots);
  memset (t, 0, sizeof *t);
}

static inline uint32_t
first_slot (const struct tree_table *t, const void *key)
{
  /* Fibonacci hashing; trees are at multiples of 8.  */
  uint64_t h = ((uint64_t) (uintptr_t) key >> 3) * 0x9e3779b97f4a7c15u;
  return (uint32_t) (h >> 32) & (t->size - 1);
}

static struct tree_table_slot *
find_slot (const struct tree_table *t, const void *key)
{
  uint32_t i = first_slot (t, key);
  while (t->slots[i].generation == t->generation && t->slots[i].key != key)
    i = (i + 1) & (t->size - 1);
  return &t->slots[i];
}

static void
grow (struct tree_table *t)
{
  struct tree_table old = *t;
  t->size = old.size ? old.size * 2 : FEWEST_SLOTS;
  t->slots = XCNEWVEC (struct tree_table_slot, t->size);
  if (t->generation == 0)
    t->generation = 1;
  for (uint32_t i = 0; i < old.size; i++)
    if (old.slots[i].generation == t->generation)
      *find_slot (t, old.slots[i].key) = old.slots[i];
  free (old.slots);
}

uint32_t
tree_table_get (const struct tree_table *t, const void *key)
{
  if (t->used == 0)
    return UINT32_MAX;
  const struct tree_table_slot *s = find_slot (t, key);
  return s->generation == t->generation ? s->value : UINT32_MAX;
}

void
tree_table_add (struct tree_table *t, const void *key, uint32_t value)
{
  if (t->used >= t->size / 2)
    grow (t);
  struct tree_table_slot *s = find_slot (t, key);
  s->key = key;
  s->value = value;
  s->generation = t->generation;
  t->used++;
}

void
tree_table_set (struct tree_table *t, const void *key, uint32_t value)
{
  find_slot (t, key)->value = value;
}
