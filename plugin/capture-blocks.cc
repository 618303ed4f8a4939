/* capture-blocks.cc - the control flow graph, and what is in its blocks.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/capture-internal.h"

static uint32_t
edge_flags (const_edge e)
{
  uint32_t flags = 0;
  if (e->flags & EDGE_FALLTHRU)
    flags |= EDGE_IS_FALLTHRU;
  if (e->flags & EDGE_TRUE_VALUE)
    flags |= EDGE_IS_TRUE;
  if (e->flags & EDGE_FALSE_VALUE)
    flags |= EDGE_IS_FALSE;
  if (e->flags & EDGE_EH)
    flags |= EDGE_IS_EH;
  if (e->flags & EDGE_ABNORMAL)
    flags |= EDGE_IS_ABNORMAL;
  if (e->flags & EDGE_ABNORMAL_CALL)
    flags |= EDGE_IS_ABNORMAL_CALL;
  if (e->flags & EDGE_FAKE)
    flags |= EDGE_IS_FAKE;
  return flags;
}

static uint32_t
block_of (const struct capture *c, const_basic_block bb)
{
  return ((const uint32_t *) c->blocks.bytes)[bb->index];
}

static void
number_blocks (struct capture *c)
{
  function *fun = c->fun;
  size_t count = last_basic_block_for_fn (fun);
  buffer_clear (&c->blocks);
  buffer_clear (&c->edge_to);
  buffer_reserve (&c->blocks, count * sizeof (uint32_t));
  buffer_reserve (&c->edge_to, count * sizeof (uint32_t));
  memset (c->blocks.bytes, 0xff, count * sizeof (uint32_t));
  memset (c->edge_to.bytes, 0xff, count * sizeof (uint32_t));
  uint32_t *blocks = (uint32_t *) c->blocks.bytes;
  uint32_t next = 0;
  blocks[ENTRY_BLOCK] = next++;
  blocks[EXIT_BLOCK] = next++;
  basic_block bb;
  FOR_EACH_BB_FN (bb, fun)
    blocks[bb->index] = next++;
}

static void
add_block (struct capture *c, basic_block bb)
{
  struct snap_block b;
  memset (&b, 0, sizeof b);
  b.n_predecessors = EDGE_COUNT (bb->preds);
  b.first_predecessor = builder_n_preds (&c->builder);
  buffer_add_zero (&c->builder.sections[SECTION_PREDS],
		   b.n_predecessors * sizeof (uint32_t));
  b.first_successor = builder_n_edges (&c->builder);
  b.n_successors = EDGE_COUNT (bb->succs);
  edge e;
  edge_iterator i;
  FOR_EACH_EDGE (e, i, bb->succs)
    {
      struct snap_edge s = { block_of (c, e->src), block_of (c, e->dest),
			     edge_flags (e), 0 };
      uint32_t index = builder_add_edges (&c->builder, &s);
      add_sparse (&c->edge_locations, index, e->goto_locus);
    }
  builder_add_blocks (&c->builder, &b);
}

/* Where an edge stands among its destination's predecessors, it knows.  */
static void
add_predecessors (struct capture *c, basic_block bb)
{
  const struct snap_block *b = builder_blocks (&c->builder, block_of (c, bb));
  uint32_t index = b->first_successor;
  edge e;
  edge_iterator i;
  FOR_EACH_EDGE (e, i, bb->succs)
    {
      const struct snap_block *to
	= builder_blocks (&c->builder, block_of (c, e->dest));
      *builder_preds (&c->builder, to->first_predecessor + e->dest_idx)
	= index++;
    }
}

static void
note_switch_edges (struct capture *c, basic_block bb, uint32_t block)
{
  uint32_t *edge_to = (uint32_t *) c->edge_to.bytes;
  uint32_t index = builder_blocks (&c->builder, block)->first_successor;
  edge e;
  edge_iterator i;
  FOR_EACH_EDGE (e, i, bb->succs)
    edge_to[e->dest->index] = index++;
}

static void
capture_block (struct capture *c, basic_block bb)
{
  uint32_t block = block_of (c, bb);
  uint32_t first = builder_n_statements (&c->builder);
  for (gphi_iterator i = gsi_start_phis (bb); !gsi_end_p (i); gsi_next (&i))
    capture_phi (c, i.phi (), block);
  uint32_t n_phis = builder_n_statements (&c->builder) - first;
  for (gimple_stmt_iterator i = gsi_start_bb (bb); !gsi_end_p (i);
       gsi_next (&i))
    {
      gimple *g = gsi_stmt (i);
      if (is_gimple_debug (g))
	continue;
      if (gimple_code (g) == GIMPLE_SWITCH)
	note_switch_edges (c, bb, block);
      capture_statement (c, g, block);
    }
  struct snap_block *b = builder_blocks (&c->builder, block);
  b->first_statement = first;
  b->n_phis = n_phis;
  b->n_statements = builder_n_statements (&c->builder) - first;
}

void
capture_body (struct capture *c)
{
  function *fun = c->fun;
  basic_block bb;
  number_blocks (c);
  add_block (c, ENTRY_BLOCK_PTR_FOR_FN (fun));
  add_block (c, EXIT_BLOCK_PTR_FOR_FN (fun));
  FOR_EACH_BB_FN (bb, fun)
    add_block (c, bb);
  add_predecessors (c, ENTRY_BLOCK_PTR_FOR_FN (fun));
  FOR_EACH_BB_FN (bb, fun)
    add_predecessors (c, bb);
  FOR_EACH_BB_FN (bb, fun)
    capture_block (c, bb);
}
