/* store.c - what all back ends of the store share.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "queries/store-lmdb.h"

/* No back end takes more in one value.  */
#define LARGEST_VALUE ((size_t) 1 << 30)

struct store
{
  const struct store_operations *operations;
  void *back_end;
  struct store_counters counters;
};

/* PARENT/CHILD, to be freed; NULL if PARENT is not set.  */
static char *
below (const char *parent, const char *child)
{
  if (!parent || !*parent)
    return NULL;
  size_t size = strlen (parent) + strlen (child) + 2;
  char *path = malloc (size);
  if (path)
    snprintf (path, size, "%s%s%s", parent, *child ? "/" : "", child);
  return path;
}

char *
store_default_folder (void)
{
  char *folder = below (getenv ("QUERIES_DIR"), "");
  /* A relative one is to be ignored, says its specification.  */
  const char *cache = getenv ("XDG_CACHE_HOME");
  if (!folder && cache && *cache == '/')
    folder = below (cache, "queries");
  if (!folder)
    folder = below (getenv ("HOME"), ".cache/queries");
  return folder;
}

struct store *
store_open (const char *where, char **message)
{
  *message = NULL;
  if (strncmp (where, "redis:", 6) == 0
      || strncmp (where, "redis+unix:", 11) == 0)
    {
      *message = strdup ("no Redis support in this build");
      return NULL;
    }
  void *back_end = store_lmdb_open (where, message);
  if (!back_end)
    return NULL;
  struct store *s = calloc (1, sizeof *s);
  if (!s)
    {
      store_lmdb_operations.close (back_end);
      return NULL;
    }
  s->operations = &store_lmdb_operations;
  s->back_end = back_end;
  return s;
}

void
store_close (struct store *s)
{
  if (!s)
    return;
  s->operations->close (s->back_end);
  free (s);
}

const struct store_counters *
store_counters (const struct store *s)
{
  return &s->counters;
}

uint64_t
store_session (struct store *s)
{
  return s->operations->session (s->back_end);
}

static uint64_t
checksum (const struct fingerprint *key, const void *bytes, size_t size)
{
  return XXH3_64bits_withSeed (bytes, size, key->low ^ key->high * 31);
}

/* The bytes in the envelope RAW, copied to ARENA; sets *INNER to their size.
   NULL if RAW is not a whole value that was written for KEY; then ARENA is as
   it was.  */
static const void *
open_envelope (const struct fingerprint *key, const void *raw, size_t size,
	       struct arena *arena, size_t *inner)
{
  struct envelope e;
  if (size < sizeof e)
    return NULL;
  memcpy (&e, raw, sizeof e);
  if (e.magic != ENVELOPE_MAGIC || e.version != ENVELOPE_VERSION
      || e.size != size - sizeof e)
    return NULL;
  struct arena_mark mark = arena_mark (arena);
  /* An empty value is no miss, and an arena may give NULL for nothing.  */
  void *copy = arena_alloc (arena, e.size ? e.size : 1);
  memcpy (copy, (const char *) raw + sizeof e, e.size);
  if (checksum (key, copy, e.size) != e.checksum)
    {
      arena_cut (arena, mark);
      return NULL;
    }
  *inner = e.size;
  return copy;
}

struct reading
{
  const struct fingerprint *keys;
  struct store_value *values;
  struct arena *arena;
  struct store_counters *counters;
  size_t found;
};

static bool
take_value (void *data, size_t index, const void *bytes, size_t size)
{
  struct reading *r = data;
  struct store_value v;
  v.bytes = open_envelope (&r->keys[index], bytes, size, r->arena, &v.size);
  if (!v.bytes)
    return false;
  r->values[index] = v;
  r->found++;
  r->counters->bytes_in += v.size;
  return true;
}

size_t
store_get_many (struct store *s, const struct fingerprint *keys, size_t count,
		struct store_value *values, struct arena *arena)
{
  struct reading r = { keys, values, arena, &s->counters, 0 };
  if (count > 0)
    memset (values, 0, count * sizeof *values);
  s->operations->get_many (s->back_end, keys, count, take_value, &r,
			   &s->counters);
  s->counters.gets += count;
  s->counters.found += r.found;
  return r.found;
}

static int
compare_pieces (const void *a, const void *b)
{
  const struct store_piece *x = a, *y = b;
  int order = memcmp (&x->key, &y->key, sizeof x->key);
  if (order == 0)		/* As the caller has them.  */
    order = x->envelope.checksum < y->envelope.checksum ? -1
	    : x->envelope.checksum > y->envelope.checksum;
  return order;
}

/* Sorted pieces, each key once, the last of equal ones.  Sets *COUNT.  NULL
   if there is something that no back end takes.  */
static struct store_piece *
make_pieces (const struct store_item *items, size_t *count)
{
  struct store_piece *pieces = calloc (*count, sizeof *pieces);
  if (!pieces)
    return NULL;
  for (size_t i = 0; i < *count; i++)
    {
      if (items[i].size > LARGEST_VALUE)
	{
	  free (pieces);
	  return NULL;
	}
      pieces[i].key = items[i].key;
      pieces[i].bytes = items[i].bytes;
      pieces[i].size = items[i].size;
      /* Its place, for compare_pieces; the checksum comes later.  */
      pieces[i].envelope.checksum = i;
    }
  qsort (pieces, *count, sizeof *pieces, compare_pieces);
  size_t kept = 0;
  for (size_t i = 0; i < *count; i++)
    {
      if (kept > 0 && fingerprint_equal (pieces[kept - 1].key, pieces[i].key))
	kept--;
      pieces[kept++] = pieces[i];
    }
  *count = kept;
  return pieces;
}

size_t
store_put_many (struct store *s, const struct store_item *items, size_t count)
{
  if (count == 0)
    return 0;
  size_t n = count;
  struct store_piece *pieces = make_pieces (items, &n);
  uint64_t bytes = 0;
  for (size_t i = 0; pieces && i < n; i++)
    {
      struct store_piece *p = &pieces[i];
      p->envelope.magic = ENVELOPE_MAGIC;
      p->envelope.version = ENVELOPE_VERSION;
      p->envelope.size = p->size;
      p->envelope.checksum = checksum (&p->key, p->bytes, p->size);
      bytes += p->size;
    }
  bool written = pieces
		 && s->operations->put_many (s->back_end, pieces, n,
					     &s->counters);
  free (pieces);
  if (!written)
    {
      s->counters.dropped += count;
      return 0;
    }
  s->counters.puts += count;
  s->counters.bytes_out += bytes;
  return count;
}

struct visiting
{
  int (*each) (void *data, const struct fingerprint *key, const void *bytes,
	       size_t size);
  void *data;
  struct arena arena;
  struct store_counters *counters;
};

static int
visit_value (void *data, const struct fingerprint *key, const void *bytes,
	     size_t size)
{
  struct visiting *v = data;
  struct arena_mark mark = arena_mark (&v->arena);
  size_t inner;
  const void *copy = open_envelope (key, bytes, size, &v->arena, &inner);
  int stop = 0;
  if (copy)
    stop = v->each (v->data, key, copy, inner);
  else
    v->counters->damaged++;
  arena_cut (&v->arena, mark);
  return stop;
}

int
store_for_each (struct store *s,
		int (*each) (void *data, const struct fingerprint *key,
			     const void *bytes, size_t size),
		void *data)
{
  struct visiting v = { .each = each, .data = data, .counters = &s->counters };
  arena_init (&v.arena, "store walk");
  int stop = s->operations->for_each (s->back_end, visit_value, &v,
				      &s->counters);
  arena_release (&v.arena);
  return stop;
}
