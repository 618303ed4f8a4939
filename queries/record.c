/* record.c - what the store keeps for one key: traces and values, as bytes.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/record.h"

#include <string.h>

#define VALUE_ALIGNMENT 16

/* Whether COUNT elements of SIZE bytes at OFFSET lie in LIMIT bytes.  */
static bool
in_bounds (uint64_t offset, uint64_t count, uint64_t size, uint64_t limit)
{
  return offset <= limit && count <= (limit - offset) / size;
}

static bool
dependency_ok (const struct dependency *d, enum key_kind kind,
	       uint32_t n_identities, const struct query_kind *kinds,
	       uint32_t count)
{
  if (d->query >= count)
    return false;
  switch (d->key)
    {
    case DEPENDENCY_SELF:
      return kinds[d->query].key == kind;
    case DEPENDENCY_UNIT:
      return kinds[d->query].key == KEY_UNIT;
    default:
      return kinds[d->query].key == KEY_FUNCTION && d->key < n_identities;
    }
}

static bool
trace_ok (const struct record *r, const struct trace *t, enum key_kind kind,
	  const struct query_kind *kinds, uint32_t count)
{
  if (t->query >= count || kinds[t->query].key != kind
      || kinds[t->query].flags & QUERY_INPUT
      || t->dependencies % 8 != 0 || t->identities % 8 != 0
      || t->value % VALUE_ALIGNMENT != 0
      || !in_bounds (t->dependencies, t->n_dependencies,
		     sizeof (struct dependency), r->size)
      || !in_bounds (t->identities, r->n_identities,
		     sizeof (struct fingerprint), r->size)
      || !in_bounds (t->value, t->value_size, 1, r->size))
    return false;
  if (t->flags & TRACE_CLOSED && t->n_dependencies != 0)
    return false;
  const struct dependency *d = trace_dependencies (r, t);
  for (uint32_t i = 0; i < t->n_dependencies; i++)
    if (!dependency_ok (d + i, kind, r->n_identities, kinds, count))
      return false;
  return true;
}

bool
record_check (const void *bytes, size_t size, enum key_kind kind,
	      const struct query_kind *kinds, uint32_t count)
{
  const struct record *r = bytes;
  if (size < sizeof *r || size > UINT32_MAX || (uintptr_t) bytes % 16 != 0
      || r->magic != RECORD_MAGIC || r->version != RECORD_VERSION
      || r->size != size
      || !in_bounds (sizeof *r, r->n_traces, sizeof (struct trace), size))
    return false;
  for (uint32_t i = 0; i < r->n_traces; i++)
    if (!trace_ok (r, record_traces (r) + i, kind, kinds, count))
      return false;
  return true;
}

void
record_writer_init (struct record_writer *w)
{
  memset (w, 0, sizeof *w);
}

void
record_writer_release (struct record_writer *w)
{
  buffer_release (&w->traces);
  buffer_release (&w->dependencies);
  buffer_release (&w->identities);
  buffer_release (&w->values);
}

void
record_writer_clear (struct record_writer *w)
{
  buffer_clear (&w->traces);
  buffer_clear (&w->dependencies);
  buffer_clear (&w->identities);
  buffer_clear (&w->values);
}

void
record_add_trace (struct record_writer *w, uint32_t query, uint32_t flags,
		  struct fingerprint print, const void *value,
		  size_t value_size)
{
  struct trace t = { .query = (uint16_t) query, .flags = (uint16_t) flags,
		     .print = print };
  t.dependencies = (uint32_t) w->dependencies.size;
  if (value)
    {
      t.flags |= TRACE_HAS_VALUE;
      t.value = (uint32_t) buffer_align (&w->values, VALUE_ALIGNMENT);
      t.value_size = (uint32_t) value_size;
      buffer_add (&w->values, value, value_size);
    }
  buffer_add (&w->traces, &t, sizeof t);
}

/* The index of IDENTITY, added if new.  Dependencies of one trace mostly name
   the functions in the order in which the trace before did, so the search
   starts where the last one ended, and gives up soon: an identity that is there
   twice costs 16 bytes and nothing else.  */
static uint32_t
identity_index (struct record_writer *w, const struct fingerprint *identity)
{
  uint32_t n = (uint32_t) (w->identities.size / sizeof *identity);
  const struct fingerprint *all
    = (const struct fingerprint *) w->identities.bytes;
  const struct dependency *d
    = (const struct dependency *) w->dependencies.bytes;
  size_t n_dependencies = w->dependencies.size / sizeof *d;
  uint32_t next = 0;
  if (n_dependencies > 0 && d[n_dependencies - 1].key < n)
    next = d[n_dependencies - 1].key + 1;
  if (next < n && fingerprint_equal (all[next], *identity))
    return next;
  for (uint32_t i = 0; i < n && i < 64; i++)
    if (fingerprint_equal (all[i], *identity))
      return i;
  buffer_add (&w->identities, identity, sizeof *identity);
  return n;
}

void
record_add_dependency (struct record_writer *w, uint32_t query, uint32_t key,
		       const struct fingerprint *identity,
		       struct fingerprint print)
{
  struct dependency d = { query, key, print };
  if (identity)
    d.key = identity_index (w, identity);
  buffer_add (&w->dependencies, &d, sizeof d);
  struct trace *t = buffer_at (&w->traces,
			       w->traces.size - sizeof (struct trace));
  t->n_dependencies++;
}

void
record_copy_trace (struct record_writer *w, const struct record *r,
		   const struct trace *t)
{
  const void *value = t->flags & TRACE_HAS_VALUE ? trace_value (r, t) : NULL;
  record_add_trace (w, t->query, t->flags, t->print, value, t->value_size);
  const struct dependency *d = trace_dependencies (r, t);
  for (uint32_t i = 0; i < t->n_dependencies; i++)
    {
      struct fingerprint identity;
      bool named = d[i].key != DEPENDENCY_SELF && d[i].key != DEPENDENCY_UNIT;
      if (named)
	identity = trace_identity (r, t, d[i].key);
      record_add_dependency (w, d[i].query, d[i].key,
			     named ? &identity : NULL, d[i].print);
    }
}

uint32_t
record_count (const struct record_writer *w, uint32_t query)
{
  const struct trace *t = (const struct trace *) w->traces.bytes;
  size_t n = w->traces.size / sizeof *t;
  uint32_t count = 0;
  for (size_t i = 0; i < n; i++)
    count += t[i].query == query;
  return count;
}

bool
record_finish (struct record_writer *w, struct buffer *out)
{
  buffer_clear (out);
  size_t n_traces = w->traces.size / sizeof (struct trace);
  size_t dependencies = sizeof (struct record) + w->traces.size;
  size_t identities = dependencies + w->dependencies.size;
  size_t values = identities + w->identities.size;
  values = (values + VALUE_ALIGNMENT - 1) & ~(size_t) (VALUE_ALIGNMENT - 1);
  size_t size = values + w->values.size;
  if (n_traces > UINT16_MAX || size > UINT32_MAX)
    return false;

  struct trace *t = (struct trace *) w->traces.bytes;
  for (size_t i = 0; i < n_traces; i++)
    {
      t[i].dependencies += (uint32_t) dependencies;
      t[i].identities = (uint32_t) identities;
      t[i].value += (uint32_t) values;
    }
  struct record r = { RECORD_MAGIC, RECORD_VERSION, (uint16_t) n_traces,
		      (uint32_t) size,
		      (uint32_t) (w->identities.size
				  / sizeof (struct fingerprint)) };
  buffer_reserve (out, size);
  buffer_add (out, &r, sizeof r);
  buffer_add (out, w->traces.bytes, w->traces.size);
  buffer_add (out, w->dependencies.bytes, w->dependencies.size);
  buffer_add (out, w->identities.bytes, w->identities.size);
  buffer_align (out, VALUE_ALIGNMENT);
  buffer_add (out, w->values.bytes, w->values.size);
  return true;
}
