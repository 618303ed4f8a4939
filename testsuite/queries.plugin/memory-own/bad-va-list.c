/* Lists of arguments in the wrong order of things.  own-checks no-steps */
/* { dg-do compile } */

#include <stdarg.h>
#include <stdio.h>

int
not_ended (int n, ...)
{
  va_list ap;
  int r;

  va_start (ap, n);
  r = va_arg (ap, int);
  return r;			/* { dg-warning "missing 'va_end' of 'ap' .libqueries:va-list" } */
}

int
used_after_its_end (int n, ...)
{
  va_list ap;

  va_start (ap, n);
  va_end (ap);
  return va_arg (ap, int);	/* { dg-warning "'va_arg' of 'ap', which was ended" } */
}

void
passed_on_after_its_end (const char *f, ...)
{
  va_list ap;

  va_start (ap, f);
  vprintf (f, ap);
  va_end (ap);
  vprintf (f, ap);		/* { dg-warning "'vprintf' of 'ap', which was ended" } */
}

void
started_twice (int n, ...)
{
  va_list ap;

  va_start (ap, n);
  va_start (ap, n);		/* { dg-warning "'va_start' of 'ap', which is started already" } */
  va_end (ap);
}

int
never_started (int n, ...)
{
  va_list ap;

  return va_arg (ap, int);	/* { dg-warning "'va_arg' of 'ap', which was not started" } */
}

int
copy_not_ended (va_list list)
{
  va_list ap;
  int r;

  va_copy (ap, list);
  r = va_arg (ap, int);
  if (r)
    return 1;			/* { dg-warning "missing 'va_end' of 'ap'" } */
  va_end (ap);
  return r;
}
