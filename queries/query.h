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
   - It may be left so at any query_get and run again later, when what it asks
     for is there: that is how deep demands get by with little stack.

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

/* What a query is asked about: a row of keys.def.  Keys are dense indices per
   kind, in the order in which they were made; that order may be used as a
   canonical one only if who made them made it so.  */
enum key_kind
{
#define SIMPLE_KEY(NAME, NOUN) KEY_##NAME,
#define TUPLE_KEY(NAME, FIRST, SECOND) KEY_##NAME,
#include "keys.def"
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

/* Modifiers.  What does not go together is refused by engine_new.  */
enum
{
  /* Fed by engine_feed before anybody asks; has no provider.  */
  QUERY_INPUT = 1 << 0,
  /* Its value goes to the store, not only its fingerprint: a reader that runs
     gets it without re-running the provider.  With query_kind.cache_if only
     the values that it accepts.  */
  QUERY_CACHE_ON_DISK = 1 << 1,
  /* Runs anew in every session: it reads what the engine does not track.  */
  QUERY_EVAL_ALWAYS = 1 << 2,
  /* Its value is not hashed: red to its readers when it ran, whatever came
     out.  For what is expensive to hash and seldom stays as it was.  */
  QUERY_NO_HASH = 1 << 3,
  /* Has no identity across sessions: not hashed, not stored.  To the store
     its readers have read what it read.  For what is cheap to make and big,
     or asked for by many with one answer.  */
  QUERY_ANON = 1 << 4,
  /* Only query_ensure asks: the value is hashed and dropped.  For what is
     asked for its edges or its verdict (its fingerprint).  */
  QUERY_ENSURE_ONLY = 1 << 5,
  /* query_kind.external answers for keys that are not of this unit, and must
     be there.  Without it the local provider answers for all keys.  */
  QUERY_SEPARATE_EXTERN = 1 << 6,
  /* Only query_steal gets the value, and once: the thief owns the bytes.
     Anybody else who asks is a bug that is reported.  */
  QUERY_STEAL = 1 << 7,
  /* Asked in a ring, it has query_kind.recover's value instead of none.
     Without it a ring is a bug that is reported.  Which queries of a ring
     get their default does not depend on who was asked first (ring.c).  */
  QUERY_CYCLE_DEFAULT = 1 << 8
};

struct query_context;

typedef void query_provider (struct query_context *cx, uint32_t key,
			     struct buffer *out);

/* One row of the table that describes all queries to the engine.  Set it by
   the names of its fields: there will be more.  */
struct query_kind
{
  const char *name;
  const char *description;	/* printf format with one %s.  */
  enum query_category category;
  enum key_kind key;
  uint32_t flags;		/* QUERY_*  */
  uint32_t version;
  const char *file;		/* Where its provider is.  NULL: not said.  */
  /* Whether BYTES, from a store, are well formed: every offset and index in
     bounds, so that reading the value cannot go astray.  NULL: never loaded.
     Aligned to 16.  */
  bool (*verify) (const void *bytes, size_t size);
  /* Runs for a key whose body is in this unit (engine_key_set_local), and for
     all keys without QUERY_SEPARATE_EXTERN.  */
  query_provider *local;
  query_provider *external;	/* QUERY_SEPARATE_EXTERN.  */
  /* QUERY_CYCLE_DEFAULT: the value of a member of a ring.  Asks nothing.  */
  query_provider *recover;
  /* Whether a value is worth storing (QUERY_CACHE_ON_DISK).  NULL: each is.
     Depends on the bytes alone.  */
  bool (*cache_if) (const void *bytes, size_t size);
  /* How deep answers may stand on answers of the same query, 1 to 254; deeper
     is a bug that is reported: a provider that would ask for ever new keys.
     0: no limit.  */
  uint8_t depth_limit;
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

/* Makes the query's result known and stops there: what is green is not
   loaded.  Enough where only "is it as it was" counts.  Records the
   dependency.  */
void query_ensure (struct query_context *cx, uint32_t query, uint32_t key);

/* Evaluates QUERY for KEYS[0..COUNT-1] on all threads and then records the
   dependencies in the order of KEYS.  Start order is that of KEYS, so give
   leaves first.  Values are fetched with query_get afterwards (hits).  */
void query_for_each (struct query_context *cx, uint32_t query,
		     const uint32_t *keys, size_t count);

/* The value of a QUERY_STEAL query, taken: SIZE bytes, aligned to 16, that the
   running provider may write to and that are freed when it returns.  Records
   the dependency.  A second thief is a bug that is reported, with both.  */
void *query_steal (struct query_context *cx, uint32_t query, uint32_t key,
		   size_t *size);

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

/* The key (KIND, IDENTITY) of a simple kind, made if need be.  NAME is for
   messages, "" if not known here; copied.  */
uint32_t query_key (struct query_context *cx, enum key_kind kind,
		    struct fingerprint identity, const char *name);

/* The pair of FIRST and SECOND, of the kinds that keys.def says, and its parts
   again: PART is 0 or 1.  */
uint32_t query_key_pair (struct query_context *cx, enum key_kind kind,
			 uint32_t first, uint32_t second);
uint32_t query_key_part (struct query_context *cx, enum key_kind kind,
			 uint32_t key, unsigned part);

/* Whether KEY's subject is in this unit: of the running query's own key, or
   that key's first part, and not in an anonymous query.  (That is part of the
   key; of others it would be an input that nobody tracks, and is a bug that is
   reported.)  */
bool query_key_is_local (struct query_context *cx, enum key_kind kind,
			 uint32_t key);

/* What KEY is called across sessions: for canonical order.  */
struct fingerprint query_key_identity (struct query_context *cx,
				       enum key_kind kind, uint32_t key);

#ifdef __cplusplus
}
#endif
#endif
