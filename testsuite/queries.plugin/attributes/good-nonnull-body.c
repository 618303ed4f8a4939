/* good-nonnull-body.c - comparisons that a nonnull parameter leaves open
   (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdint.h>

struct list { struct list *next; int value; };

extern struct list *find (struct list *);

/* Another value each time round.  */
__attribute__ ((nonnull)) int
length (struct list *l)
{
  int n = 0;
  for (struct list *p = l; p; p = p->next)
    n++;
  return n;
}

__attribute__ ((nonnull)) int
either (struct list *l, int which)
{
  struct list *p = which ? l : 0;
  return p ? p->value : 0;
}

__attribute__ ((nonnull)) int
another (struct list *l)
{
  struct list *p = l;
  p = find (p);
  return p ? p->value : 0;
}

/* Its low bits may be zero.  */
__attribute__ ((nonnull)) int
low_bits (void *p)
{
  unsigned char low = (uintptr_t) p;
  return low == 0;
}

/* Only the first is nonnull.  */
__attribute__ ((nonnull (1))) int
second (struct list *l, struct list *m)
{
  struct list *p = m;
  return p ? p->value : l->value;
}

int
has_no_attribute (struct list *l)
{
  struct list *p = l;
  return p ? p->value : 0;
}
