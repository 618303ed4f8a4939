/* What a call is given it may change, and what it writes to it does.  */
/* { dg-do compile } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdlib.h>

struct options { int keep_times, mode; };

extern void ask (struct options *);
extern int use (int);

static int prove;

static void
set_prove (void)
{
  prove = 1;
}

int
writes_to_it (void)
{
  int value;

  if (prove)
    value = use (1);
  else
    set_prove ();
  if (prove)
    return use (value); /* { dg-warning "use of uninitialized value .value." } */
  return 0;
}

int
is_given_it (struct options *o)
{
  int value;

  if (o->mode)
    value = use (1);
  ask (o);
  if (o->mode)
    return use (value); /* { dg-warning "use of uninitialized value .value." } */
  return 0;
}

int
leads_to_it (struct options **list)
{
  int value;

  if (list[1]->mode)
    value = use (1);
  ask (list[1]);
  if (list[1]->mode)
    return use (value); /* { dg-warning "use of uninitialized value .value." } */
  return 0;
}

/* Not what the program starts with.  */
int
not_main (int n)
{
  char *list = calloc (n, 1);

  if (!list)
    return 1;
  return list[n - 1]; /* { dg-warning "leak of .list." } */
}
