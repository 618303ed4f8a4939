/* good-parameter.c - parameters that may be null, tested, and others, not tested.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

__attribute__ ((nonnull (1))) int
first (char *p, char *q)
{
  if (q)
    return 1;
  return *p;
}

__attribute__ ((nonnull)) int
assigned (char *p, char *q)
{
  p = *q ? q : 0;
  return p == 0;
}

int
none (char *p)
{
  return p ? *p : 0;
}
