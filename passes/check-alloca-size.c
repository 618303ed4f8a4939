/* check-alloca-size.c - too much asked of the stack.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What GCC's pass_walloca calls certain it says before it optimises, in its first
   instance: constant sizes, and calls of alloca in a loop, which take more each
   time, however small they are; a variable-length array is given back at the end
   of its scope.  What may be too large it says when it optimises, in its second
   one, by the ranges of the sizes.  Here the ranges are those of the function as it
   was written, and of sizes of which inlining or copies of the function may tell
   more (size_is_settled) nothing is said.  */

#include "passes/all.h"
#include "passes/size-origin.h"
#include "passes/structure.h"
#include "passes/value-number.h"

#include <inttypes.h>
#include <stdio.h>

static bool
is_alloca (const struct snapshot *s, const struct snap_statement *t)
{
  if (t->code != STATEMENT_CALL || t->decl == NONE || t->n_operands < 2)
    return false;
  switch (snapshot_decls (s)[t->decl].builtin)
    {
    case BUILTIN_ALLOCA:
    case BUILTIN_ALLOCA_WITH_ALIGN:
    case BUILTIN_ALLOCA_WITH_ALIGN_AND_MAX:
      return true;
    default:
      return false;
    }
}

/* The value of OPERAND if it is a constant; what does not fit is too much.  */
static bool
constant_size (const struct snapshot *s, uint32_t operand, uint64_t *size)
{
  const struct snap_constant *c;

  if (operand_kind (operand) != OPERAND_CONSTANT)
    return false;
  c = &snapshot_constants (s)[operand_index (operand)];
  if (c->kind != CONSTANT_INTEGER || c->count == 0)
    return false;
  *size = snapshot_limbs (s)[c->first];
  for (uint32_t i = 1; i < c->count; i++)
    if (snapshot_limbs (s)[c->first + i] != 0)
      *size = UINT64_MAX;
  return true;
}

struct stack_check
{
  struct query_context *cx;
  uint32_t key;
  const struct snapshot *s;
  const struct size_limits *limits;
  const struct loops *loops;
  struct scratch scratch;
  struct ranges_reader ranges;	/* RANGES is NULL until it is needed.  */
  uint32_t flags;		/* Of the findings.  */
  struct findings_builder b;
};

static void
report (struct stack_check *k, enum message message, uint32_t statement)
{
  findings_add (&k->b, CHECK_alloca_size, message,
		PLACE (PLACE_STATEMENT, statement),
		FINDING_OUT_OF_SYSTEM | k->flags);
}

static void
add_number (struct findings_builder *b, uint64_t number)
{
  char text[24];

  snprintf (text, sizeof text, "%" PRIu64, number);
  findings_add_text (b, text);
}

static void
report_size (struct stack_check *k, enum message message,
	     enum message limit_message, bool is_vla, uint32_t statement,
	     uint64_t size)
{
  report (k, message, statement);
  findings_add (&k->b, CHECK_alloca_size, limit_message,
		PLACE (PLACE_STATEMENT, statement),
		FINDING_IS_NOTE | FINDING_OUT_OF_SYSTEM | k->flags);
  add_number (&k->b, is_vla ? k->limits->vla_given : k->limits->alloca_most);
  add_number (&k->b, size);
}

/* The limit, and what is to be said of it.  */
struct request
{
  uint32_t statement;
  bool is_vla;
  bool is_limited;		/* To less than any object may have.  */
  uint64_t limit;
};

/* It is not too much; but each time?  */
static void
check_loop (struct stack_check *k, const struct request *q)
{
  uint32_t block = snapshot_statements (k->s)[q->statement].block;

  if (!q->is_vla && q->is_limited && loops_innermost (k->loops)[block] != NONE)
    report (k, MESSAGE_ALLOCA_IN_LOOP, q->statement);
}

static void
check_known (struct stack_check *k, const struct request *q, uint64_t size)
{
  if (size > q->limit)
    report_size (k, q->is_vla ? MESSAGE_VLA_TOO_LARGE
			      : MESSAGE_ALLOCA_TOO_LARGE,
		 MESSAGE_LIMIT_AND_SIZE, q->is_vla, q->statement, size);
  else if (size == 0 && q->is_limited)
    report (k, q->is_vla ? MESSAGE_VLA_IS_ZERO : MESSAGE_ALLOCA_IS_ZERO,
	    q->statement);
  else
    check_loop (k, q);
}

/* __builtin_alloca_with_align_and_max is told MOST.  */
static void
check_most (struct stack_check *k, const struct request *q, uint64_t most)
{
  if (most <= q->limit)
    check_loop (k, q);
  else if (q->is_limited)
    {
      k->flags = FINDING_NOT_AT_O0;
      report_size (k, q->is_vla ? MESSAGE_VLA_MAYBE_LARGE
				: MESSAGE_ALLOCA_MAYBE_LARGE,
		   MESSAGE_LIMIT_AND_MOST, q->is_vla, q->statement, most);
    }
}

/* The ranges of the names, asked for once.  */
static const struct ranges_reader *
ranges (struct stack_check *k)
{
  if (!k->ranges.ranges)
    {
      k->scratch = scratch_of_query (k->cx);
      k->ranges.body = k->s;
      k->ranges.dominators = q_dominators (k->cx, k->key);
      k->ranges.ranges = q_ranges (k->cx, k->key);
      k->ranges.scratch = &k->scratch;
    }
  return &k->ranges;
}

/* Of NAME and the name that is known to have the same value, the one that was
   there first: what was asked before was asked of that.  */
static uint32_t
first_of_value (struct stack_check *k, const struct request *q, uint32_t name)
{
  const struct value *v
    = &value_numbers_of (q_value_numbers (k->cx, k->key))[name];
  const struct snapshot *s = k->s;
  uint32_t definition;

  if (v->kind != KNOWN_NAME
      || snapshot_ssa (s)[v->index].type != snapshot_ssa (s)[name].type)
    return name;
  definition = snapshot_ssa (s)[v->index].definition;
  return definition == NONE
	 || dominates (ranges (k)->dominators,
		       snapshot_statements (s)[definition].block,
		       snapshot_statements (s)[q->statement].block)
	 ? v->index : name;
}

/* The size is the name NAME.  */
static void
check_range (struct stack_check *k, const struct request *q, uint32_t name)
{
  struct integer_type type;
  struct range own, first, range, allowed;
  uint64_t size;

  if (!q->is_limited || !ranges (k)->ranges->is_complete
      || !integer_type (k->s, snapshot_ssa (k->s)[name].type, &type)
      || !ranges_at_statement (ranges (k), name, q->statement, &own)
      || !ranges_at_statement (ranges (k), first_of_value (k, q, name),
			       q->statement, &first))
    return;
  range_intersect (&own, &first, &range);
  if (range.count == 0)
    return;
  range_clear (&allowed);
  range_add (&k->scratch, &allowed, integer_of_unsigned (0),
	     integer_of_unsigned (q->limit));
  if (range_within (&range, &allowed) && !range_is_single (&range))
    {
      check_loop (k, q);
      return;
    }
  if (!size_is_settled (k->cx, k->s, name))
    return;
  k->flags = FINDING_NOT_AT_O0;
  if (range_is_single (&range)
      && integer_to_unsigned (range.part[0].low, &size))
    check_known (k, q, size);
  else if (range_is_full (&k->scratch, type, &range))
    report (k, q->is_vla ? MESSAGE_VLA_UNBOUNDED : MESSAGE_ALLOCA_UNBOUNDED,
	    q->statement);
  else
    report (k, q->is_vla ? MESSAGE_VLA_MAYBE_LARGE
			 : MESSAGE_ALLOCA_MAYBE_LARGE, q->statement);
}

static void
check_call (struct stack_check *k, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (k->s)[statement];
  const uint32_t *o = snapshot_operands (k->s) + t->first_operand;
  const struct size_limits *l = k->limits;
  bool is_vla = t->flags & CALL_ALLOCA_FOR_VAR;
  struct request q = { .statement = statement, .is_vla = is_vla };
  uint64_t size;

  q.limit = is_vla ? l->vla_most : l->alloca_most;
  q.is_limited = q.limit < l->object_most;
  k->flags = 0;
  if (!is_vla && l->flags & ALLOCA_IS_UNWANTED)
    report (k, MESSAGE_USE_OF_ALLOCA, statement);
  else if (l->flags & (is_vla ? VLA_IS_FREE : ALLOCA_IS_FREE))
    return;
  else if (constant_size (k->s, o[1], &size))
    check_known (k, &q, size);
  else if (snapshot_decls (k->s)[t->decl].builtin
	   == BUILTIN_ALLOCA_WITH_ALIGN_AND_MAX)
    {
      if (t->n_operands > 3 && constant_size (k->s, o[3], &size))
	check_most (k, &q, size);
    }
  else if (operand_kind (o[1]) == OPERAND_SSA)
    check_range (k, &q, operand_index (o[1]));
}

static bool
has_alloca (const struct snapshot *s)
{
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    if (is_alloca (s, &snapshot_statements (s)[i]))
      return true;
  return false;
}

void
provide_alloca_size (struct query_context *cx, uint32_t key,
		     struct buffer *out)
{
  struct stack_check k = { .cx = cx, .key = key, .s = q_body (cx, key) };
  bool any = has_alloca (k.s);

  if (any)
    {
      k.limits = q_size_limits (cx, 0);
      k.loops = q_loops (cx, key);
    }
  findings_builder_init (&k.b);
  for (uint32_t i = 0; any && i < snapshot_n_statements (k.s); i++)
    if (is_alloca (k.s, &snapshot_statements (k.s)[i]))
      check_call (&k, i);
  findings_finish (&k.b, out);
  findings_builder_release (&k.b);
}
