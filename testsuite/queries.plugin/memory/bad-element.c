/* What elements hold whose index is not one number.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-free-nonheap-object" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdlib.h>
#include <string.h>

struct item
{
  int count;
  char *name;
};

struct table
{
  int size;
  struct item *items;
};

void note (const char *);

/* Of an array, of a pointer, of a structure in one.  */

int
used_after_free (char **a, int i)
{
  free (a[i]);
  return *a[i]; /* { dg-warning "use after 'free'" } */
}

void
released_twice (struct table *t, int i)
{
  free (t->items[i].name);
  free (t->items[i].name); /* { dg-warning "double-'free'" } */
}

void
not_checked (struct item *items, int i, const char *name)
{
  items[i].name = strdup (name);
  items[i].name[0] = '-'; /* { dg-warning "dereference of possibly-NULL" } */
}

int
null (char **a, unsigned long i)
{
  a[i] = NULL;
  return *a[i]; /* { dg-warning "dereference of NULL" } */
}

void
leaked (int i)
{
  char *a[4];

  a[i] = malloc (8);
  if (!a[i])
    return;
  note ("");
} /* { dg-warning "leak of 'a\\\[i\\\]'" } */

void
overwritten (int i)
{
  char *a[4];

  a[i] = malloc (8);
  a[i] = malloc (9); /* { dg-warning "leak" } */
  free (a[i]);
}

/* Two indices, and one that is computed twice.  */

void
leaked_in_row (int i, int j)
{
  struct { char *name[3]; } a[4];

  a[i].name[j] = malloc (8);
} /* { dg-warning "leak of 'a\\\[i\\\]\\.name\\\[j\\\]'" } */

int
next (char **a, int i)
{
  free (a[i + 1]);
  return *a[i + 1]; /* { dg-warning "use after 'free'" } */
}

/* In a loop, by one round.  */

void
in_a_round (struct item *items, int n)
{
  for (int i = 0; i < n; i++)
    {
      free (items[i].name);
      items[i].count = items[i].name[0]; /* { dg-warning "use after 'free'" } */
    }
}

/* By a callee.  */

static void
release (char *p)
{
  free (p);
}

int
by_callee (char **a, int i)
{
  release (a[i]);
  return *a[i]; /* { dg-warning "use after 'free'" } */
}

/* By an index that a callee gives.  */

void find (int *i);

int
found (char **a)
{
  int i;

  find (&i);
  free (a[i]);
  return *a[i]; /* { dg-warning "use after 'free'" } */
}
