/* What is released, or needs no release, is not lost.  */
/* { dg-do compile } */

#include <stdio.h>
#include <stdlib.h>

int foo (void);

struct holder
{
  FILE *file;
};

int
closed_before_its_variable_ends (void)
{
  struct holder h;
  struct holder *p = &h;

  if ((p->file = fopen ("a", "w")) == NULL)
    return 1;
  foo ();
  fclose (h.file);
  return 0;
}

/* A function that may not change the holder may close what it holds.  */

void look_at (const struct holder *);

int
given_as_const (void)
{
  struct holder h;

  if ((h.file = fopen ("a", "w")) == NULL)
    return 1;
  look_at (&h);
  return 0;
}

void
released_in_each_round (int a)
{
  void *p = NULL;

  while (a)
    {
      p = malloc (16);
      foo ();
      free (p);
    }
}

struct link
{
  struct link *next;
};

struct link *
kept_by_the_next (int n)
{
  struct link *list = NULL;

  for (int i = 0; i < n; i++)
    {
      struct link *l = malloc (sizeof *l);

      if (!l)
	break;
      l->next = list;
      list = l;
    }
  return list;
}

void
overwritten_by_the_same (void)
{
  char *p = malloc (16), *q = p;

  foo ();
  p = NULL;
  foo ();
  free (q);
}

void
back_to_the_start (void)
{
  char *p = malloc (1024);

  if (!p)
    return;
  p += 64;
  foo ();
  free (p - 64);
}

/* The program ends with it.  */

int
main (void)
{
  FILE *f = fopen ("a", "r");

  foo ();
  return f == NULL;
}
