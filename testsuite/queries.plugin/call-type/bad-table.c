/* bad-table.c - calls through constant tables of functions (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

typedef int (*unary) (int);
struct operations { const char *name; unary open; unary close; };
struct nested { int kind; struct operations all[2]; };

static int
half (double x)			/* { dg-message "'half' declared here; its parameter 1 has type 'double'" } */
{
  return x / 2;
}

static int
sum (int a, int b)		/* { dg-message "'sum' declared here" } */
{
  return a + b;
}

static int
negative (int a)
{
  return -a;
}

static const struct operations plain = {
  .name = "plain", .close = (unary) half, .open = negative
};

static const unary table[] = { negative, (unary) sum };

static const struct nested deep = {
  1, { { "a", negative, (unary) sum }, { "b", negative, (unary) half } }
};

int
use (int i)
{
  const struct operations *p = deep.all;
  int n = plain.open (i);
  n += plain.close (i);		/* { dg-warning "argument 1 does not fit the definition of 'half' \\\[libqueries:call-type\\\]" } */
  n += table[0] (i);
  n += table[1] (i);		/* { dg-warning "number of arguments of 'sum' is 1 here and 2 in its definition" } */
  n += deep.all[i].close (i);	/* { dg-warning "number of arguments of 'sum' is 1 here" } */
  for (; p->name; p++)
    n += p->close (i) + p->open (i);	/* { dg-warning "number of arguments of 'sum' is 1 here" } */
  return n;
}
