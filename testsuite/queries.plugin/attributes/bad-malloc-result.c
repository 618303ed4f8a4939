/* bad-malloc-result.c - results that are nothing new (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>

#define NEW __attribute__ ((malloc))

static int first;
static void *last;

int
use_first (void)
{
  return first;
}

void
use_last (void)
{
  free (last);
}

NEW void *
grows (void *p, size_t n)	/* { dg-message "declared here" } */
{
  if (n == 0)
    return p;			/* { dg-warning "'malloc' function returns its parameter 'p' \\\[libqueries:malloc-result\\\]" } */
  return malloc (n);
}

NEW void *
variable (size_t n)		/* { dg-message "declared here" } */
{
  return n ? malloc (n) : &first; /* { dg-warning "'malloc' function returns the address of 'first'" } */
}

NEW char *
literal (void)			/* { dg-message "declared here" } */
{
  return "none";		/* { dg-warning "'malloc' function returns a string literal" } */
}

NEW void *
keeps (size_t n)		/* { dg-message "declared here" } */
{
  void *p = malloc (n);
  last = p;			/* { dg-message "stored here" } */
  return p;			/* { dg-warning "'malloc' function returns what it stores in 'last'" } */
}
