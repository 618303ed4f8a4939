/* store-pages-check.c - what must hold before LMDB may write.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   LMDB copies a page that it changes, moves the page's nodes as one block, and
   takes pages from the lists of free ones: these are the things to check.  A
   page is checked where it stands: its keys are those between the two that
   lead to it, so no page can stand in two places.  */

#include "queries/store-pages-internal.h"

#include <stdlib.h>

/* False if it was taken before.  */
static bool
take (struct pages *p, uint64_t page)
{
  if (is_taken (p, page))
    return false;
  p->taken[page / 64] |= (uint64_t) 1 << (page % 64);
  return true;
}

/* Whether the nodes of PAGE tile the room between upper and the page's end:
   LMDB moves them as one block.  */
static bool
check_tiling (const struct pages *p, const struct page *page)
{
  uint16_t size_at[LARGEST_PAGE / 2];
  memset (size_at, 0, p->meta.page_size);
  for (unsigned i = 0; i < page->count; i++)
    {
      struct node node;
      if (!pages_open_node (p, page, i, &node) || size_at[node.offset / 2])
	return false;
      size_at[node.offset / 2] = (uint16_t) node.size;
    }
  unsigned at = page->upper, count = 0;
  while (at < p->meta.page_size && size_at[at / 2])
    {
      at += size_at[at / 2];
      count++;
    }
  return at == p->meta.page_size && count == page->count;
}

typedef int compare_keys (const unsigned char *a, const unsigned char *b);

static int
compare_words (const unsigned char *a, const unsigned char *b)
{
  uint64_t x = load_word (a), y = load_word (b);
  return x < y ? -1 : x > y;
}

static int
compare_data_keys (const unsigned char *a, const unsigned char *b)
{
  return memcmp (a, b, DATA_KEY_SIZE);
}

/* Whether every key of PAGE has KEY_SIZE bytes and they ascend, from LOW on
   and below HIGH (NULL: no bound).  */
static bool
check_keys (const struct pages *p, const struct page *page, unsigned key_size,
	    compare_keys *compare, const unsigned char *low,
	    const unsigned char *high)
{
  const unsigned char *previous = NULL;
  for (unsigned i = 0; i < page->count; i++)
    {
      struct node node;
      if (!pages_open_node (p, page, i, &node))
	return false;
      if (!page->leaf && (node.page < 2 || node.page > p->meta.last_page))
	return false;
      /* The first key of a branch is never looked at.  */
      if (!page->leaf && i == 0
	  && (node.key_size == 0 || node.key_size == key_size))
	continue;
      if (node.key_size != key_size
	  || (previous && compare (previous, node.key) >= 0)
	  || (!previous && low && compare (low, node.key) > 0)
	  || (high && compare (node.key, high) >= 0))
	return false;
      previous = node.key;
    }
  return true;
}

bool
pages_check_page (struct pages *p, uint64_t number, unsigned depth,
		  const struct pages_range *range, struct page *page)
{
  struct pages_buffer *buffer = &p->data_level[depth];
  if (!pages_open_page (p, number, buffer, page) || is_taken (p, number)
      || page->leaf != (depth + 1 == p->meta.data.depth))
    return false;
  if (buffer->checked && memcmp (&buffer->range, range, sizeof *range) == 0)
    return true;
  buffer->range = *range;
  buffer->checked
    = check_tiling (p, page)
      && check_keys (p, page, DATA_KEY_SIZE, compare_data_keys,
		     range->has_low ? range->low : NULL,
		     range->has_high ? range->high : NULL);
  return buffer->checked;
}

bool
pages_child_range (const struct pages *p, const struct page *page,
		   unsigned index, const struct pages_range *range,
		   struct node *child, struct pages_range *inner)
{
  struct node next;
  *inner = *range;
  if (!pages_open_node (p, page, index, child))
    return false;
  if (index > 0)
    {
      inner->has_low = true;
      memcpy (inner->low, child->key, DATA_KEY_SIZE);
    }
  if (index + 1 < page->count)
    {
      if (!pages_open_node (p, page, index + 1, &next))
	return false;
      inner->has_high = true;
      memcpy (inner->high, next.key, DATA_KEY_SIZE);
    }
  return true;
}

bool
pages_check_path (struct pages *p, const struct fingerprint *key)
{
  uint64_t number = p->meta.data.root;
  struct pages_range range = { 0 };
  if (number == PAGES_NO_ROOT)
    return p->meta.data.depth == 0;
  for (unsigned depth = 0; depth < p->meta.data.depth; depth++)
    {
      struct page page;
      struct node node;
      unsigned index;
      if (!pages_check_page (p, number, depth, &range, &page))
	return false;
      if (page.leaf)
	{
	  const unsigned char *bytes;
	  enum pages_status s = pages_find_in_leaf (p, &page, key, &node);
	  return s == PAGES_ABSENT
		 || (s == PAGES_FOUND && pages_open_value (p, &node, 0, &bytes));
	}
      struct pages_range inner;
      if (!pages_choose_child (p, &page, key, &node, &index)
	  || !pages_child_range (p, &page, index, &range, &node, &inner))
	return false;
      number = node.page;
      range = inner;
    }
  return false;
}

/* The whole tree.  */

/* Take the pages of NODE's value, if it has any of its own.  */
static bool
take_run (struct pages *p, const struct node *node)
{
  const unsigned char *bytes;
  if (!node->big)
    return true;
  if (!pages_open_value (p, node, 0, &bytes))
    return false;
  for (uint64_t i = 0; i < run_length (p, node); i++)
    take (p, node->page + i);
  return true;
}

/* *LEFT: how many pages may still be looked at.  */
static bool
check_subtree (struct pages *p, uint64_t number, unsigned depth,
	       const struct pages_range *range, uint64_t *left)
{
  struct page page;
  if (*left == 0)
    return true;
  --*left;
  if (!pages_check_page (p, number, depth, range, &page) || !take (p, number))
    return false;
  for (unsigned i = 0; i < page.count && *left > 0; i++)
    {
      struct pages_range inner;
      struct node node;
      if (!pages_child_range (p, &page, i, range, &node, &inner))
	return false;
      *left -= node.big;
      if (page.leaf ? !take_run (p, &node)
		    : !check_subtree (p, node.page, depth + 1, &inner, left))
	return false;
    }
  return true;
}

bool
pages_check_all (struct pages *p, uint64_t budget, bool *whole)
{
  struct pages_range range = { 0 };
  uint64_t left = budget ? budget : UINT64_MAX;
  bool fine = pages_check_free (p)
	      && (p->meta.data.root == PAGES_NO_ROOT
		  ? p->meta.data.depth == 0
		  : check_subtree (p, p->meta.data.root, 0, &range, &left));
  if (whole)
    *whole = left > 0;
  return fine;
}

/* The free pages.  */

/* A list of free pages: their count, then their numbers, descending.  */
static bool
check_free_list (struct pages *p, const struct node *node)
{
  const unsigned char *list;
  if (!pages_open_value (p, node, node->value_size, &list)
      || node->value_size < WORD || node->value_size % WORD != 0)
    return false;
  uint64_t count = load_word (list), previous = p->meta.last_page + 1;
  if (count > node->value_size / WORD - 1)
    return false;
  for (uint64_t i = 1; i <= count; i++)
    {
      uint64_t page = load_word (list + i * WORD);
      if (page < 2 || page >= previous || !take (p, page))
	return false;
      previous = page;
    }
  p->n_free += count;
  if (load_word (node->key) == p->meta.transaction)
    p->n_fresh += count;
  if (node->big)
    for (uint64_t i = 0; i < run_length (p, node); i++)
      if (!take (p, node->page + i))
	return false;
  return true;
}

static bool
check_free_page (struct pages *p, uint64_t number, unsigned depth,
		 const unsigned char *low, const unsigned char *high)
{
  struct page page;
  if (depth >= p->meta.free.depth
      || !pages_open_page (p, number, &p->free_level[depth], &page)
      || !take (p, number) || page.leaf != (depth + 1 == p->meta.free.depth)
      || !check_tiling (p, &page)
      || !check_keys (p, &page, WORD, compare_words, low, high))
    return false;
  for (unsigned i = 0; i < page.count; i++)
    {
      struct node node, next;
      if (!pages_open_node (p, &page, i, &node))
	return false;
      if (page.leaf)
	{
	  if (load_word (node.key) > p->meta.transaction
	      || !check_free_list (p, &node))
	    return false;
	  continue;
	}
      bool last = i + 1 == page.count;
      if (!last && !pages_open_node (p, &page, i + 1, &next))
	return false;
      if (!check_free_page (p, node.page, depth + 1, i ? node.key : low,
			    last ? high : next.key))
	return false;
    }
  return true;
}

bool
pages_check_free (struct pages *p)
{
  /* What was read before may be older than what LMDB will see.  */
  for (unsigned i = 0; i < PAGES_MAX_DEPTH; i++)
    p->data_level[i].number = p->free_level[i].number = 0;
  p->n_free = p->n_fresh = 0;
  memset (&p->removal, 0, sizeof p->removal);
  free (p->taken);
  p->taken = calloc (p->meta.last_page / 64 + 1, sizeof *p->taken);
  if (!p->taken)
    return false;
  if (p->meta.free.root == PAGES_NO_ROOT)
    return p->meta.free.depth == 0;
  return check_free_page (p, p->meta.free.root, 0, NULL, NULL);
}
