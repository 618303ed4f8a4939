/* check-memory.c - the check memory: what a function does wrong with memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory.h"
#include "passes/structure.h"

/* Statements executed, with each of the states they are executed in: so many
   for each that there is, and some more.  */
#define STEPS_EACH 60
#define STEPS_MORE 4000

static void
find_loops (struct memory *m, const struct loops *loops)
{
  uint8_t *is_in_loop = query_alloc (m->cx, snapshot_n_blocks (m->s) + 1, 1);
  uint8_t *is_target = query_alloc (m->cx, snapshot_n_blocks (m->s) + 1, 1);

  for (uint32_t i = 0; i < snapshot_n_blocks (m->s); i++)
    is_in_loop[i] = loops_innermost (loops)[i] != NONE;
  for (uint32_t i = 0; i < m->order->n_back_edges; i++)
    {
      const struct snap_edge *e
	= &snapshot_edges (m->s)[cfg_order_back_edges (m->order)[i]];

      is_target[e->destination] = 1;
      /* Irreducible: no loop of the tree, but it goes round.  */
      is_in_loop[e->destination] = is_in_loop[e->source] = 1;
    }
  m->is_in_loop = is_in_loop;
  m->is_target = is_target;
}

static void
memory_init (struct memory *m, struct query_context *cx, uint32_t key)
{
  m->cx = cx;
  m->key = key;
  m->s = q_body (cx, key);
  m->order = q_cfg_order (cx, key);
  m->liveness = q_liveness (cx, key);
  m->scratch = scratch_of_query (cx);
  m->pool.scratch = &m->scratch;
  memory_values_init (&m->values, m->s, &m->scratch);
  find_loops (m, q_loops (cx, key));
  m->blocks = query_alloc (cx, snapshot_n_blocks (m->s) + 1,
			   sizeof *m->blocks);
  m->is_waiting = query_alloc (cx, snapshot_n_blocks (m->s) + 1, 1);
  m->families = query_alloc (cx, 2 * (snapshot_n_statements (m->s)
				      + snapshot_n_decls (m->s)) + 1,
			     sizeof *m->families);
  m->last_found = &m->found;
  m->last_exit = &m->exits;
  m->steps = STEPS_EACH * snapshot_n_statements (m->s) + STEPS_MORE;
}

void
provide_memory (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct memory *m = query_alloc (cx, 1, sizeof *m);
  struct findings_builder b;
  bool is_body = !(q_body (cx, key)->flags & SNAPSHOT_IS_LOWERED_ONLY);

  if (is_body)
    {
      memory_init (m, cx, key);
      memory_explore (m);
      if (m->gave_up)
	query_give_up (cx, "too many states of memory");
    }
  findings_builder_init (&b);
  if (m->gave_up)
    b.flags |= FINDINGS_INCOMPLETE;
  if (is_body)
    memory_report (m, &b);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
