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

/* What follows for an operation from its operands.  */
static bool
range_of_operation (struct memory *m, const struct memory_state *s,
		    const struct memory_node *n, struct integer_type t,
		    struct range *r)
{
  struct range a, b;

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
  if (!type_of (m, value, type, &t))
    return false;
  known = memory_known_range (s, value);
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

/* Whether X is what was allocated here and nobody else has, and Y a pointer that
   came from somewhere else.  */
static bool
is_only_here (struct memory *m, const struct memory_state *s, uint32_t x,
	      uint32_t y)
{
  struct region_state r = memory_region (s, x);

  return memory_kind (&m->values, x) == NODE_HEAP
	 && memory_kind (&m->values, y) == NODE_POINTEE
	 && !(r.flags & REGION_HAS_ESCAPED)
	 && (r.resource == RESOURCE_HELD || r.flags & REGION_IS_NONNULL);
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
  if (is_only_here (m, s, x.a, y.a) || is_only_here (m, s, y.a, x.a))
    return equal ? 1 : 2;
  /* Two objects, of which neither is null.  */
  if ((p == 2 || q == 2)
      && (memory_is_object (&m->values, x.a)
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

/* What was taken before for A OPERATION B: as memory_decide.  */
static unsigned
recall (struct memory *m, const struct memory_state *s, uint32_t operation,
	uint32_t a, uint32_t b)
{
  bool negated;
  uint32_t node = canonical (m, operation, a, b, &negated);
  const struct range *r = node ? memory_known_range (s, node) : NULL;
  unsigned truth = r ? range_truth (r) : 3;

  return truth == 3 ? 3 : (truth == 2) != negated ? 2 : 1;
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
  if (equal && y.kind == NODE_POINTER && x.number == 0 && y.number == 0)
    {
      /* What is equal to something is as null as that.  */
      unsigned p = memory_nullness (m, s, a), q = memory_nullness (m, s, b);

      if (p != 3 && q == 3)
	set_nullness (m, s, y.a, p == 1, NONE);
      else if (q != 3 && p == 3)
	set_nullness (m, s, x.a, q == 1, NONE);
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

bool
memory_is_consistent (struct memory *m, const struct memory_state *s)
{
  uint32_t n;
  const struct value_range *r = memory_ranges (s, &n);

  for (uint32_t i = 0; i < n; i++)
    {
      const struct memory_node *node = memory_node (&m->values, r[i].value);
      struct range now;

      if (node->kind == NODE_BINARY
	  && (node->operation == OPERATION_BIT_AND
	      || node->operation == OPERATION_BIT_OR)
	  && memory_range (m, s, r[i].value, NONE, &now) && now.count == 0)
	return false;
    }
  return true;
}
