/* memory-arrive.c - which states a block has.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Of states that differ in nothing but ranges one remains (ESP: Das, Lerner,
   Seigle, "ESP: Path-Sensitive Program Verification in Polynomial Time", 2002);
   where there are more than STATES, those of the same property become one, whatever
   else they hold.  A loop that releases something else in each round has a state for
   each of the first rounds, and one for all that follow.  */

#include "passes/memory-summary.h"
#include "passes/memory.h"

#include <string.h>

/* States of a block before those of one property are joined, and at all.  */
#define STATES 8
#define MOST_STATES 24
/* At the head of a loop, before that, and before ranges are widened.  */
#define LOOP_STATES 3
#define MOST_ARRIVALS 400

static void
wait_at (struct memory *m, uint32_t block)
{
  uint32_t position = m->position[block];

  m->is_waiting[position] = 1;
  if (position < m->next)
    m->next = position;
}

static void
add_state (struct memory *m, uint32_t block, const struct memory_state *s)
{
  struct block_states *b = &m->blocks[block];

  if (b->count == b->capacity)
    {
      uint32_t capacity = b->capacity ? 2 * b->capacity : 4;
      struct memory_state **states
	= scratch_alloc (&m->scratch, capacity, sizeof *states);
      uint8_t *is_done = scratch_alloc (&m->scratch, capacity, 1);

      if (b->count)
	{
	  memcpy (states, b->states, b->count * sizeof *states);
	  memcpy (is_done, b->is_done, b->count);
	}
      b->states = states;
      b->is_done = is_done;
      b->capacity = capacity;
    }
  b->states[b->count] = scratch_alloc (&m->scratch, 1, sizeof **b->states);
  memory_state_copy (b->states[b->count], s);
  b->is_done[b->count++] = 0;
  wait_at (m, block);
}

/* How many states a block may have before those of one property are joined:
   fewer, the more has been spent.  */
static uint32_t
states_allowed (const struct memory *m, bool is_head)
{
  uint32_t part = m->most_steps / 4 + 1;
  uint32_t allowed = m->steps > 3 * part ? STATES
		     : m->steps > 2 * part ? STATES / 2
		     : m->steps > part ? STATES / 4 : 1;

  return is_head && allowed > LOOP_STATES ? LOOP_STATES : allowed;
}

/* S becomes one with the I'th state of BLOCK.  */
static void
meet (struct memory *m, uint32_t block, uint32_t i, const struct memory_state *s,
      bool widen)
{
  struct block_states *b = &m->blocks[block];
  struct memory_state *old = b->states[i];
  bool changed;

  memory_meet (m, old, s);
  changed = memory_join (m, block, old, s, widen);
  if (old->rounds < s->rounds)
    old->rounds = s->rounds;
  if (!old->path || old->path->kind != PATH_JOINED)
    memory_note (m, old, PATH_JOINED, block, 0);
  if (changed)
    {
      b->is_done[i] = 0;
      wait_at (m, block);
    }
}

/* S, which comes to BLOCK, is one of its states now.  */
static bool
is_met (struct memory *m, uint32_t block, const struct memory_state *s)
{
  struct block_states *b = &m->blocks[block];
  bool is_head = m->is_target[block];
  bool join = b->count >= states_allowed (m, is_head);
  bool widen = is_head && b->arrivals > 2 * LOOP_STATES;

  for (uint32_t i = 0; i < b->count; i++)
    {
      const struct memory_state *old = b->states[i];

      /* Lists that differ are seen at a glance, so they come first.  */
      if ((!join && !(memory_same_names (old, s)
		      && memory_same_bindings (old, s)))
	  || !memory_same_property (m, old, s, join ? SAME_RESOURCES
						    : SAME_BUT_NULLNESS))
	continue;
      meet (m, block, i, s, widen);
      return true;
    }
  return false;
}

/* Whether a loop whose head is BLOCK is so far that nobody asks any more what of it
   S, which comes round once more, has released in which round.  */
static bool
is_late (const struct block_states *b, const struct memory_state *s)
{
  return b->count >= (s->rounds < LOOP_STATES ? STATES : LOOP_STATES);
}

/* Whether the function returns at the end of BLOCK, which has as many states as a
   summary may have ways.  */
static bool
is_last (const struct memory *m, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (m->s)[block];

  return m->blocks[block].count >= SUMMARY_MOST_DISJUNCTS
	 && b->n_successors == 1
	 && snapshot_edges (m->s)[b->first_successor].destination == BLOCK_EXIT;
}

/* S, which comes to BLOCK, becomes one with a state that holds the same; what only one
   of the two has released may have been released.  The last states are the ones most
   like it: those have gone as many rounds.  */
static bool
is_met_holding (struct memory *m, uint32_t block, const struct memory_state *s)
{
  struct block_states *b = &m->blocks[block];

  for (uint32_t i = b->count; i-- > 0;)
    if ((b->states[i]->rounds > 0) == (s->rounds > 0)
	&& memory_same_property (m, b->states[i], s, SAME_HELD))
      {
	meet (m, block, i, s, true);
	return true;
      }
  return false;
}

void
memory_arrive (struct memory *m, uint32_t block, struct memory_state *s,
	       bool goes_round)
{
  struct block_states *b = &m->blocks[block];

  if (++b->arrivals > MOST_ARRIVALS)
    {
      m->gave_up = true;
      return;
    }
  s->rounds += goes_round;
  memory_forget_dead (m, s, block);
  if (is_met (m, block, s))
    return;
  /* Who frees a list releases one thing more in each round.  */
  if (((goes_round && is_late (b, s)) || is_last (m, block)
       || b->count == MOST_STATES)
      && is_met_holding (m, block, s))
    return;
  if (b->count == MOST_STATES)
    m->gave_up = true;
  else
    add_state (m, block, s);
}

bool
memory_is_exhausted (const struct memory *m, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (m->s)[block];

  if (m->replay || !m->gave_up || b->n_successors == 0)
    return false;
  for (uint32_t i = 0; i < b->n_successors; i++)
    if (m->blocks[snapshot_edges (m->s)[b->first_successor + i].destination]
	.arrivals <= MOST_ARRIVALS)
      return false;
  return true;
}
