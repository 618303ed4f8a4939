/* bad-counting.c - the wrong variable counts.  own-checks
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

void
fill (int *a, int n)
{
  int i, j = 0;
  for (i = 0; i < n; j++)	/* { dg-warning "nothing in it changes .i < n." } */
    a[j] = 0;
}

/* The inner loop, and not the outer one as well.  */
long
sum (int rows, int columns, int (*a)[8])
{
  long s = 0;
  int i, j;
  for (i = 0; i < rows; i++)
    for (j = 0; j < columns; i++) /* { dg-warning "j < columns" } */
      s += a[i][j];
  return s;
}

/* The store goes elsewhere.  */
static int limit;		/* { dg-message "neither" } */

void
clear (int n)
{
  int local[4] = { 0 };
  while (limit < n)		/* { dg-warning "n > limit" } */
    local[n & 3]++;
}

int
from_list (const char *s)
{
  int n = 0, c = *s;
  while (c)			/* { dg-warning "nothing in it changes .c != 0." } */
    {
      if (s[n] == 'x')
	n += 2;
      n++;
    }
  return n;
}
