/* store-lmdb-internal.h - between the files that make up the store's folder.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     store-lmdb.c		opening: which folders are trusted
     store-lmdb-read.c		looking up, walking, measuring
     store-lmdb-write.c		the lock, and one batch
     store-lmdb-transaction.c	LMDB's side of it
     store-lmdb-evict.c		keeping the limits, a slice at a time
     store-lmdb-collect.c	the whole file anew
     store-lmdb-boot.c		whether the machine has crashed  */

#ifndef QUERIES_STORE_LMDB_INTERNAL_H
#define QUERIES_STORE_LMDB_INTERNAL_H

#include <lmdb.h>
#include <setjmp.h>
#include <sys/stat.h>

#include "queries/store-lmdb-library.h"
#include "queries/store-lmdb.h"
#include "queries/store-pages.h"

struct lmdb_store
{
  char *folder;			/* With the schema's subfolder.  */
  char *data, *aside, *fresh, *write_lock;	/* Files in it.  */
  bool read_only;
  uint64_t max_size, max_age;	/* As struct store_config has them.  */
  /* The file as it was last looked at; FD is -1 if there is none.  */
  int fd;
  struct pages pages;
  /* A lookup found the way to this key damaged.  */
  bool suspect;
  struct fingerprint suspect_key;
};

/* Whether what ST tells of can have been written only by this user, or by
   root.  */
bool lmdb_is_trusted (const struct stat *st);

/* Reading.  */

enum view { VIEW_NONE, VIEW_DAMAGED, VIEW_WHOLE };

/* Look at the file as it is now: B->pages.  */
enum view lmdb_view (struct lmdb_store *b);

/* Forget the file.  */
void lmdb_close_file (struct lmdb_store *b);

/* Writing.  All with the lock held.  */

/* The lock's descriptor, or -1 if it could not be had within NANOSECONDS.  */
int lmdb_lock (const struct lmdb_store *b, long nanoseconds);

/* Make the file that is looked at be what the name stands for now: somebody
   may have made it anew.  */
void lmdb_follow_name (struct lmdb_store *b);

/* A file that grows beyond the limit is a signal.  */
bool lmdb_fits_file_limit (uint64_t file_size, uint64_t more);

/* Whether the machine went down since the file was last written, so that it may
   be torn.  LOCK is the lock's descriptor, and its file the place where the
   boot is noted.  */
bool lmdb_has_crashed (int lock);
void lmdb_note_boot (int lock);

/* How many values are looked at to find some to evict.  */
#define LMDB_SAMPLE 512

/* One batch on its way into the file.  What returns int returns LMDB's
   status.  */
struct lmdb_writing
{
  struct lmdb_store *b;
  const struct store_piece *pieces;
  size_t count;
  uint32_t stamp;		/* Of now.  */
  bool without_touches;		/* Leave STORE_TOUCH out.  */
  MDB_env *env;
  size_t map_size;		/* What the file may grow to.  */
  MDB_txn *txn;
  MDB_dbi dbi;
  /* The transaction for which B->pages has passed pages_check_free, plus one;
     0: none.  */
  uint64_t free_checked;
  struct fingerprint victims[LMDB_SAMPLE];	/* To be evicted, in order.  */
  size_t n_victims;
  uint64_t touched, evicted;
  jmp_buf broken;
};

/* Look at the file, and check what is free in it.  0, or MDB_CORRUPTED.  */
int lmdb_check_free (struct lmdb_writing *w);

/* Open the environment: the file may grow up to the limit, or, if there is
   none, as far as there is address space, but to NEED bytes.  */
int lmdb_open_environment (struct lmdb_writing *w, uint64_t need);

/* A transaction each.  Everything was checked before.  */
int lmdb_write_pieces (struct lmdb_writing *w);
int lmdb_remove_keys (struct lmdb_writing *w, const struct fingerprint *keys,
		      size_t count);

/* Evicting.  */

/* Bytes beyond max_size that removing may need, as it copies pages.  */
uint64_t lmdb_slack (const struct lmdb_store *b);

/* Whether the batch can be within the limit at all.  */
bool lmdb_fits_limit (const struct lmdb_writing *w);

/* Remove from a slice of the keys what the limits say, if it is time.  */
int lmdb_keep_limits (struct lmdb_writing *w);

/* Remove more, because there was no room, but nothing of an age below YOUNGEST;
   after this there is some.  */
int lmdb_make_room (struct lmdb_writing *w, uint32_t youngest);

/* What the limits say of a value, by the bytes it begins with.  AGE: stamps
   since its last use; UINT32_MAX for what is from the future.  */
enum lmdb_fate { FATE_STAYS, FATE_EXPIRED, FATE_DAMAGED };
enum lmdb_fate lmdb_judge (const struct lmdb_store *b, uint32_t stamp,
			   const struct pages_value *v, uint32_t *age);

#endif
