/* GCC's option says which events of a path are shown: at 1 no branch, but
   the entries of functions.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer-verbosity=1 -fdiagnostics-path-format=separate-events" } */
/* own-checks: GCC says it with -fanalyzer only.  */

#include <stdlib.h>

static void __attribute__ ((noinline))
release (void *p)
{
  free (p);
}

void
twice (int n) /* { dg-message "\\(1\\) entry to 'twice'" } */
{
  void *p = malloc (4); /* { dg-message "\\(2\\) allocated here" } */

  release (p); /* { dg-message "\\(3\\) calling 'release' from 'twice'" } */
  if (n > 3) /* { dg-bogus "branch" } */
    free (p); /* { dg-warning "double-'free' of 'p'" } */
}

/* { dg-message "\\(5\\) first 'free' here" "" { target *-*-* } 12 } */
/* { dg-message "\\(6\\) returning to 'twice' from 'release'" "" { target *-*-* } 20 } */
/* { dg-message "\\(7\\) second 'free' here; first 'free' was at \\(5\\)" "" { target *-*-* } 22 } */
/* { dg-message "\\(4\\) entry to 'release'" "" { target *-*-* } 10 } */
