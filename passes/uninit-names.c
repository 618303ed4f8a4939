/* uninit-names.c - how the check uninit names what is read, and where.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC's late pass sees what the optimisers have made of memory: a variable that
   nobody else can get at, and a part of one, has become a name of its own, and
   is called so; a statement may have lost its place.  */

#include "passes/early-uninit.h"

/* Whether R is all of a variable.  */
static bool
is_whole (const struct snapshot *s, const struct reference *r)
{
  uint32_t decl = reference_decl (r);

  return decl != NONE && r->offset == 0
	 && r->size == snapshot_decls (s)[decl].size_bits;
}

/* Whether MEMORY has an index that is another one in each round of the loop
   around STATEMENT.  */
static bool
varies_in_loop (const struct uninit *u, uint32_t statement, uint32_t memory)
{
  const struct snapshot *s = u->s;
  const struct snap_memory *m = &snapshot_memory (s)[memory];
  uint32_t block = snapshot_statements (s)[statement].block;
  uint32_t loop = loops_innermost (u->loops)[block];

  if (loop == NONE)
    return false;
  for (uint32_t i = 0; i < m->n_steps; i++)
    {
      const struct snap_step *step = &snapshot_steps (s)[m->first_step + i];
      uint32_t definition;

      if (step->kind != STEP_INDEX || operand_kind (step->index) != OPERAND_SSA)
	continue;
      definition = snapshot_ssa (s)[operand_index (step->index)].definition;
      if (definition != NONE
	  && loops_innermost (u->loops)[snapshot_statements (s)[definition]
					  .block] == loop)
	return true;
    }
  return false;
}

uint32_t
uninit_name_of_load (const struct uninit *u, uint32_t statement,
		     const struct reference *r, uint32_t name)
{
  uint32_t decl = reference_decl (r);

  if (decl != NONE
      && (is_whole (u->s, r)
	  || (operand_kind (name) == OPERAND_MEMORY
	      && varies_in_loop (u, statement, operand_index (name)))))
    return OPERAND (OPERAND_DECL, decl);
  return name;
}

uint32_t
uninit_first_of_part (const struct snapshot *s, const struct reference *r,
	       uint32_t memory)
{
  for (uint32_t i = 0; i < memory; i++)
    {
      struct reference other = reference_of_memory (s, i);

      if (reference_decl (&other) == reference_decl (r)
	  && other.offset == r->offset && other.size == r->size
	  && other.max_size == r->max_size)
	return i;
    }
  return memory;
}

bool
uninit_is_scalar (const struct uninit *u, const struct reference *r)
{
  const struct points_to_reader *p = u->walk.points_to;
  uint32_t decl = reference_decl (r);

  if (!p || decl == NONE
      || snapshot_decls (u->s)[decl].kind != DECL_VARIABLE
      || u->is_indexed[decl]
      || r->size == SIZE_UNKNOWN || r->size != r->max_size)
    return false;
  return !points_to_is_outside (p, points_to_object_of (p, r));
}

uint32_t
uninit_read_by_callee (const struct uninit *u, uint32_t index, uint32_t name)
{
  const struct snap_statement *t = &snapshot_statements (u->s)[index];

  for (uint32_t i = 0; t->code == STATEMENT_CALL && i < call_arguments (t);
       i++)
    {
      const struct parameter_effect *e
	= parameter_effect (u->callee[index], i);

      if (e && snapshot_operands (u->s)[t->first_operand + 1 + i]
	       == OPERAND (OPERAND_SSA, name))
	return e->read_at;
    }
  return NONE;
}

uint32_t
uninit_place_of_read (const struct uninit *u, uint32_t index)
{
  const struct snapshot *s = u->s;
  const struct snap_statement *t = &snapshot_statements (s)[index];
  const struct snap_block *b = &snapshot_blocks (s)[t->block];

  if (t->flags & STATEMENT_HAS_PLACE)
    return PLACE (PLACE_STATEMENT, index);
  if (u->check != CHECK_uninit)
    return NONE;
  for (uint32_t i = index + 1; i < b->first_statement + b->n_statements; i++)
    {
      const struct snap_statement *use = &snapshot_statements (s)[i];

      for (uint32_t j = 0; j < use->n_operands; j++)
	if (snapshot_operands (s)[use->first_operand + j] == t->lhs
	    && (use->flags & STATEMENT_HAS_PLACE))
	  return PLACE (PLACE_STATEMENT, i);
    }
  return NONE;
}
