/* main.c - a program.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

int
main (void)
{
  return 0;
}
