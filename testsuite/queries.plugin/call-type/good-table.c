/* good-table.c - calls through tables that fit, or may (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

typedef int (*unary) (int);
typedef int (*binary) (int, int);
struct node { int value; };
struct operations { int arity; unary call; int (*visit) (void *); };

extern int elsewhere (int, int);

static int
sum (int a, int b)
{
  return a + b;
}

static int
negative (int a)
{
  return -a;
}

static int
value (struct node *n)
{
  return n->value;
}

/* The number says which type it is.  */
static const struct operations all[] = {
  { 1, negative, (int (*) (void *)) value },
  { 2, (unary) sum, (int (*) (void *)) value },
  { 2, (unary) elsewhere, 0 }
};

/* May be another one by now.  */
static unary changes[] = { (unary) sum };

void
set (int i)
{
  changes[i] = negative;
}

int
use (int i, struct node *n)
{
  if (all[i].arity == 2)
    return ((binary) all[i].call) (i, i);
  return all[i].call (i) + all[i].visit (n) + ((binary) all[1].call) (i, 2)
	 + all[2].call (i) + changes[0] (i);
}
