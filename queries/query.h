/* query.h - the engine as providers and their callers see it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A query is a pure function from a key to a value, memoized in memory and,
   through traces, on disk (queries/engine.h drives it).  The model is rustc's
   query system (rustc-dev-guide, "Queries: demand-driven compilation" and
   "Incremental compilation in detail").

   Rules of a provider
   - It reads through query_get and its typed forms q_NAME (passes/all.h) and
     through nothing else: that records the dependency, on hits too.
   - Nothing it does is visible but the bytes that it writes to OUT.
   - Its value is flat and relocatable: offsets and indices, no pointer; every
     byte defined (struct buffer zeroes padding); no pointer, hash-table,
     thread or clock order in it.
   - It runs on any thread, also on GCC's, and never calls GCC.
   - Scratch memory comes from query_alloc and is gone when it returns.  It
     holds no lock and no malloc memory across query_get: query_bug and a
     poisoned query leave it by longjmp.

   Values live until the engine is freed, never move and never change.  */

#ifndef QUERIES_QUERY_H
#define QUERIES_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "buffer.h"
#include "fingerprint.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a query is asked about.  Keys are dense indices per kind, given by
   engine_key; their order is that of engine_key's calls and may be used for
   canonical order only if the caller made it canonical.  */
enum key_kind
{
  KEY_UNIT,			/* Index 0: the translation unit.  */
  KEY_FUNCTION,			/* A function symbol, with or without body.  */
  KEY_KINDS
};

enum query_category
{
  CATEGORY_INPUT,
  CATEGORY_STRUCTURE,
  CATEGORY_FACT,
  CATEGORY_CHECK,
  CATEGORIES
};

/* Modifiers.  */
enum
{
  /* Fed by engine_feed before anybody asks; has no provider.  */
  QUERY_INPUT = 1 << 0,
  /* Its value goes to the store, not only its fingerprint: a reader that runs
     gets it without re-running the provider.  */
  QUERY_CACHE_ON_DISK = 1 << 1,
  /* Runs anew in every session: it reads what the engine does not track.  */
  QUERY_EVAL_ALWAYS = 1 << 2,
  /* Its value is not hashed: always red to its readers when it ran.  */
  QUERY_NO_HASH = 1 << 3
};

struct query_context;

typedef void query_provider (struct query_context *cx, uint32_t key,
			     struct buffer *out);

/* One row of the table that describes all queries to the engine.  */
struct query_kind
{
  const char *name;
  const char *description;	/* printf format with one %s.  */
  enum query_category category;
  enum key_kind key;
  uint32_t flags;
  uint32_t version;
  /* Whether BYTES, from a store, are well formed: every offset and index in
     bounds, so that reading the value cannot go astray.  NULL: never loaded.
     Aligned to 16.  */
  bool (*verify) (const void *bytes, size_t size);
  /* Runs for a key whose body is in this unit (engine_key_set_local).  */
  query_provider *local;
  /* Runs for the others.  NULL: asking is a bug.  */
  query_provider *external;
};

/* The value of QUERY for KEY: from memory, else from the store if every input
   of its trace is green, else from its provider.  Records the dependency.
   Does not return NULL.  Leaves by longjmp if the session is being torn down
   (a provider failed, a cycle).  Cost of a hit: one acquire load and one
   append.  SIZE, if not NULL, receives the value's size.  */
const void *query_get_sized (struct query_context *cx, uint32_t query,
			     uint32_t key, size_t *size);
const void *query_get (struct query_context *cx, uint32_t query,
		       uint32_t key);

/* Makes the query's result known without loading its value: enough where only
   "is it as it was" counts.  Records the dependency.  */
void query_ensure (struct query_context *cx, uint32_t query, uint32_t key);

/* Evaluates QUERY for KEYS[0..COUNT-1] on all threads and then records the
   dependencies in the order of KEYS.  Start order is that of KEYS, so give
   leaves first.  Values are fetched with query_get afterwards (hits).  */
void query_for_each (struct query_context *cx, uint32_t query,
		     const uint32_t *keys, size_t count);

/* Zeroed scratch memory, aligned to 16, until the provider returns.  */
void *query_alloc (struct query_context *cx, size_t count, size_t size);

/* Counts that the running provider gave up for want of budget or because the
   input has something it does not support; REASON is static text.  The value
   must say so too.  Counted as "gave_up", named by verbose.  */
void query_give_up (struct query_context *cx, const char *reason);

/* An invariant is broken: prints FORMAT and the stack of queries in flight,
   switches the engine off for this unit, and lets the compile finish.  */
void query_bug (struct query_context *cx, const char *format, ...)
  __attribute__ ((noreturn, format (printf, 2, 3)));

/* The name a key was given.  Only for messages: it is not tracked.  */
const char *query_key_name (struct query_context *cx, enum key_kind kind,
			    uint32_t key);

/* The key of the function whose identity is SYMBOL, made if need be.  */
uint32_t query_function_key (struct query_context *cx,
			     struct fingerprint symbol, const char *name);

#ifdef __cplusplus
}
#endif
#endif
