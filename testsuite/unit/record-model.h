/* record-model.h - records as tests think of them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A model says in plain arrays what a record holds; random ones have every
   form that a record can have.  */

#ifndef UNIT_RECORD_MODEL_H
#define UNIT_RECORD_MODEL_H

#include "queries/record.h"

enum { INPUT, BODY, DEEP, WHOLE, SHAPE, CALL, USE, QUERIES };

extern const struct query_kind record_kinds[QUERIES];

/* What a key is in a record: WIDTH 0: WHERE, else the identities' numbers.  */
struct key_model
{
  uint32_t where;
  unsigned width;
  uint32_t numbers[KEY_WIDTH_MOST];
};

enum { DEPENDENCIES_MOST = 20, VALUE_MOST = 70, TRACES_MOST = 30 };

struct trace_model
{
  struct key_model subject;
  uint32_t query, flags;
  unsigned depth;
  uint64_t print;
  uint32_t n_dependencies;
  struct
  {
    uint32_t query;
    struct key_model key;
    uint64_t print;
  } dependencies[DEPENDENCIES_MOST];
  bool has_value;
  uint32_t value_size;
  char value[VALUE_MOST];
};

struct record_model
{
  enum key_kind home;
  uint32_t n_traces;
  struct trace_model traces[TRACES_MOST];
};

/* Below LIMIT; SEED goes on.  */
static inline uint32_t
random_below (uint64_t *seed, uint32_t limit)
{
  *seed = *seed * UINT64_C (6364136223846793005) + 1442695040888963407u;
  return (uint32_t) ((*seed >> 33) % limit);
}

static inline struct fingerprint
fingerprint_number (uint64_t n)
{
  return (struct fingerprint) { n, ~n };
}

/* Whether B is a record of a key of HOME.  */
static inline bool
record_good (const struct buffer *b, enum key_kind home)
{
  return record_check (b->bytes, b->size, home, record_kinds, QUERIES);
}

/* The identities of K; returns how many.  */
unsigned record_model_identities (const struct key_model *k,
				  struct fingerprint *identities);
bool record_model_key_equal (const struct key_model *a,
			     const struct key_model *b);
void record_model_random (uint64_t *seed, struct record_model *m);
/* Into W, which is emptied first.  */
void record_model_write (struct record_writer *w, const struct record_model *m);

#endif
