/* bad-packed-address.c - packed members through pointers that are to be aligned (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct __attribute__ ((packed)) record { char tag; int value; long wide; };

int
through_void (struct record *r)
{
  void *v = &r->value;		/* { dg-message "the member's address is taken here" } */
  int *p = v;
  return *p;			/* { dg-warning "access to packed member 'value' of 'struct record' through a pointer that is to be aligned \\\[libqueries:packed-address\\\]" } */
}

void
through_char (struct record *r, long x)
{
  char *c = (char *) &r->wide;	/* { dg-message "taken here" } */
  *(long *) c = x;		/* { dg-warning "access to packed member 'wide'" } */
}
