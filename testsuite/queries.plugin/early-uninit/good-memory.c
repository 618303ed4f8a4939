/* good-memory.c - structures and arrays that have a value.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct pair { int first, second; };

int
member (void)
{
  struct pair p;
  p.first = 1;
  p.second = 2;
  return p.first + p.second;
}

int
element (int i)
{
  int a[4] = { 1, 2, 3, 4 };
  return a[i];
}
