/* forge.c - taking records apart, changing them, and putting them together.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/forge.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct forged_key
key_of (const struct record *r, uint32_t key, enum key_kind kind)
{
  struct forged_key k = { .where = key };
  if (key == KEY_SELF || key == KEY_THE_UNIT)
    return k;
  k.width = key_width (kind);
  memcpy (k.identities, record_identities (r) + key,
	  k.width * sizeof *k.identities);
  return k;
}

static void
read_trace (struct forge *f, const struct record *r, const struct trace *t)
{
  struct forged_trace *to = &f->traces[f->n_traces++];
  *to = (struct forged_trace)
    { .print = t->print, .query = t->query,
      .flags = t->flags & ~(uint32_t) TRACE_HAS_VALUE, .depth = t->depth,
      .subject = key_of (r, t->subject, query_kinds[t->query].key) };
  to->dependencies = arena_alloc (&f->arena, (t->n_dependencies + 1)
					     * sizeof *to->dependencies);
  for (uint32_t i = 0; i < t->n_dependencies; i++)
    {
      const struct dependency *d = trace_dependencies (t) + i;
      to->dependencies[to->n_dependencies++] = (struct forged_dependency)
	{ d->query, key_of (r, d->key, query_kinds[d->query].key), d->print };
    }
  if (t->flags & TRACE_HAS_VALUE)
    {
      to->value = arena_copy (&f->arena, trace_value (t), t->value_size);
      to->value_size = t->value_size;
    }
}

bool
forge_init (struct forge *f, enum key_kind home, const void *bytes,
	    size_t size)
{
  const struct record *r = bytes;
  *f = (struct forge) { .home = home };
  if (!record_check (bytes, size, home, query_kinds, QUERIES))
    return false;
  arena_init (&f->arena, "forge");
  f->traces = arena_alloc (&f->arena, (r->n_traces + 1) * sizeof *f->traces);
  const struct trace *t = record_first (r);
  for (uint32_t i = 0; i < r->n_traces; i++, t = trace_next (t))
    read_trace (f, r, t);
  return true;
}

void
forge_release (struct forge *f)
{
  arena_release (&f->arena);
}

struct forged_trace *
forge_find (const struct forge *f, uint32_t query)
{
  for (uint32_t i = 0; i < f->n_traces; i++)
    if (f->traces[i].query == query)
      return &f->traces[i];
  return NULL;
}

void
forge_value (struct forge *f, struct forged_trace *t, const void *value,
	     size_t size)
{
  t->value = arena_copy (&f->arena, value, size);
  t->value_size = (uint32_t) size;
  forge_print (t);
}

void
forge_print (struct forged_trace *t)
{
  t->print = fingerprint_of (t->value, t->value_size);
}

void
forge_drop (struct forge *f, struct forged_trace *t)
{
  struct forged_trace *end = f->traces + f->n_traces--;
  memmove (t, t + 1, (size_t) (end - (t + 1)) * sizeof *t);
}

void
forge_dependency (struct forged_trace *t, uint32_t query,
		  struct fingerprint key, uint64_t print)
{
  t->flags = 0;
  t->dependencies[t->n_dependencies++] = (struct forged_dependency)
    { query, { 0, 1, { key } }, print };
}

void
forge_finish (const struct forge *f, struct buffer *out)
{
  struct record_writer w;
  record_writer_init (&w, QUERIES);
  for (uint32_t i = 0; i < f->n_traces; i++)
    {
      const struct forged_trace *t = &f->traces[i];
      record_set_subject (&w, t->subject.identities, t->subject.width);
      record_add_trace (&w, t->query, t->flags, t->depth, t->print);
      for (uint32_t j = 0; j < t->n_dependencies; j++)
	{
	  const struct forged_dependency *d = &t->dependencies[j];
	  record_add_dependency (&w, d->query, d->key.where,
				 d->key.identities, d->key.width, d->print);
	}
      record_add_value (&w, t->value, t->value_size);
    }
  if (!record_finish (&w, out))
    abort ();
  record_writer_release (&w);
}

void
forge_store_init (struct forge_store *s)
{
  char *message;
  strcpy (s->folder, "/tmp/test-forge-XXXXXX");
  s->store = mkdtemp (s->folder) ? store_open_folder (s->folder, &message)
				 : NULL;
  if (!s->store)
    {
      perror (s->folder);
      abort ();
    }
}

static int
remove_one (const char *name, const struct stat *st, int kind, struct FTW *ftw)
{
  (void) st;
  (void) kind;
  (void) ftw;
  return remove (name);
}

void
forge_store_release (struct forge_store *s)
{
  store_close (s->store);
  nftw (s->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
