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

/* Saved again, or by who is still there.  */

static int __attribute__ ((noinline))
save (jmp_buf place)
{
  return setjmp (place);
}

int
saved_again (int n)
{
  jmp_buf place;

  save (place);
  if (setjmp (place))
    return 1;
  if (n)
    longjmp (place, 1);
  return 0;
}

static void __attribute__ ((noinline))
jump (jmp_buf place)
{
  longjmp (place, 1);
}

int
jumped_to (void)
{
  jmp_buf place;

  if (setjmp (place))
    return 1;
  jump (place);
  return 0;
}

/* Somebody may have saved it since.  */
void something (void);
extern jmp_buf shared;

static int __attribute__ ((noinline))
save_shared (void)
{
  return setjmp (shared);
}

void
perhaps_saved (void)
{
  save_shared ();
  something ();
  longjmp (shared, 1);
}
