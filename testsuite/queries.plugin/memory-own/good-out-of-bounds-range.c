/* Indices that may be inside, and rounds that stay there.  own-checks */
/* { dg-do compile } */

#include <stdlib.h>
#include <string.h>

int a[10];
int rows[3][4];
struct { int size; int value[4]; } g;
struct tail { int size; int value[1]; };

int
right_guard (int i)
{
  if (i < 0 || i >= 10)
    return 0;
  return a[i];
}

int
perhaps (int i)
{
  return i >= 9 ? a[i] : 0;
}

/* Who calls it with KNOWN has looked.  */
int
one_of_two_ways (int i, int known)
{
  int r = 0;

  if (!known && i < 10)
    r = 1;
  return r + a[i];
}

void
all_of_them (void)
{
  for (int i = 0; i < 10; i++)
    a[i] = 0;
  for (int i = 9; i >= 0; i--)
    a[i] = 0;
  for (unsigned i = 0; i < 9; i++)
    a[i] = a[i + 1];
  for (int i = 10; i > 0; i--)
    a[i - 1] = 0;
  for (int i = 0; i <= 2; i++)
    for (int j = 0; j <= 3; j++)
      rows[i][j] = 0;
  for (int i = 0; i < 4; i++)
    g.value[i] = 0;
}

void
test_at_the_end (void)
{
  int i = 0;

  do
    a[i] = 1;
  while (++i < 10);
}

/* It ends before.  */
int
found (int wanted)
{
  for (int i = 0; i <= 10; i++)
    if (i == 10)
      return -1;
    else if (a[i] == wanted)
      return i;
  return 0;
}

void
guarded (void)
{
  for (int i = 0; i <= 10; i++)
    if (i < 10)
      a[i] = 0;
}

void
last_one_left_out (void)
{
  for (int i = 0; i <= 10; i++)
    {
      if (i == 10)
	continue;
      a[i] = 0;
    }
}

/* The inner loop may run no round.  */
void
triangle (int n)
{
  for (int i = 0; i <= 10; i++)
    for (int j = i; j < n; j++)
      a[i] += j;
}

void
moved_bound (int n)
{
  for (int i = 0; i <= 10; i++)
    {
      if (n > 3)
	i = 10;
      else
	a[i] = 0;
    }
}

void
narrow (void)
{
  for (int i = 0; i <= 260; i++)
    a[(unsigned char) i % 10] = 0;
}

struct tail *
with_a_tail (void)
{
  struct tail *t = malloc (sizeof *t + 3 * sizeof t->value[0]);

  if (!t)
    return NULL;
  for (int i = 0; i <= 3; i++)
    t->value[i] = 0;
  t->size = 4;
  return t;
}
