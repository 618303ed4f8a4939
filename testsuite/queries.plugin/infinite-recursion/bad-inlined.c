/* bad-inlined.c - recursion that is seen, or not, once callees are inlined: as
   GCC has it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

static int there (int n);

static inline __attribute__ ((always_inline)) int
back (int n)
{
  return there (n - 1);		/* { dg-message "recursive call" } */
}

static int
there (int n)			/* { dg-warning "infinite recursion detected" } */
{
  return n + back (n);
}

int
start (void)
{
  return there (1);
}
