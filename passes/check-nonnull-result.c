/* check-nonnull-result.c - functions that promise a result and return null.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A value counts that is null on some way to a return, by constants and by the
   branches before; not one that merely may be.  */

#include "passes/all.h"
#include "passes/attribute.h"
#include "passes/arithmetic.h"
#include "passes/origin.h"

struct null_result
{
  struct query_context *cx;
  const struct snapshot *s;
  const struct nullness *nullness;
  const struct dominators *dominators, *post_dominators;
  const uint8_t *edges;		/* Executable ones.  */
  const uint8_t *returns;	/* By block.  */
  uint8_t *seen;		/* By statement: phis.  */
  uint32_t *places;
  uint32_t count;
};

/* The places where a null pointer sets out for PHI, whose value gets to BLOCK
   whatever happens: a condition in between may know better.  */
static void
look_at_phi (struct null_result *n, uint32_t phi, uint32_t block)
{
  const struct snapshot *s = n->s;
  const struct snap_statement *t = &snapshot_statements (s)[phi];
  const struct snap_block *b = &snapshot_blocks (s)[t->block];

  if (n->seen[phi] || !dominates (n->post_dominators, block, t->block))
    return;
  n->seen[phi] = 1;
  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t edge = snapshot_preds (s)[b->first_predecessor + i];
      uint32_t from = snapshot_edges (s)[edge].source;
      uint32_t o = snapshot_operands (s)[t->first_operand + i], d = NONE;
      uint32_t inner = copied_phi (s, o);
      enum nullness_value value = integer_has_limbs (s, o, 0)
				  ? NULLNESS_NULL : NULLNESS_UNKNOWN;

      if (!n->edges[edge] || !n->returns[from])
	continue;
      if (operand_kind (o) == OPERAND_SSA)
	{
	  d = snapshot_ssa (s)[operand_index (o)].definition;
	  value = nullness_on_edge (s, n->dominators, n->nullness,
				    operand_index (o), edge);
	}
      if (inner != NONE && value == NULLNESS_UNKNOWN
	  && snapshot_blocks (s)[from].n_successors == 1)
	look_at_phi (n, inner, from);
      else if (value == NULLNESS_NULL)
	n->places[n->count++]
	  = d != NONE
	    ? PLACE (PLACE_STATEMENT, d)
	    : PLACE (PLACE_OPERAND, t->first_operand + i);
    }
}

static void
look_at_return (struct null_result *n, uint32_t statement)
{
  const struct snapshot *s = n->s;
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  uint32_t o, d, phi;
  enum nullness_value value;

  if (t->code != STATEMENT_RETURN || t->n_operands == 0
      || !n->returns[t->block])
    return;
  o = snapshot_operands (s)[t->first_operand];
  d = snapshot_definition (s, o);
  phi = copied_phi (s, o);
  value = nullness_of_operand (s, n->dominators, n->nullness, o, statement);
  if (phi != NONE && value == NULLNESS_UNKNOWN)
    look_at_phi (n, phi, t->block);
  else if (value == NULLNESS_NULL)
    n->places[n->count++]
      = d != NONE ? PLACE (PLACE_STATEMENT, d)
		  : PLACE (PLACE_STATEMENT, statement);
}

static void
search (struct null_result *n, uint32_t key)
{
  const struct snapshot *s = n->s;

  n->nullness = q_nullness (n->cx, key);
  n->dominators = q_dominators (n->cx, key);
  n->post_dominators = q_post_dominators (n->cx, key);
  n->edges = ranges_edge (q_ranges (n->cx, key));
  n->returns = returning_blocks (n->cx, key, s);
  n->seen = query_alloc (n->cx, snapshot_n_statements (s) + 1, 1);
  n->places = query_alloc (n->cx, snapshot_n_operands (s) + 1,
			   sizeof *n->places);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    look_at_return (n, i);
}

void
provide_nonnull_result (struct query_context *cx, uint32_t key,
			struct buffer *out)
{
  struct null_result n = { .cx = cx, .s = q_body (cx, key) };
  const struct snapshot *s = n.s;
  struct findings_builder b;

  if (keeps_own_promises (s)
      && declaration_attribute (s, s->decl, SNAP_ATTRIBUTE_RETURNS_NONNULL))
    search (&n, key);
  findings_builder_init (&b);
  for (uint32_t i = 0; i < n.count; i++)
    {
      findings_add (&b, CHECK_nonnull_result, MESSAGE_NULL_RESULT, n.places[i],
		    FINDING_OUT_OF_SYSTEM);
      findings_add (&b, CHECK_nonnull_result, MESSAGE_DECLARED_HERE,
		    PLACE (PLACE_PROMISE, 0), FINDING_IS_NOTE);
      findings_add_fallback (&b, PLACE (PLACE_DECL, s->decl), NONE);
      findings_add_decl (&b, s->decl);
    }
  findings_finish (&b, out);
  findings_builder_release (&b);
}
