/* range.h - sets of integers as a few intervals, and what operations make of them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A range is a sorted list of disjoint intervals that do not touch.  At most
   RANGE_PARTS are kept: then the two with the smallest gap between them become
   one (of equal gaps the lowest), so equal sets are equal lists.  While a range is
   in the making it may have RANGE_ROOM.  No interval: there is no value, because
   nothing comes here or what was computed is undefined.

   Operations answer with every value that some values of the operands give,
   and mostly with no other.  Exact for one value each; else an interval for
   each pair of intervals.  Values of a type lie in its bounds.  What overflows a
   type that does not wrap is undefined and gives nothing; so do a division by 0
   and a shift by the width or more.

   A pointer's range says whether it is null: it is a number of one bit, 0 or
   1 for anything else.

   Numbers live in the scratch memory that functions are given.  Pure; any
   thread.  Cost: O(RANGE_PARTS^2) operations on integers.  */

#ifndef PASSES_RANGE_H
#define PASSES_RANGE_H

#include "passes/arithmetic.h"
#include "passes/integer.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RANGE_PARTS 4
#define RANGE_ROOM 16

struct interval
{
  struct integer low, high;	/* Both included.  */
};

struct range
{
  uint32_t count;
  uint32_t pad;
  struct interval part[RANGE_ROOM + 1];	/* One that lasts has COUNT of them.  */
};

/* The greatest precision of a type that has ranges.  */
#define RANGE_WIDEST 65536

/* Whether values of TYPE have ranges: integers of any width, booleans and
   enumerations; pointers, of which *T is then a number of one bit.  */
bool range_type (const struct snapshot *s, uint32_t type,
		 struct integer_type *t, bool *is_pointer);

/* Making ranges.  */

static inline void
range_clear (struct range *r)
{
  r->count = 0;
}

/* All values of T.  */
void range_full (const struct scratch *m, struct integer_type t,
		 struct range *r);
void range_single (struct integer value, struct range *r);
/* LOW <= HIGH.  */
void range_add (const struct scratch *m, struct range *r, struct integer low,
		struct integer high);
void range_unite (const struct scratch *m, struct range *r,
		  const struct range *with);
/* R is one of those below.  */
void range_intersect (const struct range *a, const struct range *b,
		      struct range *r);
/* The values of T that are not in A.  */
void range_complement (const struct scratch *m, struct integer_type t,
		       const struct range *a, struct range *r);
/* Down to RANGE_PARTS.  The others below end with it.  */
void range_finish (const struct scratch *m, struct range *r);
/* One interval from the lowest to the highest.  */
void range_hull (struct range *r);
void range_copy (const struct range *from, struct range *to);
/* A copy that lasts, in M, with room for no more.  */
const struct range *range_keep (const struct scratch *m,
				const struct range *r);

/* Looking at them.  */

bool range_equal (const struct range *a, const struct range *b);
/* Whether all of A is in B.  */
bool range_within (const struct range *a, const struct range *b);
bool range_contains (const struct range *r, struct integer value);
bool range_is_single (const struct range *r);
/* Bit 0: 0 is in it.  Bit 1: something else is.  */
unsigned range_truth (const struct range *r);
bool range_is_full (const struct scratch *m, struct integer_type t,
		    const struct range *r);
/* "[0, 9] [12, 12]"; "never" if it is empty.  */
void range_text (const struct range *r, struct buffer *out);

/* What operations make of them.  */

/* The values of T that the numbers from LOW to HIGH are: modulo its width if
   WRAPS, else those in its bounds.  Added to R.  */
void range_add_fitted (const struct scratch *m, struct integer_type t,
		       bool wraps, struct integer low, struct integer high,
		       struct range *r);
/* Every value converted to T, modulo its width.  */
void range_convert (const struct scratch *m, struct integer_type t,
		    const struct range *a, struct range *r);
/* OPERATION (A) as a T.  False, and R is full, if it is not known how.  */
bool range_unary (const struct scratch *m, uint32_t operation,
		  struct integer_type t, const struct range *a,
		  struct range *r);
/* OPERATION (A, B), all of type T but a shift's B, and a comparison's operands,
   which are of one type.  False as above.  */
bool range_binary (const struct scratch *m, uint32_t operation,
		   struct integer_type t, const struct range *a,
		   const struct range *b, struct range *r);
/* AND, OR and XOR of numbers of type T.  */
void range_bitwise (const struct scratch *m, enum integer_bitwise operation,
		    struct integer_type t, const struct range *a,
		    const struct range *b, struct range *r);

/* What A OPERATION B may say, as range_truth; 3 for anything but the six
   comparisons of integers.  */
unsigned range_compare (uint32_t operation, const struct range *a,
			const struct range *b);
/* The values X of T for which X OPERATION Y holds for some Y of B.  */
void range_compared (const struct scratch *m, uint32_t operation,
		     struct integer_type t, const struct range *b,
		     struct range *r);

/* Where the OPERANDth operand of a unary or binary OPERATION lies, of type FROM,
   if the result, of type T, lies in RESULT and the other operand in OTHER.  False
   if nothing is known.  */
bool range_inverse (const struct scratch *m, uint32_t operation,
		    struct integer_type t, unsigned operand,
		    struct integer_type from, const struct range *result,
		    const struct range *other, struct range *r);

/* The comparison that holds if OPERATION does not, and the one that holds for
   swapped operands; of integers.  */
uint32_t comparison_inverse (uint32_t operation);
uint32_t comparison_swapped (uint32_t operation);
static inline bool
is_integer_comparison (uint32_t operation)
{
  return operation >= OPERATION_LESS && operation <= OPERATION_NOT_EQUAL;
}

#ifdef __cplusplus
}
#endif
#endif
