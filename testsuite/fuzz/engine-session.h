/* engine-session.h - a case against the engine.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   engine-providers.c  the engine's side of the programs: what they read is
		       compared with the evaluator's results at once
   engine-session.c    one session's life
   engine-records.c    what it gets from the store, and puts there
   engine-judge.c      what may have run, what must be known afterwards
   engine-timeline.c   all steps of a case, with one thread and with several

   One case at a time per process: providers have no argument for it.  */

#ifndef FUZZ_ENGINE_SESSION_H
#define FUZZ_ENGINE_SESSION_H

#include <pthread.h>

#include "queries/engine.h"
#include "queries/store.h"
#include "testsuite/fuzz/engine-memory.h"
#include "testsuite/fuzz/engine-oracle.h"

enum { MESSAGE_MOST = 600, REPORT_MOST = 8192 };

/* What went wrong: the first thing only.  */
struct failure
{
  char kind[24];		/* "" if nothing did.  */
  char message[MESSAGE_MOST];
};

/* What one session came to, to be compared over numbers of threads.  */
struct outcome
{
  uint8_t oracle;		/* ORACLE_*  */
  bool poisoned;		/* A damaged record was taken for one.  */
  bool comparable;		/* What ran does not depend on the schedule.  */
  uint8_t green;		/* Roots that engine_try_green knew: bits.  */
  uint64_t ran, store, report, gave_up, inspected;	/* Hashes.  */
};

/* All that providers, on whatever thread, look at.  Set before the engine is
   made; then only what is atomic changes.  */
struct session
{
  const struct fuzz_case *c;
  const struct world *world;
  const struct step *step;
  unsigned unit, threads;
  const struct oracle *oracle;
  unsigned failing_root;	/* The first that has no value.  */
  struct memory *memory;
  struct store *store;		/* NULL: the memory alone.  */
  struct engine *engine;
  struct failure *failure;
  pthread_mutex_t lock;		/* Of FAILURE and REPORT.  */
  char report[REPORT_MOST];
  bool poisoned;
  unsigned n_gave_up;		/* As the engine tells it, in its order.  */
  uint64_t gave_up;
  _Atomic bool verifying;
  _Atomic uint8_t finished[QUERIES_MOST][KEYS_MOST];
  uint32_t key[KEY_KINDS][KEYS_MOST];	/* Of those known.  */
  const struct kept *loaded[SIMPLE_KINDS][KEYS_SIMPLE];
  _Alignas (16) uint32_t input[QUERIES_MOST][KEYS_MOST][WORDS_MOST];
};

/* A record that was saved: put into the store when the engine is gone, which
   still reads those it was given.  */
struct pending
{
  struct pending *next;
  struct fingerprint key;
  void *bytes;
  size_t size;
  struct facts facts;
};

/* What lives as long as the engine does.  */
struct scratch
{
  struct session *s;
  struct query_kind kinds[QUERIES_MOST];
  struct pending *pending;
  size_t n_puts;
  void *damaged[64];
  unsigned n_damaged;
  struct arena arena;		/* What a store gave.  */
};

/* The session whose providers run.  */
extern struct session *current_session;

/* The I-th of N in the order of this session.  */
static inline unsigned
in_order (const struct session *s, unsigned i, unsigned n)
{
  unsigned turned = (i + s->step->order / 2) % n;
  return s->step->order % 2 ? n - 1 - turned : turned;
}

void session_fail (struct session *s, const char *kind, const char *format,
		   ...) __attribute__ ((format (printf, 3, 4)));

/* The engine's table for C; KINDS has room for QUERIES_MOST.  */
void session_kinds (const struct fuzz_case *c, struct query_kind *kinds);
const char *name_of_key (unsigned kind, unsigned key);
/* The number of KEY of KIND.  */
unsigned number_of_key (struct query_context *cx, unsigned kind,
			uint32_t key);

/* Whether the record of (KIND, KEY) is another key's: *HOME_KIND, *HOME.  */
void home_of (const struct session *s, unsigned kind, unsigned key,
	      unsigned *home_kind, unsigned *home);
/* Whether what QUERY of KEY would read is what its record has a trace of.  */
bool is_remembered (const struct session *s, unsigned query, unsigned key);
/* Whether engine_try_green has no excuse.  */
bool must_be_green (const struct session *s, unsigned query, unsigned key);
/* What ran may have run, and what must have run did.  */
void judge_runs (struct session *s);
/* What is in the record of (KIND, KEY), when it is written.  */
void facts_after (const struct session *s, unsigned kind, unsigned key,
		  struct facts *facts);
/* Whether the store has QUERY's VALUE, once it has its trace.  */
bool is_cached (const struct fuzz_case *c, unsigned query,
		const struct words *value);

/* Give the engine what the store has, as the step says.  */
void records_load (struct scratch *x);
/* Take what the engine saves.  */
void records_save (struct scratch *x);
/* The engine is gone: to the store with it.  */
void records_release (struct scratch *x);

/* One session; WORLD as it is.  */
void session_run (struct session *s, struct oracle *oracle,
		  struct outcome *outcome);

/* From now on records also go through the store in FOLDER, which has to give
   back what memory has.  False if it cannot be opened.  */
bool timeline_use_store (const char *folder);
/* Run C, and compare.  False if something was wrong.  */
bool timeline_run (const struct fuzz_case *c, struct failure *failure);

/* What was run so far, of this process.  */
struct tally
{
  uint64_t sessions, rings, errors, poisoned, ran, green_roots;
};

extern struct tally tally;

#endif
