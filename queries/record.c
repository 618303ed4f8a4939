/* record.c - what the store keeps for one key: traces and values, as bytes.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/record.h"

#include <string.h>

#define VALUE_ALIGNMENT 16

/* Up to so many runs of identities are searched one by one: most records name
   few keys, and then there is no index to make and to clear.  */
#define RUNS_WITHOUT_INDEX 8

_Static_assert (sizeof (struct record) == 16 && sizeof (struct trace) == 32
		&& sizeof (struct dependency) == 16
		&& sizeof (struct fingerprint) == 16,
		"the parts of a record keep each other aligned");

/* Constants, so that a pair that stands above one of its parts in keys.def, or
   is too wide, does not compile.  */
enum
{
#define SIMPLE_KEY(NAME, NOUN) WIDTH_##NAME = 1, FIRST_##NAME = KEY_##NAME,
#define TUPLE_KEY(NAME, FIRST, SECOND)					\
  WIDTH_##NAME = WIDTH_##FIRST + WIDTH_##SECOND,			\
  FIRST_##NAME = FIRST_##FIRST,
#include "queries/keys.def"
  WIDTHS_END
};

#define TUPLE_KEY(NAME, FIRST, SECOND)					\
  _Static_assert (WIDTH_##NAME <= KEY_WIDTH_MOST, #NAME " is too wide");
#include "queries/keys.def"

struct key_form
{
  uint8_t width;
  uint8_t first;
  uint8_t parts[2];
  bool is_pair;
};

static const struct key_form key_forms[] = {
#define SIMPLE_KEY(NAME, NOUN)						\
  { WIDTH_##NAME, FIRST_##NAME, { KEY_##NAME, KEY_##NAME }, false },
#define TUPLE_KEY(NAME, FIRST, SECOND)					\
  { WIDTH_##NAME, FIRST_##NAME, { KEY_##FIRST, KEY_##SECOND }, true },
#include "queries/keys.def"
};

unsigned
key_width (enum key_kind kind)
{
  return key_forms[kind].width;
}

bool
key_is_pair (enum key_kind kind)
{
  return key_forms[kind].is_pair;
}

enum key_kind
key_part_kind (enum key_kind kind, unsigned part)
{
  return (enum key_kind) key_forms[kind].parts[part];
}

enum key_kind
key_first_kind (enum key_kind kind)
{
  return (enum key_kind) key_forms[kind].first;
}

/* What record_check looks at, once the header is known to be right.  */
struct checker
{
  enum key_kind home;
  uint32_t n_identities;
  const struct query_kind *kinds;
  uint32_t count;
};

/* Whether identities of a key of KIND can stand at INDEX.  There is only one
   unit: it has a number of its own and never an index.  */
static bool
index_ok (const struct checker *c, uint32_t index, enum key_kind kind)
{
  return kind != KEY_UNIT
	 && (uint64_t) index + key_width (kind) <= c->n_identities;
}

static bool
subject_ok (const struct checker *c, uint32_t subject, enum key_kind kind)
{
  if (subject == KEY_SELF)
    return kind == c->home;
  if (c->home != KEY_UNIT
      && (!key_is_pair (kind) || key_first_kind (kind) != c->home))
    return false;
  return index_ok (c, subject, kind);
}

static bool
dependency_ok (const struct checker *c, const struct dependency *d)
{
  if (d->query >= c->count || d->reserved != 0)
    return false;
  enum key_kind kind = c->kinds[d->query].key;
  switch (d->key)
    {
    case KEY_SELF:
      return kind == c->home;
    case KEY_THE_UNIT:
      return kind == KEY_UNIT;
    default:
      return index_ok (c, d->key, kind);
    }
}

/* T and its dependencies; that they are in bounds is known.  */
static bool
trace_ok (const struct checker *c, const struct trace *t)
{
  if (t->query >= c->count)
    return false;
  const struct query_kind *k = &c->kinds[t->query];
  if (k->flags & QUERY_INPUT
      || t->flags & ~(TRACE_CLOSED | TRACE_HAS_VALUE)
      || t->depth > k->depth_limit
      || !subject_ok (c, t->subject, k->key))
    return false;
  /* Nobody wrote values of other queries, and who reads them does not expect
     strange ones.  */
  if (t->flags & TRACE_HAS_VALUE ? !(k->flags & QUERY_CACHE_ON_DISK)
				 : t->value_size != 0)
    return false;
  if (t->flags & TRACE_CLOSED
      && (t->subject != KEY_SELF || t->n_dependencies != 0))
    return false;
  const struct dependency *d = trace_dependencies (t);
  for (uint32_t i = 0; i < t->n_dependencies; i++)
    if (!dependency_ok (c, d + i))
      return false;
  return true;
}

/* Bytes that an entry of these sizes takes.  */
static uint64_t
entry_size (uint64_t n_dependencies, uint64_t value_size)
{
  return sizeof (struct trace) + n_dependencies * sizeof (struct dependency)
	 + ((value_size + VALUE_ALIGNMENT - 1)
	    & ~(uint64_t) (VALUE_ALIGNMENT - 1));
}

bool
record_check (const void *bytes, size_t size, enum key_kind kind,
	      const struct query_kind *kinds, uint32_t count)
{
  const struct record *r = bytes;
  if (size < sizeof *r || size > UINT32_MAX || (uintptr_t) bytes % 16 != 0
      || r->magic != RECORD_MAGIC + RECORD_VERSION || r->size != size
      || r->n_identities > (size - sizeof *r) / sizeof (struct fingerprint))
    return false;

  const struct checker c = { kind, r->n_identities, kinds, count };
  uint64_t end = size - r->n_identities * sizeof (struct fingerprint);
  uint64_t at = sizeof *r;
  for (uint32_t i = 0; i < r->n_traces; i++)
    {
      if (end - at < sizeof (struct trace))
	return false;
      const struct trace *t
	= (const struct trace *) ((const char *) bytes + at);
      uint64_t taken = entry_size (t->n_dependencies, t->value_size);
      if (taken > end - at || !trace_ok (&c, t))
	return false;
      at += taken;
    }
  return at == end;
}

void
record_writer_init (struct record_writer *w, uint32_t n_queries)
{
  memset (w, 0, sizeof *w);
  w->n_queries = n_queries;
  w->subject = KEY_SELF;
  buffer_add_zero (&w->per_query, n_queries);
}

void
record_writer_release (struct record_writer *w)
{
  buffer_release (&w->entries);
  buffer_release (&w->identities);
  buffer_release (&w->runs);
  buffer_release (&w->index);
  buffer_release (&w->per_query);
}

static void
begin_subject (struct record_writer *w, uint32_t subject)
{
  w->subject = subject;
  if (w->n_queries)
    memset (w->per_query.bytes, 0, w->n_queries);
}

void
record_writer_clear (struct record_writer *w)
{
  buffer_clear (&w->entries);
  buffer_clear (&w->identities);
  buffer_clear (&w->runs);
  buffer_clear (&w->index);
  w->n_traces = 0;
  w->trace = 0;
  begin_subject (w, KEY_SELF);
}

/* Identities of one key, side by side.  */
struct run
{
  uint32_t first;
  uint32_t width;
};

static uint32_t
run_hash (const struct fingerprint *identities, unsigned width)
{
  uint64_t hash = width;
  for (unsigned i = 0; i < width; i++)
    {
      hash = (hash ^ identities[i].low) * UINT64_C (0x9e3779b97f4a7c15);
      hash = (hash ^ hash >> 32 ^ identities[i].high)
	     * UINT64_C (0xd6e8feb86659fd93);
    }
  return (uint32_t) (hash >> 32);
}

static bool
run_is (const struct record_writer *w, const struct run *run,
	const struct fingerprint *identities, unsigned width)
{
  const struct fingerprint *own
    = (const struct fingerprint *) w->identities.bytes + run->first;
  if (run->width != width)
    return false;
  for (unsigned i = 0; i < width; i++)
    if (!fingerprint_equal (own[i], identities[i]))
      return false;
  return true;
}

/* Where in the index the run of IDENTITIES is, or where it has to go.  */
static uint32_t *
index_find (const struct record_writer *w,
	    const struct fingerprint *identities, unsigned width)
{
  const struct run *runs = (const struct run *) w->runs.bytes;
  uint32_t *index = (uint32_t *) w->index.bytes;
  uint32_t mask = (uint32_t) (w->index.size / sizeof *index) - 1;
  uint32_t at = run_hash (identities, width) & mask;
  while (index[at] != 0
	 && !run_is (w, &runs[index[at] - 1], identities, width))
    at = (at + 1) & mask;
  return &index[at];
}

/* Make the index big enough for N runs to come, at most half full.  Its size
   follows what this record names: what another one needed costs nothing.  */
static void
index_reserve (struct record_writer *w, uint32_t n)
{
  size_t size = w->index.size / sizeof (uint32_t);
  if (size >= (size_t) n * 2)
    return;
  size = size ? size * 2 : RUNS_WITHOUT_INDEX * 4;
  buffer_clear (&w->index);
  buffer_add_zero (&w->index, size * sizeof (uint32_t));
  const struct run *runs = (const struct run *) w->runs.bytes;
  const struct fingerprint *identities
    = (const struct fingerprint *) w->identities.bytes;
  for (uint32_t i = 0; i < w->runs.size / sizeof *runs; i++)
    *index_find (w, identities + runs[i].first, runs[i].width) = i + 1;
}

/* The index of the identities of a key, added if new.  */
static uint32_t
intern_run (struct record_writer *w, const struct fingerprint *identities,
	    unsigned width)
{
  const struct run *runs = (const struct run *) w->runs.bytes;
  uint32_t n = (uint32_t) (w->runs.size / sizeof *runs);
  if (n < RUNS_WITHOUT_INDEX)
    {
      for (uint32_t i = 0; i < n; i++)
	if (run_is (w, &runs[i], identities, width))
	  return runs[i].first;
    }
  else
    {
      index_reserve (w, n + 1);
      uint32_t *place = index_find (w, identities, width);
      if (*place != 0)
	return runs[*place - 1].first;
      *place = n + 1;
    }
  size_t at = buffer_add (&w->identities, identities,
			  width * sizeof *identities);
  struct run run = { (uint32_t) (at / sizeof *identities), width };
  buffer_add (&w->runs, &run, sizeof run);
  return run.first;
}

uint32_t
record_set_subject (struct record_writer *w,
		    const struct fingerprint *identities, unsigned width)
{
  begin_subject (w, width ? intern_run (w, identities, width) : KEY_SELF);
  return w->subject;
}

void
record_add_trace (struct record_writer *w, uint32_t query, uint32_t flags,
		  unsigned depth, struct fingerprint print)
{
  const struct trace t = { .print = print, .query = (uint16_t) query,
			   .flags = (uint8_t) flags,
			   .depth = (uint8_t) depth, .subject = w->subject };
  w->trace = buffer_add (&w->entries, &t, sizeof t);
  w->n_traces++;
  uint8_t *of_query = (uint8_t *) w->per_query.bytes + query;
  if (*of_query < UINT8_MAX)
    ++*of_query;
}

void
record_add_dependency (struct record_writer *w, uint32_t query, uint32_t key,
		       const struct fingerprint *identities, unsigned width,
		       uint64_t print)
{
  const struct dependency d
    = { .print = print,
	.key = width ? intern_run (w, identities, width) : key,
	.query = (uint16_t) query };
  buffer_add (&w->entries, &d, sizeof d);
  struct trace *t = buffer_at (&w->entries, w->trace);
  t->n_dependencies++;
}

void
record_add_value (struct record_writer *w, const void *value, size_t size)
{
  if (!value)
    return;
  struct trace *t = buffer_at (&w->entries, w->trace);
  t->flags |= TRACE_HAS_VALUE;
  /* If that cuts it short, the record is too large for record_finish.  */
  t->value_size = (uint32_t) size;
  buffer_add (&w->entries, value, size);
  buffer_align (&w->entries, VALUE_ALIGNMENT);
}

void
record_copy_trace (struct record_writer *w, const struct record *r,
		   const struct trace *t, const struct query_kind *kinds)
{
  record_add_trace (w, t->query, t->flags & ~(uint32_t) TRACE_HAS_VALUE,
		    t->depth, t->print);
  const struct dependency *d = trace_dependencies (t);
  const struct fingerprint *identities = record_identities (r);
  for (uint32_t i = 0; i < t->n_dependencies; i++)
    if (d[i].key == KEY_SELF || d[i].key == KEY_THE_UNIT)
      record_add_dependency (w, d[i].query, d[i].key, NULL, 0, d[i].print);
    else
      record_add_dependency (w, d[i].query, 0, identities + d[i].key,
			     key_width (kinds[d[i].query].key), d[i].print);
  record_add_value (w, t->flags & TRACE_HAS_VALUE ? trace_value (t) : NULL,
		    t->value_size);
}

uint32_t
record_count (const struct record_writer *w, uint32_t query)
{
  return (uint8_t) w->per_query.bytes[query];
}

bool
record_finish (struct record_writer *w, struct buffer *out)
{
  buffer_clear (out);
  uint64_t size = (uint64_t) sizeof (struct record) + w->entries.size
		  + w->identities.size;
  if (size > UINT32_MAX)
    return false;
  const struct record r
    = { RECORD_MAGIC + RECORD_VERSION, (uint32_t) size, w->n_traces,
	(uint32_t) (w->identities.size / sizeof (struct fingerprint)) };
  buffer_reserve (out, size);
  buffer_add (out, &r, sizeof r);
  buffer_add (out, w->entries.bytes, w->entries.size);
  buffer_add (out, w->identities.bytes, w->identities.size);
  return true;
}
