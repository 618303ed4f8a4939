/* memory-own.h - what the analysis of memory finds that GCC's does not.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Each is a check of its own: a row of checks.def, a page of doc/checks.  The
   analysis calls these functions where its states are at hand.

   A value that is a number is so because the path has made it one.  A value that is
   in a range may be so by a condition that the path has come through: then the
   function reckons with other values, too, and who calls it may know better.  So
   it is with any value in a function with loops: how many rounds these have run
   is known to who wrote what they run over.  Of these a finding is told only if
   no way comes to its statement unharmed.  */

#ifndef PASSES_MEMORY_OWN_H
#define PASSES_MEMORY_OWN_H

#include "passes/finding.h"

#ifdef __cplusplus
extern "C" {
#endif

struct location;
struct memory;
struct memory_state;

/* memory-arithmetic.c: A OPERATION B of STATEMENT; B is NONE if it has one
   operand.  */
void memory_check_arithmetic (struct memory *m, struct memory_state *s,
			      uint32_t statement, uint32_t a, uint32_t b);

/* The same: something is divided by DIVISOR, the value of OPERAND, in STATEMENT or
   in what that calls.  */
void memory_divide (struct memory *m, struct memory_state *s,
		    uint32_t statement, uint32_t operand, uint32_t divisor);

/* memory-bounds.c: REGION is new and has SIZE bytes, a value; 0: not known.  */
void memory_set_size (struct memory *m, struct memory_state *s,
		      uint32_t region, uint32_t size);
/* Forget what REGION holds, but not how large it is.  */
void memory_clear_contents (struct memory *m, struct memory_state *s,
			    uint32_t region);
/* Whether some byte of L is certainly none of its object's.  */
bool memory_is_outside (struct memory *m, const struct memory_state *s,
			const struct location *l);
/* The access to L by STATEMENT.  */
void memory_check_bounds (struct memory *m, struct memory_state *s,
			  const struct location *l, uint32_t statement,
			  bool writes);

/* The same of BYTES, OFFSET, a value, behind POINTER, in what STATEMENT calls.  */
void memory_access_at (struct memory *m, struct memory_state *s,
		       uint32_t statement, uint32_t pointer, uint32_t offset,
		       uint32_t bytes, bool writes);

/* memory-rounds.c: the INDEX that OPERAND is when a loop around STATEMENT comes there
   first or LAST; false if nobody knows, or the loop may end before.  */
bool memory_index_in_round (struct memory *m, uint32_t operand,
			    uint32_t statement, bool last, int64_t *index);

/* memory-lost.c: STATEMENT, a call of NAME, has not resized what POINTER leads
   to.  */
void memory_fail_to_resize (struct memory *m, struct memory_state *s,
			    uint32_t statement, uint32_t pointer,
			    const char *name);
/* VALUE is about to be stored at L by STATEMENT.  */
void memory_overwrite (struct memory *m, struct memory_state *s,
		       const struct location *l, uint32_t value,
		       uint32_t statement);
/* The function returns at STATEMENT, so the program goes on.  */
void memory_check_lost (struct memory *m, struct memory_state *s,
			uint32_t statement);
/* What was found, once it is certain, needs no path behind the loss.  */
void memory_cut_paths (struct memory *m);

/* memory-own.c: what STATEMENT calls.  */
void memory_check_called (struct memory *m, struct memory_state *s,
			  uint32_t statement);
/* The same: STATEMENT, or what it calls, calls what POINTER, of OPERAND, points
   to.  */
void memory_call_through (struct memory *m, struct memory_state *s,
			  uint32_t statement, uint32_t operand,
			  uint32_t pointer);
/* The result of STATEMENT, a call of NAME, which has MODEL.  */
struct model;
void memory_check_unchecked (struct memory *m, struct memory_state *s,
			     uint32_t statement, const struct model *model,
			     const char *name);
/* Whether what OPERAND is at STATEMENT, in S, may be ruled out by what its author knows:
   memory_is_by_assumption, or it is what is left when none of several conditions
   held.  */
bool memory_is_doubtful (struct memory *m, const struct memory_state *s,
			 uint32_t operand, uint32_t statement);
/* Whether OPERAND is what a variable holds whose address is taken: a callee may have
   moved it, on one of several ways.  */
bool memory_is_of_variable (const struct memory *m, uint32_t operand);
/* A way comes to STATEMENT, and nothing is wrong there.  */
void memory_is_unharmed (struct memory *m, uint32_t statement);
/* A way comes to STATEMENT with what is not null, or not known to be.  */
void memory_is_not_null (struct memory *m, uint32_t statement);
/* Whether the function has a loop.  */
bool memory_goes_round (const struct memory *m);
/* The findings of CHECK in the analysis of KEY, as a value.  Asks.  */
void memory_give_findings (struct query_context *cx, uint32_t key,
			   enum check check, struct buffer *out);

#ifdef __cplusplus
}
#endif
#endif
