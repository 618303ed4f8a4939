/* Pointers to variables of functions that have returned, and the ways they take.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-dangling-pointer -Wno-return-local-addr" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct context { const char *name; int *counter; struct context *outer; };
struct parser { struct context *current; char *token; int n_tokens; };

static struct context *innermost;

extern int more (void);

/* The frame is that of a call three calls away.  */

static void
enter (struct parser *p, const char *name)
{
  struct context c = { name, NULL, p->current };

  p->current = &c;
}

static void
enter_block (struct parser *p)
{
  enter (p, "block");
}

static void
begin (struct parser *p)
{
  p->n_tokens = 0;
  enter_block (p);
}

const char *
parse (struct parser *p)
{
  begin (p);
  return p->current->name; /* { dg-warning "p.current' to within stale stack frame" } */
}

/* It is used three calls away.  */

static int
value_of (const int *p)
{
  return *p; /* { dg-warning "dereferencing pointer 'p' to within stale stack frame" } */
}

static int
twice (const int *p)
{
  return 2 * value_of (p);
}

static int
four_times (const int *p)
{
  return 2 * twice (p);
}

static void
count (int **out)
{
  int n = more ();

  *out = &n;
}

int
counted (void)
{
  int *n;

  count (&n);
  return four_times (n);
}

/* By an out-parameter, with a result that says that all is well.  */

static int
read_token (char **out, const char *from)
{
  char token[16];

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
  return token[0]; /* { dg-warning "dereferencing pointer 'token' to within stale stack frame" } */
}

/* In a structure's field ...  */

static void
set_counter (struct context *c)
{
  int n = 0;

  c->name = "counter";
  c->counter = &n;
}

void
count_one (void)
{
  struct context c;

  set_counter (&c);
  (*c.counter)++; /* { dg-warning "dereferencing pointer 'c.counter' to within stale stack frame" } */
  puts (c.name);
}

/* ... and in a variable.  */

static void
push (const char *name)
{
  struct context c = { name, NULL, innermost };

  innermost = &c;
}

void
push_twice (void)
{
  push ("one");
  puts (innermost->name); /* { dg-warning "dereferencing pointer 'innermost' to within stale stack frame" } */
}

/* In a loop.  */
int
in_a_loop (int n)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      int *p;

      count (&p);
      sum += *p; /* { dg-warning "dereferencing pointer 'p' to within stale stack frame" } */
    }
  return sum;
}

/* Behind conditions that go together.  */
int
together (int is_counted, int *p)
{
  if (is_counted)
    count (&p);
  more ();
  if (is_counted)
    return *p; /* { dg-warning "dereferencing pointer 'p' to within stale stack frame" } */
  return 0;
}
