/* Structures that are passed and returned by value, with nothing wrong.  */
/* { dg-do compile } */
/* { dg-options "" } */

#include <stdlib.h>

struct pair { void *first, *second; int counts[30]; };

void change (struct pair *);

/* What is returned is not lost.  */
struct pair
make_pair (void)
{
  struct pair pair = { NULL, NULL, { 0 } };

  pair.first = malloc (10);
  pair.second = malloc (20);
  return pair;
}

struct pair
copy_pair (void)
{
  struct pair pair = { NULL, NULL, { 0 } }, copy;

  pair.second = malloc (20);
  copy = pair;
  return copy;
}

/* Its address is known to another.  */
void
free_what_changes (struct pair p)
{
  change (&p);
  free (p.first);
  change (&p);
  free (p.first);
}

static void __attribute__ ((noinline))
free_both (struct pair p)
{
  free (p.first);
  free (p.second);
}

void
freed_by_value (void)
{
  struct pair pair = { NULL, NULL, { 0 } };

  pair.first = malloc (10);
  pair.second = malloc (10);
  free_both (pair);
}

/* What it writes to is its own.  */
static void * __attribute__ ((noinline))
swap_first (struct pair p, void *with)
{
  void *old = p.first;

  p.first = with;
  change (&p);
  return old;
}

void
swapped (void)
{
  struct pair pair = { NULL, NULL, { 0 } };

  pair.first = malloc (10);
  swap_first (pair, NULL);
  free (pair.first);
}
