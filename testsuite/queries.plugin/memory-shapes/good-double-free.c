/* What is freed once, whatever it looks like.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline -Wno-free-nonheap-object" } */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct buffer
{
  char *data;
  size_t length;
  int references;
  int is_borrowed;
};

struct session
{
  struct buffer input, output;
  struct buffer *spare;
  int is_open;
};

struct node
{
  struct node *next, *other;
  char *name;
};

int process (const char *);
int next_line (char *, size_t);
void fatal (const char *) __attribute__ ((noreturn));

static struct node *all;
static char *last;

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
  return result;
}

/* The error path leaves it to the cleanup.  */

int
cleanup_label (const char *name, const char *value)
{
  char *a = NULL, *b = NULL;
  int result = -1;

  a = strdup (name);
  if (!a)
    goto out;
  b = strdup (value);
  if (!b)
    {
      free (a);
      a = NULL;
      goto out;
    }
  result = process (a) + process (b);
out:
  free (a);
  free (b);
  return result;
}

/* Labels in the order of what is held.  */

int
stacked_labels (const char *name, const char *value)
{
  int result = -1;
  char *a, *b, *c;

  if (!(a = strdup (name)))
    goto out;
  if (!(b = strdup (value)))
    goto free_a;
  if (!(c = malloc (strlen (a) + strlen (b) + 1)))
    goto free_b;
  strcpy (c, a);
  strcat (c, b);
  result = process (c);
  free (c);
free_b:
  free (b);
free_a:
  free (a);
out:
  return result;
}

static void
drop_data (char *data)
{
  free (data);
}

static void
drop_text (char *text)
{
  drop_data (text);
}

static void
drop_line (char **line)
{
  drop_text (*line);
  *line = NULL;
}

int
three_calls (const char *text)
{
  char *line = strdup (text);
  int result;

  if (!line)
    return -1;
  result = process (line);
  drop_line (&line);
  if (result)
    drop_line (&line);
  return result;
}

/* The callee frees it when it fails, and says so.  */

static int
adopt (struct node *n, char *name)
{
  if (process (name) < 0)
    {
      free (name);
      return -1;
    }
  n->name = name;
  return 0;
}

int
freed_below (struct node *n, const char *text)
{
  char *copy = strdup (text);

  if (!copy)
    return -1;
  if (adopt (n, copy) < 0)
    return -1;
  return process (n->name);
}

static void
buffer_release (struct buffer *b)
{
  if (!b->is_borrowed)
    free (b->data);
  memset (b, 0, sizeof *b);
}

int
field (const char *text)
{
  struct buffer b = { 0 };
  int result;

  b.data = strdup (text);
  if (!b.data)
    return -1;
  result = process (b.data);
  buffer_release (&b);
  buffer_release (&b);
  return result;
}

void
session_close (struct session *s)
{
  free (s->input.data);
  free (s->output.data);
  if (s->spare)
    {
      free (s->spare->data);
      free (s->spare);
    }
  memset (s, 0, sizeof *s);
}

/* References are counted.  */

void
buffer_put (struct buffer *b)
{
  assert (b->references > 0);
  if (--b->references == 0)
    {
      free (b->data);
      free (b);
    }
}

void
buffer_put_all (struct buffer **b, size_t n)
{
  while (n > 0)
    buffer_put (b[--n]);
}

/* One of the copies is forgotten.  */

int
moved (const char *text)
{
  struct buffer a = { 0 }, b;
  int result;

  a.data = strdup (text);
  if (!a.data)
    return -1;
  b = a;
  a.data = NULL;
  result = process (b.data);
  free (a.data);
  free (b.data);
  return result;
}

static void
swap (char **a, char **b)
{
  char *was = *a;

  *a = *b;
  *b = was;
}

void
swapped (const char *x, const char *y)
{
  char *a = strdup (x), *b = strdup (y);

  free (a);
  a = NULL;
  swap (&a, &b);
  free (a);
  free (b);
}

/* It is freed on failure, and the pointer cleared.  */

static int
load (char **out, const char *text)
{
  char *made = strdup (text);

  *out = NULL;
  if (!made)
    return -1;
  if (process (made) < 0)
    {
      free (made);
      return -1;
    }
  *out = made;
  return 0;
}

int
freed_on_failure (const char *text)
{
  char *made = NULL;
  int result = -1;

  if (load (&made, text) < 0)
    goto out;
  result = process (made);
out:
  free (made);
  return result;
}

/* Loops that make it anew.  */

void
for_loop (int n, const char *text)
{
  for (int i = 0; i < n; i++)
    {
      char *line = strdup (text);

      if (!line)
	continue;
      process (line);
      free (line);
    }
}

int
break_out (void)
{
  char *line = malloc (80);
  int n = 0, is_freed = 0;

  if (!line)
    return -1;
  while (next_line (line, 80) >= 0)
    {
      if (line[0] == '.')
	{
	  free (line);
	  is_freed = 1;
	  break;
	}
      n++;
    }
  if (!is_freed)
    free (line);
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
      if (sum < 0)
	{
	  free (line);
	  return sum;
	}
    }
  while (--n > 0);
  free (line);
  return sum;
}

/* Lists and trees.  */

void
free_list (struct node *n)
{
  while (n)
    {
      struct node *next = n->next;

      free (n->name);
      free (n);
      n = next;
    }
}

void
free_all (void)
{
  struct node *n;

  while ((n = all) != NULL)
    {
      all = n->next;
      free (n->name);
      free (n);
    }
}

void
remove_names (struct node **link, const char *name)
{
  while (*link)
    {
      struct node *n = *link;

      if (strcmp (n->name, name) == 0)
	{
	  *link = n->next;
	  free (n->name);
	  free (n);
	}
      else
	link = &n->next;
    }
}

void
free_table (char **names, size_t n)
{
  for (size_t i = 0; i < n; i++)
    free (names[i]);
  free (names);
}

void
free_sentinel (char **names)
{
  for (char **p = names; *p; p++)
    free (*p);
  free (names);
}

/* The one that is kept.  */

void
remember (const char *text)
{
  free (last);
  last = strdup (text);
}

char *
grow (char *p, size_t n)
{
  char *larger = realloc (p, n);

  if (!larger)
    free (p);
  return larger;
}

char *
grow_or_stop (char *p, size_t n)
{
  p = realloc (p, n);
  if (!p)
    fatal ("out of memory");
  return p;
}

/* Conditions that belong together.  */

int
correlated (const char *text, int is_owner)
{
  char *copy = strdup (text);
  int result;

  if (!copy)
    return -1;
  result = process (copy);
  if (is_owner)
    free (copy);
  if (result < 0)
    result = 0;
  if (!is_owner)
    free (copy);
  return result;
}

int
on_the_stack_or_not (size_t n)
{
  char small[64], *p = small;
  int result;

  if (n > sizeof small)
    p = malloc (n);
  if (!p)
    return -1;
  result = next_line (p, n);
  if (p != small)
    free (p);
  return result;
}
