/* bad-call-type.c - calls through pointers and without prototypes (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

typedef long (*from_double) (double);
typedef int (*one_argument) (int);
typedef long (*gives_long) (int);
struct big { int a[9]; };

int late ();

void
before (void *p)
{
  late (1.5);			/* { dg-warning "argument 1 does not fit the definition of 'late' \\\[libqueries:call-type\\\]" } */
  late (p);			/* { dg-warning "argument 1 does not fit" } */
  late ();			/* { dg-warning "number of arguments of 'late' is 0 here and 1 in its definition" } */
}

int
late (int x)			/* { dg-message "'late' declared here" } */
{
  return x;
}

int
old (x, y)			/* { dg-message "'old' declared here" } */
  int x;
  float y;
{
  return x + y;
}

void
after (void)
{
  old (1, 2.0);
  old (1, 2.0f);
  old (1, 2);			/* { dg-warning "argument 2 does not fit the definition of 'old'" } */
  old (1, 2.0, 3);		/* { dg-warning "number of arguments of 'old' is 3 here and 2 in its definition" } */
  old (0L, 2.0);		/* { dg-warning "argument 1 does not fit the definition of 'old'" } */
}

void nothing (void) { }		/* { dg-message "'nothing' declared here" } */

long
pointers (int c)
{
  from_double f = (from_double) late;
  one_argument g = c ? (one_argument) old : (one_argument) 0;
  gives_long h = (gives_long) late;
  one_argument n = (one_argument) nothing;
  f (1.0);			/* { dg-warning "argument 1 does not fit the definition of 'late'" } */
  g (1);			/* { dg-warning "number of arguments of 'old' is 1 here and 2 in its definition" } */
  h (1);
  n (1);			/* { dg-warning "number of arguments of 'nothing' is 1 here and 0" } */
  return h (2);			/* { dg-warning "the result that is used does not fit the definition of 'late'" } */
}
