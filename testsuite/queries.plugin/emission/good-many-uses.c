/* good-many-uses.c - uses that are not shown.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

void use (int);

void
all_ignored (void)
{
  int x;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
  use (x), use (x), use (x), use (x), use (x), use (x), use (x), use (x);
#pragma GCC diagnostic pop
}
