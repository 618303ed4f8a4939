/* range-bits.c - AND, OR and XOR of ranges.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Both operands are taken as unsigned numbers.  Up to 64 bits the least and the
   greatest results for each pair of intervals are found bit by bit from the top:
   where one bound can be raised or lowered so that a bit of the result is won and
   all below are free, it is.  Warren, "Hacker's Delight", 2nd edition, section
   4-3, has the argument.  */

#include "passes/range.h"

struct bits
{
  uint64_t low, high;
};

static uint64_t
top_bit (uint64_t bits)
{
  return bits ? UINT64_C (1) << (63 - __builtin_clzll (bits)) : 0;
}

/* X with bit M set and nothing below.  */
static uint64_t
raised (uint64_t x, uint64_t m)
{
  return (x | m) & -m;
}

/* X, which has bit M, without it and with all below.  */
static uint64_t
lowered (uint64_t x, uint64_t m)
{
  return (x - m) | (m - 1);
}

/* The least A op B.  Where just one lower bound has bit M, the other one may be
   raised to have it too: for XOR that clears the bit, for OR it costs nothing
   more and frees the bits below, once.  */
static uint64_t
least_of (bool is_or, struct bits a, struct bits b)
{
  for (uint64_t m = top_bit (a.low ^ b.low); m;
       m = top_bit ((a.low ^ b.low) & (m - 1)))
    {
      struct bits *without = a.low & m ? &b : &a;
      uint64_t higher = raised (without->low, m);
      if (higher > without->high)
	continue;
      without->low = higher;
      if (is_or)
	break;
    }
  return is_or ? a.low | b.low : a.low ^ b.low;
}

/* The greatest A op B.  Where both upper bounds have bit M one may lose it:
   for XOR that sets the bit, for OR the other keeps it; all below are set.  */
static uint64_t
greatest_of (bool is_or, struct bits a, struct bits b)
{
  for (uint64_t m = top_bit (a.high & b.high); m;
       m = top_bit (a.high & b.high & (m - 1)))
    {
      struct bits *loser = NULL;
      if (lowered (a.high, m) >= a.low)
	loser = &a;
      else if (lowered (b.high, m) >= b.low)
	loser = &b;
      if (!loser)
	continue;
      loser->high = lowered (loser->high, m);
      if (is_or)
	break;
    }
  return is_or ? a.high | b.high : a.high ^ b.high;
}

static struct bits
complement (struct bits a, uint64_t mask)
{
  return (struct bits) { ~a.high & mask, ~a.low & mask };
}

static struct bits
pair_of_bits (enum integer_bitwise operation, struct bits a, struct bits b,
	      uint64_t mask)
{
  struct bits r;
  if (operation != INTEGER_AND)
    {
      r.low = least_of (operation == INTEGER_OR, a, b);
      r.high = greatest_of (operation == INTEGER_OR, a, b);
      return r;
    }
  a = complement (a, mask);
  b = complement (b, mask);
  r.low = ~greatest_of (true, a, b) & mask;
  r.high = ~least_of (true, a, b) & mask;
  return r;
}

/* Of numbers wider than a limb: no less and no greater.  */
static struct interval
pair_of_wide (const struct scratch *m, enum integer_bitwise operation,
	      const struct interval *a, const struct interval *b)
{
  struct interval r;
  if (integer_equal (a->low, a->high) && integer_equal (b->low, b->high))
    {
      r.low = r.high = integer_bitwise (m, operation, a->low, b->low);
      return r;
    }
  bool a_is_less = integer_compare (a->high, b->high) < 0;
  r.low = integer_of (0);
  if (operation == INTEGER_AND)
    r.high = a_is_less ? a->high : b->high;
  else
    r.high = integer_greatest (m, integer_width (a_is_less ? b->high
							   : a->high) + 1,
			       false);
  if (operation == INTEGER_OR)
    r.low = integer_compare (a->low, b->low) < 0 ? b->low : a->low;
  return r;
}

/* What is under MASK is 0 or has at least its lowest bit.  */
static void
add_masked (const struct scratch *m, struct bits result, uint64_t mask,
	    struct range *r)
{
  uint64_t lowest = mask & -mask;
  if (mask && result.low < lowest)
    {
      if (result.low == 0)
	range_add (m, r, integer_of (0), integer_of (0));
      if (result.high < lowest)
	return;
      result.low = lowest;
    }
  range_add (m, r, integer_of_unsigned (result.low),
	     integer_of_unsigned (result.high));
}

static void
add_pair (const struct scratch *m, enum integer_bitwise operation,
	  uint32_t precision, const struct interval *a,
	  const struct interval *b, struct range *r)
{
  if (precision > 64)
    {
      struct interval wide = pair_of_wide (m, operation, a, b);
      range_add (m, r, wide.low, wide.high);
      return;
    }
  struct bits x = { a->low.limb, a->high.limb };
  struct bits y = { b->low.limb, b->high.limb };
  struct bits result
    = pair_of_bits (operation, x, y, UINT64_MAX >> (64 - precision));
  uint64_t mask = x.low == x.high ? x.low : y.low == y.high ? y.low : 0;
  if (operation != INTEGER_AND)
    mask = 0;
  add_masked (m, result, mask, r);
}

void
range_bitwise (const struct scratch *m, enum integer_bitwise operation,
	       struct integer_type t, const struct range *a,
	       const struct range *b, struct range *r)
{
  struct integer_type bits = { t.precision, true, true };
  struct range x, y, result;
  range_clear (&result);
  range_convert (m, bits, a, &x);
  range_convert (m, bits, b, &y);
  for (uint32_t i = 0; i < x.count; i++)
    for (uint32_t j = 0; j < y.count; j++)
      add_pair (m, operation, t.precision, &x.part[i], &y.part[j], &result);
  range_finish (m, &result);
  range_convert (m, t, &result, r);
}
