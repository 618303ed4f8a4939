/* good-alloc-size.c - allocators that give as much as they say (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>

#define SIZED(N) __attribute__ ((alloc_size (N)))

struct header { struct header *next; };
extern size_t unit_size;

SIZED (1) void *
rounds (size_t n)
{
  return malloc (n < 16 ? 16 : n);
}

SIZED (1) void *
checks (size_t n)
{
  if (n > 16)
    return NULL;
  return malloc (16);
}

SIZED (2) void *
aligned (size_t alignment, size_t size)
{
  return malloc (size);
}

__attribute__ ((alloc_size (1, 2))) void *
array (size_t count, size_t size)
{
  return calloc (count, size);
}

__attribute__ ((alloc_size (1, 2))) void *
product (size_t count, size_t size)
{
  return malloc (count * size);
}

SIZED (1) void *
with_header (size_t n)
{
  struct header *h = malloc (n + sizeof *h);
  if (!h)
    return NULL;
  h->next = NULL;
  return h + 1;
}

/* Back at the start of what holds it.  */
SIZED (1) void *
unpacks (size_t n)
{
  struct header *h = malloc (n);
  return h ? h - 1 + 1 : NULL;
}

/* Who knows how large they are.  */
SIZED (1) void *
by_the_unit (size_t n)
{
  return malloc (unit_size);
}

SIZED (1) char *
with_end (size_t n)
{
  return malloc (n + 1);
}

SIZED (1) void *
narrow (size_t n)
{
  return malloc ((unsigned char) n + 255);
}

void *
has_no_attribute (size_t n)
{
  return malloc (16);
}
