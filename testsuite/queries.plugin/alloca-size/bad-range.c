/* bad-range.c - sizes in ranges, of which GCC's own passes warn.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

/* { dg-options "-O2 -Walloca-larger-than=100 -Wvla-larger-than=200" } */

void use (void *);

void
unbounded (unsigned long n)
{
  use (__builtin_alloca (n));	/* { dg-warning "unbounded use of 'alloca'" } */
}

void
bounded (unsigned long n)
{
  if (n < 1000)
    {
      char array[n];		/* { dg-warning "argument to variable-length array may be too large" } */
      use (array);
    }
}
