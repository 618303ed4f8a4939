/* validate-code.c - whether a snapshot's blocks and statements fit together.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/validate.h"

static const struct
{
  const char *text;
  unsigned flags;
} statement_form[STATEMENT_CODES] = {
#define STATEMENT(NAME, text, flags) { text, flags },
#include "passes/statement.def"
};

static const int operation_arity[OPERATIONS] = {
#define OPERATION(NAME, text, arity, tree_code) arity,
#include "passes/operation.def"
};

static bool
is_comparison (uint32_t operation)
{
  return operation >= OPERATION_LESS && operation <= OPERATION_LESS_GREATER;
}

/* Blocks and edges.  */

static bool
validate_blocks (struct validator *v)
{
  const struct snapshot *s = v->s;
  uint32_t n = snapshot_n_blocks (s);
  uint64_t statements = 0, edges = 0, preds = 0;
  REQUIRE (v, n >= 2, 0, "no entry or no exit");
  for (uint32_t i = 0; i < n; i++)
    {
      const struct snap_block *b = &snapshot_blocks (s)[i];
      REQUIRE (v, b->first_statement == statements, i,
	       "block's statements are not in order");
      REQUIRE (v, b->first_successor == edges, i,
	       "block's successors are not in order");
      REQUIRE (v, b->first_predecessor == preds, i,
	       "block's predecessors are not in order");
      statements += b->n_statements;
      edges += b->n_successors;
      preds += b->n_predecessors;
      REQUIRE (v, b->n_phis <= b->n_statements, i,
	       "block has more phis than statements");
    }
  REQUIRE (v, statements == snapshot_n_statements (s), 0,
	   "statements outside of blocks");
  REQUIRE (v, edges == snapshot_n_edges (s), 0, "edges outside of blocks");
  REQUIRE (v, preds == edges && preds == snapshot_n_preds (s), 0,
	   "not as many predecessors as edges");
  const struct snap_block *entry = &snapshot_blocks (s)[BLOCK_ENTRY];
  const struct snap_block *exit = &snapshot_blocks (s)[BLOCK_EXIT];
  REQUIRE (v, entry->n_statements == 0 && exit->n_statements == 0, 0,
	   "entry or exit has statements");
  REQUIRE (v, entry->n_predecessors == 0, BLOCK_ENTRY,
	   "entry has predecessors");
  REQUIRE (v, exit->n_successors == 0, BLOCK_EXIT, "exit has successors");
  return true;
}

static bool
validate_edges (struct validator *v)
{
  const struct snapshot *s = v->s;
  const struct snap_edge *edges = snapshot_edges (s);
  uint32_t n_blocks = snapshot_n_blocks (s);
  uint8_t *seen = scratch_alloc (&v->scratch, snapshot_n_edges (s), 1);
  for (uint32_t b = 0; b < n_blocks; b++)
    {
      const struct snap_block *block = &snapshot_blocks (s)[b];
      for (uint32_t i = 0; i < block->n_successors; i++)
	{
	  uint32_t e = block->first_successor + i;
	  REQUIRE (v, edges[e].source == b, e, "edge has another source");
	  REQUIRE (v, edges[e].destination < n_blocks, e,
		   "edge's destination is out of range");
	}
    }
  for (uint32_t b = 0; b < n_blocks; b++)
    {
      const struct snap_block *block = &snapshot_blocks (s)[b];
      for (uint32_t i = 0; i < block->n_predecessors; i++)
	{
	  uint32_t e = snapshot_preds (s)[block->first_predecessor + i];
	  REQUIRE (v, e < snapshot_n_edges (s) && edges[e].destination == b,
		   b, "predecessor is not an edge to the block");
	  REQUIRE (v, !seen[e], e, "edge is a predecessor twice");
	  seen[e] = 1;
	}
    }
  return true;
}

/* Statements by themselves.  */

static bool
is_virtual (const struct snapshot *s, uint32_t name)
{
  return snapshot_ssa (s)[name].flags & SSA_IS_VIRTUAL;
}

/* Whether OPERAND is what statements of this kind take at POSITION.  */
static bool
operand_fits (const struct snapshot *s, const struct snap_statement *t,
	      uint32_t position, uint32_t operand)
{
  if (!operand_in_range (s, operand))
    return false;
  switch (operand_kind (operand))
    {
    case OPERAND_NONE:
      return t->code == STATEMENT_CALL && position == 0
	     && t->flags & CALL_IS_INTERNAL;
    case OPERAND_SSA:
      return is_virtual (s, operand_index (operand))
	     == (t->code == STATEMENT_PHI && t->flags & STATEMENT_IS_VIRTUAL);
    case OPERAND_DECL:
      return t->code == STATEMENT_CALL || t->code == STATEMENT_ASM
	     || t->code == STATEMENT_OPAQUE;
    case OPERAND_MEMORY:
      return t->code != STATEMENT_PHI && t->code != STATEMENT_COND;
    default:
      return !(t->code == STATEMENT_PHI && t->flags & STATEMENT_IS_VIRTUAL);
    }
}

static bool
lhs_fits (const struct snapshot *s, const struct snap_statement *t)
{
  enum operand_kind kind = operand_kind (t->lhs);
  if (!operand_in_range (s, t->lhs))
    return false;
  if (kind == OPERAND_SSA
      && is_virtual (s, operand_index (t->lhs))
	 != (t->code == STATEMENT_PHI && t->flags & STATEMENT_IS_VIRTUAL))
    return false;
  switch (t->code)
    {
    case STATEMENT_PHI:
      return kind == OPERAND_SSA;
    case STATEMENT_ASSIGN:
      return kind == OPERAND_SSA || kind == OPERAND_MEMORY
	     || kind == OPERAND_OPAQUE;
    case STATEMENT_CLOBBER:
      return kind == OPERAND_MEMORY;
    case STATEMENT_CALL:
    case STATEMENT_OPAQUE:
      return kind == OPERAND_NONE || kind == OPERAND_SSA
	     || kind == OPERAND_MEMORY || kind == OPERAND_OPAQUE;
    default:
      return kind == OPERAND_NONE;
    }
}

static bool
arity_fits (const struct snapshot *s, const struct snap_statement *t)
{
  switch (t->code)
    {
    case STATEMENT_PHI:
      return t->n_operands == snapshot_blocks (s)[t->block].n_predecessors;
    case STATEMENT_ASSIGN:
      if (t->operation == OPERATION_CONDITIONAL
	  && !is_comparison (t->first_extra))
	return false;
      return operation_arity[t->operation] < 0
	     || t->n_operands == (uint32_t) operation_arity[t->operation];
    case STATEMENT_CALL:
      return t->n_extra <= 1 && t->n_operands > t->n_extra;
    case STATEMENT_COND:
      return t->n_operands == 2 && is_comparison (t->operation);
    case STATEMENT_SWITCH:
    case STATEMENT_GOTO:
      return t->n_operands == 1;
    case STATEMENT_RETURN:
      return t->n_operands <= 1;
    case STATEMENT_ASM:
      return t->n_extra <= t->n_operands;
    default:
      return true;
    }
}

static bool
validate_case (struct validator *v, const struct snap_statement *t,
	       uint32_t index)
{
  const struct snapshot *s = v->s;
  const struct snap_case *c = &snapshot_cases (s)[index];
  enum operand_kind low = operand_kind (c->low), high = operand_kind (c->high);
  REQUIRE (v, operand_in_range (s, c->low) && operand_in_range (s, c->high)
	   && (low == OPERAND_NONE || low == OPERAND_CONSTANT
	       || low == OPERAND_OPAQUE)
	   && (high == OPERAND_NONE
	       || (high == OPERAND_CONSTANT && low == OPERAND_CONSTANT)
	       || (high == OPERAND_OPAQUE && low != OPERAND_NONE)), index,
	   "case is not a range of constants");
  REQUIRE (v, c->edge == NONE
	   || (c->edge < snapshot_n_edges (s)
	       && snapshot_edges (s)[c->edge].source == t->block), index,
	   "case goes along another block's edge");
  return true;
}

/* What a statement that may end its block owes to the edges.  */
static bool
validate_branch (struct validator *v, const struct snap_statement *t,
		 uint32_t index, uint32_t *cases)
{
  const struct snapshot *s = v->s;
  const struct snap_block *b = &snapshot_blocks (s)[t->block];
  if (t->code == STATEMENT_COND)
    {
      uint32_t flags = 0;
      for (uint32_t i = 0; i < b->n_successors; i++)
	flags |= snapshot_edges (s)[b->first_successor + i].flags;
      REQUIRE (v, b->n_successors == 2 && flags & EDGE_IS_TRUE
	       && flags & EDGE_IS_FALSE, index,
	       "condition without a true and a false edge");
    }
  if (t->code != STATEMENT_SWITCH)
    return true;
  REQUIRE (v, t->first_extra == *cases
	   && in_table (t->first_extra, t->n_extra, snapshot_n_cases (s)),
	   index, "switch's cases are not in order");
  *cases += t->n_extra;
  for (uint32_t i = 0; i < t->n_extra; i++)
    if (!validate_case (v, t, t->first_extra + i))
      return false;
  return true;
}

static bool
validate_statement (struct validator *v, uint32_t index)
{
  const struct snapshot *s = v->s;
  const struct snap_statement *t = &snapshot_statements (s)[index];
  uint32_t n_decls = snapshot_n_decls (s);
  REQUIRE (v, t->operation < OPERATIONS, index, "unknown operation");
  REQUIRE (v, below_or_none (t->type, snapshot_n_types (s)), index,
	   "statement's type is out of range");
  REQUIRE (v, below_or_none (t->decl, n_decls)
	   && (t->code != STATEMENT_LABEL || t->decl != NONE), index,
	   "statement's declaration is out of range");
  REQUIRE (v, t->text < snapshot_n_text (s), index,
	   "statement's text is out of range");
  REQUIRE (v, (t->vuse == NONE || (t->vuse < snapshot_n_ssa (s)
				   && is_virtual (s, t->vuse)))
	   && (t->vdef == NONE || (t->vdef < snapshot_n_ssa (s)
				   && is_virtual (s, t->vdef))), index,
	   "state of memory is not one");
  REQUIRE (v, lhs_fits (s, t), index, "statement cannot have this result");
  REQUIRE (v, arity_fits (s, t), index, "wrong number of operands");
  for (uint32_t i = 0; i < t->n_operands; i++)
    REQUIRE (v, operand_fits (s, t, i,
			      snapshot_operands (s)[t->first_operand + i]),
	     index, "statement cannot have this operand");
  return true;
}

static bool
validate_statements (struct validator *v)
{
  const struct snapshot *s = v->s;
  uint32_t n = snapshot_n_statements (s), operands = 0, cases = 0, block = 0;
  for (uint32_t i = 0; i < n; i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      while (i - snapshot_blocks (s)[block].first_statement
	     >= snapshot_blocks (s)[block].n_statements)
	block++;
      const struct snap_block *b = &snapshot_blocks (s)[block];
      uint32_t position = i - b->first_statement;
      REQUIRE (v, t->block == block, i, "statement is of another block");
      REQUIRE (v, t->code < STATEMENT_CODES, i, "unknown statement");
      REQUIRE (v, (t->code == STATEMENT_PHI) == (position < b->n_phis), i,
	       "phis are not first in their block");
      REQUIRE (v, !(statement_form[t->code].flags & STATEMENT_ENDS)
	       || position == b->n_statements - 1, i,
	       "statement is not the last of its block");
      REQUIRE (v, in_table (t->first_operand, t->n_operands,
			    snapshot_n_operands (s))
	       && (t->n_operands == 0 || t->first_operand == operands), i,
	       "statement's operands are not in order");
      operands += t->n_operands;
      if (!validate_statement (v, i) || !validate_branch (v, t, i, &cases))
	return false;
    }
  REQUIRE (v, operands == snapshot_n_operands (s), 0,
	   "operands outside of statements");
  return true;
}

/* SSA form.  */

static bool
define (struct validator *v, uint32_t name, uint32_t statement,
	uint8_t *defined)
{
  REQUIRE (v, snapshot_ssa (v->s)[name].definition == statement, statement,
	   "statement defines another's SSA name");
  REQUIRE (v, !defined[name], statement, "SSA name is defined twice");
  defined[name] = 1;
  return true;
}

static bool
validate_definitions (struct validator *v)
{
  const struct snapshot *s = v->s;
  uint8_t *defined = scratch_alloc (&v->scratch, snapshot_n_ssa (s), 1);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      const uint32_t *operands = snapshot_operands (s) + t->first_operand;
      uint32_t outputs = t->code == STATEMENT_ASM ? t->n_extra : 0;
      if (operand_kind (t->lhs) == OPERAND_SSA
	  && !define (v, operand_index (t->lhs), i, defined))
	return false;
      for (uint32_t j = 0; j < outputs; j++)
	if (operand_kind (operands[j]) == OPERAND_SSA
	    && !define (v, operand_index (operands[j]), i, defined))
	  return false;
      if (t->vdef != NONE && !define (v, t->vdef, i, defined))
	return false;
    }
  for (uint32_t i = 0; i < snapshot_n_ssa (s); i++)
    REQUIRE (v, defined[i] || snapshot_ssa (s)[i].definition == NONE, i,
	     "SSA name is not defined where it says");
  return true;
}

/* Dominance of definitions over uses.  */

struct flow
{
  struct validator *v;
  uint32_t *first, *last;	/* Of dominator tree's preorder; FIRST is NONE
				   in blocks that are never reached.  */
  uint64_t work;		/* Memory operands looked into.  */
};

static void
flow_init (struct flow *f, struct validator *v)
{
  const struct scratch *m = &v->scratch;
  uint32_t n = snapshot_n_blocks (v->s);
  struct graph g = graph_of_blocks (m, v->s);
  struct graph backward = graph_transpose (m, &g);
  uint32_t *immediate = scratch_numbers (m, n);
  uint32_t *order = scratch_numbers (m, n);
  uint32_t reached
    = graph_dominators (m, &g, &backward, BLOCK_ENTRY, immediate, order);
  f->v = v;
  f->work = 0;
  f->first = scratch_numbers (m, n);
  f->last = scratch_numbers (m, n);
  graph_number_tree (m, n, immediate, order, reached, f->first, f->last);
}

/* Whether NAME has its value in BLOCK just before statement BEFORE; NONE: at
   the block's end.  Where nothing ever runs, everything has.  */
static bool
flow_reaches (const struct flow *f, uint32_t name, uint32_t block,
	      uint32_t before)
{
  const struct snapshot *s = f->v->s;
  uint32_t definition = snapshot_ssa (s)[name].definition;
  if (definition == NONE || f->first[block] == NONE)
    return true;
  uint32_t at = snapshot_statements (s)[definition].block;
  if (at == block)
    return definition < before;
  return f->first[at] != NONE && f->first[at] <= f->first[block]
	 && f->first[block] <= f->last[at];
}

/* The same for all that OPERAND reads.  Memory entries are few per statement
   unless somebody shares them wildly, which would make this and every later
   analysis quadratic: so that is refused.  */
static bool
flow_check_operand (struct flow *f, uint32_t operand, uint32_t block,
		    uint32_t before, uint32_t statement)
{
  const struct snapshot *s = f->v->s;
  enum operand_kind kind = operand_kind (operand);
  while (kind == OPERAND_MEMORY || kind == OPERAND_ADDRESS)
    {
      const struct snap_memory *m
	= &snapshot_memory (s)[operand_index (operand)];
      f->work += 1 + m->n_steps;
      REQUIRE (f->v, f->work <= 16 * (uint64_t) s->size, statement,
	       "memory operands are shared beyond measure");
      for (uint32_t i = 0; i < m->n_steps; i++)
	{
	  const struct snap_step *step = &snapshot_steps (s)[m->first_step + i];
	  bool reads = (step->kind == STEP_INDEX || step->kind == STEP_RANGE)
		       && operand_kind (step->index) == OPERAND_SSA;
	  REQUIRE (f->v, !reads
		   || (!is_virtual (s, operand_index (step->index))
		       && flow_reaches (f, operand_index (step->index), block,
					before)), statement,
		   "index is used where it is not defined");
	}
      operand = m->base;
      kind = operand_kind (operand);
      REQUIRE (f->v, kind != OPERAND_SSA
	       || !is_virtual (s, operand_index (operand)), statement,
	       "state of memory is used as a pointer");
    }
  REQUIRE (f->v, kind != OPERAND_SSA
	   || flow_reaches (f, operand_index (operand), block, before),
	   statement, "SSA name is used where it is not defined");
  return true;
}

static bool
validate_phi_uses (struct flow *f, const struct snap_statement *t,
		   uint32_t index)
{
  const struct snapshot *s = f->v->s;
  const struct snap_block *b = &snapshot_blocks (s)[t->block];
  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t edge = snapshot_preds (s)[b->first_predecessor + i];
      if (!flow_check_operand (f, snapshot_operands (s)[t->first_operand + i],
			       snapshot_edges (s)[edge].source, NONE, index))
	return false;
    }
  return true;
}

static bool
validate_uses (struct validator *v)
{
  const struct snapshot *s = v->s;
  struct flow f;
  flow_init (&f, v);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      uint32_t outputs = t->code == STATEMENT_ASM ? t->n_extra : 0;
      if (t->code == STATEMENT_PHI)
	{
	  if (!validate_phi_uses (&f, t, i))
	    return false;
	  continue;
	}
      for (uint32_t j = 0; j < t->n_operands; j++)
	{
	  uint32_t operand = snapshot_operands (s)[t->first_operand + j];
	  if (j < outputs && operand_kind (operand) == OPERAND_SSA)
	    continue;
	  if (!flow_check_operand (&f, operand, t->block, i, i))
	    return false;
	}
      if (operand_kind (t->lhs) != OPERAND_SSA
	  && !flow_check_operand (&f, t->lhs, t->block, i, i))
	return false;
      REQUIRE (v, t->vuse == NONE || flow_reaches (&f, t->vuse, t->block, i),
	       i, "state of memory is used where it is not defined");
    }
  return true;
}

bool
validate_code (struct validator *v)
{
  const struct snapshot *s = v->s;
  if (s->flags & SNAPSHOT_IS_LOWERED_ONLY)
    {
      REQUIRE (v, snapshot_n_blocks (s) == 0 && snapshot_n_edges (s) == 0
	       && snapshot_n_preds (s) == 0 && snapshot_n_statements (s) == 0
	       && snapshot_n_ssa (s) == 0 && snapshot_n_operands (s) == 0
	       && snapshot_n_memory (s) == 0, 0,
	       "code in a function without blocks");
      return true;
    }
  return validate_blocks (v) && validate_edges (v) && validate_statements (v)
	 && validate_definitions (v) && validate_uses (v);
}
