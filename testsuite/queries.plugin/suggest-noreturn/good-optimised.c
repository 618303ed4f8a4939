/* good-optimised.c - functions that may return, though their callees seldom do.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

/* { dg-options "-O2 -Wsuggest-attribute=noreturn" } */

extern void exit (int);
extern int counter;

static __attribute__ ((noinline)) void
die (int n)
{
  if (counter)
    exit (n);
}

void
by_callee (int n)
{
  die (n);
}

/* Another body may stand in for this one.  */
__attribute__ ((weak)) void
replaceable (int n)
{
  counter += n;
}

void
by_replaceable (int n)
{
  replaceable (n);
}

int
recursive (int n)
{
  if (n > 10)
    return n;
  return recursive (n + 1);
}
