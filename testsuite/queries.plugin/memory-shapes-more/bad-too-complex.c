/* Functions whose analysis gives up, for those who ask.  */
/* { dg-do compile } */
/* { dg-options "-Wanalyzer-too-complex" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdio.h>
#include <stdlib.h>

struct parts { char *name, *path, *host, *user, *query, *anchor; };

extern int wants (int);

/* Each may be there or not, and all are released at the end.  */
void
all_kinds (void) /* { dg-warning "terminating analysis for this program point" } */
{
  struct parts p = { NULL, NULL, NULL, NULL, NULL, NULL };

  if (wants (0))
    p.name = malloc (1);
  if (wants (1))
    p.path = malloc (1);
  if (wants (2))
    p.host = malloc (1);
  if (wants (3))
    p.user = malloc (1);
  if (wants (4))
    p.query = malloc (1);
  if (wants (5))
    p.anchor = malloc (1);
  wants (6);
  free (p.name);
  free (p.path);
  free (p.host);
  free (p.user);
  free (p.query);
  free (p.anchor);
}

/* The same in a loop, of streams.  */
int
all_files (const char *const *names, int n) /* { dg-warning "terminating analysis for this program point" } */
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      FILE *a = NULL, *b = NULL, *c = NULL, *d = NULL, *e = NULL, *f = NULL;

      if (wants (0))
	a = fopen (names[0], "r");
      if (wants (1))
	b = fopen (names[1], "r");
      if (wants (2))
	c = fopen (names[2], "r");
      if (wants (3))
	d = fopen (names[3], "r");
      if (wants (4))
	e = fopen (names[4], "r");
      if (wants (5))
	f = fopen (names[5], "r");
      sum += wants (6);
      if (a)
	fclose (a);
      if (b)
	fclose (b);
      if (c)
	fclose (c);
      if (d)
	fclose (d);
      if (e)
	fclose (e);
      if (f)
	fclose (f);
    }
  return sum;
}
