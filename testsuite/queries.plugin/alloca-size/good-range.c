/* good-range.c - sizes in ranges below the limit.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

/* { dg-options "-O2 -Walloca-larger-than=100 -Wvla-larger-than=200" } */

void use (void *);

void
bounded (unsigned long n)
{
  if (n < 100)
    use (__builtin_alloca (n));
  if (n < 200)
    {
      char array[n + 1];
      use (array);
    }
}
