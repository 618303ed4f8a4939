/* bad-removed.c - a function that GCC removes before it is in SSA form.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

/* { dg-do compile } */
/* { dg-options "-Wall -fwhole-program" } */

__attribute__ ((noreturn)) void
never_called (int x)
{
  if (x)
    return;			/* { dg-warning "has a 'return' statement" } */
}				/* { dg-warning "does return" } */

int
main (void)
{
  return 0;
}
