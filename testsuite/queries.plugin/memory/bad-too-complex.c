/* A function whose analysis gives up, for those who ask.  */
/* { dg-do compile } */
/* { dg-options "-Wanalyzer-too-complex" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdlib.h>

extern int more (int);

void
many (void) /* { dg-warning "terminating analysis for this program point" } */
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
