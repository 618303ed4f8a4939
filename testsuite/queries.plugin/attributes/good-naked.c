/* good-naked.c - what a naked function may have (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

int global;

__attribute__ ((naked)) int
is_basic (int x)
{
  asm ("mov %edi, %eax");
  asm ("ret");
}

__attribute__ ((naked)) void
has_constants (void)
{
  asm ("# %c0 %c1 %c2\n\tret" : : "i" (sizeof (int)), "i" (&global),
       "i" (is_basic));
}

__attribute__ ((naked)) void
does_not_end (void)
{
  asm ("ret");
  __builtin_unreachable ();
}

__attribute__ ((naked)) void
is_empty (void)
{
}

int
is_not_naked (int x)
{
  global = x;
  asm ("nop" : : "r" (x));
  return x;
}
