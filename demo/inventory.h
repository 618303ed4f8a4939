/* inventory.h - a small stock keeper: what the demo checks.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The inline functions below are in every file of the demo, and analysed
   once.  Lines that end in a comment "planted" have a defect that a check
   finds; everything else is as it should be.  */

#ifndef INVENTORY_H
#define INVENTORY_H

#include <stddef.h>

#define MUST_CHECK __attribute__ ((warn_unused_result))
#define NONNULL __attribute__ ((nonnull))

struct item
{
  const char *name;
  int amount;
  struct item *next;
};

struct table
{
  struct item *buckets[64];
  size_t count;
};

static inline unsigned
hash_name (const char *name)
{
  unsigned hash = 5381;
  for (; *name; name++)
    hash = hash * 33 + (unsigned char) *name;
  return hash % 64;
}

static inline int
clamp (int value, int low, int high)
{
  if (value < low)
    return low;
  return value > high ? high : value;
}

static inline struct item *
bucket_of (struct table *table, const char *name)
{
  return table->buckets[hash_name (name)];
}

/* table.c  */
MUST_CHECK int table_add (struct table *table, const char *name, int amount);
struct item *table_find (struct table *table, const char *name) NONNULL;
void table_release (struct table *table);

/* parse.c  */
MUST_CHECK int parse_line (const char *line, char *name, size_t size,
			   int *amount);

/* journal.c  */
MUST_CHECK int journal_write (const char *text);
void journal_fatal (const char *text) __attribute__ ((noreturn));

/* inventory.c  */
int inventory_total (struct table *table);
int inventory_average (struct table *table);

#endif
