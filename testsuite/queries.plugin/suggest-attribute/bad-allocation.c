/* bad-allocation.c - functions that return new memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

void *
allocate (unsigned long n)	/* { dg-warning "candidate for attribute 'malloc'" } */
{
  return __builtin_malloc (n);
}

void *
or_null (unsigned long n)	/* { dg-warning "candidate for attribute 'malloc'" } */
{
  if (n > 1000)
    return 0;
  return allocate (n);
}

char *
or_nothing (unsigned long n)	/* { dg-warning "candidate for attribute 'malloc'" } */
{
  char *p = __builtin_malloc (n);
  if (!p)
    __builtin_abort ();
  return p;
}

static __attribute__ ((noinline)) void *
of_this_unit (unsigned long n)
{
  return __builtin_malloc (n);
}

void *
by_callee (unsigned long n)	/* { dg-warning "candidate for attribute 'malloc'" } */
{
  return of_this_unit (n);
}
