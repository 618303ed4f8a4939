/* typed.h - statements over values of any type, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What cfg.h has for the type int.  TYPE is one of TYPES, or NONE: a snapshot may
   leave it out.  Names, numbers and results are operands.  */

#ifndef UNIT_TYPED_H
#define UNIT_TYPED_H

#include "testsuite/unit/cfg.h"

/* FLAGS: TYPE_*.  */
uint32_t typed_integer (struct cfg *c, uint32_t bits, uint32_t flags);
uint32_t typed_pointer (struct cfg *c, uint32_t to);

/* A variable of the source: DECLS.  FLAGS: DECL_*.  */
uint32_t typed_variable (struct cfg *c, enum snap_decl_kind kind,
			 const char *name, uint32_t type, uint32_t flags);
/* What VARIABLE has on entry.  */
uint32_t typed_entry (struct cfg *c, uint32_t variable);
/* A parameter of f: its value on entry.  */
uint32_t typed_parameter (struct cfg *c, const char *name, uint32_t type,
			  uint32_t flags);

/* A new name; VARIABLE: DECLS, whose it is, or NONE.  */
uint32_t typed_name (struct cfg *c, uint32_t type, uint32_t variable);
/* A constant; VALUE is extended to the limbs that the type has.  */
uint32_t typed_number (struct cfg *c, uint32_t type, int64_t value);

/* LHS = OP (A, B) in BLOCK, where B counts if OP takes two.  */
void typed_assign (struct cfg *c, uint32_t block, uint32_t lhs,
		   enum operation op, uint32_t a, uint32_t b);
void typed_phi (struct cfg *c, uint32_t block, uint32_t lhs, uint32_t a,
		uint32_t b);
/* LHS = CALLEE (ARGUMENT) in BLOCK; none of either if it is 0.  Returned to be
   changed until the next statement.  */
struct snap_statement *typed_call (struct cfg *c, uint32_t block, uint32_t lhs,
				   const char *callee, uint32_t argument);
void typed_return (struct cfg *c, uint32_t block, uint32_t value);

/* *POINTER as memory of TYPE.  */
uint32_t typed_pointee (struct cfg *c, uint32_t pointer, uint32_t type);

/* BLOCK goes to IF_TRUE or IF_FALSE.  */
void typed_branch (struct cfg *c, uint32_t block, enum operation op,
		   uint32_t a, uint32_t b, uint32_t if_true,
		   uint32_t if_false);

#endif
