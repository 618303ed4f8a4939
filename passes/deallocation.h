/* deallocation.h - what allocates, what releases, and what fits.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The families of GCC's pass waccess: built-in functions of the library, C++'s
   operators, and functions with the attribute malloc (deallocator).  Pure; O(1)
   but for the attributes.  */

#ifndef PASSES_DEALLOCATION_H
#define PASSES_DEALLOCATION_H

#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Which argument, from 0, T releases; NONE if it calls nothing that does.  */
uint32_t released_argument (const struct snapshot *s,
			    const struct snap_statement *t);

/* Whether DECL is the function operator new, operator delete.  */
bool is_operator_new (const struct snapshot *s, uint32_t decl);
bool is_operator_delete (const struct snapshot *s, uint32_t decl);

/* Whether calls of DECL allocate on the heap.  */
bool allocates (const struct snapshot *s, uint32_t decl);

/* Whether what the function ALLOCATOR returns may be released by
   DEALLOCATOR.  */
bool deallocation_fits (const struct snapshot *s, uint32_t allocator,
			uint32_t deallocator);

#ifdef __cplusplus
}
#endif
#endif
