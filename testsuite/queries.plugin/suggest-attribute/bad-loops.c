/* bad-loops.c - const functions with loops.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

int
counts_up (int n)	/* { dg-warning "candidate for attribute 'const' \\\[" } */
{
  int sum = 0;
  for (int i = 0; i < n; i++)
    sum += i;
  return sum;
}

int
counts_down (unsigned n)	/* { dg-warning "candidate for attribute 'const' \\\[" } */
{
  int sum = 0;
  while (n-- > 0)
    sum += n;
  return sum;
}

int
meets_bound (int n)	/* { dg-warning "candidate for attribute 'const' \\\[" } */
{
  int sum = 0;
  for (int i = 0; i != n; i++)
    sum ^= i;
  return sum;
}

int
two_loops (int n)	/* { dg-warning "candidate for attribute 'const' \\\[" } */
{
  int sum = 0;
  for (int i = 0; i < n; i++)
    for (int j = n; j >= i; j -= 2)
      sum += i ^ j;
  return sum;
}

/* What may go on for ever GCC suggests with a reservation.  */
int
passes_bound (unsigned n)	/* { dg-warning "'const' if it is known to return normally" } */
{
  int sum = 0;
  for (unsigned i = 0; i < n; i += 2)
    sum += i;
  return sum;
}

int
goes_on (unsigned n)	/* { dg-warning "'const' if it is known to return normally" } */
{
  while (n != 1)
    n = n & 1 ? 3 * n + 1 : n / 2;
  return n;
}
