/* Elements that may be others, and that were given something else in between.  */
/* { dg-do compile } */

#include <stdlib.h>
#include <string.h>

struct item
{
  int count;
  char *name;
};

void note (const char *);
void find (int *i);
void change (char **a);
extern int position;

/* The index is another one.  */

int
index_changes (char **a, int i)
{
  free (a[i]);
  i++;
  return *a[i];
}

int
another_index (char **a, int i, int j)
{
  free (a[i]);
  return *a[j];
}

int
index_by_pointer (char **a, int *i)
{
  free (a[*i]);
  find (i);
  return *a[*i];
}

int
index_in_memory (char **a)
{
  free (a[position]);
  note ("");
  return *a[position];
}

int
index_of_each_round (char **a, int n)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      sum += *a[i];
      free (a[i]);
    }
  return sum;
}

/* The index of an inner loop, which has run before.  */

int
index_of_inner_loop (char **a, int n, int m)
{
  int sum = 0;

  for (int k = 0; k < m; k++)
    {
      int i;

      find (&i);
      while (i < n && k < i)
	i += 2;
      sum += *a[i];
      free (a[i]);
    }
  return sum;
}

int
index_from_callee (char **a, int n)
{
  int i, sum = 0;

  while (n-- > 0)
    {
      find (&i);
      sum += *a[i];
      free (a[i]);
    }
  return sum;
}

/* Something else was written there, perhaps by another index.  */

int
written_by_same_index (char **a, int i, char *p)
{
  free (a[i]);
  a[i] = p;
  return *a[i];
}

int
written_by_another_index (char **a, int i, int j, char *p)
{
  free (a[i]);
  a[j] = p;
  return *a[i];
}

int
written_by_number (char **a, int i, char *p)
{
  free (a[i]);
  a[3] = p;
  return *a[i];
}

int
written_by_callee (char **a, int i)
{
  free (a[i]);
  change (a);
  return *a[i];
}

int
written_in_part (char **a, int i, char x)
{
  a[i] = NULL;
  ((char *) &a[i])[0] = x;
  return *a[i];
}

int
copied_over (char **a, char **b, int i)
{
  a[i] = NULL;
  memcpy (a, b, 4 * sizeof *a);
  return *a[i];
}

/* Released by another index, by a number, by a pointer, by a callee, all at once.  */

void
released_by_another_index (int n)
{
  char *a[10];

  if (n > 10)
    n = 10;
  for (int i = 0; i < n; i++)
    a[i] = malloc (8);
  for (int i = 0; i < n; i++)
    free (a[i]);
}

void
released_in_search (int i)
{
  char *a[4] = { 0 };

  a[i] = malloc (8);
  for (int j = 0; j < 4; j++)
    free (a[j]);
}

void
released_by_number (int i)
{
  char *a[2] = { 0 };

  a[i] = malloc (8);
  free (a[0]);
  free (a[1]);
}

void
released_by_pointer (int i)
{
  char *a[8] = { 0 };

  a[i] = malloc (8);
  for (char **p = a; p < a + 8; p++)
    free (*p);
}

static void
release_all (char **a, int n)
{
  for (int i = 0; i < n; i++)
    free (a[i]);
}

void
released_by_callee (int i, int n)
{
  char *a[8] = { 0 };

  a[i] = malloc (8);
  release_all (a, n);
}

/* Kept by who gets the array.  */

char **
returned (int n, int i)
{
  char **a = calloc (n, sizeof *a);

  if (!a)
    return NULL;
  a[i] = malloc (8);
  return a;
}

void
used_by_caller (int n)
{
  char **a = returned (n, 2);

  if (!a)
    return;
  for (int i = 0; i < n; i++)
    free (a[i]);
  free (a);
}

void
kept (struct item *items, int i, const char *name)
{
  items[i].name = strdup (name);
}

char *
copied (int i, int j)
{
  char *a[4] = { 0 }, *b[4];

  a[i] = malloc (8);
  memcpy (b, a, sizeof b);
  return b[j];
}

/* Checked under the same index.  */

void
checked (struct item *items, int i, const char *name)
{
  items[i].name = strdup (name);
  if (items[i].name)
    items[i].name[0] = '-';
}

void
grown (char ***a, int *n, const char *name)
{
  char **b = realloc (*a, (*n + 1) * sizeof *b);

  if (!b)
    return;
  *a = b;
  b[*n] = strdup (name);
  if (!b[*n])
    return;
  b[*n][0] = '-';
  ++*n;
}
