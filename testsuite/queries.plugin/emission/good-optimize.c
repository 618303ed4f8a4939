/* good-optimize.c - functions with an optimisation level of their own.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

int take (const int *);

__attribute__ ((optimize ("O0"))) int
never_optimised (int c)
{
  int x = 0;
  if (c)
    take (&x);
  return 0;
}
