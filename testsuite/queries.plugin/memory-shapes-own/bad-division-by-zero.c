/* Divisors that are zero: where they come from, and how.  own-checks no-steps */
/* { dg-do compile } */

#include <stddef.h>

struct sample { long value; struct sample *next; };
struct average { long sum, count; };
struct grid { int width, height, step; };

/* The list is empty, and then it is divided all the same.  */
long
mean (const struct sample *s)
{
  long sum = 0, n = 0;

  if (!s)
    return sum / n;		/* { dg-warning "division by 'n', which is zero here" } */
  for (; s; s = s->next)
    {
      sum += s->value;
      n++;
    }
  return sum;
}

/* Three calls away.  */

static int
columns_of (int width, int step)
{
  return width / step;		/* { dg-warning "division by 'step', which is zero here" } */
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

/* Set to zero three calls away.  */

static void
clear_average (struct average *a)
{
  a->sum = 0;
  a->count = 0;
}

static void
begin_average (struct average *a)
{
  clear_average (a);
}

static void
restart (struct average *a)
{
  begin_average (a);
}

long
of_nothing (struct average *a)
{
  restart (a);
  return a->sum / a->count;	/* { dg-warning "division by '.a.count', which is zero" } */
}

/* What is divided by lies in a structure, two calls away.  */

static int
rows (const struct grid *g)
{
  return g->height / g->step;	/* { dg-warning "division by '.g.step', which is zero" } */
}

static int
lines (const struct grid *g)
{
  return rows (g) + 1;
}

int
default_grid (void)
{
  struct grid g = { 80, 25, 0 };

  return lines (&g);
}

/* An out-parameter that is zero when the result says that there is nothing.  */

static int
look_up (const struct sample *s, long wanted, long *scale)
{
  for (; s; s = s->next)
    if (s->value == wanted)
      {
	*scale = 8;
	return 0;
      }
  *scale = 0;
  return -1;
}

long
scaled (const struct sample *s, long wanted)
{
  long scale;

  if (look_up (s, wanted, &scale) < 0)
    return wanted / scale;	/* { dg-warning "division by 'scale', which is zero" "many ways" { xfail *-*-* } } */
  return wanted * scale;
}

/* In a loop.  */
int
ratios (const int *a, int n)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      int k = a[i];

      if (k == 0)
	sum += n % k;		/* { dg-warning "division by 'k', which is zero" } */
      else
	sum++;
    }
  return sum;
}

/* The first condition has made it zero, and the second one is the same.  */
int
together (int n, int has_scale, int scale)
{
  int by = scale;

  if (!has_scale)
    by = 0;
  n++;
  if (!has_scale)
    n = n / by;			/* { dg-warning "division by 'by', which is zero" } */
  return n;
}

/* What is left when all others were sorted out.  */
unsigned
left_over (unsigned n, unsigned k)
{
  if (k > 0)
    return n / k;
  return n % k;			/* { dg-warning "division by 'k', which is zero" } */
}
