/* memory.h - malloc that does not fail.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Out of memory ends the process as it does in GCC: abort with a message.
   Memory is free's.  Any thread.  */

#ifndef QUERIES_MEMORY_H
#define QUERIES_MEMORY_H

#include <stddef.h>

void *xmalloc (size_t size);
void *xcalloc (size_t count, size_t size);
void *xrealloc (void *old, size_t size);

/* Zeroed memory that shares no cache line (nor the pair that processors fetch
   at once) with anything else: what one thread writes on each hit.  */
void *xcalloc_own_lines (size_t size);

#endif
