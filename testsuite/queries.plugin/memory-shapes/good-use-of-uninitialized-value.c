/* What has a value where it is read.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline -Wno-uninitialized -Wno-maybe-uninitialized" } */

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

struct point
{
  int x, y;
};

struct box
{
  struct point low, high;
  int count;
};

union number
{
  int integer;
  unsigned char bytes[4];
  float real;
};

struct flags
{
  unsigned int is_open : 1, is_new : 1, level : 4;
};

int process (int);
int next_number (void);
int fill (struct point *);
int receive (void *, size_t);
void note (const char *, ...);
void fatal (const char *) __attribute__ ((noreturn));

int
direct (int n)
{
  int result;

  if (n > 3)
    result = process (n);
  else
    result = 0;
  return result;
}

int
all_cases (int kind)
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
    default:
      fatal ("no size");
    }
  return process (size);
}

int
with_default (unsigned kind)
{
  int size;

  switch (kind & 3)
    {
    case 0: size = 1; break;
    case 1: size = 2; break;
    case 2: size = 4; break;
    case 3: size = 8; break;
    }
  return size;
}

/* A result tells of an out-parameter.  */

static int
parse_deep (const char *text, int *out)
{
  if (text[0] == 0)
    return -EINVAL;
  *out = text[0] - '0';
  return 0;
}

static int
parse (const char *text, int *out)
{
  int error = parse_deep (text, out);

  if (error)
    note ("error %d\n", error);
  return error;
}

int
left_below (const char *text)
{
  int value;

  if (parse (text, &value) < 0)
    return -1;
  return value;
}

int
two_of_them (const char *a, const char *b)
{
  int x, y, error;

  if ((error = parse (a, &x)) != 0 || (error = parse (b, &y)) != 0)
    return error;
  return x + y;
}

int
cleared_on_error (const char *text)
{
  int value;

  if (parse (text, &value))
    value = 0;
  return value;
}

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

  return find (points, n, 3, &y) ? y : -1;
}

int
found_for_sure (const struct point *points, int n)
{
  int y;

  find (points, n, 3, &y);
  return y;
}

/* Structures.  */

static int
sum (const struct point *p)
{
  return p->x + p->y;
}

int
read_below (int n)
{
  struct point p = { .x = n };

  return sum (&p);
}

int
field (int n)
{
  struct box b;

  memset (&b, 0, sizeof b);
  b.high.x = n;
  return b.high.x + b.high.y + b.count;
}

int
copied (int n)
{
  struct point p, q;

  p.x = n;
  q = p;
  q.y = 3;
  return q.x + q.y;
}

static struct point
make_point (int n)
{
  struct point p;

  p.x = n;
  p.y = -n;
  return p;
}

int
by_value (int n)
{
  struct box b;

  b.low = make_point (n);
  b.high = make_point (n + 1);
  return sum (&b.low) + sum (&b.high);
}

int
filled (void)
{
  struct point p;

  if (fill (&p) < 0)
    return -1;
  return p.x + p.y;
}

int
received (void)
{
  struct box b;

  if (receive (&b, sizeof b) != sizeof b)
    return -1;
  return b.count + b.low.x;
}

long
by_system (const char *name)
{
  struct stat s;
  struct tm tm;
  time_t now = time (NULL);

  if (stat (name, &s) < 0 || !localtime_r (&now, &tm))
    return -1;
  return s.st_size + tm.tm_year;
}

float
other_member (int n)
{
  union number u;

  u.integer = n;
  return u.bytes[0] + u.real;
}

int
bit_fields (int n)
{
  struct flags f;

  f.is_open = 1;
  f.is_new = n > 3;
  f.level = n;
  return f.is_open + f.is_new + f.level;
}

/* Arrays.  */

int
array (int n)
{
  int values[16];

  for (int i = 0; i < 16; i++)
    values[i] = n * i;
  return values[n & 15];
}

int
first_ones (int n)
{
  int values[16], used = 0, total = 0;

  while (used < 16 && n > 0)
    {
      values[used++] = n % 10;
      n /= 10;
    }
  while (used > 0)
    total = total * 10 + values[--used];
  return total;
}

int
line (FILE *f)
{
  char text[80];

  if (!fgets (text, sizeof text, f))
    return -1;
  return text[0] + (int) strlen (text);
}

int
scanned (const char *text)
{
  int a, b;

  if (sscanf (text, "%d,%d", &a, &b) != 2)
    return -1;
  return a + b;
}

int
heap (int n)
{
  struct point *p = malloc (sizeof *p);
  int result;

  if (!p)
    return -1;
  *p = make_point (n);
  result = process (p->y);
  free (p);
  return result;
}

/* Loops.  */

int
for_loop (const int *values, int n)
{
  int largest;

  for (int i = 0; i < n; i++)
    if (i == 0 || values[i] > largest)
      largest = values[i];
  return n > 0 ? largest : -1;
}

int
runs_a_round (const int *values, int n)
{
  int last;

  for (int i = 0; i < n; i++)
    last = values[i];
  return last;
}

int
do_loop (void)
{
  int n, last, has_last = 0;

  do
    {
      n = next_number ();
      if (has_last && n == last)
	return 1;
      last = n;
      has_last = 1;
    }
  while (n > 0);
  return last;
}

int
break_out (void)
{
  int n, found;

  for (;;)
    {
      n = next_number ();
      if (n < 0)
	return -1;
      if (n > 100)
	{
	  found = n;
	  break;
	}
    }
  return found;
}

/* Conditions that belong together.  */

int
correlated (int n, int has_size)
{
  int size;

  if (has_size)
    size = process (n);
  note ("%d\n", n);
  return has_size ? size : 0;
}

int
by_error (const char *text)
{
  int value, error = 0;

  if (text[0] == 0)
    error = -1;
  else
    value = text[0];
  if (error == 0)
    error = process (value);
  return error;
}

int
freed_on_failure (const char *name)
{
  char *copy = NULL;
  int result = -1;

  if (!name)
    goto out;
  copy = strdup (name);
  if (!copy)
    goto out;
  result = process (copy[0]);
out:
  free (copy);
  return result;
}

int
of_many (int n, ...)
{
  va_list list;
  int total = 0;

  va_start (list, n);
  while (n-- > 0)
    total += va_arg (list, int);
  va_end (list);
  return total;
}

/* Whose value is of no interest.  */

int
self (void)
{
  int x = x;

  return x = 3;
}

int
asm_sets (void)
{
  int n;

  __asm__ ("" : "=r" (n));
  return n;
}
