/* range-condition.c - comparing ranges, and what a result says of its operands.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/range.h"

uint32_t
comparison_inverse (uint32_t operation)
{
  switch (operation)
    {
    case OPERATION_LESS:
      return OPERATION_GREATER_EQUAL;
    case OPERATION_LESS_EQUAL:
      return OPERATION_GREATER;
    case OPERATION_GREATER:
      return OPERATION_LESS_EQUAL;
    case OPERATION_GREATER_EQUAL:
      return OPERATION_LESS;
    case OPERATION_EQUAL:
      return OPERATION_NOT_EQUAL;
    default:
      return OPERATION_EQUAL;
    }
}

uint32_t
comparison_swapped (uint32_t operation)
{
  switch (operation)
    {
    case OPERATION_LESS:
      return OPERATION_GREATER;
    case OPERATION_LESS_EQUAL:
      return OPERATION_GREATER_EQUAL;
    case OPERATION_GREATER:
      return OPERATION_LESS;
    case OPERATION_GREATER_EQUAL:
      return OPERATION_LESS_EQUAL;
    default:
      return operation;
    }
}

static struct integer
lowest (const struct range *r)
{
  return r->part[0].low;
}

static struct integer
highest (const struct range *r)
{
  return r->part[r->count - 1].high;
}

static unsigned
swap_truth (unsigned truth)
{
  return truth >> 1 | (truth & 1) << 1;
}

unsigned
range_compare (uint32_t operation, const struct range *a,
	       const struct range *b)
{
  struct range both;
  unsigned truth = 0;
  if (!a->count || !b->count)
    return 0;
  switch (operation)
    {
    case OPERATION_LESS:
      truth |= integer_compare (lowest (a), highest (b)) < 0 ? 2 : 0;
      return truth | (integer_compare (highest (a), lowest (b)) >= 0);
    case OPERATION_LESS_EQUAL:
      truth |= integer_compare (lowest (a), highest (b)) <= 0 ? 2 : 0;
      return truth | (integer_compare (highest (a), lowest (b)) > 0);
    case OPERATION_GREATER:
    case OPERATION_GREATER_EQUAL:
      return swap_truth (range_compare (comparison_inverse (operation), a,
					b));
    case OPERATION_EQUAL:
      range_intersect (a, b, &both);
      truth |= both.count ? 2 : 0;
      return truth | !(range_is_single (a) && range_is_single (b)
		       && both.count);
    case OPERATION_NOT_EQUAL:
      return swap_truth (range_compare (OPERATION_EQUAL, a, b));
    default:
      return 3;
    }
}

void
range_compared (const struct scratch *m, uint32_t operation,
		struct integer_type t, const struct range *b,
		struct range *r)
{
  struct range result;
  range_clear (&result);
  struct integer least = integer_least (m, t.precision, t.is_unsigned);
  struct integer greatest = integer_greatest (m, t.precision, t.is_unsigned);
  if (!b->count)
    {
      range_clear (r);
      return;
    }
  switch (operation)
    {
    case OPERATION_LESS:
      greatest = integer_add (m, highest (b), integer_of (-1));
      break;
    case OPERATION_LESS_EQUAL:
      greatest = highest (b);
      break;
    case OPERATION_GREATER:
      least = integer_add (m, lowest (b), integer_of (1));
      break;
    case OPERATION_GREATER_EQUAL:
      least = lowest (b);
      break;
    case OPERATION_EQUAL:
      range_copy (b, r);
      return;
    case OPERATION_NOT_EQUAL:
      if (range_is_single (b))
	{
	  range_complement (m, t, b, r);
	  return;
	}
      break;
    }
  range_add_fitted (m, t, false, least, greatest, &result);
  range_copy (&result, r);
}

/* The inverse of one operation, interval by interval.  */

/* X / C, rounded to 0, is in PART; C is above 0.  */
static struct interval
divided (const struct scratch *m, const struct interval *part,
	 struct integer c)
{
  struct integer most = integer_add (m, c, integer_of (-1));
  struct interval x = { integer_multiply (m, part->low, c),
			integer_multiply (m, part->high, c) };
  if (integer_sign (part->low) <= 0)
    x.low = integer_subtract (m, x.low, most);
  if (integer_sign (part->high) >= 0)
    x.high = integer_add (m, x.high, most);
  return x;
}

/* X * C is in PART, and C is above 0.  */
static struct interval
multiplied (const struct scratch *m, const struct interval *part,
	    struct integer c)
{
  struct interval x
    = { integer_divide (m, ROUND_UP, part->low, c, NULL),
	integer_divide (m, ROUND_DOWN, part->high, c, NULL) };
  return x;
}

/* X / 2^C, rounded down, is in PART.  */
static struct interval
shifted (const struct scratch *m, const struct interval *part,
	 struct integer c)
{
  uint32_t count = (uint32_t) c.limb;
  struct integer next = integer_add (m, part->high, integer_of (1));
  struct interval x
    = { integer_shift_left (m, part->low, count),
	integer_add (m, integer_shift_left (m, next, count),
		     integer_of (-1)) };
  return x;
}

static bool
inverse_by_constant (const struct scratch *m, uint32_t operation,
		     struct integer_type t, struct integer_type from,
		     const struct range *result, struct integer c,
		     struct range *r)
{
  struct range found;
  range_clear (&found);
  if (integer_sign (c) < 0
      || (operation == OPERATION_SHIFT_RIGHT
	  ? integer_compare (c, integer_of_unsigned (t.precision)) >= 0
	  : integer_sign (c) == 0)
      || (operation == OPERATION_MULTIPLY && t.wraps))
    return false;
  for (uint32_t i = 0; i < result->count; i++)
    {
      const struct interval *part = &result->part[i];
      struct interval x
	= operation == OPERATION_MULTIPLY ? multiplied (m, part, c)
	  : operation == OPERATION_SHIFT_RIGHT ? shifted (m, part, c)
	  : divided (m, part, c);
      if (integer_compare (x.low, x.high) <= 0)
	range_add_fitted (m, from, false, x.low, x.high, &found);
    }
  range_finish (m, &found);
  range_copy (&found, r);
  return true;
}

/* The operand is no less, or no greater, than all of RESULT.  */
static bool
bounded (const struct scratch *m, struct integer_type t,
	 const struct range *result, bool from_below, struct range *r)
{
  range_compared (m, from_below ? OPERATION_GREATER_EQUAL
				: OPERATION_LESS_EQUAL, t, result, r);
  return true;
}

static bool
inverse_convert (const struct scratch *m, struct integer_type t,
		 struct integer_type from, const struct range *result,
		 struct range *r)
{
  struct range all, possible;
  if (t.precision < from.precision)
    return false;
  range_full (m, from, &all);
  range_convert (m, t, &all, &possible);
  range_intersect (&possible, result, &possible);
  range_convert (m, from, &possible, r);
  return true;
}

static bool
inverse_absolute (const struct scratch *m, struct integer_type from,
		  const struct range *result, struct range *r)
{
  struct range found;
  range_clear (&found);
  for (uint32_t i = 0; i < result->count; i++)
    {
      const struct interval *part = &result->part[i];
      range_add_fitted (m, from, false, part->low, part->high, &found);
      range_add_fitted (m, from, false, integer_negate (part->high),
			integer_negate (part->low), &found);
    }
  range_finish (m, &found);
  range_copy (&found, r);
  return true;
}

bool
range_inverse (const struct scratch *m, uint32_t operation,
	       struct integer_type t, unsigned operand,
	       struct integer_type from, const struct range *result,
	       const struct range *other, struct range *r)
{
  switch (operation)
    {
    case OPERATION_COPY:
    case OPERATION_CONVERT:
    case OPERATION_VIEW_CONVERT:
    case OPERATION_PAREN:
      return inverse_convert (m, t, from, result, r);
    case OPERATION_NEGATE:
    case OPERATION_BIT_NOT:
      return range_unary (m, operation, t, result, r);
    case OPERATION_ABS:
    case OPERATION_ABSU:
      return inverse_absolute (m, from, result, r);
    case OPERATION_PLUS:
      return range_binary (m, OPERATION_MINUS, t, result, other, r);
    case OPERATION_MINUS:
      return operand == 0
	     ? range_binary (m, OPERATION_PLUS, t, result, other, r)
	     : range_binary (m, OPERATION_MINUS, t, other, result, r);
    case OPERATION_BIT_XOR:
      return range_binary (m, OPERATION_BIT_XOR, t, result, other, r);
    case OPERATION_BIT_OR:
      return t.is_unsigned && bounded (m, t, result, false, r);
    case OPERATION_BIT_AND:
      return t.is_unsigned && bounded (m, t, result, true, r);
    case OPERATION_MINIMUM:
      return bounded (m, t, result, true, r);
    case OPERATION_MAXIMUM:
      return bounded (m, t, result, false, r);
    case OPERATION_MULTIPLY:
    case OPERATION_EXACT_DIVIDE:
    case OPERATION_TRUNC_DIVIDE:
    case OPERATION_SHIFT_RIGHT:
      return (operand == 0 || operation == OPERATION_MULTIPLY)
	     && range_is_single (other)
	     && inverse_by_constant (m, operation, t, from, result,
				     other->part[0].low, r);
    default:
      return false;
    }
}
