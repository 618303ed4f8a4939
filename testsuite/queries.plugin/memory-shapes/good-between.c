/* A callee releases, keeps or hands back what its argument leads to after a call of
   which nothing is known: that may have changed it, and most likely has not.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline -Wno-free-nonheap-object" } */

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
void note (const char *, ...);

static char *kept;

static void
buffer_release (struct buffer *b)
{
  note ("releasing %zu\n", b->length);
  free (b->data);
}

int
released (const char *text)
{
  struct buffer b = { strdup (text), 0 };
  int result;

  if (!b.data)
    return -1;
  result = process (b.data);
  buffer_release (&b);
  return result;
}

static void
session_close (struct session *s)
{
  note ("closing\n");
  buffer_release (&s->input);
  if (s->spare)
    {
      buffer_release (s->spare);
      free (s->spare);
    }
}

int
nested (const char *text)
{
  struct session s;
  int result;

  memset (&s, 0, sizeof s);
  s.input.data = strdup (text);
  s.spare = malloc (sizeof *s.spare);
  if (s.spare)
    {
      s.spare->data = strdup (text);
      s.spare->length = 0;
    }
  result = s.input.data ? process (s.input.data) : -1;
  session_close (&s);
  return result;
}

static void
keep (struct buffer *b)
{
  note ("keeping\n");
  free (kept);
  kept = b->data;
}

int
taken (const char *text)
{
  struct buffer b = { strdup (text), 0 };
  int result = b.data ? process (b.data) : -1;

  keep (&b);
  return result;
}

static char *
detach (struct buffer *b)
{
  char *data;

  note ("detaching %zu\n", b->length);
  data = b->data;
  b->data = NULL;
  return data;
}

int
handed_back (const char *text)
{
  struct buffer b = { strdup (text), 0 };
  char *data;
  int result;

  data = detach (&b);
  if (!data)
    return -1;
  result = process (data);
  free (data);
  return result;
}

static void
move (struct buffer *to, struct buffer *from)
{
  note ("moving %zu\n", from->length);
  to->data = from->data;
  from->data = NULL;
}

int
moved (const char *text)
{
  struct buffer a = { strdup (text), 0 }, b = { NULL, 0 };
  int result;

  move (&b, &a);
  result = b.data ? process (b.data) : -1;
  free (b.data);
  return result;
}
