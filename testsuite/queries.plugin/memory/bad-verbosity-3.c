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

  if (foo ()) /* { dg-message "branch" } */
    bar ();
  if (flag) /* { dg-message "when 'flag == 0'" } */
    free (p);
} /* { dg-warning "leak of 'p'" "" { target *-*-* } 18 } */
