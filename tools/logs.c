/* logs.c - the logs of units that a store's folder has.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "tools/logs.h"

#include <stdlib.h>
#include <string.h>

static void *
grow (void *items, size_t count, size_t *capacity, size_t size)
{
  if (count < *capacity)
    return items;
  *capacity = *capacity ? 2 * *capacity : 64;
  items = realloc (items, *capacity * size);
  if (!items)
    abort ();
  return items;
}

static int
note_log (void *data, const struct store_entry *entry)
{
  struct logs *l = data;
  if (!entry->bytes || !unit_log_check (entry->bytes, entry->size))
    return 0;
  l->items = grow (l->items, l->count, &l->capacity, sizeof *l->items);
  l->items[l->count++] = (struct logged) {
    entry->key, arena_copy (&l->arena, entry->bytes, entry->size)
  };
  return 0;
}

static int
compare_logs (const void *a, const void *b)
{
  const struct unit_log *x = ((const struct logged *) a)->log;
  const struct unit_log *y = ((const struct logged *) b)->log;
  int order = strcmp (log_source (x), log_source (y));
  return order ? order : strcmp (unit_log_text (x, x->output),
				 unit_log_text (y, y->output));
}

void
logs_load (struct logs *l, struct store *s)
{
  memset (l, 0, sizeof *l);
  arena_init (&l->arena, "logs");
  store_for_each (s, note_log, l);
  if (l->count)
    qsort (l->items, l->count, sizeof *l->items, compare_logs);
}

void
logs_release (struct logs *l)
{
  arena_release (&l->arena);
  free (l->items);
}

static int
compare_keys (const void *a, const void *b)
{
  return fingerprint_compare (a, b);
}

void
keys_add (struct keys *k, struct fingerprint key)
{
  k->items = grow (k->items, k->count, &k->capacity, sizeof *k->items);
  k->items[k->count++] = key;
}

void
keys_sort (struct keys *k)
{
  if (k->count)
    qsort (k->items, k->count, sizeof *k->items, compare_keys);
}

bool
keys_have (const struct keys *k, const struct fingerprint *key)
{
  return k->count && bsearch (key, k->items, k->count, sizeof *k->items,
			      compare_keys);
}

void
keys_release (struct keys *k)
{
  free (k->items);
}
