/* A callee has a call of which nothing is known, and leaves what its argument leads
   to alone.  */
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

int process (const char *);
void note (const char *, ...);

static void
buffer_tell (const struct buffer *b)
{
  note ("has %zu\n", b->length);
  note ("at %p\n", b->data ? "some" : "none");
}

int
only_told (const char *text)
{
  struct buffer b = { strdup (text), 0 };
  int result;

  if (!b.data)
    return -1;
  result = process (b.data);
  buffer_tell (&b);
  return result;
} /* { dg-warning "leak of 'b.data'" } */

/* It releases before.  */

static void
buffer_release (struct buffer *b)
{
  free (b->data);
  note ("released %zu\n", b->length);
}

int
released_twice (const char *text)
{
  struct buffer b = { strdup (text), 0 };
  int result;

  if (!b.data)
    return -1;
  result = process (b.data);
  buffer_release (&b);
  free (b.data); /* { dg-warning "double-'free' of 'b.data'" } */
  return result;
}

/* It asks the one and releases the other.  */

struct pair
{
  struct buffer first, second;
};

static void
pair_release (struct pair *p)
{
  note ("releasing\n");
  free (p->first.data);
}

int
half_released (const char *text)
{
  struct pair p = { { NULL, 0 }, { NULL, 0 } };
  int result;

  p.second.data = strdup (text);
  if (!p.second.data)
    return -1;
  result = process (p.second.data);
  pair_release (&p);
  return result;
} /* { dg-warning "leak of 'p.second.data'" } */
