/* Functions that are large, and not complex: one resource after the other, many
   cases, long loops.  */
/* { dg-do compile } */
/* { dg-options "-Wanalyzer-too-complex" } */

#include <stdio.h>
#include <stdlib.h>

struct parts { char *name, *path, *host; };

extern int wants (int);

void
one_by_one (void)
{
  char *p;

  for (int i = 0; i < 100; i++)
    {
      p = malloc (10);
      if (!p)
	return;
      wants (i);
      free (p);
    }
  p = malloc (20);
  if (wants (1))
    free (p);
  else if (wants (2))
    free (p);
  else
    free (p);
}

int
many_cases (int c)
{
  int n = 0;

  for (int i = 0; i < 10; i++)
    switch (c + i)
      {
      case 'a': n += 1; break;
      case 'b': n += wants (1); break;
      case 'c': n += wants (2); break;
      case 'd': n *= 2; break;
      case 'e': n -= wants (3); break;
      case 'f': n ^= 5; break;
      case 'g': if (wants (4)) n++; break;
      case 'h': if (wants (5)) n--; break;
      default: n = wants (n); break;
      }
  return n;
}

/* Released in the order in which it has come.  */
int
nested (const char *name)
{
  int r = -1;
  FILE *f = fopen (name, "r");
  char *p, *q;

  if (!f)
    return -1;
  p = malloc (10);
  if (!p)
    goto close;
  q = malloc (10);
  if (!q)
    goto release;
  r = wants (3);
  free (q);
release:
  free (p);
close:
  fclose (f);
  return r;
}
