/* unit.c - a function, and a finding.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

__attribute__ ((warn_unused_result)) int must_use (void);

int
ignores (int a)
{
  must_use ();
  return a + 1;
}
