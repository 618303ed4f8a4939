/* bad-error.c - a unit with errors: what was lowered is checked.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */
/* own-checks: GCC stops at different places.  */
__attribute__ ((warn_unused_result)) int must_use (void);

void
f (void)
{
  must_use ();			/* { dg-warning "ignoring return value" } */
}

#pragma GCC diagnostic error "-Wreturn-type"

int
g (int a)
{
  if (a)
    return 1;
}				/* { dg-error "control reaches end of non-void function" } */
