/* command-gc.c - queries gc: the folder, brought down to its limits.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "tools/collect.h"

enum status
command_gc (struct invocation *i)
{
  struct store_collecting how = { 0 };
  return collect (i, &how, "collecting");
}
