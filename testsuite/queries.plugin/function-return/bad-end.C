/* bad-end.C - the same in C++.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct s { int a; ~s (); };

int
falls_off (int a)
{
  if (a)
    return 1;
}				// { dg-warning "control reaches end of non-void function|no return statement" }

struct holder
{
  int member (int a)
  {
    s x = { a };
    if (x.a > 2)
      return 3;
  }				// { dg-warning "control reaches end of non-void function" }
};

int
use (holder &h)
{
  return h.member (1);
}
