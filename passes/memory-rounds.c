/* memory-rounds.c - what an index is in the first and the last round of a loop.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Known of a loop that one condition ends, on a counter that begins and ends with
   constants: whoever comes to it goes through all its rounds.  States of the
   analysis know the first few of these only.  */

#include "passes/memory.h"

#include "passes/alias.h"
#include "passes/loop-counter.h"
#include "passes/structure.h"

/* Operations between a counter and an index.  */
#define MOST_OPERATIONS 8
/* Numbers larger than that may have wrapped.  */
#define MOST_COUNT ((int64_t) 1 << 30)

struct rounds
{
  int64_t first, last;		/* Of the counter.  */
};

static bool
is_small (int64_t value)
{
  return value > -MOST_COUNT && value < MOST_COUNT;
}

/* Whether numbers up to MOST_COUNT stay what they are as a value of OPERAND's
   type.  */
static bool
is_wide (const struct snapshot *s, uint32_t operand)
{
  struct integer_type type;
  uint32_t pointee;

  return integer_type (s, operand_type (s, operand, &pointee), &type)
	 && type.precision >= 32;
}

/* The counter of LOOP that OPERAND is, but for ADD; false if it is none.  */
static bool
counter_in (const struct memory *m, uint32_t loop, uint32_t operand,
	    struct loop_counter *c, int64_t *add)
{
  const struct snapshot *s = m->s;

  *add = 0;
  for (unsigned i = 0; i < MOST_OPERATIONS; i++)
    {
      uint32_t d = snapshot_definition (s, operand), bare;
      const struct snap_statement *t;
      const uint32_t *o;
      int64_t constant;

      if (d == NONE || !is_wide (s, operand))
	return false;
      t = &snapshot_statements (s)[d];
      o = snapshot_operands (s) + t->first_operand;
      if (statement_is_copy (t))
	{
	  operand = o[0];
	  continue;
	}
      if (loop_counter_of_operand (s, m->loops, loop, operand, c, &bare))
	{
	  *add += bare == c->name ? 0 : c->step;
	  return is_small (c->step) && is_small (*add);
	}
      if (t->code != STATEMENT_ASSIGN
	  || (t->operation != OPERATION_PLUS
	      && t->operation != OPERATION_MINUS)
	  || !constant_value (s, o[1], &constant) || !is_small (constant))
	return false;
      *add += t->operation == OPERATION_PLUS ? constant : -constant;
      operand = o[0];
    }
  return false;
}

static bool
constant_of (const struct snapshot *s, uint32_t operand, int64_t *value)
{
  for (unsigned i = 0; i < MOST_OPERATIONS; i++)
    {
      uint32_t d = snapshot_definition (s, operand);

      if (d == NONE || !statement_is_copy (&snapshot_statements (s)[d]))
	break;
      operand = snapshot_operands (s)[snapshot_statements (s)[d]
				      .first_operand];
    }
  return constant_value (s, operand, value) && is_small (*value);
}

/* The constant with which C enters LOOP.  */
static bool
start_of (const struct memory *m, uint32_t loop, const struct loop_counter *c,
	  int64_t *start)
{
  const struct snapshot *s = m->s;
  const struct snap_statement *t = &snapshot_statements (s)[c->phi];
  const struct snap_block *b = &snapshot_blocks (s)[t->block];
  bool found = false;

  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t e = snapshot_preds (s)[b->first_predecessor + i];
      int64_t value;

      if (loop_contains (m->loops, loop, snapshot_edges (s)[e].source))
	continue;
      if (!constant_of (s, snapshot_operands (s)[t->first_operand + i], &value)
	  || (found && value != *start))
	return false;
      *start = value;
      found = true;
    }
  return found;
}

/* How many numbers from FIRST on, in steps of STEP, are OPERATION BOUND before one
   is not; -1: nobody knows.  */
static int64_t
count_rounds (uint32_t operation, int64_t first, int64_t step, int64_t bound)
{
  switch (operation)
    {
    case OPERATION_LESS_EQUAL:
      bound++;
      /* Fall through.  */
    case OPERATION_LESS:
      return step < 0 ? -1 : first >= bound ? 0 : (bound - 1 - first) / step + 1;
    case OPERATION_GREATER_EQUAL:
      bound--;
      /* Fall through.  */
    case OPERATION_GREATER:
      return step > 0 ? -1
	     : first <= bound ? 0 : (first - bound - 1) / -step + 1;
    case OPERATION_NOT_EQUAL:
      return (bound - first) % step == 0 && (bound - first) / step >= 0
	     ? (bound - first) / step : -1;
    default:
      return -1;
    }
}

/* The condition that is LOOP's only way out: STATEMENTS, or NONE.  *EDGE is the
   way.  */
static uint32_t
only_exit (struct memory *m, uint32_t loop, uint32_t *edge)
{
  uint32_t i, statement;

  if (!m->exits_of_loops)
    {
      m->exits_of_loops = scratch_alloc (&m->scratch, 1,
					 sizeof *m->exits_of_loops);
      loop_exits_find (m->exits_of_loops, m->s, m->loops, &m->scratch);
    }
  i = m->exits_of_loops->first[loop];
  if (i == 0 || m->exits_of_loops->item[i - 1].next != 0)
    return NONE;
  *edge = m->exits_of_loops->item[i - 1].edge;
  return loop_exit_condition (m->s, *edge, &statement) ? statement : NONE;
}

/* The numbers that C is compared with, in CONDITION, and how; false if it is not.
   *ADD: what is compared is so much more.  */
static bool
comparison_of (const struct memory *m, uint32_t loop, uint32_t edge,
	       uint32_t condition, const struct loop_counter *c,
	       uint32_t *operation, int64_t *add, int64_t *bound)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[condition];
  const uint32_t *o = snapshot_operands (m->s) + t->first_operand;

  for (unsigned i = 0; i < 2; i++)
    {
      struct loop_counter compared;

      if (!counter_in (m, loop, o[i], &compared, add)
	  || compared.phi != c->phi || !constant_of (m->s, o[1 - i], bound))
	continue;
      *operation = loop_staying_comparison (m->s, edge, t, i);
      return true;
    }
  return false;
}

/* Through which rounds of LOOP, as C counts them, control comes to BLOCK.  */
static bool
rounds_of (struct memory *m, uint32_t loop, uint32_t block,
	   const struct loop_counter *c, struct rounds *r)
{
  uint32_t edge, operation, condition = only_exit (m, loop, &edge), test;
  int64_t add, bound, count;
  bool is_tested;

  if (condition == NONE
      || !comparison_of (m, loop, edge, condition, c, &operation, &add,
			 &bound)
      || !start_of (m, loop, c, &r->first))
    return false;
  test = snapshot_statements (m->s)[condition].block;
  is_tested = test != block && dominates (m->dominators, test, block);
  if ((!is_tested && !dominates (m->dominators, block, test))
      || !loop_always_comes_to (m->s, m->loops, m->dominators, loop, test)
      || !loop_always_comes_to (m->s, m->loops, m->dominators, loop, block))
    return false;
  count = count_rounds (operation, r->first + add, c->step, bound);
  if (count < 0 || (is_tested && count == 0))
    return false;
  r->last = r->first + (is_tested ? count - 1 : count) * c->step;
  /* A comparison of numbers without a sign looks at negative ones differently.  */
  return is_small (r->last) && bound >= 0 && r->first >= 0
	 && r->first + add >= 0 && (r->last >= 0 || !c->type.is_unsigned);
}

/* Whether LOOP always comes to BLOCK, as some counter says.  */
static bool
runs_a_round (struct memory *m, uint32_t loop, uint32_t block)
{
  uint32_t edge, condition = only_exit (m, loop, &edge);
  const struct snap_statement *t;
  struct loop_counter c;
  struct rounds r;
  int64_t add;

  if (condition == NONE)
    return false;
  t = &snapshot_statements (m->s)[condition];
  for (unsigned i = 0; i < 2; i++)
    if (counter_in (m, loop, snapshot_operands (m->s)[t->first_operand + i],
		    &c, &add)
	&& rounds_of (m, loop, block, &c, &r))
      return true;
  return false;
}

bool
memory_index_in_round (struct memory *m, uint32_t operand, uint32_t statement,
		       bool last, int64_t *index)
{
  uint32_t block = snapshot_statements (m->s)[statement].block;
  uint32_t loop = m->loop_of[block];

  if (operand_kind (operand) != OPERAND_SSA)
    return false;
  while (loop != NONE)
    {
      struct loop_counter c;
      struct rounds r = { 0, 0 };
      int64_t add;

      if (counter_in (m, loop, operand, &c, &add))
	{
	  if (!rounds_of (m, loop, block, &c, &r))
	    return false;
	  *index = (last ? r.last : r.first) + add;
	  return *index >= 0 || !c.type.is_unsigned;
	}
      if (!runs_a_round (m, loop, block))
	return false;
      block = loops_array (m->loops)[loop].header;
      loop = loops_array (m->loops)[loop].parent;
    }
  return false;
}
