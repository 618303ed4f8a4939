/* Jumps to where the function has returned that was to be jumped to.  */
/* { dg-do compile } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

struct handler { jmp_buf place; struct handler *outer; int code; };
struct interpreter { struct handler error; int depth; };

static jmp_buf error;
static jmp_buf other;

/* A function of its own cannot save the place.  */

static int
save_place (void)
{
  return setjmp (error);
}

int
start (int n)
{
  if (save_place ())
    return -1;
  if (n < 0)
    longjmp (error, 1); /* { dg-warning "'longjmp' called after enclosing function of 'setjmp' has returned" } */
  return 0;
}

/* Saved three calls away, in a structure's field.  */

static int
try_here (struct handler *h)
{
  h->code = 0;
  return setjmp (h->place);
}

static int
try_in (struct interpreter *i)
{
  i->depth++;
  return try_here (&i->error);
}

static int
try_once (struct interpreter *i)
{
  return try_in (i);
}

int
evaluate (struct interpreter *i, int n)
{
  if (try_once (i))
    return -1;
  if (n < 0)
    longjmp (i->error.place, 2); /* { dg-warning "'longjmp' called after enclosing function of 'setjmp' has returned" } */
  return 0;
}

/* Jumped three calls away.  */

static void
give_up (int code)
{
  longjmp (other, code); /* { dg-warning "'longjmp' called after enclosing function of 'setjmp' has returned" "longjmp in a callee" { xfail *-*-* } } */
}

static void
fail (int code)
{
  fprintf (stderr, "%d\n", code);
  give_up (code);
}

static void
check (int n)
{
  if (n < 0)
    fail (n);
}

static int
save_other (void)
{
  return setjmp (other);
}

int
go (int n)
{
  if (save_other ())
    return -1;
  check (n);
  return 0;
}

/* By an out-parameter, with a result.  */

static int
make_handler (struct handler **out)
{
  struct handler *h = malloc (sizeof *h);

  if (!h)
    return -1;
  h->outer = NULL;
  if (setjmp (h->place))
    return 1;
  *out = h;
  return 0;
}

int
with_handler (int n)
{
  struct handler *h;

  if (make_handler (&h) != 0)
    return -1;
  if (n < 0)
    longjmp (h->place, 1); /* { dg-warning "'longjmp' called after enclosing function of 'setjmp' has returned" } */
  free (h);
  return 0;
}

/* In a loop.  */
int
in_a_loop (const int *a, int n)
{
  if (save_place ())
    return -1;
  for (int i = 0; i < n; i++)
    if (a[i] < 0)
      longjmp (error, i + 1); /* { dg-warning "'longjmp' called after enclosing function of 'setjmp' has returned" } */
  return 0;
}

/* Behind conditions that go together.  */
int
together (int is_guarded, int n)
{
  if (is_guarded && save_place ())
    return -1;
  n++;
  if (is_guarded)
    longjmp (error, n); /* { dg-warning "'longjmp' called after enclosing function of 'setjmp' has returned" } */
  return n;
}
