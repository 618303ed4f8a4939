/* good-malloc-result.c - allocators that keep their promises (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>

#define NEW __attribute__ ((malloc))

struct header { struct header *next; };
static struct header *all;
static char pool[1000], nothing[1];
static size_t used;
struct arena { char *at; char room[100]; };

NEW void *
plain (size_t n)
{
  void *p = malloc (n);
  if (!p)
    abort ();
  return p;
}

/* The list has the header, not what is returned.  */
NEW void *
tracked (size_t n)
{
  struct header *h = malloc (n + sizeof *h);
  if (!h)
    return NULL;
  h->next = all;
  all = h;
  return h + 1;
}

NEW void *
from_a_pool (size_t n)
{
  void *p = pool + used;
  used += n;
  return p;
}

NEW void *
from_an_arena (struct arena *a, size_t n)
{
  char *p = a->at;
  a->at += n;
  return p;
}

/* Nobody looks into it.  */
NEW void *
empty (size_t n)
{
  return n ? malloc (n) : nothing;
}

__attribute__ ((malloc (free, 1))) char *
has_a_partner (char *p)
{
  return p;
}

void *
has_no_attribute (void *p)
{
  return p;
}
