/* What is used when it is free, in the shapes that it has in programs.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -fno-inline -Wno-free-nonheap-object" } */
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

struct header
{
  struct node *first;
  int count;
};

struct table
{
  struct header header;
  struct node *current;
  char name[16];
};

int process (int);
void note (const char *, ...);

/* At once.  */

int
direct (struct node *n)
{
  int value = n->value;

  free (n);
  note ("freed %d\n", value);
  return n->value; /* { dg-warning "use after 'free' of 'n'" } */
}

void
direct_write (struct node *n)
{
  free (n->name);
  free (n);
  n->name = NULL; /* { dg-warning "use after 'free' of 'n'" "write" } */
}

void
by_library (char *to)
{
  char *from = strdup ("abc");

  if (!from)
    return;
  free (from);
  strcpy (to, from); /* { dg-warning "use after 'free' of 'from'" "library" } */
}

/* Three calls deep: the deepest frees.  */

static void
node_delete (struct node *n)
{
  free (n->name);
  free (n);
}

static void
node_drop (struct node *n)
{
  note ("dropping %s\n", n->name);
  node_delete (n);
}

static void
node_forget (struct node *n)
{
  node_drop (n);
}

int
freed_deep (struct node *n)
{
  node_forget (n);
  return process (n->value); /* { dg-warning "use after 'free' of 'n'" "deep" } */
}

/* The deepest uses.  */

static int
node_value (const struct node *n)
{
  return n->value; /* { dg-warning "use after 'free' of 'n'" "used deep" } */
}

static int
node_twice (const struct node *n)
{
  return 2 * node_value (n);
}

static int
node_cost (const struct node *n)
{
  return 1 + node_twice (n);
}

int
used_deep (struct node *n)
{
  free (n);
  return node_cost (n);
}

/* What a field points to.  */

int
field (struct table *t)
{
  free (t->current);
  return t->current->value; /* { dg-warning {use after 'free' of '[^\n]*current'} "field" } */
}

/* A structure in a structure.  */

int
nested (struct table *t)
{
  free (t->header.first);
  t->header.count--;
  return t->header.first->value; /* { dg-warning {use after 'free' of '[^\n]*first'} "nested" } */
}

/* The structure that holds the field.  */

void
outer_first (struct table *t)
{
  free (t);
  free (t->current); /* { dg-warning "use after 'free' of 't'" "outer first" } */
}

/* By value.  */

static int
first_value (struct header h)
{
  return h.first->value; /* { dg-warning "use after 'free' of 'h.first'" "by value" } */
}

int
by_value (struct node *n)
{
  struct header h = { n, 1 };

  free (n);
  return first_value (h);
}

/* A copy of the structure.  */

int
copied (struct node *n)
{
  struct header h, copy;

  h.first = n;
  h.count = 1;
  copy = h;
  free (h.first);
  return copy.first->value; /* { dg-warning "use after 'free' of 'n'" "copied" } */
}

/* Through an out-parameter.  */

static int
make (struct node **out)
{
  struct node *n = calloc (1, sizeof *n);

  if (!n)
    return -1;
  *out = n;
  return 0;
}

int
out_parameter (void)
{
  struct node *n;

  if (make (&n) < 0)
    return -1;
  n->value = process (3);
  free (n);
  return n->value; /* { dg-warning "use after 'free' of 'n'" "out" } */
}

/* The callee frees it when it fails; its caller then tells of it.  */

static int
parse (struct node *n, const char *text)
{
  n->value = atoi (text);
  if (n->value < 0)
    {
      free (n);
      return -1;
    }
  return 0;
}

int
used_on_failure (const char *text)
{
  struct node *n = calloc (1, sizeof *n);
  int value;

  if (!n)
    return -1;
  if (parse (n, text) < 0)
    {
      note ("bad value %d\n", n->value); /* { dg-warning "use after 'free' of 'n'" "on failure" } */
      return -1;
    }
  value = n->value;
  free (n);
  return value;
}

/* Loops.  */

void
for_loop (struct node *first)
{
  for (struct node *n = first; n; n = n->next) /* { dg-warning "use after 'free' of 'n'" "for" } */
    free (n);
}

int
while_loop (struct header *h)
{
  struct node *n = h->first;
  int sum = 0;

  while (n)
    {
      if (n->value < 0)
	{
	  n = n->next;
	  continue;
	}
      free (n->name);
      free (n);
      sum++;
      n = n->next; /* { dg-warning "use after 'free' of 'n'" "while" } */
    }
  return sum;
}

int
do_loop (char *line, int n)
{
  int sum = 0;

  do
    {
      sum += line[0]; /* { dg-warning "use after 'free' of 'line'" "do" } */
      if (process (sum) < 0)
	free (line);
    }
  while (--n > 0);
  return sum;
}

int
after_break (struct node *n)
{
  while (process (n->value) > 0)
    {
      n->value--;
      if (n->value == 3)
	{
	  free (n);
	  break;
	}
    }
  return n->value; /* { dg-warning "use after 'free' of 'n'" "break" } */
}

/* The cleanup tells of what it has freed.  */

int
cleanup (const char *name)
{
  struct node *n = calloc (1, sizeof *n);
  int result = -1;

  if (!n)
    return -1;
  n->name = strdup (name);
  if (!n->name)
    goto out;
  result = process (n->name[0]);
  free (n->name);
out:
  free (n);
  if (result < 0)
    note ("%d failed\n", n->value); /* { dg-warning "use after 'free' of 'n'" "cleanup" } */
  return result;
}

/* Conditions that belong together.  */

int
correlated (struct node *n, int is_done)
{
  int result = 0;

  if (is_done)
    free (n);
  else
    result = n->value;
  if (result >= 0 && is_done)
    result = n->value; /* { dg-warning "use after 'free' of 'n'" "correlated" } */
  return result;
}

/* What realloc has moved.  */

int
moved (int *values, size_t n)
{
  int *larger = realloc (values, 2 * n * sizeof *values);

  if (!larger)
    return -1;
  larger[n] = values[0]; /* { dg-warning {use after [^\n]*'values'} "moved" } */
  return larger[n];
}
