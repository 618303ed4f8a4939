/* What is read and has no value.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -fno-inline -Wno-uninitialized -Wno-maybe-uninitialized" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct point
{
  int x, y;
};

struct box
{
  struct point low, high;
  struct point *more;
  int count;
};

int process (int);
int next_number (void);
void note (const char *, ...);

static struct point origin;

/* At once.  */

int
direct (int n)
{
  int result;

  note ("%d\n", n);
  return n + result; /* { dg-warning "use of uninitialized value 'result'" "direct" } */
}

int
on_one_path (int n)
{
  int result;

  if (n > 3)
    result = process (n);
  else if (n > 1)
    result = 1;
  else
    note ("small\n");
  return result; /* { dg-warning "use of uninitialized value 'result'" "one path" } */
}

int
no_default (int kind)
{
  int size;

  switch (kind)
    {
    case 1:
      size = 4;
      break;
    case 2:
      size = 8;
      break;
    case 3:
      note ("no size\n");
    }
  return process (size); /* { dg-warning "use of uninitialized value 'size'" "switch" } */
}

/* Three calls deep: the deepest leaves it.  */

static int
parse_deep (const char *text, int *out)
{
  if (text[0] == 0)
    return -1;
  *out = text[0] - '0';
  return 0;
}

static int
parse_middle (const char *text, int *out)
{
  return parse_deep (text + 1, out);
}

static int
parse (const char *text, int *out)
{
  return parse_middle (text, out);
}

int
left_below (const char *text)
{
  int value;

  if (parse (text, &value) < 0)
    note ("bad value %d\n", value); /* { dg-warning "use of uninitialized value 'value'" "left below" } */
  return 0;
}

/* The field of a structure.  */

int
field (int n)
{
  struct point p;

  p.x = n;
  if (n > 3)
    p.y = 1;
  return p.x * p.y; /* { dg-warning "use of uninitialized value 'p.y'" "field" } */
}

/* A structure in a structure.  */

int
nested (int n)
{
  struct box b;

  b.low.x = b.low.y = 0;
  b.high.x = n;
  b.count = 1;
  return b.high.x - b.low.x + b.high.y; /* { dg-warning "use of uninitialized value 'b.high.y'" "nested" } */
}

/* On the heap.  */

int
heap (int n)
{
  struct point *p = malloc (sizeof *p);
  int result;

  if (!p)
    return -1;
  p->x = n;
  result = process (p->y); /* { dg-warning {use of uninitialized value '[^\n]*y'} "heap" } */
  free (p);
  return result;
}

/* Through an out-parameter.  */

static int
find (const struct point *points, int n, int x, int *out)
{
  for (int i = 0; i < n; i++)
    if (points[i].x == x)
      {
	*out = points[i].y;
	return 1;
      }
  return 0;
}

int
out_parameter (const struct point *points, int n)
{
  int y;

  if (!find (points, n, 3, &y))
    return y; /* { dg-warning "use of uninitialized value 'y'" "out" } */
  return process (y);
}

/* A pointer without a value.  */

int
pointer (int n)
{
  struct point *p;

  if (n > 3)
    p = &origin;
  p->x = n; /* { dg-warning "use of uninitialized value 'p'" "pointer" } */
  return n;
}

int
freed_on_failure (const char *name)
{
  char *copy;
  int result = -1;

  if (!name)
    goto out;
  copy = strdup (name);
  if (!copy)
    return -1;
  result = process (copy[0]);
out:
  free (copy); /* { dg-warning "use of uninitialized value 'copy'" "cleanup" } */
  return result;
}

/* Loops.  */

int
for_loop (const int *values, int n)
{
  int largest;

  for (int i = 0; i < n; i++)
    if (values[i] > largest) /* { dg-warning "use of uninitialized value 'largest'" "for" } */
      largest = values[i];
  return 0;
}

int
while_loop (void)
{
  int total, n;

  while ((n = next_number ()) > 0)
    total += n; /* { dg-warning "use of uninitialized value 'total'" "while" } */
  return 0;
}

int
do_loop (void)
{
  int n, last;

  do
    {
      n = next_number ();
      if (n == last) /* { dg-warning "use of uninitialized value 'last'" "do" } */
	return 1;
      last = n;
    }
  while (n > 0);
  return 0;
}

/* Conditions that belong together.  */

int
correlated (int n, int has_size)
{
  int size;

  if (has_size)
    size = process (n);
  note ("%d\n", n);
  if (!has_size)
    return size; /* { dg-warning "use of uninitialized value 'size'" "correlated" } */
  return 0;
}
