/* What is volatile is another value at each look, and one at one look.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer" } */
/* own-checks: of GCC 12 it depends on the level.  */

#include <stdlib.h>

extern volatile int state;

struct device
{
  volatile unsigned status;
  unsigned data;
};

int
looked_at_once (void)
{
  char *p = calloc (3, 1);
  int r = 0, now = state;

  if (!p)
    return 0;
  if (now)
    free (p);
  if (!now)
    {
      r = p[0];
      free (p);
    }
  return r;
}

unsigned
polled (struct device *d)
{
  if (d->status == 0)
    return d->data / d->status;
  return 0;
}

int *
waited (int *p)
{
  int *q = NULL;

  while (!state)
    if (state)
      q = p;
  if (q)
    *q = 3;
  return q;
}
