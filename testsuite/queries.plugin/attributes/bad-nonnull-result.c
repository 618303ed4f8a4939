/* bad-nonnull-result.c - null returned in spite of returns_nonnull (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>

#define NN __attribute__ ((returns_nonnull))

NN void *
plainly (void)			/* { dg-message "declared here" } */
{
  return NULL;			/* { dg-warning "'returns_nonnull' function returns null \\\[libqueries:nonnull-result\\\]" } */
}

NN char *
on_one_way (char *p, int n)	/* { dg-message "declared here" } */
{
  if (n == 3)
    return 0;			/* { dg-warning "returns null" } */
  return p;
}

NN char *
by_a_variable (char *p, int n)	/* { dg-message "declared here" } */
{
  char *result = NULL;		/* { dg-warning "returns null" } */
  if (n)
    result = p;
  return result;
}

NN void *
by_a_test (int n)		/* { dg-message "declared here" } */
{
  void *p = malloc (n);
  if (p)
    return p;
  return p;			/* { dg-warning "returns null" } */
}
