/* memory-explore.c - which blocks, with which states, in which order.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Of the blocks that wait the first one in the order of memory-order.c is done, so
   all that comes to a block from above is there when it is its turn, and loops are
   done before what follows them.  */

#include "passes/memory-element.h"
#include "passes/memory-mark.h"

#include <string.h>

/* Calls of one block at which the way at hand is one of several: each is done within
   the one before, on the C stack.  */
#define MOST_NESTED 1000

static bool
is_resource (const struct memory *m, const struct memory_state *s,
	     uint32_t value)
{
  enum resource r;

  if (!memory_is_pointer (&m->values, value))
    return false;
  r = (enum resource) memory_region (s, memory_node (&m->values, value)->a)
		      .resource;
  return r == RESOURCE_UNCHECKED || r == RESOURCE_HELD;
}

static bool
name_holds_resource (const struct memory *m, const struct memory_state *s,
		     uint32_t name)
{
  uint32_t value;

  return memory_name (s, name, &value) && is_resource (m, s, value);
}

/* Phis of BLOCK as S comes along EDGE: all at once.  What they held in the round
   before may be lost.  */
void
memory_enter_phis (struct memory *m, struct memory_state *s, uint32_t edge)
{
  uint32_t block = snapshot_edges (m->s)[edge].destination;
  const struct snap_block *b = &snapshot_blocks (m->s)[block];
  uint32_t position = NONE;
  uint32_t *values;
  struct memory_state before;
  bool loses = false;

  if (b->n_phis == 0)
    return;
  values = scratch_numbers (&m->scratch, b->n_phis);
  for (uint32_t i = 0; i < b->n_predecessors; i++)
    if (snapshot_preds (m->s)[b->first_predecessor + i] == edge)
      position = i;
  for (uint32_t i = 0; i < b->n_phis; i++)
    {
      const struct snap_statement *t
	= &snapshot_statements (m->s)[b->first_statement + i];

      if (!(t->flags & STATEMENT_IS_VIRTUAL) && position < t->n_operands)
	values[i] = memory_operand (m, s, snapshot_operands (m->s)
					  [t->first_operand + position],
				    NONE, false);
    }
  memory_state_init (&before);
  for (uint32_t i = 0; i < b->n_phis; i++)
    {
      const struct snap_statement *t
	= &snapshot_statements (m->s)[b->first_statement + i];

      if (t->flags & STATEMENT_IS_VIRTUAL
	  || operand_kind (t->lhs) != OPERAND_SSA)
	continue;
      if (!loses && name_holds_resource (m, s, operand_index (t->lhs)))
	{
	  memory_state_copy (&before, s);
	  loses = true;
	}
      if (values[i] == 0)
	values[i]
	  = memory_as_value (&m->values,
			     memory_make (&m->values, NODE_MERGED,
					  memory_operand_type (m->s, t->lhs),
					  block, operand_index (t->lhs), 0));
      memory_set_name (&m->pool, s, operand_index (t->lhs), values[i]);
    }
  if (loses)
    memory_check_leaks (m, s, &before, b->first_statement, NONE);
  memory_state_release (&m->pool, &before);
}

/* Whether EDGE leads back to the head of a loop.  */
static bool
goes_round (const struct memory *m, uint32_t edge)
{
  const struct snap_edge *e = &snapshot_edges (m->s)[edge];

  return m->is_target[e->destination]
	 && m->position[e->source] >= m->position[e->destination];
}

static void
follow (struct memory *m, struct memory_state *s, uint32_t edge)
{
  uint32_t block = snapshot_edges (m->s)[edge].destination;

  if (block == BLOCK_EXIT)
    return;
  if (m->replay)
    {
      memory_replay_follow (m, s, edge);
      return;
    }
  memory_note (m, s, PATH_EDGE, edge, 0);
  memory_enter_phis (m, s, edge);
  memory_arrive (m, block, s, goes_round (m, edge));
}

/* S at the condition STATEMENT, of X and Y, follows each edge that it can.  */
static void
follow_condition (struct memory *m, struct memory_state *s,
		  uint32_t statement, uint32_t x, uint32_t y)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const struct snap_block *b = &snapshot_blocks (m->s)[t->block];
  uint32_t type
    = memory_operand_type (m->s, snapshot_operands (m->s)[t->first_operand]);
  struct memory_state side[2];
  bool is_so[2];

  for (uint32_t i = 0; i < 2; i++)
    {
      memory_state_copy (&side[i], s);
      is_so[i] = memory_assume (m, &side[i], t->operation, type, x, y,
				snapshot_edges (m->s)[b->first_successor + i]
				.flags & EDGE_IS_TRUE)
		 && memory_is_consistent (m, &side[i]);
    }
  for (uint32_t i = 0; i < 2; i++)
    {
      m->is_forced = is_so[0] != is_so[1];
      if (is_so[i])
	follow (m, &side[i], b->first_successor + i);
      m->is_forced = false;
      memory_state_release (&m->pool, &side[i]);
    }
}

/* A side of VALUE, an `&' or `|' of truth values, of which S does not know whether it
   is ZERO, and by which VALUE is not known; 0: there is none.  */
static uint32_t
open_side (struct memory *m, const struct memory_state *s, uint32_t value,
	   uint32_t zero)
{
  const struct memory_node *n = memory_node (&m->values, value);
  uint32_t side;

  if (memory_decide (m, s, OPERATION_NOT_EQUAL, n->type, value, zero) != 3)
    return 0;
  if (n->kind != NODE_BINARY
      || (n->operation != OPERATION_BIT_AND && n->operation != OPERATION_BIT_OR)
      || n->type == NONE
      || snapshot_types (m->s)[n->type].kind != SNAP_TYPE_BOOLEAN)
    return value;
  side = open_side (m, s, n->a, zero);
  return side ? side : open_side (m, s, n->b, zero);
}

/* S at the condition STATEMENT.  Where GCC computes both sides of `a && b', the ways
   by one and by the other are two all the same.  */
static void
branch (struct memory *m, struct memory_state *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const uint32_t *o = snapshot_operands (m->s) + t->first_operand;
  uint32_t x = memory_operand (m, s, o[0], statement, true);
  uint32_t y = memory_operand (m, s, o[1], statement, true);
  uint32_t side = x && y && memory_is_zero (&m->values, y)
		  ? open_side (m, s, x, y) : 0;

  if (m->has_left || snapshot_blocks (m->s)[t->block].n_successors != 2)
    return;
  if (side == 0 || side == x)
    {
      follow_condition (m, s, statement, x, y);
      return;
    }
  for (uint32_t i = 0; i < 2; i++)
    {
      struct memory_state copy;

      memory_state_copy (&copy, s);
      if (memory_assume (m, &copy, OPERATION_NOT_EQUAL, NONE, side, y, i)
	  && memory_is_consistent (m, &copy))
	branch (m, &copy, statement);
      memory_state_release (&m->pool, &copy);
    }
}

/* The values of a switch that go along EDGE.  */
static bool
values_of_edge (struct memory *m, const struct snap_statement *t,
		uint32_t edge, struct integer_type type, struct range *r)
{
  const struct snap_case *cases = snapshot_cases (m->s) + t->first_extra;
  bool is_default = false;
  struct range others;

  range_clear (r);
  range_clear (&others);
  for (uint32_t i = 0; i < t->n_extra; i++)
    {
      struct integer low, high;
      uint32_t value;

      if (operand_kind (cases[i].low) == OPERAND_NONE)
	{
	  is_default |= cases[i].edge == edge;
	  continue;
	}
      value = memory_operand (m, NULL, cases[i].low, NONE, false);
      if (!memory_is_integer (&m->values, value, &low))
	return false;
      high = low;
      if (operand_kind (cases[i].high) != OPERAND_NONE
	  && !memory_is_integer (&m->values,
				 memory_operand (m, NULL, cases[i].high, NONE,
						 false), &high))
	return false;
      range_add (&m->scratch, cases[i].edge == edge ? r : &others, low, high);
      if (r->count >= RANGE_ROOM || others.count >= RANGE_ROOM)
	return false;
    }
  if (is_default)
    range_complement (&m->scratch, type, &others, r);
  return true;
}

static void
switch_on (struct memory *m, struct memory_state *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const struct snap_block *b = &snapshot_blocks (m->s)[t->block];
  uint32_t o = snapshot_operands (m->s)[t->first_operand];
  uint32_t type = memory_operand_type (m->s, o);
  uint32_t x = memory_operand (m, s, o, statement, true);
  struct integer_type number;
  bool is_pointer, has_type = range_type (m->s, type, &number, &is_pointer);

  if (m->has_left)
    return;
  for (uint32_t i = 0; i < b->n_successors; i++)
    {
      uint32_t edge = b->first_successor + i;
      struct memory_state copy;
      struct range r;

      memory_state_copy (&copy, s);
      if (!has_type || !values_of_edge (m, t, edge, number, &r)
	  || (range_finish (&m->scratch, &r),
	      memory_restrict (m, &copy, x, type, &r)))
	follow (m, &copy, edge);
      memory_state_release (&m->pool, &copy);
    }
}

struct memory_exit *
memory_leave (struct memory *m, const struct memory_state *s,
	      uint32_t statement)
{
  struct memory_exit *e;

  if (m->replay)
    return NULL;
  e = scratch_alloc (&m->scratch, 1, sizeof *e);
  memory_state_copy (&e->state, s);
  e->statement = statement;
  e->callee = NONE;
  *m->last_exit = e;
  m->last_exit = &e->next;
  m->n_exits++;
  return e;
}

/* What a structure that is returned holds goes along, unless that is one value,
   which callers are told of.  */
static void
return_structure (struct memory *m, struct memory_state *s, uint32_t operand)
{
  struct location l;
  const struct binding *b;
  uint32_t n, i;

  if (operand_kind (operand) != OPERAND_MEMORY)
    return;
  l = memory_locate (m, s, operand);
  if (l.region == 0 || l.offset == OFFSET_UNKNOWN)
    return;
  b = memory_bindings (s, &n);
  i = memory_find_binding (s, l.region, l.offset);
  if (i == n || b[i].region != l.region || b[i].offset != l.offset
      || b[i].size != l.size)
    memory_escape_contents (m, s, l.region);
}

static void
leave_with (struct memory *m, struct memory_state *s, uint32_t statement,
	    uint32_t value)
{
  struct memory_exit *e;

  memory_check_leaks (m, s, s, statement, value);
  memory_check_descriptors (m, s, statement, value);
  memory_check_va_lists (m, s, statement);
  memory_check_lost (m, s, statement);
  memory_check_locks (m, s, statement);
  e = memory_leave (m, s, statement);
  if (e)
    e->value = value;
}

/* VALUE is returned, which is true on one way and false on another.  */
static void
leave_either (struct memory *m, struct memory_state *s, uint32_t statement,
	      uint32_t value)
{
  for (int truth = 1; truth >= 0; truth--)
    {
      struct memory_state way;
      struct range r;

      memory_state_copy (&way, s);
      range_single (integer_of (truth), &r);
      if (memory_restrict (m, &way, value, NONE, &r))
	leave_with (m, &way, statement,
		    memory_make_small (&m->values, truth));
      memory_state_release (&m->pool, &way);
    }
}

static void
leave (struct memory *m, struct memory_state *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  uint32_t operand = t->n_operands > 0
		     ? snapshot_operands (m->s)[t->first_operand]
		     : OPERAND (OPERAND_NONE, 0);
  uint32_t value = 0;

  return_structure (m, s, operand);
  if (t->n_operands > 0)
    value = memory_operand (m, s, operand, statement, true);
  if (m->has_left)
    return;
  if (memory_tells_failure (m, s, value))
    leave_either (m, s, statement, value);
  else
    leave_with (m, s, statement, value);
}

/* Something that may do anything.  */
static void
do_anything (struct memory *m, struct memory_state *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const uint32_t *o = snapshot_operands (m->s) + t->first_operand;

  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      struct location l;

      if (operand_kind (o[i]) == OPERAND_MEMORY)
	{
	  l = memory_locate (m, s, o[i]);
	  memory_store (m, s, &l, 0, statement);
	}
      else
	memory_escape (m, s, memory_operand (m, s, o[i], statement, false));
      if (t->code == STATEMENT_ASM && i < t->n_extra
	  && operand_kind (o[i]) == OPERAND_SSA)
	memory_set_name (&m->pool, s, operand_index (o[i]),
			 memory_as_value (&m->values,
					  memory_fresh (m, statement, i,
							memory_operand_type
							  (m->s, o[i]))));
    }
  memory_age (m, s, statement);
  memory_change_escaped (m, s, statement);
  if (operand_kind (t->lhs) == OPERAND_SSA)
    memory_set_name (&m->pool, s, operand_index (t->lhs), 0);
}

/* What lay there may be lost.  */
static void
assign_memory (struct memory *m, struct memory_state *s, uint32_t statement)
{
  struct memory_state before;

  memory_state_copy (&before, s);
  memory_assign (m, s, statement);
  if (!m->has_left)
    memory_check_leaks (m, s, &before, statement, NONE);
  memory_state_release (&m->pool, &before);
}

/* Whether something that must be released is known by what L holds.  */
static bool
holds_resource (struct memory *m, const struct memory_state *s,
		const struct location *l)
{
  uint32_t n;
  const struct binding *b = memory_bindings (s, &n);

  for (uint32_t i = memory_find_binding (s, l->region, l->offset);
       i < n && b[i].region == l->region
       && b[i].offset < l->offset + (int64_t) l->size; i++)
    if (is_resource (m, s, b[i].value))
      return true;
  return false;
}

static void
clobber (struct memory *m, struct memory_state *s, uint32_t statement)
{
  struct location l
    = memory_locate (m, s, snapshot_statements (m->s)[statement].lhs);

  struct memory_state before;
  bool loses;

  if (l.region == 0 || l.offset == OFFSET_UNKNOWN || l.size == SIZE_UNKNOWN)
    return;
  loses = m->has_elements || holds_resource (m, s, &l);
  memory_state_copy (&before, s);
  memory_drop_elements (m, s, l.region);
  memory_bind (&m->pool, s, &m->values, l.region, l.offset, l.size,
	       memory_make (&m->values, NODE_UNINITIALIZED, NONE, l.region,
			    0, 0));
  if (loses)
    memory_check_leaks (m, s, &before, statement, NONE);
  memory_state_release (&m->pool, &before);
}

static void
do_call (struct memory *m, struct memory_state *s, uint32_t block, uint32_t i)
{
  struct memory_forks forks = { NULL, 0, 0 };
  bool has_left;

  memory_call (m, s, snapshot_blocks (m->s)[block].first_statement + i,
	       &forks);
  has_left = m->has_left;
  for (uint32_t j = 0; j < forks.count; j++)
    {
      /* Each call multiplies the ways: those are no longer told apart.  */
      if (m->nested == MOST_NESTED)
	m->gave_up = true;
      if (m->nested == MOST_NESTED || memory_is_exhausted (m, block))
	{
	  memory_state_release (&m->pool, &forks.states[j]);
	  continue;
	}
      m->nested++;
      m->has_left = false;
      if (m->watches)
	memory_watch_after (m, &forks.states[j],
			    snapshot_blocks (m->s)[block].first_statement + i);
      memory_do_statements (m, &forks.states[j], block, i + 1);
      m->nested--;
      memory_state_release (&m->pool, &forks.states[j]);
    }
  m->has_left = has_left;
}

/* What STATEMENT reads may be new in each round.  */
static void
age_loads (struct memory *m, struct memory_state *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const uint32_t *o = snapshot_operands (m->s) + t->first_operand;

  m->aged = NONE;
  for (uint32_t i = 0; i < t->n_operands; i++)
    if (operand_kind (o[i]) == OPERAND_MEMORY)
      {
	memory_age (m, s, statement);
	return;
      }
}

static bool
do_statement (struct memory *m, struct memory_state *s, uint32_t block,
	      uint32_t i)
{
  uint32_t statement = snapshot_blocks (m->s)[block].first_statement + i;

  age_loads (m, s, statement);
  switch (snapshot_statements (m->s)[statement].code)
    {
    case STATEMENT_ASSIGN:
      if (operand_kind (snapshot_statements (m->s)[statement].lhs)
	  == OPERAND_MEMORY)
	assign_memory (m, s, statement);
      else
	memory_assign (m, s, statement);
      return true;
    case STATEMENT_CALL:
      do_call (m, s, block, i);
      return true;
    case STATEMENT_CLOBBER:
      clobber (m, s, statement);
      return true;
    case STATEMENT_COND:
      branch (m, s, statement);
      return false;
    case STATEMENT_SWITCH:
      switch_on (m, s, statement);
      return false;
    case STATEMENT_RETURN:
      leave (m, s, statement);
      return false;
    case STATEMENT_ASM:
    case STATEMENT_OPAQUE:
      do_anything (m, s, statement);
      return true;
    case STATEMENT_RESX:
      return false;
    default:
      return true;
    }
}

void
memory_do_statements (struct memory *m, struct memory_state *s, uint32_t block,
	       uint32_t i)
{
  const struct snap_block *b = &snapshot_blocks (m->s)[block];

  for (; i < b->n_statements; i++)
    {
      if (m->steps == 0)
	{
	  m->gave_up = true;
	  return;
	}
      m->steps--;
      if (m->watches)
	memory_watch_before (m, s, b->first_statement + i);
      if (!do_statement (m, s, block, i) || m->has_left)
	return;
      if (m->watches)
	memory_watch_after (m, s, b->first_statement + i);
    }
  for (uint32_t j = 0; j < b->n_successors; j++)
    {
      uint32_t edge = b->first_successor + j;
      struct memory_state copy;

      if (snapshot_edges (m->s)[edge].flags & (EDGE_IS_EH | EDGE_IS_ABNORMAL
					       | EDGE_IS_FAKE))
	continue;
      memory_state_copy (&copy, s);
      follow (m, &copy, edge);
      memory_state_release (&m->pool, &copy);
    }
}

static void
do_block (struct memory *m, uint32_t block)
{
  struct block_states *b = &m->blocks[block];

  for (uint32_t i = 0; i < b->count; i++)
    {
      struct memory_state copy;

      if (b->is_done[i])
	continue;
      b->is_done[i] = 1;
      m->has_left = false;
      memory_state_copy (&copy, b->states[i]);
      memory_do_statements (m, &copy, block, snapshot_blocks (m->s)[block].n_phis);
      memory_state_release (&m->pool, &copy);
    }
}

void
memory_explore (struct memory *m)
{
  struct memory_state s;

  memory_state_init (&s);
  if (m->watches)
    memory_watch_entry (m, &s);
  memory_arrive (m, BLOCK_ENTRY, &s, false);
  while (m->next < m->order->n_reachable && m->steps > 0)
    {
      uint32_t position = m->next++;

      if (!m->is_waiting[position])
	continue;
      m->is_waiting[position] = 0;
      do_block (m, m->block_at[position]);
    }
  memory_state_release (&m->pool, &s);
}
