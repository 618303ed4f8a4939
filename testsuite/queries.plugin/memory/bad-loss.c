/* Where what must be released is lost.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-free-nonheap-object -Wno-unused-result" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdio.h>
#include <stdlib.h>

int foo (void);

struct holder
{
  FILE *file;
};

/* With the variable that holds it, which ends with the function.  */

int
with_its_variable (void)
{
  struct holder h;
  struct holder *p = &h;

  if ((p->file = fopen ("a", "w")) == NULL)
    return 1;
  foo ();
  return 0;
} /* { dg-warning "leak of FILE" } */

/* By the next round, whose phi has the place of the one before.  */

void
in_the_next_round (int a, int b)
{
  void *p = NULL;

  while (a)
    {
      if (b)
	p = malloc (16);
      foo (); /* { dg-warning "leak of 'p'" } */
    }
  free (p);
}

/* Where the variable got something else.  */

void
overwritten (void)
{
  char *p = malloc (16);

  foo ();
  p = NULL; /* { dg-warning "leak of 'p'" } */
  foo ();
}

/* What nobody took is lost behind the call.  */

void
nobody_took_it (char *s, int n)
{
  realloc (s, n);
} /* { dg-warning "leak" } */

/* A pointer behind the start releases nothing.  */

void
behind_the_start (void)
{
  char *p = malloc (1024);

  if (p)
    free (p + 64); /* { dg-warning "no longer points to where the memory begins" } */
} /* { dg-warning "leak of 'p'" } */

/* What calloc did not clear may point anywhere.  */

int
behind_what_is_cleared (void)
{
  int **p = calloc (1, 1);

  if (!p)
    return 0;
  return p[0][0]; /* { dg-warning "leak of .p." } */
  /* { dg-warning "out-of-bounds read" "" { target *-*-* } 86 } */
}
