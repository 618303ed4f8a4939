/* store-pages-check.c - what must hold before LMDB may write.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   LMDB copies a page that it changes, moves the page's nodes as one block, and
   takes pages from the lists of free ones: these are the things to check.  */

#include "queries/store-pages-internal.h"

#include <stdlib.h>

void
pages_release (struct pages *p)
{
  free (p->taken);
  p->taken = NULL;
}

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
  memset (size_at, 0, p->page_size);
  for (unsigned i = 0; i < page->count; i++)
    {
      struct node node;
      if (!pages_open_node (p, page, i, &node) || size_at[node.offset / 2])
	return false;
      size_at[node.offset / 2] = (uint16_t) node.size;
    }
  unsigned at = page->upper, count = 0;
  while (at < p->page_size && size_at[at / 2])
    {
      at += size_at[at / 2];
      count++;
    }
  return at == p->page_size && count == page->count;
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
      if (!page->leaf && (node.page < 2 || node.page > p->last_page))
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
pages_check_path (struct pages *p, const struct fingerprint *key)
{
  uint64_t number = p->data.root;
  const unsigned char *low = NULL, *high = NULL;
  if (number == PAGES_NO_ROOT)
    return p->data.depth == 0;
  for (unsigned depth = 0; depth < p->data.depth; depth++)
    {
      struct page page;
      struct node node;
      if (!pages_open_page (p, number, &page) || is_taken (p, number)
	  || page.leaf != (depth + 1 == p->data.depth))
	return false;
      if (p->checked[depth] != number)
	{
	  if (!check_tiling (p, &page)
	      || !check_keys (p, &page, DATA_KEY_SIZE, compare_data_keys,
			      low, high))
	    return false;
	  p->checked[depth] = number;
	}
      if (page.leaf)
	{
	  const unsigned char *bytes;
	  enum pages_status s = pages_find_in_leaf (p, &page, key, &node);
	  return s == PAGES_ABSENT
		 || (s == PAGES_FOUND && pages_open_value (p, &node, &bytes));
	}
      unsigned index;
      if (!pages_choose_child (p, &page, key, &node, &index))
	return false;
      number = node.page;
      if (index > 0)
	low = node.key;
      if (index + 1 < page.count)
	{
	  struct node next;
	  if (!pages_open_node (p, &page, index + 1, &next))
	    return false;
	  high = next.key;
	}
    }
  return false;
}

/* A list of free pages: their count, then their numbers, descending.  */
static bool
check_free_list (struct pages *p, const struct node *node)
{
  const unsigned char *list;
  if (!pages_open_value (p, node, &list) || node->value_size < WORD
      || node->value_size % WORD != 0)
    return false;
  uint64_t count = load_word (list), previous = p->last_page + 1;
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
  if (node->big)
    for (uint64_t i = 0; i * p->page_size < PAGE_HEADER + node->value_size;
	 i++)
      if (!take (p, node->page + i))
	return false;
  return true;
}

static bool
check_free_page (struct pages *p, uint64_t number, unsigned depth,
		 const unsigned char *low, const unsigned char *high)
{
  struct page page;
  if (depth >= p->free.depth || !pages_open_page (p, number, &page)
      || !take (p, number) || page.leaf != (depth + 1 == p->free.depth)
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
	  if (load_word (node.key) > p->transaction
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
  pages_release (p);
  memset (p->checked, 0, sizeof p->checked);
  p->n_free = 0;
  p->taken = calloc (p->last_page / 64 + 1, sizeof *p->taken);
  if (!p->taken)
    return false;
  if (p->free.root == PAGES_NO_ROOT)
    return p->free.depth == 0;
  return check_free_page (p, p->free.root, 0, NULL, NULL);
}
