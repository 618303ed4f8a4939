/* bad-memory.c - structures and arrays that are read before they have a value.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct pair { int first, second; };

int
member (void)
{
  struct pair p;		/* { dg-message "'p(.second)?' (was )?declared here" } */
  p.first = 1;
  return p.first + p.second;	/* { dg-warning "'p.second' is used uninitialized" } */
}

int
element (int i)
{
  int a[4];			/* { dg-message "'a' declared here" } */
  return a[i];			/* { dg-warning "'a' is used uninitialized" } */
}
