/* good-system-header.c - nothing but a system header.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "system.h"

void
f (void)
{
  ignores ();
}
