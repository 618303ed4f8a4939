/* bad-direct.c - functions that never return, at any level of optimisation.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern void exit (int);
extern int counter;

void
leaves (int n)			/* { dg-warning "function might be candidate for attribute 'noreturn'" } */
{
  exit (n);
}

void
loops (int n)			/* { dg-warning "candidate for attribute 'noreturn'" } */
{
  for (;;)
    counter += n;
}

int
by_case (int n)			/* { dg-warning "candidate for attribute 'noreturn'" } */
{
  switch (n)
    {
    case 1:
      exit (2);
    default:
      __builtin_abort ();
    }
}
