/* engine-oracle.h - a direct evaluator of a fuzzer's queries.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What the engine has to come to, without an engine: no store, no threads,
   each result made once by running its program.

   Rings: every program asks one thing after the other, so its next need is the
   first result that it asks for and that is not there.  When needs lead back
   to themselves, all members of that ring with QUERY_CYCLE_DEFAULT have their
   default; the others run again when they are asked for again.  A need does not
   change until it is met, so whom one asks first does not matter.  */

#ifndef FUZZ_ENGINE_ORACLE_H
#define FUZZ_ENGINE_ORACLE_H

#include "testsuite/fuzz/engine-program.h"

/* The world as it is at one point of the timeline.  */
struct world
{
  uint8_t input[UNITS][QUERIES_MOST][KEYS_MOST];
  uint8_t locals[UNITS];	/* Bits: the local functions.  */
  uint8_t untracked;
};

enum { READS_MOST = 160 };

/* Something read: each once, in order of the first time.  */
struct seen
{
  uint8_t query, key;
  bool value;			/* Not only ensured.  */
};

enum { RESULT_NONE, RESULT_DONE };

struct result
{
  uint8_t state;
  bool gave_up;
  uint8_t depth;		/* On answers of its own query.  */
  uint16_t n_reads;
  struct words value;
  struct seen read[READS_MOST];
};

enum { ORACLE_OK, ORACLE_BUG, ORACLE_DEPTH, ORACLE_RING };

struct oracle
{
  const struct fuzz_case *c;
  const struct world *world;
  unsigned unit;
  unsigned outcome;		/* ORACLE_*: of the first that failed.  */
  bool saw_ring;		/* One that has a default.  */
  bool saw_give_up;
  /* What was reached, in order.  */
  uint16_t n_reached;
  uint16_t reached[QUERIES_MOST * KEYS_MOST];
  /* ORACLE_RING: its members.  */
  uint16_t n_ring;
  uint16_t ring[QUERIES_MOST * KEYS_MOST];
  struct result *result;	/* [QUERIES_MOST * KEYS_MOST] */
};

static inline unsigned
result_index (unsigned query, unsigned key)
{
  return query * KEYS_MOST + key;
}

static inline const struct result *
oracle_result (const struct oracle *o, unsigned query, unsigned key)
{
  return &o->result[result_index (query, key)];
}

void oracle_init (struct oracle *o, const struct fuzz_case *c);
void oracle_release (struct oracle *o);

/* Forget everything; from now on answer about UNIT in WORLD.  */
void oracle_begin (struct oracle *o, const struct world *world, unsigned unit);

/* Make the result of QUERY of KEY known, and whatever that needs.  False if it
   cannot be (outcome says why).  */
bool oracle_ask (struct oracle *o, unsigned query, unsigned key);

/* What a key is in this world.  */
bool world_is_local (const struct fuzz_case *c, const struct world *world,
		     unsigned unit, unsigned kind, unsigned key);
/* The value of an input that is set; false if it is not.  */
bool world_input (const struct fuzz_case *c, const struct world *world,
		  unsigned unit, unsigned query, unsigned key,
		  struct words *value);

/* What the engine's trace of a result would be about, as one number: all that
   it read, in order, with values, the anonymous replaced by what they read.  */
uint64_t oracle_trace (const struct oracle *o, unsigned query, unsigned key);

/* What a trace lists: as oracle_trace does.  Returns how many.  */
unsigned oracle_dependencies (const struct oracle *o, unsigned query,
			      unsigned key, uint16_t *list);

#endif
