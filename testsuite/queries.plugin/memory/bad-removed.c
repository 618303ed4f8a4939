/* Beside a function that GCC removes before it is in SSA form, of which nothing is
   known.  */
/* { dg-do compile } */
/* { dg-options "-fwhole-program" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdlib.h>

int
never_called (int *p)
{
  if (!p)
    return *p;
  free (p);
  return *p;
}

int
main (void)
{
  char *p = malloc (1);

  if (!p)
    return 1;
  free (p);
  free (p); /* { dg-warning "double-.free. of .p." } */
  return 0;
}
