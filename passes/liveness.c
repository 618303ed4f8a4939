/* liveness.c - the query liveness: SSA names live at block borders.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Each use walks up from its block until it meets the definition or a block
   where the name is known to be live (Boissinot et al., "Computing Liveness
   Sets for SSA-Form Programs", 2011, section 6): the cost is what the sets
   hold, not blocks times names per round.  */

#include "passes/all.h"
#include "passes/effects.h"
#include "passes/snapshot-print.h"
#include "passes/structure.h"

/* Budget: bytes of all sets, and predecessor edges looked at.  */
#define MOST_BYTES (64u << 20)
#define MOST_STEPS (64u << 20)

struct live
{
  const struct snapshot *s;
  uint64_t *in, *out;
  uint32_t words;
  uint32_t *stack;
  uint32_t steps;
  uint32_t statement;		/* The one at hand.  */
};

static bool
test_bit (const struct live *l, const uint64_t *sets, uint32_t block,
	  uint32_t name)
{
  return sets[(size_t) block * l->words + name / 64] >> (name % 64) & 1;
}

static void
set_bit (const struct live *l, uint64_t *sets, uint32_t block, uint32_t name)
{
  sets[(size_t) block * l->words + name / 64] |= (uint64_t) 1 << (name % 64);
}

/* The block that defines NAME, or NONE.  */
static uint32_t
defining_block (const struct live *l, uint32_t name)
{
  uint32_t definition = snapshot_ssa (l->s)[name].definition;
  return definition == NONE ? NONE
	 : snapshot_statements (l->s)[definition].block;
}

/* NAME is live out of BLOCK.  True if that makes it live in there, which was
   not known.  */
static bool
pass_block (struct live *l, uint32_t block, uint32_t name)
{
  set_bit (l, l->out, block, name);
  if (defining_block (l, name) == block || test_bit (l, l->in, block, name))
    return false;
  set_bit (l, l->in, block, name);
  return true;
}

/* NAME was found live in at BLOCK: and so it is live out of what comes before.
   False if the budget ran out.  */
static bool
walk_up (struct live *l, uint32_t block, uint32_t name)
{
  uint32_t depth = 0;
  l->stack[depth++] = block;
  while (depth)
    {
      const struct snap_block *b = &snapshot_blocks (l->s)[l->stack[--depth]];
      if (b->n_predecessors > MOST_STEPS - l->steps)
	return false;
      l->steps += b->n_predecessors;
      for (uint32_t i = 0; i < b->n_predecessors; i++)
	{
	  uint32_t e = snapshot_preds (l->s)[b->first_predecessor + i];
	  uint32_t from = snapshot_edges (l->s)[e].source;
	  if (pass_block (l, from, name))
	    l->stack[depth++] = from;
	}
    }
  return true;
}

/* A phi reads an argument at the end of the predecessor.  */
static bool
use_in_phi (struct live *l, uint32_t name, uint32_t position)
{
  const struct snap_statement *t = &snapshot_statements (l->s)[l->statement];
  const struct snap_block *b = &snapshot_blocks (l->s)[t->block];
  uint32_t e = snapshot_preds (l->s)[b->first_predecessor + position];
  uint32_t from = snapshot_edges (l->s)[e].source;
  return !pass_block (l, from, name) || walk_up (l, from, name);
}

/* In blocks that are never reached a use may come before its definition.  */
static bool
use_in_block (struct live *l, uint32_t name)
{
  uint32_t block = snapshot_statements (l->s)[l->statement].block;
  if ((defining_block (l, name) == block
       && snapshot_ssa (l->s)[name].definition < l->statement)
      || test_bit (l, l->in, block, name))
    return true;
  set_bit (l, l->in, block, name);
  return walk_up (l, block, name);
}

static bool
visit_effect (void *data, const struct effect *effect)
{
  struct live *l = data;
  if (effect->kind != EFFECT_USES)
    return true;
  return use_in_block (l, operand_index (effect->operand));
}

static bool
visit_phi (struct live *l)
{
  const struct snap_statement *t = &snapshot_statements (l->s)[l->statement];
  const uint32_t *operands = snapshot_operands (l->s) + t->first_operand;
  if (t->flags & STATEMENT_IS_VIRTUAL)
    return true;
  set_bit (l, l->in, t->block, operand_index (t->lhs));
  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t operand = operands[i];
      /* &a[i_1] is an argument too.  */
      while (operand_kind (operand) == OPERAND_ADDRESS)
	{
	  const struct snap_memory *m
	    = &snapshot_memory (l->s)[operand_index (operand)];
	  const struct snap_step *step = snapshot_steps (l->s) + m->first_step;
	  for (uint32_t j = 0; j < m->n_steps; j++)
	    if ((step[j].kind == STEP_INDEX || step[j].kind == STEP_RANGE)
		&& operand_kind (step[j].index) == OPERAND_SSA
		&& !use_in_phi (l, operand_index (step[j].index), i))
	      return false;
	  operand = m->base;
	}
      if (operand_kind (operand) == OPERAND_SSA
	  && !use_in_phi (l, operand_index (operand), i))
	return false;
    }
  return true;
}

/* False if the budget ran out.  */
static bool
fill_sets (struct live *l)
{
  for (uint32_t i = 0; i < snapshot_n_statements (l->s); i++)
    {
      l->statement = i;
      if (snapshot_statements (l->s)[i].code == STATEMENT_PHI)
	{
	  if (!visit_phi (l))
	    return false;
	}
      else if (!effects_visit (l->s, i, visit_effect, l))
	return false;
    }
  return true;
}

bool
liveness_compute (const struct snapshot *s, const struct scratch *m,
		  struct buffer *out)
{
  struct liveness header
    = { snapshot_n_blocks (s), snapshot_n_ssa (s),
	(uint32_t) (((uint64_t) snapshot_n_ssa (s) + 63) / 64), 0 };
  size_t words = (size_t) header.n_blocks * header.words;
  bool affordable = 2 * words * sizeof (uint64_t) <= MOST_BYTES;
  if (affordable)
    {
      struct live l = { .s = s, .words = header.words };
      buffer_add (out, &header, sizeof header);
      size_t at = buffer_add_zero (out, 2 * words * sizeof (uint64_t));
      l.in = buffer_at (out, at);
      l.out = l.in + words;
      l.stack = scratch_numbers (m, header.n_blocks);
      affordable = fill_sets (&l);
    }
  if (!affordable)
    {
      buffer_clear (out);
      header.n_ssa = header.words = 0;
      buffer_add (out, &header, sizeof header);
    }
  return affordable;
}

bool
liveness_verify (const void *bytes, size_t size)
{
  const struct liveness *l = bytes;
  static const uint32_t width[] = { 2 * sizeof (uint64_t) };
  if (size < sizeof *l || l->words != ((uint64_t) l->n_ssa + 63) / 64)
    return false;
  uint64_t count[] = { (uint64_t) l->n_blocks * l->words };
  return value_has_size (size, sizeof *l, count, width, 1);
}

static void
set_print (FILE *file, const struct snapshot *body, const char *what,
	   const uint64_t *set, const struct liveness *l)
{
  fputs (what, file);
  for (uint32_t name = 0; name < l->n_ssa; name++)
    if (set[name / 64] >> (name % 64) & 1)
      {
	putc (' ', file);
	ssa_print (file, body, name);
      }
}

static void
graph_print (FILE *file, const struct snapshot *body,
	     const struct liveness *l)
{
  fprintf (file, "digraph liveness {\n  node [shape=box];\n");
  for (uint32_t b = 0; b < l->n_blocks; b++)
    {
      fprintf (file, "  %u [label=\"bb %u", b, b);
      set_print (file, body, "\\lin:", liveness_in (l, b), l);
      set_print (file, body, "\\lout:", liveness_out (l, b), l);
      fprintf (file, "\\l\"];\n");
    }
  for (uint32_t i = 0; i < snapshot_n_edges (body); i++)
    fprintf (file, "  %u -> %u;\n", snapshot_edges (body)[i].source,
	     snapshot_edges (body)[i].destination);
  fprintf (file, "}\n");
}

void
liveness_print (FILE *file, const struct snapshot *body,
		const struct liveness *l, unsigned flags)
{
  if (flags & DUMP_GRAPH)
    {
      graph_print (file, body, l);
      return;
    }
  if (l->n_ssa == 0 && snapshot_n_ssa (body) > 0)
    {
      fprintf (file, "too large: nothing is known\n");
      return;
    }
  for (uint32_t b = 0; b < l->n_blocks; b++)
    {
      fprintf (file, "bb %u: ", b);
      set_print (file, body, "in:", liveness_in (l, b), l);
      set_print (file, body, "; out:", liveness_out (l, b), l);
      putc ('\n', file);
    }
}

void
provide_liveness (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  if (!liveness_compute (q_body (cx, key), &m, out))
    query_give_up (cx, "liveness sets are too large");
}
