/* good-counting.c - what is counted, or may be changed by a store.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

void
fill (int *a, int n)
{
  int i, j = 0;
  for (i = 0; i < n; i++)
    a[j++] = 0;
}

long
sum (int rows, int columns, int (*a)[8])
{
  long s = 0;
  int i, j;
  for (i = 0; i < rows; i++)
    for (j = 0; j < columns; j++)
      s += a[i][j];
  return s;
}

/* The store may go there.  */
int limit;

void
clear (int n, int *p)
{
  while (limit < n)
    *p += 1;
  while (limit < n)
    limit++;
}

/* A way out that is not come to each time: it is taken in the sixth round.  */
int
sixth (int n, int leave)
{
  int i = 0;
  while (n)
    if (i++ == 5)
      if (leave)
	break;
  return i;
}

struct list
{
  struct list *next;
  int value;
};

int
length (struct list *l)
{
  int n = 0;
  for (; l && l->value != 3; l = l->next)
    n++;
  return n;
}

/* One of the two counts.  */
int
both (int n, int m)
{
  int i = 0;
  while (i < n && m)
    i++;
  return i;
}

/* Once.  */
int
once (int n)
{
  do
    {
      if (n)
	break;
      n--;
    }
  while (0);
  return n;
}

/* Of an array of one element GCC reads none but that: then this has no round.  */
struct kind { int type; };
static const struct kind *const kinds[] = { 0 };

int
first_of_none (int after)
{
  int next = 0, any = 0;

  for (int i = 0; kinds[i]; i++)
    {
      if (after && kinds[i]->type <= after)
	continue;
      if (!any || kinds[i]->type < next)
	{
	  next = kinds[i]->type;
	  any = 1;
	}
    }
  return any ? next : 0;
}
