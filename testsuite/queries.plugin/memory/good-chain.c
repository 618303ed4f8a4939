/* Rounds of a loop that hang what they make on what the rounds before have made.  */
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

void release (struct expression *e);

struct expression *
read_sum (const char *at)
{
  struct expression *e = make (*at++), *last;

  if (!e)
    return NULL;
  while (*at == '+')
    {
      struct expression *sum;

      at++;
      last = make (*at++);
      if (!last)
	{
	  release (e);
	  return NULL;
	}
      sum = make ('+');
      if (!sum)
	{
	  release (e);
	  release (last);
	  return NULL;
	}
      sum->a = e;
      sum->b = last;
      e = sum;
    }
  return e;
}
