/* store-pages-internal.h - pages and nodes, as reader and checks see them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     store-pages.c	meta pages, looking up, walking
     store-pages-check.c	what must hold before LMDB may write  */

#ifndef QUERIES_STORE_PAGES_INTERNAL_H
#define QUERIES_STORE_PAGES_INTERNAL_H

#include <string.h>

#include "queries/store-pages.h"

#define WORD sizeof (size_t)
#define PAGE_HEADER (WORD + 8)
#define LARGEST_PAGE 32768
#define DATA_KEY_SIZE sizeof (struct fingerprint)

/* Loads happen exactly once, whoever writes to the file meanwhile.  All
   addresses are even.  */
static inline uint16_t
load16 (const unsigned char *p)
{
  return *(const volatile uint16_t *) p;
}

static inline uint64_t
load_units (const unsigned char *p, unsigned n)
{
  uint16_t unit[4] = { 0 };
  for (unsigned i = 0; i < n; i++)
    unit[i] = load16 (p + 2 * i);
  if (n == 2)
    {
      uint32_t value;
      memcpy (&value, unit, sizeof value);
      return value;
    }
  uint64_t value;
  memcpy (&value, unit, sizeof value);
  return value;
}

static inline uint32_t
load32 (const unsigned char *p)
{
  return (uint32_t) load_units (p, 2);
}

static inline uint64_t
load_word (const unsigned char *p)
{
  return load_units (p, WORD / 2);
}

struct page
{
  const unsigned char *bytes;
  unsigned count;		/* Nodes.  */
  unsigned lower, upper;
  bool leaf;
};

struct node
{
  const unsigned char *key, *value;
  unsigned offset, size;	/* In the page, header included.  */
  unsigned key_size;
  uint32_t value_size;		/* Of leaves; in the page or not.  */
  bool big;
  uint64_t page;		/* A branch's child, or a big value's run.  */
};

static inline bool
is_taken (const struct pages *p, uint64_t page)
{
  return p->taken && (p->taken[page / 64] >> (page % 64) & 1);
}

/* All return false, or PAGES_DAMAGED, for what cannot be.  */

/* Page NUMBER, a branch or a leaf.  */
bool pages_open_page (const struct pages *p, uint64_t number,
		      struct page *page);

bool pages_open_node (const struct pages *p, const struct page *page,
		      unsigned index, struct node *node);

/* Find where the value of NODE lies.  */
bool pages_open_value (const struct pages *p, const struct node *node,
		       const unsigned char **bytes);

/* Which child of a branch leads to KEY.  */
bool pages_choose_child (const struct pages *p, const struct page *page,
			 const struct fingerprint *key, struct node *child,
			 unsigned *index);

enum pages_status pages_find_in_leaf (const struct pages *p,
				      const struct page *page,
				      const struct fingerprint *key,
				      struct node *node);

#endif
