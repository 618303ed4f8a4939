/* good-access-body.c - bodies that keep their attributes access (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct list { struct list *next; int value; };

__attribute__ ((access (read_only, 1))) int
reads (struct list *p)
{
  p->next->value = 1;
  return p->value;
}

__attribute__ ((access (write_only, 1))) int
writes (int *p, int n)
{
  for (int i = 0; i < n; i++)
    p[i] = i;
  return n ? p[0] : 0;
}

__attribute__ ((access (none, 1))) int
compares (const int *p, const int *q)
{
  return p == q || p + 1 == q;
}

__attribute__ ((access (read_write, 1), access (read_only, 2))) void
copies (int *p, int *q)
{
  *p += *q;
}

__attribute__ ((access (read_only, 1))) int
local (int *p)
{
  int x = *p;
  p = &x;
  *p = 3;
  return x;
}

int
arrays (int n, int a[n], int b[static 2])
{
  a[0] = b[1];
  b[0] = 1;
  return a[1];
}
