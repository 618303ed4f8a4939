/* What a loop releases, one element in each round.  */
/* { dg-do compile } */
/* own-checks: GCC does not follow the loop so far.  no-steps  */
/* { dg-options "-Wanalyzer-too-complex" } */

#include <stdlib.h>

struct list
{
  struct list *next;
  char *name;
};

static __attribute__ ((noinline)) void
free_list (struct list *l)
{
  while (l)
    {
      struct list *next = l->next;

      free (l->name);
      free (l);
      l = next;
    }
}

void
free_again (struct list *l)
{
  if (!l)
    return;
  free_list (l);
  free (l);			/* { dg-warning "double-'free' of 'l'" } */
}

char *
read_behind (struct list *l)
{
  if (!l)
    return NULL;
  free_list (l);
  return l->name;		/* { dg-warning "use after 'free' of 'l'" } */
}

static __attribute__ ((noinline)) void
free_all (char **names, int n)
{
  for (int i = 0; i < n; i++)
    free (names[i]);
  free (names);
}

void
free_table_again (char **names, int n)
{
  free_all (names, n);
  free (names);			/* { dg-warning "double-'free' of 'names'" } */
}

struct element
{
  struct element *next;
  char *name, *value;
};

/* Several ways through it for each element.  */
static __attribute__ ((noinline)) void
free_element (struct element *e)
{
  if (!e)
    return;
  if (e->name)
    free (e->name);
  if (e->value)
    free (e->value);
  free (e);
}

static __attribute__ ((noinline)) void
free_elements (struct element *e)
{
  while (e)
    {
      struct element *next = e->next;

      free_element (e);
      e = next;
    }
}

void
free_elements_again (struct element *e)
{
  if (!e)
    return;
  free_elements (e);
  free (e);			/* { dg-warning "double-'free' of 'e'" } */
}
