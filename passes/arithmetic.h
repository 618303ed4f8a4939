/* arithmetic.h - integers as the language computes them, up to 64 bits.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A value is kept in 64 bits, sign- or zero-extended from its type's precision.
   Results are exact: what does not fit its type wraps if the type does, else
   there is no result.  Pure.  */

#ifndef PASSES_ARITHMETIC_H
#define PASSES_ARITHMETIC_H

#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

struct integer_type
{
  uint32_t precision;		/* Bits.  */
  bool is_unsigned, wraps;
};

/* Whether TYPE is an integer, boolean, enumeration or pointer of whatever width;
   then *T is set, with the precision 0 where nobody knows it.  TYPE may be NONE: it is
   none of these.  */
bool integer_form (const struct snapshot *s, uint32_t type,
		   struct integer_type *t, bool *is_pointer);

/* The same for those of 1 to 64 bits.  */
bool integer_type (const struct snapshot *s, uint32_t type,
		   struct integer_type *t);

/* Whether OPERAND is an integer constant, of any width, all of whose limbs are
   LIMB: 0 for zero, all ones for -1.  */
bool integer_has_limbs (const struct snapshot *s, uint32_t operand,
			uint64_t limb);

/* The low bits of BITS as a value of T.  */
uint64_t integer_extend (struct integer_type t, uint64_t bits);

/* OPERATION (A) of type T; A is extended as its own type says.  False if there
   is no result.  */
bool integer_unary (uint32_t operation, struct integer_type t, uint64_t a,
		    uint64_t *result);

/* OPERATION (A, B), all of type T but a shift's B.  */
bool integer_binary (uint32_t operation, struct integer_type t, uint64_t a,
		     uint64_t b, uint64_t *result);

#ifdef __cplusplus
}
#endif
#endif
