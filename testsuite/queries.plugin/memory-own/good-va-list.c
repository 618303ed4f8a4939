/* The order in which it is to be.  own-checks */
/* { dg-do compile } */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int
copied_in_a_loop (const char *f, ...)
{
  va_list ap;

  va_start (ap, f);
  while (*f++)
    {
      va_list copy;

      va_copy (copy, ap);
      vprintf (f, copy);
      va_end (copy);
    }
  va_end (ap);
  va_start (ap, f);
  va_end (ap);
  return 0;
}

int
of_the_caller (const char *f, va_list list)
{
  return vprintf (f, list);
}

int begin (va_list *);

int
begun_elsewhere (void)
{
  va_list ap;
  int r;

  if (begin (&ap))
    return 1;
  r = va_arg (ap, int);
  va_end (ap);
  return r;
}

void
dies (const char *f, ...)
{
  va_list ap;

  va_start (ap, f);
  vprintf (f, ap);
  exit (1);
}
