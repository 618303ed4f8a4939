/* What somebody has looked at.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline" } */

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node
{
  struct node *next;
  char *name;
  int value;
};

struct list
{
  struct node *first, *last;
  int count;
};

int process (int);
void fatal (const char *) __attribute__ ((noreturn));
void *must_malloc (size_t) __attribute__ ((malloc, returns_nonnull));

#define CHECK(x) do { if (!(x)) fatal ("no memory"); } while (0)

struct node *
direct (int value)
{
  struct node *n = malloc (sizeof *n);

  if (!n)
    return NULL;
  n->value = value;
  n->next = NULL;
  n->name = NULL;
  return n;
}

int
both (const char *name)
{
  char *a = strdup (name), *b = strdup (name);
  int result = -1;

  if (a && b)
    {
      b[0] = a[0];
      result = process (b[0]);
    }
  free (a);
  free (b);
  return result;
}

int
by_macro (const char *name)
{
  char *a = strdup (name);
  int result;

  CHECK (a != NULL);
  result = process (a[0]);
  free (a);
  return result;
}

int
asserted (const char *name)
{
  char *a = strdup (name);
  int result;

  assert (a);
  result = process (a[0]);
  free (a);
  return result;
}

/* Allocators that do not return null.  */

static void *
allocate (size_t n)
{
  void *p = malloc (n);

  if (!p)
    {
      fprintf (stderr, "no memory\n");
      exit (1);
    }
  return p;
}

static void *
allocate_cleared (size_t n)
{
  return memset (allocate (n), 0, n);
}

static struct node *
node_new (const char *name)
{
  struct node *n = allocate_cleared (sizeof *n);

  n->name = allocate (strlen (name) + 1);
  strcpy (n->name, name);
  return n;
}

struct node *
made_below (const char *name, int value)
{
  struct node *n = node_new (name);

  n->value = value;
  n->name[0] = 'a';
  return n;
}

struct node *
by_attribute (int value)
{
  struct node *n = must_malloc (sizeof *n);

  n->value = value;
  return n;
}

struct node *
tries_twice (int value)
{
  struct node *n = malloc (sizeof *n);

  if (!n)
    {
      process (-1);
      n = malloc (sizeof *n);
      if (!n)
	abort ();
    }
  n->value = value;
  return n;
}

static void
init_deep (struct node *n, int value)
{
  if (n)
    n->value = value;
}

static struct node *
init (struct node *n, int value)
{
  init_deep (n, value);
  return n;
}

struct node *
written_below (int value)
{
  return init (malloc (sizeof (struct node)), value);
}

int
field (struct list *l, int value)
{
  l->first = malloc (sizeof *l->first);
  if (l->first == NULL)
    return -1;
  l->first->value = value;
  l->count = 1;
  return 0;
}

int
two_fields (struct list *l)
{
  l->first = malloc (sizeof *l->first);
  l->last = malloc (sizeof *l->last);
  if (!l->first || !l->last)
    goto fail;
  l->first->next = l->last;
  l->last->next = NULL;
  return 0;
fail:
  free (l->first);
  free (l->last);
  l->first = l->last = NULL;
  return -1;
}

/* Out-parameters that tell.  */

static int
make_told (struct node **out)
{
  struct node *n = malloc (sizeof *n);

  if (!n)
    return -ENOMEM;
  *out = n;
  return 0;
}

struct node *
out_parameter (int value)
{
  struct node *n;
  int error = make_told (&n);

  if (error)
    return NULL;
  n->value = value;
  return n;
}

static int
is_made (char **out, size_t n)
{
  return (*out = malloc (n)) != NULL;
}

int
out_parameter_truth (size_t n)
{
  char *p;
  int result;

  if (!is_made (&p, n))
    return -1;
  p[0] = 0;
  result = process (p[0]);
  free (p);
  return result;
}

/* Its length tells.  */

static size_t
copy_of (char **out, const char *text)
{
  *out = strdup (text);
  return *out ? strlen (*out) : 0;
}

int
by_length (const char *text)
{
  char *p;
  size_t n = copy_of (&p, text);
  int result = 0;

  for (size_t i = 0; i < n; i++)
    result += p[i];
  free (p);
  return result;
}

/* Loops.  */

struct node *
for_loop (int count)
{
  struct node *first = NULL, **end = &first;

  for (int i = 0; i < count; i++)
    {
      struct node *n = malloc (sizeof *n);

      if (!n)
	break;
      n->value = i;
      n->next = NULL;
      *end = n;
      end = &n->next;
    }
  return first;
}

char *
while_loop (FILE *f)
{
  size_t room = 0, n = 0;
  char *line = NULL;
  int c;

  while ((c = getc (f)) != EOF)
    {
      if (n + 1 >= room)
	{
	  char *larger = realloc (line, room = room ? 2 * room : 16);

	  if (!larger)
	    {
	      free (line);
	      return NULL;
	    }
	  line = larger;
	}
      line[n++] = c;
    }
  if (line)
    line[n] = 0;
  return line;
}

int
until_there_is_one (size_t n)
{
  char *p;
  int result;

  while ((p = malloc (n)) == NULL)
    n /= 2;
  p[0] = 1;
  result = process (p[0]);
  free (p);
  return result;
}

/* Conditions that belong together.  */

int
correlated (const char *name, int copy)
{
  char *p = copy ? strdup (name) : NULL;
  int result = 0;

  if (copy && !p)
    return -1;
  if (copy)
    result = p[0];
  free (p);
  return result;
}

int
by_error (const char *name)
{
  int error = 0, result = 0;
  char *p = strdup (name);

  if (!p)
    error = ENOMEM;
  if (!error)
    result = process (p[0]);
  free (p);
  return error ? -error : result;
}

int
cleanup (const char *name)
{
  char *copy = strdup (name);
  int result = -1;

  if (!copy || copy[0] == '#')
    goto out;
  result = process (copy[0]);
out:
  free (copy);
  return result;
}
