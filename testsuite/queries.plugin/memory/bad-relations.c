/* What two values are to each other is known from what was asked, and no more.  */
/* { dg-do compile } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdlib.h>

int
equal_or_less (int *v, int a, int b)
{
  int *p = NULL;

  if (a <= b)
    {
      if (a == b)
	p = v;
      return *p; /* { dg-warning "dereference of NULL 'p'" } */
    }
  return 0;
}

int
between (int *v, int low, int high)
{
  int *p = NULL;

  if (low <= high && high < 5)
    {
      if (low < 3)
	p = v;
      return *p; /* { dg-warning "dereference of NULL 'p'" } */
    }
  return 0;
}

/* An unsigned number wraps.  */

int
one_more (int *v, unsigned n)
{
  int *p = NULL;
  unsigned next = n + 1;

  if (next > n)
    p = v;
  return *p; /* { dg-warning "dereference of NULL 'p'" } */
}

/* Something new may lie where something was released.  */

void
lies_there_again (void)
{
  char *p = malloc (8);
  char *q;

  free (p);
  q = malloc (8);
  if (p == q)
    return; /* { dg-warning "leak of 'q'" } */
  free (q);
}
