/* check-counter-wrap.c - loop counters that never get past their bound.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The loop's only ways out are conditions that its counter can never make false:
   its type ends before the bound, or it steps over the one value at which the
   loop would end.  By ranges, so it is exact; a loop with another way out that
   may be taken is not looked at.

   Where the bound is a constant, the C front end has made `i < 300' true, and no
   condition is left.  Such a loop is found if the counter is an index and the
   loop can have been meant neither to run for ever, as nobody sees what it does,
   nor to stop by itself: no array is as large as what the counter comes to.  */

#include "passes/all.h"
#include "passes/alias.h"
#include "passes/effects.h"
#include "passes/loop-counter.h"
#include "passes/refinement.h"
#include "passes/structure.h"

/* A loop with more ways out than this has one that can be taken.  */
#define MOST_EXITS 8

struct wrap_check
{
  struct query_context *cx;
  uint32_t key;
  const struct snapshot *s;
  const struct loops *loops;
  struct loop_exits exits;
  struct ranges_reader reader;	/* Its RANGES are asked for when needed.  */
  struct scratch m;
  struct wrap *found;
  uint32_t n_found;
};

enum wrap_kind { WRAP_NEVER_FALSE, WRAP_STEPS_OVER, WRAP_WITHOUT_CONDITION };

struct wrap
{
  enum wrap_kind kind;
  uint32_t place;		/* STATEMENTS: the condition, or the step.  */
  struct loop_counter counter;
  struct integer start, bound;	/* STEPS_OVER */
};

/* Whether a counter C that a loop goes on for by OPERATION may be one that never
   ends it, before its bound is known.  A bound of its own type ends nearly
   all.  */
static bool
is_suspicious (const struct snapshot *s, const struct loop_counter *c,
	       uint32_t operation, uint32_t operand)
{
  struct integer_type compared;
  uint32_t pointee, type = operand_type (s, operand, &pointee);

  if (type == NONE || !integer_type (s, type, &compared))
    return false;
  if (compared.precision > c->type.precision)
    return true;
  switch (operation)
    {
    case OPERATION_LESS:
      return c->step < 0 && !c->type.is_unsigned;
    case OPERATION_GREATER:
      return c->step > 0 && !c->type.is_unsigned;
    case OPERATION_NOT_EQUAL:
      return c->step != 1 && c->step != -1;
    default:
      return true;
    }
}

/* The counter that COND T, which EDGE leaves LOOP by, compares: the operand's
   number, or 2.  */
static unsigned
compared_counter (struct wrap_check *k, uint32_t loop, uint32_t edge,
		  const struct snap_statement *t, struct loop_counter *c)
{
  const uint32_t *o = snapshot_operands (k->s) + t->first_operand;
  uint32_t bare;

  for (unsigned i = 0; i < 2; i++)
    if (loop_counter_of_operand (k->s, k->loops, loop, o[i], c, &bare)
	&& snapshot_ssa (k->s)[c->name].decl != NONE
	&& is_suspicious (k->s, c, loop_staying_comparison (k->s, edge, t, i),
			  o[i]))
      return i;
  return 2;
}

static void
ask_ranges (struct wrap_check *k)
{
  if (k->reader.ranges)
    return;
  k->reader.body = k->s;
  k->reader.dominators = q_dominators (k->cx, k->key);
  k->reader.ranges = q_ranges (k->cx, k->key);
  k->reader.scratch = &k->m;
}

static bool
is_reached (struct wrap_check *k, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (k->s)[block];

  for (uint32_t i = 0; i < b->n_predecessors; i++)
    if (ranges_edge (k->reader.ranges)[snapshot_preds (k->s)
				       [b->first_predecessor + i]])
      return true;
  return false;
}

/* The one value that OPERAND has before STATEMENT; false if there are several.  */
static bool
single_value (struct wrap_check *k, uint32_t operand, uint32_t statement,
	      struct integer *value)
{
  struct range r;

  if (operand_kind (operand) == OPERAND_CONSTANT)
    return constant_integer (k->s, &k->m, operand, value);
  if (operand_kind (operand) != OPERAND_SSA
      || !ranges_at_statement (&k->reader, operand_index (operand), statement,
			       &r)
      || !range_is_single (&r))
    return false;
  *value = r.part[0].low;
  return true;
}

/* The one value with which the counter C enters LOOP.  */
static bool
single_start (struct wrap_check *k, uint32_t loop,
	      const struct loop_counter *c, struct integer *value)
{
  const struct snap_statement *t = &snapshot_statements (k->s)[c->phi];
  const struct snap_block *b = &snapshot_blocks (k->s)[t->block];
  bool found = false;

  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t e = snapshot_preds (k->s)[b->first_predecessor + i];
      uint32_t o = snapshot_operands (k->s)[t->first_operand + i];
      struct range r;

      if (loop_contains (k->loops, loop, snapshot_edges (k->s)[e].source)
	  || !ranges_edge (k->reader.ranges)[e])
	continue;
      range_clear (&r);
      if (operand_kind (o) == OPERAND_CONSTANT)
	{
	  struct integer constant;
	  if (constant_integer (k->s, &k->m, o, &constant))
	    range_single (constant, &r);
	}
      else if (operand_kind (o) == OPERAND_SSA)
	ranges_on_edge (&k->reader, operand_index (o), e, &r);
      if (!range_is_single (&r)
	  || (found && !integer_equal (*value, r.part[0].low)))
	return false;
      *value = r.part[0].low;
      found = true;
    }
  return found;
}

/* Whether FROM never becomes TO in steps of C: modulo its width if its type
   wraps; else before it overflows.  */
static bool
never_meets (struct wrap_check *k, const struct loop_counter *c,
	     struct integer from, struct integer to)
{
  struct integer way = integer_subtract (&k->m, to, from);
  struct integer step = integer_of (c->step), rest;

  if (integer_sign (way) == 0)
    return false;
  if (c->type.wraps || c->type.precision < 32)
    step = integer_of_unsigned ((uint64_t) c->step & -(uint64_t) c->step);
  else if (integer_sign (way) != integer_sign (step))
    return true;
  integer_divide (&k->m, ROUND_TO_ZERO, way, step, &rest);
  return integer_sign (rest) != 0;
}

/* Whether LOOP goes on as long as C is not what it is compared with, in COND T at
   STATEMENT, and never is.  */
static bool
steps_over (struct wrap_check *k, uint32_t loop, uint32_t statement,
	    const struct snap_statement *t, unsigned counter, struct wrap *w)
{
  const uint32_t *o = snapshot_operands (k->s) + t->first_operand;
  uint32_t pointee;
  struct integer_type compared;

  /* A conversion to less, or to a sign that it has not, changes it.  */
  if (!integer_type (k->s, operand_type (k->s, o[counter], &pointee),
		     &compared)
      || compared.precision < w->counter.type.precision
      || (compared.is_unsigned && !w->counter.type.is_unsigned))
    return false;
  return single_value (k, o[1 - counter], statement, &w->bound)
	 && single_start (k, loop, &w->counter, &w->start)
	 && never_meets (k, &w->counter, w->start, w->bound);
}

/* Whether EDGE, which leaves LOOP, never does.  If it is the counter's doing, *W
   says so.  */
static bool
exit_is_closed (struct wrap_check *k, uint32_t loop, uint32_t edge,
		struct wrap *w, bool *is_counted)
{
  struct loop_counter c;
  uint32_t statement;
  const struct snap_statement *t
    = loop_exit_condition (k->s, edge, &statement);
  unsigned i = t ? compared_counter (k, loop, edge, t, &c) : 2;
  bool is_open = ranges_edge (k->reader.ranges)[edge];

  if (!*is_counted && i < 2)
    {
      w->counter = c;
      w->place = statement;
      w->kind = is_open ? WRAP_STEPS_OVER : WRAP_NEVER_FALSE;
      *is_counted = true;
      if (!is_open)
	return is_reached (k, snapshot_edges (k->s)[edge].source);
      return loop_staying_comparison (k->s, edge, t, i) == OPERATION_NOT_EQUAL
	     && steps_over (k, loop, statement, t, i, w);
    }
  return !is_open;
}

static bool
has_suspicious_exit (struct wrap_check *k, uint32_t loop)
{
  struct loop_counter c;
  bool any = false;
  unsigned count = 0;

  for (uint32_t i = k->exits.first[loop]; i > 0;
       i = k->exits.item[i - 1].next)
    {
      uint32_t edge = k->exits.item[i - 1].edge, statement;
      const struct snap_statement *t
	= loop_exit_condition (k->s, edge, &statement);

      if (!t || ++count > MOST_EXITS)
	return false;
      any |= compared_counter (k, loop, edge, t, &c) < 2;
    }
  return any;
}

/* Whether no condition ever ends LOOP, for its counter's sake: *W.  */
static bool
check_exits (struct wrap_check *k, uint32_t loop, struct wrap *w)
{
  bool is_counted = false;

  if (!has_suspicious_exit (k, loop))
    return false;
  ask_ranges (k);
  if (!k->reader.ranges->is_complete
      || !is_reached (k, loops_array (k->loops)[loop].header))
    return false;
  for (uint32_t i = k->exits.first[loop]; i > 0;
       i = k->exits.item[i - 1].next)
    if (!exit_is_closed (k, loop, k->exits.item[i - 1].edge, w, &is_counted))
      return false;
  return is_counted;
}

/* Loops without a condition.  */

/* Whether STATEMENT, in such a loop, may leave it after all, or is meant for
   somebody who looks on.  */
static bool
may_be_meant (struct wrap_check *k, const struct snap_statement *t)
{
  uint32_t callee;

  if (t->flags & (STATEMENT_IS_VOLATILE | STATEMENT_CAN_THROW))
    return true;
  switch (t->code)
    {
    case STATEMENT_CALL:
      if (t->flags & (CALL_IS_NORETURN | CALL_IS_LOOPING))
	return true;
      if (t->flags & (CALL_IS_CONST | CALL_IS_PURE))
	return false;
      if (t->decl != NONE
	  && snapshot_decls (k->s)[t->decl].builtin != BUILTIN_NONE)
	return false;
      callee = called_outside_ring (k->cx, k->key, k->s, t);
      return callee == NONE
	     || q_function_effects (k->cx, callee)->may & CALL_MAY_NOT_RETURN;
    case STATEMENT_ASM:
    case STATEMENT_OPAQUE:
    case STATEMENT_GOTO:
    case STATEMENT_RESX:
    case STATEMENT_EH_DISPATCH:
      return true;
    default:
      return false;
    }
}

struct indexing
{
  const struct snapshot *s;
  const struct loop_counter *c;
  bool any_size;		/* However large the array is.  */
  bool found;
};

/* Whether an array of ELEMENTS is smaller than what the counter comes to.  */
static bool
is_too_small (const struct indexing *x, uint64_t elements)
{
  uint32_t precision = x->c->type.precision;

  if (x->any_size || precision >= 64)
    return true;
  if (elements == SIZE_UNKNOWN || elements == 0)
    return precision >= 32;
  return elements < UINT64_C (1) << precision;
}

/* Whether the pointer OPERAND is another one plus the counter.  */
static bool
is_counted_pointer (const struct indexing *x, uint32_t operand)
{
  uint32_t definition, offset;
  const struct snap_statement *t;

  if (operand_kind (operand) != OPERAND_SSA)
    return false;
  definition = snapshot_ssa (x->s)[operand_index (operand)].definition;
  if (definition == NONE)
    return false;
  t = &snapshot_statements (x->s)[definition];
  if (t->code != STATEMENT_ASSIGN || t->operation != OPERATION_POINTER_PLUS)
    return false;
  offset = operand_unconverted (x->s,
				snapshot_operands (x->s)[t->first_operand
							 + 1]);
  if (operand_kind (offset) == OPERAND_SSA
      && snapshot_ssa (x->s)[operand_index (offset)].definition != NONE)
    {
      t = &snapshot_statements (x->s)[snapshot_ssa (x->s)
				      [operand_index (offset)].definition];
      if (t->code == STATEMENT_ASSIGN && t->operation == OPERATION_MULTIPLY)
	offset = operand_unconverted (x->s, snapshot_operands (x->s)
					    [t->first_operand]);
    }
  return offset == OPERAND (OPERAND_SSA, x->c->name);
}

static bool
find_index (void *data, const struct effect *e)
{
  struct indexing *x = data;
  const struct snap_memory *m;
  uint32_t type = NONE;

  if (e->kind != EFFECT_LOADS && e->kind != EFFECT_STORES)
    return true;
  m = &snapshot_memory (x->s)[operand_index (e->operand)];
  if (is_counted_pointer (x, m->base) && is_too_small (x, SIZE_UNKNOWN))
    x->found = true;
  if (operand_kind (m->base) == OPERAND_DECL)
    type = snapshot_decls (x->s)[operand_index (m->base)].type;
  for (uint32_t i = 0; i < m->n_steps; i++)
    {
      const struct snap_step *step = &snapshot_steps (x->s)[m->first_step + i];
      uint64_t elements = SIZE_UNKNOWN;

      if (type != NONE && snapshot_types (x->s)[type].kind == SNAP_TYPE_ARRAY)
	elements = snapshot_types (x->s)[type].elements;
      if (step->kind == STEP_INDEX
	  && operand_unconverted (x->s, step->index)
	     == OPERAND (OPERAND_SSA, x->c->name)
	  && is_too_small (x, elements))
	x->found = true;
      type = step->type;
    }
  return !x->found;
}

/* Whether each round of LOOP has an access whose index is C.  */
static bool
is_index (struct wrap_check *k, uint32_t loop, const struct loop_counter *c,
	  bool any_size)
{
  struct indexing x = { k->s, c, any_size, false };
  const struct dominators *dominators = q_dominators (k->cx, k->key);

  for (uint32_t i = 0; i < snapshot_n_statements (k->s) && !x.found; i++)
    {
      const struct snap_statement *t = &snapshot_statements (k->s)[i];

      if (loop_contains (k->loops, loop, t->block)
	  && (t->code == STATEMENT_ASSIGN || t->code == STATEMENT_CALL)
	  && loop_always_comes_to (k->s, k->loops, dominators, loop,
				   t->block))
	effects_visit (k->s, i, find_index, &x);
    }
  return x.found;
}

static bool
may_wrap (const struct snapshot *s, const struct loop_counter *c)
{
  return snapshot_ssa (s)[c->name].decl != NONE
	 && (c->type.wraps || c->type.precision < 32);
}

static bool
has_suspicious_phi (struct wrap_check *k, uint32_t loop)
{
  const struct snap_block *b
    = &snapshot_blocks (k->s)[loops_array (k->loops)[loop].header];
  struct loop_counter c;

  for (uint32_t i = 0; i < b->n_phis; i++)
    if (loop_counter_of_phi (k->s, k->loops, loop, b->first_statement + i, &c)
	&& may_wrap (k->s, &c))
      return true;
  return false;
}

/* Whether LOOP, which has no condition, counts an index until it wraps.  */
static bool
check_endless (struct wrap_check *k, uint32_t loop, struct wrap *w)
{
  uint32_t header = loops_array (k->loops)[loop].header;
  const struct snap_block *b = &snapshot_blocks (k->s)[header];
  bool calls = false;

  if (!has_suspicious_phi (k, loop))
    return false;
  for (uint32_t i = 0; i < snapshot_n_statements (k->s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (k->s)[i];

      if (!loop_contains (k->loops, loop, t->block))
	continue;
      if (may_be_meant (k, t))
	return false;
      calls |= t->code == STATEMENT_CALL;
    }
  for (uint32_t i = 0; i < b->n_phis; i++)
    if (loop_counter_of_phi (k->s, k->loops, loop, b->first_statement + i,
			     &w->counter)
	&& may_wrap (k->s, &w->counter)
	&& is_index (k, loop, &w->counter, !calls))
      {
	w->kind = WRAP_WITHOUT_CONDITION;
	w->place = snapshot_ssa (k->s)[w->counter.next].definition;
	return true;
      }
  return false;
}

/* What is found.  */

static void
add_integer (struct findings_builder *b, struct integer value)
{
  struct buffer text = BUFFER_INIT;

  integer_text (value, &text);
  buffer_add (&text, "", 1);
  findings_add_text (b, text.bytes);
  buffer_release (&text);
}

static bool
overflows (const struct loop_counter *c)
{
  return !c->type.wraps && c->type.precision >= 32;
}

static void
note_range (struct wrap_check *k, struct findings_builder *b,
	    const struct wrap *w)
{
  struct integer_type t = w->counter.type;

  findings_add (b, CHECK_counter_wrap, MESSAGE_RANGE_OF_TYPE,
		PLACE (PLACE_DECL, snapshot_ssa (k->s)[w->counter.name].decl),
		FINDING_IS_NOTE);
  findings_add_type (b, snapshot_ssa (k->s)[w->counter.name].type);
  add_integer (b, integer_least (&k->m, t.precision, t.is_unsigned));
  add_integer (b, integer_greatest (&k->m, t.precision, t.is_unsigned));
}

static void
report (struct wrap_check *k, struct findings_builder *b,
	const struct wrap *w)
{
  uint32_t decl = snapshot_ssa (k->s)[w->counter.name].decl;

  switch (w->kind)
    {
    case WRAP_NEVER_FALSE:
      findings_add (b, CHECK_counter_wrap,
		    overflows (&w->counter) ? MESSAGE_COUNTER_OVERFLOWS
		    : MESSAGE_COUNTER_WRAPS,
		    PLACE (PLACE_STATEMENT, w->place), 0);
      findings_add_decl (b, decl);
      note_range (k, b, w);
      break;
    case WRAP_STEPS_OVER:
      findings_add (b, CHECK_counter_wrap, MESSAGE_COUNTER_STEPS_OVER,
		    PLACE (PLACE_STATEMENT, w->place), 0);
      findings_add_decl (b, decl);
      add_integer (b, w->bound);
      findings_add (b, CHECK_counter_wrap, MESSAGE_START_AND_STEP,
		    PLACE (PLACE_STATEMENT, w->place), FINDING_IS_NOTE);
      add_integer (b, w->start);
      add_integer (b, integer_of (w->counter.step));
      break;
    case WRAP_WITHOUT_CONDITION:
      findings_add (b, CHECK_counter_wrap, MESSAGE_COUNTER_ENDLESS,
		    PLACE (PLACE_STATEMENT, w->place), 0);
      findings_add_decl (b, decl);
      note_range (k, b, w);
      break;
    }
}

static void
find_wraps (struct wrap_check *k)
{
  k->found = query_alloc (k->cx, k->loops->n_loops + 1, sizeof *k->found);
  for (uint32_t i = 0; i < k->loops->n_loops; i++)
    {
      struct wrap *w = &k->found[k->n_found];

      if (k->exits.first[i] > 0 ? check_exits (k, i, w)
	  : check_endless (k, i, w))
	k->n_found++;
    }
}

void
provide_counter_wrap (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  struct wrap_check k = { .cx = cx, .key = key, .s = q_body (cx, key) };
  struct findings_builder b;

  k.m = scratch_of_query (cx);
  if (q_cfg_order (cx, key)->n_back_edges > 0)
    {
      k.loops = q_loops (cx, key);
      loop_exits_find (&k.exits, k.s, k.loops, &k.m);
      find_wraps (&k);
    }
  findings_builder_init (&b);
  for (uint32_t i = 0; i < k.n_found; i++)
    report (&k, &b, &k.found[i]);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
