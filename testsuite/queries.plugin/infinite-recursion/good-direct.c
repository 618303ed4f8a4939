/* good-direct.c - functions that call themselves, and end.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern void abort (void);
extern int counter;

int
factorial (int n)
{
  return n > 1 ? n * factorial (n - 1) : 1;
}

int
by_counter (void)
{
  if (counter++ == 0)
    return by_counter ();
  return 0;
}

int
in_a_loop (int n)
{
  int sum = 0;
  while (n)
    sum += in_a_loop (n--);
  return sum;
}

__attribute__ ((noreturn)) void
ends_the_program (int n)
{
  if (n > 7)
    abort ();
  ends_the_program (n + 1);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winfinite-recursion"
int
silenced (int n)
{
  return silenced (n - 1);
}
#pragma GCC diagnostic pop
