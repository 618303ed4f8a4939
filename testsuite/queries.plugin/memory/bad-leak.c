/* What nobody refers to any more.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-free-nonheap-object -Wno-shift-count-overflow" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdio.h>
#include <stdlib.h>

struct box
{
  int *value;
};

void
forgotten (int n)
{
  int *p = malloc (4);

  if (n > 3)
    return; /* { dg-warning "leak of 'p'" } */
  free (p);
}

void
overwritten (void)
{
  struct box b;

  b.value = malloc (4);
  b.value = NULL; /* { dg-warning "leak of 'b.value'" } */
}

static int *
make (void)
{
  return malloc (4);
}

static void
fill (struct box *b)
{
  b->value = make ();
}

/* Through an out-parameter.  */
void
filled (void)
{
  struct box b;

  fill (&b);
} /* { dg-warning "leak of" } */

/* What only that leads to.  */
void
nested (void)
{
  struct box *b = malloc (sizeof *b);

  if (!b)
    return;
  b->value = malloc (4); /* { dg-warning "leak of 'b'" "the whole" } */
}

/* Lost in the round after, when nothing holds it any more: it has a name all the
   same.  */
int
in_rounds (int n)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      char *p = malloc (10);

      if (!p)
	return -1; /* { dg-warning "leak of 'p'" } */
      p[0] = i; /* { dg-warning "leak of 'p'" } */
      if (i == 7)
	continue;
      sum += p[0];
      free (p);
    }
  return sum; /* { dg-warning "leak of 'p'" } */
}

static struct box *
make_box (void)
{
  struct box *b = malloc (sizeof *b);

  if (!b)
    return NULL;
  b->value = malloc (4);
  return b;
}

void
nested_in_a_callee (void)
{
  struct box *b = make_box ();

  if (b)
    free (b);
} /* { dg-warning "leak of '<unknown>'" "the part" } */

int
first (const char *name)
{
  FILE *f = fopen (name, "r");

  if (!f)
    return -1;
  return fgetc (f); /* { dg-warning "leak of FILE 'f'" } */
}

/* { dg-warning "leak of '<unknown>'" "the part" { target *-*-* } 62 } */
