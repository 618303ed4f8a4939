/* store-pages-removal.c - what must hold before LMDB may remove.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   When LMDB (0.9) has removed a node, and its page is less than a quarter full,
   it takes a node from a neighbour, or joins the two pages.  Neighbours hang on
   the same branch.  So as long as every leaf of a branch from which something is
   removed stays a quarter full, nothing happens to the others; as soon as one
   does not, all leaves of the branch are checked.  (LMDB's cursor may step from
   the end of a branch to the first page below the next one, too; it does not
   look into it, but goes by the branches above, which are therefore checked.)

   The branches themselves are treated in this way only when one is left with a
   single leaf, which then would be joined with leaves of another branch.  That
   cannot happen while more bytes of nodes stay below the branch than one page
   holds, whatever leaves LMDB joins; so less is never removed.  A branch that is
   the root has no neighbours.  */

#include "queries/store-pages-internal.h"

/* A key's place: its leaf, and the branch above it.  */
struct place
{
  unsigned depth;		/* Of the leaf.  */
  uint64_t leaf_number, branch_number;
  struct page leaf;
  struct pages_range branch_range;
  bool last;			/* The branch's last leaf.  */
};

/* Go to KEY's leaf, checking all pages on the way.  */
static bool
find_place (struct pages *p, const struct fingerprint *key, struct place *at)
{
  struct pages_range range = { 0 };
  uint64_t number = p->meta.data.root;
  *at = (struct place) { 0 };
  for (unsigned depth = 0; depth < p->meta.data.depth; depth++)
    {
      struct pages_range inner;
      struct node node;
      struct page page;
      unsigned index;
      if (!pages_check_page (p, number, depth, &range, &page))
	return false;
      if (page.leaf)
	{
	  at->depth = depth;
	  at->leaf_number = number;
	  at->leaf = page;
	  return true;
	}
      if (!pages_choose_child (p, &page, key, &node, &index)
	  || !pages_child_range (p, &page, index, &range, &node, &inner))
	return false;
      at->branch_number = number;
      at->branch_range = range;
      at->last = index + 1 == page.count;
      number = node.page;
      range = inner;
    }
  return false;
}

static uint64_t
bytes_on (const struct pages *p, const struct page *leaf)
{
  return p->meta.page_size - leaf->upper + 2 * leaf->count;
}

/* The way to what is behind a branch with keys in RANGE.  */
static bool
check_next (struct pages *p, const struct pages_range *range)
{
  struct fingerprint next;
  if (!range->has_high || p->removal.next_checked)
    return true;
  p->removal.next_checked = true;
  memcpy (&next, range->high, sizeof next);
  return pages_check_path (p, &next);
}

/* Check the leaves of AT's branch.  */
static bool
check_leaves (struct pages *p, const struct place *at)
{
  struct page branch;
  unsigned depth = at->depth - 1;
  if (!pages_check_page (p, at->branch_number, depth, &at->branch_range,
			 &branch))
    return false;
  p->removal.bytes = 0;
  for (unsigned i = 0; i < branch.count; i++)
    {
      struct pages_range inner;
      struct node node;
      struct page leaf;
      if (!pages_child_range (p, &branch, i, &at->branch_range, &node, &inner)
	  || !pages_check_page (p, node.page, depth + 1, &inner, &leaf))
	return false;
      p->removal.bytes += bytes_on (p, &leaf);
    }
  p->removal.leaves_checked = true;
  return check_next (p, &at->branch_range);
}

/* Begin anew where AT is elsewhere than the last key.  */
static void
follow (struct pages *p, const struct place *at)
{
  struct pages_removal *r = &p->removal;
  if (r->branch != at->branch_number)
    *r = (struct pages_removal) { .branch = at->branch_number };
  if (r->leaf != at->leaf_number)
    {
      r->leaf = at->leaf_number;
      r->leaf_bytes = bytes_on (p, &at->leaf);
    }
}

enum pages_status
pages_check_removal (struct pages *p, const struct fingerprint *key)
{
  struct pages_removal *r = &p->removal;
  uint64_t room = p->meta.page_size - PAGE_HEADER;
  struct place at;
  struct node node;
  const unsigned char *bytes;
  if (p->meta.data.root == PAGES_NO_ROOT)
    return p->meta.data.depth == 0 ? PAGES_ABSENT : PAGES_DAMAGED;
  if (!find_place (p, key, &at))
    return PAGES_DAMAGED;
  enum pages_status s = pages_find_in_leaf (p, &at.leaf, key, &node);
  if (s != PAGES_FOUND)
    return s;
  if (!pages_open_value (p, &node, 0, &bytes))
    return PAGES_DAMAGED;
  if (at.depth == 0)		/* The root has no neighbours.  */
    return PAGES_FOUND;
  follow (p, &at);
  uint64_t size = node.size + 2;
  bool calm = r->leaf_bytes >= size + (room + 3) / 4;
  if (!calm && !r->leaves_checked && !check_leaves (p, &at))
    return PAGES_DAMAGED;
  /* From then on nodes may have gone from any leaf to any other.  */
  if (r->leaves_checked && at.depth > 1
      && r->bytes <= r->removed + size + room)
    return PAGES_CROWDED;
  r->leaf_bytes -= size;
  r->removed += size;
  return !at.last || check_next (p, &at.branch_range)
	 ? PAGES_FOUND : PAGES_DAMAGED;
}
