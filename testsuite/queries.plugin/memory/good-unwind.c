/* Nothing is lost: the frame stays, or somebody else knows of it.  */
/* { dg-do compile } */
/* { dg-options "-fdiagnostics-path-format=separate-events" } */
/* own-checks: GCC says it with -fanalyzer only.  */

#include <setjmp.h>
#include <stdlib.h>

static jmp_buf env;
static void *kept;

/* setjmp of the same function finds it again.  */
void
retry (int n)
{
  void *volatile p = malloc (16);

  if (setjmp (env) == 0 && n)
    longjmp (env, 1);
  free (p);
}

static void __attribute__ ((noinline))
give_up (void)
{
  longjmp (env, 2);
}

/* The same, by a callee.  */
void
retry_through (int n)
{
  void *volatile p = malloc (16);

  if (setjmp (env) == 0 && n)
    give_up ();
  free (p);
}

void
released (void)
{
  void *p = malloc (16);

  free (p);
  give_up ();
}

void
handed_over (void)
{
  kept = malloc (16);
  longjmp (env, 1);
}

void
handed_back (void **out)
{
  *out = malloc (16);
  give_up ();
}
