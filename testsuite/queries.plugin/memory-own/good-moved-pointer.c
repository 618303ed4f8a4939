/* Moved back, a first member, and what somebody else has allocated.  own-checks */
/* { dg-do compile } */

#include <stdlib.h>

void
moved_back (void)
{
  char *p = malloc (3);

  if (!p)
    return;
  *p++ = 1;
  p--;
  free (p);
}

struct pair { int first, second; };

void
member (void)
{
  struct pair *p = calloc (1, sizeof *p);

  if (p)
    free (&p->first);
}

void
with_a_header (char *p)
{
  free (p - 16);
}
