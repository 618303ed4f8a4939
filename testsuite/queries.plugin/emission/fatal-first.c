/* fatal-first.c - a warning of an early pass before an error of a late one.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

__attribute__ ((warn_unused_result)) int must_use (void);
int a[3];

int
f (void)
{
  must_use ();
  return a[4];
}
