/* What is released and has never been allocated.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -fno-inline -Wno-free-nonheap-object" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <alloca.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct buffer
{
  char *data;
  size_t length;
  char small[16];
};

struct session
{
  struct buffer input, output;
};

int fill (char *, size_t);
int check (int);

static char shared[100];
static struct buffer first;

/* At once.  */

int
of_array (int n)
{
  char line[80];
  int result = fill (line, sizeof line);

  if (result > n)
    free (line); /* { dg-warning "'free' of '&line' which points to memory on the stack" "array" } */
  return result;
}

int
of_static (void)
{
  int result = fill (shared, sizeof shared);

  free (shared); /* { dg-warning "'free' of '&shared' which points to memory not on the heap" "static" } */
  return result;
}

int
of_alloca (size_t n)
{
  char *p = alloca (n);
  int result = fill (p, n);

  free (p); /* { dg-warning "'free' of 'p' which points to memory on the stack" "alloca" } */
  return result;
}

/* Three calls deep.  */

static void
drop_deep (char *p)
{
  free (p); /* { dg-warning {'free' of [^\n]* which points to memory on the stack} "deep" } */
}

static void
drop_middle (char *p)
{
  drop_deep (p);
}

static void
drop (char *p)
{
  drop_middle (p);
}

int
released_below (void)
{
  char line[80];
  int result = fill (line, sizeof line);

  drop (line);
  return result;
}

/* The field of a structure: the small one is in the structure.  */

int
field (size_t n)
{
  struct buffer b;

  b.data = b.small;
  b.length = sizeof b.small;
  b.data[0] = n;
  n = check (b.small[0]);
  free (b.data); /* { dg-warning {'free' of [^\n]* which points to memory on the stack} "field" } */
  return n;
}

static void
buffer_release (struct buffer *b)
{
  free (b->data); /* { dg-warning {'free' of [^\n]* which points to memory on the stack} "by pointer" } */
  b->data = NULL;
}

int
by_pointer (void)
{
  char line[80];
  struct buffer b = { line, sizeof line, "" };
  int result = fill (b.data, b.length);

  buffer_release (&b);
  return result;
}

/* A structure in a structure.  */

int
nested (char *text)
{
  struct session s;
  char line[80];
  int result;

  s.input.data = text;
  s.output.data = line;
  result = fill (s.output.data, sizeof line);
  free (s.output.data); /* { dg-warning {'free' of [^\n]* which points to memory on the stack} "nested" } */
  return result;
}

/* The whole structure.  */

int
whole (void)
{
  int result = fill (first.small, sizeof first.small);

  free (&first); /* { dg-warning "'free' of '&first' which points to memory not on the heap" "whole" } */
  return result;
}

/* By value.  */

static void
release_by_value (struct buffer b)
{
  free (b.data); /* { dg-warning {'free' of [^\n]* which points to memory not on the heap} "by value" } */
}

int
by_value (void)
{
  struct buffer b = { shared, sizeof shared, "" };
  int result = fill (b.data, b.length);

  release_by_value (b);
  return result;
}

/* Through an out-parameter.  */

static int
room_for (size_t n, char *small, char **out)
{
  if (n > 80)
    return -1;
  *out = small;
  return 0;
}

int
out_parameter (size_t n)
{
  char line[80], *p;
  int result;

  if (room_for (n, line, &p) < 0)
    return -1;
  result = fill (p, n);
  free (p); /* { dg-warning {'free' of [^\n]* which points to memory on the stack} "out" } */
  return result;
}

/* Loops.  */

int
for_loop (int n)
{
  char line[80];
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      sum += fill (line, sizeof line);
      if (sum < 0)
	free (line); /* { dg-warning "'free' of '&line' which points to memory on the stack" "for" } */
    }
  return sum;
}

int
while_loop (size_t n)
{
  char line[80], *p = line;
  int sum = 0;

  while (fill (p, n) > 0)
    {
      if (p[0] == '#')
	continue;
      if (p[0] == '.')
	break;
      sum++;
    }
  free (p); /* { dg-warning {'free' of [^\n]* which points to memory on the stack} "while" } */
  return sum;
}

/* The cleanup releases what may be either.  */

int
cleanup (size_t n)
{
  char line[80], *p = line;
  int result = -1;

  if (n > sizeof line)
    {
      p = malloc (n);
      if (!p)
	return -1;
    }
  if (fill (p, n) < 0)
    goto out;
  result = check (p[0]);
out:
  free (p); /* { dg-warning {'free' of [^\n]* which points to memory on the stack} "cleanup" } */
  return result;
}

/* Conditions that belong together.  */

int
correlated (size_t n)
{
  char line[80], *p = line;
  int is_ours = 0, result;

  if (n > sizeof line)
    {
      p = malloc (n);
      if (!p)
	return -1;
      is_ours = 1;
    }
  result = fill (p, n);
  if (!is_ours)
    free (p); /* { dg-warning {'free' of [^\n]* which points to memory on the stack} "correlated" } */
  else
    free (p);
  return result;
}
