/* memory-va-list.h - what has become of lists of arguments.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A va_list that is a variable of the function is started, used and ended there.
   What has become of it is kept as of a region, under the node of its address.  One
   that is a parameter, or lies elsewhere, is its caller's.  */

#ifndef PASSES_MEMORY_VA_LIST_H
#define PASSES_MEMORY_VA_LIST_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct memory;
struct memory_state;

/* The call STATEMENT starts, uses or ends some, if it does.  */
void memory_use_va_lists (struct memory *m, struct memory_state *s,
			  uint32_t statement);
/* The function returns, at STATEMENT.  */
void memory_check_va_lists (struct memory *m, struct memory_state *s,
			    uint32_t statement);

#ifdef __cplusplus
}
#endif
#endif
