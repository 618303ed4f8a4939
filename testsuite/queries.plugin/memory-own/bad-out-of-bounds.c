/* Accesses outside of what is there.  own-checks no-steps */
/* { dg-do compile } */

#include <stdlib.h>
#include <string.h>

void
behind_the_end (void)
{
  char *p = malloc (4);

  if (!p)
    return;
  p[4] = 1;			/* { dg-warning "out-of-bounds write to 'p': 1 byte at offset 4 of an object of 4 bytes .CWE-787. .libqueries:out-of-bounds" } */
  free (p);
}

int
by_a_variable (const int *q)
{
  int a[3] = { 1, 2, 3 };
  int i = 3;

  if (*q)
    i = 4;
  return a[i];			/* { dg-warning "out-of-bounds read of 'a': 4 bytes at offset 12 of an object of 12 bytes .CWE-125." } */
}

void
by_a_function (void)
{
  char b[4];

  memset (b, 0, 5);		/* { dg-warning "out-of-bounds write to 'b': 5 bytes at offset 0 of an object of 4 bytes" } */
}

int
in_front (void)
{
  int *p = calloc (3, sizeof *p), r;

  if (!p)
    return 0;
  r = p[-1];			/* { dg-warning "out-of-bounds read of 'p': 4 bytes at offset -4 of an object of 12 bytes" } */
  free (p);
  return r;
}

static void *
allocate (void)
{
  return malloc (8);
}

int
made_elsewhere (void)
{
  int *p = allocate ();

  if (!p)
    return 0;
  p[2] = 1;			/* { dg-warning "out-of-bounds write" } */
  free (p);
  return 0;
}
