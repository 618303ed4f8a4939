/* The forms of bad-outcome.c, with a look at what came back.  */
/* { dg-do compile } */

#include <stdlib.h>
#include <string.h>

int *
grow (int *p)
{
  int *q = realloc (p, 64);

  if (!q)
    return p;
  *q = 43;
  return q;
}

void
lose (void)
{
  char *p = malloc (4), *q;

  if (!p)
    return;
  q = realloc (p, 8);
  free (q ? q : p);
}

/* Where it was not moved it is the same.  */
int
in_place (int *p)
{
  int *q = realloc (p, 64);

  if (q && q == p)
    {
      *p = 3;
      free (q);
      return 1;
    }
  free (q ? q : p);
  return 0;
}

char *
find (char *s, int c)
{
  char *p = strchr (s, c);

  if (p)
    *p = 'A';
  return p;
}
