/* bad-parameter.c - parameters that are never null, tested.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

__attribute__ ((nonnull)) int
all (char *p, int *q)
{
  if (p)			/* { dg-warning "'nonnull' argument 'p' compared to NULL" } */
    return 1;
  return q != 0;		/* { dg-warning "'nonnull' argument 'q' compared to NULL" } */
}

__attribute__ ((nonnull (2))) int
second (char *p, char *q)
{
  if (!p)
    return 1;
  if (q == (char *) 0)		/* { dg-warning "'nonnull' argument 'q' compared to NULL" } */
    return 2;
  return 3;
}
