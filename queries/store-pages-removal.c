/* store-pages-removal.c - what must hold before LMDB may remove.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   When LMDB (0.9) has removed a node, and its page is less than a quarter full,
   it takes a node from a neighbour, or joins the two pages.  Neighbours hang on
   the same branch, so all leaves of the branch are checked before anything is
   removed from one of them.  (The cursor may step to the first page below the
   next branch, too; it does not look into it, but goes by the branches above.)

   The branches themselves are treated in this way only when one is left with a
   single leaf, which then would be joined with leaves of another branch.  That
   cannot happen while more bytes of nodes stay below the branch than one page
   holds, whatever leaves LMDB joins; so less is never removed.  A branch that is
   the root has no neighbours.  */

#include "queries/store-pages-internal.h"

/* Check the leaves of the branch PAGE, NUMBER, at DEPTH.  */
static bool
check_leaves (struct pages *p, uint64_t number, unsigned depth,
	      const struct page *page, const struct pages_range *range)
{
  p->parent = 0;
  p->parent_bytes = 0;
  for (unsigned i = 0; i < page->count; i++)
    {
      struct pages_range inner;
      struct node node;
      struct page leaf;
      if (!pages_child_range (p, page, i, range, &node, &inner)
	  || !pages_check_page (p, node.page, depth + 1, &inner, &leaf))
	return false;
      p->parent_bytes += p->meta.page_size - leaf.upper + 2 * leaf.count;
    }
  p->parent = number;
  if (!range->has_high)
    return true;
  struct fingerprint next;
  memcpy (&next, range->high, sizeof next);
  return pages_check_path (p, &next);
}

/* KEY in the checked leaf PAGE at DEPTH.  */
static enum pages_status
check_leaf (struct pages *p, const struct page *page, unsigned depth,
	    const struct fingerprint *key)
{
  struct node node;
  const unsigned char *bytes;
  enum pages_status s = pages_find_in_leaf (p, page, key, &node);
  if (s != PAGES_FOUND)
    return s;
  if (!pages_open_value (p, &node, 0, &bytes))
    return PAGES_DAMAGED;
  /* The root, or a leaf of the root.  */
  if (depth < 2)
    return PAGES_FOUND;
  uint64_t size = node.size + 2;
  if (p->parent_bytes <= size + p->meta.page_size - PAGE_HEADER)
    return PAGES_CROWDED;
  p->parent_bytes -= size;
  return PAGES_FOUND;
}

enum pages_status
pages_check_removal (struct pages *p, const struct fingerprint *key)
{
  uint64_t number = p->meta.data.root;
  unsigned last = p->meta.data.depth - 1;
  struct pages_range range = { 0 };
  struct page page;
  if (number == PAGES_NO_ROOT)
    return p->meta.data.depth == 0 ? PAGES_ABSENT : PAGES_DAMAGED;
  for (unsigned depth = 0; depth <= last; depth++)
    {
      struct pages_range inner;
      struct node node;
      unsigned index;
      if (!pages_check_page (p, number, depth, &range, &page))
	return PAGES_DAMAGED;
      if (page.leaf)
	return check_leaf (p, &page, depth, key);
      if (depth + 1 == last && p->parent != number)
	{
	  /* This ends up elsewhere, so begin again.  */
	  if (!check_leaves (p, number, depth, &page, &range))
	    return PAGES_DAMAGED;
	  return pages_check_removal (p, key);
	}
      if (!pages_choose_child (p, &page, key, &node, &index)
	  || !pages_child_range (p, &page, index, &range, &node, &inner))
	return PAGES_DAMAGED;
      number = node.page;
      range = inner;
    }
  return PAGES_DAMAGED;
}
