/* store.h - a plain map from 128-bit keys to checked bytes, on disk.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A cache: what it has lost costs work, never an answer.  No function here
   fails a compile.  Whatever is wrong with a store or with one value counts as
   a miss and shows in the counters.

   Every value travels in an envelope (magic, format version, length, XXH3-64
   checksum of the bytes): store_put_many writes it, store_get_many checks and
   strips it.  So callers see bytes that are as they were written, though not
   necessarily well formed: a store is input from outside.

   Back ends: LMDB (a folder); Redis comes behind the same interface.

   Threads: a store belongs to one thread at a time.  Several processes may use
   one folder at once.

   If the process dies inside store_put_many the whole batch is there or none
   of it (one LMDB transaction).  The environment is opened no-sync: after a
   machine crash pages may be torn, which the envelope detects.  */

#ifndef QUERIES_STORE_H
#define QUERIES_STORE_H

#include "arena.h"
#include "fingerprint.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

struct store_value
{
  const void *bytes;		/* NULL: a miss.  Aligned to 16.  */
  size_t size;
};

struct store_item
{
  struct fingerprint key;
  const void *bytes;
  size_t size;
};

struct store_counters
{
  uint64_t gets, found, puts;	/* Keys asked for, found, written.  */
  uint64_t bytes_in, bytes_out;	/* Read from and written to the store.  */
  uint64_t damaged;		/* Values with a wrong envelope.  */
  uint64_t dropped;		/* Not written: lock busy, full, read-only.  */
  uint64_t errors;		/* Calls of the back end that failed.  */
};

/* The folder to use when none is named: $QUERIES_DIR, else
   $XDG_CACHE_HOME/queries, else $HOME/.cache/queries; NULL if there is none.
   The caller frees it.  */
char *store_default_folder (void);

/* Open the store WHERE (a folder; it and its parents are made, 0700).
   Returns NULL if it cannot be used, with the reason in *MESSAGE (to be freed
   by the caller); that is for a verbose note, never an error.  */
struct store *store_open (const char *where, char **message);

/* NULL is allowed.  */
void store_close (struct store *s);

/* Look KEYS up, one read transaction for all.  Sets VALUES[0..COUNT-1]; the
   bytes are copied into ARENA.  Returns the number found.  */
size_t store_get_many (struct store *s, const struct fingerprint *keys,
		       size_t count, struct store_value *values,
		       struct arena *arena);

/* Write ITEMS in one transaction.  Waits only briefly for another writer,
   then drops them and counts.  Keys that are there are overwritten.
   Returns the number written: COUNT or 0.  */
size_t store_put_many (struct store *s, const struct store_item *items,
		       size_t count);

/* A number that grows by one with each store_put_many by any process.  It
   selects what verify=sample looks at, so that a failure repeats until
   something was written.  0 if unknown.  */
uint64_t store_session (struct store *s);

/* Calls EACH for every key whose envelope is whole; stops when it returns
   nonzero, and returns that.  BYTES live for that call only.  */
int store_for_each (struct store *s,
		    int (*each) (void *data, const struct fingerprint *key,
				 const void *bytes, size_t size),
		    void *data);

const struct store_counters *store_counters (const struct store *s);

#ifdef __cplusplus
}
#endif
#endif
