/* Which function it is that releases, by attributes and through pointers.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-mismatched-dealloc" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdlib.h>

typedef void releaser (void *);

struct thing;
void thing_put (int, struct thing *);
__attribute__ ((malloc (thing_put, 2))) struct thing *thing_get (void);
__attribute__ ((malloc (thing_put, 2))) struct thing *
  thing_swap (int, struct thing *);

/* Nothing here mentions thing_get.  */
void
put_twice (struct thing *t)
{
  thing_put (0, t);
  thing_put (1, t); /* { dg-warning "double-'thing_put' of 't'" } */
}

void
put_what_was_allocated (void)
{
  struct thing *t = malloc (10);

  thing_put (0, t); /* { dg-warning "should have been deallocated with 'free' but was deallocated with 'thing_put'" } */
}

static releaser * __attribute__ ((noinline))
the_releaser (void)
{
  return free;
}

/* Nothing here mentions free.  */
void
free_by_what_is_returned (void *p)
{
  releaser *f = the_releaser ();

  f (p);
  f (p); /* { dg-warning "double-'free' of 'p'" } */
}

struct methods
{
  releaser *release;
};

void look (const struct methods *);

void
free_by_a_field (void *p)
{
  struct methods m = { free };

  look (&m);
  m.release (p);
  m.release (p); /* { dg-warning "double-'free' of 'p'" } */
}

#pragma GCC push_options
#pragma GCC optimize (0)

static void
give_away (void *p)
{
  free (p); /* { dg-warning "double-'free' of 'p'" } */
}

void
free_by_a_copy (void *p)
{
  releaser *f = give_away;

  f (p);
  f (p);
}

#pragma GCC pop_options

/* What attributes say of what is returned.  */

extern void take (void *, void *) __attribute__ ((nonnull (2)));

typedef void taker (void *, void *);

static taker * __attribute__ ((noinline))
the_taker (void)
{
  return take;
}

void
take_null (void *p)
{
  taker *f = the_taker ();
  void *q = malloc (10);

  f (NULL, p);
  f (p, q); /* { dg-warning "use of possibly-NULL 'q' where non-null expected" } */
  free (q);
}

/* Through a pointer that a parameter holds.  */

static void __attribute__ ((noinline))
release_by (releaser *f, int n, void *data)
{
  if (n > 3)
    n = 3;
  f (data); /* { dg-warning "double-'free' of 'data'" } */
}

static void __attribute__ ((noinline))
give_back (releaser *f, void *p)
{
  f (p); /* { dg-warning "double-'free' of 'p'" } */
}

void
release_twice (void *p)
{
  give_back (free, p);
  give_back (free, p);
}

void
release_again (int n, void *p)
{
  free (p);
  release_by (free, n, p);
}
