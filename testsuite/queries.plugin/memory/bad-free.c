/* What is freed twice, or used when it is free.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-free-nonheap-object -Wno-shift-count-overflow" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdio.h>
#include <stdlib.h>

struct list
{
  struct list *next;
  int value;
};

void
twice (int n)
{
  int *p = malloc (4);

  if (!p)
    return;
  free (p);
  if (n > 3)
    free (p); /* { dg-warning "double-'free' of 'p'" } */
}

int
later (struct list *l)
{
  free (l);
  return l->value; /* { dg-warning "use after 'free' of 'l'" } */
}

/* The first is freed by a copy of the pointer.  */
void
by_another_name (char *p)
{
  char *q = p;

  free (p);
  free (q); /* { dg-warning "double-'free' of 'q'" } */
}

void
in_a_loop (int n)
{
  char *p = malloc (n);

  for (int i = 0; i < n; i++)
    free (p); /* { dg-warning "double-'free' of 'p'" } */
} /* { dg-warning "leak of 'p'" } */

void
closed_twice (const char *name)
{
  FILE *f = fopen (name, "r");

  if (!f)
    return;
  fclose (f);
  fclose (f); /* { dg-warning "double 'fclose' of FILE 'f'" } */
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

/* Across three calls, by a field.  */
void
through_calls (struct list *l)
{
  struct list *next = l->next;

  release_both (l);
  free (next); /* { dg-warning "double-'free' of 'next'" } */
}

static void
release_all (struct list *l, int depth)
{
  if (depth > 0)
    release_all (l->next, depth - 1);
  free (l);
}

/* What calls itself may do anything; what comes around it is seen.  */
void
around_recursion (struct list *l, struct list *m)
{
  free (m);
  release_all (l, l->value);
  free (m); /* { dg-warning "double-'free' of 'm'" } */
}

void
on_the_stack (void)
{
  char buffer[10];
  char *p = buffer;

  free (p); /* { dg-warning "which points to memory on the stack" } */
}
