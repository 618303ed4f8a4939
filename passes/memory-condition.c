/* memory-condition.c - which conditions hold, and what follows from them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-mark.h"

/* The type of VALUE: its own, or else TYPE.  */
static bool
type_of (struct memory *m, uint32_t value, uint32_t type,
	 struct integer_type *t)
{
  const struct memory_node *n = memory_node (&m->values, value);
  bool is_pointer;

  if (n->kind == NODE_UNKNOWN || n->kind == NODE_UNINITIALIZED
      || n->kind == NODE_POINTER)
    return false;
  if (n->kind != NODE_INTEGER)
    type = n->type;
  return range_type (m->s, type, t, &is_pointer) && !is_pointer;
}

/* The truth of the comparison N, one of pointers, if it is known.  */
static bool
range_of_pointers (struct memory *m, const struct memory_state *s,
		   const struct memory_node *n, struct integer_type t,
		   struct range *r)
{
  unsigned truth = 3;

  if (is_integer_comparison (n->operation) && t.is_unsigned)
    truth = memory_decide (m, s, n->operation, NONE, n->a, n->b);
  if (truth == 3)
    return false;
  range_single (integer_of (truth == 2), r);
  return true;
}

/* What follows for an operation from its operands.  */
static bool
range_of_operation (struct memory *m, const struct memory_state *s,
		    const struct memory_node *n, struct integer_type t,
		    struct range *r)
{
  struct range a, b;

  if (n->kind == NODE_BINARY && (memory_is_pointer (&m->values, n->a)
				 || memory_is_pointer (&m->values, n->b)))
    return range_of_pointers (m, s, n, t, r);
  if (!memory_range (m, s, n->a, NONE, &a))
    return false;
  if (n->kind == NODE_UNARY)
    {
      if (n->operation != OPERATION_CONVERT)
	return range_unary (&m->scratch, n->operation, t, &a, r);
      range_convert (&m->scratch, t, &a, r);
      return true;
    }
  return memory_range (m, s, n->b, NONE, &b)
	 && range_binary (&m->scratch, n->operation, t, &a, &b, r);
}

bool
memory_range (struct memory *m, const struct memory_state *s, uint32_t value,
	      uint32_t type, struct range *r)
{
  struct memory_node n = *memory_node (&m->values, value);
  const struct range *known;
  struct integer_type t;
  struct integer number;
  struct range both;

  if (memory_is_integer (&m->values, value, &number))
    {
      range_single (number, r);
      return true;
    }
  known = memory_known_range (s, value);
  if (!type_of (m, value, type, &t))
    {
      /* Of what a callee has read the type is not always known.  */
      if (!known || value == 0 || n.kind == NODE_UNARY
	  || n.kind == NODE_BINARY)
	return false;
      range_copy (known, r);
      return true;
    }
  if (n.kind != NODE_UNARY && n.kind != NODE_BINARY)
    {
      /* What is known lies in its type.  */
      if (known)
	range_copy (known, r);
      else
	range_full (&m->scratch, t, r);
      return true;
    }
  if (!range_of_operation (m, s, &n, t, r))
    range_full (&m->scratch, t, r);
  if (known)
    {
      range_intersect (r, known, &both);
      range_finish (&m->scratch, &both);
      range_copy (&both, r);
    }
  return true;
}

unsigned
memory_nullness (struct memory *m, const struct memory_state *s,
		 uint32_t value)
{
  const struct memory_node *n = memory_node (&m->values, value);
  struct region_state r;

  if (n->kind == NODE_INTEGER)
    return n->number == 0 ? 1 : 2;
  if (n->kind != NODE_POINTER)
    return 3;
  if (memory_is_object (&m->values, n->a))
    return n->a != 0 && memory_kind (&m->values, n->a) == NODE_FUNCTION
	   && memory_node (&m->values, n->a)->a != NONE
	   && snapshot_decls (m->s)[memory_node (&m->values, n->a)->a].flags
	      & DECL_IS_WEAK ? 3 : 2;
  r = memory_region (s, n->a);
  if (r.flags & REGION_IS_NULL)
    return n->number == 0 ? 1 : 3;
  return r.flags & REGION_IS_NONNULL || r.resource == RESOURCE_HELD ? 2 : 3;
}

/* Whether X is in the function's frame or was allocated here, if that has not
   failed, and nobody else has it, and Y a pointer that came from somewhere else, or
   something else that was allocated.  What was released may have become the other
   one.  */
static bool
is_new_here (struct memory *m, const struct memory_state *s, uint32_t x,
	     uint32_t y)
{
  struct region_state r = memory_region (s, x);
  bool is_heap = memory_kind (&m->values, x) == NODE_HEAP;

  if (x == y || r.resource == RESOURCE_RELEASED
      || !(is_heap || memory_is_on_stack (m, x)))
    return false;
  return is_heap && memory_kind (&m->values, y) == NODE_HEAP
	 ? memory_region (s, y).resource != RESOURCE_RELEASED
	 : memory_kind (&m->values, y) == NODE_POINTEE
	   && !(r.flags & REGION_HAS_ESCAPED);
}

static unsigned
decide_pointers (struct memory *m, const struct memory_state *s,
		 uint32_t operation, uint32_t a, uint32_t b)
{
  struct memory_node x = *memory_node (&m->values, a);
  struct memory_node y = *memory_node (&m->values, b);
  bool equal = operation == OPERATION_EQUAL;
  unsigned p, q;

  if (!equal && operation != OPERATION_NOT_EQUAL)
    {
      if (x.kind != NODE_POINTER || y.kind != NODE_POINTER || x.a != y.a
	  || x.number == OFFSET_UNKNOWN || y.number == OFFSET_UNKNOWN)
	return 3;
      switch (operation)
	{
	case OPERATION_LESS:
	  return 1 + (x.number < y.number);
	case OPERATION_LESS_EQUAL:
	  return 1 + (x.number <= y.number);
	case OPERATION_GREATER:
	  return 1 + (x.number > y.number);
	default:
	  return 1 + (x.number >= y.number);
	}
    }
  p = memory_nullness (m, s, a);
  q = memory_nullness (m, s, b);
  if (p == 1 && q == 1)
    return equal ? 2 : 1;
  if ((p == 1 && q == 2) || (p == 2 && q == 1))
    return equal ? 1 : 2;
  if (x.kind != NODE_POINTER || y.kind != NODE_POINTER)
    return 3;
  if (x.a == y.a)
    return x.number == OFFSET_UNKNOWN || y.number == OFFSET_UNKNOWN ? 3
	   : (x.number == y.number) == equal ? 2 : 1;
  if (p != 2 && q != 2)
    return 3;
  if (is_new_here (m, s, x.a, y.a) || is_new_here (m, s, y.a, x.a))
    return equal ? 1 : 2;
  /* Two objects, of which neither is null.  */
  if ((memory_is_object (&m->values, x.a)
	  || memory_kind (&m->values, x.a) == NODE_HEAP)
      && (memory_is_object (&m->values, y.a)
	  || memory_kind (&m->values, y.a) == NODE_HEAP)
      && memory_kind (&m->values, x.a) != NODE_STRING)
    return equal ? 1 : 2;
  return 3;
}

/* A comparison as one of few forms: A < B or A == B, with *NEGATED.  */
static uint32_t
canonical (struct memory *m, uint32_t operation, uint32_t a, uint32_t b,
	   bool *negated)
{
  uint32_t form = OPERATION_LESS, swap;

  *negated = operation == OPERATION_GREATER_EQUAL
	     || operation == OPERATION_LESS_EQUAL
	     || operation == OPERATION_NOT_EQUAL;
  if (operation == OPERATION_EQUAL || operation == OPERATION_NOT_EQUAL)
    form = OPERATION_EQUAL;
  if (operation == OPERATION_GREATER || operation == OPERATION_LESS_EQUAL
      || (form == OPERATION_EQUAL && a > b))
    swap = a, a = b, b = swap;
  return memory_make_operation (&m->values, form, NONE, a, b);
}

/* The orders of integers or pointers in which OPERATION, a comparison, holds.  */
static uint32_t
orders_of (uint32_t operation)
{
  return comparison_orders (operation) & ORDERS_EXACT;
}

/* What was taken before for A OPERATION B, or follows from other comparisons of
   theirs, as what is equal is not less: as memory_decide.  */
static unsigned
recall (struct memory *m, const struct memory_state *s, uint32_t operation,
	uint32_t a, uint32_t b)
{
  static const uint32_t forms[]
    = { OPERATION_LESS, OPERATION_GREATER, OPERATION_EQUAL };
  uint32_t left = ORDERS_EXACT, wanted = orders_of (operation);
  /* Of a number and a value the value's range tells the rest.  */
  bool is_range = memory_kind (&m->values, a) == NODE_INTEGER
		  || memory_kind (&m->values, b) == NODE_INTEGER;

  for (unsigned i = 0; i < 3; i++)
    {
      const struct range *r;
      uint32_t node;
      unsigned truth;
      bool negated;

      if (is_range && forms[i] != operation
	  && forms[i] != comparison_inverse (operation))
	continue;
      node = canonical (m, forms[i], a, b, &negated);
      r = node ? memory_known_range (s, node) : NULL;
      truth = r ? range_truth (r) : 3;
      if (truth != 3)
	left &= truth == 2 ? orders_of (forms[i]) : ~orders_of (forms[i]);
    }
  return (left & wanted ? 2 : 0) | (left & ~wanted ? 1 : 0);
}

/* VALUE is the value returned, with *OFFSET added, which does not wrap: VALUE itself
   and 0 if it is no such sum.  */
static uint32_t
without_offset (struct memory *m, uint32_t value, int64_t *offset)
{
  const struct memory_node *n = memory_node (&m->values, value);
  struct integer_type t;
  struct integer number;
  bool is_pointer;

  *offset = 0;
  if (n->kind != NODE_BINARY
      || (n->operation != OPERATION_PLUS && n->operation != OPERATION_MINUS)
      || !range_type (m->s, n->type, &t, &is_pointer) || is_pointer || t.wraps
      || !memory_is_integer (&m->values, n->b, &number)
      || number.size < -1 || number.size > 1 || number.limb > INT32_MAX)
    return value;
  *offset = (int64_t) number.limb * (number.size < 0 ? -1 : 1);
  if (n->operation == OPERATION_MINUS)
    *offset = -*offset;
  return n->a;
}

/* What A OPERATION B is if both add a number to the same value: as memory_decide.  */
static unsigned
decide_offsets (struct memory *m, uint32_t operation, uint32_t a, uint32_t b)
{
  int64_t x, y;
  uint32_t base = without_offset (m, a, &x);
  uint32_t is;

  if (base == 0 || base != without_offset (m, b, &y))
    return 3;
  is = x < y ? ORDER_LESS : x > y ? ORDER_GREATER : ORDER_EQUAL;
  return orders_of (operation) & is ? 2 : 1;
}

unsigned
memory_decide (struct memory *m, const struct memory_state *s,
	       uint32_t operation, uint32_t type, uint32_t a, uint32_t b)
{
  struct range x, y;
  unsigned truth;

  if (a == 0 || b == 0)
    return 3;
  if (memory_is_pointer (&m->values, a) || memory_is_pointer (&m->values, b))
    {
      truth = decide_pointers (m, s, operation, a, b);
      return truth == 3 ? recall (m, s, operation, a, b) : truth;
    }
  if (a == b && is_integer_comparison (operation)
      && memory_range (m, s, a, type, &x))
    return operation == OPERATION_EQUAL || operation == OPERATION_LESS_EQUAL
	   || operation == OPERATION_GREATER_EQUAL ? 2 : 1;
  if (!memory_range (m, s, a, type, &x) || !memory_range (m, s, b, type, &y))
    return 3;
  if (x.count == 0 || y.count == 0)
    return 3;
  truth = range_compare (operation, &x, &y);
  if (truth == 3 && is_integer_comparison (operation))
    truth = decide_offsets (m, operation, a, b);
  return truth == 3 ? recall (m, s, operation, a, b) : truth;
}

/* What follows for the operands of N, which lies in R.  */
static bool
restrict_operands (struct memory *m, struct memory_state *s,
		   const struct memory_node *n, const struct range *r)
{
  struct integer_type t, from;
  struct range other, mine;
  bool is_pointer;
  unsigned truth = range_truth (r);

  if (n->kind == NODE_BINARY && is_integer_comparison (n->operation))
    return truth == 3 || memory_assume (m, s, n->operation, NONE, n->a, n->b,
					truth == 2);
  if (n->kind == NODE_UNARY && n->operation == OPERATION_CONVERT
      && memory_range (m, s, n->a, NONE, &mine)
      && range_type (m->s, n->type, &t, &is_pointer) && !is_pointer)
    {
      /* As many bits, or what was not cut off: nothing got lost.  */
      if (type_of (m, n->a, NONE, &from) && from.precision == t.precision)
	{
	  range_convert (&m->scratch, from, r, &mine);
	  range_finish (&m->scratch, &mine);
	  return memory_restrict (m, s, n->a, NONE, &mine);
	}
      range_full (&m->scratch, t, &other);
      return !range_within (&mine, &other)
	     || memory_restrict (m, s, n->a, NONE, r);
    }
  for (unsigned i = 0; i < (n->kind == NODE_BINARY ? 2 : 1); i++)
    {
      uint32_t operand = i ? n->b : n->a;

      if (n->kind != NODE_UNARY
	  && !memory_range (m, s, i ? n->a : n->b, NONE, &other))
	return true;
      if (n->kind == NODE_UNARY)
	range_clear (&other);
      if (!range_type (m->s, n->type, &t, &is_pointer)
	  || !type_of (m, operand, NONE, &from) || from.precision != t.precision
	  || !range_inverse (&m->scratch, n->operation, t, i, from, r, &other,
			     &mine))
	continue;
      if (!memory_restrict (m, s, operand, NONE, &mine))
	return false;
    }
  return true;
}

bool
memory_restrict (struct memory *m, struct memory_state *s, uint32_t value,
		 uint32_t type, const struct range *r)
{
  struct memory_node n = *memory_node (&m->values, value);
  struct range old, both;

  if (n.kind == NODE_UNKNOWN || !memory_range (m, s, value, type, &old))
    return true;
  range_intersect (&old, r, &both);
  range_finish (&m->scratch, &both);
  if (both.count == 0)
    return false;
  if (n.kind == NODE_INTEGER || range_equal (&both, &old))
    return true;
  memory_set_range (&m->pool, s, value, range_keep (&m->scratch, &both));
  return (n.kind != NODE_UNARY && n.kind != NODE_BINARY)
	 || restrict_operands (m, s, &n, &both);
}

/* The pointer to REGION is null, or not.  */
static void
set_nullness (struct memory *m, struct memory_state *s, uint32_t region,
	      bool null, uint32_t statement)
{
  struct region_state r = memory_region (s, region);

  if (r.resource == RESOURCE_UNCHECKED)
    {
      r.resource = null ? RESOURCE_NONE : RESOURCE_HELD;
      memory_note (m, s, null ? PATH_ASSUMED_NULL : PATH_ASSUMED_NONNULL,
		   statement, region);
    }
  r.flags |= null ? REGION_IS_NULL : REGION_IS_NONNULL | REGION_WAS_CHECKED;
  memory_set_region (&m->pool, s, &r);
  /* Callers are not asked whether this one can be null.  */
  if (null)
    memory_escape_unchanged (m, s, region);
}

/* Whether Y is where a pointer led to that lay in X, which has been released.  Who
   compares the two asks whether X was released at all, not whether it pointed to
   itself.  */
static bool
lay_in_released (const struct memory *m, const struct memory_state *s,
		 const struct memory_node *x, const struct memory_node *y)
{
  const struct memory_node *n = memory_node (&m->values, y->a);

  if (n->kind != NODE_POINTEE)
    return false;
  n = memory_node (&m->values, n->a);
  return n->kind == NODE_INITIAL && n->a == x->a
	 && memory_region (s, x->a).resource == RESOURCE_RELEASED;
}

static bool
assume_pointers (struct memory *m, struct memory_state *s, bool equal,
		 uint32_t a, uint32_t b)
{
  struct memory_node x, y;

  if (!memory_is_pointer (&m->values, a))
    {
      uint32_t swap = a;

      a = b;
      b = swap;
    }
  x = *memory_node (&m->values, a);
  y = *memory_node (&m->values, b);
  if (memory_is_zero (&m->values, b))
    {
      if (x.number == 0 && !memory_is_object (&m->values, x.a))
	set_nullness (m, s, x.a, equal, NONE);
      return true;
    }
  if (y.kind == NODE_POINTER && x.number == 0 && y.number == 0)
    {
      unsigned p = memory_nullness (m, s, a), q = memory_nullness (m, s, b);

      if (equal && memory_replay_is_calm (m)
	  && (lay_in_released (m, s, &x, &y) || lay_in_released (m, s, &y, &x)))
	return false;
      /* What is new here and known to nobody else is nothing that was there before,
	 but null.  */
      if (equal
	  && (is_new_here (m, s, x.a, y.a) || is_new_here (m, s, y.a, x.a)))
	{
	  set_nullness (m, s, x.a, true, NONE);
	  set_nullness (m, s, y.a, true, NONE);
	  return true;
	}
      /* What is equal to something is as null as that; what differs from null is
	 not.  */
      if (q == 3 && (p == 1 || (p == 2 && equal)))
	set_nullness (m, s, y.a, (p == 1) == equal, NONE);
      else if (p == 3 && (q == 1 || (q == 2 && equal)))
	set_nullness (m, s, x.a, (q == 1) == equal, NONE);
    }
  return true;
}

/* Remember it.  */
static void
remember (struct memory *m, struct memory_state *s, uint32_t operation,
	  uint32_t a, uint32_t b, bool truth)
{
  struct range r;
  bool negated;
  uint32_t node = canonical (m, operation, a, b, &negated);

  if (node == 0 || node < 1)
    return;
  range_single (integer_of (truth != negated), &r);
  memory_set_range (&m->pool, s, node, range_keep (&m->scratch, &r));
}

bool
memory_assume (struct memory *m, struct memory_state *s, uint32_t operation,
	       uint32_t type, uint32_t a, uint32_t b, bool truth)
{
  unsigned possible = memory_decide (m, s, operation, type, a, b);
  struct range x, y, r;
  struct integer_type t;
  bool equal;

  if (!is_integer_comparison (operation) || a == 0 || b == 0)
    return true;
  if (possible != 3)
    return possible == (truth ? 2 : 1);
  if (!truth)
    operation = comparison_inverse (operation);
  equal = operation == OPERATION_EQUAL;
  if (m->watches)
    memory_watch_comparison (m, s, operation, a, b);
  if (memory_is_pointer (&m->values, a) || memory_is_pointer (&m->values, b))
    {
      if (!memory_is_zero (&m->values, a) && !memory_is_zero (&m->values, b))
	remember (m, s, operation, a, b, true);
      return (!equal && operation != OPERATION_NOT_EQUAL)
	     || assume_pointers (m, s, equal, a, b);
    }
  if (!memory_range (m, s, a, type, &x) || !memory_range (m, s, b, type, &y))
    return true;
  if (memory_kind (&m->values, a) != NODE_INTEGER
      && memory_kind (&m->values, b) != NODE_INTEGER)
    remember (m, s, operation, a, b, true);
  if (type_of (m, a, type, &t))
    {
      range_compared (&m->scratch, operation, t, &y, &r);
      if (!memory_restrict (m, s, a, type, &r))
	return false;
    }
  if (type_of (m, b, type, &t))
    {
      range_compared (&m->scratch, comparison_swapped (operation), t, &x, &r);
      if (!memory_restrict (m, s, b, type, &r))
	return false;
    }
  return true;
}

/* Whether the ranges of the operands of N, a comparison, rule out that it is
   TRUTH.  */
static bool
is_refuted (struct memory *m, const struct memory_state *s,
	    const struct memory_node *n, unsigned truth)
{
  uint32_t operation = n->operation;
  struct range x, y;

  return memory_range (m, s, n->a, NONE, &x)
	 && memory_range (m, s, n->b, NONE, &y) && x.count > 0 && y.count > 0
	 && !(range_compare (operation, &x, &y) & truth);
}

bool
memory_is_consistent (struct memory *m, const struct memory_state *s)
{
  uint32_t n;
  const struct value_range *r = memory_ranges (s, &n);

  for (uint32_t i = 0; i < n; i++)
    {
      const struct memory_node node = *memory_node (&m->values, r[i].value);
      struct range now;

      if (node.kind != NODE_BINARY)
	continue;
      if ((node.operation == OPERATION_BIT_AND
	   || node.operation == OPERATION_BIT_OR)
	  && memory_range (m, s, r[i].value, NONE, &now) && now.count == 0)
	return false;
      if (is_integer_comparison (node.operation)
	  && is_refuted (m, s, &node, range_truth (r[i].range)))
	return false;
    }
  return true;
}
