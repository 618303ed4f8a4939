/* function-table.h - the functions that a constant holds.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A call through a pointer that is read from a constant calls what the
   initializer has put there.  Known only of constants that hold a function in a
   place of another type (SNAP_ATTRIBUTE_HOLDS_FUNCTION): of the others there is
   nothing to say that the front end has not said.  */

#ifndef PASSES_FUNCTION_TABLE_H
#define PASSES_FUNCTION_TABLE_H

#include "passes/origin.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The functions that OPERAND, what a call calls, may be: of FUNCTIONS, which has
   room for MOST, the first N are set to DECLS, and N returned.  One of them it
   is, or null.  0: not known.  O(attributes).  */
uint32_t table_functions (const struct snapshot *s,
			  const struct origin *origins, uint32_t operand,
			  uint32_t *functions, uint32_t most);

#ifdef __cplusplus
}
#endif
#endif
