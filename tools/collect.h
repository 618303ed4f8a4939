/* collect.h - what gc and evict have in common.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef TOOLS_COLLECT_H
#define TOOLS_COLLECT_H

#include "tools/folder.h"

/* Go through the folder as HOW says (its progress and dry_run are set here),
   call it WHAT meanwhile, and report what has left.  */
enum status collect (struct invocation *i, struct store_collecting *how,
		     const char *what);

#endif
