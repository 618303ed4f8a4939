/* expression.h - operands and types as C source.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The form is that of GCC's C pretty printer, which %qE of a warning goes
   through: `a.b[i]', `*p', `*(int *)p', `((char *)p)[3]'.  What has no name in
   the source is `<unknown>', as there.  Each function appends to OUT, without
   a final NUL.  Pure; the depth of recursion is limited.  */

#ifndef PASSES_EXPRESSION_H
#define PASSES_EXPRESSION_H

#include "queries/buffer.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Any operand.  */
void operand_text (const struct snapshot *s, uint32_t operand,
		   struct buffer *out);
/* The same with pointers seen through, as after GCC's optimisers: a copy is
   what it is a copy of, a constant offset is one of the access.  */
void operand_text_folded (const struct snapshot *s, uint32_t operand,
			  struct buffer *out);
/* The object that MEMORY[INDEX] names.  */
void memory_text (const struct snapshot *s, uint32_t index,
		  struct buffer *out);
/* The condition that STATEMENT, a COND or SWITCH, branches on: `a < b'.  False,
   and nothing is appended, if it has no name in the source.  */
bool condition_text (const struct snapshot *s, uint32_t statement,
		     struct buffer *out);
/* The type, as in a cast: `const char *', `struct s'.  */
void type_text (const struct snapshot *s, uint32_t type, struct buffer *out);

#ifdef __cplusplus
}
#endif
#endif
