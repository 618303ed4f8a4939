/* good-loops.c - loops that do something.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

int
fills (int *p, int n)
{
  int sum = 0;
  for (int i = 0; i < n; i++)
    sum += p[i] = i;
  return sum;
}

__attribute__ ((const)) int
says_so (int n)
{
  int sum = 0;
  for (int i = 0; i < n; i++)
    sum += i;
  return sum;
}
