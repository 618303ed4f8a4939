/* good-error.c - a unit without errors.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

int
g (int a)
{
  if (a)
    return 1;
  return 2;
}
