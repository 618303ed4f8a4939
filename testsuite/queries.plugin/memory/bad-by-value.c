/* Structures that are passed and returned by value.  */
/* { dg-do compile } */
/* { dg-options "" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdlib.h>

struct pair { void *first, *second; int counts[30]; };

void something (void);

/* Whatever something does, it does not change what is passed here.  */
void
free_twice (struct pair p)
{
  something ();
  free (p.first);
  something ();
  free (p.first); /* { dg-warning "double-'free' of 'p.first'" } */
}

struct pair
free_and_return (void *p)
{
  struct pair pair = { p, NULL, { 0 } };

  free (pair.first);
  free (p); /* { dg-warning "double-'free' of 'p'" } */
  return pair;
}

/* In callees.  */

static void * __attribute__ ((noinline))
free_first (struct pair p)
{
  something ();
  free (p.first); /* { dg-warning "double-'free' of 'p.first'" } */
  return p.first;
}

void
free_by_value (void *p)
{
  struct pair pair = { p, NULL, { 0 } };

  free_first (pair);
  free_first (pair);
}

void
free_result (void *p)
{
  struct pair pair = { p, NULL, { 0 } };
  void *q = free_first (pair);

  free (q); /* { dg-warning "double-'free' of 'q'" } */
}
