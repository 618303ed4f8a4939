/* record.h - what the store keeps for one key: traces and values, as bytes.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A trace is what is remembered about one evaluation: the ordered list of
   (query, key, fingerprint) that it read, the fingerprint of its value, and,
   for queries that are cached on disk, the value itself, used in place.

   A record is that of a home key: it holds the traces of queries about that
   key, and about subjects that have no record of their own (keys.def).

     struct record		16 bytes
     entries, each
       struct trace		32
       struct dependency[]	16 each
       value			at a multiple of 16, padded to one
     struct fingerprint[]	identities, 16 each: of subjects, and of keys
				that dependencies name; those of a pair's parts
				(key_width of them) stand side by side

   So a trivial query costs 64 bytes, its record's header included.

   Host byte order; the reader's build is part of the store's key.  Input from
   outside: record_check before anything else.  */

#ifndef QUERIES_RECORD_H
#define QUERIES_RECORD_H

#include "queries/fingerprint.h"
#include "queries/query.h"

#define RECORD_MAGIC 0x43525051u	/* "QPRC" */
#define RECORD_VERSION 2

/* Traces kept for one query of one key: the same inline body calls different
   static functions in different units.  */
#define RECORD_TRACES_PER_QUERY 4

/* Simple keys in the largest tuple.  */
#define KEY_WIDTH_MOST 4

/* Simple keys in a key of KIND; the kind of its part PART (0 or 1); the kind
   of the very first of its simple keys.  */
unsigned key_width (enum key_kind kind);
bool key_is_pair (enum key_kind kind);
enum key_kind key_part_kind (enum key_kind kind, unsigned part);
enum key_kind key_first_kind (enum key_kind kind);

struct record
{
  uint32_t magic;		/* RECORD_MAGIC + RECORD_VERSION.  */
  uint32_t size;		/* Of everything, in bytes.  */
  uint32_t n_traces;
  uint32_t n_identities;
};

enum
{
  /* It read inputs of its own key and closed traces of its own key only, and
     the key's content covers those inputs: green wherever it is found.  Has
     no dependencies.  Only where the subject is the home key.  */
  TRACE_CLOSED = 1,
  TRACE_HAS_VALUE = 2
};

/* The subject or dependency is the record's home key; the unit's.  */
enum { KEY_SELF = UINT32_MAX, KEY_THE_UNIT = UINT32_MAX - 1 };

struct trace
{
  struct fingerprint print;	/* Of the value.  */
  uint16_t query;
  uint8_t flags;		/* TRACE_*  */
  uint8_t depth;		/* Of queries with a depth limit.  */
  uint32_t subject;		/* KEY_SELF, or an index of identities.  */
  uint32_t n_dependencies;
  uint32_t value_size;
};

/* PRINT is half of the value's fingerprint: it is compared with one other,
   never looked up among many.  */
struct dependency
{
  uint64_t print;		/* What it was when it was read.  */
  uint32_t key;			/* KEY_SELF, KEY_THE_UNIT, or an index.  */
  uint16_t query;
  uint16_t reserved;
};

static inline const struct dependency *
trace_dependencies (const struct trace *t)
{
  return (const struct dependency *) (t + 1);
}

static inline const void *
trace_value (const struct trace *t)
{
  return trace_dependencies (t) + t->n_dependencies;
}

static inline const struct trace *
trace_next (const struct trace *t)
{
  return (const struct trace *) ((const char *) trace_value (t)
				 + (((size_t) t->value_size + 15)
				    & ~(size_t) 15));
}

static inline const struct trace *
record_first (const struct record *r)
{
  return (const struct trace *) (r + 1);
}

static inline const struct fingerprint *
record_identities (const struct record *r)
{
  return (const struct fingerprint *) ((const char *) r + r->size)
	 - r->n_identities;
}

/* Whether BYTES (16-aligned) are a record for a home key of KIND: all sizes
   add up, every query one of KINDS[0..COUNT-1], every key of its query's kind
   and its identities in bounds, every subject one that can have this home,
   every value of a query that is cached on disk.
   Values are not looked into.  Cost: one pass over traces and dependencies.  */
bool record_check (const void *bytes, size_t size, enum key_kind kind,
		   const struct query_kind *kinds, uint32_t count);

/* Putting a record together.  Owned by one thread.  */
struct record_writer
{
  struct buffer entries, identities;
  uint32_t n_traces;
  uint32_t subject;		/* Of the traces that follow.  */
  size_t trace;			/* Offset of the newest in ENTRIES.  */
  /* Identities of one key each, in the order in which they were added; and an
     index of those by content, open addressing, number + 1.  */
  struct buffer runs, index;
  struct buffer per_query;	/* uint8_t: traces of the subject at hand.  */
  uint32_t n_queries;
};

void record_writer_init (struct record_writer *w, uint32_t n_queries);
void record_writer_release (struct record_writer *w);
void record_writer_clear (struct record_writer *w);

/* The traces that follow are about the key whose parts' identities are
   IDENTITIES[0..WIDTH-1]; WIDTH 0: about the home key (so it begins).  Returns
   what trace.subject is.  */
uint32_t record_set_subject (struct record_writer *w,
			     const struct fingerprint *identities,
			     unsigned width);

/* A new trace of the subject; its dependencies follow, then record_add_value
   in any case.  FLAGS without TRACE_HAS_VALUE.  */
void record_add_trace (struct record_writer *w, uint32_t query,
		       uint32_t flags, unsigned depth,
		       struct fingerprint print);
/* WIDTH 0: KEY is KEY_SELF or KEY_THE_UNIT; else the key of IDENTITIES.  */
void record_add_dependency (struct record_writer *w, uint32_t query,
			    uint32_t key,
			    const struct fingerprint *identities,
			    unsigned width, uint64_t print);
/* NULL: none kept.  */
void record_add_value (struct record_writer *w, const void *value,
		       size_t size);
/* A trace of another record about the same subject, as it is.  KINDS is the
   table that the record was checked with.  */
void record_copy_trace (struct record_writer *w, const struct record *r,
			const struct trace *t,
			const struct query_kind *kinds);
/* Traces of QUERY that W holds for the subject.  */
uint32_t record_count (const struct record_writer *w, uint32_t query);

/* The record; OUT is emptied first.  False if it would be too large.  */
bool record_finish (struct record_writer *w, struct buffer *out);

#endif
