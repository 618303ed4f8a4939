/* check-memory.c - the check memory: what a function does wrong with memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/effects.h"
#include "passes/memory-events.h"
#include "passes/memory-mark.h"
#include "passes/memory-ring.h"
#include "passes/memory-signal.h"
#include "passes/structure.h"

#include <string.h>

/* Statements executed, with each of the states they are executed in: so many
   for each that there is, and some more.  */
#define STEPS_EACH 10
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
  m->loop_of = loops_innermost (loops);
  m->loops = loops;
  m->dominators = q_dominators (m->cx, m->key);
  m->is_target = is_target;
}

struct use_search
{
  uint32_t *last;
  uint32_t statement;
};

static bool
note_use (void *data, const struct effect *e)
{
  struct use_search *u = data;

  if (e->kind == EFFECT_USES && operand_kind (e->operand) == OPERAND_SSA)
    u->last[operand_index (e->operand)] = u->statement;
  return true;
}

static void
find_last_uses (struct memory *m)
{
  struct use_search u
    = { query_alloc (m->cx, snapshot_n_ssa (m->s) + 1, sizeof *u.last), 0 };

  for (; u.statement < snapshot_n_statements (m->s); u.statement++)
    effects_visit (m->s, u.statement, note_use, &u);
  m->last_use = u.last;
}

uint32_t
memory_budget (const struct snapshot *s)
{
  return STEPS_EACH * snapshot_n_statements (s) + STEPS_MORE;
}

bool
memory_has_summary (const struct snapshot *s)
{
  return !(s->flags & SNAPSHOT_IS_LOWERED_ONLY
	   || snapshot_decls (s)[s->decl].flags & DECL_IS_REPLACEABLE);
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
  memory_find_order (m);
  m->blocks = query_alloc (cx, snapshot_n_blocks (m->s) + 1,
			   sizeof *m->blocks);
  m->is_waiting = query_alloc (cx, snapshot_n_blocks (m->s) + 1, 1);
  m->models = q_called_models (cx, key);
  m->is_likely = q_finding_level (cx, 0)->level > 0;
  m->is_fine = query_alloc (cx, snapshot_n_statements (m->s) + 1, 1);
  find_last_uses (m);
  m->was_done = query_alloc (cx, snapshot_n_statements (m->s) + 1, 1);
  m->last_found = &m->found;
  m->last_exit = &m->exits;
  m->applied_callee = m->called = NONE;
  m->steps = m->most_steps = memory_budget (m->s);
}

/* The summaries of what the body calls, and it shows what that is: all that is
   asked, before anything is done.  False: the ring of calls has the answer.  */
static bool
ask_callees (struct memory *m)
{
  const struct snapshot *s = m->s;
  uint32_t size;

  m->callee = query_alloc (m->cx, snapshot_n_decls (s) + 1,
			   sizeof *m->callee);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement t
	= memory_direct_call (s, &snapshot_statements (s)[i]);
      const struct memory_summary *summary;
      uint32_t callee;

      if (t.code != STATEMENT_CALL || t.decl == NONE || m->callee[t.decl]
	  || t.flags & CALL_IS_INTERNAL
	  || model_list_row (m->models,
			     snapshot_string (s, snapshot_decls (s)[t.decl]
						 .name))
	  || snapshot_decls (s)[t.decl].builtin != BUILTIN_NONE)
	continue;
      callee = called_outside_ring (m->cx, m->key, s, &t);
      if (callee == NONE)
	{
	  m->callee[t.decl]
	    = memory_ring_callee (m, &snapshot_decls (s)[t.decl]);
	  if (memory_ring_answer (m, &size))
	    return false;
	  continue;
	}
      summary = q_memory_summary (m->cx, callee);
      if (summary->is_known)
	m->callee[t.decl] = summary;
    }
  return true;
}

bool
memory_begin (struct memory *m, struct query_context *cx, uint32_t key)
{
  memory_init (m, cx, key);
  if (!ask_callees (m))
    return false;
  memory_watch_init (m);
  return true;
}

/* The summary and its events, of *SUMMARY_SIZE bytes; S has no body if M is NULL.  */
static void
sum_up (struct query_context *cx, struct memory *m, const struct snapshot *s,
	struct buffer *out, uint32_t *summary_size)
{
  struct memory_summary nothing = { 0, 0, 0, 0, 0, 0 };
  struct memory_told told = { NULL, NULL, NULL };

  if (memory_has_summary (s))
    memory_summarize (m, out, &told);
  else
    buffer_add (out, &nothing, sizeof nothing);
  *summary_size = (uint32_t) out->size;
  /* OUT moves as it grows.  */
  {
    struct memory_summary *summary = query_alloc (cx, 1, out->size);

    memcpy (summary, out->bytes, out->size);
    memory_tell_events (m, summary, &told, out);
  }
}

void
memory_conclude (struct memory *m)
{
  memory_find_unreleased (m);
  memory_confirm (m);
  if (m->gave_up)
    query_give_up (m->cx, "too many states of memory");
  memory_cut_paths (m);
  memory_tell_found (m);
}

void
memory_write_analysis (struct memory *m, const struct buffer *summary,
		       uint32_t summary_size, struct buffer *out)
{
  struct memory_analysis head
    = { summary_size, (uint32_t) (summary->size - summary_size), 0, 0 };
  struct findings_builder b;
  struct buffer findings;

  findings_builder_init (&b);
  buffer_init (&findings);
  if (m && m->gave_up)
    {
      b.flags |= FINDINGS_INCOMPLETE;
      findings_add (&b, CHECK_memory, MESSAGE_TOO_COMPLEX,
		    PLACE (PLACE_FUNCTION, 0), 0);
    }
  if (m)
    memory_report (m, &b);
  findings_finish (&b, &findings);
  head.findings_size = (uint32_t) findings.size;
  buffer_add (out, &head, sizeof head);
  buffer_add (out, summary->bytes, summary->size);
  buffer_add (out, findings.bytes, findings.size);
  buffer_release (&findings);
  findings_builder_release (&b);
}

void
provide_memory_analysis (struct query_context *cx, uint32_t key,
			 struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  struct memory *m = NULL;
  struct buffer summary = BUFFER_INIT;
  uint32_t size;

  if (!(s->flags & SNAPSHOT_IS_LOWERED_ONLY))
    {
      m = query_alloc (cx, 1, sizeof *m);
      if (!memory_begin (m, cx, key))
	{
	  const struct memory_analysis *a = memory_ring_answer (m, &size);

	  buffer_add (out, a, size);
	  return;
	}
      memory_explore (m);
      memory_conclude (m);
    }
  /* From here on nothing is asked.  */
  sum_up (cx, m, s, &summary, &size);
  memory_write_analysis (m, &summary, size, out);
  buffer_release (&summary);
}

void
provide_memory_summary (struct query_context *cx, uint32_t key,
			struct buffer *out)
{
  const struct memory_analysis *a = q_memory_analysis (cx, key);

  buffer_add (out, memory_analysis_summary (a), a->summary_size);
}

void
provide_memory_summary_external (struct query_context *cx, uint32_t key,
				 struct buffer *out)
{
  struct memory_summary nothing = { 0, 0, 0, 0, 0, 0 };

  (void) cx;
  (void) key;
  buffer_add (out, &nothing, sizeof nothing);
}

void
provide_memory (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const struct memory_analysis *a = q_memory_analysis (cx, key);
  const struct signal_reach *way = memory_signal_context (cx, key);
  const struct snapshot *s = q_body (cx, key);
  struct findings_builder b;

  findings_builder_init (&b);
  findings_append_of (&b, memory_analysis_findings (a), CHECK_memory);
  if (way && way->count > 0)
    memory_signal_report (s, way, &b);
  findings_finish (&b, out);
  findings_builder_release (&b);
}

bool
memory_analysis_verify (const void *bytes, size_t size)
{
  const struct memory_analysis *a = bytes;

  return size >= sizeof *a && a->summary_size % 8 == 0
	 && a->events_size % 8 == 0
	 && size == sizeof *a + (uint64_t) a->summary_size + a->events_size
		    + a->findings_size
	 && memory_summary_verify (a + 1, a->summary_size)
	 && memory_events_verify ((const char *) (a + 1) + a->summary_size,
				  a->events_size)
	 && findings_verify (memory_analysis_findings (a), a->findings_size);
}

void
memory_analysis_print (FILE *file, const struct snapshot *body,
		       const struct memory_analysis *a, unsigned flags)
{
  memory_summary_print (file, body, memory_analysis_summary (a), flags);
  memory_events_print (file, body,
		       (const struct memory_events *) ((const char *) (a + 1)
						       + a->summary_size),
		       flags);
  findings_print (file, body, memory_analysis_findings (a), flags);
}
