/* arena.c - bump allocation, dropped all at once.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 16
#define FIRST_CHUNK (16 * 1024)
#define LARGEST_CHUNK (4 * 1024 * 1024)

/* The header keeps the room behind it aligned.  */
struct arena_chunk
{
  struct arena_chunk *older;
  size_t size;			/* Of the room.  */
};

_Static_assert (sizeof (struct arena_chunk) % ALIGNMENT == 0,
		"chunk header breaks the alignment");

void
arena_init (struct arena *a, const char *name)
{
  memset (a, 0, sizeof *a);
  a->name = name;
}

void
arena_release (struct arena *a)
{
  struct arena_mark empty = { NULL, NULL };
  arena_cut (a, empty);
}

static void
add_chunk (struct arena *a, size_t size)
{
  size_t room = a->chunk ? a->chunk->size * 2 : FIRST_CHUNK;
  if (room > LARGEST_CHUNK)
    room = LARGEST_CHUNK;
  if (room < size)
    room = size;
  struct arena_chunk *c = malloc (sizeof *c + room);
  if (!c)
    {
      fprintf (stderr, "libqueries: out of memory (%zu bytes for %s)\n",
	       room, a->name);
      abort ();
    }
  c->older = a->chunk;
  c->size = room;
  a->chunk = c;
  a->next = (char *) (c + 1);
  a->limit = a->next + room;
  a->reserved += room;
}

void *
arena_alloc (struct arena *a, size_t size)
{
  /* Never nothing: every allocation has an address of its own.  */
  size = size ? (size + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1) : ALIGNMENT;
  if (size > (size_t) (a->limit - a->next))
    add_chunk (a, size);
  void *p = a->next;
  a->next += size;
  a->allocated += size;
  return p;
}

void *
arena_calloc (struct arena *a, size_t count, size_t size)
{
  size_t bytes;
  if (__builtin_mul_overflow (count, size, &bytes))
    {
      fprintf (stderr, "libqueries: size overflow in %s\n", a->name);
      abort ();
    }
  void *p = arena_alloc (a, bytes);
  memset (p, 0, bytes);
  return p;
}

void *
arena_copy (struct arena *a, const void *bytes, size_t size)
{
  void *p = arena_alloc (a, size);
  if (size)
    memcpy (p, bytes, size);
  return p;
}

struct arena_mark
arena_mark (const struct arena *a)
{
  struct arena_mark m = { a->chunk, a->next };
  return m;
}

void
arena_cut (struct arena *a, struct arena_mark mark)
{
  while (a->chunk != mark.chunk)
    {
      struct arena_chunk *older = a->chunk->older;
      a->reserved -= a->chunk->size;
      free (a->chunk);
      a->chunk = older;
    }
  a->next = mark.next;
  a->limit = a->chunk ? (char *) (a->chunk + 1) + a->chunk->size : NULL;
}
