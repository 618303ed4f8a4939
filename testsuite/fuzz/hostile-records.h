/* hostile-records.h - records that were changed by somebody who knows how.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What a store holds of units, all at once; and the same with a few changes
   after which each record is still a record, whose fingerprints may even fit.
   The store that takes it puts a valid envelope around it.  */

#ifndef FUZZ_HOSTILE_RECORDS_H
#define FUZZ_HOSTILE_RECORDS_H

#include "testsuite/unit/forge.h"

struct hostile_record
{
  struct fingerprint key;
  enum key_kind home;
  void *bytes;			/* Aligned to 16.  */
  size_t size;
};

struct hostile_records
{
  struct hostile_record *items;
  size_t count, capacity;
  /* Of everybody: to be named by dependencies.  */
  struct buffer identities;	/* struct fingerprint */
};

void hostile_records_init (struct hostile_records *r);
void hostile_records_release (struct hostile_records *r);
/* All records of the store's folder.  */
void hostile_records_read (struct hostile_records *r, struct store *s);

/* Change some; returns how many.  Whose are changed is put into S, and of the
   first MOST their indices into CHANGED.  SEED is used up.  */
size_t hostile_change (const struct hostile_records *r, struct store *s,
		       uint64_t *seed, size_t *changed, size_t most);
/* Put record INDEX into S as it was.  */
bool hostile_restore (const struct hostile_records *r, struct store *s,
		      size_t index);

#endif
