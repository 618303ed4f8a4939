/* memory-replay.c - whether what was found is so on a path of its own.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A state that has become one with others stands for paths that nobody takes: it
   may have this from one and that from another.  So what such a state finds is
   looked at again: its path is walked alone, from the entry, with nothing
   joined and no call that changes what it is not given (memory-given.c).  Only
   what is found there once more is certain.  (Cf. Clarke,
   Grumberg, Jha, Lu, Veith, "Counterexample-Guided Abstraction Refinement",
   2000.)

   A path goes round a loop fewer times than a program may have to.  Where states
   were joined at the head of a loop, what its phis hold is taken to be any value
   of theirs.  */

#include "passes/memory-mark.h"

#include <string.h>

#define MOST_EDGES 2000
#define MOST_WAYS 32
/* Steps for all findings of a function: a part of what it may take itself.  */
#define PART_OF_STEPS 4

struct replay
{
  const struct memory_found *found;
  const struct memory_path **edges;	/* PATH_EDGE, in order.  */
  uint8_t *is_joined;		/* By edge: states were joined behind it.  */
  uint32_t count, at;
  struct memory_state *next;	/* Those that have gone along edge AT.  */
  uint32_t n_next;
  bool in_any_round;		/* Of every loop, none of which is skipped.  */
  bool is_calm;			/* See memory-given.c.  */
  bool is_confirmed;
};

static bool
is_joined (const struct memory_path *p)
{
  for (; p; p = p->before)
    if (p->kind == PATH_JOINED || p->kind == PATH_REJOINED)
      return true;
  return false;
}

/* The edges of PATH into R; false if there are too many.  */
static bool
collect_edges (struct memory *m, struct replay *r,
	       const struct memory_path *path)
{
  uint32_t i = 0;
  uint8_t joined = 0;

  for (const struct memory_path *p = path; p; p = p->before)
    i += p->kind == PATH_EDGE;
  if (i > MOST_EDGES)
    return false;
  r->count = i;
  r->edges = scratch_alloc (&m->scratch, i + 1, sizeof *r->edges);
  r->is_joined = scratch_alloc (&m->scratch, i + 1, 1);
  for (const struct memory_path *p = path; p; p = p->before)
    if (p->kind == PATH_JOINED)
      joined = 1;
    else if (p->kind == PATH_EDGE)
      {
	r->edges[--i] = p;
	r->is_joined[i] = joined;
	joined = 0;
      }
  return true;
}

/* Phis at the head of a loop hold what they do in any round.  */
static void
take_any_round (struct memory *m, struct memory_state *s, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (m->s)[block];

  for (uint32_t i = 0; i < b->n_phis; i++)
    {
      const struct snap_statement *t
	= &snapshot_statements (m->s)[b->first_statement + i];
      uint32_t name = operand_index (t->lhs), value, any;
      struct memory_node n;

      if (t->flags & STATEMENT_IS_VIRTUAL || !memory_name (s, name, &value))
	continue;
      n = *memory_node (&m->values, value);
      /* What a statement made in this round is any value already, but for what
	 conditions have said of it since.  */
      if (n.kind == NODE_RESULT
	  || (n.kind == NODE_UNINITIALIZED && !m->replay->in_any_round)
	  || (n.kind == NODE_POINTER && n.number == 0
	      && memory_region (s, n.a).resource != RESOURCE_NONE))
	continue;
      if (n.kind == NODE_POINTER && memory_kind (&m->values, n.a)
				    != NODE_POINTEE)
	any = memory_make_pointer (&m->values, n.a, OFFSET_UNKNOWN);
      else
	any = memory_as_value (&m->values,
			       memory_make (&m->values, NODE_MERGED,
					    snapshot_ssa (m->s)[name].type,
					    block, name, 0));
      memory_set_range (&m->pool, s, any, NULL);
      memory_lose_locks_of (m, s, any);
      memory_set_name (&m->pool, s, name, any);
    }
}

void
memory_replay_follow (struct memory *m, struct memory_state *s, uint32_t edge)
{
  struct replay *r = m->replay;
  uint32_t block = snapshot_edges (m->s)[edge].destination;

  if (r->at == r->count || r->edges[r->at]->where != edge
      || r->n_next == MOST_WAYS)
    return;
  memory_note (m, s, PATH_EDGE, edge, 0);
  memory_enter_phis (m, s, edge);
  if ((r->is_joined[r->at] || r->in_any_round) && m->is_target[block])
    take_any_round (m, s, block);
  memory_forget_dead (m, s, block);
  memory_state_copy (&r->next[r->n_next++], s);
}

/* Whether that was found, and is certain as far as it has been looked at.  */
static bool
is_found (const struct memory *m, enum found_kind kind, uint32_t statement,
	  uint32_t operand)
{
  for (const struct memory_found *f = m->found; f; f = f->next)
    if (f->kind == kind && f->statement == statement && f->operand == operand)
      return true;
  return false;
}

void
memory_replay_find (struct memory *m, enum found_kind kind,
		    uint32_t statement, uint32_t operand)
{
  const struct memory_found *f = m->replay->found;

  /* A path goes no further than to what has no value and of which nothing is told:
     whatever is found there rests on that.  */
  if (kind == FOUND_UNINITIALIZED && m->replay->is_calm
      && !is_found (m, kind, statement, operand))
    m->has_left = true;
  m->replay->is_confirmed |= f->kind == kind && f->statement == statement
			     && f->operand == operand;
}

bool
memory_replay_is_calm (const struct memory *m)
{
  return m->replay && m->replay->is_calm;
}

/* Walk PATH.  */
static bool
walk (struct memory *m, const struct memory_found *f,
      const struct memory_path *path, bool in_any_round, bool is_calm)
{
  struct replay *r = scratch_alloc (&m->scratch, 1, sizeof *r);
  struct memory_state *now
    = scratch_alloc (&m->scratch, MOST_WAYS, sizeof *now);
  uint32_t n_now = 1, block = BLOCK_ENTRY;

  r->found = f;
  r->in_any_round = in_any_round;
  r->is_calm = is_calm;
  r->next = scratch_alloc (&m->scratch, MOST_WAYS, sizeof *r->next);
  if (!collect_edges (m, r, path))
    return false;
  m->replay = r;
  m->n_writes = 0;
  memory_state_init (&now[0]);
  if (m->watches)
    memory_watch_entry (m, &now[0]);
  for (r->at = 0; n_now > 0; r->at++)
    {
      struct memory_state *swap = now;

      r->n_next = 0;
      for (uint32_t i = 0; i < n_now; i++)
	{
	  m->has_left = false;
	  memory_do_statements (m, &now[i], block,
				snapshot_blocks (m->s)[block].n_phis);
	  memory_state_release (&m->pool, &now[i]);
	}
      now = r->next;
      r->next = swap;
      n_now = r->n_next;
      if (r->at == r->count)
	break;
      block = snapshot_edges (m->s)[r->edges[r->at]->where].destination;
    }
  m->replay = NULL;
  return r->is_confirmed;
}

/* The head of a loop that PATH leaves before it has run a round, and nothing says
   that it does: who wrote it may know that it runs one.  NONE if there is none.
   *REST is the path that leads there.  */
static uint32_t
skipped_loop (const struct memory *m, const struct memory_path *path,
	      const struct memory_path **rest)
{
  const struct snap_edge *out = NULL;

  for (const struct memory_path *p = path; p; p = p->before)
    {
      const struct snap_edge *e;

      if (p->kind != PATH_EDGE)
	continue;
      e = &snapshot_edges (m->s)[p->where];
      *rest = p;
      /* E comes to the head from outside, OUT leaves it.  */
      if (out && m->is_target[e->destination] && out->source == e->destination
	  && m->loop_of[out->destination] != m->loop_of[out->source]
	  && m->loop_of[e->source] != m->loop_of[e->destination])
	return e->destination;
      out = e;
    }
  return NONE;
}

/* Whether a loop that PATH skips would have taken what leaks.  */
static bool
is_taken_by_loop (struct memory *m, const struct memory_found *f,
		  const struct memory_path *path)
{
  uint32_t head;

  while ((head = skipped_loop (m, path, &path)) != NONE)
    if (memory_loop_takes (m, head, f->region))
      return true;
  return false;
}

/* What a value is, not what becomes of it.  */
static bool
is_of_value (const struct memory_found *f)
{
  switch (f->kind)
    {
    case FOUND_NULL_DEREFERENCE:
    case FOUND_NULL_ARGUMENT:
    case FOUND_NULL_STREAM:
    case FOUND_UNINITIALIZED:
    case FOUND_NEGATIVE_SHIFT:
    case FOUND_LARGE_SHIFT:
    case FOUND_DIVISION_BY_ZERO:
    case FOUND_SIGNED_OVERFLOW:
    case FOUND_OUT_OF_BOUNDS_READ:
    case FOUND_OUT_OF_BOUNDS_WRITE:
    case FOUND_NULL_CALL:
      return true;
    default:
      return false;
    }
}

static bool
is_certain_on (struct memory *m, const struct memory_found *f,
	       const struct memory_path *path)
{
  /* That a loop runs no round, and that a call changes what it is not given, may
     well be.  */
  if (m->is_likely)
    return !is_joined (path) || walk (m, f, path, false, false);
  if (f->kind == FOUND_LEAK && is_taken_by_loop (m, f, path))
    return false;
  if (memory_is_found_elsewhere (m, f->operand, path)
      || !memory_path_returns (m, f, path))
    return false;
  if (is_of_value (f) && skipped_loop (m, path, &(const struct memory_path *)
						{ NULL }) != NONE)
    /* What the loop does to memory is not known here; how large that is, is.  */
    return (memory_check_of ((enum found_kind) f->kind) == CHECK_out_of_bounds
	    || (memory_kind (&m->values, f->region) != NODE_VARIABLE
		&& !memory_is_loaded (m, f->operand)))
	   && walk (m, f, path, true, true);
  if (walk (m, f, path, false, true))
    return true;
  /* What is not found there at all, a walk cannot follow.  */
  return !is_joined (path) && !walk (m, f, path, false, false);
}

static bool
is_certain (struct memory *m, const struct memory_found *f)
{
  if (f->kind == FOUND_UNINITIALIZED && !m->is_likely
      && memory_is_guarded (m, f))
    return false;
  if (is_certain_on (m, f, f->path))
    return true;
  for (uint32_t i = 0; i < f->n_other; i++)
    if (is_certain_on (m, f, f->other[i]))
      return true;
  return false;
}

void
memory_confirm (struct memory *m)
{
  struct memory_found **f = &m->found;
  bool gave_up = m->gave_up;

  m->steps = m->most_steps / PART_OF_STEPS;
  while (*f)
    if (is_certain (m, *f))
      f = &(*f)->next;
    else
      *f = (*f)->next;
  m->gave_up = gave_up;
}
