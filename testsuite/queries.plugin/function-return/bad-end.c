/* bad-end.c - functions that end without a result, noreturn ones that return.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

void other (void);

int
falls_off (int a)
{
  if (a)
    return 1;
}				/* { dg-warning "control reaches end of non-void function" } */

int
loops (int n)
{
  while (n-- > 0)
    if (n == 3)
      return n;
}				/* { dg-warning "control reaches end of non-void function" } */

__attribute__ ((noreturn)) void
returns (int a)
{
  if (a)
    other ();
}				/* { dg-warning "'noreturn' function does return" } */

__attribute__ ((noreturn)) void
returns_early (int a)
{
  if (a == 2)
    return;			/* { dg-warning "function declared 'noreturn' has a 'return' statement|'noreturn' function does return" } */
  for (;;)
    other ();
}
