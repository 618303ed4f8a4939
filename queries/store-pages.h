/* store-pages.h - reading an LMDB file that may be damaged.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   LMDB trusts the pages of its file: a flipped bit in one makes it read or
   write outside the file or the page.  A cache has to survive that, so lookups
   go through this reader, which trusts nothing, and LMDB is only let loose on
   what pages_check_* found in order.

   The reader takes no lock and no reader slot.  LMDB never changes a page that
   one of its two newest transactions can see, so what is read is a consistent
   picture until two more transactions were committed; who reads asks
   pages_view again afterwards, and reads again if the transaction number has
   moved.  Bytes may change while they are looked at: each is loaded once, then
   checked, then used; and values count only by their checksums.

   Layout of the file (LMDB 0.9, data version 1; host byte order and word size;
   P is the page size):
     page 0, 1	two meta pages, written in turn: that of transaction N is N & 1
     page	at +0 its number (a word), at word+2 flags, at word+4 and +6 the
		end of its index and the start of its nodes (or, 32 bits, how
		many pages an overflow run has); then the index, 16 bits each:
		offsets of nodes in the order of keys
     node	16 bits each: low, high, flags, size of the key; then the key;
		then in a leaf the value (its size is low and high), or if flags
		has 1 the number of the overflow run that has it; in a branch
		low, high and flags are the child's number
     meta	behind a page header: magic, version (32 bits each), two words,
		two trees (free pages, data), last page, transaction
     tree	32 bits (in the first: P), flags, depth (16 bits each), three
		counts of pages, entries, root
   The first tree has transaction numbers for keys and lists of the pages that
   became free (count, then numbers in descending order) for values.  */

#ifndef QUERIES_STORE_PAGES_H
#define QUERIES_STORE_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "queries/fingerprint.h"

enum pages_status
{
  PAGES_FOUND,
  PAGES_ABSENT,
  PAGES_DAMAGED
};

struct pages_tree
{
  uint16_t flags, depth;
  uint64_t entries;
  uint64_t root;		/* PAGES_NO_ROOT: empty.  */
};

#define PAGES_NO_ROOT ((uint64_t) UINTPTR_MAX)
#define PAGES_MAX_DEPTH 32

/* The file as its newest transaction left it.  */
struct pages
{
  const unsigned char *base;	/* Mapped, or any memory aligned to 8.  */
  size_t size;
  uint32_t page_size;
  uint64_t transaction;
  uint64_t last_page;
  struct pages_tree free, data;
  /* pages_check_free: a bit per page that is free or belongs to the tree of
     the free ones, and so must not turn up among the data.  */
  uint64_t *taken;
  uint64_t n_free;		/* By pages_check_free: pages on its lists.  */
  /* pages_check_path: the pages it saw last, by level.  */
  uint64_t checked[PAGES_MAX_DEPTH];
};

/* Look at the meta pages.  False if they are damaged, or speak of more pages
   than SIZE has: reading those in a mapped file would be SIGBUS.  */
bool pages_view (struct pages *p, const void *base, size_t size);

/* What pages_view would make of P's transaction now; 0 if damaged.  */
uint64_t pages_transaction (const struct pages *p);

/* Free what the checks needed.  */
void pages_release (struct pages *p);

/* Look KEY up.  O (log n).  *BYTES points into the file.  */
enum pages_status pages_find (const struct pages *p,
			      const struct fingerprint *key,
			      const unsigned char **bytes, size_t *size);

/* Calls EACH in the order of keys; returns nonzero as soon as it does.  What
   is damaged is left out and sets *DAMAGED.  */
int pages_for_each (const struct pages *p,
		    int (*each) (void *data, const struct fingerprint *key,
				 const unsigned char *bytes, size_t size),
		    void *data, bool *damaged);

/* Whether LMDB may allocate from the free pages: the whole tree of them is in
   order, none is listed twice.  O (free pages).  To be called before
   pages_check_path.  */
bool pages_check_free (struct pages *p);

/* Whether LMDB may write KEY: every byte of the pages between the root and the
   leaf that LMDB relies on.  Pages that the last call saw are not checked
   again, so go through keys in order.  */
bool pages_check_path (struct pages *p, const struct fingerprint *key);

#endif
