/* range-arithmetic.c - sums, products, quotients, shifts and conversions of ranges.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/range.h"

/* LOW and HIGH, converted to T, of numbers that span less than its width.  */
static void
add_wrapped (const struct scratch *m, struct integer_type t,
	     struct integer low, struct integer high, struct range *r)
{
  low = integer_reduce (m, low, t.precision, t.is_unsigned);
  high = integer_reduce (m, high, t.precision, t.is_unsigned);
  if (integer_compare (low, high) <= 0)
    {
      range_add (m, r, low, high);
      return;
    }
  range_add (m, r, low, integer_greatest (m, t.precision, t.is_unsigned));
  range_add (m, r, integer_least (m, t.precision, t.is_unsigned), high);
}

void
range_add_fitted (const struct scratch *m, struct integer_type t, bool wraps,
		  struct integer low, struct integer high, struct range *r)
{
  struct integer least = integer_least (m, t.precision, t.is_unsigned);
  struct integer greatest = integer_greatest (m, t.precision, t.is_unsigned);
  bool is_below = integer_compare (low, least) < 0;
  bool is_above = integer_compare (high, greatest) > 0;
  if (!wraps || (!is_below && !is_above))
    {
      low = is_below ? least : low;
      high = is_above ? greatest : high;
      if (integer_compare (low, high) <= 0)
	range_add (m, r, low, high);
    }
  else if (integer_compare (integer_subtract (m, high, low),
			    integer_subtract (m, greatest, least)) >= 0)
    range_add (m, r, least, greatest);
  else
    add_wrapped (m, t, low, high, r);
}

void
range_convert (const struct scratch *m, struct integer_type t,
	       const struct range *a, struct range *r)
{
  struct range result;
  range_clear (&result);
  /* Most are such values already.  */
  if (a->count > 0 && a->count <= RANGE_PARTS
      && integer_compare (a->part[0].low,
			  integer_least (m, t.precision, t.is_unsigned)) >= 0
      && integer_compare (a->part[a->count - 1].high,
			  integer_greatest (m, t.precision,
					    t.is_unsigned)) <= 0)
    {
      if (r != a)
	range_copy (a, r);
      return;
    }
  for (uint32_t i = 0; i < a->count; i++)
    range_add_fitted (m, t, true, a->part[i].low, a->part[i].high, &result);
  range_finish (m, &result);
  range_copy (&result, r);
}

/* One interval.  */

static struct interval
absolute (struct interval x)
{
  struct integer low = x.low;
  if (integer_sign (x.low) >= 0)
    return x;
  x.low = integer_negate (x.high);
  if (integer_sign (x.high) >= 0)
    {
      if (integer_compare (integer_negate (low), x.high) > 0)
	x.high = integer_negate (low);
      x.low = integer_of (0);
    }
  else
    x.high = integer_negate (low);
  return x;
}

static bool
interval_unary (const struct scratch *m, uint32_t operation,
		struct interval *x)
{
  struct integer low = x->low;
  switch (operation)
    {
    case OPERATION_NEGATE:
      x->low = integer_negate (x->high);
      x->high = integer_negate (low);
      return true;
    case OPERATION_BIT_NOT:
      x->low = integer_subtract (m, integer_of (-1), x->high);
      x->high = integer_subtract (m, integer_of (-1), low);
      return true;
    case OPERATION_ABS:
    case OPERATION_ABSU:
      *x = absolute (*x);
      return true;
    default:
      return false;
    }
}

static void
truth_range (const struct scratch *m, struct integer_type t, unsigned truth,
	     struct range *r)
{
  range_clear (r);
  if (truth & 1)
    range_add (m, r, integer_of (0), integer_of (0));
  if (truth & 2)
    range_add_fitted (m, t, true, integer_of (1), integer_of (1), r);
}

static unsigned
truth_not (unsigned truth)
{
  return truth >> 1 | (truth & 1) << 1;
}

bool
range_unary (const struct scratch *m, uint32_t operation,
	     struct integer_type t, const struct range *a, struct range *r)
{
  struct range result;
  /* ABSU exists to be defined for the least number; of ~ nothing overflows, but
     an unsigned one is a number below 0 until it is reduced.  */
  bool wraps = t.wraps || operation != OPERATION_ABS;
  if (operation == OPERATION_NEGATE)
    wraps = t.wraps;
  range_clear (&result);
  switch (operation)
    {
    case OPERATION_COPY:
    case OPERATION_CONVERT:
    case OPERATION_VIEW_CONVERT:
    case OPERATION_PAREN:
      range_convert (m, t, a, r);
      return true;
    case OPERATION_TRUTH_NOT:
      truth_range (m, t, truth_not (range_truth (a)), r);
      return true;
    }
  for (uint32_t i = 0; i < a->count; i++)
    {
      struct interval x = a->part[i];
      if (!interval_unary (m, operation, &x))
	{
	  range_full (m, t, r);
	  return false;
	}
      range_add_fitted (m, t, wraps, x.low, x.high, &result);
    }
  range_finish (m, &result);
  range_copy (&result, r);
  return true;
}

/* Two intervals.  */

typedef struct integer binary_function (const struct scratch *m,
					uint32_t operation, struct integer a,
					struct integer b);

/* The hull of F over A and B; it is monotonic in each, in whichever direction,
   so the corners have its extremes.  */
static struct interval
corners (const struct scratch *m, binary_function *f, uint32_t operation,
	 const struct interval *a, const struct interval *b)
{
  bool a_is_single = integer_equal (a->low, a->high);
  bool b_is_single = integer_equal (b->low, b->high);
  struct interval hull;

  hull.low = hull.high = f (m, operation, a->low, b->low);
  for (int i = 1; i < 4; i++)
    {
      struct integer value;

      /* The same corner again.  */
      if ((i & 1 && b_is_single) || (i & 2 && a_is_single))
	continue;
      value = f (m, operation, i & 2 ? a->high : a->low,
		 i & 1 ? b->high : b->low);
      if (integer_compare (value, hull.low) < 0)
	hull.low = value;
      if (integer_compare (value, hull.high) > 0)
	hull.high = value;
    }
  return hull;
}

static enum integer_rounding
rounding_of (uint32_t operation)
{
  switch (operation)
    {
    case OPERATION_CEIL_DIVIDE:
    case OPERATION_CEIL_MODULO:
      return ROUND_UP;
    case OPERATION_FLOOR_DIVIDE:
    case OPERATION_FLOOR_MODULO:
      return ROUND_DOWN;
    case OPERATION_ROUND_DIVIDE:
    case OPERATION_ROUND_MODULO:
      return ROUND_NEAREST;
    default:
      return ROUND_TO_ZERO;
    }
}

static struct integer
monotonic (const struct scratch *m, uint32_t operation, struct integer a,
	   struct integer b)
{
  switch (operation)
    {
    case OPERATION_PLUS:
      return integer_add (m, a, b);
    case OPERATION_MINUS:
      return integer_subtract (m, a, b);
    case OPERATION_MULTIPLY:
      return integer_multiply (m, a, b);
    case OPERATION_SHIFT_LEFT:
      return integer_shift_left (m, a, (uint32_t) b.limb);
    case OPERATION_SHIFT_RIGHT:
      return integer_shift_right (m, a, (uint32_t) b.limb);
    case OPERATION_MINIMUM:
      return integer_compare (a, b) < 0 ? a : b;
    case OPERATION_MAXIMUM:
      return integer_compare (a, b) < 0 ? b : a;
    default:
      return integer_divide (m, rounding_of (operation), a, b, NULL);
    }
}

/* The rests of A by B, which is not 0.  Where all of A has one quotient by the
   only B, rests go up with it; else they are less than |B|, and of a sign that the
   rounding gives.  */
static struct interval
rests (const struct scratch *m, uint32_t operation, const struct interval *a,
       const struct interval *b)
{
  enum integer_rounding rounding = rounding_of (operation);
  struct interval r, divisor = absolute (*b), dividend = absolute (*a);
  struct integer most = integer_add (m, divisor.high, integer_of (-1));
  int sign = integer_sign (b->low);
  if (integer_equal (b->low, b->high))
    {
      struct integer first = integer_divide (m, rounding, a->low, b->low,
					     &r.low);
      struct integer last = integer_divide (m, rounding, a->high, b->low,
					    &r.high);
      if (integer_equal (first, last))
	return r;
    }
  if (rounding == ROUND_NEAREST)
    most = integer_shift_right (m, divisor.high, 1);
  if (rounding == ROUND_TO_ZERO && integer_compare (dividend.high, most) < 0)
    most = dividend.high;
  r.low = integer_negate (most);
  r.high = most;
  if ((rounding == ROUND_TO_ZERO && integer_sign (a->low) >= 0)
      || (rounding == ROUND_DOWN && sign > 0)
      || (rounding == ROUND_UP && sign < 0))
    r.low = integer_of (0);
  if ((rounding == ROUND_TO_ZERO && integer_sign (a->high) <= 0)
      || (rounding == ROUND_DOWN && sign < 0)
      || (rounding == ROUND_UP && sign > 0))
    r.high = integer_of (0);
  return r;
}

/* A is divided by B, all of one sign.  A rest exists only where the quotient
   does: not of the least number by -1.  */
static void
divide (const struct scratch *m, uint32_t operation, struct integer_type t,
	const struct interval *a, const struct interval *b, struct range *r)
{
  bool is_rest = operation >= OPERATION_TRUNC_MODULO
		 && operation <= OPERATION_ROUND_MODULO;
  struct interval result;
  if (!is_rest)
    {
      result = corners (m, monotonic, operation, a, b);
      range_add_fitted (m, t, t.wraps, result.low, result.high, r);
      return;
    }
  result = rests (m, operation, a, b);
  if (integer_equal (a->low, a->high)
      && integer_equal (b->low, integer_of (-1))
      && integer_equal (b->high, b->low) && !t.wraps
      && integer_equal (a->low, integer_least (m, t.precision,
					       t.is_unsigned)))
    return;
  range_add_fitted (m, t, t.wraps, result.low, result.high, r);
}

/* B without 0, on both sides of it.  */
static void
divide_by_parts (const struct scratch *m, uint32_t operation,
		 struct integer_type t, const struct interval *a,
		 const struct interval *b, struct range *r)
{
  struct interval part = *b;
  if (integer_sign (b->low) < 0)
    {
      if (integer_sign (b->high) >= 0)
	part.high = integer_of (-1);
      divide (m, operation, t, a, &part, r);
    }
  if (integer_sign (b->high) > 0)
    {
      part = *b;
      if (integer_sign (b->low) <= 0)
	part.low = integer_of (1);
      divide (m, operation, t, a, &part, r);
    }
}

/* Left shifts lose what leaves the type, also of signed numbers: so GCC has it.  */
static void
shift (const struct scratch *m, uint32_t operation, struct integer_type t,
       const struct interval *a, const struct interval *b, struct range *r)
{
  struct interval count = *b, result;
  struct integer most = integer_of_unsigned (t.precision - 1);
  if (integer_sign (count.low) < 0)
    count.low = integer_of (0);
  if (integer_compare (count.high, most) > 0)
    count.high = most;
  if (integer_compare (count.low, count.high) > 0)
    return;
  result = corners (m, monotonic, operation, a, &count);
  range_add_fitted (m, t, true, result.low, result.high, r);
}

/* A number turned round by as many bits; in any other case it may be any.  */
static void
rotate (const struct scratch *m, uint32_t operation, struct integer_type t,
	const struct interval *a, const struct interval *b, struct range *r)
{
  uint64_t count;
  if (!integer_equal (a->low, a->high) || !integer_equal (b->low, b->high))
    {
      range_full (m, t, r);
      return;
    }
  if (!integer_to_unsigned (b->low, &count) || count >= t.precision)
    return;
  struct integer bits = integer_reduce (m, a->low, t.precision, true);
  if (operation == OPERATION_ROTATE_RIGHT)
    count = count ? t.precision - count : 0;
  bits = integer_shift_left (m, bits, (uint32_t) count);
  bits = integer_add (m, bits, integer_shift_right (m, bits, t.precision));
  range_add_fitted (m, t, true,
		    integer_reduce (m, bits, t.precision, t.is_unsigned),
		    integer_reduce (m, bits, t.precision, t.is_unsigned), r);
}

static bool
add_pair (const struct scratch *m, uint32_t operation, struct integer_type t,
	  const struct interval *a, const struct interval *b, struct range *r)
{
  struct interval result;
  switch (operation)
    {
    case OPERATION_PLUS:
    case OPERATION_MINUS:
    case OPERATION_MULTIPLY:
    case OPERATION_MINIMUM:
    case OPERATION_MAXIMUM:
      result = corners (m, monotonic, operation, a, b);
      range_add_fitted (m, t, t.wraps, result.low, result.high, r);
      return true;
    case OPERATION_TRUNC_DIVIDE:
    case OPERATION_CEIL_DIVIDE:
    case OPERATION_FLOOR_DIVIDE:
    case OPERATION_ROUND_DIVIDE:
    case OPERATION_EXACT_DIVIDE:
    case OPERATION_TRUNC_MODULO:
    case OPERATION_CEIL_MODULO:
    case OPERATION_FLOOR_MODULO:
    case OPERATION_ROUND_MODULO:
      divide_by_parts (m, operation, t, a, b, r);
      return true;
    case OPERATION_SHIFT_LEFT:
    case OPERATION_SHIFT_RIGHT:
      shift (m, operation, t, a, b, r);
      return true;
    case OPERATION_ROTATE_LEFT:
    case OPERATION_ROTATE_RIGHT:
      rotate (m, operation, t, a, b, r);
      return true;
    default:
      return false;
    }
}

/* A OPERATION B of truth values, given as range_truth.  */
static unsigned
truth_binary (uint32_t operation, unsigned a, unsigned b)
{
  unsigned result = 0;
  for (unsigned x = 0; x < 2; x++)
    for (unsigned y = 0; y < 2; y++)
      if (a >> x & 1 && b >> y & 1)
	result |= 1u << (operation == OPERATION_TRUTH_AND ? x & y
			 : operation == OPERATION_TRUTH_OR ? x | y : x ^ y);
  return result;
}

bool
range_binary (const struct scratch *m, uint32_t operation,
	      struct integer_type t, const struct range *a,
	      const struct range *b, struct range *r)
{
  struct range result;
  range_clear (&result);
  if (is_integer_comparison (operation))
    {
      truth_range (m, t, range_compare (operation, a, b), r);
      return true;
    }
  switch (operation)
    {
    case OPERATION_BIT_AND:
      range_bitwise (m, INTEGER_AND, t, a, b, r);
      return true;
    case OPERATION_BIT_OR:
      range_bitwise (m, INTEGER_OR, t, a, b, r);
      return true;
    case OPERATION_BIT_XOR:
      range_bitwise (m, INTEGER_XOR, t, a, b, r);
      return true;
    case OPERATION_TRUTH_AND:
    case OPERATION_TRUTH_OR:
    case OPERATION_TRUTH_XOR:
      truth_range (m, t, truth_binary (operation, range_truth (a),
				       range_truth (b)), r);
      return true;
    }
  for (uint32_t i = 0; i < a->count; i++)
    for (uint32_t j = 0; j < b->count; j++)
      if (!add_pair (m, operation, t, &a->part[i], &b->part[j], &result))
	{
	  range_full (m, t, r);
	  return false;
	}
  range_finish (m, &result);
  range_copy (&result, r);
  return true;
}
