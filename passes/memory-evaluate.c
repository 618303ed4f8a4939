/* memory-evaluate.c - the values of operands and operations.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory.h"

#include "passes/undefined.h"

uint32_t
memory_operand_type (const struct snapshot *s, uint32_t operand)
{
  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      return snapshot_ssa (s)[operand_index (operand)].type;
    case OPERAND_CONSTANT:
      return snapshot_constants (s)[operand_index (operand)].type;
    case OPERAND_MEMORY:
      return snapshot_memory (s)[operand_index (operand)].type;
    default:
      return NONE;
    }
}

uint32_t
memory_fresh (struct memory *m, uint32_t statement, uint32_t n, uint32_t type)
{
  return statement == NONE
	 ? 0 : memory_make (&m->values, NODE_RESULT, type, statement, n, 0);
}

static uint32_t
new_integer_value (struct memory *m, uint32_t index)
{
  const struct snap_constant *c = &snapshot_constants (m->s)[index];
  bool is_unsigned = c->type != NONE && snapshot_types (m->s)[c->type].flags
					& TYPE_IS_UNSIGNED;

  if (c->kind != CONSTANT_INTEGER)
    return 0;
  return memory_make_integer (&m->values,
			      integer_of_limbs (&m->scratch,
						snapshot_limbs (m->s)
						+ c->first, c->count,
						is_unsigned));
}

static uint32_t
integer_value (struct memory *m, uint32_t index)
{
  if (!m->constants)
    m->constants = scratch_numbers (&m->scratch, snapshot_n_constants (m->s));
  if (!m->constants[index])
    m->constants[index] = new_integer_value (m, index) + 1;
  return m->constants[index] - 1;
}

static uint32_t
name_value (struct memory *m, struct memory_state *s, uint32_t name)
{
  const struct snap_ssa *ssa = &snapshot_ssa (m->s)[name];
  uint32_t value;

  if (memory_name (s, name, &value))
    return value;
  if (ssa_is_undefined (m->s, name, false))
    {
      if (ssa->decl == NONE)
	return memory_make (&m->values, NODE_UNINITIALIZED, NONE, NONE, name,
			    0);
      /* `int x = x;' asks for no warning.  */
      if (snapshot_decls (m->s)[ssa->decl].flags & DECL_NO_WARNING_UNINIT)
	return 0;
      return memory_make (&m->values, NODE_UNINITIALIZED, NONE,
			  memory_make (&m->values, NODE_VARIABLE, NONE,
				       ssa->decl, 0, 0), name, 0);
    }
  if (!(ssa->flags & SSA_IS_DEFAULT) || ssa->decl == NONE)
    return 0;
  for (uint32_t i = 0; i < m->s->n_parameters; i++)
    if (snapshot_lists (m->s)[m->s->first_parameter + i] == ssa->decl)
      return memory_as_value (&m->values,
			      memory_make (&m->values, NODE_PARAMETER,
					   ssa->type, i, 0, 0));
  return 0;
}

static uint32_t
address_value (struct memory *m, struct memory_state *s, uint32_t operand)
{
  struct location l = memory_locate (m, s, operand);

  if (l.region == 0)
    return memory_is_zero (&m->values, l.pointer) && l.offset == 0
	   ? l.pointer : 0;
  return memory_make_pointer (&m->values, l.region,
			      l.offset == OFFSET_UNKNOWN || l.offset % 8
			      ? OFFSET_UNKNOWN : l.offset / 8);
}

/* Whether pointer NAME is one that goes through an array: some way to it adds what
   is not constant, or comes round a loop.  */
static bool
is_moved (const struct snapshot *s, uint32_t name)
{
  for (unsigned i = 0; i < 8; i++)
    {
      const struct snap_statement *d = ssa_definition (s, name);
      const uint32_t *o;

      if (!d || d->code == STATEMENT_PHI)
	return d != NULL;
      o = snapshot_operands (s) + d->first_operand;
      if (d->code != STATEMENT_ASSIGN || d->n_operands == 0)
	return false;
      if (d->operation == OPERATION_POINTER_PLUS
	  && operand_kind (o[1]) != OPERAND_CONSTANT)
	return true;
      if (operand_kind (o[0]) != OPERAND_SSA)
	return false;
      name = operand_index (o[0]);
    }
  return false;
}

/* Whether what OPERAND reads may well have got its value by another index, in a
   loop that is taken to run a round.  */
static bool
is_indexed (struct memory *m, uint32_t operand, uint32_t region)
{
  const struct snapshot *s = m->s;
  const struct memory_node *n;
  uint32_t base;

  if (operand_kind (operand) != OPERAND_MEMORY)
    return false;
  base = snapshot_memory (s)[operand_index (operand)].base;
  if (operand_kind (base) == OPERAND_SSA && is_moved (s, operand_index (base)))
    return true;
  n = region == NONE ? NULL : memory_node (&m->values, region);
  if (!n || n->kind != NODE_VARIABLE)
    return (snapshot_memory (s)[operand_index (operand)].flags
	    & MEMORY_IS_VARIABLE) != 0;
  for (uint32_t i = 0; i < snapshot_n_memory (s); i++)
    {
      const struct snap_memory *memory = &snapshot_memory (s)[i];

      if (memory->flags & MEMORY_IS_VARIABLE
	  && memory->base == OPERAND (OPERAND_DECL, n->a))
	return true;
    }
  return false;
}

uint32_t
memory_operand (struct memory *m, struct memory_state *s, uint32_t operand,
		uint32_t statement, bool use)
{
  uint32_t value = 0;

  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      value = name_value (m, s, operand_index (operand));
      break;
    case OPERAND_CONSTANT:
      return integer_value (m, operand_index (operand));
    case OPERAND_ADDRESS:
      return address_value (m, s, operand);
    case OPERAND_DECL:
      if (snapshot_decls (m->s)[operand_index (operand)].kind
	  == DECL_FUNCTION)
	return memory_make_pointer (&m->values,
				    memory_make (&m->values, NODE_FUNCTION,
						 NONE, operand_index (operand),
						 0, 0), 0);
      return 0;
    case OPERAND_MEMORY:
      {
	struct location l = memory_locate (m, s, operand);

	memory_check_access (m, s, &l, statement, false);
	if (m->has_left)
	  return 0;
	value = memory_load (m, s, &l, statement);
      }
      break;
    default:
      return 0;
    }
  if (memory_kind (&m->values, value) == NODE_UNINITIALIZED && use)
    {
      uint32_t region = memory_node (&m->values, value)->a;
      bool is_told = !is_indexed (m, operand, region);

      if (is_told)
	memory_find (m, s, FOUND_UNINITIALIZED, statement, operand,
		     region == NONE ? 0 : region);
      /* What was read counts as something from here on; the variable still has
	 no value.  */
      value = memory_as_value (&m->values,
			       memory_fresh (m, statement, MEMORY_WITHOUT_VALUE,
					     memory_operand_type (m->s,
								  operand)));
      if (operand_kind (operand) == OPERAND_SSA)
	{
	  if (snapshot_ssa (m->s)[operand_index (operand)].decl == NONE)
	    memory_set_name (&m->pool, s, operand_index (operand), value);
	}
      else if (operand_kind (operand) == OPERAND_MEMORY && !is_told)
	{
	  struct location l = memory_locate (m, s, operand);

	  if (l.region != 0 && l.offset != OFFSET_UNKNOWN
	      && l.size != SIZE_UNKNOWN)
	    memory_bind (&m->pool, s, &m->values, l.region, l.offset, l.size,
			 value);
	}
    }
  return value;
}

static uint32_t
add_to_pointer (struct memory *m, const struct memory_state *s, uint32_t a,
		uint32_t b)
{
  struct memory_node n = *memory_node (&m->values, a);
  struct integer value;
  int64_t number, sum;
  struct range r;

  if (n.kind != NODE_POINTER)
    return memory_is_zero (&m->values, b) ? a : 0;
  if (!memory_is_integer (&m->values, b, &value))
    {
      if (memory_range (m, s, b, NONE, &r) && range_is_single (&r))
	value = r.part[0].low;
      else
	return memory_make_pointer (&m->values, n.a, OFFSET_UNKNOWN);
    }
  if (value.size < -1 || value.size > 1)
    return memory_make_pointer (&m->values, n.a, OFFSET_UNKNOWN);
  /* An offset is of the size of an address: large ones are negative.  */
  number = (int64_t) (value.size < 0 ? -value.limb : value.limb);
  if (n.number == OFFSET_UNKNOWN
      || __builtin_add_overflow (n.number, number, &sum))
    sum = OFFSET_UNKNOWN;
  return memory_make_pointer (&m->values, n.a, sum);
}

/* A OPERATION B from what is known of their ranges, if that is one number.  */
static uint32_t
fold (struct memory *m, const struct memory_state *s, uint32_t operation,
      uint32_t type, uint32_t a, uint32_t b)
{
  struct integer_type t;
  bool is_pointer;
  struct range x, y, r;

  if (!range_type (m->s, type, &t, &is_pointer) || is_pointer
      || !memory_range (m, s, a, type, &x))
    return 0;
  if (b == NONE)
    {
      if (operation == OPERATION_CONVERT)
	range_convert (&m->scratch, t, &x, &r);
      else if (!range_unary (&m->scratch, operation, t, &x, &r))
	return 0;
    }
  else if (!memory_range (m, s, b, type, &y)
	   || !range_binary (&m->scratch, operation, t, &x, &y, &r))
    return 0;
  return range_is_single (&r)
	 ? memory_make_integer (&m->values, r.part[0].low) : 0;
}

static uint32_t
convert (struct memory *m, const struct memory_state *s, uint32_t type,
	 uint32_t a)
{
  struct integer_type t;
  bool is_pointer;
  struct range x, all;

  if (memory_is_pointer (&m->values, a))
    return a;
  if (!range_type (m->s, type, &t, &is_pointer))
    return 0;
  if (is_pointer)
    return memory_is_zero (&m->values, a) ? a : 0;
  if (memory_range (m, s, a, NONE, &x))
    {
      range_full (&m->scratch, t, &all);
      if (range_within (&x, &all))
	return a;
    }
  return memory_make_operation (&m->values, OPERATION_CONVERT, type, a, NONE);
}

uint32_t
memory_operate (struct memory *m, struct memory_state *s, uint32_t operation,
		uint32_t type, uint32_t a, uint32_t b)
{
  uint32_t value;
  unsigned truth;

  if (memory_kind (&m->values, a) == NODE_UNINITIALIZED)
    return operation == OPERATION_COPY ? a : 0;
  switch (operation)
    {
    case OPERATION_COPY:
    case OPERATION_PAREN:
      return a;
    case OPERATION_CONVERT:
    case OPERATION_VIEW_CONVERT:
      value = fold (m, s, OPERATION_CONVERT, type, a, NONE);
      return value ? value : a == 0 ? 0 : convert (m, s, type, a);
    case OPERATION_POINTER_PLUS:
      return add_to_pointer (m, s, a, b);
    default:
      break;
    }
  if (a == 0 || b == 0)
    return 0;
  if (is_integer_comparison (operation))
    {
      truth = memory_decide (m, s, operation, NONE, a, b);
      if (truth == 1 || truth == 2)
	return memory_make_small (&m->values, truth == 2);
      return memory_make_operation (&m->values, operation, type, a, b);
    }
  value = fold (m, s, operation, type, a, b);
  if (value)
    return value;
  if (memory_is_pointer (&m->values, a) && operation == OPERATION_PLUS)
    return add_to_pointer (m, s, a, b);
  return memory_make_operation (&m->values, operation, type, a, b);
}

/* All of an object, from another or from nothing.  */
static bool
assign_aggregate (struct memory *m, struct memory_state *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  uint32_t o = snapshot_operands (m->s)[t->first_operand];
  struct location to, from;
  struct integer_type type;

  if (operand_kind (t->lhs) != OPERAND_MEMORY || t->n_operands != 1
      || integer_form (m->s, memory_operand_type (m->s, t->lhs), &type,
		       &(bool) { false })
      || operand_kind (o) != OPERAND_MEMORY)
    return false;
  from = memory_locate (m, s, o);
  memory_check_access (m, s, &from, statement, false);
  if (m->has_left)
    return true;
  memory_use_whole (m, s, &from, o, statement);
  to = memory_locate (m, s, t->lhs);
  memory_check_access (m, s, &to, statement, true);
  if (!m->has_left)
    memory_copy_bits (m, s, &to, &from, to.size, statement);
  return true;
}

/* Whether STATEMENT takes one part of a complex number so that the next one builds
   the number anew: what GCC makes of an assignment to the other part.  That this
   one has no value yet is no fault.  */
static bool
is_part_kept (const struct snapshot *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  const struct snap_statement *next = t + 1;
  const uint32_t *o;

  if (complex_part_of (s, t) == NONE
      || statement + 1 == snapshot_n_statements (s) || next->block != t->block
      || next->code != STATEMENT_ASSIGN || next->operation != OPERATION_COMPLEX
      || next->n_operands != 2)
    return false;
  o = snapshot_operands (s) + next->first_operand;
  return o[0] == t->lhs || o[1] == t->lhs;
}

void
memory_assign (struct memory *m, struct memory_state *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const uint32_t *o = snapshot_operands (m->s) + t->first_operand;
  uint32_t a = 0, b = NONE, value;
  struct location l;
  bool use = !is_part_kept (m->s, statement);

  if (assign_aggregate (m, s, statement))
    return;
  if (t->n_operands > 0)
    a = memory_operand (m, s, o[0], statement, use);
  if (t->n_operands > 1)
    b = memory_operand (m, s, o[1], statement, true);
  for (uint32_t i = 2; i < t->n_operands && !m->has_left; i++)
    memory_operand (m, s, o[i], statement, true);
  if (m->has_left)
    return;
  if (t->operation == OPERATION_CONSTRUCT)
    value = t->n_operands == 0 ? memory_make_small (&m->values, 0) : 0;
  else if (t->n_operands > 2)
    value = 0;
  else
    {
      memory_check_arithmetic (m, s, statement, a, b);
      if (t->n_operands == 2)
	memory_check_shift (m, s, statement, o[1], b);
      value = memory_operate (m, s, t->operation, t->type, a, b);
    }
  if (value == 0)
    {
      memory_age (m, s, statement);
      value = memory_as_value (&m->values,
			       memory_fresh (m, statement, 0, t->type));
    }
  if (operand_kind (t->lhs) == OPERAND_SSA)
    memory_set_name (&m->pool, s, operand_index (t->lhs), value);
  else if (operand_kind (t->lhs) == OPERAND_MEMORY)
    {
      l = memory_locate (m, s, t->lhs);
      memory_check_access (m, s, &l, statement, true);
      if (!m->has_left)
	memory_store (m, s, &l, value, statement);
    }
}
