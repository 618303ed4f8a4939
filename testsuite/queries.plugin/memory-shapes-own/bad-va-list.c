/* Lists of arguments that are not ended, not started, used up.  own-checks no-steps */
/* { dg-do compile } */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

extern int verbose;
struct log { FILE *file; int level; };

/* A way out that forgets it.  */
int
report (const char *format, ...)
{
  va_list ap;
  int r;

  va_start (ap, format);
  if (!verbose)
    return 0;			/* { dg-warning "missing 'va_end' of 'ap'" } */
  r = vfprintf (stderr, format, ap);
  va_end (ap);
  return r;
}

/* Ended, and then used three calls away.  */

static int
put (FILE *f, const char *format, va_list ap)
{
  return vfprintf (f, format, ap);
}

static int
put_first (FILE *f, const char *format, va_list ap)
{
  fputs ("! ", f);
  return put (f, format, ap);
}

static int
put_all (FILE *f, const char *format, va_list ap)
{
  return put_first (f, format, ap);
}

int
twice (const char *format, ...)
{
  va_list ap;
  int r;

  va_start (ap, format);
  r = put_all (stdout, format, ap);
  va_end (ap);
  if (verbose)
    r += put_all (stderr, format, ap);	/* { dg-warning "'put_all' of 'ap', which was ended" } */
  return r;
}

/* By way of a structure.  */
struct arguments { va_list ap; int n; };

int
in_a_structure (int n, ...)
{
  struct arguments a;
  int sum = 0;

  va_start (a.ap, n);
  for (a.n = 0; a.n < n; a.n++)
    sum += va_arg (a.ap, int);
  return sum;			/* { dg-warning "missing 'va_end' of 'a.ap'" } */
}

/* In a loop, ended in its first round.  */
int
in_a_loop (int n, ...)
{
  va_list ap;
  int sum = 0;

  va_start (ap, n);
  for (int i = 0; i < n; i++)
    {
      sum += va_arg (ap, int);	/* { dg-warning "'va_arg' of 'ap', which was ended" } */
      va_end (ap);		/* { dg-warning "'va_end' of 'ap', which was ended" } */
    }
  return sum;			/* { dg-warning "missing 'va_end' of 'ap'" } */
}

/* A copy of one that an out-parameter gives no list.  */
int
copied (char **out, size_t n, const char *format, va_list ap)
{
  va_list again;
  int size;

  va_copy (again, ap);
  size = vsnprintf (NULL, 0, format, ap);
  if (size < 0)
    return -1;			/* { dg-warning "missing 'va_end' of 'again'" } */
  *out = malloc (n + size);
  if (!*out)
    {
      va_end (again);
      return -1;
    }
  vsnprintf (*out, n + size, format, again);
  va_end (again);
  return 0;
}

/* Behind conditions that go together.  */
int
together (int has_more, const char *format, ...)
{
  va_list ap;
  int r = 0;

  if (has_more)
    va_start (ap, format);
  r++;
  if (!has_more)
    r = va_arg (ap, int);	/* { dg-warning "'va_arg' of 'ap', which was not started" } */
  if (has_more)
    va_end (ap);
  return r;
}

int
started_again (const char *format, ...)
{
  va_list ap;
  int r;

  va_start (ap, format);
  r = vprintf (format, ap);
  va_start (ap, format);	/* { dg-warning "'va_start' of 'ap', which is started already" } */
  r += vprintf (format, ap);
  va_end (ap);
  return r;
}
