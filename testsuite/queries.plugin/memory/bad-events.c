/* The steps that lead to a finding.  */
/* { dg-do compile } */
/* { dg-options "-fdiagnostics-path-format=separate-events" } */
/* own-checks: GCC says it with -fanalyzer only.  */

#include <stdlib.h>

void
twice (int n)
{
  int *p = malloc (4); /* { dg-message "\\(1\\) allocated here" } */

  if (!p) /* { dg-message "\\(2\\) assuming 'p' is non-NULL" } */
    return;
  free (p); /* { dg-message "\\(4\\) \\.\\.\\.to here" } */
  if (n > 3) /* { dg-message "\\(6\\) following 'true' branch \\(when 'n > 3'\\)\\.\\.\\." } */
    free (p); /* { dg-warning "double-'free' of 'p'" } */
}

/* { dg-message "\\(3\\) following 'false' branch \\(when 'p' is non-NULL\\)\\.\\.\\." "" { target *-*-* } 13 } */
/* { dg-message "\\(5\\) first 'free' here" "" { target *-*-* } 15 } */
/* { dg-message "\\(7\\) \\.\\.\\.to here" "" { target *-*-* } 17 } */
/* { dg-message "\\(8\\) second 'free' here; first 'free' was at \\(5\\)" "" { target *-*-* } 17 } */
