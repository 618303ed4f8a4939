/* good-unwanted.c - no alloca.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

/* { dg-options "-Walloca" } */

void use (void *);

void
f (int n)
{
  char array[n];
  use (array);
}
