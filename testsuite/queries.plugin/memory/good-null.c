/* The same with a check, and with values.  */
/* { dg-do compile } */
/* { dg-options "-Wno-free-nonheap-object -Wno-shift-count-overflow" } */

#include <stdlib.h>
#include <string.h>

int *
checked (void)
{
  int *p = malloc (4);

  if (p)
    *p = 3;
  return p;
}

int *
or_else (void)
{
  int *p = malloc (4);

  if (!p)
    abort ();
  *p = 3;
  return p;
}

static void
set (int *p)
{
  if (p)
    *p = 3;
}

int *
in_callee (void)
{
  int *p = malloc (4);

  set (p);
  return p;
}

static int
get (int n, int *p)
{
  if (n < 0)
    return -1;
  *p = n;
  return 0;
}

int
by_its_result (int n)
{
  int value;

  if (get (n, &value))
    return 0;
  return value;
}

int
whole (int n)
{
  int a[2];

  memset (a, 0, sizeof a);
  a[0] = n;
  return a[1];
}

int
cleared (void)
{
  int *p = calloc (1, 4);
  int value;

  if (!p)
    return 0;
  value = *p;
  free (p);
  return value;
}

int
shifted (int n)
{
  return n << 20;
}
