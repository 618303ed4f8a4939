/* refinement-conditions.c - what is known of names where a branch was taken.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A condition is followed from its names to those that they were computed from.
   As a name never changes while it is visible, what the condition says of it
   holds wherever that edge was passed last.  */

#include "passes/refinement-internal.h"

/* How far a condition is followed, and how many predecessors a flag's phi may
   have.  */
#define DEEPEST 6
#define MOST_FLAG_EDGES 8
#define LONGEST_FLAG_PATH 4

static void assume_truth (struct walk *w, uint32_t name, bool truth,
			  unsigned depth);
static void derive (struct walk *w, uint32_t name, unsigned depth);

static enum name_kind
kind_of (struct walk *w, uint32_t operand)
{
  return operand_kind (operand) == OPERAND_SSA
	 ? w->r->kind[operand_index (operand)] : NAME_UNTRACKED;
}

static uint32_t
version_of (struct walk *w, uint32_t operand)
{
  return kind_of (w, operand) == NAME_UNTRACKED
	 ? NONE : w->current[operand_index (operand)];
}

/* NAME is in the set SETS[SET].  */
static bool
refine_by_set (struct walk *w, uint32_t name, uint32_t set)
{
  struct refinement made = { .kind = REFINED_BY_SET, .a = set };
  return walk_refine (w, name, &made);
}

static bool
refine_by_comparison (struct walk *w, uint32_t name, uint32_t operation,
		      uint32_t operand, uint32_t version)
{
  struct refinement made
    = { .kind = REFINED_BY_COMPARISON, .operation = (uint8_t) operation,
	.a = operand, .b = version };
  return walk_refine (w, name, &made);
}

void
assume_not_null (struct walk *w, uint32_t name)
{
  uint32_t version = w->current[name], n_ssa = snapshot_n_ssa (w->s);
  if (w->r->kind[name] != NAME_POINTER)
    return;
  if (version >= n_ssa)
    {
      const struct refinement *known
	= &refinements_array (w->r)[version - n_ssa];
      if (known->kind == REFINED_BY_SET && known->a == 1)
	return;
    }
  if (refine_by_set (w, name, 1))
    derive (w, name, 1);
}

/* Operations that say something of their operand where their result is known,
   and of a binary one's operand only beside a constant.  */
static bool
is_derivable (uint32_t operation)
{
  switch (operation)
    {
    case OPERATION_COPY:
    case OPERATION_CONVERT:
    case OPERATION_VIEW_CONVERT:
    case OPERATION_PAREN:
    case OPERATION_NEGATE:
    case OPERATION_BIT_NOT:
    case OPERATION_ABS:
    case OPERATION_ABSU:
    case OPERATION_PLUS:
    case OPERATION_MINUS:
    case OPERATION_MULTIPLY:
    case OPERATION_TRUNC_DIVIDE:
    case OPERATION_EXACT_DIVIDE:
    case OPERATION_SHIFT_RIGHT:
    case OPERATION_BIT_AND:
    case OPERATION_BIT_OR:
    case OPERATION_BIT_XOR:
    case OPERATION_MINIMUM:
    case OPERATION_MAXIMUM:
      return true;
    default:
      return false;
    }
}

/* Pointers are followed through copies only.  */
static bool
may_derive (struct walk *w, uint32_t name, const struct snap_statement *t,
	    uint32_t operand)
{
  enum name_kind kind = kind_of (w, operand);
  if (kind == NAME_UNTRACKED || kind != w->r->kind[name])
    return false;
  return kind == NAME_INTEGER || t->code == STATEMENT_CALL
	 || t->operation <= OPERATION_VIEW_CONVERT;
}

uint32_t
only_operand (struct walk *w, const struct snap_statement *t)
{
  const uint32_t *o = snapshot_operands (w->s) + t->first_operand;
  uint32_t operand = 0;
  if (operand_kind (t->lhs) != OPERAND_SSA || !is_derivable (t->operation)
      || !w->r->kind[operand_index (t->lhs)])
    return NONE;
  if (t->n_operands == 2 && operand_kind (o[0]) == OPERAND_CONSTANT)
    operand = 1;
  else if (t->n_operands == 2 && operand_kind (o[1]) != OPERAND_CONSTANT)
    return NONE;
  return may_derive (w, operand_index (t->lhs), t, o[operand])
	 ? operand : NONE;
}

/* More is known of NAME now: so of what it was computed from.  */
static void
derive (struct walk *w, uint32_t name, unsigned depth)
{
  const struct snap_statement *t = name_computation (w->s, name);
  if (!t || depth > DEEPEST
      || (t->code == STATEMENT_ASSIGN && !is_derivable (t->operation)))
    return;
  const uint32_t *operands = snapshot_operands (w->s) + t->first_operand;
  uint32_t first = t->code == STATEMENT_CALL ? 1 : 0;
  uint32_t n = t->code == STATEMENT_CALL ? 2 : t->n_operands;
  if (t->code == STATEMENT_ASSIGN && n == 2
      && operand_kind (operands[0]) != OPERAND_CONSTANT
      && operand_kind (operands[1]) != OPERAND_CONSTANT)
    return;
  for (uint32_t i = first; i < n; i++)
    {
      struct refinement made
	= { .kind = REFINED_BY_RESULT, .operand = (uint8_t) i,
	    .a = w->current[name],
	    .b = (uint32_t) (t - snapshot_statements (w->s)) };
      if (may_derive (w, name, t, operands[i])
	  && walk_refine (w, operand_index (operands[i]), &made))
	derive (w, operand_index (operands[i]), depth + 1);
    }
}

/* Whether the constant OPERAND is zero: 0 no, 1 yes, -1 it is no constant.  */
static int
constant_is_zero (struct walk *w, uint32_t operand)
{
  struct integer value;
  if (!constant_integer (w->s, &w->r->scratch, operand, &value))
    return -1;
  return value.size == 0;
}

static void
assume_of_operand (struct walk *w, uint32_t operation, uint32_t operand,
		   uint32_t other, uint32_t version, unsigned depth)
{
  uint32_t name = operand_index (operand);
  bool is_equality = operation == OPERATION_EQUAL
		     || operation == OPERATION_NOT_EQUAL;
  if (kind_of (w, operand) == NAME_UNTRACKED
      || !refine_by_comparison (w, name, operation, other, version))
    return;
  if (is_equality && constant_is_zero (w, other) == 1)
    assume_truth (w, name, operation == OPERATION_NOT_EQUAL, depth + 1);
  else if (is_equality && w->r->kind[name] == NAME_INTEGER
	   && w->r->type[name].precision == 1
	   && constant_is_zero (w, other) == 0)
    assume_truth (w, name, operation == OPERATION_EQUAL, depth + 1);
  else
    derive (w, name, depth + 1);
}

/* A OPERATION B holds.  */
static void
assume_comparison (struct walk *w, uint32_t operation, uint32_t a, uint32_t b,
		   unsigned depth)
{
  enum name_kind x = kind_of (w, a), y = kind_of (w, b);
  uint32_t version_a = version_of (w, a), version_b = version_of (w, b);
  if (depth > DEEPEST || (x && y && x != y))
    return;
  assume_of_operand (w, operation, a, b, version_b, depth);
  assume_of_operand (w, comparison_swapped (operation), b, a, version_a,
		     depth);
  if (operation == OPERATION_EQUAL && x && y)
    {
      walk_set (w, &w->partner[operand_index (a)], operand_index (b));
      walk_set (w, &w->partner[operand_index (b)], operand_index (a));
    }
}

/* Whether the comparison T, of integers or pointers, is one that can be turned
   round: there is a third way only for floating point.  */
static bool
is_tracked_comparison (struct walk *w, uint32_t operation,
		       const uint32_t *operands)
{
  return is_integer_comparison (operation)
	 && (kind_of (w, operands[0]) || kind_of (w, operands[1]));
}

/* Flags.  */

/* Whether OPERAND is 0 or 1 (not 0) wherever it comes from; -1: not known.  */
static int
flag_value (struct walk *w, uint32_t operand)
{
  int is_zero = constant_is_zero (w, operand);
  if (is_zero >= 0)
    return !is_zero;
  if (operand_kind (operand) != OPERAND_SSA)
    return -1;
  const struct snap_statement *t
    = name_computation (w->s, operand_index (operand));
  if (!t || t->code != STATEMENT_ASSIGN || t->operation != OPERATION_COPY)
    return -1;
  is_zero = constant_is_zero (w, snapshot_operands (w->s)[t->first_operand]);
  return is_zero < 0 ? -1 : !is_zero;
}

/* EDGE, into a block whose immediate dominator is TOP, was passed: so were the
   branches before it that had to be.  */
static void
assume_path (struct walk *w, uint32_t edge, uint32_t top)
{
  for (unsigned i = 0; i < LONGEST_FLAG_PATH && edge != NONE; i++)
    {
      uint32_t source = snapshot_edges (w->s)[edge].source;
      assume_edge (w, edge);
      if (source == top)
	break;
      edge = w->entry_edge[source];
    }
}

/* The phi T is 0 or not as TRUTH says.  If one edge only can have made it so, that
   one was taken last.  Not an edge back to a loop's header: since then names in
   the loop may have got other values.  */
static void
assume_phi (struct walk *w, const struct snap_statement *t, bool truth,
	    unsigned depth)
{
  const struct snap_block *b = &snapshot_blocks (w->s)[t->block];
  const uint32_t *operands = snapshot_operands (w->s) + t->first_operand;
  uint32_t found = NONE;
  if (b->n_predecessors > MOST_FLAG_EDGES)
    return;
  for (uint32_t i = 0; i < b->n_predecessors; i++)
    if (flag_value (w, operands[i]) != !truth)
      {
	if (found != NONE)
	  return;
	found = i;
      }
  if (found == NONE)
    return;
  uint32_t edge = snapshot_preds (w->s)[b->first_predecessor + found];
  if (dominates (w->r->dominators, t->block,
		 snapshot_edges (w->s)[edge].source))
    return;
  if (kind_of (w, operands[found]))
    assume_truth (w, operand_index (operands[found]), truth, depth + 1);
  assume_path (w, edge, dominators_immediate (w->r->dominators)[t->block]);
}

/* OPERAND, if it is a name, is zero or not.  */
static void
assume_one (struct walk *w, uint32_t operand, bool truth, unsigned depth)
{
  if (kind_of (w, operand)
      && refine_by_comparison (w, operand_index (operand),
			       truth ? OPERATION_NOT_EQUAL : OPERATION_EQUAL,
			       0, NONE))
    assume_truth (w, operand_index (operand), truth, depth + 1);
}

/* Both operands of T are zero, or both are not.  */
static void
assume_both (struct walk *w, const struct snap_statement *t, bool truth,
	     unsigned depth)
{
  assume_one (w, snapshot_operands (w->s)[t->first_operand], truth, depth);
  assume_one (w, snapshot_operands (w->s)[t->first_operand + 1], truth, depth);
}

/* Where NAME, converted from OPERAND, is zero, OPERAND is too, unless bits that are
   set may have been lost.  */
static bool
keeps_truth (struct walk *w, uint32_t name, uint32_t operand, bool truth)
{
  uint32_t width = w->s->pointer_bits;
  if (truth || w->r->kind[name] != NAME_INTEGER)
    return true;
  if (kind_of (w, operand) == NAME_INTEGER)
    width = w->r->type[operand_index (operand)].precision;
  return width <= w->r->type[name].precision;
}

/* What the assignment T of NAME says, where NAME is zero or not.  */
static void
assume_assignment (struct walk *w, const struct snap_statement *t,
		   uint32_t name, bool truth, unsigned depth)
{
  const uint32_t *operands = snapshot_operands (w->s) + t->first_operand;
  bool is_bit = w->r->kind[name] == NAME_INTEGER
		&& w->r->type[name].precision == 1;
  switch (t->operation)
    {
    case OPERATION_BIT_AND:
    case OPERATION_TRUTH_AND:
      if (truth)
	assume_both (w, t, true, depth);
      return;
    case OPERATION_BIT_OR:
    case OPERATION_TRUTH_OR:
      if (!truth)
	assume_both (w, t, false, depth);
      return;
    case OPERATION_TRUTH_NOT:
      assume_one (w, operands[0], !truth, depth);
      return;
    case OPERATION_BIT_NOT:
      if (is_bit)
	assume_one (w, operands[0], !truth, depth);
      return;
    case OPERATION_BIT_XOR:
      if (is_bit && constant_is_zero (w, operands[1]) == 0)
	assume_one (w, operands[0], !truth, depth);
      return;
    case OPERATION_COPY:
    case OPERATION_CONVERT:
    case OPERATION_NEGATE:
    case OPERATION_ABS:
    case OPERATION_ABSU:
      if (keeps_truth (w, name, operands[0], truth))
	assume_one (w, operands[0], truth, depth);
      return;
    default:
      if (is_tracked_comparison (w, t->operation, operands))
	assume_comparison (w, truth ? t->operation
				    : comparison_inverse (t->operation),
			   operands[0], operands[1], depth + 1);
      else
	derive (w, name, depth);
      return;
    }
}

/* NAME, which has been refined, is not zero, or is.  */
static void
assume_truth (struct walk *w, uint32_t name, bool truth, unsigned depth)
{
  uint32_t definition = snapshot_ssa (w->s)[name].definition;
  if (depth > DEEPEST || definition == NONE)
    return;
  const struct snap_statement *t = &snapshot_statements (w->s)[definition];
  if (t->code == STATEMENT_PHI)
    assume_phi (w, t, truth, depth);
  else if (t->code == STATEMENT_ASSIGN)
    assume_assignment (w, t, name, truth, depth);
  else if (name_computation (w->s, name))
    assume_one (w, snapshot_operands (w->s)[t->first_operand + 1], truth,
		depth);
}

static void
assume_switch (struct walk *w, const struct snap_statement *t, uint32_t edge)
{
  uint32_t index = snapshot_operands (w->s)[t->first_operand];
  const struct snap_block *b = &snapshot_blocks (w->s)[t->block];
  struct range *ranges;
  if (kind_of (w, index) != NAME_INTEGER || b->n_successors < 2)
    return;
  if (!w->r->cases[edge])
    {
      ranges = scratch_alloc (&w->r->scratch, b->n_successors,
			      sizeof *ranges);
      switch_ranges (w->s, &w->r->scratch, t,
		     w->r->type[operand_index (index)], ranges);
      for (uint32_t i = 0; i < b->n_successors; i++)
	w->r->cases[b->first_successor + i]
	  = range_keep (&w->r->scratch, &ranges[i]);
    }
  uint32_t set = (uint32_t) (w->r->sets.size / sizeof *w->r->cases);
  buffer_add (&w->r->sets, &w->r->cases[edge], sizeof *w->r->cases);
  if (refine_by_set (w, operand_index (index), set))
    derive (w, operand_index (index), 1);
}

void
assume_edge (struct walk *w, uint32_t edge)
{
  const struct snap_edge *e = &snapshot_edges (w->s)[edge];
  const struct snap_statement *t = block_end (w->s, e->source);
  if (!t)
    return;
  const uint32_t *operands = snapshot_operands (w->s) + t->first_operand;
  if (t->code == STATEMENT_SWITCH)
    assume_switch (w, t, edge);
  else if (t->code == STATEMENT_COND
	   && e->flags & (EDGE_IS_TRUE | EDGE_IS_FALSE)
	   && is_tracked_comparison (w, t->operation, operands))
    assume_comparison (w, e->flags & EDGE_IS_TRUE
			  ? t->operation : comparison_inverse (t->operation),
		       operands[0], operands[1], 0);
}
