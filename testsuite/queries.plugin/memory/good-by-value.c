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
