/* predicate.c - ors of ands of literals, and where they come from.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/predicate.h"

#include <string.h>

#include "passes/undefined.h"
#include "passes/value-number.h"

/* Truth values in truth values: how deep to take them apart.  */
#define DEPTH 8

/* A switch with more cases says nothing of its edges.  */
#define MOST_CASES 512

void
predicate_set_false (struct predicate *c)
{
  c->count = c->is_cut = 0;
}

void
predicate_set_true (struct predicate *c)
{
  c->count = 1;
  c->is_cut = 0;
  c->chain[0].count = c->chain[0].reserved = 0;
}

bool
predicate_is_true (const struct predicate *c)
{
  for (uint32_t i = 0; i < c->count; i++)
    if (c->chain[i].count == 0)
      return true;
  return false;
}

/* Put L into CHAIN; false if they exclude each other.  *CUT: there was no
   room.  */
static bool
chain_add (struct chain *chain, const struct literal *l, uint32_t *cut)
{
  if (l->holds == ORDERS_ALL)
    return true;
  if (literals_exclude (chain->literal, chain->count, l))
    return false;
  for (uint32_t i = 0; i < chain->count; i++)
    if (literal_implies (&chain->literal[i], l))
      return true;
  for (uint32_t i = 0; i < chain->count; i++)
    if (literal_implies (l, &chain->literal[i]))
      {
	chain->literal[i] = *l;
	return true;
      }
  if (chain->count == CHAIN_LITERALS)
    *cut = 1;
  else
    chain->literal[chain->count++] = *l;
  return true;
}

static bool
chain_implies (const struct chain *a, const struct chain *b)
{
  for (uint32_t i = 0; i < b->count; i++)
    {
      bool found = false;

      for (uint32_t j = 0; j < a->count && !found; j++)
	found = literal_implies (&a->literal[j], &b->literal[i]);
      if (!found)
	return false;
    }
  return true;
}

static void
chain_remove (struct chain *chain, uint32_t i)
{
  chain->count--;
  memmove (&chain->literal[i], &chain->literal[i + 1],
	   (chain->count - i) * sizeof *chain->literal);
}

static void
predicate_remove (struct predicate *c, uint32_t i)
{
  c->count--;
  memmove (&c->chain[i], &c->chain[i + 1],
	   (c->count - i) * sizeof *c->chain);
}

static bool
same_terms (const struct literal *a, const struct literal *b)
{
  struct literal x = *a;

  x.holds = b->holds;
  return literals_same (&x, b);
}

/* The one literal in which A and B, of one length, differ, over the same
   terms; -1 if that is not so.  *OTHER: where it is in B.  */
static int
only_difference (const struct chain *a, const struct chain *b,
		 uint32_t *other)
{
  int found = -1;
  uint32_t used = 0;

  if (a->count != b->count)
    return -1;
  for (uint32_t i = 0; i < a->count; i++)
    {
      uint32_t j = 0;

      while (j < b->count && !literals_same (&a->literal[i], &b->literal[j]))
	j++;
      if (j < b->count)
	used |= 1u << j;
      else if (found >= 0)
	return -1;
      else
	found = (int) i;
    }
  if (found < 0)
    return -1;
  for (*other = 0; *other < b->count && (used >> *other & 1); ++*other)
    continue;
  return *other < b->count
	 && same_terms (&a->literal[found], &b->literal[*other])
	 ? found : -1;
}

/* (X and Y) or (X and not Y) is X; likewise orders that add up.  */
static bool
join_chains (struct predicate *c, uint32_t i, uint32_t j)
{
  uint32_t other;
  int at = only_difference (&c->chain[i], &c->chain[j], &other);
  struct literal *l;

  if (at < 0)
    return false;
  l = &c->chain[i].literal[at];
  l->holds |= c->chain[j].literal[other].holds;
  if (l->holds == (l->is_exact ? ORDERS_EXACT : ORDERS_ALL))
    chain_remove (&c->chain[i], (uint32_t) at);
  predicate_remove (c, j);
  return true;
}

/* X or (not X and Y) is X or Y.  */
static bool
shorten_chain (struct predicate *c, uint32_t i, uint32_t j)
{
  struct literal opposite;

  if (c->chain[i].count != 1)
    return false;
  opposite = literal_opposite (&c->chain[i].literal[0]);
  for (uint32_t k = 0; k < c->chain[j].count; k++)
    if (literal_implies (&opposite, &c->chain[j].literal[k]))
      {
	chain_remove (&c->chain[j], k);
	return true;
      }
  return false;
}

static bool
simplify_pair (struct predicate *c, uint32_t i, uint32_t j)
{
  if (chain_implies (&c->chain[i], &c->chain[j]))
    {
      predicate_remove (c, i);
      return true;
    }
  return join_chains (c, i, j) || shorten_chain (c, i, j);
}

/* Each step makes it shorter.  */
static void
simplify (struct predicate *c)
{
  bool changed = true;

  while (changed)
    {
      changed = false;
      for (uint32_t i = 0; i < c->count && !changed; i++)
	for (uint32_t j = 0; j < c->count && !changed; j++)
	  changed = i != j && simplify_pair (c, i, j);
    }
}

/* Where there is no room the condition is true.  */
static void
add_chain (struct predicate *c, const struct chain *chain)
{
  for (uint32_t i = 0; i < c->count; i++)
    if (chain_implies (chain, &c->chain[i]))
      return;
  if (c->count == PREDICATE_CHAINS)
    simplify (c);
  if (c->count == PREDICATE_CHAINS)
    {
      predicate_set_true (c);
      c->is_cut = 1;
      return;
    }
  c->chain[c->count++] = *chain;
}

void
predicate_or (struct predicate *c, const struct predicate *with)
{
  uint32_t cut = c->is_cut | with->is_cut;

  for (uint32_t i = 0; i < with->count; i++)
    add_chain (c, &with->chain[i]);
  simplify (c);
  c->is_cut |= cut;
}

void
predicate_and (struct predicate *c, const struct predicate *with)
{
  struct predicate result;
  uint32_t cut = c->is_cut | with->is_cut;

  if (with->count == 1 && with->chain[0].count == 0)
    {
      c->is_cut = cut;
      return;
    }
  predicate_set_false (&result);
  for (uint32_t i = 0; i < c->count; i++)
    for (uint32_t j = 0; j < with->count; j++)
      {
	struct chain chain = c->chain[i];
	bool possible = true;

	for (uint32_t k = 0; k < with->chain[j].count && possible; k++)
	  possible = chain_add (&chain, &with->chain[j].literal[k], &cut);
	if (possible)
	  add_chain (&result, &chain);
      }
  simplify (&result);
  result.is_cut |= cut;
  *c = result;
}

static void
set_literal (struct predicate *c, const struct literal *l)
{
  predicate_set_true (c);
  if (l->holds != ORDERS_ALL)
    c->chain[0].literal[c->chain[0].count++] = *l;
  else
    c->is_cut = 1;
}

void
predicate_and_literal (struct predicate *c, const struct literal *l)
{
  struct predicate one;

  set_literal (&one, l);
  predicate_and (c, &one);
}

bool
predicate_implies (const struct predicate *c, const struct predicate *with)
{
  for (uint32_t i = 0; i < c->count; i++)
    {
      bool found = false;

      for (uint32_t j = 0; j < with->count && !found; j++)
	found = chain_implies (&c->chain[i], &with->chain[j]);
      if (!found)
	return false;
    }
  return true;
}

bool
predicates_exclude (const struct predicate *c, const struct predicate *with)
{
  struct predicate both = *c;

  predicate_and (&both, with);
  return both.count == 0;
}

/* Comparisons.  */

static void set_comparison (const struct predicate_names *n,
			    uint32_t operation, uint32_t o0, uint32_t o1,
			    bool is_true, unsigned depth,
			    struct predicate *c);

bool
operand_is_zero (const struct predicate_names *n, uint32_t operand)
{
  struct values v = values_of (n->s, n->of);
  struct value value = values_operand (&v, operand);

  return value.kind == KNOWN_CONSTANT && value.bits == 0;
}

bool
is_truth_value (const struct snapshot *s, uint32_t name)
{
  uint32_t type = snapshot_ssa (s)[name].type;

  return type != NONE && (snapshot_types (s)[type].kind == SNAP_TYPE_BOOLEAN
			  || snapshot_types (s)[type].precision == 1);
}

static bool
is_comparison (uint32_t operation)
{
  return operation >= OPERATION_LESS && operation <= OPERATION_LESS_GREATER;
}

static const uint32_t *
operands_of (const struct snapshot *s, const struct snap_statement *d)
{
  return snapshot_operands (s) + d->first_operand;
}

/* What a comparison always gives, or the literal L, or its opposite.  */
static void
set_known (enum truth truth, const struct literal *l, bool is_true,
	   struct predicate *c)
{
  struct literal opposite = literal_opposite (l);

  if (truth == TRUTH_UNKNOWN)
    set_literal (c, is_true || l->holds == ORDERS_ALL ? l : &opposite);
  else if ((truth == TRUTH_TRUE) == is_true)
    predicate_set_true (c);
  else
    predicate_set_false (c);
}

static bool set_defined_truth (const struct predicate_names *n,
			       uint32_t name, bool is_true, unsigned depth,
			       struct predicate *c);

/* That OPERAND is not zero, or that it is.  */
static void
set_truth (const struct predicate_names *n, uint32_t operand, bool is_true,
	   unsigned depth, struct predicate *c)
{
  struct literal l;

  if (operand_kind (operand) == OPERAND_SSA
      && set_defined_truth (n, operand_index (operand), is_true, depth, c))
    return;
  set_known (literal_of_truth (n, operand, &l), &l, is_true, c);
}

/* x & y and x | y are truth values of truth values, or x | y of integers, which
   is zero only if both are.  */
static void
set_joined (const struct predicate_names *n, const struct snap_statement *d,
	    bool is_and, unsigned depth, bool is_true, struct predicate *c)
{
  struct predicate with;
  const uint32_t *o = operands_of (n->s, d);

  set_truth (n, o[0], is_true, depth + 1, c);
  set_truth (n, o[1], is_true, depth + 1, &with);
  if (is_and == is_true)
    predicate_and (c, &with);
  else
    predicate_or (c, &with);
}

/* That the value that D defines is not zero, or is; false if D says nothing
   of that.  */
static bool
set_defined_truth (const struct predicate_names *n, uint32_t name,
		   bool is_true, unsigned depth, struct predicate *c)
{
  const struct snap_statement *d = ssa_definition (n->s, name);
  const uint32_t *o;

  if (!d || depth >= DEPTH || d->n_operands == 0)
    return false;
  o = operands_of (n->s, d);
  if (is_expectation (n->s, d))
    {
      set_truth (n, o[1], is_true, depth + 1, c);
      return true;
    }
  if (d->code != STATEMENT_ASSIGN)
    return false;
  if (is_comparison (d->operation) && d->n_operands == 2)
    {
      set_comparison (n, d->operation, o[0], o[1], is_true, depth + 1, c);
      return true;
    }
  switch (d->operation)
    {
    /* Only what is one bit wide is sure to keep its truth.  */
    case OPERATION_CONVERT:
    case OPERATION_COPY:
      if (operand_kind (o[0]) != OPERAND_SSA
	  || !is_truth_value (n->s, operand_index (o[0])))
	return false;
      set_truth (n, o[0], is_true, depth + 1, c);
      return true;
    case OPERATION_BIT_NOT:
      if (!is_truth_value (n->s, name))
	return false;
      /* Fall through.  */
    case OPERATION_TRUTH_NOT:
      set_truth (n, o[0], !is_true, depth + 1, c);
      return true;
    case OPERATION_BIT_AND:
      if (!is_truth_value (n->s, name))
	return false;
      /* Fall through.  */
    case OPERATION_TRUTH_AND:
      set_joined (n, d, true, depth, is_true, c);
      return true;
    case OPERATION_BIT_OR:
    case OPERATION_TRUTH_OR:
      set_joined (n, d, false, depth, is_true, c);
      return true;
    default:
      return false;
    }
}

static void
set_comparison (const struct predicate_names *n, uint32_t operation,
		uint32_t o0, uint32_t o1, bool is_true, unsigned depth,
		struct predicate *c)
{
  struct literal l;

  if ((operation == OPERATION_NOT_EQUAL || operation == OPERATION_EQUAL)
      && operand_kind (o0) == OPERAND_SSA && operand_is_zero (n, o1))
    set_truth (n, o0, is_true == (operation == OPERATION_NOT_EQUAL), depth,
	       c);
  else
    set_known (literal_of_comparison (n, operation, o0, o1, &l), &l, is_true,
	       c);
}

void
predicate_of_comparison (const struct predicate_names *n, uint32_t operation,
			 uint32_t o0, uint32_t o1, bool is_true,
			 struct predicate *c)
{
  set_comparison (n, operation, o0, o1, is_true, 0, c);
}

void
predicate_of_truth (const struct predicate_names *n, uint32_t operand,
		    bool is_true, struct predicate *c)
{
  set_truth (n, operand, is_true, 0, c);
}

/* Edges.  */

/* That the switch's operand O is in the case from LOW to HIGH.  */
static void
set_case (const struct predicate_names *n, uint32_t o,
	  const struct snap_case *k, struct predicate *c)
{
  struct predicate high;

  if (operand_kind (k->high) == OPERAND_NONE)
    {
      set_comparison (n, OPERATION_EQUAL, o, k->low, true, DEPTH, c);
      return;
    }
  set_comparison (n, OPERATION_GREATER_EQUAL, o, k->low, true, DEPTH, c);
  set_comparison (n, OPERATION_LESS_EQUAL, o, k->high, true, DEPTH, &high);
  predicate_and (c, &high);
}

/* The default edge: none of the cases that lead elsewhere.  */
static void
set_default (const struct predicate_names *n, uint32_t o,
	     const struct snap_statement *t, uint32_t edge,
	     struct predicate *c)
{
  const struct snap_case *cases = snapshot_cases (n->s) + t->first_extra;

  predicate_set_true (c);
  for (uint32_t i = 0; i < t->n_extra; i++)
    {
      struct predicate outside, above;

      if (operand_kind (cases[i].low) == OPERAND_NONE
	  || cases[i].edge == edge)
	continue;
      if (operand_kind (cases[i].high) == OPERAND_NONE)
	set_comparison (n, OPERATION_EQUAL, o, cases[i].low, false, DEPTH,
			&outside);
      else
	{
	  set_comparison (n, OPERATION_LESS, o, cases[i].low, true, DEPTH,
			  &outside);
	  set_comparison (n, OPERATION_GREATER, o, cases[i].high, true, DEPTH,
			  &above);
	  predicate_or (&outside, &above);
	}
      predicate_and (c, &outside);
    }
}

static void
set_switch_edge (const struct predicate_names *n,
		 const struct snap_statement *t, uint32_t edge,
		 struct predicate *c)
{
  const struct snap_case *cases = snapshot_cases (n->s) + t->first_extra;
  uint32_t o = snapshot_operands (n->s)[t->first_operand];
  bool any = false;

  if (t->n_extra > MOST_CASES || t->n_operands != 1)
    {
      predicate_set_true (c);
      c->is_cut = 1;
      return;
    }
  predicate_set_false (c);
  for (uint32_t i = 0; i < t->n_extra; i++)
    {
      struct predicate one;

      if (cases[i].edge != edge)
	continue;
      any = true;
      if (operand_kind (cases[i].low) == OPERAND_NONE)
	set_default (n, o, t, edge, &one);
      else
	set_case (n, o, &cases[i], &one);
      predicate_or (c, &one);
    }
  if (!any)
    predicate_set_true (c);
}

void
predicate_of_edge (const struct predicate_names *n, uint32_t edge,
		   struct predicate *c)
{
  const struct snap_edge *e = &snapshot_edges (n->s)[edge];
  const struct snap_block *b = &snapshot_blocks (n->s)[e->source];
  const struct snap_statement *t = NULL;

  if (b->n_statements)
    t = &snapshot_statements (n->s)[b->first_statement + b->n_statements - 1];
  if (t && t->code == STATEMENT_COND && t->n_operands == 2
      && (e->flags & (EDGE_IS_TRUE | EDGE_IS_FALSE)))
    {
      const uint32_t *o = operands_of (n->s, t);

      predicate_of_comparison (n, t->operation, o[0], o[1],
			       (e->flags & EDGE_IS_TRUE) != 0, c);
    }
  else if (t && t->code == STATEMENT_SWITCH)
    set_switch_edge (n, t, edge, c);
  else
    predicate_set_true (c);
}
