/* bad-constant.c - sizes that are known, and too large or repeated.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

void use (void *);

void
too_large (void)
{
  use (__builtin_alloca (100));
  use (__builtin_alloca (101));	/* { dg-warning "argument to 'alloca' is too large|limit is 100 bytes, but argument is 101" } */
}

void
nothing (void)
{
  use (__builtin_alloca (0));	/* { dg-warning "argument to 'alloca' is zero" } */
}

void
in_a_loop (int n)
{
  while (n--)
    use (__builtin_alloca (8));	/* { dg-warning "use of 'alloca' within a loop" } */
}

/* Larger than anything can be.  */
void
negative (void)
{
  use (__builtin_alloca (-1));	/* { dg-warning "argument to 'alloca' is too large|limit is 100 bytes, but argument is 18446744073709551615" } */
}
