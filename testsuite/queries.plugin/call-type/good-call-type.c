/* good-call-type.c - calls that fit, or of which nobody knows (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

typedef void *(*from_pointer) (void *);
typedef union { int *i; void *v; } __attribute__ ((transparent_union)) any;
struct node { int x; };
enum color { RED };

int elsewhere ();
int weak_one () __attribute__ ((weak));

static int *
by_node (struct node *n)
{
  return &n->x;
}

static void
ignores_result (char c, short s, enum color e, unsigned u)
{
}

static int
variadic (int n, ...)
{
  return n;
}

static int
has_union (any a)
{
  return a.v != 0;
}

int
before (void)
{
  return weak_one (2.0, 3);
}

int
weak_one (int x)
{
  return x;
}

static void
takes_nothing ()
{
}

int
old (c, f)
  char c;
  float f;
{
  return c + f;
}

void
calls (struct node *n, int which)
{
  from_pointer f = (from_pointer) by_node;
  void (*g) () = (void (*) ()) ignores_result;
  int (*v) (int, ...) = variadic;
  int (*u) (int *) = (int (*) (int *)) has_union;
  void (*h) (void) = (void (*) (void)) elsewhere;
  void (*either) (int) = which ? (void (*) (int)) takes_nothing
			       : (void (*) (int)) old;
  f (n);
  g ('c', 1, RED, 2u);
  v (1, 2, 3.0);
  u (&n->x);
  h ();
  either (1);
  elsewhere (1, 2.0, n);
  takes_nothing ();
  old ('c', 1.0f);
  if (sizeof (int) == 2)
    old (1);
}
