/* random-flow.c - random structured control flow in SSA form, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/random-flow.h"

#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/suite.h"

/* Of branches in branches.  */
#define DEEPEST 3

uint32_t
flow_below (struct making *p, uint32_t limit)
{
  return random_below (&p->seed, limit);
}

uint32_t
flow_name (struct making *p, unsigned type, uint32_t flags)
{
  uint32_t name = cfg_name (&p->c, flags);
  builder_ssa (&p->c.builder, operand_index (name))->type = p->type[type];
  return name;
}

uint32_t
flow_number (struct making *p, unsigned type, int value)
{
  uint32_t c = cfg_number (&p->c, value);
  builder_constants (&p->c.builder, operand_index (c))->type = p->type[type];
  return c;
}

uint32_t
flow_assign (struct making *p, unsigned type, enum operation op,
	     const uint32_t *operands, uint32_t n)
{
  uint32_t name = flow_name (p, type, 0);
  struct snap_statement *t
    = cfg_statement (&p->c, p->block, STATEMENT_ASSIGN, op, name, operands, n);
  t->flags = STATEMENT_HAS_PLACE;
  t->type = p->type[type];
  return name;
}

/* What flows into a join: from BLOCK, with these variables.  */
struct inflow
{
  uint32_t block;
  uint32_t variable[MOST_VARIABLES];
};

static void
save (struct making *p, struct inflow *in)
{
  in->block = p->block;
  memcpy (in->variable, p->variable, sizeof in->variable);
}

/* A new block for COUNT inflows, whose edges are there or will be; a phi for
   each variable.  Its first operands are FIRST[variable].  */
static void
make_join (struct making *p, const struct inflow *in, uint32_t count,
	   uint32_t block, uint32_t *first)
{
  p->block = block;
  for (uint32_t v = 0; v < p->language->n_variables; v++)
    {
      uint32_t o[8];
      uint32_t name = flow_name (p, p->language->variable_type[v], 0);
      if (p->decl[v])
	builder_ssa (&p->c.builder, operand_index (name))->decl = p->decl[v];
      for (uint32_t i = 0; i < count; i++)
	o[i] = in[i].variable[v];
      first[v] = cfg_statement (&p->c, block, STATEMENT_PHI, OPERATION_COPY,
				name, o, count)->first_operand;
      p->variable[v] = name;
    }
}

static int
by_block (const void *a, const void *b)
{
  const struct inflow *x = a, *y = b;
  return x->block < y->block ? -1 : x->block > y->block;
}

void
flow_return (struct making *p)
{
  uint32_t result = p->language->result (p);
  cfg_statement (&p->c, p->block, STATEMENT_RETURN, OPERATION_COPY, 0,
		 &result, 1)->flags = STATEMENT_HAS_PLACE;
  cfg_edge (&p->c, p->block, BLOCK_EXIT, 0);
}

/* Without an else the body may return.  */
static void
make_if (struct making *p, unsigned depth)
{
  struct inflow in[2], start;
  uint32_t first[MOST_VARIABLES], count = 0, then = p->n_blocks++;
  bool has_else = flow_below (p, 2);
  p->language->condition (p);
  save (p, &start);
  cfg_edge (&p->c, p->block, then, EDGE_IS_TRUE);
  p->block = then;
  flow_body (p, depth + 1);
  if (!has_else && flow_below (p, 3) == 0)
    flow_return (p);
  else
    save (p, &in[count++]);
  memcpy (p->variable, start.variable, sizeof p->variable);
  p->block = start.block;
  if (has_else)
    {
      p->block = p->n_blocks++;
      cfg_edge (&p->c, start.block, p->block, EDGE_IS_FALSE);
      flow_body (p, depth + 1);
    }
  save (p, &in[count++]);
  uint32_t join = p->n_blocks++;
  for (uint32_t i = 0; i < count; i++)
    cfg_edge (&p->c, in[i].block, join,
	      in[i].block == start.block ? EDGE_IS_FALSE : EDGE_IS_FALLTHRU);
  qsort (in, count, sizeof *in, by_block);
  make_join (p, in, count, join, first);
}

/* if (c1 && c2) ..., if (c1 || c2) ...: two conditions, one target.  */
static void
make_chain (struct making *p, unsigned depth)
{
  struct inflow in[3];
  uint32_t first[MOST_VARIABLES], second = p->n_blocks++, then = p->n_blocks++;
  uint32_t join = p->n_blocks++;
  bool is_or = flow_below (p, 2);
  p->language->condition (p);
  save (p, &in[0]);
  cfg_edge (&p->c, p->block, second, is_or ? EDGE_IS_FALSE : EDGE_IS_TRUE);
  cfg_edge (&p->c, p->block, is_or ? then : join,
	    is_or ? EDGE_IS_TRUE : EDGE_IS_FALSE);
  p->block = second;
  p->language->condition (p);
  in[1] = in[0];
  in[1].block = second;
  cfg_edge (&p->c, second, then, EDGE_IS_TRUE);
  cfg_edge (&p->c, second, join, EDGE_IS_FALSE);
  p->block = then;
  flow_body (p, depth + 1);
  uint32_t count = is_or ? 0 : 1;
  in[count++] = in[1];
  cfg_edge (&p->c, p->block, join, EDGE_IS_FALLTHRU);
  save (p, &in[count++]);
  qsort (in, count, sizeof *in, by_block);
  make_join (p, in, count, join, first);
}

static void
make_loop (struct making *p, unsigned depth)
{
  struct inflow in[2];
  uint32_t first[MOST_VARIABLES], header = p->n_blocks++, body, after;
  uint32_t at_header[MOST_VARIABLES];
  save (p, &in[0]);
  in[1] = in[0];
  cfg_edge (&p->c, p->block, header, EDGE_IS_FALLTHRU);
  make_join (p, in, 2, header, first);
  memcpy (at_header, p->variable, sizeof at_header);
  p->language->condition (p);
  body = p->n_blocks++;
  cfg_edge (&p->c, header, body, EDGE_IS_TRUE);
  p->block = body;
  flow_body (p, depth + 1);
  uint32_t *operands = (uint32_t *) p->c.operands.bytes;
  for (uint32_t v = 0; v < p->language->n_variables; v++)
    operands[first[v] + 1] = p->variable[v];
  cfg_edge (&p->c, p->block, header, EDGE_IS_FALLTHRU);
  after = p->n_blocks++;
  cfg_edge (&p->c, header, after, EDGE_IS_FALSE);
  p->block = after;
  memcpy (p->variable, at_header, sizeof at_header);
}

static void
make_switch (struct making *p, unsigned depth)
{
  struct inflow in[4], start;
  uint32_t first[MOST_VARIABLES], count = 0, target[3];
  uint32_t v = flow_below (p, p->language->n_switched);
  uint32_t index = p->variable[v];
  unsigned type = p->language->variable_type[v];
  uint32_t width = (uint32_t) p->language->case_width;
  int low = p->language->first_case (p, type);
  struct snap_statement *t
    = cfg_statement (&p->c, p->block, STATEMENT_SWITCH, OPERATION_COPY, 0,
		     &index, 1);
  t->first_extra = builder_n_cases (&p->c.builder);
  t->n_extra = 4;
  save (p, &start);
  for (unsigned i = 0; i < 3; i++)
    {
      target[i] = p->n_blocks++;
      cfg_edge (&p->c, start.block, target[i], 0);
    }
  /* Edges are found when all are there: a case has its number among the switch's
     for now.  */
  for (unsigned i = 0; i < 4; i++)
    {
      int high = low + (int) flow_below (p, width);
      struct snap_case c
	= { .low = i ? flow_number (p, type, low) : 0,
	    .high = i ? flow_number (p, type, high) : 0,
	    .edge = i < 2 ? i : 1 + flow_below (p, 2) };
      builder_add_cases (&p->c.builder, &c);
      low = high + 1 + (int) flow_below (p, 3);
    }
  for (unsigned i = 0; i < 3; i++)
    {
      p->block = target[i];
      memcpy (p->variable, start.variable, sizeof p->variable);
      flow_body (p, depth + 1);
      save (p, &in[count++]);
    }
  uint32_t join = p->n_blocks++;
  for (uint32_t i = 0; i < count; i++)
    cfg_edge (&p->c, in[i].block, join, EDGE_IS_FALLTHRU);
  qsort (in, count, sizeof *in, by_block);
  make_join (p, in, count, join, first);
}

void
flow_begin (struct making *p, const struct flow_language *language)
{
  p->language = language;
  p->n_blocks = 3;
  p->block = 2;
  cfg_edge (&p->c, BLOCK_ENTRY, 2, EDGE_IS_FALLTHRU);
}

void
flow_body (struct making *p, unsigned depth)
{
  for (uint32_t n = 1 + flow_below (p, 4); n > 0 && p->left; n--)
    {
      uint32_t what = flow_below (p, depth < DEEPEST
				   ? p->language->n_constructs : 6);
      p->left--;
      if (what < 6)
	p->language->statement (p, what);
      else if (what < 8)
	make_if (p, depth);
      else if (what == 8)
	make_chain (p, depth);
      else if (what < 11)
	make_loop (p, depth);
      else
	make_switch (p, depth);
    }
}

void
fix_cases (const struct snapshot *s)
{
  struct snap_case *cases = (struct snap_case *) snapshot_cases (s);
  struct snap_case made[400];
  uint32_t n = 0;
  ck_assert_uint_le (snapshot_n_cases (s), 400);
  memcpy (made, cases, snapshot_n_cases (s) * sizeof *made);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      struct snap_statement *t
	= (struct snap_statement *) &snapshot_statements (s)[i];
      if (t->code != STATEMENT_SWITCH)
	continue;
      for (uint32_t j = 0; j < t->n_extra; j++)
	{
	  cases[n + j] = made[t->first_extra + j];
	  cases[n + j].edge += snapshot_blocks (s)[t->block].first_successor;
	}
      t->first_extra = n;
      n += t->n_extra;
    }
}
