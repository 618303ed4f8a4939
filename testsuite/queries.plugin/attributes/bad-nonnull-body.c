/* bad-nonnull-body.c - nonnull parameters that are compared by way of a copy
   (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdint.h>

struct base { int kind; };
struct derived { struct base b; int value; };

extern int use (int);

__attribute__ ((nonnull)) int
by_copy (struct base *b)	/* { dg-message "'by_copy' declared here" } */
{
  struct derived *d = (struct derived *) b;
  if (!d)			/* { dg-warning "copy of 'nonnull' parameter 'b' compared with null \\\[libqueries:nonnull-body\\\]" } */
    return 0;
  return d->value;
}

__attribute__ ((nonnull (2))) extern int
declared_first (int n, const char *s);	/* { dg-message "'declared_first' declared here" } */

int
declared_first (int n, const char *s)
{
  const char *p = s;
  const void *q = p;
  return n && q != 0 ? use (n) : 0;	/* { dg-warning "copy of 'nonnull' parameter 's'" } */
}

__attribute__ ((nonnull)) int
as_integer (void *p)		/* { dg-message "declared here" } */
{
  uintptr_t i = (uintptr_t) p;
  return i == 0;		/* { dg-warning "copy of 'nonnull' parameter 'p'" } */
}
