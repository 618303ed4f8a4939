/* Where nothing is wrong no event is told, however many are asked for.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer-verbosity=1 -fdiagnostics-path-format=separate-events" } */

#include <stdlib.h>

int foo (void);

void
releases (int flag)
{
  void *p = malloc (4);

  if (foo ())
    flag = !flag;
  if (!flag)
    foo ();
  free (p);
}
