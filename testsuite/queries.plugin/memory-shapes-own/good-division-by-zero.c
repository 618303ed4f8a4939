/* Divisors that are looked at before, or that nobody knows.  own-checks */
/* { dg-do compile } */

#include <stddef.h>

struct sample { long value; struct sample *next; };
struct average { long sum, count; };
struct grid { int width, height, step; };

/* Who calls it knows that the list is not empty.  */
long
mean (const struct sample *s)
{
  long sum = 0, n = 0;

  for (; s; s = s->next)
    {
      sum += s->value;
      n++;
    }
  return sum / n;
}

long
mean_or (const struct sample *s, long otherwise)
{
  long sum = 0, n = 0;

  for (; s; s = s->next)
    {
      sum += s->value;
      n++;
    }
  return n ? sum / n : otherwise;
}

/* It looks at what it is given.  */

static int
columns_of (int width, int step)
{
  return step > 0 ? width / step : 0;
}

static int
cells_of (int width, int height, int step)
{
  return height * columns_of (width, step);
}

static int
size_of (int width, int height, int step)
{
  return 4 + cells_of (width, height, step);
}

int
empty_grid (void)
{
  return size_of (80, 25, 0);
}

static void
clear_average (struct average *a)
{
  a->sum = 0;
  a->count = 0;
}

extern void add_all (struct average *, const struct sample *);

long
of_some (struct average *a, const struct sample *s)
{
  clear_average (a);
  add_all (a, s);
  return a->sum / a->count;
}

long
at_least_one (struct average *a)
{
  clear_average (a);
  a->count++;
  return a->sum / a->count;
}

static int
rows (const struct grid *g)
{
  return g->height / g->step;
}

int
default_grid (void)
{
  struct grid g = { 80, 25, 0 };

  if (g.step == 0)
    g.step = 1;
  return rows (&g);
}

static int
look_up (const struct sample *s, long wanted, long *scale)
{
  *scale = 0;
  for (; s; s = s->next)
    if (s->value == wanted)
      {
	*scale = 8;
	return 0;
      }
  return -1;
}

long
scaled (const struct sample *s, long wanted)
{
  long scale;

  if (look_up (s, wanted, &scale) < 0)
    return wanted;
  return wanted / scale;
}

int
ratios (const int *a, int n)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      if (a[i] == 0)
	continue;
      sum += n % a[i];
    }
  return sum;
}

int
together (int n, int has_scale, int scale)
{
  int by = 0;

  if (has_scale)
    by = scale;
  n++;
  if (has_scale)
    n = n / by;
  return n;
}

/* A number of elements is none of bytes.  */
size_t
elements (const struct sample *first, const struct sample *last)
{
  size_t bytes = (const char *) last - (const char *) first;

  return bytes / sizeof *first;
}

/* A division of floating point by zero is no fault.  */
double
infinity (void)
{
  double zero = 0;

  return 1 / zero;
}

/* One of the two is not zero.  */
int
greatest_common_divisor (int a, int b)
{
  while (b)
    {
      int r = a % b;

      a = b;
      b = r;
    }
  return a;
}

unsigned
percent (unsigned part, unsigned all)
{
  if (part == 0 && all == 0)
    return 100;
  if (all == 0)
    return 0;
  return part * 100 / all;
}
