/* arithmetic.c - integers as the language computes them, up to 64 bits.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/arithmetic.h"

/* Every sum, difference and quotient of two values fits, and all products but
   those of the greatest unsigned ones.  */
__extension__ typedef __int128 wide;

bool
integer_form (const struct snapshot *s, uint32_t type,
	      struct integer_type *t, bool *is_pointer)
{
  const struct snap_type *x;

  *is_pointer = false;
  if (type == NONE)
    return false;
  x = &snapshot_types (s)[type];
  t->is_unsigned = (x->flags & TYPE_IS_UNSIGNED) != 0;
  t->wraps = (x->flags & (TYPE_WRAPS | TYPE_IS_UNSIGNED)) != 0;
  t->precision = x->precision;
  switch (x->kind)
    {
    case SNAP_TYPE_BOOLEAN:
    case SNAP_TYPE_INTEGER:
    case SNAP_TYPE_ENUM:
      return true;
    case SNAP_TYPE_POINTER:
    case SNAP_TYPE_REFERENCE:
    case SNAP_TYPE_NULLPTR:
      *is_pointer = true;
      t->is_unsigned = t->wraps = true;
      if (!t->precision)
	t->precision = x->size_bits <= 64 ? (uint32_t) x->size_bits : 0;
      return true;
    default:
      return false;
    }
}

bool
integer_type (const struct snapshot *s, uint32_t type,
	      struct integer_type *t)
{
  bool is_pointer;

  return integer_form (s, type, t, &is_pointer)
	 && t->precision >= 1 && t->precision <= 64;
}

bool
integer_has_limbs (const struct snapshot *s, uint32_t operand, uint64_t limb)
{
  const struct snap_constant *c;

  if (operand_kind (operand) != OPERAND_CONSTANT)
    return false;
  c = &snapshot_constants (s)[operand_index (operand)];
  if (c->kind != CONSTANT_INTEGER)
    return false;
  for (uint32_t i = 0; i < c->count; i++)
    if (snapshot_limbs (s)[c->first + i] != limb)
      return false;
  return true;
}

uint64_t
integer_extend (struct integer_type t, uint64_t bits)
{
  uint32_t unused = 64 - t.precision;

  bits <<= unused;
  return t.is_unsigned ? bits >> unused
		       : (uint64_t) ((int64_t) bits >> unused);
}

static wide
widen (struct integer_type t, uint64_t bits)
{
  return t.is_unsigned ? (wide) bits : (wide) (int64_t) bits;
}

/* VALUE as one of T.  */
static bool
fit (struct integer_type t, wide value, uint64_t *result)
{
  *result = integer_extend (t, (uint64_t) value);
  return t.wraps || widen (t, *result) == value;
}

bool
integer_unary (uint32_t operation, struct integer_type t, uint64_t a,
	       uint64_t *result)
{
  switch (operation)
    {
    case OPERATION_CONVERT:
    case OPERATION_VIEW_CONVERT:
    case OPERATION_PAREN:
      *result = integer_extend (t, a);
      return true;
    case OPERATION_NEGATE:
      return fit (t, -widen (t, a), result);
    case OPERATION_BIT_NOT:
      *result = integer_extend (t, ~a);
      return true;
    case OPERATION_ABS:
      return fit (t, widen (t, a) < 0 ? -widen (t, a) : widen (t, a), result);
    case OPERATION_TRUTH_NOT:
      *result = integer_extend (t, a == 0);
      return true;
    default:
      return false;
    }
}

static bool
shift (uint32_t operation, struct integer_type t, uint64_t a, uint64_t b,
       uint64_t *result)
{
  if (b >= t.precision)
    return false;
  if (operation == OPERATION_SHIFT_LEFT)
    *result = integer_extend (t, a << b);
  else
    *result = t.is_unsigned ? a >> b : (uint64_t) ((int64_t) a >> b);
  return true;
}

static bool
divide (uint32_t operation, struct integer_type t, uint64_t a, uint64_t b,
	uint64_t *result)
{
  wide x = widen (t, a), y = widen (t, b);

  if (y == 0)
    return false;
  switch (operation)
    {
    case OPERATION_TRUNC_MODULO:
      /* The quotient must exist for the rest to.  */
      return fit (t, x / y, result) && fit (t, x % y, result);
    case OPERATION_EXACT_DIVIDE:
      return x % y == 0 && fit (t, x / y, result);
    default:
      return fit (t, x / y, result);
    }
}

static bool
multiply (struct integer_type t, uint64_t a, uint64_t b, uint64_t *result)
{
  if (!t.is_unsigned)
    return fit (t, widen (t, a) * widen (t, b), result);
  *result = integer_extend (t, a * b);
  return true;
}

bool
integer_binary (uint32_t operation, struct integer_type t, uint64_t a,
		uint64_t b, uint64_t *result)
{
  wide x = widen (t, a), y = widen (t, b);

  switch (operation)
    {
    case OPERATION_PLUS:
    case OPERATION_POINTER_PLUS:
      return fit (t, x + y, result);
    case OPERATION_MINUS:
      return fit (t, x - y, result);
    case OPERATION_MULTIPLY:
      return multiply (t, a, b, result);
    case OPERATION_TRUNC_DIVIDE:
    case OPERATION_TRUNC_MODULO:
    case OPERATION_EXACT_DIVIDE:
      return divide (operation, t, a, b, result);
    case OPERATION_SHIFT_LEFT:
    case OPERATION_SHIFT_RIGHT:
      return shift (operation, t, a, b, result);
    case OPERATION_BIT_AND:
      *result = a & b;
      return true;
    case OPERATION_BIT_OR:
      *result = a | b;
      return true;
    case OPERATION_BIT_XOR:
      *result = a ^ b;
      return true;
    case OPERATION_TRUTH_AND:
      *result = integer_extend (t, a && b);
      return true;
    case OPERATION_TRUTH_OR:
      *result = integer_extend (t, a || b);
      return true;
    case OPERATION_TRUTH_XOR:
      *result = integer_extend (t, !a != !b);
      return true;
    case OPERATION_MINIMUM:
      return fit (t, x < y ? x : y, result);
    case OPERATION_MAXIMUM:
      return fit (t, x > y ? x : y, result);
    default:
      return false;
    }
}
