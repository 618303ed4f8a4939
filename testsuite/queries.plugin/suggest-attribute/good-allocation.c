/* good-allocation.c - memory that is not new, or is known elsewhere.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern char *kept;

char *
looks_into (unsigned long n)
{
  char *p = __builtin_malloc (n);
  *p = 0;
  return p;
}

void *
or_other (void *other, unsigned long n)
{
  void *p = __builtin_malloc (n);
  return p ? p : other;
}

char *
keeps (unsigned long n)
{
  return kept = __builtin_malloc (n);
}

__attribute__ ((malloc)) void *
says_so (unsigned long n)
{
  return __builtin_malloc (n);
}
