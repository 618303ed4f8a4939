/* bad-system-header.c - what a system header defines is not told, what uses it is.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "system.h"

void
f (void)
{
  ignores ();
  must_use ();			/* { dg-warning "ignoring return value" } */
}
