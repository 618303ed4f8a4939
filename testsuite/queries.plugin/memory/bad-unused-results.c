/* Many calls of which nobody looks at the result, each with several ways: what comes
   behind them is reached all the same.  */
/* { dg-do compile } */
/* own-checks: GCC gives up.  no-steps  */
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
  free (p);			/* { dg-warning "double-'free' of 'p'" } */
}
