/* The same forms without the defect.  */
/* { dg-do compile } */
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
empty (struct list **l)
{
  free_list (*l);
  *l = NULL;
}

void
free_rest (struct list *l)
{
  if (!l)
    return;
  free_list (l->next);
  free (l);
}

static __attribute__ ((noinline)) void
free_all (char **names, int n)
{
  for (int i = 0; i < n; i++)
    free (names[i]);
  free (names);
}

int
fill_and_free (int n)
{
  char **names = calloc (n, sizeof *names);

  if (!names)
    return 1;
  for (int i = 0; i < n; i++)
    names[i] = malloc (4);
  free_all (names, n);
  return 0;
}

int
keep_list (void)
{
  struct list *l = malloc (sizeof *l);

  if (!l)
    return 1;
  l->next = NULL;
  l->name = malloc (4);
  free_list (l);
  return 0;
}
