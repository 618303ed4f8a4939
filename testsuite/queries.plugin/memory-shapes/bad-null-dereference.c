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

/* At once: the condition is the wrong way round.  */

int
direct (struct node *n)
{
  if (!n)
    {
      note ("no node, value %d\n", n->value); /* { dg-warning "dereference of NULL 'n'" "direct" } */
      return -1;
    }
  return n->value;
}

int
wrong_operator (struct node *n)
{
  if (n == NULL && n->value > 3) /* { dg-warning "dereference of NULL 'n'" "operator" } */
    return 1;
  return 0;
}

int
set_before (struct node *n, int reset)
{
  if (reset)
    n = NULL;
  note ("reset: %d\n", reset);
  if (reset)
    return n->value; /* { dg-warning "dereference of NULL" "set" } */
  return n->value + 1;
}

/* Three calls deep: the deepest uses it.  */

static int
value_deep (const struct node *n)
{
  return n->value; /* { dg-warning "dereference of NULL 'n'" "deep" } */
}

static int
value_middle (const struct node *n)
{
  return value_deep (n) + 1;
}

static int
value_of (const struct node *n)
{
  return 2 * value_middle (n);
}

int
used_below (struct node *n)
{
  if (n)
    return value_of (n);
  note ("none\n");
  return value_of (n);
}

/* The field of a structure.  */

int
field (struct list *l)
{
  l->first = NULL;
  l->count = 0;
  return l->first->value; /* { dg-warning {dereference of NULL '[^\n]*first'} "field" } */
}

/* A structure in a structure.  */

int
nested (struct table *t)
{
  t->spare.first = t->spare.last = NULL;
  t->spare.count = t->used.count;
  return t->spare.last->value; /* { dg-warning {dereference of NULL '[^\n]*last'} "nested" } */
}

/* Two pointers deep.  */

int
two_pointers (struct table *t)
{
  if (t->current->first != NULL)
    return 0;
  return t->current->first->value; /* { dg-warning "dereference of NULL '\\S*first'" "two pointers" } */
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

/* Through an out-parameter: it is null when the function fails.  */

static int
find (const struct list *l, int value, struct node **out)
{
  *out = NULL;
  if (value < 0)
    return -1;
  *out = l->first;
  return 0;
}

int
out_parameter (const struct list *l, int value)
{
  struct node *n;

  if (find (l, value, &n) < 0)
    return n->value; /* { dg-warning "dereference of NULL 'n'" "out" } */
  return 0;
}

/* What a function returns when it fails.  */

static struct node *
select_node (struct list *l, int how)
{
  if (how == 1)
    return l->first;
  if (how == 2)
    return l->last;
  return NULL;
}

int
returned (struct list *l)
{
  struct node *n = select_node (l, 3);

  return n->value; /* { dg-warning "dereference of NULL 'n'" "returned" } */
}

/* Loops.  */

int
after_the_end (struct node *first)
{
  struct node *n;
  int sum = 0;

  for (n = first; n; n = n->next)
    sum += process (n->value);
  return sum + n->value; /* { dg-warning "dereference of NULL 'n'" "for" } */
}

int
while_loop (struct node *n, int value)
{
  while (n && n->value != value)
    n = n->next;
  if (!n)
    note ("not found after %d\n", n->value); /* { dg-warning "dereference of NULL 'n'" "while" } */
  return 0;
}

int
do_loop (struct node *n)
{
  int sum = 0;

  do
    {
      sum += process (n->value);
      n = n->next;
    }
  while (n);
  return sum + n->value; /* { dg-warning "dereference of NULL 'n'" "do" } */
}

int
break_out (struct node *n)
{
  for (;;)
    {
      if (!n)
	break;
      if (process (n->value))
	return 1;
      n = n->next;
    }
  n->value = 0; /* { dg-warning "dereference of NULL 'n'" "break" } */
  return 0;
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

/* Conditions that belong together.  */

int
correlated (struct list *l, int is_empty)
{
  struct node *n = is_empty ? NULL : l->first;

  l->count++;
  if (is_empty)
    l->count = n->value; /* { dg-warning "dereference of NULL 'n'" "correlated" } */
  return l->count;
}
