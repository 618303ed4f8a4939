/* bad-unwanted.c - alloca, where it is not wanted at all.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

/* { dg-options "-Walloca" } */

void use (void *);

void
f (int n)
{
  use (__builtin_alloca (4));	/* { dg-warning "use of 'alloca'" } */
  use (__builtin_alloca (n));	/* { dg-warning "use of 'alloca'" } */
}
