/* bad-naked.c - more than asm in a naked function (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

int global;

__attribute__ ((naked)) int
stores (int x)			/* { dg-message "'stores' declared here" } */
{
  global = x;			/* { dg-warning "statement other than 'asm' in a 'naked' function \\\[libqueries:naked\\\]" } */
  asm ("ret");
}

__attribute__ ((naked)) int
reads_register (int x)		/* { dg-message "'reads_register' declared here" } */
{
  asm ("ret" : : "r" (x));	/* { dg-warning "operand that is no constant" } */
}

__attribute__ ((naked)) int
returns (void)			/* { dg-message "'returns' declared here" } */
{
  asm ("nop");
  return 1;			/* { dg-warning "statement other than" } */
}

__attribute__ ((naked)) void
loops (void)			/* { dg-message "'loops' declared here" } */
{
  for (int i = 0; i < 3; i++)	/* { dg-warning "statement other than" } */
    asm volatile ("nop");
}
