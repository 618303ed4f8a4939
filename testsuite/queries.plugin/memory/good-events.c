/* No finding, no steps.  */
/* { dg-do compile } */
/* { dg-options "-fdiagnostics-path-format=separate-events" } */

#include <stdlib.h>

void
once (int n)
{
  int *p = malloc (4);

  if (!p)
    return;
  if (n <= 3)
    free (p);
  if (n > 3)
    free (p);
}
