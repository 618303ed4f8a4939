/* bad-chain.c - a chain that asks again what was false.  own-checks
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct item
{
  int kind, size;
};

extern void use (int);

void
same (int c)
{
  if (c == 'a')			/* { dg-message "as .c == 97. is false" } */
    use (1);
  else if (c == 'b')
    use (2);
  else if (c == 'a')		/* { dg-warning "c == 97. is never true here" } */
    use (3);
}

/* Larger bounds have to come first.  */
int
order (int x)
{
  int y = 0;
  if (x > 3)			/* { dg-message "as .x > 3. is false" } */
    y = 1;
  else if (x > 5)		/* { dg-warning "x > 5. is never true here" } */
    y = 2;
  return y;
}

void
of_field (const struct item *i)
{
  if (i->kind)			/* { dg-message "as .i->kind != 0. is false" } */
    use (1);
  else if (i->size)
    use (2);
  else if (i->kind)		/* { dg-warning "i->kind != 0. is never true" } */
    use (3);
}

/* A guard that is there twice.  */
int
twice (const struct item *i)
{
  if (i->size < 0)		/* { dg-message "as .i->size < 0. is false" } */
    return -1;
  if (i->size < 0)		/* { dg-warning "i->size < 0. is never true" } */
    return -2;
  return i->kind;
}

#define FLAG 8

int
same_name (int flags)
{
  if (flags & FLAG)		/* { dg-message "as .* is false" } */
    return 1;
  if (flags & FLAG)		/* { dg-warning "never true" } */
    use (2);
  return 0;
}
