/* What is wrong because of what callees do is told where they do it, with the way
   there and back; once, whoever calls.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline -fdiagnostics-path-format=separate-events" } */
/* own-checks: GCC says it with -fanalyzer only.  */

#include <stdlib.h>

static void
release (void *victim)
{
  free (victim); /* { dg-warning "double-'free' of 'victim'" "once" } */
}

void
twice (void *p)
{
  release (p); /* { dg-message "\\(2\\) calling 'release' from 'twice'" } */
  release (p); /* { dg-message "\\(6\\) passing freed pointer 'p' in call to 'release' from 'twice'" } */
}

void
twice_too (void *q)
{
  release (q);
  release (q);
}

/* Across three calls, through a structure.  */

struct box { int *value; };

static int
third (struct box *b)
{
  return *b->value; /* { dg-warning "use after 'free' of '.b.value' .CWE-416" } */
}

static int
second (struct box *b)
{
  return third (b) + 1; /* { dg-message "\\(7\\) calling 'third' from 'second'" } */
}

static int
first (struct box *b)
{
  return second (b); /* { dg-message "\\(5\\) calling 'second' from 'first'" } */
}

int
through (struct box *b)
{
  free (b->value); /* { dg-message "\\(2\\) freed here" } */
  return first (b); /* { dg-message "\\(3\\) calling 'first' from 'through'" } */
}

/* What a callee makes.  */

static int *
make (void)
{
  return malloc (sizeof (int)); /* { dg-message "this call could return NULL" } */
}

void
unchecked (void)
{
  int *p = make (); /* { dg-message "possible return of NULL to 'unchecked' from 'make'" } */

  *p = 1; /* { dg-warning "dereference of possibly-NULL 'p'" } */
  free (p);
}

/* Where it is told pragmas and options count.  */

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wanalyzer-double-free"
static void
release_silently (void *p)
{
  free (p);
}
#pragma GCC diagnostic pop

void
silent (void *p)
{
  release_silently (p);
  release_silently (p);
}

/* { dg-message "\\(3\\) entry to 'release'" "" { target *-*-* } 10 } */
/* { dg-message "\\(4\\) first 'free' here" "" { target *-*-* } 12 } */
/* { dg-message "\\(8\\) second 'free' here; first 'free' was at \\(4\\)" "" { target *-*-* } 12 } */
/* { dg-message "\\(1\\) entry to 'twice'" "" { target *-*-* } 16 } */
/* { dg-message "\\(5\\) returning to 'twice' from 'release'" "" { target *-*-* } 18 } */
/* { dg-message "freed at \\(2\\)" "" { target *-*-* } 36 } */
/* { dg-message "\\(7\\) entry to 'release'" "" { target *-*-* } 10 } */
/* { dg-message "\\(1\\) entry to 'through'" "" { target *-*-* } 52 } */
/* { dg-message "\\(4\\) entry to 'first'" "" { target *-*-* } 46 } */
/* { dg-message "\\(6\\) entry to 'second'" "" { target *-*-* } 40 } */
/* { dg-message "\\(8\\) entry to 'third'" "" { target *-*-* } 34 } */
/* { dg-message "\\(1\\) entry to 'unchecked'" "" { target *-*-* } 67 } */
/* { dg-message "\\(2\\) calling 'make' from 'unchecked'" "" { target *-*-* } 69 } */
/* { dg-message "\\(3\\) entry to 'make'" "" { target *-*-* } 61 } */
/* { dg-message "\\(6\\) 'p' could be NULL: unchecked value from \\(4\\)" "" { target *-*-* } 71 } */

/* What was asked before it is returned.  */

static int *
make_or_stop (void)
{
  int *made = malloc (sizeof (int)); /* { dg-message "\\(4\\) allocated here" } */

  if (!made) /* { dg-message "\\(5\\) assuming 'made' is non-NULL" } */
    abort ();
  *made = 1;
  return made;
}

int
forgotten (int n)
{
  int *p = make_or_stop (); /* { dg-message "\\(8\\) returning to 'forgotten' from 'make_or_stop'" } */

  return *p + n; /* { dg-warning "leak of 'p'" } */
}

/* { dg-message "\\(1\\) entry to 'forgotten'" "" { target *-*-* } 123 } */
/* { dg-message "\\(2\\) calling 'make_or_stop' from 'forgotten'" "" { target *-*-* } 125 } */
/* { dg-message "\\(3\\) entry to 'make_or_stop'" "" { target *-*-* } 112 } */
/* { dg-message "\\(6\\) following 'false' branch .when 'made' is non-NULL." "" { target *-*-* } 116 } */
/* { dg-message "\\(7\\) ...to here" "" { target *-*-* } 118 } */
/* { dg-message "\\(9\\) 'p' leaks here; was allocated at \\(4\\)" "" { target *-*-* } 127 } */
