/* good-direct.c - results that are used, or that nobody asks for.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

__attribute__ ((warn_unused_result)) int must_use (void);
int need_not_use (void);

int
used (int a)
{
  int b = must_use ();
  if (must_use ())
    a++;
  need_not_use ();
  while (must_use () > 3)
    a += must_use ();
  return a + b;
}

void
unused_variable (void)
{
  int x = must_use ();
  (void) x;
}
