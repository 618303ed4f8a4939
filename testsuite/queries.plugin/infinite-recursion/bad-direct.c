/* bad-direct.c - functions of which every path calls them again.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern void abort (void);
extern int counter;

int
at_once (int n)			/* { dg-warning "infinite recursion detected" } */
{
  return n * at_once (n - 1);	/* { dg-message "recursive call" } */
}

int
both_ways (int n)		/* { dg-warning "infinite recursion detected" } */
{
  if (n > 0)
    return both_ways (n - 1);	/* { dg-message "recursive call" } */
  else
    return both_ways (n + 1);	/* { dg-message "recursive call" } */
}

int
at_first (int n)		/* { dg-warning "infinite recursion detected" } */
{
  int sum = at_first (n - 1);	/* { dg-message "recursive call" } */
  return sum > 0 ? at_first (sum) : 0;
}

/* An assertion does not end a recursion.  */
int
asserted (int n)		/* { dg-warning "infinite recursion detected" } */
{
  if (n < 0)
    abort ();
  return 1 + asserted (n - 1);	/* { dg-message "recursive call" } */
}

void
in_a_loop (int n)		/* { dg-warning "infinite recursion detected" } */
{
  do
    in_a_loop (counter);	/* { dg-message "recursive call" } */
  while (n--);
}
