/* What fits, what may fit, and what wraps.  own-checks */
/* { dg-do compile } */

#include <limits.h>

unsigned
wraps (void)
{
  unsigned x = UINT_MAX;

  return x + 1;
}

int
may_fit (int x)
{
  return x + 1;
}

int
on_one_way (int x, int *n)
{
  if (x == INT_MAX)
    *n = 1;
  return x + 1;
}

long
is_wider (void)
{
  int x = INT_MAX;

  return (long) x + 1;
}

short
is_promoted (void)
{
  short x = SHRT_MAX;

  return x + 1 > 0;
}
