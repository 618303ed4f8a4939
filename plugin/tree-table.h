/* tree-table.h - from addresses to numbers, quick to empty.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Open addressing; a slot counts only if it has the table's generation, so
   that emptying the table for the next function costs nothing.  Nothing ever
   walks it: the order of addresses cannot show.  GCC's thread only.  */

#ifndef PLUGIN_TREE_TABLE_H
#define PLUGIN_TREE_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct tree_table_slot
{
  const void *key;
  uint32_t value;
  uint32_t generation;
};

struct tree_table
{
  struct tree_table_slot *slots;
  uint32_t size;		/* A power of two, or 0 at first.  */
  uint32_t used;
  uint32_t generation;
};

void tree_table_clear (struct tree_table *t);
void tree_table_release (struct tree_table *t);

/* The value of KEY, or UINT32_MAX.  */
uint32_t tree_table_get (const struct tree_table *t, const void *key);
/* KEY must not be there.  */
void tree_table_add (struct tree_table *t, const void *key, uint32_t value);
/* KEY must be there.  */
void tree_table_set (struct tree_table *t, const void *key, uint32_t value);

#endif
