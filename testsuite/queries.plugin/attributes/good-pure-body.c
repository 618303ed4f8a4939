/* good-pure-body.c - what const and pure functions may do (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int table[] = { 1, 2, 3 };
int global, verbose;
static int built, squares[16];
static int never_written = 3;
extern __thread int per_thread;
void unknown (int);

__attribute__ ((const)) int
looks_up (unsigned x)
{
  return table[x % 3] + never_written + per_thread;
}

__attribute__ ((pure)) int
sums (const int *p, int n)
{
  int local[4] = { 0 }, *q = local, sum = 0;
  for (int i = 0; i < n; i++)
    {
      *q = p[i];
      q[1] += 1;
      sum += local[0] + global;
    }
  return sum;
}

__attribute__ ((pure)) int
remembers (int x)
{
  static int last, result;
  if (last != x)
    {
      last = x;
      result = x * x;
    }
  return result;
}

static void
build (void)
{
  for (int i = 0; i < 16; i++)
    squares[i] = i * i;
  built = 1;
}

__attribute__ ((const)) int
square (unsigned x)
{
  if (!built)
    build ();
  return squares[x % 16];
}

__attribute__ ((pure)) int
dies (int x)
{
  if (x < 0)
    {
      fprintf (stderr, "negative\n");
      global = 1;
      abort ();
    }
  return x;
}

__attribute__ ((pure)) int
uses_heap (const char *s)
{
  char *copy = malloc (strlen (s) + 1);
  if (!copy)
    return 0;
  strcpy (copy, s);
  copy[0] = 'x';
  int result = strcmp (copy, s);
  free (copy);
  return result;
}

static void
may_write (int *p, int really)
{
  if (really)
    *p = 1;
}

__attribute__ ((pure)) int
does_not (int *p)
{
  may_write (p, 0);
  return *p;
}

__attribute__ ((pure)) int
not_known (int x)
{
  unknown (x);
  return x;
}

__attribute__ ((pure)) int
behind_a_constant (int x)
{
  if (sizeof (int) == 2)
    global = x;
  return x;
}

__attribute__ ((const)) const int *
address_only (int x)
{
  return x ? &global : &verbose;
}

int
not_pure (int x)
{
  return global = x;
}
