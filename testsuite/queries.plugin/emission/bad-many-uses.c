/* bad-many-uses.c - a use that is shown behind many that are not.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

void use (int);

void
first_shown_is_late (void)
{
  int x;			/* { dg-message "'x' was declared here" } */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
  use (x), use (x), use (x), use (x), use (x), use (x), use (x), use (x);
  use (x), use (x), use (x), use (x), use (x), use (x), use (x), use (x);
#pragma GCC diagnostic pop
  use (x);			/* { dg-warning "'x' is used uninitialized" } */
}
