/* Jumps to functions that have not returned.  */
/* { dg-do compile } */

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

struct handler { jmp_buf place; struct handler *outer; volatile int code; };
struct interpreter { struct handler *error; int depth; };

static jmp_buf error;

extern int run (int);

/* Called by the one that has saved it.  */

static void
give_up (int code)
{
  longjmp (error, code);
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

int
start (int n)
{
  if (setjmp (error))
    return -1;
  check (run (n));
  return 0;
}

/* A chain of handlers, as interpreters have it.  */

static void
throw (struct interpreter *i, int code)
{
  if (!i->error)
    abort ();
  i->error->code = code;
  longjmp (i->error->place, 1);
}

int
protected (struct interpreter *i, int n)
{
  struct handler h;

  h.code = 0;
  h.outer = i->error;
  i->error = &h;
  if (setjmp (h.place) == 0)
    {
      n = run (n);
      if (n < 0)
	throw (i, n);
    }
  i->error = h.outer;
  return h.code;
}

/* Saved again where it is used.  */
static int
save_place (void)
{
  return setjmp (error);
}

int
again (int n)
{
  save_place ();
  if (setjmp (error))
    return -1;
  if (run (n) < 0)
    longjmp (error, 1);
  return 0;
}

/* A loop that begins again after each error.  */
int
read_lines (void)
{
  volatile int n = 0;

  for (;;)
    {
      if (setjmp (error) != 0)
	n++;
      if (n > 3)
	return -1;
      check (run (n));
      if (run (0) == 0)
	break;
    }
  return 0;
}

/* Nobody jumps.  */
int
only_saved (int n)
{
  if (save_place ())
    return -1;
  return run (n);
}
