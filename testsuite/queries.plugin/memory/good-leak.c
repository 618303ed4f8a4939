/* The same with an owner.  */
/* { dg-do compile } */
/* { dg-options "-Wno-free-nonheap-object -Wno-shift-count-overflow" } */

#include <stdio.h>
#include <stdlib.h>

struct box
{
  int *value;
};

struct box global;
void keep (int *);

int *
returned (int n)
{
  int *p = malloc (4);

  if (n > 3)
    return p;
  free (p);
  return NULL;
}

void
kept (void)
{
  keep (malloc (4));
}

void
stored (struct box *b)
{
  b->value = malloc (4);
  global.value = malloc (4);
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

void
filled (void)
{
  struct box b;

  fill (&b);
  free (b.value);
}

int
first (const char *name)
{
  FILE *f = fopen (name, "r");
  int c;

  if (!f)
    return -1;
  c = fgetc (f);
  fclose (f);
  return c;
}

struct box *
whole (void)
{
  struct box *b = malloc (sizeof *b);

  if (!b)
    return NULL;
  b->value = malloc (4);
  if (!b->value)
    {
      free (b);
      return NULL;
    }
  return b;
}

/* What a structure leads to may be released by who may not change it.  */
void look (const struct box *);

void
looked_at (void)
{
  struct box b;

  b.value = malloc (4);
  look (&b);
}
