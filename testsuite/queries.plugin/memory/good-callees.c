/* Callees that do nothing wrong, and what only looks like it.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline" } */

#include <stdlib.h>

struct box { int *value; };

static void
release (struct box *b)
{
  free (b->value);
  b->value = 0;
}

void
twice (struct box *b)
{
  release (b);
  release (b);
}

static int *
make (int n)
{
  return n > 0 ? malloc (sizeof (int)) : 0;
}

int
checked (int n)
{
  int *p = make (n), result;

  if (!p)
    return -1;
  *p = n;
  result = *p;
  free (p);
  return result;
}

static int
read (int *p, int is_there)
{
  return is_there ? *p : 0;
}

int
told (int *p)
{
  free (p);
  return read (p, 0);
}
