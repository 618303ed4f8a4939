/* Pointers to variables of functions that have not returned, or to others.  */
/* { dg-do compile } */
/* { dg-options "-Wno-dangling-pointer" } */

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct context { const char *name; int *counter; struct context *outer; };
struct parser { struct context *current; char *token; int n_tokens; };

static struct context *innermost;

extern int more (void);
extern void read_all (struct parser *);

/* Put back before it returns.  */
static void
parse_block (struct parser *p)
{
  struct context c = { "block", NULL, p->current };

  p->current = &c;
  read_all (p);
  p->current = c.outer;
}

const char *
parse (struct parser *p)
{
  parse_block (p);
  return p->current->name;
}

/* Of the caller's frame.  */

static int
value_of (const int *p)
{
  return *p;
}

static int
twice (const int *p)
{
  return 2 * value_of (p);
}

static void
count (int **out, int *room)
{
  *room = more ();
  *out = room;
}

int
counted (void)
{
  int *n, room;

  count (&n, &room);
  return twice (n);
}

/* Of no frame.  */
static int
read_token (char **out, const char *from)
{
  static char token[16];

  if (strlen (from) >= sizeof token)
    return -1;
  strcpy (token, from);
  *out = token;
  return 0;
}

int
first_letter (const char *from)
{
  char *token;

  if (read_token (&token, from) < 0)
    return -1;
  return token[0];
}

static int
copy_token (char **out, const char *from)
{
  char token[16];

  if (strlen (from) >= sizeof token)
    return -1;
  strcpy (token, from);
  *out = strdup (token);
  return *out ? 0 : -1;
}

int
last_letter (const char *from)
{
  char *token;
  int c;

  if (copy_token (&token, from) < 0)
    return -1;
  c = token[0];
  free (token);
  return c;
}

/* Overwritten before it is used.  */

static void
set_counter (struct context *c)
{
  int n = 0;

  c->name = "counter";
  c->counter = &n;
  more ();
}

void
count_one (void)
{
  struct context c;
  int n = 0;

  set_counter (&c);
  c.counter = &n;
  (*c.counter)++;
  puts (c.name);
}

/* Compared, and not followed.  */
static void
push (const char *name)
{
  struct context c = { name, NULL, innermost };

  innermost = &c;
  more ();
}

int
is_pushed (void)
{
  push ("one");
  return innermost != NULL;
}

/* The caller's own list of contexts.  */
int
depth (void)
{
  struct context first = { "first", NULL, NULL };
  struct context second = { "second", NULL, &first };
  int n = 0;

  for (const struct context *c = &second; c; c = c->outer)
    n++;
  return n;
}

int
together (int is_counted, int *p)
{
  int n;

  if (is_counted)
    count (&p, &n);
  more ();
  if (is_counted)
    return *p;
  return 0;
}
