/* store-pages.c - reading an LMDB file that may be damaged.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-pages-internal.h"

#define NODE_HEADER 8
#define TREE_SIZE (8 + 5 * WORD)
#define META_SIZE (8 + 2 * WORD + 2 * TREE_SIZE + 2 * WORD)
#define META_MAGIC 0xbeefc0deu
#define META_VERSION 1
#define SMALLEST_PAGE 512

_Static_assert (PAGE_HEADER + META_SIZE <= SMALLEST_PAGE,
		"a page cannot hold its meta data");

enum { PAGE_BRANCH = 1, PAGE_LEAF = 2, PAGE_OVERFLOW = 4, PAGE_META = 8 };
enum { NODE_BIG = 1 };

/* MDB_INTEGERKEY, which the tree of free pages has.  */
#define FREE_TREE_FLAGS 8

/* Meta pages.  */

static void
load_tree (const unsigned char *at, struct pages_tree *t)
{
  t->flags = load16 (at + 4);
  t->depth = load16 (at + 6);
  t->entries = load_word (at + 8 + 3 * WORD);
  t->root = load_word (at + 8 + 4 * WORD);
}

static bool
root_is_sane (const struct pages_tree *t, uint64_t last_page)
{
  if (t->root == PAGES_NO_ROOT)
    return true;
  return t->root >= 2 && t->root <= last_page && t->depth >= 1
	 && t->depth < PAGES_MAX_DEPTH;
}

/* The meta page at AT; false if it cannot be one.  */
static bool
load_meta (const unsigned char *at, struct pages *p)
{
  const unsigned char *meta = at + PAGE_HEADER;
  const unsigned char *trees = meta + 8 + 2 * WORD;
  if (load16 (at + WORD + 2) != PAGE_META || load32 (meta) != META_MAGIC
      || load32 (meta + 4) != META_VERSION)
    return false;
  p->page_size = load32 (trees);
  load_tree (trees, &p->free);
  load_tree (trees + TREE_SIZE, &p->data);
  p->last_page = load_word (trees + 2 * TREE_SIZE);
  p->transaction = load_word (trees + 2 * TREE_SIZE + WORD);
  return p->page_size >= SMALLEST_PAGE && p->page_size <= LARGEST_PAGE
	 && (p->page_size & (p->page_size - 1)) == 0
	 && p->free.flags == FREE_TREE_FLAGS && p->data.flags == 0
	 && p->last_page >= 1 && root_is_sane (&p->free, p->last_page)
	 && root_is_sane (&p->data, p->last_page);
}

/* Both meta pages, the newer in *P.  */
static bool
load_metas (struct pages *p)
{
  struct pages older = *p, newer = *p;
  if (p->size < SMALLEST_PAGE || !load_meta (p->base, &older)
      || p->size < 2 * (size_t) older.page_size
      || !load_meta (p->base + older.page_size, &newer)
      || newer.page_size != older.page_size)
    return false;
  /* They alternate, so their numbers differ by one, but for a new file.  */
  uint64_t first = older.transaction, second = newer.transaction;
  bool fresh = first == 0 && second == 0;
  if (!fresh && ((first & 1) != 0 || (second & 1) != 1
		 || (first + 1 != second && second + 1 != first)))
    return false;
  *p = first > second ? older : newer;
  return true;
}

/* Whether the picture that P has is the same as Q's.  */
static bool
same_view (const struct pages *p, const struct pages *q)
{
  return p->transaction == q->transaction && p->last_page == q->last_page
	 && p->page_size == q->page_size && p->data.root == q->data.root
	 && p->free.root == q->free.root;
}

bool
pages_view (struct pages *p, const void *base, size_t size)
{
  memset (p, 0, sizeof *p);
  p->base = base;
  p->size = size;
  /* Somebody may be writing a meta page just now: take what holds still.  */
  for (int attempt = 0; attempt < 8; attempt++)
    {
      struct pages first = *p, second = *p;
      bool first_ok = load_metas (&first);
      bool second_ok = load_metas (&second);
      if (first_ok && second_ok && same_view (&first, &second))
	{
	  *p = second;
	  return p->last_page < p->size / p->page_size;
	}
    }
  return false;
}

uint64_t
pages_transaction (const struct pages *p)
{
  struct pages now = { .base = p->base, .size = p->size };
  return load_metas (&now) ? now.transaction : 0;
}

/* Pages and nodes.  */

bool
pages_open_page (const struct pages *p, uint64_t number, struct page *page)
{
  if (number < 2 || number > p->last_page)
    return false;
  const unsigned char *bytes = p->base + number * p->page_size;
  unsigned flags = load16 (bytes + WORD + 2);
  page->bytes = bytes;
  page->lower = load16 (bytes + WORD + 4);
  page->upper = load16 (bytes + WORD + 6);
  page->leaf = flags == PAGE_LEAF;
  if (load_word (bytes) != number || (!page->leaf && flags != PAGE_BRANCH)
      || page->lower < PAGE_HEADER || page->lower % 2 != 0
      || page->upper < page->lower || page->upper > p->page_size)
    return false;
  page->count = (page->lower - (unsigned) PAGE_HEADER) / 2;
  return page->count >= (page->leaf ? 1 : 2);
}

bool
pages_open_node (const struct pages *p, const struct page *page,
		 unsigned index, struct node *node)
{
  unsigned offset = load16 (page->bytes + PAGE_HEADER + 2 * index);
  if (offset % 2 != 0 || offset < page->upper
      || offset > p->page_size - NODE_HEADER)
    return false;
  const unsigned char *at = page->bytes + offset;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint32_t low = load16 (at), high = load16 (at + 2);
#else
  uint32_t high = load16 (at), low = load16 (at + 2);
#endif
  unsigned flags = load16 (at + 4);
  node->key_size = load16 (at + 6);
  node->key = at + NODE_HEADER;
  node->value = node->key + node->key_size;
  node->value_size = low | high << 16;
  node->offset = offset;
  node->big = false;
  node->page = 0;
  uint64_t size = NODE_HEADER + node->key_size;
  if (!page->leaf)
    node->page = node->value_size | (WORD == 8 ? (uint64_t) flags << 32 : 0);
  else if (flags == NODE_BIG)
    {
      node->big = true;
      size += WORD;
    }
  else if (flags == 0)
    size += node->value_size;
  else
    return false;
  if (size > p->page_size - offset)
    return false;
  node->size = (unsigned) (size + 1) & ~1u;
  if (node->big)
    {
      /* The number is as unaligned as the key is long.  */
      if (node->key_size % 2 != 0)
	return false;
      node->page = load_word (node->value);
    }
  return true;
}

bool
pages_open_value (const struct pages *p, const struct node *node,
		  const unsigned char **bytes)
{
  *bytes = node->value;
  if (!node->big)
    return true;
  uint64_t need = (PAGE_HEADER - 1 + (uint64_t) node->value_size)
		  / p->page_size + 1;
  if (node->page < 2 || node->page > p->last_page
      || need > p->last_page - node->page + 1)
    return false;
  const unsigned char *run = p->base + node->page * p->page_size;
  if (load_word (run) != node->page
      || load16 (run + WORD + 2) != PAGE_OVERFLOW
      || load32 (run + WORD + 4) != need)
    return false;
  for (uint64_t i = 0; i < need; i++)
    if (is_taken (p, node->page + i))
      return false;
  *bytes = run + PAGE_HEADER;
  return true;
}

/* Looking up.  */

/* The first node's key counts as smaller than all.  */
bool
pages_choose_child (const struct pages *p, const struct page *page,
		    const struct fingerprint *key, struct node *child,
		    unsigned *index)
{
  unsigned low = 0, high = page->count;
  while (high - low > 1)
    {
      unsigned middle = low + (high - low) / 2;
      struct node node;
      if (!pages_open_node (p, page, middle, &node)
	  || node.key_size != DATA_KEY_SIZE)
	return false;
      if (memcmp (node.key, key, DATA_KEY_SIZE) <= 0)
	low = middle;
      else
	high = middle;
    }
  *index = low;
  return pages_open_node (p, page, low, child);
}

enum pages_status
pages_find_in_leaf (const struct pages *p, const struct page *page,
		    const struct fingerprint *key, struct node *node)
{
  unsigned low = 0, high = page->count;
  while (low < high)
    {
      unsigned middle = low + (high - low) / 2;
      if (!pages_open_node (p, page, middle, node)
	  || node->key_size != DATA_KEY_SIZE)
	return PAGES_DAMAGED;
      int order = memcmp (node->key, key, DATA_KEY_SIZE);
      if (order == 0)
	return PAGES_FOUND;
      if (order < 0)
	low = middle + 1;
      else
	high = middle;
    }
  return PAGES_ABSENT;
}

enum pages_status
pages_find (const struct pages *p, const struct fingerprint *key,
	    const unsigned char **bytes, size_t *size)
{
  uint64_t number = p->data.root;
  if (number == PAGES_NO_ROOT)
    return PAGES_ABSENT;
  for (unsigned depth = 0; depth < p->data.depth; depth++)
    {
      struct page page;
      struct node node;
      unsigned index;
      if (!pages_open_page (p, number, &page)
	  || page.leaf != (depth + 1 == p->data.depth))
	return PAGES_DAMAGED;
      if (page.leaf)
	{
	  enum pages_status s = pages_find_in_leaf (p, &page, key, &node);
	  if (s == PAGES_FOUND && !pages_open_value (p, &node, bytes))
	    return PAGES_DAMAGED;
	  *size = node.value_size;
	  return s;
	}
      if (!pages_choose_child (p, &page, key, &node, &index))
	return PAGES_DAMAGED;
      number = node.page;
    }
  return PAGES_DAMAGED;
}

/* Walking.  */

struct walk
{
  const struct pages *p;
  int (*each) (void *data, const struct fingerprint *key,
	       const unsigned char *bytes, size_t size);
  void *data;
  bool *damaged;
  uint64_t pages_left;		/* A damaged tree may have cycles.  */
};

static int
walk_leaf (struct walk *w, const struct page *page)
{
  for (unsigned i = 0; i < page->count; i++)
    {
      struct node node;
      const unsigned char *bytes;
      if (!pages_open_node (w->p, page, i, &node)
	  || node.key_size != DATA_KEY_SIZE
	  || !pages_open_value (w->p, &node, &bytes))
	{
	  *w->damaged = true;
	  continue;
	}
      struct fingerprint key;
      memcpy (&key, node.key, sizeof key);
      int stop = w->each (w->data, &key, bytes, node.value_size);
      if (stop)
	return stop;
    }
  return 0;
}

static int
walk_page (struct walk *w, uint64_t number, unsigned depth)
{
  struct page page;
  if (w->pages_left == 0 || depth >= w->p->data.depth
      || !pages_open_page (w->p, number, &page)
      || page.leaf != (depth + 1 == w->p->data.depth))
    {
      *w->damaged = true;
      return 0;
    }
  w->pages_left--;
  if (page.leaf)
    return walk_leaf (w, &page);
  for (unsigned i = 0; i < page.count; i++)
    {
      struct node node;
      if (!pages_open_node (w->p, &page, i, &node))
	{
	  *w->damaged = true;
	  continue;
	}
      int stop = walk_page (w, node.page, depth + 1);
      if (stop)
	return stop;
    }
  return 0;
}

int
pages_for_each (const struct pages *p,
		int (*each) (void *data, const struct fingerprint *key,
			     const unsigned char *bytes, size_t size),
		void *data, bool *damaged)
{
  struct walk w = { p, each, data, damaged, p->last_page };
  if (p->data.root == PAGES_NO_ROOT)
    return 0;
  return walk_page (&w, p->data.root, 0);
}
