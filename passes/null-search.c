/* null-search.c - whether a pointer is null.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/null-search.h"

#include "passes/all.h"
#include "passes/arithmetic.h"
#include "passes/value-number.h"

/* How many definitions one question follows, and how many branches above a
   block it looks at.  */
#define DEFINITIONS 64
#define BRANCHES_ABOVE 256

static bool is_null (struct null_search *n, uint32_t operand, uint32_t block);

static bool
is_null_constant (const struct snapshot *s, uint32_t operand)
{
  return integer_has_limbs (s, operand, 0);
}

static bool
is_pointer (const struct snapshot *s, uint32_t type)
{
  return type != NONE && snapshot_types (s)[type].kind == SNAP_TYPE_POINTER;
}

/* If T copies a pointer: what it copies; else the NONE-operand.  */
static uint32_t
copied_pointer (const struct snapshot *s, const struct snap_statement *t)
{
  if (!statement_is_copy (t) || operand_kind (t->lhs) != OPERAND_SSA
      || !is_pointer (s, snapshot_ssa (s)[operand_index (t->lhs)].type))
    return OPERAND (OPERAND_NONE, 0);
  return snapshot_operands (s)[t->first_operand];
}

/* The name that OPERAND is a copy of, or OPERAND itself.  */
static uint32_t
original (const struct snapshot *s, uint32_t operand)
{
  for (unsigned i = 0; i < DEFINITIONS; i++)
    {
      uint32_t definition = snapshot_definition (s, operand), from;

      if (definition == NONE)
	break;
      from = copied_pointer (s, &snapshot_statements (s)[definition]);
      if (operand_kind (from) != OPERAND_SSA)
	break;
      operand = from;
    }
  return operand;
}

/* Whether NAME and OPERAND, originals, have one value.  */
static bool
is_same (const struct null_search *n, uint32_t name, uint32_t operand)
{
  struct values v;
  struct value a, b;

  if (name == operand || !n->numbers)
    return name == operand;
  v = values_of (n->s, value_numbers_of (n->numbers));
  a = values_operand (&v, name);
  b = values_operand (&v, operand);
  return a.kind != KNOWN_NOTHING && a.kind == b.kind && a.index == b.index
	 && a.bits == b.bits;
}

/* What is known of a pointer.  */
enum told { TOLD_NOTHING, TOLD_NULL, TOLD_NONNULL };

/* What it says of NAME, an original, that edge E is taken.  */
static enum told
edge_tells (const struct null_search *n, uint32_t e, uint32_t name)
{
  const struct snapshot *s = n->s;
  const struct snap_edge *edge = &snapshot_edges (s)[e];
  uint32_t last = snapshot_last_statement (s, edge->source), wanted;
  const struct snap_statement *t;
  const uint32_t *o;

  if (last == NONE)
    return TOLD_NOTHING;
  t = &snapshot_statements (s)[last];
  if (t->code != STATEMENT_COND
      || (t->operation != OPERATION_EQUAL
	  && t->operation != OPERATION_NOT_EQUAL))
    return TOLD_NOTHING;
  o = snapshot_operands (s) + t->first_operand;
  if (!is_null_constant (s, o[1]) || !is_same (n, name, original (s, o[0])))
    return TOLD_NOTHING;
  wanted = t->operation == OPERATION_EQUAL ? EDGE_IS_TRUE : EDGE_IS_FALSE;
  return edge->flags & wanted ? TOLD_NULL : TOLD_NONNULL;
}

/* What the comparisons on the way to BLOCK say of NAME, the last one first.  */
static enum told
way_tells (struct null_search *n, uint32_t name, uint32_t block)
{
  const uint32_t *immediate = dominators_immediate (n->dominators);

  name = original (n->s, name);
  for (unsigned i = 0; block != NONE && i < BRANCHES_ABOVE;
       block = immediate[block], i++)
    {
      const struct snap_block *b = &snapshot_blocks (n->s)[block];
      enum told told
	= b->n_predecessors == 1
	  ? edge_tells (n, snapshot_preds (n->s)[b->first_predecessor], name)
	  : TOLD_NOTHING;

      if (told != TOLD_NOTHING)
	return told;
    }
  return TOLD_NOTHING;
}

/* Whether the phi PHI, asked for itself, gives null along all edges that can be
   taken.  */
static bool
phi_is_null (struct null_search *n, uint32_t phi)
{
  const struct snap_statement *t = &snapshot_statements (n->s)[phi];
  const struct snap_block *b = &snapshot_blocks (n->s)[t->block];
  bool any = false;

  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t e = snapshot_preds (n->s)[b->first_predecessor + i];
      uint32_t o = snapshot_operands (n->s)[t->first_operand + i];

      if (!executable_edges_edge (n->edges)[e] || o == t->lhs)
	continue;
      if (edge_tells (n, e, original (n->s, o)) != TOLD_NULL
	  && !is_null (n, o, snapshot_edges (n->s)[e].source))
	return false;
      any = true;
    }
  return any;
}

/* Whether the call T of a function of this unit returns null.  */
static bool
call_is_null (struct null_search *n, const struct snap_statement *t)
{
  uint32_t callee = called_outside_ring (n->cx, n->key, n->s, t);

  return callee != NONE && q_returns_null (n->cx, callee)->always;
}

/* Whether OPERAND is null whenever BLOCK is executed.  */
static bool
is_null (struct null_search *n, uint32_t operand, uint32_t block)
{
  uint32_t definition;
  const struct snap_statement *t;
  enum told told;

  if (is_null_constant (n->s, operand))
    return true;
  if (operand_kind (operand) != OPERAND_SSA || n->budget == 0)
    return false;
  n->budget--;
  /* If it is null all the same, nobody comes to BLOCK.  */
  told = way_tells (n, operand, block);
  if (told != TOLD_NOTHING)
    return told == TOLD_NULL;
  definition = snapshot_ssa (n->s)[operand_index (operand)].definition;
  if (definition == NONE)
    return false;
  t = &snapshot_statements (n->s)[definition];
  switch (t->code)
    {
    case STATEMENT_PHI:
      return phi_is_null (n, definition);
    case STATEMENT_CALL:
      return call_is_null (n, t);
    default:
      return is_null (n, copied_pointer (n->s, t), t->block);
    }
}

void
null_search_init (struct null_search *n, struct query_context *cx, uint32_t key)
{
  n->cx = cx;
  n->key = key;
  n->s = q_body (cx, key);
  n->edges = q_executable_edges (cx, key);
  n->dominators = q_dominators (cx, key);
  n->numbers = NULL;
}

bool
null_search (struct null_search *n, uint32_t operand, uint32_t block)
{
  n->budget = DEFINITIONS;
  return is_null (n, operand, block);
}

bool
null_search_on_edge (struct null_search *n, uint32_t operand, uint32_t edge)
{
  return edge_tells (n, edge, original (n->s, operand)) == TOLD_NULL
	 || null_search (n, operand, snapshot_edges (n->s)[edge].source);
}
