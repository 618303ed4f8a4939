/* engine.h - one session of the query engine: set up, run, save.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Life of a session
     engine_new
     engine_key, engine_feed             inputs, one thread
     engine_record_set                   what the store had, one thread
     engine_try_green                    all as it was: no thread, no provider
     engine_start                        workers; evaluates a root query
     engine_demand                       from the owner's thread, any time
     engine_join                         all asked for is done, workers gone
     engine_get ...                      read values
     engine_save                         records to be written
     engine_free
   The thread that made the engine owns it; it may do everything above.
   Workers only run providers.  */

#ifndef QUERIES_ENGINE_H
#define QUERIES_ENGINE_H

#include "query.h"
#include "arena.h"

#ifdef __cplusplus
extern "C" {
#endif

struct engine;
struct jobserver;

enum verify_mode { VERIFY_OFF, VERIFY_SAMPLE, VERIFY_ALL };

/* One in this many green keys is run again under VERIFY_SAMPLE.  */
#define VERIFY_SAMPLE_RATE 128

struct engine_config
{
  const struct query_kind *kinds;	/* Static; COUNT rows.  */
  uint32_t count;
  /* What else stored traces depend on: the code of the providers.  NULL: the
     versions of the queries say it all.  */
  const char *build;
  enum verify_mode verify;
  uint64_t session;		/* store_session: selects the sample.  */
  /* Where broken invariants and failed verifications are told.  Called on
     whatever thread; TEXT has no final newline.  NULL: stderr.  */
  void (*report) (void *data, const char *text);
  void *report_data;
  /* Workers run only with a token of make's; NULL: as many as started.
     Borrowed until engine_free.  */
  struct jobserver *jobserver;
  /* Keep what each thread did when, for chrome-trace.h.  */
  bool events;
  /* Compare every value with its fingerprint again after each provider that
     read it: no provider may change its inputs.  Slow.  */
  bool check_inputs;
};

/* Per query: numbers of one session.  */
struct query_statistics
{
  uint64_t executed;		/* Providers that ran: no green value.  */
  uint64_t green;		/* Adopted from the store, or proved as it was.  */
  uint64_t hits;		/* Asked again.  */
  uint64_t verified;		/* Run again to verify.  */
  uint64_t gave_up;
  uint64_t nanoseconds;		/* In providers, without what they asked for.  */
  uint64_t bytes;		/* Of values made.  */
};

/* NULL, and a report, if the table of queries contradicts itself.  */
struct engine *engine_new (const struct engine_config *config);
void engine_free (struct engine *e);

/* Let LOCAL and EXTERNAL answer QUERY in this session; the last one given wins,
   NULL leaves the table's.  For tests and for modules that replace a provider.
   Before anything is asked.  Stored traces do not know of it: use it without
   records, or with a version of its own.  */
void engine_set_provider (struct engine *e, uint32_t query,
			  query_provider *local, query_provider *external);

/* From now on it is a bug, reported with the stack, if a query reads another
   as PATTERN says: "QUERY[:KEY] -> QUERY[:KEY]", where `*' stands for any
   query.  For tests that want to know who reads what.  Before anything is
   asked.  False if PATTERN is no such thing or names no query.  */
bool engine_forbid (struct engine *e, const char *pattern);

/* The index of the key (KIND, IDENTITY), of a simple kind, made if new.
   IDENTITY is what the key is called across sessions (for a function: its
   symbol); NAME is for messages and is copied.  */
uint32_t engine_key (struct engine *e, enum key_kind kind,
		     struct fingerprint identity, const char *name);
uint32_t engine_key_pair (struct engine *e, enum key_kind kind,
			  uint32_t first, uint32_t second);
uint32_t engine_key_count (const struct engine *e, enum key_kind kind);
const char *engine_key_name (const struct engine *e, enum key_kind kind,
			     uint32_t key);

/* The key's subject is in this unit: local providers answer for it.  CONTENT
   names its record in the store.  COMPLETE: all inputs of the key are hashed
   into CONTENT, so what reads nothing else is green wherever the record is
   found, without a look at its dependencies ("closed" traces).  Before pairs of
   the key are made, and before anything is asked.  */
void engine_key_set_local (struct engine *e, enum key_kind kind, uint32_t key,
			   struct fingerprint content, bool complete);

/* Set an input.  BYTES are borrowed until engine_free.  PRINT is their
   fingerprint.  */
void engine_feed (struct engine *e, uint32_t query, uint32_t key,
		  const void *bytes, size_t size, struct fingerprint print);

/* The store's key of a local key's record: its identity and content, with the
   build of the engine (versions of all queries, format of records).  */
struct fingerprint engine_record_key (const struct engine *e,
				      enum key_kind kind, uint32_t key);

/* What the store had under that key, of a key that has its own record;
   copied nowhere, so BYTES (aligned to 16)
   must live until engine_free.  Bounds-checked here: false if it is not a
   record, which is a miss.  */
bool engine_record_set (struct engine *e, enum key_kind kind, uint32_t key,
			const void *bytes, size_t size);

/* Whether (QUERY, KEY) is green without running a provider (but those that
   verification picks).  If so its value is there.  Starts no thread.  */
bool engine_try_green (struct engine *e, uint32_t query, uint32_t key);

/* Start THREADS - 1 workers (0 or 1: none).  Once per session.  */
void engine_start (struct engine *e, unsigned threads);

/* Let the workers evaluate QUERY for KEYS[0..COUNT-1] (copied), beginning with
   the first.  Returns at once; without workers it does nothing, and
   engine_demand evaluates.  */
void engine_prefetch (struct engine *e, uint32_t query, const uint32_t *keys,
		      size_t count);

/* Let workers call EACH (DATA, I) once for each I below COUNT when no query is to
   be evaluated, on several threads at once; EACH asks nothing of the engine.
   engine_join calls what is left, unless the engine has stopped: the
   caller finds out what was done.  Once per session, before anything is
   prefetched.  Without workers nothing is called.  */
void engine_background (struct engine *e,
			void (*each) (void *data, uint32_t index), void *data,
			size_t count);

/* The value, evaluated on the owner's thread or awaited.  NULL if the engine
   has failed.  */
const void *engine_demand (struct engine *e, uint32_t query, uint32_t key,
			   size_t *size);

/* Wait until all that was prefetched is done; the owner's thread helps.  Then
   the workers end.  Returns false if the engine has failed.  */
bool engine_join (struct engine *e);

/* Run providers of green keys again and compare, as config.verify says; after
   engine_join, on the owner's thread, in canonical order.  False if a value
   was not what the store had: it is reported with its query and key, and no
   value that came from the store may be trusted in this session.  */
bool engine_verify (struct engine *e);

/* True once a provider broke an invariant or asked in a ring without default:
   no value may be used any more and nothing is saved.  */
bool engine_failed (const struct engine *e);

/* Calls PUT with each record that has to be written: those of keys for which
   something was executed.  BYTES live for that call only.  Returns the number
   of records.  */
size_t engine_save (struct engine *e,
		    void (*put) (void *data, struct fingerprint key,
				 const void *bytes, size_t size),
		    void *data);

/* Sums over all threads; after engine_join.  */
void engine_statistics (const struct engine *e, uint32_t query,
			struct query_statistics *sum);

/* Calls EACH for every key that gave up, in order of query and key.  */
void engine_gave_up (const struct engine *e,
		     void (*each) (void *data, uint32_t query, uint32_t key,
				   const char *reason),
		     void *data);

/* Workers that were in fact created.  */
unsigned engine_threads (const struct engine *e);

#ifdef __cplusplus
}
#endif
#endif
