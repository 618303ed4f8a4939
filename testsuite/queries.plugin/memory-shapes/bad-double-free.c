/* What is freed twice, in the shapes that it has in programs.  */
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
  int is_open;
};

int process (const char *);
int next_line (char *, size_t);

/* At once.  */

int
direct (const char *text)
{
  char *copy = strdup (text);
  int result;

  if (!copy)
    return -1;
  result = process (copy);
  free (copy);
  if (result < 0)
    fprintf (stderr, "cannot process\n");
  free (copy); /* { dg-warning "double-'free' of 'copy'" } */
  return result;
}

/* The cleanup frees what the error path has freed.  */

int
cleanup_label (const char *name, const char *value)
{
  char *a = strdup (name), *b = NULL;
  int result = -1;

  if (!a)
    return -1;
  b = strdup (value);
  if (!b)
    {
      free (a);
      goto out;
    }
  result = process (a) + process (b);
out:
  free (a); /* { dg-warning "double-'free' of 'a'" } */
  free (b);
  return result;
}

/* Three calls deep.  */

static void
drop_data (char *data)
{
  free (data); /* { dg-warning "double-'free' of 'data'" "deep" } */
}

static void
drop_text (char *text)
{
  drop_data (text);
}

static void
drop_line (char *line)
{
  drop_text (line);
}

int
three_calls (const char *text)
{
  char *line = strdup (text);
  int result;

  if (!line)
    return -1;
  result = process (line);
  drop_line (line);
  if (result)
    drop_line (line);
  return result;
}

/* The callee frees it, the caller too.  */

static int
consume_deep (char *text)
{
  int result = process (text);

  free (text);
  return result;
}

static int
consume_middle (char *text)
{
  return consume_deep (text) + 1;
}

static int
consume (char *text)
{
  return consume_middle (text) * 2;
}

int
freed_below (const char *text)
{
  char *copy = strdup (text);
  int result;

  if (!copy)
    return -1;
  result = consume (copy);
  free (copy); /* { dg-warning "double-'free' of 'copy'" } */
  return result;
}

/* The field of a structure.  */

static void
buffer_release (struct buffer *b)
{
  free (b->data); /* { dg-warning "double-'free' of '.b.data'" "field" } */
  b->length = 0;
}

int
field (const char *text)
{
  struct buffer b;
  int result;

  b.data = strdup (text);
  if (!b.data)
    return -1;
  b.length = strlen (b.data);
  result = process (b.data);
  buffer_release (&b);
  buffer_release (&b);
  return result;
}

/* A structure in a structure, by a pointer.  */

void
session_close (struct session *s)
{
  free (s->input.data);
  free (s->output.data);
  s->is_open = 0;
  if (s->input.length > 0)
    free (s->input.data); /* { dg-warning "double-'free' of '.s.input.data'" "nested" } */
}

/* Two pointers deep.  */

void
session_drop_spare (struct session *s)
{
  free (s->spare->data);
  free (s->spare->data); /* { dg-warning {double-'free' of '[^\n]*spare[^\n]*data'} "two pointers" } */
  free (s->spare);
}

/* By value: both copies own the same.  */

static void
release_by_value (struct buffer b)
{
  free (b.data); /* { dg-warning "double-'free' of 'b.data'" "by value" } */
}

int
by_value (const char *text)
{
  struct buffer b = { strdup (text), 0 };
  int result;

  if (!b.data)
    return -1;
  result = process (b.data);
  release_by_value (b);
  release_by_value (b);
  return result;
}

/* A copy of a structure.  */

int
copied (const char *text)
{
  struct buffer a, b;
  int result;

  a.data = strdup (text);
  if (!a.data)
    return -1;
  a.length = 1;
  b = a;
  result = process (b.data);
  free (a.data);
  free (b.data); /* { dg-warning {double-'free' of '[ab].data'} "a copy" } */
  return result;
}

/* Through an out-parameter.  */

static int
make (char **out, const char *text)
{
  *out = strdup (text);
  return *out ? 0 : -1;
}

int
out_parameter (const char *text)
{
  char *made;
  int result;

  if (make (&made, text) < 0)
    return -1;
  result = process (made);
  free (made);
  if (result > 3)
    free (made); /* { dg-warning "double-'free' of 'made'" } */
  return result;
}

int
break_out (void)
{
  char *line = malloc (80);
  int n = 0;

  if (!line)
    return -1;
  while (next_line (line, 80) >= 0)
    {
      if (line[0] == '#')
	continue;
      if (line[0] == '.')
	{
	  free (line);
	  break;
	}
      n++;
    }
  free (line); /* { dg-warning "double-'free' of 'line'" "while" } */
  return n;
}

int
do_loop (int n)
{
  char *line = malloc (80);
  int sum = 0;

  if (!line)
    return -1;
  do
    {
      sum += process (line);
      free (line); /* { dg-warning "double-'free' of 'line'" "do" } */
    }
  while (--n > 0);
  return sum;
}

/* Conditions that belong together.  */

int
correlated (const char *text, int is_owner, int is_last)
{
  char *copy = strdup (text);
  int result;

  if (!copy)
    return -1;
  result = process (copy);
  if (is_owner)
    free (copy);
  if (is_last && is_owner)
    free (copy); /* { dg-warning "double-'free' of 'copy'" "correlated" } */
  else if (!is_owner)
    free (copy);
  return result;
}

int
correlated_flag (const char *text, int mode)
{
  char *copy = strdup (text);
  int is_freed = 0, result;

  if (!copy)
    return -1;
  result = process (copy);
  if (mode == 2)
    {
      free (copy);
      is_freed = 1;
    }
  if (is_freed)
    free (copy); /* { dg-warning "double-'free' of 'copy'" "flag" } */
  return result; /* { dg-warning "leak of 'copy'" } */
}
