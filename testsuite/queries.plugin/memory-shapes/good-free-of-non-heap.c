/* What is released and was allocated, or is not released.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline" } */

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

struct pool
{
  char *block;
  char *free;
};

int fill (char *, size_t);
int check (int);
char *take (size_t);

static char shared[100];
static char *program_name = "none";
static char *is_name_ours;

/* The stack serves while it is small.  */

int
stack_or_heap (size_t n)
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
  if (p != line)
    free (p);
  return result;
}

int
with_a_flag (size_t n)
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
  if (is_ours)
    free (p);
  return result;
}

int
with_a_second_pointer (size_t n)
{
  char line[80], *ours = NULL, *p;
  int result;

  if (n <= sizeof line)
    p = line;
  else if (!(p = ours = malloc (n)))
    return -1;
  result = fill (p, n);
  free (ours);
  return result;
}

int
by_size (size_t n)
{
  char *p = n < 1000 ? alloca (n) : malloc (n);
  int result;

  if (!p)
    return -1;
  result = fill (p, n);
  if (n >= 1000)
    free (p);
  return result;
}

/* The same with a structure's own array.  */

static void
buffer_init (struct buffer *b)
{
  b->data = b->small;
  b->length = sizeof b->small;
}

static int
buffer_reserve (struct buffer *b, size_t n)
{
  char *larger;

  if (n <= b->length)
    return 0;
  if (b->data == b->small)
    {
      larger = malloc (n);
      if (!larger)
	return -1;
      memcpy (larger, b->small, sizeof b->small);
    }
  else
    {
      larger = realloc (b->data, n);
      if (!larger)
	return -1;
    }
  b->data = larger;
  b->length = n;
  return 0;
}

static void
buffer_release (struct buffer *b)
{
  if (b->data != b->small)
    free (b->data);
  buffer_init (b);
}

int
small_or_large (size_t n)
{
  struct buffer b;
  int result = -1;

  buffer_init (&b);
  if (buffer_reserve (&b, n) == 0)
    result = fill (b.data, b.length);
  buffer_release (&b);
  return result;
}

int
two_of_them (size_t n)
{
  struct session s;
  int result = -1;

  buffer_init (&s.input);
  buffer_init (&s.output);
  if (buffer_reserve (&s.input, n) < 0 || buffer_reserve (&s.output, 2 * n) < 0)
    goto out;
  result = fill (s.input.data, s.input.length)
	   + fill (s.output.data, s.output.length);
out:
  buffer_release (&s.output);
  buffer_release (&s.input);
  return result;
}

/* A literal until somebody sets it.  */

void
set_name (const char *name)
{
  free (is_name_ours);
  is_name_ours = strdup (name);
  program_name = is_name_ours ? is_name_ours : "none";
}

void
set_name_by_value (const char *name)
{
  static char *last;

  free (last);
  last = strdup (name);
}

/* A block's parts are not released one by one.  */

void
pool_release (struct pool *p)
{
  free (p->block);
  p->block = p->free = NULL;
}

int
use_pool (size_t n)
{
  struct pool p;
  int result;

  p.block = malloc (n);
  if (!p.block)
    return -1;
  p.free = p.block;
  while (p.free < p.block + n)
    *p.free++ = 0;
  result = fill (p.block, n);
  pool_release (&p);
  return result;
}

/* The pointer came back to where it was.  */

int
walked (size_t n)
{
  char *p = malloc (n + 1), *q;
  int result = 0;

  if (!p)
    return -1;
  if (fill (p, n) < 0)
    {
      free (p);
      return -1;
    }
  p[n] = 0;
  for (q = p; *q; q++)
    result += *q;
  free (p);
  return result;
}

/* Out-parameters.  */

static int
room_for (size_t n, char **out)
{
  if (n <= sizeof shared)
    {
      *out = shared;
      return 0;
    }
  *out = malloc (n);
  return *out ? 1 : -1;
}

int
out_parameter (size_t n)
{
  char *p;
  int result, is_ours = room_for (n, &p);

  if (is_ours < 0)
    return -1;
  result = fill (p, n);
  if (is_ours)
    free (p);
  return result;
}

/* Loops.  */

int
for_loop (int n)
{
  char line[80], *large = NULL;
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      char *p = line;

      if (i > 79)
	{
	  free (large);
	  p = large = malloc (i + 1);
	  if (!p)
	    break;
	}
      sum += fill (p, i + 1);
    }
  free (large);
  return sum;
}

int
while_loop (size_t n)
{
  char line[80], *p = line;
  size_t room = sizeof line;
  int sum = 0;

  while ((sum = fill (p, room)) > 0 && room < n)
    {
      char *larger = p == line ? malloc (2 * room) : realloc (p, 2 * room);

      if (!larger)
	break;
      p = larger;
      room *= 2;
    }
  if (p != line)
    free (p);
  return sum;
}
