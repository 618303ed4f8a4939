/* engine-memory.h - a store in memory, and what it must be good for.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Beside the bytes of each record lies what the evaluator knows to be in it:
   for each query of each subject the traces, as numbers (oracle_trace).  If
   what a query would read now is such a trace, the engine has no reason to run
   it.  This never looks into a record.  */

#ifndef FUZZ_ENGINE_MEMORY_H
#define FUZZ_ENGINE_MEMORY_H

#include <stddef.h>

#include "testsuite/fuzz/engine-oracle.h"

/* The subject of a fact, if it is the record's own key.  */
enum { SUBJECT_SELF = 255 };

struct fact
{
  uint64_t trace;
  uint8_t query, subject;
};

struct facts
{
  struct fact *fact;
  unsigned n, capacity;
};

struct kept
{
  struct fingerprint key;
  void *bytes;			/* Aligned to 16.  */
  size_t size;
  struct facts facts;
};

struct memory
{
  struct kept **kept;
  unsigned n, capacity;
};

void memory_init (struct memory *m);
void memory_release (struct memory *m);
/* NULL if there is none.  Stays where it is.  */
struct kept *memory_find (const struct memory *m, struct fingerprint key);
/* Takes over BYTES and FACTS.  */
void memory_put (struct memory *m, struct fingerprint key, void *bytes,
		 size_t size, const struct facts *facts);
/* The same for the same contents.  */
uint64_t memory_hash (const struct memory *m);

/* A copy aligned to 16, to be freed.  */
void *copy_aligned (const void *bytes, size_t size);

bool facts_have (const struct facts *f, unsigned query, unsigned subject,
		 uint64_t trace);
/* Not if there are as many of QUERY of SUBJECT as a record keeps.  */
void facts_add (struct facts *f, unsigned query, unsigned subject,
		uint64_t trace);

#endif
