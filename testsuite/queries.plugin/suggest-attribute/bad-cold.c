/* bad-cold.c - functions that always end up where it is cold.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern int variable;
extern void complain (int) __attribute__ ((cold));

void
always (int n)		/* { dg-warning "candidate for attribute 'cold'" } */
{
  if (n)
    complain (n);
  else
    complain (1);
}

void
first (int n)		/* { dg-warning "candidate for attribute 'cold'" } */
{
  variable = n;
  complain (n);
}
