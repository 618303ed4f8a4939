/* good-value.c - arguments that may be null or are not.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

__attribute__ ((nonnull (2))) void second (char *p, char *q);
__attribute__ ((nonnull)) int all (char *p, int n, char *q);
extern char buffer[];

void
not_that_one (char *q)
{
  second (0, q);
}

int
tested (char *p, char *q)
{
  if (p && q)
    return all (p, 0, q);
  return 0;
}

static __attribute__ ((noinline)) char *
some (int n)
{
  return n ? buffer : 0;
}

int
by_function (char *p)
{
  return all (p, 2, some (1));
}

void
never_executed (char *p)
{
  char *nothing = 0;
  if (nothing)
    second (p, nothing);
}

void
one_branch (char *p, int n)
{
  char *q = 0;
  if (n)
    q = buffer;
  second (p, q);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnonnull"
void
silenced (char *p)
{
  char *nothing = 0;
  second (p, nothing);
}
#pragma GCC diagnostic pop
