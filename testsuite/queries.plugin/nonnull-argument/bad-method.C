/* bad-method.C - a method of no object.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct thing
{
  int get (const char *) __attribute__ ((nonnull (2))); /* { dg-message "in a call to" } */
};

int
by_variable (thing *t)
{
  thing *nothing = 0;
  if (t)
    return nothing->get ("x");	/* { dg-warning "'this' pointer is null" } */
  const char *text = 0;
  return t->get (text);		/* { dg-warning "argument 1 null|pointer is null" } */
}
