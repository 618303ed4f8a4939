/* What is used before it is free, or is another thing by then.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline -Wno-free-nonheap-object" } */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node
{
  struct node *next;
  char *name;
  int value, references;
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
void fatal (const char *, ...) __attribute__ ((noreturn));

int
direct (struct node *n)
{
  int value = n->value;

  free (n);
  note ("freed %d\n", value);
  return value;
}

/* Only the address counts.  */
int
compared (struct node *n, const struct node *other)
{
  int is_same;

  is_same = n == other;
  free (n);
  return is_same;
}

static void
node_delete (struct node *n)
{
  free (n->name);
  free (n);
}

static void
node_drop (struct node **n)
{
  note ("dropping %s\n", (*n)->name);
  node_delete (*n);
  *n = NULL;
}

int
freed_deep (struct node *n)
{
  node_drop (&n);
  return n ? n->value : 0;
}

static int
node_value (const struct node *n)
{
  return n->value;
}

static int
node_cost (const struct node *n)
{
  return 1 + node_value (n);
}

int
used_deep (struct node *n)
{
  int cost = node_cost (n);

  free (n);
  return cost;
}

/* The field has another value by then.  */
int
field (struct table *t)
{
  struct node *old = t->current;

  t->current = old->next;
  free (old);
  return t->current ? t->current->value : 0;
}

int
nested (struct table *t)
{
  struct node *n = t->header.first;

  if (n)
    {
      t->header.first = n->next;
      free (n);
      t->header.count--;
    }
  return t->header.count > 0 ? t->header.first->value : 0;
}

void
inner_first (struct table *t)
{
  node_delete (t->current);
  free (t);
}

/* A list that loses its first.  */
static struct node *
pop (struct header *h)
{
  struct node *n = h->first;

  if (n)
    {
      h->first = n->next;
      h->count--;
    }
  return n;
}

int
pop_all (struct header *h)
{
  struct node *n;
  int sum = 0;

  while ((n = pop (h)) != NULL)
    {
      sum += n->value;
      node_delete (n);
    }
  return sum + h->count;
}

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
made_again (void)
{
  struct node *n;
  int value;

  if (make (&n) < 0)
    return -1;
  value = process (n->value);
  free (n);
  if (make (&n) < 0)
    return -1;
  value += n->value;
  free (n);
  return value;
}

/* It is freed when that fails, and then not used.  */
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
unused_on_failure (const char *text)
{
  struct node *n = calloc (1, sizeof *n);
  int value;

  if (!n)
    return -1;
  if (parse (n, text) < 0)
    {
      note ("bad value %s\n", text);
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
  struct node *next;

  for (struct node *n = first; n; n = next)
    {
      next = n->next;
      free (n);
    }
}

int
remove_negative (struct node **link)
{
  struct node *n;
  int sum = 0;

  while ((n = *link) != NULL)
    {
      if (n->value >= 0)
	{
	  link = &n->next;
	  continue;
	}
      *link = n->next;
      node_delete (n);
      sum++;
    }
  return sum;
}

int
do_loop (char *line, int n)
{
  int sum = 0;

  do
    {
      sum += line[0];
      if (process (sum) < 0)
	{
	  free (line);
	  return sum;
	}
    }
  while (--n > 0);
  return sum;
}

int
after_break (struct node *n)
{
  int is_freed = 0;

  while (process (n->value) > 0)
    {
      n->value--;
      if (n->value == 3)
	{
	  free (n);
	  is_freed = 1;
	  break;
	}
    }
  return is_freed ? 3 : n->value;
}

/* A function that stops the program.  */
int
stops (struct node *n)
{
  if (n->value < 0)
    {
      free (n);
      fatal ("negative\n");
    }
  return n->value;
}

int
correlated (struct node *n, int is_done)
{
  int result = 0;

  if (is_done)
    free (n);
  note ("done: %d\n", is_done);
  if (!is_done)
    result = n->value;
  return result;
}

int
by_error (struct node *n)
{
  int error = 0;

  if (process (n->value) < 0)
    {
      error = -1;
      free (n);
    }
  if (error == 0)
    n->value++;
  return error;
}

/* realloc.  */

int
moved (int **values, size_t n)
{
  int *larger = realloc (*values, 2 * n * sizeof **values);

  if (!larger)
    return (*values)[0];
  *values = larger;
  larger[n] = larger[0];
  return (*values)[n];
}

int
append (char **text, size_t *length, const char *more)
{
  size_t n = strlen (more);
  char *p = realloc (*text, *length + n + 1);

  if (!p)
    {
      free (*text);
      *text = NULL;
      return -1;
    }
  memcpy (p + *length, more, n + 1);
  *text = p;
  *length += n;
  return 0;
}

/* A tree, its children first.  */
void
close_table (struct table *t)
{
  while (t->header.first)
    {
      struct node *n = t->header.first;

      t->header.first = n->next;
      if (n == t->current)
	t->current = NULL;
      node_delete (n);
    }
  assert (t->header.first == NULL);
  note ("%s\n", t->name);
  free (t);
}
