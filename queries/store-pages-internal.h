/* store-pages-internal.h - pages and nodes, as reader and checks see them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     store-pages.c		meta pages, pages, looking up
     store-pages-walk.c		all values, or some in a row
     store-pages-check.c	what must hold before LMDB may write
     store-pages-removal.c	what must hold before it may remove  */

#ifndef QUERIES_STORE_PAGES_INTERNAL_H
#define QUERIES_STORE_PAGES_INTERNAL_H

#include <string.h>

#include "queries/store-pages.h"

#define WORD sizeof (size_t)
#define PAGE_HEADER (WORD + 8)
#define LARGEST_PAGE 32768
#define DATA_KEY_SIZE sizeof (struct fingerprint)

static inline uint16_t
load16 (const unsigned char *p)
{
  uint16_t value;
  memcpy (&value, p, sizeof value);
  return value;
}

static inline uint32_t
load32 (const unsigned char *p)
{
  uint32_t value;
  memcpy (&value, p, sizeof value);
  return value;
}

static inline uint64_t
load_word (const unsigned char *p)
{
  size_t value;
  memcpy (&value, p, sizeof value);
  return value;
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

/* Page NUMBER, a branch or a leaf, in *BUFFER, where it may be already.  */
bool pages_open_page (const struct pages *p, uint64_t number,
		      struct pages_buffer *buffer, struct page *page);

bool pages_open_node (const struct pages *p, const struct page *page,
		      unsigned index, struct node *node);

/* How many pages the run of NODE's value has.  */
static inline uint64_t
run_length (const struct pages *p, const struct node *node)
{
  return (PAGE_HEADER - 1 + (uint64_t) node->value_size) / p->meta.page_size + 1;
}

/* Read the value of NODE: *BYTES of all of it, or of HEAD bytes at least.  A
   value in pages of its own goes to P->run.  */
bool pages_open_value (struct pages *p, const struct node *node, size_t head,
		       const unsigned char **bytes);

/* Which child of a branch leads to KEY.  */
bool pages_choose_child (const struct pages *p, const struct page *page,
			 const struct fingerprint *key, struct node *child,
			 unsigned *index);

enum pages_status pages_find_in_leaf (const struct pages *p,
				      const struct page *page,
				      const struct fingerprint *key,
				      struct node *node);

/* Open page NUMBER of the data, whose keys are to be in RANGE, in its level's
   buffer, and check all that LMDB relies on, unless it was just checked for the
   same range.  */
bool pages_check_page (struct pages *p, uint64_t number, unsigned depth,
		       const struct pages_range *range, struct page *page);

/* The node with index INDEX of a page with keys in RANGE, and of a branch what
   keys its child may have.  */
bool pages_child_range (const struct pages *p, const struct page *page,
			unsigned index, const struct pages_range *range,
			struct node *child, struct pages_range *inner);

#endif
