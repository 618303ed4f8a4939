/* store-pages.c - reading an LMDB file that may be damaged.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-pages-internal.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* MDB_INTEGERKEY, which the tree of free pages has; beside it LMDB notes
   MDB_NOSUBDIR, with which store_collect makes its file.  */
#define FREE_TREE_FLAGS 8
#define NOTED_FLAGS 0x4000

/* Meta pages.  */

static void
load_tree (const unsigned char *at, struct pages_tree *t)
{
  t->flags = load16 (at + 4);
  t->depth = load16 (at + 6);
  t->leaves = load_word (at + 8 + WORD);
  t->own_pages = load_word (at + 8 + 2 * WORD);
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

/* What the meta page AT says; false if it cannot be one.  */
static bool
load_meta (const unsigned char *at, struct pages_meta *m)
{
  const unsigned char *meta = at + PAGE_HEADER;
  const unsigned char *trees = meta + 8 + 2 * WORD;
  if (load16 (at + WORD + 2) != PAGE_META || load32 (meta) != META_MAGIC
      || load32 (meta + 4) != META_VERSION)
    return false;
  m->page_size = load32 (trees);
  load_tree (trees, &m->free);
  load_tree (trees + TREE_SIZE, &m->data);
  m->last_page = load_word (trees + 2 * TREE_SIZE);
  m->transaction = load_word (trees + 2 * TREE_SIZE + WORD);
  return m->page_size >= SMALLEST_PAGE && m->page_size <= LARGEST_PAGE
	 && (m->page_size & (m->page_size - 1)) == 0
	 && (m->free.flags & ~NOTED_FLAGS) == FREE_TREE_FLAGS && m->data.flags == 0
	 && m->last_page >= 1 && m->last_page <= INT64_MAX / LARGEST_PAGE;
}

/* Read SIZE bytes at AT of the file; false unless they are all there.  */
static bool
read_bytes (int fd, void *bytes, size_t size, uint64_t at)
{
  ssize_t n;
  do
    n = pread (fd, bytes, size, (off_t) at);
  while (n < 0 && errno == EINTR);
  return n == (ssize_t) size;
}

/* Both meta pages of the file, the newer in *M.  */
static bool
load_metas (int fd, struct pages_meta *m)
{
  unsigned char bytes[PAGE_HEADER + META_SIZE];
  struct pages_meta even, odd;
  if (!read_bytes (fd, bytes, sizeof bytes, 0) || !load_meta (bytes, &even)
      || !read_bytes (fd, bytes, sizeof bytes, even.page_size)
      || !load_meta (bytes, &odd) || odd.page_size != even.page_size)
    return false;
  /* They alternate, so their numbers differ by one, but for a new file.  */
  uint64_t first = even.transaction, second = odd.transaction;
  bool fresh = first == 0 && second == 0;
  if (!fresh && ((first & 1) != 0 || (second & 1) != 1
		 || (first + 1 != second && second + 1 != first)))
    return false;
  *m = second > first ? odd : even;
  /* Nobody looks at the roots of the other one, which may be half new: LMDB
     writes the number last.  */
  return root_is_sane (&m->free, m->last_page)
	 && root_is_sane (&m->data, m->last_page);
}

/* Whether pictures M and N are the same.  */
static bool
same_meta (const struct pages_meta *m, const struct pages_meta *n)
{
  return m->transaction == n->transaction && m->last_page == n->last_page
	 && m->page_size == n->page_size && m->data.root == n->data.root
	 && m->free.root == n->free.root;
}

/* What was read or found out of another transaction.  */
static void
forget_pages (struct pages *p)
{
  free (p->taken);
  p->taken = NULL;
  for (unsigned i = 0; i < PAGES_MAX_DEPTH; i++)
    p->data_level[i].number = p->free_level[i].number = 0;
}

static void
release_buffers (struct pages *p)
{
  for (unsigned i = 0; i < PAGES_MAX_DEPTH; i++)
    {
      free (p->data_level[i].bytes);
      free (p->free_level[i].bytes);
    }
  memset (p->data_level, 0, sizeof p->data_level);
  memset (p->free_level, 0, sizeof p->free_level);
}

/* Whether the pages that the file is too short for are all free: LMDB does not
   write a page that it took at the end and gave back.  */
static bool
end_is_free (struct pages *p)
{
  uint64_t present = p->size / p->meta.page_size;
  if (p->meta.last_page < present)
    return true;
  /* The file must have room to list them.  */
  if (p->meta.last_page - present > p->size / WORD || !pages_check_free (p))
    return false;
  for (uint64_t i = present; i <= p->meta.last_page; i++)
    if (!is_taken (p, i))
      return false;
  return true;
}

bool
pages_view (struct pages *p, int fd)
{
  struct stat st;
  struct pages_meta old = p->meta;
  p->fd = fd;
  /* Somebody may be writing a meta page just now: take what holds still.  */
  for (int attempt = 0; attempt < 8; attempt++)
    {
      struct pages_meta first, second;
      if (!load_metas (fd, &first) || !load_metas (fd, &second)
	  || !same_meta (&first, &second))
	continue;
      if (fstat (fd, &st) != 0)
	return false;
      p->size = (uint64_t) st.st_size;
      p->meta = second;
      if (!same_meta (&old, &second))
	forget_pages (p);
      if (old.page_size != second.page_size)
	release_buffers (p);
      return end_is_free (p);
    }
  return false;
}

uint64_t
pages_transaction (const struct pages *p)
{
  struct pages_meta now;
  return load_metas (p->fd, &now) ? now.transaction : 0;
}

void
pages_release (struct pages *p)
{
  release_buffers (p);
  free (p->run.bytes);
  free (p->taken);
  memset (p, 0, sizeof *p);
  p->fd = -1;
}

/* Pages and nodes.  */

/* Have page NUMBER in *BUFFER.  */
static bool
load_page (const struct pages *p, uint64_t number, struct pages_buffer *buffer)
{
  if (buffer->number == number)
    return true;
  size_t size = p->meta.page_size;
  if (!buffer->bytes && !(buffer->bytes = malloc (size)))
    return false;
  buffer->checked = false;
  buffer->number = 0;
  if (!read_bytes (p->fd, buffer->bytes, size, number * size))
    return false;
  buffer->number = number;
  return true;
}

bool
pages_open_page (const struct pages *p, uint64_t number,
		 struct pages_buffer *buffer, struct page *page)
{
  if (number < 2 || number > p->meta.last_page
      || !load_page (p, number, buffer))
    return false;
  const unsigned char *bytes = buffer->bytes;
  unsigned flags = load16 (bytes + WORD + 2);
  page->bytes = bytes;
  page->lower = load16 (bytes + WORD + 4);
  page->upper = load16 (bytes + WORD + 6);
  page->leaf = flags == PAGE_LEAF;
  if (load_word (bytes) != number || (!page->leaf && flags != PAGE_BRANCH)
      || page->lower < PAGE_HEADER || page->lower % 2 != 0
      || page->upper < page->lower || page->upper > p->meta.page_size)
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
      || offset > p->meta.page_size - NODE_HEADER)
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
  if (size > p->meta.page_size - offset)
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

/* Make *BUFFER large enough for SIZE bytes.  */
static bool
make_room (struct pages_buffer *buffer, size_t size)
{
  if (buffer->capacity >= size)
    return true;
  free (buffer->bytes);
  buffer->capacity = 0;
  buffer->bytes = malloc (size);
  if (buffer->bytes)
    buffer->capacity = size;
  return buffer->bytes != NULL;
}

bool
pages_open_value (struct pages *p, const struct node *node, size_t head,
		  const unsigned char **bytes)
{
  *bytes = node->value;
  if (!node->big)
    return true;
  uint64_t length = run_length (p, node), last = p->meta.last_page;
  uint64_t at = node->page * p->meta.page_size;
  size_t size = PAGE_HEADER
		+ (head < node->value_size ? head : node->value_size);
  /* Before room is made: damaged sizes can be enormous.  */
  if (node->page < 2 || node->page > last || length > last - node->page + 1
      || at + size > p->size || !make_room (&p->run, size)
      || !read_bytes (p->fd, p->run.bytes, size, at))
    return false;
  const unsigned char *run = p->run.bytes;
  if (load_word (run) != node->page
      || load16 (run + WORD + 2) != PAGE_OVERFLOW
      || load32 (run + WORD + 4) != length)
    return false;
  for (uint64_t i = 0; i < length; i++)
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
pages_find (struct pages *p, const struct fingerprint *key,
	    const unsigned char **bytes, size_t *size)
{
  uint64_t number = p->meta.data.root;
  if (number == PAGES_NO_ROOT)
    return PAGES_ABSENT;
  for (unsigned depth = 0; depth < p->meta.data.depth; depth++)
    {
      struct page page;
      struct node node;
      unsigned index;
      if (!pages_open_page (p, number, &p->data_level[depth], &page)
	  || page.leaf != (depth + 1 == p->meta.data.depth))
	return PAGES_DAMAGED;
      if (page.leaf)
	{
	  enum pages_status s = pages_find_in_leaf (p, &page, key, &node);
	  if (s == PAGES_FOUND
	      && !pages_open_value (p, &node, node.value_size, bytes))
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
