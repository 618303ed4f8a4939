/* arena.h - bump allocation, dropped all at once.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   An arena belongs to one thread at a time; there is no lock.  Memory comes
   from malloc in growing chunks, is aligned to 16 bytes, not initialised, and
   lives until the arena is released or cut back to a mark.  Allocation cannot
   fail: out of memory ends the process as it does in GCC (abort with a
   message).  */

#ifndef QUERIES_ARENA_H
#define QUERIES_ARENA_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct arena_chunk;

struct arena
{
  const char *name;		/* For statistics; static storage.  */
  struct arena_chunk *chunk;	/* The newest; a list to the older ones.  */
  char *next, *limit;		/* Free room in CHUNK.  */
  size_t allocated;		/* Bytes handed out since init.  */
  size_t reserved;		/* Bytes got from malloc and held.  */
};

/* A position to cut back to.  */
struct arena_mark
{
  struct arena_chunk *chunk;
  char *next;
};

void arena_init (struct arena *a, const char *name);
void arena_release (struct arena *a);

void *arena_alloc (struct arena *a, size_t size);
void *arena_calloc (struct arena *a, size_t count, size_t size);
void *arena_copy (struct arena *a, const void *bytes, size_t size);

struct arena_mark arena_mark (const struct arena *a);
/* Everything allocated after MARK is gone.  */
void arena_cut (struct arena *a, struct arena_mark mark);

#ifdef __cplusplus
}
#endif
#endif
