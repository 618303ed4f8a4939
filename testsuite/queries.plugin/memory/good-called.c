/* Functions that release, and are not known or not the same one.  */
/* { dg-do compile } */
/* { dg-options "" } */

#include <stdlib.h>

typedef void releaser (void *);

struct thing;
void thing_put (int, struct thing *);
__attribute__ ((malloc (thing_put, 2))) struct thing *thing_get (void);

void
put_once (void)
{
  struct thing *t = thing_get ();

  thing_put (0, t);
}

/* Only the second argument is released.  */
void
put_others (struct thing *t, struct thing *u)
{
  thing_put (0, t);
  thing_put (0, u);
}

/* They count, perhaps.  */
void
put_and_free (struct thing *t)
{
  thing_put (0, t);
  free (t);
}

void
free_by_what_is_passed (void *p, releaser *f)
{
  f (p);
  f (p);
}

struct methods
{
  releaser *release;
};

void change (struct methods *);

void
free_by_a_field (void *p)
{
  struct methods m = { free };

  change (&m);
  m.release (p);
  m.release (p);
}

static void __attribute__ ((noinline))
call_perhaps (void *p, releaser *f, int n)
{
  if (n)
    f (p);
}

void
free_at_most_once (void *p, int n)
{
  call_perhaps (p, free, n);
  call_perhaps (p, free, !n);
}

static void __attribute__ ((noinline))
call (releaser *f, void *p)
{
  f (p);
}

static void
look_at (void *p)
{
  (void) p;
}

void
free_once (void *p)
{
  call (look_at, p);
  call (free, p);
}

#pragma GCC push_options
#pragma GCC optimize (0)

/* A ring of calls that goes through a pointer.  */
void
again (void *p, int n)
{
  void (*f) (void *, int) = again;

  if (n > 0)
    f (p, n - 1);
  else
    free (p);
}

static void other_way (void *p, int n);

static void
one_way (void *p, int n)
{
  void (*f) (void *, int) = other_way;

  if (n > 0)
    f (p, n - 1);
}

static void
other_way (void *p, int n)
{
  void (*f) (void *, int) = one_way;

  if (n > 0)
    f (p, n - 1);
}

void
start (int n)
{
  one_way (0, n);
}

#pragma GCC pop_options
