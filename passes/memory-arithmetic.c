/* memory-arithmetic.c - divisions by zero, and results that cannot be.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-claim.h"
#include "passes/memory-summary.h"
#include "passes/memory.h"

#include <string.h>

/* The least and the greatest that VALUE may be; false if nothing is known.
   *IS_NUMBER: it is a number, not a range.  */
static bool
bounds_of (struct memory *m, struct memory_state *s, uint32_t value,
	   struct interval *bounds, bool *is_number)
{
  struct range r;

  *is_number = memory_is_integer (&m->values, value, &bounds->low);
  bounds->high = bounds->low;
  if (*is_number)
    return true;
  if (value == 0 || !memory_range (m, s, value, NONE, &r) || r.count == 0)
    return false;
  range_hull (&r);
  *bounds = r.part[0];
  return true;
}

static bool
is_division (uint32_t operation)
{
  return operation >= OPERATION_TRUNC_DIVIDE
	 && operation <= OPERATION_ROUND_MODULO
	 && operation != OPERATION_REAL_DIVIDE;
}

void
memory_divide (struct memory *m, struct memory_state *s, uint32_t statement,
	       uint32_t operand, uint32_t divisor)
{
  struct interval d;
  bool is_number;
  struct memory_found *f;

  if (memory_kind (&m->values, divisor) != NODE_INTEGER)
    memory_claim (m, s, SUMMARY_DIVIDES, statement, operand, divisor, 0, 0);
  if (!bounds_of (m, s, divisor, &d, &is_number)
      || integer_sign (d.low) != 0 || integer_sign (d.high) != 0)
    {
      memory_is_unharmed (m, statement);
      return;
    }
  if (is_number && memory_is_doubtful (m, s, operand, statement))
    return;
  f = memory_find (m, s, FOUND_DIVISION_BY_ZERO, statement, operand, 0);
  if (f)
    f->if_always = !is_number || memory_goes_round (m);
}

static struct integer
least_of (const struct integer *a, unsigned n)
{
  struct integer least = a[0];

  for (unsigned i = 1; i < n; i++)
    if (integer_compare (a[i], least) < 0)
      least = a[i];
  return least;
}

static struct integer
greatest_of (const struct integer *a, unsigned n)
{
  struct integer greatest = a[0];

  for (unsigned i = 1; i < n; i++)
    if (integer_compare (a[i], greatest) > 0)
      greatest = a[i];
  return greatest;
}

/* What A OPERATION B may come to, in whole numbers.  */
static bool
exact_result (struct memory *m, uint32_t operation, const struct interval *a,
	      const struct interval *b, struct interval *r)
{
  const struct scratch *c = &m->scratch;

  switch (operation)
    {
    case OPERATION_PLUS:
      r->low = integer_add (c, a->low, b->low);
      r->high = integer_add (c, a->high, b->high);
      return true;
    case OPERATION_MINUS:
      r->low = integer_subtract (c, a->low, b->high);
      r->high = integer_subtract (c, a->high, b->low);
      return true;
    case OPERATION_MULTIPLY:
      {
	const struct integer corner[]
	  = { integer_multiply (c, a->low, b->low),
	      integer_multiply (c, a->low, b->high),
	      integer_multiply (c, a->high, b->low),
	      integer_multiply (c, a->high, b->high) };

	r->low = least_of (corner, 4);
	r->high = greatest_of (corner, 4);
      }
      return true;
    case OPERATION_NEGATE:
      r->low = integer_negate (a->high);
      r->high = integer_negate (a->low);
      return true;
    default:
      return false;
    }
}

static void
describe_operand (const struct interval *a, struct buffer *text)
{
  if (integer_equal (a->low, a->high))
    integer_text (a->low, text);
  else
    {
      buffer_add_format (text, "[");
      integer_text (a->low, text);
      buffer_add_format (text, ", ");
      integer_text (a->high, text);
      buffer_add_format (text, "]");
    }
}

/* "-1 + -2147483648".  */
static const char *
describe (struct memory *m, const struct snap_statement *t,
	  const struct interval *a, const struct interval *b)
{
  static const char *const words[]
    = { [OPERATION_PLUS] = " + ", [OPERATION_MINUS] = " - ",
	[OPERATION_MULTIPLY] = " * " };
  struct buffer text = BUFFER_INIT;
  char *kept;

  if (t->operation == OPERATION_NEGATE)
    {
      buffer_add_format (&text, "-(");
      describe_operand (a, &text);
      buffer_add_format (&text, ")");
    }
  else
    {
      describe_operand (a, &text);
      buffer_add_format (&text, "%s", words[t->operation]);
      describe_operand (b, &text);
    }
  kept = scratch_alloc (&m->scratch, text.size + 1, 1);
  memcpy (kept, text.bytes, text.size);
  buffer_release (&text);
  return kept;
}

static const char *
describe_result (struct memory *m, const struct interval *r)
{
  bool is_large = integer_sign (r->low) > 0;
  const char *number = memory_integer_text (m, is_large ? r->low : r->high);
  const char *more = integer_equal (r->low, r->high) ? ""
		     : is_large ? " or more" : " or less";
  char *text = scratch_alloc (&m->scratch, strlen (number) + 9, 1);

  strcpy (text, number);
  strcat (text, more);
  return text;
}

/* The operation of STATEMENT, of a type that does not wrap, comes to more or less
   than that type has, whatever its operands are.  */
static void
check_overflow (struct memory *m, struct memory_state *s, uint32_t statement,
		uint32_t a, uint32_t b)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const uint32_t *o = snapshot_operands (m->s) + t->first_operand;
  struct integer_type type;
  struct interval x, y = { { 0 }, { 0 } }, r;
  bool x_is_number, y_is_number = true;
  struct memory_found *f;

  if (!integer_type (m->s, t->type, &type) || type.is_unsigned || type.wraps
      || !bounds_of (m, s, a, &x, &x_is_number)
      || (b != NONE && !bounds_of (m, s, b, &y, &y_is_number))
      || !exact_result (m, t->operation, &x, &y, &r)
      || (integer_compare (r.low, integer_greatest (&m->scratch,
						    type.precision, false))
	    <= 0
	  && integer_compare (r.high, integer_least (&m->scratch,
						     type.precision, false))
	     >= 0))
    {
      memory_is_unharmed (m, statement);
      return;
    }
  if ((x_is_number && memory_is_doubtful (m, s, o[0], statement))
      || (b != NONE && y_is_number
	  && memory_is_doubtful (m, s, o[1], statement)))
    return;
  f = memory_find (m, s, FOUND_SIGNED_OVERFLOW, statement,
		   OPERAND (OPERAND_NONE, 0), 0);
  if (!f)
    return;
  f->if_always = !x_is_number || !y_is_number || memory_goes_round (m);
  f->text = describe (m, t, &x, &y);
  f->name = describe_result (m, &r);
}

void
memory_check_arithmetic (struct memory *m, struct memory_state *s,
			 uint32_t statement, uint32_t a, uint32_t b)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  struct integer_type type;

  if (is_division (t->operation) && t->n_operands == 2
      && integer_type (m->s, t->type, &type))
    memory_divide (m, s, statement,
		   snapshot_operands (m->s)[t->first_operand + 1], b);
  else if (t->operation == OPERATION_PLUS || t->operation == OPERATION_MINUS
	   || t->operation == OPERATION_MULTIPLY
	   || t->operation == OPERATION_NEGATE)
    check_overflow (m, s, statement, a, b);
}
