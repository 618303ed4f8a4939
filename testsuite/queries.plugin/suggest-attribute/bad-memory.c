/* bad-memory.c - functions that could be pure or const.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern int variable;
extern const int constant;

int
only_computes (int n)	/* { dg-warning "candidate for attribute 'const'" } */
{
  return n * 2;
}

int
reads_global (void)	/* { dg-warning "candidate for attribute 'pure'" } */
{
  return variable;
}

int
reads_constant (void)	/* { dg-warning "candidate for attribute 'const'" } */
{
  return constant;
}

int
reads_pointee (const int *p)	/* { dg-warning "candidate for attribute 'pure'" } */
{
  return *p;
}

int
uses_own_memory (int n)	/* { dg-warning "candidate for attribute 'const'" } */
{
  int table[4] = { 1, 2, 3, 4 };
  int *p = table;
  p[n & 3] = n;
  return table[n & 1];
}

int
reads_in_vain (int *p)	/* { dg-warning "candidate for attribute 'const'" } */
{
  int n = *p;
  (void) n;
  return 1;
}

static __attribute__ ((noinline)) int
helper (const int *p)
{
  return *p + 1;
}

int
reads_by_callee (const int *p)	/* { dg-warning "candidate for attribute 'pure'" } */
{
  return helper (p);
}

/* Whether it reads what is not its own, only GCC sees.  */
int
lends_own_memory (void)	/* { dg-warning "candidate for attribute" } */
{
  int n = 4;
  return helper (&n);
}

unsigned long
calls_pure (const char *s)	/* { dg-warning "candidate for attribute 'pure'" } */
{
  return __builtin_strlen (s);
}

int
computes_by_asm (int n)	/* { dg-warning "candidate for attribute 'const'" } */
{
  int result;
  __asm__ ("" : "=r" (result) : "0" (n));
  return result;
}
