/* undefined.c - SSA names that have no value, or not all of one.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/undefined.h"

#include <string.h>

bool
is_internal_call (const struct snapshot *s, const struct snap_statement *t,
		  const char *name)
{
  return t->code == STATEMENT_CALL && (t->flags & CALL_IS_INTERNAL)
	 && !strcmp (snapshot_string (s, t->text), name);
}

/* The definition of NAME, or NULL.  */
const struct snap_statement *
ssa_definition (const struct snapshot *s, uint32_t name)
{
  uint32_t d = snapshot_ssa (s)[name].definition;

  return d == NONE ? NULL : &snapshot_statements (s)[d];
}

/* The SSA name of whose real or imaginary part T takes, or NONE.  */
uint32_t
complex_part_of (const struct snapshot *s, const struct snap_statement *t)
{
  uint32_t o;

  if (t->code != STATEMENT_ASSIGN || t->n_operands != 1)
    return NONE;
  o = snapshot_operands (s)[t->first_operand];
  if (operand_kind (o) == OPERAND_MEMORY)
    {
      const struct snap_memory *m = &snapshot_memory (s)[operand_index (o)];

      if (m->n_steps == 1
	  && (snapshot_steps (s)[m->first_step].kind == STEP_REAL
	      || snapshot_steps (s)[m->first_step].kind == STEP_IMAGINARY))
	o = m->base;
    }
  else if (t->operation != OPERATION_REAL_PART
	   && t->operation != OPERATION_IMAGINARY_PART)
    return NONE;
  return operand_kind (o) == OPERAND_SSA ? operand_index (o) : NONE;
}

bool
ssa_is_deferred (const struct snapshot *s, uint32_t name)
{
  const struct snap_statement *d = ssa_definition (s, name);

  return d && is_internal_call (s, d, "DEFERRED_INIT");
}

static bool
is_part_of_deferred (const struct snapshot *s, uint32_t name)
{
  const struct snap_statement *d = ssa_definition (s, name);

  return d && complex_part_of (s, d) != NONE
	 && ssa_is_deferred (s, complex_part_of (s, d));
}

/* Whether the value of NAME, or with PARTIAL a part of it, is undefined.  */
bool
ssa_is_undefined (const struct snapshot *s, uint32_t name, bool partial)
{
  const struct snap_ssa *ssa = &snapshot_ssa (s)[name];
  const struct snap_statement *d = ssa_definition (s, name);

  if (ssa->decl != NONE)
    {
      const struct snap_decl *decl = &snapshot_decls (s)[ssa->decl];

      if (decl->kind == DECL_PARAMETER
	  || (decl->kind == DECL_RESULT && (decl->flags & DECL_IS_BY_REFERENCE))
	  || (decl->flags & DECL_IS_REGISTER))
	return false;
    }
  if (!d)
    return true;
  if (is_internal_call (s, d, "DEFERRED_INIT"))
    return true;
  if (!partial)
    return false;
  if (complex_part_of (s, d) != NONE)
    return is_part_of_deferred (s, name);
  if (d->code == STATEMENT_ASSIGN && d->operation == OPERATION_COMPLEX)
    for (uint32_t i = 0; i < d->n_operands; i++)
      {
	uint32_t o = snapshot_operands (s)[d->first_operand + i];

	if (operand_kind (o) == OPERAND_SSA
	    && (ssa_is_undefined (s, operand_index (o), false)
		|| is_part_of_deferred (s, operand_index (o))))
	  return true;
      }
  return false;
}

static bool
is_zero (const struct snapshot *s, uint32_t operand)
{
  const struct snap_constant *c;

  if (operand_kind (operand) != OPERAND_CONSTANT)
    return false;
  c = &snapshot_constants (s)[operand_index (operand)];
  if (c->kind != CONSTANT_INTEGER && c->kind != CONSTANT_REAL)
    return false;
  for (uint32_t i = 0; i < c->count; i++)
    if (snapshot_limbs (s)[c->first + i])
      return false;
  return true;
}

/* A scalar converted to complex is COMPLEX <x, 0>: the variable is x's.  */
uint32_t
ssa_variable_of_complex (const struct snapshot *s, uint32_t name)
{
  const struct snap_statement *d = ssa_definition (s, name);
  const uint32_t *o;

  if (!d || d->code != STATEMENT_ASSIGN || d->operation != OPERATION_COMPLEX
      || d->n_operands != 2)
    return NONE;
  o = snapshot_operands (s) + d->first_operand;
  if (operand_kind (o[0]) != OPERAND_SSA || !is_zero (s, o[1])
      || !ssa_is_undefined (s, operand_index (o[0]), true))
    return NONE;
  return snapshot_ssa (s)[operand_index (o[0])].decl;
}

/* The variable's name that the definition of NAME by .DEFERRED_INIT carries,
   or NULL.  */
const char *
ssa_deferred_text (const struct snapshot *s, uint32_t name)
{
  const struct snap_statement *d = ssa_definition (s, name);
  const struct snap_constant *c;
  uint32_t o;

  if (!d || !is_internal_call (s, d, "DEFERRED_INIT") || d->n_operands < 4)
    return NULL;
  o = snapshot_operands (s)[d->first_operand + 3];
  if (operand_kind (o) == OPERAND_ADDRESS)
    o = snapshot_memory (s)[operand_index (o)].base;
  if (operand_kind (o) != OPERAND_CONSTANT)
    return NULL;
  c = &snapshot_constants (s)[operand_index (o)];
  return c->kind == CONSTANT_STRING ? snapshot_text (s) + c->first : NULL;
}
