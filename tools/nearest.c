/* nearest.c - what somebody may have meant to type.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "tools/nearest.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

/* Longer names are far from everything.  */
#define LONGEST 40

static unsigned
least (unsigned a, unsigned b)
{
  return a < b ? a : b;
}

/* The optimal string alignment distance.  */
static unsigned
distance (const char *a, const char *b)
{
  unsigned d[LONGEST + 1][LONGEST + 1];
  size_t m = strlen (a), n = strlen (b);
  if (m > LONGEST || n > LONGEST)
    return UINT_MAX;
  for (unsigned i = 0; i <= m; i++)
    for (unsigned j = 0; j <= n; j++)
      if (i == 0 || j == 0)
	d[i][j] = i + j;
      else
	{
	  unsigned differ = a[i - 1] != b[j - 1];
	  d[i][j] = least (least (d[i - 1][j], d[i][j - 1]) + 1,
			   d[i - 1][j - 1] + differ);
	  if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
	    d[i][j] = least (d[i][j], d[i - 2][j - 2] + 1);
	}
  return d[m][n];
}

void
nearest_init (struct nearest *n, const char *text)
{
  n->text = text;
  n->name = NULL;
  /* A third of the letters, and a letter more, is nothing like it.  */
  n->distance = (unsigned) strlen (text) / 3 + 2;
}

void
nearest_try (struct nearest *n, const char *name)
{
  unsigned d = distance (n->text, name);
  if (d < n->distance)
    {
      n->name = name;
      n->distance = d;
    }
}
