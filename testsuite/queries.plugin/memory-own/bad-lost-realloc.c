/* What is lost because realloc fails.  own-checks no-steps */
/* { dg-do compile } */

#include <stdio.h>
#include <stdlib.h>

struct text { char *bytes; size_t size; struct text *next; };

int
in_a_structure (struct text *t, size_t n)
{
  t->bytes = realloc (t->bytes, n);	/* { dg-warning "what '\\*t.bytes' points to is lost if 'realloc' fails .CWE-401. .libqueries:lost-realloc" } */
  if (!t->bytes)
    return -1;
  t->size = n;
  return 0;
}

int
out_of_the_function (char **out, size_t n)
{
  *out = realloc (*out, n);	/* { dg-warning "what '\\*out' points to is lost" } */
  return *out ? 0 : -1;
}

static char *kept;

void
in_a_variable (size_t n)
{
  char *p = realloc (kept, n);

  kept = p;			/* { dg-warning "what 'kept' points to is lost" } */
}

int
with_a_message (struct text *t, size_t n)
{
  t->bytes = realloc (t->bytes, n);	/* { dg-warning "is lost" } */
  if (!t->bytes)
    {
      perror ("realloc");
      return -1;
    }
  return 0;
}

int
in_a_loop (struct text *t, size_t n)
{
  for (; t; t = t->next)
    {
      t->bytes = realloc (t->bytes, n);	/* { dg-warning "is lost" } */
      if (!t->bytes)
	return -1;
    }
  return 0;
}

static void *
third (void *p, size_t n)
{
  return realloc (p, n);
}

static void *
second (void *p, size_t n)
{
  return third (p, n);
}

static void *
first (void *p, size_t n)
{
  return second (p, n);
}

int
through_three_calls (struct text *t, size_t n)
{
  t->bytes = first (t->bytes, n);	/* { dg-warning "what '\\*t.bytes' points to is lost if 'first' fails" } */
  return t->bytes ? 0 : -1;
}

int
in_a_ring (struct text *t, size_t n)
{
  t->bytes = realloc (t->bytes, n);	/* { dg-warning "is lost" } */
  if (!t->bytes)
    return -1;
  return t->next ? in_a_ring (t->next, n) : 0;
}
