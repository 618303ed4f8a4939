/* alias.h - what a statement may do to an object in memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The questions of GCC's alias oracle that are asked before there is any
   points-to information and without type-based reasoning: an object whose
   address is taken may be reached through every pointer.  Pure functions of the
   snapshot; O(steps of the access paths).  */

#ifndef PASSES_ALIAS_H
#define PASSES_ALIAS_H

#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A run of bits somewhere behind BASE.  */
struct reference
{
  uint32_t memory;		/* MEMORY that it comes from, or NONE: made from
				   a pointer and a size.  */
  /* Operand.  DECL, CONSTANT: the object itself.  With IS_INDIRECT: the
     pointer (SSA, CONSTANT).  SSA without: a value, not in memory at all.
     NONE-operand: unknown.  */
  uint32_t base;
  bool is_indirect, is_volatile;
  /* An access of SIZE bits lies in the MAX_SIZE bits behind OFFSET.
     SIZE_UNKNOWN: anything.  OFFSET counts from where BASE lies or points.  */
  int64_t offset;
  uint64_t size, max_size;
  /* What of OFFSET is part of the base expression `*(pointer + offset)'.  */
  int64_t base_offset;
};

/* The reference that MEMORY[INDEX] is.  */
struct reference reference_of_memory (const struct snapshot *s,
				      uint32_t index);

/* What lies behind the pointer OPERAND; SIZE is an operand that holds the
   number of bytes, or the NONE-operand.  */
struct reference reference_of_pointer (const struct snapshot *s,
				       uint32_t operand, uint32_t size);

/* The DECLS index that R's base is, or NONE.  */
static inline uint32_t
reference_decl (const struct reference *r)
{
  return !r->is_indirect && operand_kind (r->base) == OPERAND_DECL
	 ? operand_index (r->base) : NONE;
}

/* Whether A and B may overlap.  */
bool references_may_alias (const struct snapshot *s,
			   const struct reference *a,
			   const struct reference *b);

/* Whether STATEMENT may change what R refers to.  */
bool statement_may_define (const struct snapshot *s, uint32_t statement,
			   const struct reference *r);

/* Whether STATEMENT, a CLOBBER, ends the life of all of R.  */
bool clobber_kills (const struct snapshot *s, uint32_t statement,
		    const struct reference *r);

/* How many arguments CALL has; they follow the callee, and a static chain may
   follow them.  */
static inline uint32_t
call_arguments (const struct snap_statement *call)
{
  return call->n_operands > call->n_extra
	 ? call->n_operands - call->n_extra - 1 : 0;
}

/* The string that says what a callee does to its arguments' memory (GCC's "fn
   spec"), or "".  */
const char *call_specification (const struct snapshot *s,
				const struct snap_statement *call);

/* Whether a callee with SPECIFICATION does anything with argument I (from 0)
   at all.  True if unknown.  */
bool specification_uses (const char *specification, uint32_t i);

/* The constant that OPERAND is, sign- or zero-extended to 64 bits; false if it
   is none or does not fit.  */
bool constant_value (const struct snapshot *s, uint32_t operand,
		     int64_t *value);

/* The type of OPERAND's value; NONE if it has none.  For an ADDRESS, *POINTEE
   is what it points to and the result is NONE.  */
uint32_t operand_type (const struct snapshot *s, uint32_t operand,
		       uint32_t *pointee);

#ifdef __cplusplus
}
#endif
#endif
