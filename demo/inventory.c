/* inventory.c - sums over all items.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "inventory.h"

int
inventory_total (struct table *table)
{
  int total = 0;
  for (size_t i = 0; i < 64; i++)
    for (const struct item *item = table->buckets[i]; item; item = item->next)
      total += item->amount;
  return total;
}

int
inventory_average (struct table *table)
{
  int average;
  average += inventory_total (table);	/* planted: early-uninit */
  if (table->count == 0)
    return 0;
  return clamp (average / (int) table->count, 0, 1000000);
}
