/* What is lost when a function is left by longjmp, here or in a callee.  */
/* { dg-do compile } */
/* { dg-options "-fdiagnostics-path-format=separate-events" } */
/* own-checks: GCC says it with -fanalyzer only.  */

#include <setjmp.h>
#include <stdlib.h>

static jmp_buf env;

void
direct (void)
{
  void *p = malloc (16); /* { dg-message "allocated here" } */

  longjmp (env, 1); /* { dg-warning "leak of 'p'" } */
  free (p);
}

/* { dg-message "'p' leaks here; was allocated at" "" { target *-*-* } 16 } */

static void __attribute__ ((noinline))
give_up (void) /* { dg-message "entry to 'give_up'" } */
{
  longjmp (env, 2); /* { dg-warning "leak of 'q'" } */
}

void
through (int n) /* { dg-message "entry to 'through'" } */
{
  void *q = malloc (16); /* { dg-message "allocated here" } */

  if (n) /* { dg-message "following 'true' branch" } */
    give_up (); /* { dg-message "to here" } */
  free (q);
}

/* { dg-message "'q' leaks here; was allocated at" "" { target *-*-* } 25 } */
/* { dg-message "calling 'give_up' from 'through'" "" { target *-*-* } 34 } */
