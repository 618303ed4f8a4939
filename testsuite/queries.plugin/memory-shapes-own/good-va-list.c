/* Lists of arguments as they should be, and those of callers.  own-checks */
/* { dg-do compile } */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern int verbose;
struct log { FILE *file; int level; };
struct arguments { va_list ap; int n; };

int
report (const char *format, ...)
{
  va_list ap;
  int r = 0;

  va_start (ap, format);
  if (verbose)
    r = vfprintf (stderr, format, ap);
  va_end (ap);
  return r;
}

/* Who called ends it.  */
static int
put (FILE *f, const char *format, va_list ap)
{
  int n = va_arg (ap, int);

  return n + vfprintf (f, format, ap);
}

static int
put_all (FILE *f, const char *format, va_list ap)
{
  return put (f, format, ap);
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
    {
      va_start (ap, format);
      r += put_all (stderr, format, ap);
      va_end (ap);
    }
  return r;
}

int
in_a_structure (int n, ...)
{
  struct arguments a;
  int sum = 0;

  va_start (a.ap, n);
  for (a.n = 0; a.n < n; a.n++)
    sum += va_arg (a.ap, int);
  va_end (a.ap);
  return sum;
}

/* By its address.  */

static int
next (va_list *ap)
{
  return va_arg (*ap, int);
}

static int
next_of (struct arguments *a)
{
  a->n--;
  return next (&a->ap);
}

int
by_address (int n, ...)
{
  va_list ap;
  int sum = 0;

  va_start (ap, n);
  while (n-- > 0)
    sum += next (&ap);
  va_end (ap);
  return sum;
}

int
by_structure (int n, ...)
{
  struct arguments a;
  int sum = 0;

  a.n = n;
  va_start (a.ap, n);
  while (a.n > 0)
    sum += next_of (&a);
  va_end (a.ap);
  return sum;
}

/* Tried until there is room.  */
char *
print (const char *format, ...)
{
  size_t room = 100;

  for (;;)
    {
      char *p = malloc (room);
      va_list ap;
      int n;

      if (!p)
	return NULL;
      va_start (ap, format);
      n = vsnprintf (p, room, format, ap);
      va_end (ap);
      if (n >= 0 && (size_t) n < room)
	return p;
      free (p);
      if (n < 0)
	return NULL;
      room = n + 1;
    }
}

int
copied (char **out, const char *format, va_list ap)
{
  va_list again;
  int size;

  va_copy (again, ap);
  size = vsnprintf (NULL, 0, format, again);
  va_end (again);
  if (size < 0)
    return -1;
  *out = malloc (size + 1);
  if (!*out)
    return -1;
  return vsnprintf (*out, size + 1, format, ap);
}

int
together (int has_more, const char *format, ...)
{
  va_list ap;
  int r = 0;

  if (has_more)
    va_start (ap, format);
  r++;
  if (has_more)
    {
      r = va_arg (ap, int);
      va_end (ap);
    }
  return r;
}

/* The program ends.  */
void
fatal (const char *format, ...)
{
  va_list ap;

  va_start (ap, format);
  vfprintf (stderr, format, ap);
  exit (1);
}

/* Up to a null.  */
size_t
total (const char *first, ...)
{
  va_list ap;
  size_t n = 0;

  va_start (ap, first);
  for (const char *p = first; p; p = va_arg (ap, const char *))
    n += strlen (p);
  va_end (ap);
  return n;
}
