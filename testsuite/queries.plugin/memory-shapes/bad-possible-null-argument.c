/* What may be null, as nobody has looked, and is given to who wants something.  */
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
  char *title;
};

struct table
{
  struct list used, spare;
};

int show (const char *) __attribute__ ((nonnull)); /* { dg-message "must be non-null" } */

/* At once.  */

char *
direct (const char *text)
{
  char *copy = malloc (strlen (text) + 1);

  strcpy (copy, text); /* { dg-warning "use of possibly-NULL 'copy' where non-null expected" "direct" } */
  return copy;
}

/* Three calls deep: the deepest makes it.  */

static char *
make_deep (size_t n)
{
  return malloc (n);
}

static char *
make_middle (size_t n)
{
  return make_deep (n + 1);
}

static char *
make (const char *text)
{
  return make_middle (strlen (text));
}

char *
made_below (const char *text)
{
  char *p = make (text);

  return strcpy (p, text); /* { dg-warning "use of possibly-NULL 'p' where non-null expected" "made below" } */
}

/* The field of a structure.  */

int
field (struct list *l, const char *title)
{
  l->title = malloc (strlen (title) + 1);
  strcpy (l->title, title); /* { dg-warning {use of possibly-NULL '[^\n]*title' where non-null expected} "field" } */
  return 0;
}

/* A structure in a structure.  */

int
nested (struct table *t, const char *title)
{
  t->spare.title = strdup (title);
  t->spare.first = t->used.first;
  return show (t->spare.title); /* { dg-warning {use of possibly-NULL '[^\n]*title' where non-null expected} "nested" } */
}

/* Through an out-parameter.  */

static void
copy_of (char **out, const char *text)
{
  *out = strdup (text);
}

int
out_parameter (const char *text)
{
  char *copy;
  int result;

  copy_of (&copy, text);
  result = show (copy); /* { dg-warning "use of possibly-NULL 'copy' where non-null expected" "out" } */
  free (copy);
  return result;
}

/* Loops.  */

int
for_loop (char **names, int n)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      char *copy = strdup (names[i]);

      sum += show (copy); /* { dg-warning "use of possibly-NULL 'copy' where non-null expected" "for" } */
      free (copy);
    }
  return sum;
}

int
while_loop (char **names)
{
  int sum = 0;

  while (*names)
    {
      char *copy = strdup (*names++);

      if (sum < 0)
	{
	  free (copy);
	  continue;
	}
      sum += show (copy); /* { dg-warning "use of possibly-NULL 'copy' where non-null expected" "while" } */
      free (copy);
    }
  return sum;
}

int
do_loop (int n)
{
  int sum = 0;

  do
    {
      char *p = malloc (n);

      memset (p, 'a', n); /* { dg-warning "use of possibly-NULL 'p' where non-null expected" "do" } */
      sum += p[0];
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

  if (strcmp (copy, "none") == 0) /* { dg-warning "use of possibly-NULL 'copy' where non-null expected" "cleanup" } */
    goto out;
  if (!copy)
    goto out;
  result = 0;
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
    result = show (p); /* { dg-warning "use of possibly-NULL 'p' where non-null expected" "correlated" } */
  free (p);
  return result;
}
