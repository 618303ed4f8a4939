/* good-nonnull-result.c - results that are not null, or only may be (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <assert.h>
#include <stdlib.h>

#define NN __attribute__ ((returns_nonnull))

int global;
void complain (void);

static void
die (void)
{
  complain ();
  exit (1);
}

NN void *
may_be (int n)
{
  return malloc (n);
}

NN void *
ends (int n)
{
  void *p = malloc (n);
  if (!p)
    abort ();
  return p;
}

NN void *
ends_by_body (int n)
{
  void *p = malloc (n);
  if (!p)
    {
      die ();
      return NULL;
    }
  return p;
}

NN void *
asserts (void *p)
{
  assert (p != NULL);
  return p;
}

NN int *
replaces (int *p)
{
  if (!p)
    p = &global;
  return p;
}

NN void *
retries (int n)
{
  void *p = NULL;
  while (!p)
    p = malloc (n);
  return p;
}

NN void *
correlated (void *q, int n)
{
  void *p = NULL;
  if (n)
    p = q;
  if (!n)
    abort ();
  return p;
}

NN void *
never_there (int n)
{
  if (sizeof n == 2)
    return NULL;
  return &global;
}

void *
has_no_attribute (void)
{
  return NULL;
}
