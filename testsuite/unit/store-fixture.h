/* store-fixture.h - a store in a folder of its own, and values that tell.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Checks fail inside, by Check's means.  */

#ifndef UNIT_STORE_FIXTURE_H
#define UNIT_STORE_FIXTURE_H

#include <sys/types.h>

#include "queries/store.h"

/* The largest value.  */
#define LARGEST 20000

extern char folder[64];
extern char *message;

/* Make and remove FOLDER, with all that is in it.  */
void set_up (void);
void tear_down (void);

/* Until the next call.  */
const char *file_in_store (const char *name);
off_t file_size (void);

struct store *open_store (void);
struct store *open_store_with (uint64_t max_size, uint64_t max_age,
			       uint64_t now);

struct fingerprint key_of (unsigned index);

/* Bytes that tell their key and version, and the same in every process.
   Returns how many.  */
size_t value_of (unsigned index, unsigned version, char *bytes);

/* Write COUNT values in one batch.  What store_put_many returns.  */
size_t put_values (struct store *s, unsigned first, unsigned count,
		   unsigned version);
/* Until the lock was free: for tests that are not about dropping.  */
void put_values_surely (struct store *s, unsigned first, unsigned count,
			unsigned version);

/* How many of COUNT keys have version VERSION; no other may turn up.  */
size_t get_values (struct store *s, unsigned first, unsigned count,
		   unsigned version);

/* The version of the value found for INDEX; -1 if there is none, -2 if it is
   none of VERSIONS.  */
int version_found (const struct store_value *v, unsigned index,
		   unsigned versions);

/* For store_for_each: counts an int down for each whole value, stops at 0.  */
int count_until (void *data, const struct store_entry *entry);

#endif
