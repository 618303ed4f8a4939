/* good-direct.c - functions that return, that say that they do not, or of which
   all callers know.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern void exit (int);
extern int counter;

void
may_return (int n)
{
  if (n)
    exit (n);
}

__attribute__ ((noreturn)) void
declared (int n)
{
  exit (n);
}

static __attribute__ ((noinline)) void
of_this_unit (int n)
{
  exit (n);
}

void
calls (int n)
{
  while (n--)
    if (counter)
      of_this_unit (n);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsuggest-attribute=noreturn"
void
silenced (int n)
{
  exit (n);
}
#pragma GCC diagnostic pop

int
main (void)
{
  exit (0);
}
