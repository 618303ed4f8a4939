/* Rounds of a loop that do not hang what they make on what the rounds before have
   made.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdlib.h>

struct expression
{
  struct expression *a, *b;
  int operation;
};

static struct expression *
make (int operation)
{
  struct expression *e = malloc (sizeof *e);

  if (e)
    {
      e->a = e->b = NULL;
      e->operation = operation;
    }
  return e;
}

struct expression *
read_sum (const char *at)
{
  struct expression *e = make (*at++);

  if (!e)
    return NULL;
  while (*at++ == '+')
    {
      struct expression *sum = make ('+');

      if (!sum)
	abort ();
      sum->b = NULL;
      e = sum; /* { dg-warning "leak of 'e'" } */
    }
  return e;
}
