/* bad-value.c - arguments that turn out to be null.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

__attribute__ ((nonnull (2))) void second (char *p, char *q); /* { dg-message "in a call to function 'second' declared 'nonnull'" } */
__attribute__ ((nonnull)) int all (char *p, int n, char *q); /* { dg-message "in a call to function 'all' declared 'nonnull'" } */

void
by_variable (char *p)
{
  char *nothing = 0;
  second (p, nothing);		/* { dg-warning "argument 2 null where non-null expected" } */
}

int
by_condition (char *p, char *q)
{
  if (!p)
    return all (p, 1, q);	/* { dg-warning "argument 1 null where non-null expected" } */
  return 0;
}

static char *
none (void)
{
  return 0;
}

int
by_function (char *p)
{
  return all (p, 2, none ());	/* { dg-warning "argument 3 null where non-null expected" } */
}

void
by_branches (char *p, int n)
{
  char *q = none ();
  if (n)
    q = 0;
  second (p, q);		/* { dg-warning "argument 2 null where non-null expected" } */
}

void *
to_builtin (void *p, unsigned n)
{
  if (p == 0)
    __builtin_memset (p, 0, n);	/* { dg-warning "argument 1 null where non-null expected" } */
				/* { dg-message "in a call to built-in function '__builtin_memset'" "" { target *-*-* } 48 } */
  return p;
}

/* Only GCC knows, once it has inlined it.  */
static inline __attribute__ ((always_inline)) void
pass_on (char *p, char *q)
{
  all (p, 3, q);		/* { dg-warning "argument 3 null where non-null expected" } */
}

void
by_inlining (char *p)
{
  pass_on (p, 0);
}
