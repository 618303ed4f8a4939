/* hostile-records.c - records that were changed by somebody who knows how.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/fuzz/hostile-records.h"

#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/cfg.h"

static void *
must (void *p)
{
  if (!p)
    abort ();
  return p;
}

void
hostile_records_init (struct hostile_records *r)
{
  memset (r, 0, sizeof *r);
}

void
hostile_records_release (struct hostile_records *r)
{
  for (size_t i = 0; i < r->count; i++)
    free (r->items[i].bytes);
  free (r->items);
  buffer_release (&r->identities);
}

static int
add_record (void *data, const struct store_entry *e)
{
  struct hostile_records *r = data;
  static const enum key_kind homes[] = { KEY_FUNCTION, KEY_UNIT };
  for (int i = 0; e->bytes && i < 2; i++)
    if (record_check (e->bytes, e->size, homes[i], query_kinds, QUERIES))
      {
	if (r->count == r->capacity)
	  {
	    r->capacity = r->capacity ? 2 * r->capacity : 64;
	    r->items = must (realloc (r->items,
				      r->capacity * sizeof *r->items));
	  }
	void *copy = must (malloc (e->size));
	memcpy (copy, e->bytes, e->size);
	r->items[r->count++]
	  = (struct hostile_record) { e->key, homes[i], copy, e->size };
	const struct record *record = copy;
	buffer_add (&r->identities, record_identities (record),
		    record->n_identities * sizeof (struct fingerprint));
	break;
      }
  return 0;
}

void
hostile_records_read (struct hostile_records *r, struct store *s)
{
  store_for_each (s, add_record, r);
  struct fingerprint nobody = { 12, 34 };
  buffer_add (&r->identities, &nobody, sizeof nobody);
}

/* One change of one record.  */
struct change
{
  const struct hostile_records *all;
  struct forge *f;
  uint64_t *seed;
};

static uint32_t
below (struct change *c, uint32_t limit)
{
  return limit ? random_below (c->seed, limit) : 0;
}

static uint64_t
some_number (struct change *c)
{
  static const uint64_t numbers[]
    = { 0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 64, 100, 255, 256, 1000, 4096,
	65535, 65536, 0x0fffffff, 0x7fffffff, 0x80000000, 0xfffffffe,
	0xffffffff };
  return numbers[below (c, sizeof numbers / sizeof *numbers)];
}

static struct forged_trace *
some_trace (struct change *c)
{
  return &c->f->traces[below (c, c->f->n_traces)];
}

static void
some_key (struct change *c, struct forged_key *k, enum key_kind kind)
{
  const struct fingerprint *of
    = (const struct fingerprint *) c->all->identities.bytes;
  uint32_t n = (uint32_t) (c->all->identities.size / sizeof *of);
  *k = (struct forged_key) { .where = KEY_THE_UNIT };
  if (kind == KEY_UNIT)
    return;
  if (kind == c->f->home && below (c, 2))
    {
      k->where = KEY_SELF;
      return;
    }
  k->where = 0;
  k->width = key_width (kind);
  for (unsigned i = 0; i < k->width; i++)
    k->identities[i] = of[below (c, n)];
}

/* Values.  Places in them are 32-bit numbers, most of them.  */

static void
change_numbers (struct change *c, struct forged_trace *t)
{
  uint32_t n = 1 + below (c, 3);
  for (uint32_t i = 0; i < n && t->value_size >= 4; i++)
    {
      uint32_t at = below (c, t->value_size / 4) * 4, number;
      memcpy (&number, t->value + at, 4);
      switch (below (c, 4))
	{
	case 0:
	  number = (uint32_t) some_number (c);
	  break;
	case 1:
	  number += 1 + below (c, 4);
	  break;
	case 2:
	  number -= 1 + below (c, 4);
	  break;
	default:
	  number ^= 1u << below (c, 32);
	}
      memcpy (t->value + at, &number, 4);
    }
}

/* Another record's value of the same query.  */
static void
take_value (struct change *c, struct forged_trace *t)
{
  const struct hostile_record *from
    = &c->all->items[below (c, (uint32_t) c->all->count)];
  const struct record *r = from->bytes;
  const struct trace *other = record_first (r);
  for (uint32_t i = 0; i < r->n_traces; i++, other = trace_next (other))
    if (other->query == t->query && other->flags & TRACE_HAS_VALUE)
      forge_value (c->f, t, trace_value (other), other->value_size);
}

/* A value that has more or less of something at its end.  */
static void
resize_value (struct change *c, struct forged_trace *t)
{
  uint32_t size = t->value_size + 4 * below (c, 16);
  uint32_t cut = 4 * below (c, 16);
  char *bytes = arena_calloc (&c->f->arena, 1, size + 16);
  memcpy (bytes, t->value, t->value_size);
  t->value = bytes;
  t->value_size = size > cut ? size - cut : 0;
}

static void
change_value (struct change *c)
{
  struct forged_trace *t = some_trace (c);
  for (uint32_t tries = 0; !t->value && tries < 8; tries++)
    t = some_trace (c);
  if (!t->value)
    return;
  switch (below (c, 6))
    {
    case 0:
      take_value (c, t);
      break;
    case 1:
      resize_value (c, t);
      break;
    default:
      change_numbers (c, t);
    }
  if (below (c, 8))
    forge_print (t);
}

/* Dependencies.  */

static void
change_dependency (struct change *c)
{
  struct forged_trace *t = some_trace (c);
  if (t->n_dependencies == 0)
    return;
  struct forged_dependency *d
    = &t->dependencies[below (c, t->n_dependencies)];
  switch (below (c, 4))
    {
    case 0:
      d->query = below (c, QUERIES);
      some_key (c, &d->key, query_kinds[d->query].key);
      break;
    case 1:
      some_key (c, &d->key, query_kinds[d->query].key);
      break;
    case 2:
      *d = t->dependencies[--t->n_dependencies];
      break;
    default:
      d->print = below (c, 2) ? some_number (c) : d->print ^ 1;
    }
}

static void
add_dependency (struct change *c)
{
  struct forged_trace *t = some_trace (c);
  /* There is room for one more.  */
  struct forged_dependency *more
    = arena_alloc (&c->f->arena, (t->n_dependencies + 2) * sizeof *more);
  memcpy (more, t->dependencies, t->n_dependencies * sizeof *more);
  t->dependencies = more;
  more += t->n_dependencies++;
  more->query = below (c, QUERIES);
  some_key (c, &more->key, query_kinds[more->query].key);
  more->print = some_number (c);
  t->flags = 0;
}

/* Traces.  */

static void
change_trace (struct change *c)
{
  struct forged_trace *t = some_trace (c);
  switch (below (c, 6))
    {
    case 0:
      forge_drop (c->f, t);
      break;
    case 1:
      t->print.low ^= 1 + below (c, 3);
      break;
    case 2:
      /* It read nothing, it says.  */
      t->n_dependencies = 0;
      t->flags = t->subject.width || below (c, 2) ? 0 : TRACE_CLOSED;
      break;
    case 3:
      t->value = NULL;
      t->value_size = 0;
      break;
    case 4:
      /* One for another query of the same kind of key.  */
      for (uint32_t q = below (c, QUERIES), i = 0; i < QUERIES; i++)
	if (query_kinds[(q + i) % QUERIES].key == query_kinds[t->query].key
	    && !(query_kinds[(q + i) % QUERIES].flags & QUERY_INPUT))
	  {
	    t->query = (q + i) % QUERIES;
	    break;
	  }
      break;
    default:
      if (t->subject.width)
	some_key (c, &t->subject, query_kinds[t->query].key);
    }
}

/* Let readers in the same record have read what is there now.  */
static void
fit_dependencies (struct change *c)
{
  for (uint32_t i = 0; i < c->f->n_traces; i++)
    for (uint32_t j = 0; j < c->f->traces[i].n_dependencies; j++)
      {
	struct forged_dependency *d = &c->f->traces[i].dependencies[j];
	const struct forged_trace *t = forge_find (c->f, d->query);
	if (t && d->key.where == KEY_SELF)
	  d->print = t->print.low;
      }
}

/* The trace of a value that nobody keeps would make the whole record none.  */
static void
drop_strays (struct forge *f)
{
  for (uint32_t i = 0; i < f->n_traces; i++)
    {
      struct forged_trace *t = &f->traces[i];
      if (!(query_kinds[t->query].flags & QUERY_CACHE_ON_DISK))
	{
	  t->value = NULL;
	  t->value_size = 0;
	}
    }
}

static void
change_forge (struct change *c)
{
  uint32_t n = 1 + below (c, 3);
  for (uint32_t i = 0; i < n && c->f->n_traces > 0; i++)
    switch (below (c, 8))
      {
      case 0:
	change_dependency (c);
	break;
      case 1:
	add_dependency (c);
	break;
      case 2:
      case 3:
	change_trace (c);
	break;
      default:
	change_value (c);
      }
  drop_strays (c->f);
  if (below (c, 2))
    fit_dependencies (c);
}

static bool
put (struct store *s, struct fingerprint key, const void *bytes, size_t size)
{
  struct store_item item = { key, bytes, size, STORE_PUT };
  return store_put_many (s, &item, 1) == 1;
}

/* Single bits, wherever they are.  */
static void
flip_bits (struct change *c, struct buffer *out)
{
  for (uint32_t i = 0, n = 1 + below (c, 4); i < n && out->size; i++)
    out->bytes[below (c, (uint32_t) out->size)]
      ^= (char) (1 << below (c, 8));
}

static void
change_record (const struct hostile_records *r, struct store *s,
	       size_t index, uint64_t *seed)
{
  const struct hostile_record *from = &r->items[index];
  struct forge f;
  struct buffer out = BUFFER_INIT;
  struct change c = { r, &f, seed };
  /* Sometimes another one's record.  */
  if (below (&c, 16) == 0)
    {
      size_t other = below (&c, (uint32_t) r->count);
      if (r->items[other].home == from->home)
	from = &r->items[other];
    }
  if (!forge_init (&f, from->home, from->bytes, from->size))
    abort ();
  change_forge (&c);
  forge_finish (&f, &out);
  if (below (&c, 16) == 0)
    flip_bits (&c, &out);
  put (s, r->items[index].key, out.bytes, out.size);
  buffer_release (&out);
  forge_release (&f);
}

size_t
hostile_change (const struct hostile_records *r, struct store *s,
		uint64_t *seed, size_t *changed, size_t most)
{
  size_t n = 1 + random_below (seed, 3);
  if (n > most)
    n = most;
  for (size_t i = 0; i < n; i++)
    {
      changed[i] = random_below (seed, (uint32_t) r->count);
      /* A unit has one record and many functions: its turn comes often.  */
      if (random_below (seed, 3) == 0)
	for (size_t j = 0; j < r->count; j++)
	  if (r->items[j].home == KEY_UNIT)
	    changed[i] = j;
      change_record (r, s, changed[i], seed);
    }
  return n;
}

bool
hostile_restore (const struct hostile_records *r, struct store *s,
		 size_t index)
{
  return put (s, r->items[index].key, r->items[index].bytes,
	      r->items[index].size);
}
