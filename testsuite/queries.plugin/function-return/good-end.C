/* good-end.C - the same in C++, with results.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct s { int a; ~s (); };

struct holder
{
  int member (int a)
  {
    s x = { a };
    if (x.a > 2)
      throw 3;
    return 4;
  }
};

int
use (holder &h)
{
  return h.member (1);
}
