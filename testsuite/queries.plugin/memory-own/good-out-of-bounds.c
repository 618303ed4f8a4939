/* Accesses within, and such whose object nobody knows.  own-checks */
/* { dg-do compile } */

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

extern char end[1];

struct header { int size; char text[1]; };

char
by_the_linker (void)
{
  return end[3];
}

void
last_one (void)
{
  char *p = malloc (4);

  if (!p)
    return;
  p[3] = 1;
  memset (p, 0, 4);
  free (p);
}

struct header *
with_a_tail (void)
{
  struct header *h = malloc (offsetof (struct header, text) + 10);

  if (!h)
    return NULL;
  h->size = 10;
  h->text[9] = '\0';
  return h;
}

int
grown (void)
{
  char *p = malloc (4), *q;

  if (!p)
    return 0;
  q = realloc (p, 8);
  if (!q)
    {
      free (p);
      return 0;
    }
  q[7] = 1;
  free (q);
  return 1;
}

int
inside (int *base)
{
  int a[3] = { 1, 2, 3 };
  int *p = a + 3;

  return p[-1] + base[-1];
}

static const char *const names[] = { "one", "two", NULL };

/* What ends the loop is known to who wrote the table.  */
int
until_null (const char *name)
{
  int n = 0;

  for (int i = 0; names[i]; i++)
    n += strcmp (names[i], name) == 0;
  return n;
}
