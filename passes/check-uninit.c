/* check-uninit.c - what may be read before it has a value.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The questions of GCC's late pass, asked of the function as it was written.
   Which names may be undefined is found by phis and copies, forward; whether
   the value gets from there to a use by undefined-path.c, backward.  What the
   optimisers would have taken away is no use: necessary.c.  Memory is looked at
   as in the early check, of which check-uninit-memory.c is a part.  */

#include "passes/all.h"

#include <string.h>

#include "passes/early-uninit.h"
#include "passes/effects.h"
#include "passes/necessary.h"
#include "passes/points-to.h"
#include "passes/structure.h"
#include "passes/undefined-path.h"
#include "passes/undefined.h"

/* Uses of one name that are looked at.  */
#define MOST_USES 64

/* Whether there is a name without a definition.  */
static bool
has_undefined (const struct snapshot *s)
{
  for (uint32_t i = 0; i < snapshot_n_ssa (s); i++)
    if (!(snapshot_ssa (s)[i].flags & SSA_IS_VIRTUAL)
	&& ssa_is_undefined (s, i, false))
      return true;
  return false;
}

/* Names that may be undefined on some way, however unlikely: MAY_BE.  Loops
   make for a few rounds.  */
static void
find_names (const struct snapshot *s, uint8_t *may_be)
{
  bool changed = true;

  for (uint32_t i = 0; i < snapshot_n_ssa (s); i++)
    may_be[i] = !(snapshot_ssa (s)[i].flags & SSA_IS_VIRTUAL)
		&& ssa_is_undefined (s, i, false);
  while (changed)
    {
      changed = false;
      for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
	{
	  const struct snap_statement *t = &snapshot_statements (s)[i];
	  const uint32_t *o = snapshot_operands (s) + t->first_operand;

	  if ((t->code != STATEMENT_PHI && !path_hands_on (s, t))
	      || operand_kind (t->lhs) != OPERAND_SSA
	      || (t->flags & STATEMENT_IS_VIRTUAL)
	      || may_be[operand_index (t->lhs)])
	    continue;
	  for (uint32_t j = 0; j < t->n_operands; j++)
	    if (operand_kind (o[j]) == OPERAND_SSA
		&& may_be[operand_index (o[j])])
	      {
		may_be[operand_index (t->lhs)] = 1;
		changed = true;
		break;
	      }
	}
    }
}

struct name_uses
{
  struct uninit *u;
  const uint8_t *may_be;
  uint16_t *n_uses;		/* By name.  */
  uint32_t statement;
};

static void
check_use (struct name_uses *n, uint32_t name)
{
  struct uninit *u = n->u;
  struct path_origin origin;
  uint32_t block = snapshot_statements (u->s)[n->statement].block;
  bool certain;

  if (!path_to_name (u->paths, name, n->statement, &origin))
    return;
  certain = !origin.by_phi && uninit_is_always_executed (u, block);
  u->callee_statement = uninit_read_by_callee (u, n->statement, name);
  uninit_report_name (u, origin.name, n->statement,
		      origin.argument == NONE
		      ? NONE : PLACE (PLACE_OPERAND, origin.argument),
		      certain, UNINIT_O0);
}

static bool
visit_use (void *data, const struct effect *e)
{
  struct name_uses *n = data;
  const struct snap_statement *t
    = &snapshot_statements (n->u->s)[n->statement];
  uint32_t name = operand_index (e->operand);

  if (e->kind != EFFECT_USES || !n->may_be[name])
    return true;
  /* What bits are inserted into may well be undefined.  */
  if (t->code == STATEMENT_ASSIGN && t->operation == OPERATION_BIT_INSERT
      && e->position == 0)
    return true;
  if (parameter_is_ignored (n->u->s, n->statement,
			    n->u->callee[n->statement], e->position))
    return true;
  if (n->n_uses[name] < MOST_USES)
    {
      n->n_uses[name]++;
      check_use (n, name);
    }
  return true;
}

bool
uninit_is_reachable (const struct uninit *u, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (u->s)[block];

  for (uint32_t i = 0; i < b->n_predecessors; i++)
    if (u->paths->executable[snapshot_preds (u->s)[b->first_predecessor + i]])
      return true;
  return false;
}

static void
check_names (struct uninit *u, const uint8_t *may_be, uint16_t *n_uses)
{
  struct name_uses n = { u, may_be, n_uses, 0 };

  u->modes_here = UNINIT_O0;
  for (uint32_t i = BLOCK_EXIT + 1; i < snapshot_n_blocks (u->s); i++)
    if (uninit_is_reachable (u, i) && uninit_is_always_executed (u, i))
      uninit_check_phis (u, i);
  for (uint32_t i = 0; i < snapshot_n_statements (u->s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (u->s)[i];

      if (t->code == STATEMENT_PHI || path_hands_on (u->s, t) || !u->is_needed[i]
	  || !uninit_is_reachable (u, t->block))
	continue;
      n.statement = i;
      effects_visit (u->s, i, visit_use, &n);
    }
}

/* What is read from memory.  */
static void
check_memory (struct uninit *u)
{
  for (uint32_t block = BLOCK_EXIT + 1; block < snapshot_n_blocks (u->s);
       block++)
    {
      const struct snap_block *b = &snapshot_blocks (u->s)[block];

      if (!uninit_is_reachable (u, block))
	continue;
      u->modes_here = UNINIT_O0;
      u->always_executed = uninit_is_always_executed (u, block);
      for (uint32_t i = b->n_phis; i < b->n_statements; i++)
	{
	  uint32_t index = b->first_statement + i;

	  if (snapshot_statements (u->s)[index].vdef != NONE)
	    u->budget[1].definitions++;
	  if (u->is_needed[index])
	    {
	      uint32_t n = u->n_reports;

	      uninit_check_memory (u, index);
	      if (u->n_reports == n)
		uninit_report_callee_reads (u, index);
	    }
	}
    }
}

/* The functions that get a name that may be undefined.  */
static void
find_callees (struct uninit *u, struct query_context *cx,
	      const uint8_t *may_be)
{
  const struct snapshot *s = u->s;

  u->callee = parameter_effects_of_calls (cx, s);
  for (uint32_t i = 0; may_be && i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];

      for (uint32_t j = 1; t->code == STATEMENT_CALL && !u->callee[i]
			   && j < t->n_operands; j++)
	{
	  uint32_t o = snapshot_operands (s)[t->first_operand + j];

	  if (operand_kind (o) == OPERAND_SSA && may_be[operand_index (o)])
	    {
	      u->callee[i] = parameter_effects_of_call (cx, s, t);
	      break;
	    }
	}
    }
}

/* Whether memory without a value may be read here at all: variables of the
   frame that are read, or what is allocated, or what a parameter points to
   although the function says that it does not read it.  */
static bool
has_memory (const struct snapshot *s)
{
  const struct snap_decl *d = snapshot_decls (s);

  for (uint32_t i = 0; i < snapshot_n_memory (s); i++)
    {
      uint32_t base = snapshot_memory (s)[i].base;

      if (operand_kind (base) == OPERAND_DECL
	  && d[operand_index (base)].kind == DECL_VARIABLE
	  && !(d[operand_index (base)].flags & DECL_IS_GLOBAL))
	return true;
    }
  for (uint32_t i = 0; i < snapshot_n_decls (s); i++)
    if (d[i].builtin == BUILTIN_MALLOC || d[i].builtin == BUILTIN_ALLOCA
	|| d[i].builtin == BUILTIN_ALLOCA_WITH_ALIGN)
      return true;
  for (uint32_t i = 0; i < snapshot_n_attributes (s); i++)
    if (snapshot_attributes (s)[i].kind == SNAP_ATTRIBUTE_ACCESS
	&& (snapshot_attributes (s)[i].mode == ACCESS_NONE
	    || snapshot_attributes (s)[i].mode == ACCESS_WRITE_ONLY))
      return true;
  return false;
}

static const uint8_t *
find_indexed (const struct snapshot *s, struct query_context *cx)
{
  uint8_t *is_indexed = query_alloc (cx, snapshot_n_decls (s) + 1, 1);

  for (uint32_t i = 0; i < snapshot_n_memory (s); i++)
    {
      struct reference r = reference_of_memory (s, i);
      uint32_t decl = reference_decl (&r);

      if (decl != NONE
	  && (snapshot_memory (s)[i].flags & MEMORY_IS_VARIABLE))
	is_indexed[decl] = 1;
    }
  return is_indexed;
}

/* All that is asked of other queries, and what is made of it.  */
static void
prepare (struct uninit *u, struct query_context *cx, uint32_t key,
	 const uint8_t *may_be)
{
  struct scratch scratch = scratch_of_query (cx);
  struct points_to_reader *points_to
    = query_alloc (cx, 1, sizeof *points_to);

  u->paths = query_alloc (cx, 1, sizeof *u->paths);
  path_search_init (u->paths, cx, key);
  u->loops = q_loops (cx, key);
  find_callees (u, cx, may_be);
  points_to->s = u->s;
  points_to->of = u->paths->names.of;
  points_to->callee = u->paths->callee = u->callee;
  points_to->value = q_points_to (cx, key);
  u->paths->points_to = u->walk.points_to = points_to;
  u->is_needed = necessary_statements (u->s, u->callee, &scratch);
  u->is_indexed = find_indexed (u->s, cx);
  u->walk.phis_left = WALK_MOST_PHIS;
}

void
provide_uninit (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct uninit u;
  uint8_t *may_be = NULL;
  uint16_t *n_uses = NULL;
  bool reads;

  memset (&u, 0, sizeof u);
  u.check = CHECK_uninit;
  u.s = q_body (cx, key);
  reads = has_memory (u.s);
  if (has_undefined (u.s))
    {
      may_be = query_alloc (cx, snapshot_n_ssa (u.s) + 1, 1);
      n_uses = query_alloc (cx, snapshot_n_ssa (u.s) + 1, sizeof *n_uses);
      find_names (u.s, may_be);
    }
  if ((may_be || reads) && uninit_init (&u, cx, key))
    {
      prepare (&u, cx, key, may_be);
      if (reads)
	uninit_find_callee_reads (&u, cx);
    }
  findings_builder_init (&u.b);
  if (u.paths)
    {
      if (may_be)
	check_names (&u, may_be, n_uses);
      if (reads)
	check_memory (&u);
      if (u.paths->gave_up || u.walk.phis_left == 0)
	{
	  u.b.flags |= FINDINGS_INCOMPLETE;
	  query_give_up (cx, "too many ways to a use");
	}
    }
  findings_finish (&u.b, out);
  findings_builder_release (&u.b);
}
