/* bad-flexible-array.c - elements that lie in the next member (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct text { int length; char data[]; };
struct two { struct text name; int value; };
struct deep { int kind; struct two pair; };

char
reads (struct two *t, int i)
{
  return t->name.data[i];	/* { dg-warning "flexible array 'data' is not at the end: members follow 'name' in 'struct two' \\\[libqueries:flexible-array\\\]" } */
}

void
writes (struct deep *d)
{
  d->pair.name.data[0] = 'x';	/* { dg-warning "members follow 'name' in 'struct two'" } */
}
