/* The same: nobody is told who does not ask.  */
/* { dg-do compile } */

#include <stdlib.h>

extern int more (int);

void
many (void)
{
  char *p[6] = { NULL };

  if (more (0))
    p[0] = malloc (1);
  if (more (1))
    p[1] = malloc (1);
  if (more (2))
    p[2] = malloc (1);
  if (more (3))
    p[3] = malloc (1);
  if (more (4))
    p[4] = malloc (1);
  if (more (5))
    p[5] = malloc (1);
  more (6);
  free (p[0]);
  free (p[1]);
  free (p[2]);
  free (p[3]);
  free (p[4]);
  free (p[5]);
}
