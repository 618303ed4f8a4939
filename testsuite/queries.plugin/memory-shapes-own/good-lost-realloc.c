/* Pointers that are kept until realloc has succeeded.  own-checks */
/* { dg-do compile } */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct vector { int *value; size_t count, room; };
struct string { char *bytes; size_t size; };
struct document { struct vector lines; struct string *title; struct document *next; };

int
push (struct vector *v, int n)
{
  if (v->count == v->room)
    {
      size_t room = v->room ? 2 * v->room : 8;
      int *value = realloc (v->value, room * sizeof *value);

      if (!value)
	return -1;
      v->value = value;
      v->room = room;
    }
  v->value[v->count++] = n;
  return 0;
}

/* The old one is released, so nothing is lost.  */
int
push_or_drop (struct vector *v, size_t room)
{
  int *old = v->value;

  v->value = realloc (v->value, room * sizeof *v->value);
  if (!v->value)
    {
      free (old);
      return -1;
    }
  v->room = room;
  return 0;
}

/* The old one is put back.  */
int
push_or_stay (struct vector *v, size_t room)
{
  int *old = v->value;

  v->value = realloc (old, room * sizeof *v->value);
  if (!v->value)
    {
      v->value = old;
      return -1;
    }
  v->room = room;
  return 0;
}

/* The program ends.  */

static void *
resize (void *p, size_t size)
{
  p = realloc (p, size);
  if (!p && size)
    {
      fprintf (stderr, "out of memory\n");
      exit (1);
    }
  return p;
}

static int *
resize_numbers (int *p, size_t n)
{
  return resize (p, n * sizeof *p);
}

void
reserve (struct vector *v, size_t n)
{
  v->value = resize_numbers (v->value, n);
  v->room = n;
}

void
reserve_or_end (struct vector *v, size_t n)
{
  v->value = realloc (v->value, n * sizeof *v->value);
  if (!v->value)
    err (1, "realloc");
  v->room = n;
}

/* Released as BSD's reallocf does.  */
static void *
resize_or_free (void *p, size_t size)
{
  void *q = realloc (p, size);

  if (!q)
    free (p);
  return q;
}

int
set_title (struct document *d, const char *title)
{
  size_t n = strlen (title) + 1;

  d->title->bytes = resize_or_free (d->title->bytes, n);
  if (d->title->bytes == NULL)
    return -ENOMEM;
  memcpy (d->title->bytes, title, n);
  return 0;
}

/* Another one refers to it.  */
int
append (struct string *s, char **out, size_t size)
{
  s->bytes = *out;
  *out = realloc (*out, size);
  if (!*out)
    return -1;
  s->bytes = *out;
  return 0;
}

int
grow_all (struct document *d)
{
  for (; d; d = d->next)
    {
      int *value = realloc (d->lines.value, d->lines.room * 8);

      if (!value)
	return -1;
      d->lines.value = value;
      d->lines.room *= 2;
    }
  return 0;
}

/* There was none before.  */
int
first_time (struct vector *v)
{
  v->value = NULL;
  v->value = realloc (v->value, 8 * sizeof *v->value);
  if (!v->value)
    return -1;
  v->room = 8;
  return 0;
}

/* Nothing smaller can fail, some say, and go on.  */
void
shrink (struct vector *v)
{
  int *value = realloc (v->value, v->count * sizeof *value);

  if (value)
    v->value = value;
}
