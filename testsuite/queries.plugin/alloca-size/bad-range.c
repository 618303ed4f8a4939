/* bad-range.c - sizes in ranges that go too far, or have none.
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

void
positive (int n)
{
  if (n > 0 && n <= 101)
    use (__builtin_alloca (n));	/* { dg-warning "argument to 'alloca' may be too large" } */
}

/* As a size it may be huge.  */
void
negative (signed char c)
{
  if (c < 100)
    use (__builtin_alloca (c));	/* { dg-warning "argument to 'alloca' may be too large" } */
}

void
known (int n)
{
  if (n == 7)
    use (__builtin_alloca (n));
  if (n == 700)
    use (__builtin_alloca (n));	/* { dg-warning "argument to 'alloca' is too large|limit is 100 bytes, but argument is 700" } */
  if (n == 0)
    use (__builtin_alloca (n));	/* { dg-warning "argument to 'alloca' is zero" } */
}

void
remainder_of (unsigned long n)
{
  use (__builtin_alloca (n % 200));	/* { dg-warning "argument to 'alloca' may be too large" } */
}

void
by_product (unsigned long n, unsigned long m)
{
  if (n < 10 && m < 30)
    {
      char array[n][m];		/* { dg-warning "argument to variable-length array may be too large" } */
      use (array);
    }
}

void
bound_unknown (unsigned long n, unsigned long most)
{
  if (n < most)
    use (__builtin_alloca (n));	/* { dg-warning "argument to 'alloca' may be too large" } */
}

void
told (unsigned long n)
{
  use (__builtin_alloca_with_align_and_max (n, 64, 101));	/* { dg-warning "argument to 'alloca' may be too large|limit is 100 bytes, but argument may be as large as 101" } */
}

void
from_memory (unsigned long *n)
{
  use (__builtin_alloca (*n));	/* { dg-warning "unbounded use of 'alloca'" } */
}

/* It is small, but each time.  */
void
in_a_loop (void)
{
  for (unsigned long i = 1; i < 10; i++)
    use (__builtin_alloca (i));	/* { dg-warning "use of 'alloca' within a loop" } */
}

/* What is known by inlining is GCC's to say.  */
static inline __attribute__ ((always_inline)) void
inlined (unsigned long n)
{
  use (__builtin_alloca (n));	/* { dg-warning "argument to 'alloca' may be too large" } */
}

void
calls_inlined (unsigned long n)
{
  if (n <= 300)
    inlined (n);
}
