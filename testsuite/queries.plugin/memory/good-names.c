/* The same with nothing wrong.  */
/* { dg-do compile } */

#include <stdlib.h>

struct box { char *value; };

char *
computed (size_t n)
{
  return malloc (n + 4 * n);
}

void
other_name (char *p)
{
  struct box b;

  b.value = p;
  free (b.value);
}

void
field (struct box *b)
{
  free (b->value);
  b->value = 0;
  free (b->value);
}

struct thing;
void put (struct thing *t);
void drop (struct thing *t);
struct thing *get (void)
  __attribute__ ((malloc (put), malloc (drop)));

void
either (int n)
{
  struct thing *t = get ();

  if (n)
    put (t);
  else
    drop (t);
}
