/* What nobody refers to any more, in the shapes that it has in programs.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -fno-inline -Wno-free-nonheap-object" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct buffer
{
  char *data;
  size_t length;
};

struct session
{
  struct buffer input, output;
  struct buffer *spare;
};

int process (const char *);
int check (int);

/* At once: an early return.  */

int
direct (const char *text, int limit)
{
  char *copy = strdup (text);

  if (!copy)
    return -1;
  if (process (copy) > limit)
    return 1; /* { dg-warning "leak of 'copy'" "direct" } */
  free (copy);
  return 0;
}

/* The error path of a second allocation.  */

int
second_fails (size_t n)
{
  char *a = malloc (n), *b;

  if (!a)
    return -1;
  b = malloc (n);
  if (!b)
    return -1; /* { dg-warning "leak of 'a'" "second" } */
  a[0] = b[0] = 0;
  check (a[0] + b[0]);
  free (a);
  free (b);
  return 0;
}

/* Cleanup labels in the wrong order.  */

int
labels (const char *name)
{
  char *a, *b;
  int result = -1;

  a = strdup (name);
  if (!a)
    return -1;
  b = strdup (name);
  if (!b)
    goto out;
  result = process (b);
  if (result < 0)
    goto free_b;
  free (a);
free_b:
  free (b);
out:
  return result; /* { dg-warning "leak of 'a'" "labels" } */
}

/* Three calls deep: the deepest makes it.  */

static char *
make_deep (size_t n)
{
  return malloc (n);
}

static char *
make_middle (size_t n)
{
  return make_deep (n + 1);
}

static char *
make (size_t n)
{
  return make_middle (2 * n);
}

int
three_calls (const char *text)
{
  char *p = make (strlen (text));

  if (!p)
    return -1;
  strcpy (p, text);
  return process (p) < 0 ? -1 : 0; /* { dg-warning "leak of 'p'" "three calls" } */
}

/* The deepest should release, and does not always.  */

static int
finish_deep (char *p)
{
  if (!p)
    return -1;
  free (p);
  return 0;
}

static int
finish (char *p)
{
  return finish_deep (p) < 0 ? -1 : 1;
}

int
released_below (const char *text, int keep)
{
  char *p = strdup (text);

  if (!p)
    return -1;
  if (!keep)
    return finish (p);
  return check (p[0]); /* { dg-warning "leak of 'p'" "released below" } */
}

/* The field of a structure.  */

int
field (const char *text)
{
  struct buffer b;

  b.data = strdup (text);
  if (!b.data)
    return -1;
  b.length = process (b.data);
  return check (b.length);
} /* { dg-warning "leak of 'b.data'" "field" } */

/* A structure in a structure.  */

int
nested (const char *text)
{
  struct session s;

  s.input.data = strdup (text);
  s.output.data = strdup (text);
  if (!s.input.data || !s.output.data)
    {
      free (s.input.data);
      free (s.output.data);
      return -1;
    }
  check (s.input.data[0] + s.output.data[0]);
  free (s.input.data);
  return 0;
} /* { dg-warning "leak of 's.output.data'" "nested" } */

/* The whole is released, its part is not.  */

int
part (const char *text)
{
  struct buffer *b = malloc (sizeof *b);

  if (!b)
    return -1;
  b->data = strdup (text);
  if (!b->data)
    {
      free (b);
      return -1;
    }
  b->length = process (b->data);
  free (b);
  return 0; /* { dg-warning "leak of" "part" } */
}

/* Through an out-parameter.  */

static int
read_text (char **out, int n)
{
  char *p = malloc (n + 1);

  if (!p)
    return -1;
  p[n] = 0;
  *out = p;
  return 0;
}

int
out_parameter (int n)
{
  char *text;

  if (read_text (&text, n) < 0)
    return -1;
  if (process (text) < 0)
    return -1;
  free (text);
  return 0;
} /* { dg-warning "leak of 'text'" "out" } */

/* An out-parameter that is a structure; what it has made when it fails is
   left.  */

static int
open_buffers (struct session *s, const char *text)
{
  s->input.data = strdup (text);
  if (!s->input.data)
    return -1;
  s->output.data = malloc (100);
  if (!s->output.data)
    return -2;
  return 0;
}

int
half_made (const char *text)
{
  struct session s;
  int result;

  if (open_buffers (&s, text) < 0)
    return -1;
  result = process (s.input.data);
  free (s.input.data);
  free (s.output.data);
  return result;
} /* { dg-warning "leak of 's.input.data'" "half made" } */

/* Written over.  */

int
overwritten (const char *text)
{
  char *p = strdup (text);
  int result;

  if (!p)
    return -1;
  result = process (p);
  if (result > 3)
    p = strdup ("more");
  if (p)
    result += process (p);
  free (p);
  return result; /* { dg-warning "leak of 'p'" "overwritten" } */
}

int
do_loop (int n)
{
  char *p = malloc (10);
  int sum = 0;

  if (!p)
    return -1;
  do
    {
      p[0] = n;
      sum += process (p);
      if (sum < 0)
	return sum; /* { dg-warning "leak of 'p'" "do" } */
    }
  while (--n > 0);
  free (p);
  return sum;
}

int
break_out (const char *const *texts)
{
  int sum = 0;

  for (;;)
    {
      char *p;

      if (!*texts)
	break;
      p = strdup (*texts++);
      if (!p)
	break;
      sum = process (p);
      if (sum < 0)
	break;
      free (p);
    }
  return sum; /* { dg-warning "leak of 'p'" "break" } */
}

/* Conditions that belong together.  */

int
correlated (const char *text, int mode)
{
  char *p = NULL;
  int result = 0;

  if (mode > 0)
    p = strdup (text);
  if (p)
    result = process (p);
  if (mode > 1)
    free (p);
  return result; /* { dg-warning "leak of 'p'" "correlated" } */
}

/* realloc that fails.  */

int
grow (size_t n)
{
  char *p = malloc (n), *larger;

  if (!p)
    return -1;
  p[0] = 0;
  larger = realloc (p, 2 * n);
  if (!larger)
    return -1; /* { dg-warning "leak of 'p'" "realloc" } */
  check (larger[0]);
  free (larger);
  return 0;
}
