/* header.h - one that GCC takes for the system's: nothing of it is told.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#pragma GCC system_header

__attribute__ ((naked)) int
in_header (int x)
{
  return x;
}
