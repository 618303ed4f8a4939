/* engine-case.h - a random program of queries, and what happens to it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A case is a table of queries, each with a little program that answers it,
   and a timeline of edits and sessions.  It is flat: a copy is an assignment,
   a part is taken out by clearing it, and as text it is a list of numbers that
   can be read back (--replay).

   Keys: the universe of a simple kind has KEYS_SIMPLE numbers or less, of
   which the first are known when a session begins; the others are made by
   providers.  The number of a pair is FIRST * KEYS_SIMPLE + SECOND.

   Query 0 is an input of the unit, the list of its local functions; query 1 an
   input of functions that only local ones have.  The rest is random.  */

#ifndef FUZZ_ENGINE_CASE_H
#define FUZZ_ENGINE_CASE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "queries/query.h"

enum
{
  QUERIES_MOST = 16,
  STATEMENTS_MOST = 16,
  REGISTERS = 4,
  KEYS_SIMPLE = 8,
  KEYS_MOST = KEYS_SIMPLE * KEYS_SIMPLE,
  WORDS_MOST = 8,
  ROOTS_MOST = 6,
  STEPS_MOST = 24,
  UNITS = 2,
  SIMPLE_KINDS = 5,
  QUERY_LOCALS = 0,
  QUERY_BODY = 1
};

/* What a query's program can do.  R is register TO, S register FROM.

   STATEMENT (NAME, SPELLING)  */
#define FUZZ_STATEMENTS \
  STATEMENT (NOTHING, "nothing") \
  /* R = A.  */ \
  STATEMENT (CONSTANT, "constant") \
  /* R = number A of the own key.  */ \
  STATEMENT (OWN, "own") \
  /* R = whether the own key is local.  */ \
  STATEMENT (LOCAL, "local") \
  /* R = R + A * S + B.  */ \
  STATEMENT (ADD, "add") \
  /* R = sum of QUERY of KEY.  */ \
  STATEMENT (GET, "get") \
  /* R = word A of QUERY of KEY.  */ \
  STATEMENT (ELEMENT, "element") \
  /* R = sum of the body of KEY, if it is local: what is not its own, or has \
     no name of its own, it looks up in the unit's list.  */ \
  STATEMENT (BODY, "body") \
  STATEMENT (ENSURE, "ensure") \
  /* For each of A keys from KEY on; if B is even R = what they add up to.  */ \
  STATEMENT (EACH, "each") \
  /* The same for the keys that the words of LIST of LIST_KEY name.  */ \
  STATEMENT (EACH_OF, "each-of") \
  /* R = sum of QUERY of the own key, taken.  */ \
  STATEMENT (STEAL, "steal") \
  /* Leave out the A statements that follow if S == B; unless S == B.  */ \
  STATEMENT (SKIP_IF, "skip-if") \
  STATEMENT (SKIP_UNLESS, "skip-unless") \
  /* S to the value.  */ \
  STATEMENT (PUT, "put") \
  /* R = what the engine does not track.  */ \
  STATEMENT (UNTRACKED, "untracked") \
  STATEMENT (GIVE_UP, "give-up") \
  /* A broken invariant if S == B.  */ \
  STATEMENT (BUG, "bug")

enum operation
{
#define STATEMENT(NAME, SPELLING) DO_##NAME,
  FUZZ_STATEMENTS
#undef STATEMENT
  OPERATIONS
};

/* Where a number of a key comes from; FROM_BELOW is the own one less one, less
   the addend: without one the statement does nothing.  */
enum origin { FROM_CONSTANT, FROM_OWN, FROM_REGISTER, FROM_BELOW, ORIGINS };

/* How a key is computed, part by part.  */
struct key_expression
{
  uint8_t origin[2], reg[2], add[2];
};

struct statement
{
  uint8_t operation, to, from, query, list, a, b;
  struct key_expression key, list_key;
};

struct query_row
{
  uint8_t used, key;		/* enum key_kind */
  uint8_t depth_limit;
  uint8_t cache_if;		/* 0: all; 1: of even sum; 2: not empty.  */
  uint8_t verify;		/* Whether values can be loaded.  */
  uint32_t flags;		/* QUERY_*  */
  struct statement statement[STATEMENTS_MOST];
};

enum step_kind { STEP_NOTHING, STEP_SET, STEP_LOCAL, STEP_UNTRACKED,
		 STEP_SESSION, STEP_KINDS };

/* What becomes of the records.  */
enum { RECORDS_ALL, RECORDS_NONE, RECORDS_SOME, RECORDS_MODES };

struct step
{
  uint8_t kind;
  uint8_t units;		/* Bits: SET, LOCAL.  SESSION: its number.  */
  uint8_t query, key, value;	/* SET; LOCAL: key, value; UNTRACKED: value.  */
  /* SESSION.  */
  uint8_t roots;		/* Bits.  */
  uint8_t try_green;		/* Bits.  */
  uint8_t prefetch;		/* 0: none; else an order of the roots.  */
  uint8_t order;		/* In which keys are made.  */
  uint8_t load, save;		/* RECORDS_*  */
  uint8_t damage;		/* 0: none; else how.  */
  uint8_t verify;		/* enum verify_mode */
  uint8_t session;
  uint8_t check_inputs;
  uint8_t join_first;		/* Before what was prefetched is demanded.  */
};

struct fuzz_case
{
  uint64_t seed;
  uint8_t modulus;		/* Of all numbers.  */
  uint8_t initial;		/* What inputs are to begin with.  */
  uint8_t threads;
  uint8_t locals;		/* Bits: the local functions.  */
  uint8_t anonymous;		/* Contents do not say whose they are.  */
  uint8_t cyclic;		/* Whoever may ask whomever.  */
  uint8_t burn;			/* Stack of each provider, in 64 KiB.  */
  uint8_t known[SIMPLE_KINDS], universe[SIMPLE_KINDS];
  /* Whether keys of the kind have records of their own, named by their first
     input (1) or all (2).  */
  uint8_t contents[SIMPLE_KINDS];
  struct query_row query[QUERIES_MOST];
  uint8_t root_query[ROOTS_MOST], root_key[ROOTS_MOST];
  uint8_t n_roots;
  struct step step[STEPS_MOST];
};

static inline bool
kind_is_pair (unsigned kind)
{
  return kind >= SIMPLE_KINDS;
}

/* Of a pair's part 0 or 1; of a simple kind, itself.  */
unsigned kind_of_part (unsigned kind, unsigned part);

/* The part of key number KEY.  */
static inline unsigned
number_of_part (unsigned kind, unsigned key, unsigned part)
{
  if (!kind_is_pair (kind))
    return key;
  return part == 0 ? key / KEYS_SIMPLE : key % KEYS_SIMPLE;
}

/* Numbers there are; only those that are known at the beginning.  */
bool key_exists (const struct fuzz_case *c, unsigned kind, unsigned key,
		 bool known);

/* Key number 0 up to KEYS_MOST.  */
struct fingerprint identity_of (unsigned kind, unsigned key);
/* The number again, of whatever fingerprint.  */
unsigned number_of_identity (struct fingerprint identity);

static inline uint64_t
mix (uint64_t x)
{
  x = (x ^ x >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  x = (x ^ x >> 27) * UINT64_C (0x94d049bb133111eb);
  return x ^ x >> 31;
}

/* Whether C is one that a generator may make: every number in bounds, and only
   asked for what may be asked so.  */
bool case_valid (const struct fuzz_case *c);

/* The random case of SEED.  */
void case_generate (struct fuzz_case *c, uint64_t seed);

void case_write (const struct fuzz_case *c, FILE *file);
/* False, and a line number in *LINE, if FILE is no such text.  */
bool case_read (struct fuzz_case *c, FILE *file, unsigned *line);

#endif
