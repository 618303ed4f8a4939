/* store-lmdb.h - the store's folder: an LMDB file.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   FOLDER/v3/data.mdb		the map; any LMDB tool can read it
   FOLDER/v3/write.lock	who may write (an advisory lock, held briefly); its
			content is the boot in which the last one wrote
   FOLDER/v3/data.mdb.damaged	what was put aside, the last one
   FOLDER/v3/data.mdb.new	while store_collect is at work

   Writing goes through LMDB, reading does not: see queries/store-pages.h.
   LMDB trusts its file, so before it gets to see the file every page that it
   will look at is checked; a file that fails is put aside and made anew.  All
   of that, and the opening and closing of LMDB's environment, happens with
   write.lock held, so that one process at a time has the environment open.

   The file is mapped by LMDB only, only while a batch is written, and only after
   what LMDB looks at was read without an error.  What remains: somebody else's
   truncating the file in that fraction of a millisecond is a signal (SIGBUS),
   and so is a disk that fails then to read what the system has just dropped from
   memory.  */

#ifndef QUERIES_STORE_LMDB_H
#define QUERIES_STORE_LMDB_H

#include "queries/store-internal.h"

/* Name of the subfolder.  The file is in the host's word size and byte order;
   homes are shared between hosts.  */
#if __SIZEOF_POINTER__ == 8 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
# define STORE_LMDB_SCHEMA "v3"
#elif __SIZEOF_POINTER__ == 8
# define STORE_LMDB_SCHEMA "v3-be64"
#elif __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
# define STORE_LMDB_SCHEMA "v3-le32"
#else
# define STORE_LMDB_SCHEMA "v3-be32"
#endif

/* Limits below this are taken for it.  */
#define STORE_LMDB_SMALLEST ((uint64_t) 256 << 10)

struct lmdb_store;

/* NULL if CONFIG's folder cannot be used, with *MESSAGE as store_open says.  */
struct lmdb_store *store_lmdb_open (const struct store_config *config,
				    char **message);
void store_lmdb_close (struct lmdb_store *b);

/* Calls TAKE for the keys that are there, for each until it is content.
   Counts damaged (a value that was found and that TAKE did not want) and
   errors.  */
void store_lmdb_get_many (struct lmdb_store *b, const struct fingerprint *keys,
			  size_t count, store_take *take, void *data,
			  struct store_counters *counters);

/* All or nothing.  PIECES are sorted by the bytes of their keys, each key once.
   STAMP is today's.  False: dropped.  Counts touched, evicted, replaced,
   errors.  */
bool store_lmdb_put_many (struct lmdb_store *b,
			  const struct store_piece *pieces, size_t count,
			  uint32_t stamp, struct store_counters *counters);

int store_lmdb_for_each (struct lmdb_store *b, store_visit *visit, void *data,
			 struct store_counters *counters);

/* See store_session.  */
uint64_t store_lmdb_session (struct lmdb_store *b);

bool store_lmdb_measure (struct lmdb_store *b, struct store_size *size);

/* As struct store_collecting has it, but that JUDGE sees raw bytes.  */
enum lmdb_wish { WISH_NONE, WISH_LEAVES, WISH_DAMAGED };

struct lmdb_collecting
{
  enum lmdb_wish (*judge) (void *data, const struct fingerprint *key,
			   const void *bytes, size_t size);
  void *judge_data;
  bool (*progress) (void *data, uint64_t done, uint64_t total);
  void *data;
  bool without_limits, dry_run;
};

/* See store_collect.  *WHAT is zero before.  False: *PROBLEM is static, or NULL
   if PROGRESS stopped it.  */
bool store_lmdb_collect (struct lmdb_store *b,
			 const struct lmdb_collecting *how, uint32_t stamp,
			 struct store_collected *what, const char **problem);

/* Whether a file system of this kind (f_type of statfs) may be mounted by
   several machines, or maps files without keeping processes coherent.  */
bool store_lmdb_is_shared_file_system (unsigned long kind);

#endif
