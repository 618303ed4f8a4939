/* The same forms without the defect.  own-checks */
/* { dg-do compile } */

#include <stddef.h>

void other (void);

void
on_one_way (int c)
{
  void (*f) (void) = NULL;

  if (c)
    f = other;
  if (f)
    f ();
}

struct operations { int (*open) (int); };

int
through_memory (struct operations *o)
{
  if (!o->open)
    return 0;
  return o->open (1);
}

void
given (void (*f) (void))
{
  f ();
}

/* There are two directions, as their author knows.  */
void
one_of_two (int direction)
{
  void (*f) (void) = NULL;

  if (direction == 1)
    f = other;
  else if (direction == 2)
    f = other;
  f ();
}
