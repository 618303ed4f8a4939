/* good-scalar.c - variables that have a value when they are read.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

int
assigned (int a)
{
  int x;
  if (a)
    x = 3;
  else
    x = 4;
  return x;
}

int
own_value (void)
{
  int x = x;
  return x;
}

int
by_address (void (*set) (int *))
{
  int x;
  set (&x);
  return x;
}
