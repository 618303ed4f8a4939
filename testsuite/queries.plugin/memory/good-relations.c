/* What two values are to each other is known from more than one condition.  */
/* { dg-do compile } */

#include <stdlib.h>

void use (void *);

/* Equal is neither less nor greater.  */

int
equal_and_less (int *v, int a, int b)
{
  int *p = NULL;

  if (a == b)
    {
      if (a <= b)
	p = v;
      return *p;
    }
  return 0;
}

int
less_and_equal (int *v, int a, int b)
{
  int *p = NULL;

  if (a < b)
    {
      if (b != a)
	p = v;
      return *p;
    }
  return 0;
}

/* By way of a third.  */

int
between (int *v, int low, int high)
{
  int *p = NULL;

  if (low <= high && high < 0)
    {
      if (low < 3)
	p = v;
      return *p;
    }
  return 0;
}

/* One more is more, as a signed number does not wrap.  */

int
one_more (int *v, int n)
{
  int *p = NULL;
  int next = n + 1;

  if (next > n)
    p = v;
  return *p;
}

/* What is new is nothing that was there before, unless it is null.  */

void
new_or_null (char *old)
{
  char *p = malloc (8);

  if (p == old)
    return;
  free (p);
}

void
two_new_ones (void)
{
  char *p = malloc (8), *q = malloc (8);

  if (p == q)
    return;
  free (p);
  free (q);
}

/* A parameter does not lead into the frame.  */

int
not_into_the_frame (int *v)
{
  int mine = 0;
  int *p = &mine;

  if (p == v)
    p = NULL;
  return *p;
}

/* What differs from null is not null.  */

int
differs_from_null (int *v, int *other)
{
  int *p = malloc (sizeof *p);
  int n = 0;

  if (!other && p != other)
    {
      *p = *v;
      n = *p;
    }
  free (p);
  return n;
}
