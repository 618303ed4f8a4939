/* The same forms without the defect; and what only one way through such a call does
   is not done by all.  */
/* { dg-do compile } */
/* { dg-options "-Wanalyzer-too-complex" } */

#include <stdlib.h>

int *next (void);

static __attribute__ ((noinline)) void
count (int *counter, int *last)
{
  if (counter)
    ++*counter;
  if (last)
    *last = 0;
}

#define CALL count (next (), next ());
#define TEN(X) X X X X X X X X X X

void
many_calls (void)
{
  char *p = malloc (4);

  TEN (CALL)
  free (p);
  TEN (CALL)
  p = malloc (4);
  free (p);
}

static __attribute__ ((noinline)) void
divide_some (int *result, int by)
{
  if (result)
    *result = 10 / by;
}

static __attribute__ ((noinline)) void
many_and_divide (int *result, int by)
{
  TEN (CALL)
  TEN (CALL)
  divide_some (result, by);
}

void
divides_nothing (void)
{
  many_and_divide (NULL, 0);
}
