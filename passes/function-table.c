/* function-table.c - the functions that a constant holds.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/function-table.h"

/* Copies between the constant and the call.  */
#define COPIES 8

/* What OPERAND was read from: MEMORY; NONE if it was not read.  */
static uint32_t
memory_of (const struct snapshot *s, uint32_t operand)
{
  for (unsigned i = 0; i <= COPIES; i++)
    {
      uint32_t d = snapshot_definition (s, operand);

      if (operand_kind (operand) == OPERAND_MEMORY)
	return operand_index (operand);
      if (d == NONE || !statement_is_copy (&snapshot_statements (s)[d]))
	return NONE;
      operand = snapshot_operands (s)[snapshot_statements (s)[d]
				      .first_operand];
    }
  return NONE;
}

/* The field that MEMORY[INDEX] is, by its last step; NONE if that is no
   field.  */
static uint32_t
field_of (const struct snapshot *s, uint32_t index)
{
  const struct snap_memory *m = &snapshot_memory (s)[index];
  const struct snap_step *last;

  if (m->n_steps == 0)
    return NONE;
  last = &snapshot_steps (s)[m->first_step + m->n_steps - 1];
  return last->kind == STEP_FIELD ? last->index : NONE;
}

uint32_t
table_functions (const struct snapshot *s, const struct origin *origins,
		 uint32_t operand, uint32_t *functions, uint32_t most)
{
  uint32_t index = memory_of (s, operand), field, count = 0;
  const struct snap_memory *m;
  const struct snap_decl *table;
  struct origin o;
  bool is_exact;

  if (index == NONE)
    return 0;
  m = &snapshot_memory (s)[index];
  o = origin_of_memory (s, origins, index);
  if (o.kind != ORIGIN_VARIABLE)
    return 0;
  table = &snapshot_decls (s)[o.index];
  field = field_of (s, index);
  is_exact = operand_kind (m->base) == OPERAND_DECL
	     && m->size_bits == m->max_size_bits
	     && !(m->flags & MEMORY_IS_VARIABLE);
  for (uint32_t i = 0; i < table->n_attributes; i++)
    {
      const struct snap_attribute *a
	= &snapshot_attributes (s)[table->first_attribute + i];

      if (a->kind != SNAP_ATTRIBUTE_HOLDS_FUNCTION || a->argument != field
	  || (is_exact && a->mask != (uint64_t) m->offset_bits))
	continue;
      if (a->argument2 == NONE || count == most)
	return 0;
      functions[count++] = a->argument2;
    }
  return count;
}
