/* bad-optimize.c - functions with an optimisation level of their own.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

int take (const int *);

/* At -O0 the early pass says this; at other levels a later one does.  */
__attribute__ ((optimize ("O0"))) int
never_optimised (int c)
{
  int x;			/* { dg-message "'x' declared here" } */
  if (c)
    take (&x);			/* { dg-warning "'x' may be used uninitialized" } */
  return 0;
}

/* { dg-message "by argument 1 of type" "" { target *-*-* } 5 } */
