/* bad-scalar.c - variables that are read before they have a value.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

int
read_at_once (void)
{
  int x;			/* { dg-message "'x' was declared here" } */
  return x;			/* { dg-warning "'x' is used uninitialized" } */
}

int
read_twice (int a)
{
  int y;			/* { dg-message "'y' was declared here" } */
  a += y;			/* { dg-warning "'y' is used uninitialized" } */
  a *= y;
  return a;
}

static inline int
is_inlined (void)
{
  int z;			/* { dg-message "'z' was declared here" } */
  return z;			/* { dg-warning "'z' is used uninitialized" } */
}

int
inlines (int a)
{
  return is_inlined () + is_inlined () * a;
}
