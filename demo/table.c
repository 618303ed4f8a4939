/* table.c - items by name.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "inventory.h"

struct item *
table_find (struct table *table, const char *name)
{
  if (name == NULL)		/* planted: nonnull-compare */
    return NULL;
  for (struct item *item = bucket_of (table, name); item; item = item->next)
    if (strcmp (item->name, name) == 0)
      return item;
  return NULL;
}

static char *
copy_name (const char *name)
{
  size_t size = strlen (name) + 1;
  char *copy = malloc (size);
  if (copy)
    memcpy (copy, name, size);
  return copy;
}

int
table_add (struct table *table, const char *name, int amount)
{
  struct item *item = table_find (table, name);
  if (item == NULL)
    {
      unsigned bucket = hash_name (name);
      item = malloc (sizeof *item);
      if (item == NULL)
	return -1;
      item->name = copy_name (name);
      if (item->name == NULL)
	{
	  free (item);
	  return -1;
	}
      item->amount = 0;
      item->next = table->buckets[bucket];
      table->buckets[bucket] = item;
      table->count++;
    }
  item->amount = clamp (item->amount + amount, 0, 1000000);
  return 0;
}

void
table_release (struct table *table)
{
  for (size_t i = 0; i < 64; i++)
    while (table->buckets[i])
      {
	struct item *item = table->buckets[i];
	table->buckets[i] = item->next;
	free ((char *) item->name);
	free (item);
      }
}
