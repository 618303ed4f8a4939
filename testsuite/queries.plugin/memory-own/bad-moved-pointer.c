/* Releases of what was moved: they release nothing.  own-checks no-steps */
/* { dg-do compile } */

#include <stdlib.h>

void
moved (void)
{
  char *p = malloc (3);

  if (!p)
    return;
  *p++ = 1;			/* { dg-warning "leak of 'p'" } */
  free (p);			/* { dg-warning "'free' of 'p', which no longer points to where the memory begins .CWE-761. .libqueries:moved-pointer" } */
}

struct pair { int first, second; };

void
member (void)
{
  struct pair *p = calloc (1, sizeof *p);

  if (p)
    free (&p->second);		/* { dg-warning "no longer points to where the memory begins" } */
}				/* { dg-warning "leak of 'p'" } */
