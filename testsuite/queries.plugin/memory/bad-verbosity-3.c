/* GCC's option says which events of a path are shown: at 3 all branches.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer-verbosity=3 -fdiagnostics-path-format=separate-events" } */
/* own-checks: GCC says it with -fanalyzer only.  */

#include <stdlib.h>

int foo (void);
void bar (void);

void
leaks (int flag)
{
  void *p = malloc (4);

  if (foo ()) /* { dg-message "\\(2\\) following .false. branch" } */
    bar ();
  if (flag) /* { dg-message "\\(4\\) following .false. branch \\(when 'flag == 0'" } */
    free (p);
} /* { dg-warning "leak of 'p'" } */

/* { dg-message "\\(1\\) allocated here" "" { target *-*-* } 14 } */
/* { dg-message "\\(3\\) \\.\\.\\.to here" "" { target *-*-* } 18 } */
/* { dg-message "\\(5\\) \\.\\.\\.to here" "" { target *-*-* } 20 } */
/* { dg-message "\\(6\\) 'p' leaks here" "" { target *-*-* } 20 } */
