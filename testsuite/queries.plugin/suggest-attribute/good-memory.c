/* good-memory.c - functions that do something, or say what they are.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern int variable;
extern volatile int moving;
void unknown (int *p);

int
writes_global (int n)
{
  return variable = n;
}

int
writes_pointee (int *p)
{
  *p = 1;
  return 1;
}

int
reads_volatile (void)
{
  return moving;
}

int
calls_unknown (void)
{
  int n = 1;
  unknown (&n);
  return n;
}

/* Nobody would call it.  */
void
no_result (int n)
{
  (void) n;
}

int
acts_by_asm (int n)
{
  __asm__ volatile ("" : : "r" (n));
  return n;
}

__attribute__ ((pure)) int
says_so (void)
{
  return variable;
}

__attribute__ ((const)) int
says_const (int n)
{
  return n;
}

/* All callers know the body.  */
static __attribute__ ((noinline)) int
of_this_unit (int n)
{
  return n + 1;
}

int
calls_it (int n)
{
  return variable = of_this_unit (n);
}
