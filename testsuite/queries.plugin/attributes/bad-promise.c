/* bad-promise.c - the note is where the attribute was given (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

int plain (int);
int plain (int) __attribute__ ((pure)); /* { dg-message "'plain' declared here" } */
int plain (int);

int counter;

int
plain (int x)
{
  return counter += x;		/* { dg-warning "'pure' function writes to 'counter'" } */
}

void *give (void) __attribute__ ((returns_nonnull)); /* { dg-message "'give' declared here" } */

void *
give (void)
{
  return 0;			/* { dg-warning "returns null" } */
}
