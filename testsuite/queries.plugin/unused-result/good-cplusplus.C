/* good-cplusplus.C - the same in C++, used.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct file
{
  __attribute__ ((warn_unused_result)) int close ();
};

int
f (file &x)
{
  int r = x.close ();
  try
    {
      r += x.close ();
    }
  catch (int)
    {
      return x.close ();
    }
  return r;
}
