/* engine-memory.c - a store in memory, and what it must be good for.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/fuzz/engine-memory.h"

#include <stdlib.h>
#include <string.h>

#include "queries/record.h"

static void *
grow (void *old, size_t size)
{
  void *p = realloc (old, size);
  if (!p)
    abort ();
  return p;
}

void
memory_init (struct memory *m)
{
  memset (m, 0, sizeof *m);
}

void
memory_release (struct memory *m)
{
  for (unsigned i = 0; i < m->n; i++)
    {
      free (m->kept[i]->bytes);
      free (m->kept[i]->facts.fact);
      free (m->kept[i]);
    }
  free (m->kept);
}

struct kept *
memory_find (const struct memory *m, struct fingerprint key)
{
  for (unsigned i = 0; i < m->n; i++)
    if (fingerprint_equal (m->kept[i]->key, key))
      return m->kept[i];
  return NULL;
}

void
memory_put (struct memory *m, struct fingerprint key, void *bytes,
	    size_t size, const struct facts *facts)
{
  struct kept *k = memory_find (m, key);
  if (k)
    {
      free (k->bytes);
      free (k->facts.fact);
    }
  else
    {
      if (m->n == m->capacity)
	{
	  m->capacity = m->capacity ? 2 * m->capacity : 16;
	  m->kept = grow (m->kept, m->capacity * sizeof *m->kept);
	}
      k = m->kept[m->n++] = grow (NULL, sizeof *k);
    }
  *k = (struct kept) { key, bytes, size, *facts };
}

uint64_t
memory_hash (const struct memory *m)
{
  uint64_t sum = 0;
  for (unsigned i = 0; i < m->n; i++)
    {
      struct fingerprint f = fingerprint_of (m->kept[i]->bytes,
					     m->kept[i]->size);
      f = fingerprint_combine (m->kept[i]->key, f);
      sum += f.low;
    }
  return sum;
}

void *
copy_aligned (const void *bytes, size_t size)
{
  void *p = aligned_alloc (16, (size + 15) / 16 * 16);
  if (!p)
    abort ();
  return memcpy (p, bytes, size);
}

bool
facts_have (const struct facts *f, unsigned query, unsigned subject,
	    uint64_t trace)
{
  for (unsigned i = 0; i < f->n; i++)
    if (f->fact[i].query == query && f->fact[i].subject == subject
	&& f->fact[i].trace == trace)
      return true;
  return false;
}

void
facts_add (struct facts *f, unsigned query, unsigned subject, uint64_t trace)
{
  unsigned same = 0;
  for (unsigned i = 0; i < f->n; i++)
    same += f->fact[i].query == query && f->fact[i].subject == subject;
  if (same >= RECORD_TRACES_PER_QUERY)
    return;
  if (f->n == f->capacity)
    {
      f->capacity = f->capacity ? 2 * f->capacity : 16;
      f->fact = grow (f->fact, f->capacity * sizeof *f->fact);
    }
  f->fact[f->n++]
    = (struct fact) { trace, (uint8_t) query, (uint8_t) subject };
}
