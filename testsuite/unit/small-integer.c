/* small-integer.c - operations on integers of a few bits, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/small-integer.h"

#include <stdlib.h>

int
small_least (struct integer_type t)
{
  return t.is_unsigned ? 0 : -(1 << (t.precision - 1));
}

int
small_greatest (struct integer_type t)
{
  return small_least (t) + (1 << t.precision) - 1;
}

int
small_wrap (struct integer_type t, int value)
{
  int width = 1 << t.precision;
  value &= width - 1;
  return !t.is_unsigned && value >= width / 2 ? value - width : value;
}

/* VALUE as a T; false if it overflows.  */
static bool
fit (struct integer_type t, int value, int *result)
{
  *result = small_wrap (t, value);
  return t.wraps || *result == value;
}

static int
floor_of (int a, int b)
{
  return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static bool
divided (enum operation op, struct integer_type t, int a, int b, int *result)
{
  int q, unused;
  if (b == 0)
    return false;
  switch (op)
    {
    case OPERATION_CEIL_DIVIDE:
    case OPERATION_CEIL_MODULO:
      q = -floor_of (-a, b);
      break;
    case OPERATION_FLOOR_DIVIDE:
    case OPERATION_FLOOR_MODULO:
      q = floor_of (a, b);
      break;
    case OPERATION_ROUND_DIVIDE:
    case OPERATION_ROUND_MODULO:
      q = abs (a % b) * 2 >= abs (b) ? a / b + ((a < 0) != (b < 0) ? -1 : 1)
				     : a / b;
      break;
    case OPERATION_EXACT_DIVIDE:
      if (a % b != 0)
	return false;
      /* Fall through.  */
    default:
      q = a / b;
      break;
    }
  if (op < OPERATION_TRUNC_MODULO)
    return fit (t, q, result);
  /* Where rounding leaves a rest that the type cannot hold, it wraps with it
     or is none.  */
  return fit (t, q, &unused) && fit (t, a - b * q, result);
}

static int
rotated (struct integer_type t, int a, int count)
{
  int width = 1 << t.precision, bits = a & (width - 1);
  return small_wrap (t, bits << count | bits >> (t.precision - count));
}

bool
small_binary (enum operation op, struct integer_type t, int a, int b, int *result)
{
  int bits = (int) t.precision;
  switch (op)
    {
    case OPERATION_PLUS:
      return fit (t, a + b, result);
    case OPERATION_MINUS:
      return fit (t, a - b, result);
    case OPERATION_MULTIPLY:
      return fit (t, a * b, result);
    case OPERATION_SHIFT_LEFT:
      if (b < 0 || b >= bits)
	return false;
      *result = small_wrap (t, (int) ((unsigned) a << b));
      return true;
    case OPERATION_SHIFT_RIGHT:
      if (b < 0 || b >= bits)
	return false;
      *result = a >> b;
      return true;
    case OPERATION_ROTATE_LEFT:
      if (b < 0 || b >= bits)
	return false;
      *result = rotated (t, a, b);
      return true;
    case OPERATION_ROTATE_RIGHT:
      if (b < 0 || b >= bits)
	return false;
      *result = rotated (t, a, bits - b);
      return true;
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
      *result = a && b;
      return true;
    case OPERATION_TRUTH_OR:
      *result = a || b;
      return true;
    case OPERATION_TRUTH_XOR:
      *result = !a != !b;
      return true;
    case OPERATION_MINIMUM:
      *result = a < b ? a : b;
      return true;
    case OPERATION_MAXIMUM:
      *result = a > b ? a : b;
      return true;
    case OPERATION_LESS:
      *result = a < b;
      return true;
    case OPERATION_LESS_EQUAL:
      *result = a <= b;
      return true;
    case OPERATION_GREATER:
      *result = a > b;
      return true;
    case OPERATION_GREATER_EQUAL:
      *result = a >= b;
      return true;
    case OPERATION_EQUAL:
      *result = a == b;
      return true;
    case OPERATION_NOT_EQUAL:
      *result = a != b;
      return true;
    default:
      return divided (op, t, a, b, result);
    }
}

bool
small_unary (enum operation op, struct integer_type t, int a, int *result)
{
  switch (op)
    {
    case OPERATION_NEGATE:
      return fit (t, -a, result);
    case OPERATION_ABS:
      return fit (t, abs (a), result);
    case OPERATION_BIT_NOT:
      *result = small_wrap (t, ~a);
      return true;
    case OPERATION_ABSU:
      *result = small_wrap (t, abs (a));
      return true;
    case OPERATION_TRUTH_NOT:
      *result = small_wrap (t, !a);
      return true;
    default:
      *result = small_wrap (t, a);
      return true;
    }
}
