/* bad-pragma.c - pragmas decide at the place of each use.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

__attribute__ ((warn_unused_result)) int must_use (void);

int
first_use_ignored (void)
{
  int x;			/* { dg-message "'x' was declared here" } */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
  int a = x;
#pragma GCC diagnostic pop
  int b = x;			/* { dg-warning "'x' is used uninitialized" } */
  return a + b;
}

void
one_of_three (void)
{
  must_use ();			/* { dg-warning "ignoring return value" } */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-result"
  must_use ();
#pragma GCC diagnostic error "-Wunused-result"
  must_use ();			/* { dg-error "ignoring return value" } */
#pragma GCC diagnostic pop
}
