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

/* Sizes of which the function does not know, but others do.  */
static unsigned long
fifty (void)
{
  return 50;
}

void
by_callee (void)
{
  use (__builtin_alloca (fifty ()));
}

static int
is_small (unsigned long n)
{
  return n <= 100;
}

void
tested_by_callee (unsigned long n)
{
  if (is_small (n))
    use (__builtin_alloca (n));
}

static inline void
of_callers (unsigned long n)
{
  use (__builtin_alloca (n));
}

void
calls_it (void)
{
  of_callers (50);
}

/* The same sum twice.  */
void
by_sum (unsigned long n, unsigned long m)
{
  if (n + m <= 100)
    use (__builtin_alloca (n + m));
}

void
no_more_than (unsigned long n)
{
  if (n > 100)
    n = 100;
  use (__builtin_alloca (n));
}

void
by_mask (unsigned long n)
{
  use (__builtin_alloca (n & 63));
}

void
by_product (unsigned long n, unsigned long m)
{
  if (n <= 10 && m <= 20)
    {
      char array[n][m];
      use (array);
    }
}

void
told (unsigned long n)
{
  use (__builtin_alloca_with_align_and_max (n, 64, 100));
}
