/* store-internal.h - what a back end of the store fills in.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   store.c does what all back ends share: envelopes, sorting, copies into the
   caller's arena, most counters.  A back end moves raw bytes: the envelope is
   part of a value to it.  */

#ifndef QUERIES_STORE_INTERNAL_H
#define QUERIES_STORE_INTERNAL_H

#include <stdbool.h>

#include "queries/store.h"

#define ENVELOPE_MAGIC 0x56525051u	/* "QPRV" */
#define ENVELOPE_VERSION 1

/* In front of every value.  The checksum is seeded with the key, so that
   bytes that turn up under another key are as wrong as changed ones.  */
struct envelope
{
  uint32_t magic;
  uint32_t version;
  uint64_t size;		/* Of the bytes that follow.  */
  uint64_t checksum;		/* XXH3-64 of them.  */
};

/* One value to be written: ENVELOPE, then BYTES.  */
struct store_piece
{
  struct fingerprint key;
  struct envelope envelope;
  const void *bytes;
  size_t size;			/* Without the envelope.  */
};

/* Gets the raw bytes found for the key with index INDEX.  They may be
   anything, even change while they are looked at: copy first, then check.
   Returns false if they are not a whole value.  */
typedef bool store_take (void *data, size_t index, const void *bytes,
			 size_t size);

/* The same for any key; stops the walk when it returns nonzero.  */
typedef int store_visit (void *data, const struct fingerprint *key,
			 const void *bytes, size_t size);

/* A back end counts "damaged" (a value that was found and that TAKE did not
   want) and "errors"; the rest is counted by store.c.  */
struct store_operations
{
  void (*close) (void *back_end);

  /* Calls TAKE for the keys that are there, for each until it is content.  */
  void (*get_many) (void *back_end, const struct fingerprint *keys,
		    size_t count, store_take *take, void *data,
		    struct store_counters *counters);

  /* All or nothing.  PIECES are sorted by the bytes of their keys, each key
     once.  False: dropped.  */
  bool (*put_many) (void *back_end, const struct store_piece *pieces,
		    size_t count, struct store_counters *counters);

  int (*for_each) (void *back_end, store_visit *visit, void *data,
		   struct store_counters *counters);

  /* See store_session.  */
  uint64_t (*session) (void *back_end);
};

#endif
