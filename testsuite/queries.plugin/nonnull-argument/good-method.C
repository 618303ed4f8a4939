/* good-method.C - a method of an object that may be there.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct thing
{
  int get (const char *) __attribute__ ((nonnull (2)));
};

int
by_variable (thing *t)
{
  if (t)
    return t->get ("x");
  return 0;
}

int
by_lambda (int n)
{
  auto add = [] (int a) { return a + 1; };
  return add (n);
}
