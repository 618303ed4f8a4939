/* Nothing is lost: it has another name, or the program ends.  own-checks */
/* { dg-do compile } */

#include <stdio.h>
#include <stdlib.h>

struct text { char *bytes; size_t size; struct text *next; };

int
by_another_name (struct text *t, size_t n)
{
  char *p = realloc (t->bytes, n);

  if (!p)
    return -1;
  t->bytes = p;
  return 0;
}

int
put_back (struct text *t, size_t n)
{
  char *old = t->bytes;

  t->bytes = realloc (t->bytes, n);
  if (!t->bytes)
    {
      t->bytes = old;
      return -1;
    }
  return 0;
}

int
released (struct text *t, size_t n)
{
  char *old = t->bytes;

  t->bytes = realloc (t->bytes, n);
  if (!t->bytes)
    {
      free (old);
      return -1;
    }
  return 0;
}

void
ended (struct text *t, size_t n)
{
  t->bytes = realloc (t->bytes, n);
  if (!t->bytes)
    exit (1);
  t->size = n;
}

void give_up (const char *);

void
ended_elsewhere (struct text *t, size_t n)
{
  t->bytes = realloc (t->bytes, n);
  if (!t->bytes)
    give_up ("no memory");
  t->bytes[0] = '\0';
}

void
emptied (struct text *t)
{
  t->bytes = realloc (t->bytes, 0);
}

/* The caller still has it.  */
char *
given (char *p, size_t n)
{
  p = realloc (p, n);
  if (!p)
    return NULL;
  p[0] = '\0';
  return p;
}

static void *
or_free (void *p, size_t n)
{
  void *q = realloc (p, n);

  if (!q)
    free (p);
  return q;
}

int
released_by_the_function (struct text *t, size_t n)
{
  t->bytes = or_free (t->bytes, n);
  return t->bytes ? 0 : -1;
}

static void *
or_exit (void *p, size_t n)
{
  void *q = realloc (p, n);

  if (!q)
    exit (1);
  return q;
}

int
ended_by_the_function (struct text *t, size_t n)
{
  t->bytes = or_exit (t->bytes, n);
  return t->bytes ? 0 : -1;
}

int
was_null (struct text *t, size_t n)
{
  if (t->bytes)
    return 0;
  t->bytes = realloc (t->bytes, n);
  return t->bytes ? 0 : -1;
}

static short *states;
static int *values;

/* There was nothing yet, or it is freed.  */
int
grow_both (size_t n)
{
  short *s = realloc (states, n * sizeof *s);
  int *v;

  if (!s)
    goto failed;
  states = s;
  v = realloc (values, n * sizeof *v);
  if (!v)
    goto failed;
  values = v;
  return 0;
 failed:
  if (states)
    free (states);
  if (values)
    free (values);
  states = NULL;
  values = NULL;
  return -1;
}
