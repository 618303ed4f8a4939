/* Indices that are never inside, and rounds of loops that leave the object.  own-checks no-steps */
/* { dg-do compile } */

#include <stdlib.h>
#include <string.h>

int a[10];
int rows[3][4];
struct { int size; int value[4]; } g;

int
wrong_guard (int i)
{
  if (i < 10)
    return 0;
  return a[i];			/* { dg-warning "out-of-bounds read of 'a': 4 bytes at offset 40 or more of an object of 40 bytes .CWE-125. .libqueries:out-of-bounds" } */
}

int
turned_round (unsigned i)
{
  if (i >= 10)
    return a[i];		/* { dg-warning "4 bytes at offset 40 or more" } */
  return 0;
}

int
negative (int i)
{
  if (i >= 0)
    return 0;
  return a[i];			/* { dg-warning "4 bytes at offset -4 or less of" } */
}

int
by_a_pointer (int i)
{
  char *p = malloc (8);
  int r;

  if (!p)
    return 0;
  memset (p, 0, 8);
  r = i < 8 ? 0 : p[i];		/* { dg-warning "out-of-bounds read of 'p': 1 byte at offset 8 or more of an object of 8 bytes" } */
  free (p);
  return r;
}

void
one_too_many (void)
{
  for (int i = 0; i <= 10; i++)
    a[i] = 0;			/* { dg-warning "out-of-bounds write to 'a': 4 bytes at offset 40 of an object of 40 bytes, in the last round .CWE-787." } */
}

void
downward (void)
{
  for (int i = 10; i >= 0; i--)
    a[i] = 0;			/* { dg-warning "4 bytes at offset 40 of an object of 40 bytes, in the first round" } */
}

void
next_one (void)
{
  for (unsigned i = 0; i < 10; i++)
    a[i] = a[i + 1];		/* { dg-warning "out-of-bounds read of 'a': 4 bytes at offset 40 of an object of 40 bytes, in the last round" } */
}

void
test_at_the_end (void)
{
  int i = 0;

  do
    a[i] = 1;			/* { dg-warning "4 bytes at offset 40 " } */
  while (++i <= 10);
}

void
in_a_structure (void)
{
  for (int i = 0; i <= 4; i++)
    g.value[i] = 0;		/* { dg-warning "write to 'g': 4 bytes at offset 20 of an object of 20 bytes" } */
}

int
allocated (void)
{
  int *p = malloc (10 * sizeof *p), r;

  if (!p)
    return 0;
  for (int i = 0; i <= 10; i++)
    p[i] = i;			/* { dg-warning "write to 'p': 4 bytes at offset 40 of an object of 40 bytes, in the last round" } */
  r = p[2];
  free (p);
  return r;
}

void
one_row_too_many (void)
{
  for (int i = 0; i <= 3; i++)
    for (int j = 0; j < 4; j++)
      rows[i][j] = 0;		/* { dg-warning "write to 'rows': 4 bytes at offset 60 of an object of 48 bytes, in the last round" } */
}

void
in_another_loop (int n)
{
  while (n--)
    for (int j = 0; j != 12; j += 2)
      a[j] = 0;			/* { dg-warning "4 bytes at offset 40 of an object of 40 bytes, in the last round" } */
}

int produce (int);

void
with_a_call (void)
{
  for (int i = 0; i <= 10; i++)
    a[i] = produce (i);		/* { dg-warning "4 bytes at offset 40 of an object of 40 bytes, in the last round" } */
}

static void *
third (unsigned n)
{
  return malloc (n);
}

static void *
second (unsigned n)
{
  return third (n);
}

static void *
first (unsigned n)
{
  return second (n);
}

int
made_three_calls_away (int i)
{
  int *p = first (8), r = 0;

  if (!p)
    return 0;
  if (i > 1)
    p[i] = 1;			/* { dg-warning "write to 'p': 4 bytes at offset 8 or more of an object of 8 bytes" } */
  free (p);
  return r;
}

struct numbers { int *first; };

static int
give (struct numbers *out)
{
  out->first = calloc (3, sizeof *out->first);
  return out->first ? 0 : -1;
}

int
out_parameter (void)
{
  struct numbers n;

  if (give (&n) < 0)
    return -1;
  for (int i = 0; i <= 3; i++)
    n.first[i] = i;		/* { dg-warning "4 bytes at offset 12 of an object of 12 bytes, in the last round" } */
  free (n.first);
  return 0;
}

int
in_a_ring (int n)
{
  int sum = 0;

  for (int i = 1; i <= 10; i++)
    sum += a[i];		/* { dg-warning "out-of-bounds read of 'a': 4 bytes at offset 40 of an object of 40 bytes, in the last round" } */
  return n > 0 ? in_a_ring (n - 1) : sum;
}
