/* Pointers that a failing realloc overwrites.  own-checks no-steps */
/* { dg-do compile } */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct vector { int *value; size_t count, room; };
struct string { char *bytes; size_t size; };
struct document { struct vector lines; struct string *title; struct document *next; };

/* As it is mostly written.  */
int
push (struct vector *v, int n)
{
  if (v->count == v->room)
    {
      v->room = v->room ? 2 * v->room : 8;
      v->value = realloc (v->value, v->room * sizeof *v->value);	/* { dg-warning "what '\\*v.value' points to is lost if 'realloc' fails" } */
      if (!v->value)
	return -1;
    }
  v->value[v->count++] = n;
  return 0;
}

/* The field of a structure in a structure, by way of two pointers.  */
int
set_title (struct document *d, const char *title)
{
  size_t n = strlen (title) + 1;

  d->title->bytes = realloc (d->title->bytes, n);	/* { dg-warning "points to is lost if 'realloc' fails" } */
  if (d->title->bytes == NULL)
    return -ENOMEM;
  memcpy (d->title->bytes, title, n);
  d->title->size = n;
  return 0;
}

/* Three calls away, each giving on what the last one has.  */

static void *
resize (void *p, size_t size)
{
  return realloc (p, size);
}

static void *
resize_array (void *p, size_t n, size_t size)
{
  return resize (p, n * size);
}

static int *
resize_numbers (int *p, size_t n)
{
  return resize_array (p, n, sizeof *p);
}

int
reserve (struct vector *v, size_t n)
{
  v->value = resize_numbers (v->value, n);	/* { dg-warning "what '\\*v.value' points to is lost if 'resize_numbers' fails" } */
  if (!v->value)
    return -1;
  v->room = n;
  return 0;
}

/* Three calls below, in the structure that is handed down.  */

static int
grow_lines (struct document *d)
{
  struct vector *v = &d->lines;

  v->value = realloc (v->value, (v->room + 16) * sizeof *v->value);	/* { dg-warning "is lost if 'realloc' fails" } */
  if (v->value == NULL)
    {
      perror ("realloc");
      return -1;
    }
  v->room += 16;
  return 0;
}

static int
add_line (struct document *d, int line)
{
  if (d->lines.count == d->lines.room && grow_lines (d) < 0)
    return -1;
  d->lines.value[d->lines.count++] = line;
  return 0;
}

int
end_line (struct document *d)
{
  return add_line (d, 0) < 0 ? -1 : 1;
}

/* What a caller has, by an out-parameter with a result.  */
int
append (char **out, size_t *size, const char *more)
{
  size_t n = strlen (more);

  *out = realloc (*out, *size + n + 1);	/* { dg-warning "what '\\*out' points to is lost if 'realloc' fails" } */
  if (!*out)
    return -1;
  memcpy (*out + *size, more, n + 1);
  *size += n;
  return 0;
}

/* In a loop.  */
int
grow_all (struct document *d)
{
  for (; d; d = d->next)
    {
      d->lines.value = realloc (d->lines.value, d->lines.room * 8);	/* { dg-warning "is lost if 'realloc' fails" } */
      if (!d->lines.value)
	return -1;
      d->lines.room *= 2;
    }
  return 0;
}

/* Behind conditions that go together.  */
int
grow_if (struct vector *v, int wanted)
{
  size_t room = v->room;

  if (wanted)
    room += 8;
  if (wanted)
    v->value = realloc (v->value, room * sizeof *v->value);	/* { dg-warning "is lost if 'realloc' fails" } */
  if (wanted && !v->value)
    return -1;
  v->room = room;
  return 0;
}
