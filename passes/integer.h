/* integer.h - exact integers of any width.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A sign and a magnitude, as in GMP's mpz, but a magnitude of one limb lies in
   the struct itself: everything between -2^64 and 2^64 is computed without
   memory and without a call of GMP.  Beyond that limbs lie in scratch memory
   (passes/graph.h), are never changed and need not be freed, so integers are
   plain values: copy them.  They live as long as that memory, or as the bytes
   that their limbs came from.

   Nothing wraps unless integer_reduce is asked to.  Zero has size 0, and the
   highest limb is never 0, so equal numbers look the same.  Only GMP's mpn
   functions are used: they know no allocator, GCC's included.  Pure; any
   thread.  Cost: O(1) in one limb, else that of GMP.  */

#ifndef PASSES_INTEGER_H
#define PASSES_INTEGER_H

#include "passes/graph.h"
#include "queries/buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

struct integer
{
  int32_t size;			/* Limbs; negative: of a negative number.  */
  uint32_t pad;
  union
  {
    uint64_t limb;		/* SIZE -1, 0 (then 0), 1.  */
    const uint64_t *limbs;	/* Least significant first.  */
  };
};

/* The greatest size of a number.  Bits wider than that do not come up: types
   end at 65,535 bits, and a product of two of them fits.  */
#define INTEGER_LIMBS 4096

static inline struct integer
integer_of (int64_t value)
{
  struct integer a;
  a.size = value < 0 ? -1 : value > 0;
  a.pad = 0;
  a.limb = value < 0 ? -(uint64_t) value : (uint64_t) value;
  return a;
}

static inline struct integer
integer_of_unsigned (uint64_t value)
{
  struct integer a;
  a.size = value > 0;
  a.pad = 0;
  a.limb = value;
  return a;
}

/* -1, 0, 1.  */
static inline int
integer_sign (struct integer a)
{
  return (a.size > 0) - (a.size < 0);
}

/* Of numbers of any size: what integer_compare gives.  */
int integer_compare_large (struct integer a, struct integer b);

/* Below 0 if A < B, 0 if they are equal.  */
static inline int
integer_compare (struct integer a, struct integer b)
{
  int order;

  if ((uint32_t) a.size + 1 > 2 || (uint32_t) b.size + 1 > 2)
    return integer_compare_large (a, b);
  if (a.size != b.size)
    return a.size < b.size ? -1 : 1;
  order = (a.limb > b.limb) - (a.limb < b.limb);
  return a.size < 0 ? -order : order;
}

static inline bool
integer_equal (struct integer a, struct integer b)
{
  return integer_compare (a, b) == 0;
}

/* Whether A is a small number that is not negative; then *VALUE is set.  */
bool integer_to_unsigned (struct integer a, uint64_t *value);

struct integer integer_negate (struct integer a);
struct integer integer_add (const struct scratch *m, struct integer a,
			    struct integer b);
struct integer integer_subtract (const struct scratch *m, struct integer a,
				 struct integer b);
struct integer integer_multiply (const struct scratch *m, struct integer a,
				 struct integer b);

/* How a quotient is rounded: to 0, down, up, to the nearest (a half away from
   0).  That of tree.def's DIV and MOD codes.  */
enum integer_rounding { ROUND_TO_ZERO, ROUND_DOWN, ROUND_UP, ROUND_NEAREST };

/* A / B, rounded; B is not 0.  *REST, if not NULL, is A minus B times that.  */
struct integer integer_divide (const struct scratch *m,
			       enum integer_rounding rounding,
			       struct integer a, struct integer b,
			       struct integer *rest);

/* A * 2^COUNT, and A / 2^COUNT rounded down.  */
struct integer integer_shift_left (const struct scratch *m, struct integer a,
				   uint32_t count);
struct integer integer_shift_right (const struct scratch *m, struct integer a,
				    uint32_t count);

/* The bits of |A|: 0 for 0, N for 2^(N-1) and up.  */
uint32_t integer_width (struct integer a);

/* The number of PRECISION bits that is A modulo 2^PRECISION.  */
struct integer integer_reduce (const struct scratch *m, struct integer a,
			       uint32_t precision, bool is_unsigned);

/* The least and the greatest number of PRECISION bits, at least one.  */
struct integer integer_least (const struct scratch *m, uint32_t precision,
			      bool is_unsigned);
struct integer integer_greatest (const struct scratch *m, uint32_t precision,
				 bool is_unsigned);

enum integer_bitwise { INTEGER_AND, INTEGER_OR, INTEGER_XOR };

/* Bit by bit in two's complement of endless width.  */
struct integer integer_bitwise (const struct scratch *m,
				enum integer_bitwise operation,
				struct integer a, struct integer b);

/* What the COUNT limbs say, as a snapshot keeps constants: two's complement,
   or unsigned.  May point into LIMBS.  */
struct integer integer_of_limbs (const struct scratch *m,
				 const uint64_t *limbs, uint32_t count,
				 bool is_unsigned);

/* In decimal, without a NUL.  */
void integer_text (struct integer a, struct buffer *out);

#ifdef __cplusplus
}
#endif
#endif
