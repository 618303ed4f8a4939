/* unit.c - one finding of a check that GCC has not.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "header.h"

int global;

#pragma GCC diagnostic ignored "-Wall"

__attribute__ ((naked)) void
f (void)
{
  global = 1;
}
