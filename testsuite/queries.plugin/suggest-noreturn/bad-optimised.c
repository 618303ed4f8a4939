/* bad-optimised.c - functions that never return by the bodies of their callees,
   and other things that GCC looks at when it optimises.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

/* { dg-options "-O2 -Wsuggest-attribute=noreturn" } */

extern void exit (int);
extern int counter;

static __attribute__ ((noinline)) void
die (int n)
{
  exit (n);
}

void
by_callee (int n)		/* { dg-warning "candidate for attribute 'noreturn'" } */
{
  die (n);
}

void
by_constant (int n)		/* { dg-warning "candidate for attribute 'noreturn'" } */
{
  int always = 1;
  if (always)
    exit (n);
}

int
by_tail_call (int n)		/* { dg-warning "candidate for attribute 'noreturn'" } */
{
  if (n > 10)
    exit (n);
  return by_tail_call (n + 1);
}

/* What only GCC's optimisers see is said by GCC.  */
void
by_range (unsigned char c)	/* { dg-warning "candidate for attribute 'noreturn'" } */
{
  int n = c;
  if (n < 256)
    exit (n);
}
