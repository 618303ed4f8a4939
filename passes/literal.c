/* literal.c - literals: comparisons as values.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/predicate.h"

#include <string.h>

#include "passes/alias.h"
#include "passes/arithmetic.h"
#include "passes/undefined.h"
#include "passes/value-number.h"

/* Bounds of 64-bit integers of either sign.  */
__extension__ typedef __int128 wide;

uint32_t
comparison_orders (uint32_t operation)
{
  static const struct { uint32_t operation, orders; } table[] = {
    { OPERATION_LESS, ORDER_LESS },
    { OPERATION_LESS_EQUAL, ORDER_LESS | ORDER_EQUAL },
    { OPERATION_GREATER, ORDER_GREATER },
    { OPERATION_GREATER_EQUAL, ORDER_GREATER | ORDER_EQUAL },
    { OPERATION_EQUAL, ORDER_EQUAL },
    { OPERATION_NOT_EQUAL, ORDERS_ALL & ~ORDER_EQUAL },
    { OPERATION_UNORDERED, ORDER_NONE },
    { OPERATION_ORDERED, ORDERS_EXACT },
    { OPERATION_UNORDERED_LESS, ORDER_NONE | ORDER_LESS },
    { OPERATION_UNORDERED_LESS_EQUAL, ORDER_NONE | ORDER_LESS | ORDER_EQUAL },
    { OPERATION_UNORDERED_GREATER, ORDER_NONE | ORDER_GREATER },
    { OPERATION_UNORDERED_GREATER_EQUAL,
      ORDER_NONE | ORDER_GREATER | ORDER_EQUAL },
    { OPERATION_UNORDERED_EQUAL, ORDER_NONE | ORDER_EQUAL },
    { OPERATION_LESS_GREATER, ORDER_LESS | ORDER_GREATER }
  };

  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (table[i].operation == operation)
      return table[i].orders;
  return 0;
}

static uint32_t
swapped (uint32_t holds)
{
  return (holds & (ORDER_EQUAL | ORDER_NONE))
	 | (holds & ORDER_LESS ? ORDER_GREATER : 0)
	 | (holds & ORDER_GREATER ? ORDER_LESS : 0);
}

static uint32_t
possible_orders (const struct literal *l)
{
  return l->is_exact ? ORDERS_EXACT : ORDERS_ALL;
}

static bool
same_value (const struct value *a, const struct value *b)
{
  return a->kind == b->kind && a->kind != KNOWN_NOTHING
	 && a->index == b->index && a->bits == b->bits;
}

static struct integer_type
type_of (const struct literal *l)
{
  struct integer_type t = { l->precision, l->is_unsigned, true };

  return t;
}

static wide
widen (const struct literal *l, uint64_t bits)
{
  return l->is_unsigned ? (wide) bits : (wide) (int64_t) bits;
}

static uint32_t
compare_constants (const struct literal *l, uint64_t a, uint64_t b)
{
  wide x = widen (l, a), y = widen (l, b);

  return x < y ? ORDER_LESS : x > y ? ORDER_GREATER : ORDER_EQUAL;
}

/* What L always gives, if that is known from itself.  */
static enum truth
truth_of (const struct predicate_names *n, const struct literal *l)
{
  uint32_t orders = ORDERS_EXACT;

  if (!(l->holds & possible_orders (l)))
    return TRUTH_FALSE;
  if (!(possible_orders (l) & ~l->holds))
    return TRUTH_TRUE;
  if (!l->is_exact)
    return TRUTH_UNKNOWN;
  if (l->mask == UINT64_MAX && same_value (&l->a, &l->b))
    orders = ORDER_EQUAL;
  else if (l->precision && l->b.kind == KNOWN_CONSTANT)
    {
      if (l->a.kind == KNOWN_CONSTANT)
	orders = compare_constants (l, integer_extend (type_of (l),
						       l->a.bits & l->mask),
				    l->b.bits);
      else if (l->a.kind == KNOWN_ADDRESS && l->b.bits == 0)
	{
	  struct reference r = reference_of_memory (n->s, l->a.index);
	  uint32_t decl = reference_decl (&r);

	  if (decl != NONE
	      && !(snapshot_decls (n->s)[decl].flags & DECL_IS_WEAK))
	    orders = ORDER_GREATER;
	}
      else
	{
	  wide least
	    = l->is_unsigned ? 0 : -((wide) 1 << (l->precision - 1));
	  wide most = ((wide) 1 << (l->precision - !l->is_unsigned)) - 1;

	  if (widen (l, l->b.bits) <= least)
	    orders &= ~ORDER_LESS;
	  if (widen (l, l->b.bits) >= most)
	    orders &= ~ORDER_GREATER;
	}
    }
  if (!(orders & ~l->holds))
    return TRUTH_TRUE;
  return orders & l->holds ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

/* The constant on the right; of two names the smaller one on the left.  */
static void
arrange (struct literal *l)
{
  struct value a = l->a;

  if (l->mask != UINT64_MAX || l->b.kind == KNOWN_CONSTANT)
    return;
  if (l->a.kind == KNOWN_CONSTANT || l->a.kind > l->b.kind
      || (l->a.kind == l->b.kind && l->a.index > l->b.index))
    {
      l->a = l->b;
      l->b = a;
      l->holds = swapped (l->holds);
    }
}

/* A name that is (x & constant) is x under a mask.  */
static void
look_under_mask (const struct predicate_names *n, struct literal *l)
{
  const struct snap_statement *d;
  const uint32_t *o;
  struct values v = values_of (n->s, n->of);
  struct value x, m;

  if (l->a.kind != KNOWN_NAME || l->b.kind != KNOWN_CONSTANT
      || !l->precision || l->mask != UINT64_MAX)
    return;
  d = ssa_definition (n->s, l->a.index);
  if (!d || d->code != STATEMENT_ASSIGN || d->operation != OPERATION_BIT_AND
      || d->n_operands != 2)
    return;
  o = snapshot_operands (n->s) + d->first_operand;
  x = values_operand (&v, o[0]);
  m = values_operand (&v, o[1]);
  if (x.kind != KNOWN_NAME || m.kind != KNOWN_CONSTANT)
    return;
  l->a = x;
  l->mask = m.bits;
}

/* Whether all values of FROM are values of TO.  */
static bool
is_within (struct integer_type from, struct integer_type to)
{
  if (from.is_unsigned == to.is_unsigned)
    return from.precision <= to.precision;
  return from.is_unsigned && from.precision < to.precision;
}

/* The comparison of a name that is x in a wider type is one of x.  False if
   that is not so; or if no x compares so, or each: *TRUTH.  */
static bool
look_under_conversion (const struct predicate_names *n, struct literal *l,
		       enum truth *truth)
{
  const struct snap_statement *d;
  struct integer_type from, to = type_of (l);
  struct values v = values_of (n->s, n->of);
  uint32_t o, type, pointee;
  struct value x;
  uint64_t bits;

  if (l->a.kind != KNOWN_NAME || l->b.kind != KNOWN_CONSTANT || !l->precision)
    return false;
  d = ssa_definition (n->s, l->a.index);
  if (!d || d->code != STATEMENT_ASSIGN || d->operation != OPERATION_CONVERT
      || d->n_operands != 1)
    return false;
  o = snapshot_operands (n->s)[d->first_operand];
  type = operand_type (n->s, o, &pointee);
  x = values_operand (&v, o);
  if (x.kind != KNOWN_NAME || type == NONE
      || !integer_type (n->s, type, &from) || !is_within (from, to))
    return false;
  bits = integer_extend (from, l->b.bits);
  if (l->mask != UINT64_MAX)
    {
      if (integer_extend (from, l->mask) != l->mask || (int64_t) l->mask < 0
	  || bits != l->b.bits)
	return false;
    }
  else if (bits != l->b.bits)
    {
      /* All of x lie on one side.  */
      bool is_below = (l->holds & (widen (l, l->b.bits) > 0 ? ORDER_LESS
							    : ORDER_GREATER));

      *truth = is_below ? TRUTH_TRUE : TRUTH_FALSE;
      return false;
    }
  l->a = x;
  l->b.bits = bits;
  l->is_unsigned = from.is_unsigned;
  l->precision = (uint16_t) from.precision;
  return true;
}

static enum truth
normalize (const struct predicate_names *n, struct literal *l)
{
  enum truth truth = TRUTH_UNKNOWN;

  if (l->a.kind == KNOWN_NOTHING || l->b.kind == KNOWN_NOTHING)
    {
      l->holds = ORDERS_ALL;
      return TRUTH_UNKNOWN;
    }
  arrange (l);
  do
    look_under_mask (n, l);
  while (look_under_conversion (n, l, &truth));
  if (truth != TRUTH_UNKNOWN)
    return truth;
  l->holds &= possible_orders (l);
  return truth_of (n, l);
}

/* What is compared is of TYPE; NONE: of some pointer's.  */
static void
set_type (const struct snapshot *s, uint32_t type, struct literal *l)
{
  struct integer_type t;

  if (type == NONE)
    {
      l->is_exact = l->is_unsigned = 1;
      l->precision = (uint16_t) (s->pointer_bits <= 64 ? s->pointer_bits : 0);
    }
  else if (integer_type (s, type, &t))
    {
      l->is_exact = 1;
      l->is_unsigned = t.is_unsigned;
      l->precision = (uint16_t) t.precision;
    }
  else if (snapshot_types (s)[type].kind == SNAP_TYPE_INTEGER)
    l->is_exact = 1;
}

enum truth
literal_of_comparison (const struct predicate_names *n, uint32_t operation,
		       uint32_t o0, uint32_t o1, struct literal *l)
{
  struct values v = values_of (n->s, n->of);
  uint32_t pointee;

  memset (l, 0, sizeof *l);
  l->holds = comparison_orders (operation);
  l->mask = UINT64_MAX;
  set_type (n->s, operand_type (n->s, o0, &pointee), l);
  if (l->holds)
    {
      l->a = values_operand (&v, o0);
      l->b = values_operand (&v, o1);
    }
  return normalize (n, l);
}

enum truth
literal_of_truth (const struct predicate_names *n, uint32_t operand,
		  struct literal *l)
{
  struct values v = values_of (n->s, n->of);
  uint32_t pointee;

  memset (l, 0, sizeof *l);
  l->holds = ORDERS_ALL & ~ORDER_EQUAL;
  l->mask = UINT64_MAX;
  set_type (n->s, operand_type (n->s, operand, &pointee), l);
  l->a = values_operand (&v, operand);
  if (l->precision)
    l->b.kind = KNOWN_CONSTANT;
  return normalize (n, l);
}

enum truth
literal_with (const struct predicate_names *n, const struct literal *l,
	      struct value a, struct value b, struct literal *result)
{
  *result = *l;
  result->a = a;
  result->b = b;
  return normalize (n, result);
}

struct literal
literal_opposite (const struct literal *l)
{
  struct literal o = *l;

  o.holds = possible_orders (l) & ~l->holds;
  return o;
}

static bool
same_terms (const struct literal *a, const struct literal *b)
{
  return a->mask == b->mask && same_value (&a->a, &b->a)
	 && same_value (&a->b, &b->b) && a->is_unsigned == b->is_unsigned;
}

bool
literals_same (const struct literal *a, const struct literal *b)
{
  return a->holds == b->holds && same_terms (a, b);
}

/* Integers of which literals leave some: an interval without some points.  */
struct interval
{
  wide least, most;
};

static struct interval
interval_of (const struct literal *l)
{
  struct interval i;
  wide b = widen (l, l->b.bits);

  i.least = l->is_unsigned ? 0 : -((wide) 1 << (l->precision - 1));
  i.most = ((wide) 1 << (l->precision - !l->is_unsigned)) - 1;
  switch (l->holds)
    {
    case ORDER_LESS:
      i.most = b - 1;
      break;
    case ORDER_LESS | ORDER_EQUAL:
      i.most = b;
      break;
    case ORDER_GREATER:
      i.least = b + 1;
      break;
    case ORDER_GREATER | ORDER_EQUAL:
      i.least = b;
      break;
    case ORDER_EQUAL:
      i.least = i.most = b;
      break;
    default:
      break;
    }
  return i;
}

static bool
has_interval (const struct literal *l)
{
  return l->is_exact && l->precision && l->b.kind == KNOWN_CONSTANT;
}

/* Whether A and B bound the same integer.  */
static bool
bound_the_same (const struct literal *a, const struct literal *b)
{
  return has_interval (a) && has_interval (b) && a->mask == b->mask
	 && same_value (&a->a, &b->a) && a->is_unsigned == b->is_unsigned
	 && a->precision == b->precision;
}

static bool
is_point_excluded (const struct literal *l, wide point)
{
  return l->holds == (ORDER_LESS | ORDER_GREATER)
	 && widen (l, l->b.bits) == point;
}

/* Whether some literal of SET, or L, leaves POINT out.  */
static bool
is_left_out (const struct literal *set, uint32_t count,
	     const struct literal *l, wide point)
{
  if (is_point_excluded (l, point))
    return true;
  for (uint32_t i = 0; i < count; i++)
    if (bound_the_same (&set[i], l) && is_point_excluded (&set[i], point))
      return true;
  return false;
}

/* The interval that SET and L leave for what L bounds, its ends moved past the
   points that are left out.  */
static struct interval
common_interval (const struct literal *set, uint32_t count,
		 const struct literal *l)
{
  struct interval left = interval_of (l);

  for (uint32_t i = 0; i < count; i++)
    if (bound_the_same (&set[i], l))
      {
	struct interval other = interval_of (&set[i]);

	if (other.least > left.least)
	  left.least = other.least;
	if (other.most < left.most)
	  left.most = other.most;
      }
  for (uint32_t i = 0; i <= count && left.least <= left.most; i++)
    {
      left.least += is_left_out (set, count, l, left.least);
      left.most -= left.least <= left.most
		   && is_left_out (set, count, l, left.most);
    }
  return left;
}

/* Of masked literals: bits that must be zero against one that must be set.  */
static bool
masks_exclude (const struct literal *zero, const struct literal *set)
{
  return zero->holds == ORDER_EQUAL && zero->b.bits == 0
	 && ((set->holds == (ORDER_LESS | ORDER_GREATER) && set->b.bits == 0
	      && (set->mask & ~zero->mask) == 0)
	     || (set->holds == ORDER_EQUAL && (set->b.bits & zero->mask)));
}

static bool
same_integer (const struct literal *a, const struct literal *b)
{
  return has_interval (a) && has_interval (b) && same_value (&a->a, &b->a)
	 && a->precision == b->precision;
}

/* Whether what L says of bits does not go with the one value POINT.  */
static bool
point_excludes (const struct literal *l, uint64_t point)
{
  uint64_t bits = integer_extend (type_of (l), point & l->mask);

  return !(compare_constants (l, bits, l->b.bits) & l->holds);
}

static bool
pair_excludes (const struct literal *a, const struct literal *b)
{
  if (same_terms (a, b))
    return !(a->holds & b->holds);
  if (a->mask == UINT64_MAX && b->mask == UINT64_MAX
      && same_value (&a->a, &b->b) && same_value (&a->b, &b->a))
    return !(a->holds & swapped (b->holds));
  if (!same_integer (a, b))
    return false;
  if (a->mask != b->mask)
    {
      if (masks_exclude (a, b) || masks_exclude (b, a))
	return true;
      if (a->mask == UINT64_MAX && a->holds == ORDER_EQUAL)
	return point_excludes (b, a->b.bits);
      if (b->mask == UINT64_MAX && b->holds == ORDER_EQUAL)
	return point_excludes (a, b->b.bits);
    }
  return false;
}

bool
literals_exclude (const struct literal *set, uint32_t count,
		  const struct literal *l)
{
  for (uint32_t i = 0; i < count; i++)
    if (pair_excludes (&set[i], l))
      return true;
  if (has_interval (l))
    {
      struct interval left = common_interval (set, count, l);

      return left.least > left.most;
    }
  return false;
}

bool
literal_implies (const struct literal *a, const struct literal *b)
{
  struct literal opposite = literal_opposite (b);

  return literals_exclude (a, 1, &opposite);
}
