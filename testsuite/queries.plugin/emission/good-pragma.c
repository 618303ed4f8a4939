/* good-pragma.c - pragmas that switch everything off.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

__attribute__ ((warn_unused_result)) int must_use (void);

#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wunused-result"

int
ignored (void)
{
  int x;
  must_use ();
  return x;
}
