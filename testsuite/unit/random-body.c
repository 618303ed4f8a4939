/* random-body.c - functions made at random, and run.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/random-body.h"

#include <stdlib.h>
#include <string.h>

#define MOST_STEPS 300

void
body_cond (struct cfg *c, uint32_t block, enum operation op, uint32_t a,
      uint32_t b)
{
  uint32_t o[2] = { a, b };

  cfg_statement (c, block, STATEMENT_COND, op, 0, o, 2)->flags
    = STATEMENT_HAS_PLACE;
}

uint32_t
body_binary (struct cfg *c, uint32_t block, enum operation op, uint32_t a,
	uint32_t b)
{
  uint32_t o[2] = { a, b }, name = cfg_name (c, 0);

  cfg_statement (c, block, STATEMENT_ASSIGN, op, name, o, 2)->type = 0;
  return name;
}

static uint32_t
declared (struct cfg *c, enum snap_decl_kind kind, const char *text)
{
  struct snap_decl d = { .kind = kind, .type = 0, .size_bits = 32,
			 .default_def = NONE };
  uint32_t name = cfg_name (c, SSA_IS_DEFAULT);
  uint32_t decl;

  d.name = builder_string (&c->builder, text);
  d.default_def = operand_index (name);
  decl = builder_add_decls (&c->builder, &d);
  builder_ssa (&c->builder, operand_index (name))->decl = decl;
  return name;
}

uint32_t
body_parameter (struct cfg *c)
{
  return declared (c, DECL_PARAMETER, "p");
}

uint32_t
body_variable (struct cfg *c, const char *name)
{
  return declared (c, DECL_VARIABLE, name);
}

static uint32_t
random_operand (struct random_body *p, uint32_t names)
{
  if (!names || random_below (&p->seed, 3) == 0)
    return cfg_number (&p->c, (int64_t) random_below (&p->seed, 7) - 3);
  return p->names[random_below (&p->seed, names)];
}

/* Blocks 2 ... n: block I may use what block 2 and itself define; it branches
   to any later block, or back.  Phis take what block 2 defines.  */
void
random_body_make (struct random_body *p)
{
  static const enum operation binaries[]
    = { OPERATION_PLUS, OPERATION_MINUS, OPERATION_MULTIPLY,
	OPERATION_BIT_AND, OPERATION_BIT_XOR, OPERATION_LESS,
	OPERATION_EQUAL, OPERATION_TRUNC_DIVIDE, OPERATION_SHIFT_LEFT };
  uint32_t common, targets[64][2];

  cfg_init (&p->c);
  p->n_names = 0;
  p->n_blocks = 4 + random_below (&p->seed, 8);
  cfg_edge (&p->c, 0, 2, EDGE_IS_FALLTHRU);
  for (uint32_t i = 2; i < p->n_blocks; i++)
    {
      targets[i][0] = 3 + random_below (&p->seed, p->n_blocks - 3);
      do
	targets[i][1] = random_below (&p->seed, 4)
			? 3 + random_below (&p->seed, p->n_blocks - 3) : 1;
      while (targets[i][1] == targets[i][0]);
      cfg_edge (&p->c, i, targets[i][0], EDGE_IS_TRUE);
      cfg_edge (&p->c, i, targets[i][1], EDGE_IS_FALSE);
    }
  p->names[p->n_names++] = body_parameter (&p->c);
  p->names[p->n_names++] = body_parameter (&p->c);
  p->variable = NONE;
  if (p->has_variable)
    p->variable = body_variable (&p->c, "v");
  for (uint32_t i = 0; i < 3; i++)
    p->names[p->n_names] = body_binary (&p->c, 2, binaries[random_below (&p->seed,
								    5)],
				   random_operand (p, p->n_names),
				   random_operand (p, p->n_names)),
    p->n_names++;
  common = p->n_names;
  for (uint32_t i = 2; i < p->n_blocks; i++)
    {
      uint32_t n_preds = 0, o[64];

      p->n_names = common;
      for (uint32_t j = 2; j < p->n_blocks; j++)
	n_preds += (targets[j][0] == i) + (targets[j][1] == i);
      for (uint32_t j = 0; i > 2 && n_preds && j < 2; j++)
	{
	  uint32_t phi = cfg_name (&p->c, 0);

	  for (uint32_t k = 0; k < n_preds; k++)
	    o[k] = p->has_variable && random_below (&p->seed, 3) == 0
		   ? p->variable : random_operand (p, common);
	  cfg_statement (&p->c, i, STATEMENT_PHI, OPERATION_COPY, phi, o,
			 n_preds);
	  p->names[p->n_names++] = phi;
	}
      for (uint32_t j = random_below (&p->seed, 4); j > 0; j--)
	{
	  uint32_t a = random_operand (p, p->n_names);
	  uint32_t b = random_operand (p, p->n_names);

	  p->names[p->n_names]
	    = body_binary (&p->c, i, binaries[random_below (&p->seed, 9)], a, b);
	  p->n_names++;
	}
      body_cond (&p->c, i,
	    (enum operation) (OPERATION_LESS + random_below (&p->seed, 6)),
	    random_operand (p, p->n_names), random_operand (p, p->n_names));
    }
}

static int64_t
run_operand (struct body_run *r, uint32_t o)
{
  if (operand_kind (o) == OPERAND_SSA)
    return r->value[operand_index (o)];
  return (int64_t) snapshot_limbs (r->s)
    [snapshot_constants (r->s)[operand_index (o)].first];
}

static bool
run_compare (uint32_t op, int64_t a, int64_t b)
{
  switch (op)
    {
    case OPERATION_LESS:
      return a < b;
    case OPERATION_LESS_EQUAL:
      return a <= b;
    case OPERATION_GREATER:
      return a > b;
    case OPERATION_GREATER_EQUAL:
      return a >= b;
    case OPERATION_EQUAL:
      return a == b;
    default:
      return a != b;
    }
}

/* False if the behaviour is undefined.  */
static bool
run_assign (struct body_run *r, const struct snap_statement *t)
{
  const uint32_t *o = snapshot_operands (r->s) + t->first_operand;
  int64_t a = run_operand (r, o[0]), b = run_operand (r, o[1]), v;

  switch (t->operation)
    {
    case OPERATION_PLUS:
      v = a + b;
      break;
    case OPERATION_MINUS:
      v = a - b;
      break;
    case OPERATION_MULTIPLY:
      v = a * b;
      break;
    case OPERATION_BIT_AND:
      v = a & b;
      break;
    case OPERATION_BIT_XOR:
      v = a ^ b;
      break;
    case OPERATION_TRUNC_DIVIDE:
      if (b == 0)
	return false;
      v = a / b;
      break;
    case OPERATION_SHIFT_LEFT:
      if (b < 0 || b > 31)
	return false;
      v = (int32_t) ((uint32_t) a << b);
      break;
    default:
      v = run_compare (t->operation, a, b);
      break;
    }
  if (v != (int32_t) v)
    return false;
  r->value[operand_index (t->lhs)] = v;
  return true;
}

static void
run_phis (struct body_run *r, uint32_t block, uint32_t edge)
{
  const struct snap_block *b = &snapshot_blocks (r->s)[block];
  int64_t v[8];
  bool undefined[8] = { false };

  for (uint32_t i = 0; i < b->n_phis; i++)
    {
      const struct snap_statement *t
	= &snapshot_statements (r->s)[b->first_statement + i];

      for (uint32_t j = 0; j < b->n_predecessors; j++)
	if (snapshot_preds (r->s)[b->first_predecessor + j] == edge)
	  {
	    uint32_t o = snapshot_operands (r->s)[t->first_operand + j];

	    v[i] = run_operand (r, o);
	    undefined[i] = operand_kind (o) == OPERAND_SSA
			   && r->is_undefined[operand_index (o)];
	  }
    }
  for (uint32_t i = 0; i < b->n_phis; i++)
    {
      uint32_t name = operand_index (snapshot_statements (r->s)
				       [b->first_statement + i].lhs);

      r->value[name] = v[i];
      r->is_undefined[name] = undefined[i];
    }
}

void
body_run_init (struct body_run *r, const struct snapshot *s)
{
  memset (r, 0, sizeof *r);
  r->s = s;
  r->value = calloc (snapshot_n_ssa (s) + 1, sizeof *r->value);
  r->is_undefined = calloc (snapshot_n_ssa (s) + 1, sizeof *r->is_undefined);
}

void
body_run_release (struct body_run *r)
{
  free (r->value);
  free (r->is_undefined);
}

static void
tell_uses (struct body_run *r, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (r->s)[statement];

  for (uint32_t i = 0; r->use && i < t->n_operands; i++)
    {
      uint32_t o = snapshot_operands (r->s)[t->first_operand + i];

      if (operand_kind (o) == OPERAND_SSA)
	r->use (r, operand_index (o), statement);
    }
}

/* All names but the parameters start anew.  */
static void
forget (struct body_run *r)
{
  for (uint32_t i = 0; i < snapshot_n_ssa (r->s); i++)
    {
      uint32_t decl = snapshot_ssa (r->s)[i].decl;

      r->value[i] = 0;
      r->is_undefined[i] = (snapshot_ssa (r->s)[i].flags & SSA_IS_DEFAULT)
			   && decl != NONE
			   && snapshot_decls (r->s)[decl].kind
			      == DECL_VARIABLE;
    }
}

void
body_run (struct body_run *r, int64_t p, int64_t q)
{
  uint32_t block = 2, edge = 0;

  forget (r);
  r->value[0] = p;
  r->value[1] = q;
  for (int steps = 0; steps < MOST_STEPS && block != BLOCK_EXIT; steps++)
    {
      const struct snap_block *b = &snapshot_blocks (r->s)[block];

      run_phis (r, block, edge);
      for (uint32_t i = b->n_phis; i < b->n_statements; i++)
	{
	  const struct snap_statement *t
	    = &snapshot_statements (r->s)[b->first_statement + i];
	  const uint32_t *o = snapshot_operands (r->s) + t->first_operand;

	  tell_uses (r, b->first_statement + i);
	  if (t->code == STATEMENT_ASSIGN && !run_assign (r, t))
	    return;
	  if (t->code == STATEMENT_COND)
	    edge = b->first_successor
		   + !run_compare (t->operation, run_operand (r, o[0]),
				   run_operand (r, o[1]));
	}
      if (r->take)
	r->take (r, edge);
      block = snapshot_edges (r->s)[edge].destination;
    }
}
