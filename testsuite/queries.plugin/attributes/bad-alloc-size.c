/* bad-alloc-size.c - allocators that give less than they say (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>

#define SIZED(N) __attribute__ ((alloc_size (N)))

struct header { char bytes[8]; };

SIZED (1) void *
fixed (size_t n)		/* { dg-message "'fixed' declared here" } */
{
  return malloc (16);		/* { dg-warning "'alloc_size' function returns 16 bytes, whatever 'n' is \\\[libqueries:alloc-size\\\]" } */
}

/* The wrong parameter.  */
SIZED (1) void *
aligned (size_t alignment, size_t size)	/* { dg-message "'aligned' declared here" } */
{
  void *p = malloc (size);	/* { dg-warning "'alloc_size' function returns as many bytes as 'size' says, whatever 'alignment' is" } */
  if (!p)
    abort ();
  return p;
}

__attribute__ ((alloc_size (1, 2))) void *
array (size_t count, size_t size)	/* { dg-message "'array' declared here" } */
{
  return calloc (1, size);	/* { dg-warning "returns as many bytes as 'size' says, whatever 'count' is" } */
}

/* No room for the header.  */
SIZED (1) void *
with_header (size_t n)		/* { dg-message "'with_header' declared here" } */
{
  struct header *h = malloc (n);	/* { dg-warning "'alloc_size' function returns 8 bytes less than 'n' says" } */
  if (!h)
    return NULL;
  h->bytes[0] = 0;
  return h + 1;
}

SIZED (1) char *
without_end (unsigned n)	/* { dg-message "'without_end' declared here" } */
{
  return malloc ((size_t) n - 1);	/* { dg-warning "returns 1 bytes less than 'n' says" } */
}
