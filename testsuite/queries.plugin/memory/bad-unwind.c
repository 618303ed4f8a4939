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

/* The frame that is jumped to is gone.  */

static int __attribute__ ((noinline))
save (void) /* { dg-message "\\(3\\) entry to 'save'" } */
{
  if (setjmp (env)) /* { dg-message "\\(4\\) 'setjmp' called here" } */
    return 1;
  return 0;
} /* { dg-message "\\(5\\) stack frame is popped here, invalidating saved environment" } */

void
jump (void) /* { dg-message "\\(1\\) entry to 'jump'" } */
{
  save (); /* { dg-message "\\(2\\) calling 'save' from 'jump'" } */
  longjmp (env, 1); /* { dg-warning "'longjmp' called after enclosing function of 'setjmp' has returned" } */
}

/* { dg-message "\\(6\\) returning to 'jump' from 'save'" "" { target *-*-* } 54 } */
/* { dg-message "\\(7\\) 'longjmp' called after enclosing function of 'setjmp' returned at \\(5\\)" "" { target *-*-* } 55 } */

struct place
{
  int n;
  jmp_buf env;
};

static int __attribute__ ((noinline))
save_place (struct place *p) /* { dg-message "\\(5\\) entry to 'save_place'" } */
{
  return setjmp (p->env); /* { dg-message "\\(6\\) 'setjmp' called here" } */
} /* { dg-message "\\(7\\) stack frame is popped here" } */

static int __attribute__ ((noinline))
save_first (struct place *p) /* { dg-message "\\(3\\) entry to 'save_first'" } */
{
  return save_place (p) + 1; /* { dg-message "\\(4\\) calling 'save_place' from 'save_first'" } */
}

void
jump_there (void) /* { dg-message "\\(1\\) entry to 'jump_there'" } */
{
  struct place p;

  save_first (&p); /* { dg-message "\\(2\\) calling 'save_first' from 'jump_there'" } */
  longjmp (p.env, 1); /* { dg-warning "'longjmp' called after enclosing function of 'setjmp' has returned" } */
}

/* { dg-message "\\(8\\) returning to 'save_first' from 'save_place'" "" { target *-*-* } 76 } */
/* { dg-message "\\(9\\) returning to 'jump_there' from 'save_first'" "" { target *-*-* } 84 } */
/* { dg-message "\\(10\\) 'longjmp' called after enclosing function of 'setjmp' returned at \\(7\\)" "" { target *-*-* } 85 } */
