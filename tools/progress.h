/* progress.h - how far something is that takes long, on a terminal.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   On stderr, if that is a terminal and --quiet was not given; a line that is
   written over, at most ten times a second, and gone in the end.  */

#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H

#include "tools/command.h"

struct progress
{
  const char *what;		/* "checking"  */
  bool shown, wanted;
  uint64_t next;		/* When to show it again.  */
};

void progress_begin (struct progress *p, const struct invocation *i,
		     const char *what);
/* TOTAL 0: not known.  */
void progress_show (struct progress *p, uint64_t done, uint64_t total);
void progress_end (struct progress *p);

#endif
