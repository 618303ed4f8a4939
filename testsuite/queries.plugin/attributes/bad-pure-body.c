/* bad-pure-body.c - const and pure functions with effects (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdio.h>

int counter;
static int mode;
struct node { int value; struct node *next; };

void
set_mode (int m)
{
  mode = m;
}

__attribute__ ((pure)) int
counts (int x)			/* { dg-message "'counts' declared here" } */
{
  counter++;			/* { dg-warning "'pure' function writes to 'counter' \\\[libqueries:pure-body\\\]" } */
  return x;
}

__attribute__ ((pure)) int
writes_behind (int *p, int x)	/* { dg-message "declared here" } */
{
  if (x > 3)
    p[x] = 1;			/* { dg-warning "'pure' function writes to memory that is reached through 'p'" } */
  return x;
}

__attribute__ ((const)) int
writes_further (struct node *n)	/* { dg-message "declared here" } */
{
  n->next->value = 1;		/* { dg-warning "'const' function writes to memory that is reached through 'n'" } */
  return 0;
}

__attribute__ ((const)) int
reads (int x)			/* { dg-message "declared here" } */
{
  return x + mode;		/* { dg-warning "'const' function reads 'mode', which may change" } */
}

static void
helper (int *p)
{
  *p = 4;
  counter = 2;
}

__attribute__ ((pure)) int
calls (int *p)			/* { dg-message "declared here" } */
{
  helper (p);			/* { dg-warning "'pure' function writes to memory that is reached through 'p'" } */
  /* { dg-message "by this call" "" { target *-*-* } 55 } */
  return *p;
}

__attribute__ ((pure)) int
prints (int x)			/* { dg-message "declared here" } */
{
  printf ("%d %d\n", x, x);	/* { dg-warning "'pure' function calls 'printf', which has effects" } */
  return x;
}

__attribute__ ((pure)) int
fills (char *p)			/* { dg-message "declared here" } */
{
  __builtin_memset (p, 0, 4);	/* { dg-warning "reached through 'p'" } */
  return 3;
}
