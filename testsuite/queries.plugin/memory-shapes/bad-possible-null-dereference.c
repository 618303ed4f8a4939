/* What may be null, as nobody has looked, and is read or written through.  */
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
};

int process (int);

/* At once.  */

struct node *
direct (int value)
{
  struct node *n = malloc (sizeof *n);

  n->value = value; /* { dg-warning "dereference of possibly-NULL 'n'" "direct" } */
  n->next = NULL;
  n->name = NULL;
  return n;
}

/* The wrong one is asked.  */

int
wrong_one (const char *name)
{
  char *a = strdup (name), *b = strdup (name);
  int result;

  if (!a)
    {
      free (b);
      return -1;
    }
  b[0] = a[0]; /* { dg-warning "dereference of possibly-NULL 'b'" "wrong one" } */
  result = process (b[0]);
  free (a);
  free (b);
  return result;
}

/* Three calls deep: the deepest makes it.  */

static struct node *
make_deep (void)
{
  return calloc (1, sizeof (struct node));
}

static struct node *
make_middle (void)
{
  return make_deep ();
}

static struct node *
make (void)
{
  return make_middle ();
}

struct node *
made_below (int value)
{
  struct node *n = make ();

  n->value = value; /* { dg-warning "dereference of possibly-NULL 'n'" "made below" } */
  return n;
}

/* The deepest writes to it.  */

static void
init_deep (struct node *n, int value)
{
  n->value = value; /* { dg-warning "dereference of possibly-NULL 'n'" "written below" } */
}

static void
init_middle (struct node *n, int value)
{
  init_deep (n, value + 1);
}

static void
init (struct node *n, int value)
{
  init_middle (n, 2 * value);
}

struct node *
written_below (int value)
{
  struct node *n = malloc (sizeof *n);

  init (n, value);
  return n;
}

/* The field of a structure.  */

int
field (struct list *l, int value)
{
  l->first = malloc (sizeof *l->first);
  l->first->value = value; /* { dg-warning {dereference of possibly-NULL '[^\n]*first'} "field" } */
  l->count = 1;
  return 0;
}

int
field_of_new (const char *name)
{
  struct node *n = calloc (1, sizeof *n);

  if (!n)
    return -1;
  n->name = malloc (strlen (name) + 1);
  n->name[0] = 'a'; /* { dg-warning {dereference of possibly-NULL '[^\n]*name'} "of new" } */
  n->value = process (n->name[0]);
  free (n->name);
  free (n);
  return 0;
}

/* A structure in a structure.  */

int
nested (struct table *t)
{
  t->spare.last = malloc (sizeof *t->spare.last);
  t->spare.count = 0;
  t->spare.last->next = NULL; /* { dg-warning {dereference of possibly-NULL '[^\n]*last'} "nested" } */
  return 0;
}

/* Through an out-parameter that does not tell.  */

static void
make_out (struct node **out)
{
  *out = malloc (sizeof **out);
}

struct node *
out_parameter (int value)
{
  struct node *n;

  make_out (&n);
  n->value = value; /* { dg-warning "dereference of possibly-NULL 'n'" "out" } */
  return n;
}

/* One that tells, and nobody listens.  */

static int
make_told (struct node **out)
{
  *out = malloc (sizeof **out);
  return *out ? 0 : -1;
}

struct node *
out_parameter_told (int value)
{
  struct node *n;

  if (make_told (&n) < 0)
    process (-1);
  n->value = value; /* { dg-warning "dereference of (possibly-)?NULL 'n'" "told" } */
  return n;
}

/* Loops.  */

struct node *
for_loop (int count)
{
  struct node *first = NULL;

  for (int i = 0; i < count; i++)
    {
      struct node *n = malloc (sizeof *n);

      n->value = i; /* { dg-warning "dereference of possibly-NULL 'n'" "for" } */
      n->next = first;
      first = n;
    }
  return first;
}

int
do_loop (int n)
{
  int sum = 0;

  do
    {
      char *p = malloc (n);

      if (n > 10)
	{
	  if (!p)
	    break;
	  sum += process (n);
	}
      p[0] = 0; /* { dg-warning "dereference of possibly-NULL 'p'" "do" } */
      sum += process (p[0]);
      free (p);
    }
  while (--n > 0);
  return sum;
}

/* The cleanup looks too late.  */

int
cleanup (const char *name)
{
  char *copy = strdup (name);
  int result = -1;

  if (copy[0] == '#') /* { dg-warning "dereference of possibly-NULL 'copy'" "cleanup" } */
    goto out;
  if (!copy)
    goto out;
  result = process (copy[0]);
out:
  free (copy);
  return result;
}

/* Conditions that belong together.  */

int
correlated (const char *name, int copy)
{
  char *p = copy ? strdup (name) : NULL;
  int result = 0;

  if (copy)
    result = p[0]; /* { dg-warning "dereference of possibly-NULL 'p'" "correlated" } */
  free (p);
  return result;
}
