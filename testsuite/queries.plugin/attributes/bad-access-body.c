/* bad-access-body.c - attributes access that bodies break (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

__attribute__ ((access (read_only, 1))) void
writes (int *p)			/* { dg-message "declared here" } */
{
  *p = 1;			/* { dg-warning "write through 'p', declared with attribute 'access .read_only, 1.' \\\[libqueries:access-body\\\]" } */
}

__attribute__ ((access (none, 1))) void
touches (int *p)		/* { dg-message "declared here" } */
{
  p[2] = 1;			/* { dg-warning "write through 'p', declared with attribute 'access .none, 1.'" } */
}

static void
clear (char *p)
{
  __builtin_memset (p, 0, 8);
}

__attribute__ ((access (read_only, 1, 2))) void
by_call (char *p, int n)	/* { dg-message "declared here" } */
{
  if (n > 7)
    clear (p);			/* { dg-warning "write through 'p', declared with attribute 'access .read_only, 1, 2.'" } */
  /* { dg-message "by this call" "" { target *-*-* } 27 } */
}
