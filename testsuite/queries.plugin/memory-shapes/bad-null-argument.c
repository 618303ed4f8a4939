/* What is null and given to who wants something.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -fno-inline -Wno-nonnull" } */
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
  char *title;
};

struct table
{
  struct list used, spare;
};

int show (const char *) __attribute__ ((nonnull)); /* { dg-message "must be non-null" } */
void note (const char *, ...);

/* At once.  */

int
direct (int n)
{
  const char *name = NULL;

  note ("%d\n", n);
  return show (name); /* { dg-warning {use of NULL '[^\n]*' where non-null expected} "direct" } */
}

size_t
by_library (int n)
{
  char *copy = malloc (n);
  size_t result;

  if (!copy)
    return strlen (copy); /* { dg-warning "use of NULL 'copy' where non-null expected" "library" } */
  memset (copy, 0, n);
  result = strlen (copy);
  free (copy);
  return result;
}

/* The field of a structure.  */

int
field (struct list *l)
{
  l->title = NULL;
  return show (l->title); /* { dg-warning {use of NULL '[^\n]*' where non-null expected} "field" } */
}

/* A structure in a structure.  */

int
nested (struct table *t)
{
  t->spare.title = NULL;
  t->spare.first = t->used.first;
  return show (t->spare.title); /* { dg-warning {use of NULL '[^\n]*' where non-null expected} "nested" } */
}

/* What memory cleared by calloc holds.  */

int
cleared (void)
{
  struct node *n = calloc (1, sizeof *n);
  int result;

  if (!n)
    return -1;
  result = show (n->name); /* { dg-warning {use of NULL '[^\n]*' where non-null expected} "cleared" } */
  free (n);
  return result;
}

/* Through an out-parameter.  */

static int
name_of (const struct node *n, char **out)
{
  if (n->value < 0)
    {
      *out = NULL;
      return -1;
    }
  *out = n->name;
  return 0;
}

int
out_parameter (const struct node *n)
{
  char *name;

  if (name_of (n, &name) < 0)
    return show (name); /* { dg-warning "use of NULL 'name' where non-null expected" "out" } */
  return 0;
}

/* Loops.  */

int
for_loop (const struct node *n)
{
  const char *text = NULL;
  int sum = 0;

  for (int i = 0; i < 3; i++)
    sum += show (text); /* { dg-warning "use of NULL 'text' where non-null expected" "for" } */
  return sum + n->value;
}

int
while_loop (FILE *f)
{
  char *line = malloc (80);
  int n = 0;

  while (line && fgets (line, 80, f))
    n++;
  if (!line)
    n = show (line); /* { dg-warning "use of NULL 'line' where non-null expected" "while" } */
  free (line);
  return n;
}

int
do_loop (int n)
{
  char *p = NULL;
  int sum = 0;

  do
    {
      sum += show (p); /* { dg-warning "use of NULL 'p' where non-null expected" "do" } */
      p = malloc (n);
      if (!p)
	break;
      p[0] = 0;
      sum += p[0];
      free (p);
    }
  while (--n > 0);
  return sum;
}

/* The cleanup.  */

int
cleanup (const char *name)
{
  char *copy = NULL;
  int result = -1;

  if (!name)
    goto out;
  copy = strdup (name);
  if (!copy)
    goto out;
  result = 0;
out:
  if (result < 0)
    show (copy); /* { dg-warning "use of NULL 'copy' where non-null expected" "cleanup" } */
  free (copy);
  return result;
}

/* Conditions that belong together.  */

int
correlated (const char *name, int copy)
{
  char *p = copy ? strdup (name) : NULL;
  int result = 0;

  if (copy && !p)
    return -1;
  if (!copy)
    result = show (p); /* { dg-warning "use of NULL 'p' where non-null expected" "correlated" } */
  free (p);
  return result;
}
