/* memory-check.c - whether an access to memory is one that may be.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   That the pointer is not null, leads to something that lives, and to what may be
   written.  Null is told where the function, or what it calls, has made it so;
   not where it is one of several values from afar.  */

#include "passes/memory-claim.h"
#include "passes/memory-summary.h"
#include "passes/memory.h"

#include "passes/undefined.h"

/* What OPERAND is a copy of, or is some way behind.  */
static uint32_t
copied_operand (const struct memory *m, uint32_t operand)
{
  for (unsigned i = 0; i < 8 && operand_kind (operand) == OPERAND_SSA; i++)
    {
      const struct snap_statement *d
	= ssa_definition (m->s, operand_index (operand));

      if (!d || d->code != STATEMENT_ASSIGN || d->n_operands == 0)
	break;
      operand = snapshot_operands (m->s)[d->first_operand];
    }
  return operand;
}

/* The phi that OPERAND is a copy of, or NULL.  */
static const struct snap_statement *
copied_phi (const struct memory *m, uint32_t operand)
{
  const struct snap_statement *d;

  operand = copied_operand (m, operand);
  if (operand_kind (operand) != OPERAND_SSA)
    return NULL;
  d = ssa_definition (m->s, operand_index (operand));
  return d && d->code == STATEMENT_PHI ? d : NULL;
}

/* Whether control must come from the phi D to the block USE.  */
static bool
leads_to (const struct memory *m, const struct snap_statement *d, uint32_t use)
{
  if (m->is_target[d->block])
    return false;
  for (uint32_t block = d->block; block != use;)
    {
      const struct snap_block *b = &snapshot_blocks (m->s)[block];

      if (b->n_successors != 1 || m->is_target[block])
	return false;
      block = snapshot_edges (m->s)[b->first_successor].destination;
    }
  return true;
}

/* Whether null comes into the phi D from other phis only, from none of which
   control must come to the block USE.  */
static bool
is_null_from_afar (const struct memory *m, const struct snap_statement *d,
		   uint32_t use)
{
  bool any = false;

  for (uint32_t i = 0; i < d->n_operands; i++)
    {
      uint32_t o = snapshot_operands (m->s)[d->first_operand + i];
      const struct snap_statement *inner = copied_phi (m, o);

      if (operand_kind (o) == OPERAND_CONSTANT)
	return false;
      if (!inner || inner == d)
	continue;
      if (leads_to (m, inner, use))
	return false;
      any = true;
    }
  return any;
}

/* Whether PATH, which ends where OPERAND, a phi, is used, has come there by a branch
   that could have been taken otherwise: from the phi, or from one that it is
   made of.  */
static bool
is_chosen (const struct memory *m, uint32_t operand,
	   const struct memory_path *path)
{
  const struct snap_statement *d = copied_phi (m, operand);

  for (; d && path; path = path->before)
    {
      const struct snap_edge *e;
      const struct snap_block *b;

      if (path->kind != PATH_EDGE)
	continue;
      e = &snapshot_edges (m->s)[path->where];
      if (e->destination != d->block)
	{
	  if (snapshot_blocks (m->s)[e->source].n_successors > 1
	      && !path->event)
	    return true;
	  continue;
	}
      b = &snapshot_blocks (m->s)[d->block];
      for (uint32_t i = 0; i < b->n_predecessors; i++)
	if (snapshot_preds (m->s)[b->first_predecessor + i] == path->where)
	  operand = snapshot_operands (m->s)[d->first_operand + i];
      d = copied_phi (m, operand);
    }
  return d != NULL;
}

bool
memory_is_of_variable (const struct memory *m, uint32_t operand)
{
  const struct snap_memory *memory;

  operand = copied_operand (m, operand);
  if (operand_kind (operand) != OPERAND_MEMORY)
    return false;
  memory = &snapshot_memory (m->s)[operand_index (operand)];
  return operand_kind (memory->base) == OPERAND_DECL && memory->n_steps == 0;
}

/* Whether OPERAND is null by way of a phi from which control need not come to
   STATEMENT: then it takes two independent conditions, or a loop that runs no
   round, and whoever wrote it may know that these do not go together.  If all
   conditions on the way follow from those before, they are not independent.  */
bool
memory_is_by_assumption (struct memory *m, const struct memory_state *s,
			 uint32_t operand, uint32_t statement)
{
  const struct snap_statement *d = copied_phi (m, operand);
  uint32_t use = snapshot_statements (m->s)[statement].block;

  if (m->is_likely)
    return false;
  if (d)
    return leads_to (m, d, use) ? is_null_from_afar (m, d, use)
				: is_chosen (m, operand, s->path);
  operand = copied_operand (m, operand);
  if (operand_kind (operand) == OPERAND_MEMORY)
    {
      uint32_t base = snapshot_memory (m->s)[operand_index (operand)].base;

      /* A variable of whose address others know.  */
      return operand_kind (base) == OPERAND_DECL
	     && snapshot_memory (m->s)[operand_index (operand)].n_steps == 0
	     && (snapshot_decls (m->s)[operand_index (base)].flags
		 & (DECL_IS_GLOBAL | DECL_IS_STATIC)
		 || memory_region (s, memory_of_decl (m, operand_index (base)))
		      .flags & REGION_HAS_ESCAPED);
    }
  return false;
}

/* Pointer is null, or may be.  */
static void
check_null (struct memory *m, struct memory_state *s, const struct location *l,
	    uint32_t statement)
{
  struct memory_found *f = NULL;
  struct region_state r;

  if (memory_is_zero (&m->values, l->pointer))
    {
      if (!(m->s->options & SNAPSHOT_OPTION_NULL_IS_VALID)
	  && statement != NONE)
	f = memory_find (m, s, FOUND_NULL_DEREFERENCE, statement, l->operand,
			 0);
      if (f)
	f->if_always = memory_is_doubtful (m, s, l->operand, statement);
      m->has_left = true;
      return;
    }
  r = memory_region (s, l->region);
  if (r.flags & REGION_IS_NULL)
    {
      /* That a caller may pass null is an assumption, unless nothing else ever
	 comes here; that an allocation may fail is none.  */
      f = memory_find (m, s, FOUND_NULL_DEREFERENCE, statement, l->operand,
		       l->region);
      if (f)
	f->if_always = memory_kind (&m->values, l->region) != NODE_HEAP;
      m->has_left = true;
      return;
    }
  if (statement != NONE)
    memory_is_not_null (m, statement);
  if (l->region == 0)
    return;
  if (r.resource == RESOURCE_UNCHECKED)
    {
      if (memory_can_have_failed (m, s, l->pointer))
	memory_find (m, s, FOUND_POSSIBLE_NULL_DEREFERENCE, statement,
		     l->operand, l->region);
      r.resource = RESOURCE_HELD;
      r.flags |= REGION_IS_NONNULL;
      memory_set_region (&m->pool, s, &r);
    }
  else if (r.resource != RESOURCE_RELEASED && !(r.flags & REGION_IS_USED)
	   && !memory_is_object (&m->values, l->region))
    {
      r.flags |= REGION_IS_NONNULL | REGION_IS_USED;
      memory_set_region (&m->pool, s, &r);
      if (statement != NONE)
	memory_note (m, s, PATH_USED, statement, l->region)->operand
	  = l->operand;
    }
}

void
memory_check_write (struct memory *m, struct memory_state *s,
		    const struct location *l, uint32_t statement,
		    const struct snap_attribute *attribute)
{
  static const struct memory_wording to_function
    = { MESSAGE_WRITE_TO_FUNCTION, MESSAGE_EVENT_WRITE_TO_FUNCTION,
	MESSAGE_EVENT_WRITE_TO_FUNCTION, 0 };
  static const struct memory_wording to_label
    = { MESSAGE_WRITE_TO_LABEL, MESSAGE_EVENT_WRITE_TO_LABEL,
	MESSAGE_EVENT_WRITE_TO_LABEL, 0 };
  const struct memory_node *n = memory_node (&m->values, l->region);
  struct memory_found *f = NULL;

  if (n->kind == NODE_STRING)
    f = memory_find (m, s, FOUND_WRITE_TO_STRING, statement, l->operand,
		     l->region);
  else if ((n->kind == NODE_FUNCTION && n->a != NONE)
	   || (n->kind == NODE_VARIABLE
	       && snapshot_decls (m->s)[n->a].kind == DECL_LABEL))
    {
      f = memory_find (m, s, FOUND_WATCHED, statement, l->operand, 0);
      if (f)
	{
	  f->wording = n->kind == NODE_FUNCTION ? &to_function : &to_label;
	  f->decl = n->a;
	}
    }
  else if (n->kind == NODE_VARIABLE
	   && snapshot_decls (m->s)[n->a].flags & DECL_IS_READONLY
	   && snapshot_decls (m->s)[n->a].flags & DECL_IS_GLOBAL
	   /* Where it is defined it may be no constant.  */
	   && !(snapshot_decls (m->s)[n->a].flags & DECL_IS_EXTERNAL))
    {
      f = memory_find (m, s, FOUND_WRITE_TO_CONST, statement, l->operand,
		       l->region);
      if (f)
	f->decl = n->a;
    }
  if (f && attribute)
    {
      f->attribute = attribute;
      f->argument = attribute->argument;
    }
}

/* The pointer and the indices by which L is found matter.  */
static void
use_address (struct memory *m, struct memory_state *s,
	     const struct location *l, uint32_t statement)
{
  const struct snap_memory *memory;

  if (memory_kind (&m->values, l->pointer) == NODE_UNINITIALIZED)
    memory_operand (m, s, l->operand, statement, true);
  if (operand_kind (l->memory) != OPERAND_MEMORY)
    return;
  memory = &snapshot_memory (m->s)[operand_index (l->memory)];
  if (!(memory->flags & MEMORY_IS_VARIABLE))
    return;
  for (uint32_t i = 0; i < memory->n_steps; i++)
    {
      const struct snap_step *step
	= &snapshot_steps (m->s)[memory->first_step + i];

      if (step->kind == STEP_INDEX
	  && operand_kind (step->index) == OPERAND_SSA)
	memory_operand (m, s, step->index, statement, true);
    }
}

/* Whether L is where nothing can be: in a frame that is gone, or where a pointer
   points that never got a value, of which was told when it was read.  What comes
   after such an access is of no interest.  */
static bool
is_nowhere (struct memory *m, const struct memory_state *s,
	    const struct location *l, uint32_t statement)
{
  struct memory_node n = *memory_node (&m->values, l->region);

  if (n.kind == NODE_STALE)
    memory_find (m, s, FOUND_STALE_FRAME, statement, l->operand, 0);
  if (n.kind == NODE_POINTEE)
    n = *memory_node (&m->values, n.a);
  return n.kind == NODE_STALE
	 || (n.kind == NODE_RESULT && n.b == MEMORY_WITHOUT_VALUE);
}

void
memory_check_access (struct memory *m, struct memory_state *s,
		     const struct location *l, uint32_t statement, bool writes)
{
  struct memory_found *f;
  struct region_state r;

  if (statement != NONE)
    use_address (m, s, l, statement);
  if (l->pointer != 0)
    check_null (m, s, l, statement);
  if (l->region == 0 || m->has_left)
    return;
  r = memory_region (s, l->region);
  if (r.resource == RESOURCE_RELEASED && l->pointer != 0)
    {
      f = memory_find (m, s, FOUND_USE_AFTER_RELEASE, statement, l->operand,
		       l->region);
      if (f)
	f->family = r.family;
      m->has_left = true;
      return;
    }
  if (l->pointer != 0 && is_nowhere (m, s, l, statement))
    {
      m->has_left = true;
      return;
    }
  memory_check_bounds (m, s, l, statement, writes);
  if (!writes || statement == NONE)
    return;
  memory_check_write (m, s, l, statement, NULL);
  if (memory_kind (&m->values, l->region) == NODE_POINTEE
      && !(r.flags & REGION_WAS_WRITTEN))
    memory_claim (m, s, SUMMARY_ALTERS, statement, l->operand, l->region, 0,
		  0);
}
