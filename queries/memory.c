/* memory.c - malloc that does not fail.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_PAIR 128

static void *
checked (void *p, size_t size)
{
  if (p || size == 0)
    return p;
  fprintf (stderr, "libqueries: out of memory (%zu bytes)\n", size);
  abort ();
}

void *
xmalloc (size_t size)
{
  return checked (malloc (size), size);
}

void *
xcalloc (size_t count, size_t size)
{
  return checked (calloc (count, size), count * size);
}

void *
xrealloc (void *old, size_t size)
{
  return checked (realloc (old, size), size);
}

void *
xcalloc_own_lines (size_t size)
{
  size = (size + LINE_PAIR - 1) / LINE_PAIR * LINE_PAIR;
  return memset (checked (aligned_alloc (LINE_PAIR, size), size), 0, size);
}
