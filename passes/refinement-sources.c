/* refinement-sources.c - what single statements say of names.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/alias.h"
#include "passes/refinement.h"

bool
constant_integer (const struct snapshot *s, const struct scratch *m,
		  uint32_t operand, struct integer *value)
{
  if (operand_kind (operand) != OPERAND_CONSTANT)
    return false;
  const struct snap_constant *c
    = &snapshot_constants (s)[operand_index (operand)];
  const struct snap_type *t = &snapshot_types (s)[c->type];
  if (c->kind != CONSTANT_INTEGER || c->count > RANGE_WIDEST / 64)
    return false;
  *value = integer_of_limbs (m, snapshot_limbs (s) + c->first, c->count,
			     t->flags & TYPE_IS_UNSIGNED
			     || t->kind == SNAP_TYPE_POINTER);
  return true;
}

const struct snap_statement *
name_computation (const struct snapshot *s, uint32_t name)
{
  uint32_t definition = snapshot_ssa (s)[name].definition;
  if (definition == NONE)
    return NULL;
  const struct snap_statement *t = &snapshot_statements (s)[definition];
  if (t->lhs != OPERAND (OPERAND_SSA, name))
    return NULL;
  if (t->code == STATEMENT_ASSIGN)
    return t;
  if (t->code == STATEMENT_CALL && t->decl != NONE && t->n_operands > 1
      && snapshot_decls (s)[t->decl].builtin == BUILTIN_EXPECT)
    return t;
  return NULL;
}

const struct snap_attribute *
call_attribute (const struct snapshot *s, const struct snap_statement *t,
		enum snap_attribute_kind kind)
{
  if (t->type == NONE)
    return NULL;
  const struct snap_type *type = &snapshot_types (s)[t->type];
  for (uint32_t i = 0; i < type->n_attributes; i++)
    {
      const struct snap_attribute *a
	= &snapshot_attributes (s)[type->first_attribute + i];
      if (a->kind == kind)
	return a;
    }
  return NULL;
}

/* The pointer that OPERAND, memory, is reached through, or NONE.  An access of
   no bytes touches nothing.  */
static uint32_t
dereferenced (const struct snapshot *s, uint32_t operand)
{
  if (operand_kind (operand) != OPERAND_MEMORY)
    return NONE;
  const struct snap_memory *m = &snapshot_memory (s)[operand_index (operand)];
  if (operand_kind (m->base) != OPERAND_SSA || m->size_bits == 0
      || m->flags & MEMORY_IS_VOLATILE)
    return NONE;
  return operand_index (m->base);
}

void
visit_not_null (const struct snapshot *s, uint32_t statement,
		void (*visit) (void *data, uint32_t name), void *data)
{
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  const uint32_t *operands = snapshot_operands (s) + t->first_operand;
  const struct snap_attribute *a;
  if (!null_is_invalid (s)
      || s->options & SNAPSHOT_OPTION_NON_CALL_EXCEPTIONS)
    return;
  if (t->code == STATEMENT_ASSIGN || t->code == STATEMENT_CALL
      || t->code == STATEMENT_RETURN)
    {
      for (uint32_t i = 0; i < t->n_operands; i++)
	if (dereferenced (s, operands[i]) != NONE)
	  visit (data, dereferenced (s, operands[i]));
      if (dereferenced (s, t->lhs) != NONE)
	visit (data, dereferenced (s, t->lhs));
    }
  if (t->code != STATEMENT_CALL
      || !(a = call_attribute (s, t, SNAP_ATTRIBUTE_NONNULL)))
    return;
  for (uint32_t i = 0; i < call_arguments (t); i++)
    if (operand_kind (operands[1 + i]) == OPERAND_SSA
	&& (!a->mask || (i < 63 && a->mask >> i & 1)))
      visit (data, operand_index (operands[1 + i]));
}

/* SWITCH.  */

/* The values of case C; false if it cannot be said.  */
static bool
case_values (const struct snapshot *s, const struct scratch *m,
	     const struct snap_case *c, struct interval *values)
{
  if (!constant_integer (s, m, c->low, &values->low))
    return false;
  values->high = values->low;
  return operand_kind (c->high) == OPERAND_NONE
	 || constant_integer (s, m, c->high, &values->high);
}

/* Between the cases that go elsewhere; they lie in ascending order, or nothing
   is known.  */
static void
default_range (const struct snapshot *s, const struct scratch *m,
	       const struct snap_statement *t, struct integer_type type,
	       uint32_t edge, struct range *r)
{
  struct integer next = integer_least (m, type.precision, type.is_unsigned);
  struct integer greatest
    = integer_greatest (m, type.precision, type.is_unsigned);
  struct interval values;
  range_clear (r);
  for (uint32_t i = 0; i < t->n_extra; i++)
    {
      const struct snap_case *c = &snapshot_cases (s)[t->first_extra + i];
      if (c->edge == edge || operand_kind (c->low) == OPERAND_NONE)
	continue;
      if (!case_values (s, m, c, &values)
	  || integer_compare (values.low, next) < 0)
	{
	  range_full (m, type, r);
	  return;
	}
      if (integer_compare (next, values.low) < 0)
	range_add (m, r, next,
		   integer_add (m, values.low, integer_of (-1)));
      next = integer_add (m, values.high, integer_of (1));
    }
  if (integer_compare (next, greatest) <= 0)
    range_add (m, r, next, greatest);
  range_finish (m, r);
}

void
switch_ranges (const struct snapshot *s, const struct scratch *m,
	       const struct snap_statement *t, struct integer_type type,
	       struct range *ranges)
{
  const struct snap_block *b = &snapshot_blocks (s)[t->block];
  uint32_t otherwise = NONE;
  struct interval values;
  for (uint32_t i = 0; i < b->n_successors; i++)
    range_clear (&ranges[i]);
  for (uint32_t i = 0; i < t->n_extra; i++)
    {
      const struct snap_case *c = &snapshot_cases (s)[t->first_extra + i];
      if (operand_kind (c->low) == OPERAND_NONE)
	otherwise = c->edge;
      if (c->edge == NONE || operand_kind (c->low) == OPERAND_NONE)
	continue;
      struct range *r = &ranges[c->edge - b->first_successor];
      if (case_values (s, m, c, &values))
	range_add_fitted (m, type, false, values.low, values.high, r);
      else
	range_full (m, type, r);
    }
  for (uint32_t i = 0; i < b->n_successors; i++)
    range_finish (m, &ranges[i]);
  if (otherwise != NONE)
    default_range (s, m, t, type, otherwise,
		   &ranges[otherwise - b->first_successor]);
  else
    for (uint32_t i = 0; i < b->n_successors; i++)
      range_full (m, type, &ranges[i]);
}
