/* record.h - what the store keeps for one key: traces and values, as bytes.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A trace is what is remembered about one evaluation: the ordered list of
   (query, key, fingerprint) that it read, the fingerprint of its value, and,
   for queries that are cached on disk, the value itself, used in place.

     struct record		16 bytes
     struct trace[n_traces]	48 each
     struct dependency[]	24 each, those of a trace together
     struct fingerprint[]	identities of the functions that dependencies name
     values			each at a multiple of 16

   Host byte order; the reader's build is part of the store's key.  Input from
   outside: record_check before anything else.  */

#ifndef QUERIES_RECORD_H
#define QUERIES_RECORD_H

#include "queries/fingerprint.h"
#include "queries/query.h"

#define RECORD_MAGIC 0x43525051u	/* "QPRC" */
#define RECORD_VERSION 1

/* Traces kept for one query of one record: the same inline body calls
   different static functions in different units.  */
#define RECORD_TRACES_PER_QUERY 4

struct record
{
  uint32_t magic;
  uint16_t version;
  uint16_t n_traces;
  uint32_t size;		/* Of everything, in bytes.  */
  uint32_t n_identities;
};

enum
{
  /* It read inputs of its own key and closed traces of its own key only, and
     the key's content covers those inputs: green wherever it is found.  Has
     no dependencies.  */
  TRACE_CLOSED = 1,
  TRACE_HAS_VALUE = 2
};

struct trace
{
  uint16_t query;
  uint16_t flags;		/* TRACE_*  */
  uint32_t n_dependencies;
  uint32_t dependencies;	/* Offset from the record's start.  */
  uint32_t value;		/* Offset, a multiple of 16.  */
  uint32_t value_size;
  uint32_t identities;		/* Offset: same for all traces.  */
  uint64_t reserved;
  struct fingerprint print;	/* Of the value.  */
};

enum { DEPENDENCY_SELF = UINT32_MAX, DEPENDENCY_UNIT = UINT32_MAX - 1 };

struct dependency
{
  uint32_t query;
  uint32_t key;			/* SELF, UNIT, or an index of identities.  */
  struct fingerprint print;	/* What it was when it was read.  */
};

static inline const struct trace *
record_traces (const struct record *r)
{
  return (const struct trace *) (r + 1);
}

static inline const struct dependency *
trace_dependencies (const struct record *r, const struct trace *t)
{
  return (const struct dependency *) ((const char *) r + t->dependencies);
}

static inline struct fingerprint
trace_identity (const struct record *r, const struct trace *t, uint32_t index)
{
  return ((const struct fingerprint *) ((const char *) r
					+ t->identities))[index];
}

static inline const void *
trace_value (const struct record *r, const struct trace *t)
{
  return (const char *) r + t->value;
}

/* Whether BYTES (16-aligned) are a record for a key of KIND: every offset in
   bounds, every query one of KINDS[0..COUNT-1] with that kind of key, every
   dependency's key of its query's kind.  Values are not looked into.  */
bool record_check (const void *bytes, size_t size, enum key_kind kind,
		   const struct query_kind *kinds, uint32_t count);

/* Putting a record together.  */
struct record_writer
{
  struct buffer traces, dependencies, identities, values;
};

void record_writer_init (struct record_writer *w);
void record_writer_release (struct record_writer *w);
void record_writer_clear (struct record_writer *w);

/* A new trace; its dependencies follow.  VALUE may be NULL: none kept.  */
void record_add_trace (struct record_writer *w, uint32_t query,
		       uint32_t flags, struct fingerprint print,
		       const void *value, size_t value_size);
/* IDENTITY: of a function that is neither the key itself nor the unit; else
   NULL, and KEY is SELF or UNIT.  */
void record_add_dependency (struct record_writer *w, uint32_t query,
			    uint32_t key, const struct fingerprint *identity,
			    struct fingerprint print);
/* A trace of another record as it is.  */
void record_copy_trace (struct record_writer *w, const struct record *r,
			const struct trace *t);
/* Traces of QUERY that W holds.  */
uint32_t record_count (const struct record_writer *w, uint32_t query);

/* The record; OUT is emptied first.  False if it would be too large.  */
bool record_finish (struct record_writer *w, struct buffer *out);

#endif
