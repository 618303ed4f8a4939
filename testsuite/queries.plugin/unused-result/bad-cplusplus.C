/* bad-cplusplus.C - the same in C++.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct file
{
  __attribute__ ((warn_unused_result)) int close ();
  template <class T> __attribute__ ((warn_unused_result)) T get ();
};

void
f (file &x)
{
  x.close ();			// { dg-warning "ignoring return value of 'int file::close\\(\\)'" }
  x.get<int> ();		// { dg-warning "ignoring return value of" }
  try
    {
      x.close ();		// { dg-warning "ignoring return value of" }
    }
  catch (int)
    {
      x.close ();		// { dg-warning "ignoring return value of" }
    }
}
