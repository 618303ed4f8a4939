/* good-packed-address.c - packed members used as they may be (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct __attribute__ ((packed)) record { char tag; int value; long wide; };
struct __attribute__ ((packed)) header { int first; short second; };
struct plain { char tag; int value; };
typedef int any_int __attribute__ ((aligned (1)));

int
by_name (struct record *r)
{
  return r->value;
}

int
unaligned_type (struct record *r)
{
  void *v = &r->value;
  any_int *p = v;
  return *p;
}

int
in_its_place (struct header *h)
{
  void *v = &h->first;
  int *p = v;
  return *p;
}

int
copied (struct record *r)
{
  int x;
  void *v = &r->value;
  __builtin_memcpy (&x, v, sizeof x);
  return x + *(char *) v;
}

int
not_packed (struct plain *r)
{
  void *v = &r->value;
  int *p = v;
  return *p;
}
