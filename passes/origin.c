/* origin.c - where a pointer comes from.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/origin.h"
#include "passes/arithmetic.h"

static struct origin
make_origin (enum origin_kind kind, uint32_t index)
{
  return (struct origin) { kind, index, false };
}

static struct origin
merge (struct origin a, struct origin b)
{
  if (a.kind == ORIGIN_UNKNOWN
      || (a.kind == ORIGIN_NULL && b.kind != ORIGIN_UNKNOWN))
    return b;
  if (b.kind == ORIGIN_UNKNOWN || b.kind == ORIGIN_NULL)
    return a;
  if (a.kind != b.kind || a.index != b.index)
    return make_origin (ORIGIN_MANY, 0);
  a.is_moved |= b.is_moved;
  return a;
}

struct origin
origin_of_memory (const struct snapshot *s, const struct origin *of,
		  uint32_t index)
{
  const struct snap_memory *m = &snapshot_memory (s)[index];
  struct origin o = make_origin (ORIGIN_MANY, 0);

  switch (operand_kind (m->base))
    {
    case OPERAND_DECL:
      o = make_origin (ORIGIN_VARIABLE, operand_index (m->base));
      break;
    case OPERAND_CONSTANT:
      if (snapshot_constants (s)[operand_index (m->base)].kind
	  == CONSTANT_STRING)
	o = make_origin (ORIGIN_STRING, operand_index (m->base));
      break;
    case OPERAND_SSA:
      o = of[operand_index (m->base)];
      break;
    case OPERAND_ADDRESS:
      o = origin_of_memory (s, of, operand_index (m->base));
      break;
    default:
      break;
    }
  o.is_moved |= m->offset_bits != 0 || (m->flags & MEMORY_IS_VARIABLE);
  return o;
}

/* What is read from MEMORY[INDEX].  */
static struct origin
loaded_from (const struct snapshot *s, const struct origin *of, uint32_t index)
{
  struct origin o = origin_of_memory (s, of, index);

  if (o.kind == ORIGIN_PARAMETER || o.kind == ORIGIN_LOADED
      || (o.kind == ORIGIN_VARIABLE
	  && (snapshot_decls (s)[o.index].flags & DECL_IS_GLOBAL)))
    return make_origin (ORIGIN_LOADED, o.index);
  return make_origin (o.kind == ORIGIN_UNKNOWN ? ORIGIN_UNKNOWN : ORIGIN_MANY,
		      0);
}

struct origin
origin_of_operand (const struct snapshot *s, const struct origin *of,
		   uint32_t operand)
{
  uint32_t index = operand_index (operand);

  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      return of[index];
    case OPERAND_ADDRESS:
      return origin_of_memory (s, of, index);
    case OPERAND_MEMORY:
      return loaded_from (s, of, index);
    case OPERAND_CONSTANT:
      if (integer_has_limbs (s, operand, 0))
	return make_origin (ORIGIN_NULL, 0);
      /* Fall through.  */
    default:
      return make_origin (ORIGIN_MANY, 0);
    }
}

static struct origin
of_statement (const struct snapshot *s, const struct origin *of,
	      uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  const uint32_t *o = snapshot_operands (s) + t->first_operand;
  struct origin result = make_origin (ORIGIN_UNKNOWN, 0);

  if (t->code == STATEMENT_CALL)
    return make_origin (ORIGIN_CALL, statement);
  if (t->code == STATEMENT_PHI)
    {
      for (uint32_t i = 0; i < t->n_operands; i++)
	result = merge (result, origin_of_operand (s, of, o[i]));
      return result;
    }
  if (t->code != STATEMENT_ASSIGN || t->n_operands == 0)
    return make_origin (ORIGIN_MANY, 0);
  switch (t->operation)
    {
    case OPERATION_COPY:
    case OPERATION_CONVERT:
      return origin_of_operand (s, of, o[0]);
    case OPERATION_POINTER_PLUS:
      result = origin_of_operand (s, of, o[0]);
      result.is_moved = true;
      return result;
    default:
      return make_origin (ORIGIN_MANY, 0);
    }
}

static struct origin
of_entry (const struct snapshot *s, uint32_t name)
{
  const struct snap_ssa *n = &snapshot_ssa (s)[name];

  if (!(n->flags & SSA_IS_DEFAULT) || n->decl == NONE)
    return make_origin (ORIGIN_UNKNOWN, 0);
  return snapshot_decls (s)[n->decl].kind == DECL_PARAMETER
	 ? make_origin (ORIGIN_PARAMETER, n->decl)
	 : make_origin (ORIGIN_UNKNOWN, 0);
}

struct origin *
origins_compute (const struct snapshot *s, const struct scratch *m)
{
  struct origin *of
    = m->alloc (m->data, snapshot_n_ssa (s) + 1, sizeof *of);
  bool changed = true;

  for (uint32_t i = 0; i < snapshot_n_ssa (s); i++)
    of[i] = of_entry (s, i);
  /* Kinds only rise, to ORIGIN_MANY at most.  */
  while (changed)
    {
      changed = false;
      for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
	{
	  uint32_t lhs = snapshot_statements (s)[i].lhs;
	  struct origin now, *before;

	  if (operand_kind (lhs) != OPERAND_SSA)
	    continue;
	  before = &of[operand_index (lhs)];
	  now = merge (*before, of_statement (s, of, i));
	  if (now.kind == before->kind && now.index == before->index
	      && now.is_moved == before->is_moved)
	    continue;
	  *before = now;
	  changed = true;
	}
    }
  return of;
}

uint32_t
copied_phi (const struct snapshot *s, uint32_t operand)
{
  for (uint32_t i = 0; i < snapshot_n_ssa (s); i++)
    {
      const struct snap_statement *t;
      uint32_t d = snapshot_definition (s, operand);

      if (d == NONE)
	break;
      t = &snapshot_statements (s)[d];
      if (t->code == STATEMENT_PHI)
	return d;
      if (!statement_is_copy (t))
	break;
      operand = snapshot_operands (s)[t->first_operand];
    }
  return NONE;
}
