/* What is null, may be null, or has no value.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-free-nonheap-object -Wno-shift-count-overflow" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdlib.h>

void fill (char *p) __attribute__ ((nonnull)); /* { dg-message "argument 1 of 'fill' must be non-null" } */

int *
unchecked (void)
{
  int *p = malloc (4);

  *p = 3; /* { dg-warning "dereference of possibly-NULL 'p'" } */
  return p;
}

int *
on_failure (void)
{
  int *p = malloc (4);

  if (!p)
    *p = 3; /* { dg-warning "dereference of NULL 'p'" } */
  return p;
}

char *
passed (void)
{
  char *p = malloc (4);

  fill (p); /* { dg-warning "use of possibly-NULL 'p' where non-null expected" } */
  return p;
}

static void
set (int *p)
{
  *p = 3; /* { dg-warning "dereference of possibly-NULL 'p'" } */
}

int *
in_callee (void)
{
  int *p = malloc (4);

  set (p);
  return p;
}

int
unset (int n)
{
  int a[2];

  a[0] = n;
  return a[1]; /* { dg-warning "use of uninitialized value 'a.1.'" } */
}

int
allocated (void)
{
  int *p = malloc (4);
  int value;

  if (!p)
    return 0;
  value = *p; /* { dg-warning "use of uninitialized value" } */
  free (p);
  return value;
}

int
shifted (int n)
{
  return n << 40; /* { dg-warning "shift by count .'40'. >= precision of type" } */
}

void
literal (void)
{
  char *p = "text";

  *p = 'T'; /* { dg-warning "write to string literal" } */
}
