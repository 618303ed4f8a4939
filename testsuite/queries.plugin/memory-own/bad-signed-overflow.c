/* Results that do not fit.  own-checks no-steps */
/* { dg-do compile } */

#include <limits.h>

int
one_more (void)
{
  int x = INT_MAX;

  x++;				/* { dg-warning "signed overflow: the result of '2147483647 . 1' is 2147483648 .CWE-190. .libqueries:signed-overflow" } */
  return x;
}

int
of_a_range (int x)
{
  if (x > 2000000000)
    return x * 2;		/* { dg-warning "is 4000000002 or more" } */
  return 0;
}

long
negated (void)
{
  long x = LONG_MIN;

  return -x;			/* { dg-warning "signed overflow" } */
}

int
twice (int x)
{
  if (x < -2000000000)
    return x + x - 1;		/* { dg-warning "or less" } */
  return 0;
}
