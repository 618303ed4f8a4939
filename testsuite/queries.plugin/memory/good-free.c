/* The same with nothing wrong.  */
/* { dg-do compile } */
/* { dg-options "-Wno-free-nonheap-object -Wno-shift-count-overflow" } */

#include <stdio.h>
#include <stdlib.h>

struct list
{
  struct list *next;
  int value;
};

void
either (int n)
{
  int *p = malloc (4);

  if (!p)
    return;
  if (n <= 3)
    free (p);
  if (n > 3)
    free (p);
}

int
earlier (struct list *l)
{
  int value = l->value;

  free (l);
  return value;
}

void
set_to_null (char *p)
{
  free (p);
  p = NULL;
  free (p);
}

void
all_of_them (struct list *l)
{
  while (l)
    {
      struct list *next = l->next;

      free (l);
      l = next;
    }
}

void
with_a_flag (int n)
{
  char *p = NULL;
  int owned = 0;

  if (n)
    {
      p = malloc (n);
      owned = 1;
    }
  if (owned)
    free (p);
}

static void
release (struct list *l)
{
  free (l);
}

static void
release_next (struct list *l)
{
  release (l->next);
}

static void
release_both (struct list *l)
{
  release_next (l);
  release (l);
}

void
through_calls (struct list *l)
{
  release_both (l);
}

static int
release_if (struct list *l, int n)
{
  if (n == 0)
    return 0;
  free (l);
  return 1;
}

void
by_its_result (struct list *l, int n)
{
  if (!release_if (l, n))
    free (l);
}
