/* store-pages.h - reading an LMDB file that may be damaged.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   LMDB trusts the pages of its file: a flipped bit in one makes it read or
   write outside the file or the page.  A cache has to survive that, so lookups
   go through this reader, which trusts nothing, and LMDB is only let loose on
   what pages_check_* found in order.

   Pages are read with pread, never mapped: a file that somebody shortens, or a
   disk that fails, is a page that cannot be had, where a mapping would be a
   signal.  And what was read holds still.  (It is no slower: what mapping,
   faults and unmapping cost, 50 lookups cost this way.)

   The reader takes no lock and no reader slot.  LMDB never changes a page that
   one of its two newest transactions can see, so what is read is a consistent
   picture until two more transactions were committed; who reads asks
   pages_transaction afterwards, and reads again if it has moved.  Values count
   only by their checksums.

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
  PAGES_DAMAGED,
  PAGES_CROWDED
};

struct pages_tree
{
  uint16_t flags, depth;
  /* As the file says, not to be relied on; OWN_PAGES are those of big
     values.  */
  uint64_t leaves, own_pages, entries;
  uint64_t root;		/* PAGES_NO_ROOT: empty.  */
};

#define PAGES_NO_ROOT ((uint64_t) UINTPTR_MAX)
#define PAGES_MAX_DEPTH 32

/* The keys that may be on a page: from LOW on, below HIGH.  */
struct pages_range
{
  bool has_low, has_high;
  unsigned char low[sizeof (struct fingerprint)];
  unsigned char high[sizeof (struct fingerprint)];
};

/* A page, or a run of them, in memory.  */
struct pages_buffer
{
  uint64_t number;		/* 0: nothing.  */
  unsigned char *bytes;		/* Page-size many; of runs, CAPACITY.  */
  size_t capacity;
  bool checked;			/* For RANGE, by pages_check_*.  */
  struct pages_range range;
};

/* Where pages_check_removal has come to.  */
struct pages_removal
{
  uint64_t branch;		/* The last one above leaves; 0: none.  */
  bool leaves_checked;		/* All of them.  */
  bool next_checked;		/* The way to the branch behind it.  */
  uint64_t removed;		/* Bytes of nodes below it.  */
  uint64_t bytes;		/* All of them; if LEAVES_CHECKED.  */
  uint64_t leaf;		/* The last one; 0: none.  */
  uint64_t leaf_bytes;		/* What stays on it.  */
};

/* What a meta page says.  */
struct pages_meta
{
  uint32_t page_size;
  uint64_t transaction;
  uint64_t last_page;
  struct pages_tree free, data;
};

/* The file as its newest transaction left it.  All zero but FD: before the
   first pages_view.  */
struct pages
{
  int fd;
  uint64_t size;		/* Of the file, in bytes.  */
  struct pages_meta meta;
  /* What was read last, by level of the trees; and a value or list in pages of
     its own.  */
  struct pages_buffer data_level[PAGES_MAX_DEPTH];
  struct pages_buffer free_level[PAGES_MAX_DEPTH];
  struct pages_buffer run;
  /* pages_check_free: a bit per page that is free or belongs to the tree of
     the free ones, and so must not turn up among the data.  */
  uint64_t *taken;
  uint64_t n_free;		/* Pages on its lists.  */
  uint64_t n_fresh;		/* Of these, what LMDB may not use yet.  */
  struct pages_removal removal;
};

/* Look at the meta pages of the file FD, which stays the caller's.  What P has
   read of the same transaction before, it keeps.  False if they are damaged or
   there are none; also if pages are missing at the end of the file that are not
   free.  */
bool pages_view (struct pages *p, int fd);

/* What pages_view would make of P's transaction now; 0 if damaged.  */
uint64_t pages_transaction (const struct pages *p);

/* Forget all that was read, and free it.  */
void pages_release (struct pages *p);

/* Look KEY up.  O (log n); about 1 microsecond if the keys are asked for in
   order.  *BYTES live until the next call.  */
enum pages_status pages_find (struct pages *p, const struct fingerprint *key,
			      const unsigned char **bytes, size_t *size);

/* What a walk sees of a value: all of it, or, if FULL was not asked for, at
   least the first PAGES_HEAD bytes.  */
struct pages_value
{
  struct fingerprint key;
  const unsigned char *bytes;
  size_t size;			/* Of the whole value.  */
  size_t cost;			/* Bytes of the file that it takes.  */
  uint64_t leaf;		/* Its page.  */
};

#define PAGES_HEAD 32

/* Returns nonzero to end the walk.  */
typedef int pages_each (void *data, const struct pages_value *value);

/* Calls EACH in the order of keys; returns nonzero as soon as it does.  What
   is damaged is left out and sets *DAMAGED.  EACH may not call anything here
   with P.  */
int pages_for_each (struct pages *p, bool full, pages_each *each, void *data,
		    bool *damaged);

/* The same for the leaves that hang on one branch with the leaf that FROM
   belongs to: from that one on, then those before it.  O (page size).  */
int pages_for_each_near (struct pages *p, const struct fingerprint *from,
			 pages_each *each, void *data, bool *damaged);

/* Whether LMDB may allocate from the free pages: the whole tree of them is in
   order, none is listed twice.  O (free pages).  To be called before all other
   checks.  */
bool pages_check_free (struct pages *p);

/* Whether LMDB may write KEY: every byte of the pages between the root and the
   leaf that LMDB relies on.  Pages that the last call saw are not checked
   again, so go through keys in order.  */
bool pages_check_path (struct pages *p, const struct fingerprint *key);

/* Whether LMDB may remove KEY, after all others that this was called for since
   pages_check_free and before anything is written; go through keys in order.
   PAGES_ABSENT: there is nothing to remove.  PAGES_CROWDED: the removal would
   leave so little that LMDB might look at pages farther away, which were not
   checked; it does not count as removed.  Costs what pages_check_path does, and
   about 150 pages for the first key below a branch that leaves its page nearly
   empty.  */
enum pages_status pages_check_removal (struct pages *p,
				       const struct fingerprint *key);

/* Whether the whole tree of data is in order, no page used twice: then LMDB may
   do anything.  After BUDGET pages (0: no limit) it ends and *WHOLE, which
   may be NULL, is false.  */
bool pages_check_all (struct pages *p, uint64_t budget, bool *whole);

#endif
