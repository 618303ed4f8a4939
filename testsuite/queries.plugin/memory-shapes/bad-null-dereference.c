/* What is null and read or written through.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -fno-inline" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node
{
  struct node *next;
  char *name;
  int value;
};

struct list
{
  struct node *first, *last;
  int count;
};

struct table
{
  struct list used, spare;
  struct list *current;
};

int process (int);
void note (const char *, ...);

/* The field of a structure.  */

int
field (struct list *l)
{
  l->first = NULL;
  l->count = 0;
  return l->first->value; /* { dg-warning "dereference of NULL '.*first'" "field" } */
}

/* A structure in a structure.  */

int
nested (struct table *t)
{
  t->spare.first = t->spare.last = NULL;
  t->spare.count = t->used.count;
  return t->spare.last->value; /* { dg-warning "dereference of NULL '.*last'" "nested" } */
}

/* By value.  */

static int
first_value (struct list l)
{
  return l.first->value; /* { dg-warning "dereference of NULL 'l.first'" "by value" } */
}

int
by_value (int n)
{
  struct list l = { NULL, NULL, n };

  return first_value (l);
}

/* A structure filled with zeros.  */

int
cleared (int n)
{
  struct list l;

  memset (&l, 0, sizeof l);
  l.count = n;
  return l.last->value; /* { dg-warning "dereference of NULL" "cleared" } */
}

int
cleared_on_the_heap (int n)
{
  struct list *l = calloc (1, sizeof *l);
  int result;

  if (!l)
    return -1;
  l->count = n;
  result = l->last->value; /* { dg-warning "dereference of NULL" "calloc" } */
  free (l);
  return result;
}

/* The cleanup.  */

int
cleanup (const char *name)
{
  struct node *n = NULL;
  int result = -1;

  if (!name)
    goto out;
  n = calloc (1, sizeof *n);
  if (!n)
    goto out;
  result = process (name[0]);
out:
  free (n->name); /* { dg-warning "dereference of NULL 'n'" "cleanup" } */
  free (n);
  return result;
}
