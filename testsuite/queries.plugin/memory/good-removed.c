/* A function that GCC removes before it is in SSA form is not looked into.  */
/* { dg-do compile } */
/* { dg-options "-fwhole-program" } */

#include <stdlib.h>

int
never_called (int *p)
{
  free (p);
  return *p;
}

int
main (void)
{
  return 0;
}
