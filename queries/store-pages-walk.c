/* store-pages-walk.c - all values of an LMDB file, or some in a row.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-pages-internal.h"

struct walk
{
  struct pages *p;
  bool full;
  pages_each *each;
  void *data;
  bool *damaged;
  uint64_t pages_left;		/* A damaged tree may have cycles.  */
};

static int
walk_leaf (struct walk *w, uint64_t number, const struct page *page)
{
  for (unsigned i = 0; i < page->count; i++)
    {
      struct node node;
      struct pages_value v = { .leaf = number };
      if (!pages_open_node (w->p, page, i, &node)
	  || node.key_size != DATA_KEY_SIZE
	  || !pages_open_value (w->p, &node,
				w->full ? node.value_size : PAGES_HEAD,
				&v.bytes))
	{
	  *w->damaged = true;
	  continue;
	}
      memcpy (&v.key, node.key, sizeof v.key);
      v.size = node.value_size;
      v.cost = node.size + 2;
      if (node.big)
	v.cost += run_length (w->p, &node) * w->p->meta.page_size;
      int stop = w->each (w->data, &v);
      if (stop)
	return stop;
    }
  return 0;
}

static int
walk_page (struct walk *w, uint64_t number, unsigned depth)
{
  struct page page;
  const struct pages_tree *tree = &w->p->meta.data;
  if (w->pages_left == 0 || depth >= tree->depth
      || !pages_open_page (w->p, number, &w->p->data_level[depth], &page)
      || page.leaf != (depth + 1 == tree->depth))
    {
      *w->damaged = true;
      return 0;
    }
  w->pages_left--;
  if (page.leaf)
    return walk_leaf (w, number, &page);
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
pages_for_each (struct pages *p, bool full, pages_each *each, void *data,
		bool *damaged)
{
  struct walk w = { p, full, each, data, damaged, p->meta.last_page };
  if (p->meta.data.root == PAGES_NO_ROOT)
    return 0;
  return walk_page (&w, p->meta.data.root, 0);
}

int
pages_for_each_near (struct pages *p, const struct fingerprint *from,
		     pages_each *each, void *data, bool *damaged)
{
  struct walk w = { p, false, each, data, damaged, p->meta.last_page };
  const struct pages_tree *tree = &p->meta.data;
  uint64_t number = tree->root;
  struct page page;
  struct node node;
  unsigned depth = 0, index = 0;
  if (number == PAGES_NO_ROOT)
    return 0;
  for (; depth + 1 < tree->depth; depth++)
    {
      if (!pages_open_page (p, number, &p->data_level[depth], &page)
	  || page.leaf || !pages_choose_child (p, &page, from, &node, &index))
	{
	  *damaged = true;
	  return 0;
	}
      if (depth + 2 == tree->depth)
	break;
      number = node.page;
    }
  if (tree->depth < 2)
    return walk_page (&w, number, 0);
  /* PAGE is the branch, in the buffer of its level.  */
  for (unsigned i = 0; i < page.count; i++)
    {
      int stop = 0;
      if (pages_open_node (p, &page, (index + i) % page.count, &node))
	stop = walk_page (&w, node.page, depth + 1);
      else
	*damaged = true;
      if (stop)
	return stop;
    }
  return 0;
}
