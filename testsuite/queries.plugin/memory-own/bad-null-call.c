/* Calls through null.  own-checks no-steps */
/* { dg-do compile } */

#include <stddef.h>

void other (void);

void
on_one_way (int c)
{
  void (*f) (void) = NULL;

  if (c)
    f = other;
  f ();				/* { dg-warning "call through null pointer 'f' .CWE-476. .libqueries:null-call" } */
}

struct operations { int (*open) (int); };

int
through_memory (struct operations *o)
{
  o->open = NULL;
  return o->open (1);		/* { dg-warning "call through null pointer" } */
}
