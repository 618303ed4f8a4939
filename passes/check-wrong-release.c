/* check-wrong-release.c - the check wrong-release: what is released was not
   allocated, or by a function that does not fit.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC's third instance of waccess (maybe_check_dealloc_call): for each pointer
   that is released the one object that it certainly leads to, and how far into
   it.  */

#include "passes/all.h"
#include "passes/alias.h"
#include "passes/arithmetic.h"
#include "passes/deallocation.h"
#include "passes/expression.h"
#include "passes/structure.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Steps in search of an object; the most that an offset may come to.  */
#define MOST_STEPS 64
#define MOST_OFFSET ((int64_t) 1 << 40)

enum target_kind
{
  TARGET_UNKNOWN,
  TARGET_NULL,
  TARGET_DECL,			/* DECLS: a variable or a function.  */
  TARGET_CONSTANT,		/* CONSTANTS */
  TARGET_CALL,			/* STATEMENTS: its result.  */
  TARGET_ENTRY,			/* SSA: the value on entry of a parameter.  */
  TARGET_LOADED			/* MEMORY: the pointer that lies there.  */
};

struct target
{
  enum target_kind kind;
  uint32_t index;
  /* How far behind its start, in bytes; in no case if IS_ANYWHERE.  */
  int64_t least, most;
  bool is_anywhere;
  bool has_range;		/* What GCC knows when it optimises only.  */
};

struct release_search
{
  const struct snapshot *s;
  const uint32_t *returned;	/* returned_arguments */
  const uint8_t *edge;		/* Whether it can be taken.  */
  struct ranges_reader ranges;
  struct findings_builder b;
  uint32_t statement;		/* What releases.  */
  uint32_t steps;
};

static const struct target unknown = { TARGET_UNKNOWN, 0, 0, 0, false, false };

static struct target find_target (struct release_search *r, uint32_t operand);

static struct target
at_start (enum target_kind kind, uint32_t index)
{
  return (struct target) { kind, index, 0, 0, false, false };
}

static struct target
moved (struct target t, int64_t least, int64_t most)
{
  t.least += least;
  t.most += most;
  t.is_anywhere |= t.least < -MOST_OFFSET || t.most > MOST_OFFSET;
  return t;
}

static struct target
moved_anywhere (struct target t)
{
  t.is_anywhere = true;
  return t;
}

/* Whether A fits; then *VALUE is it.  */
static bool
fits (struct integer a, int64_t *value)
{
  uint64_t magnitude;

  if (!integer_to_unsigned (integer_sign (a) < 0 ? integer_negate (a) : a,
			    &magnitude)
      || magnitude > INT64_MAX)
    return false;
  *value = integer_sign (a) < 0 ? -(int64_t) magnitude : (int64_t) magnitude;
  return true;
}

/* What a conversion that loses nothing made NAME from.  */
static uint32_t
before_conversion (const struct snapshot *s, uint32_t name)
{
  uint32_t d = snapshot_ssa (s)[name].definition;
  const struct snap_statement *t = &snapshot_statements (s)[d];
  uint32_t o;

  if (d == NONE || t->code != STATEMENT_ASSIGN
      || t->operation != OPERATION_CONVERT)
    return name;
  o = snapshot_operands (s)[t->first_operand];
  return operand_kind (o) == OPERAND_SSA
	 && snapshot_types (s)[snapshot_ssa (s)[operand_index (o)].type].kind
	    == SNAP_TYPE_INTEGER
	 ? operand_index (o) : name;
}

/* T and what OPERAND, a number of bytes, says.  */
static struct target
moved_by (struct release_search *r, struct target t, uint32_t operand)
{
  struct range range;
  int64_t value, low, high;

  if (constant_value (r->s, operand, &value))
    return moved (t, value, value);
  t.has_range = true;
  if (operand_kind (operand) != OPERAND_SSA
      || !ranges_at_statement (&r->ranges,
			       before_conversion (r->s,
						  operand_index (operand)),
			       r->statement, &range)
      || range.count == 0
      || !fits (range.part[0].low, &low)
      || !fits (range.part[range.count - 1].high, &high))
    return moved_anywhere (t);
  return moved (t, low, high);
}

static struct target
find_memory (struct release_search *r, uint32_t index)
{
  const struct snap_memory *m = &snapshot_memory (r->s)[index];
  struct target t;

  switch (operand_kind (m->base))
    {
    case OPERAND_DECL:
      t = at_start (TARGET_DECL, operand_index (m->base));
      break;
    case OPERAND_CONSTANT:
      t = at_start (TARGET_CONSTANT, operand_index (m->base));
      break;
    case OPERAND_SSA:
      t = find_target (r, m->base);
      break;
    case OPERAND_ADDRESS:
      t = find_memory (r, operand_index (m->base));
      break;
    default:
      return unknown;
    }
  return m->flags & MEMORY_IS_VARIABLE
	 ? moved_anywhere (t)
	 : moved (t, m->offset_bits / 8, m->offset_bits / 8);
}

/* All that comes here is one object, null aside.  */
static struct target
find_phi (struct release_search *r, const struct snap_statement *p)
{
  const struct snapshot *s = r->s;
  const struct snap_block *b = &snapshot_blocks (s)[p->block];
  struct target result = at_start (TARGET_NULL, 0);

  for (uint32_t i = 0; i < p->n_operands; i++)
    {
      struct target t;

      if (!r->edge[snapshot_preds (s)[b->first_predecessor + i]])
	continue;
      t = find_target (r, snapshot_operands (s)[p->first_operand + i]);
      if (t.kind == TARGET_NULL)
	continue;
      if (result.kind == TARGET_NULL)
	result = t;
      else if (t.kind != result.kind || t.index != result.index)
	return unknown;
      else
	{
	  result.least = t.least < result.least ? t.least : result.least;
	  result.most = t.most > result.most ? t.most : result.most;
	  result.is_anywhere |= t.is_anywhere;
	}
      result.has_range = true;
    }
  return result;
}

static struct target
find_name (struct release_search *r, uint32_t name)
{
  const struct snapshot *s = r->s;
  const struct snap_ssa *n = &snapshot_ssa (s)[name];
  const struct snap_statement *t;
  const uint32_t *o;

  if (n->definition == NONE)
    return n->decl != NONE
	   && snapshot_decls (s)[n->decl].kind == DECL_PARAMETER
	   ? at_start (TARGET_ENTRY, name) : unknown;
  t = &snapshot_statements (s)[n->definition];
  o = snapshot_operands (s) + t->first_operand;
  if (t->code == STATEMENT_PHI)
    return find_phi (r, t);
  if (t->code == STATEMENT_CALL)
    return r->returned[n->definition] == NONE
	   ? at_start (TARGET_CALL, n->definition)
	   : moved_anywhere (find_target (r, o[1 + r->returned
						  [n->definition]]));
  if (t->code == STATEMENT_ASSIGN && t->operation == OPERATION_POINTER_PLUS)
    return moved_by (r, find_target (r, o[0]), o[1]);
  if (!statement_is_copy (t))
    return unknown;
  return operand_kind (o[0]) == OPERAND_MEMORY
	 ? at_start (TARGET_LOADED, operand_index (o[0]))
	 : find_target (r, o[0]);
}

/* What OPERAND, a pointer, leads to.  */
static struct target
find_target (struct release_search *r, uint32_t operand)
{
  if (r->steps == 0)
    return unknown;
  r->steps--;
  switch (operand_kind (operand))
    {
    case OPERAND_ADDRESS:
      return find_memory (r, operand_index (operand));
    case OPERAND_DECL:
      return at_start (TARGET_DECL, operand_index (operand));
    case OPERAND_CONSTANT:
      return integer_has_limbs (r->s, operand, 0)
	     ? at_start (TARGET_NULL, 0)
	     : at_start (TARGET_CONSTANT, operand_index (operand));
    case OPERAND_SSA:
      {
	uint32_t type = snapshot_ssa (r->s)[operand_index (operand)].type;

	return type != NONE
	       && snapshot_types (r->s)[type].kind != SNAP_TYPE_POINTER
	       ? unknown : find_name (r, operand_index (operand));
      }
    default:
      return unknown;
    }
}

static uint32_t
deallocator (const struct release_search *r)
{
  return snapshot_statements (r->s)[r->statement].decl;
}

static void
begin (struct release_search *r, enum message message, uint32_t flags)
{
  findings_add (&r->b, CHECK_wrong_release, message,
		PLACE (PLACE_STATEMENT, r->statement), flags);
  findings_add_decl (&r->b, deallocator (r));
}

static void
add_returned_from (struct release_search *r, uint32_t call)
{
  findings_add (&r->b, CHECK_wrong_release, MESSAGE_RETURNED_FROM,
		PLACE (PLACE_STATEMENT, call), FINDING_IS_NOTE);
  findings_add_decl (&r->b, snapshot_statements (r->s)[call].decl);
}

static void
add_operand_text (struct release_search *r, uint32_t operand)
{
  struct buffer text = BUFFER_INIT;

  operand_text (r->s, operand, &text);
  buffer_add (&text, "", 1);
  findings_add_text (&r->b, text.bytes);
  buffer_release (&text);
}

/* What is released does not begin an object, whichever T is.  */
static void
check_offset (struct release_search *r, const struct target *t)
{
  const struct snapshot *s = r->s;
  char offset[64];

  if (t->is_anywhere || t->least <= 0 || t->most <= 0)
    return;
  if (t->kind == TARGET_CALL && is_operator_delete (s, deallocator (r))
      && strncmp (snapshot_string (s, snapshot_decls (s)[deallocator (r)]
				      .assembler_name), "_Zd", 3) != 0)
    {
      uint32_t decl = snapshot_statements (s)[t->index].decl;

      /* A class's own may know better.  */
      if (decl == NONE || !is_operator_new (s, decl))
	return;
    }
  begin (r, MESSAGE_RELEASES_MOVED, t->has_range ? FINDING_NOT_AT_O0 : 0);
  switch (t->kind)
    {
    case TARGET_ENTRY:
      add_operand_text (r, OPERAND (OPERAND_SSA, t->index));
      break;
    case TARGET_LOADED:
      add_operand_text (r, OPERAND (OPERAND_MEMORY, t->index));
      break;
    default:
      add_operand_text (r, snapshot_statements (s)[t->index].lhs);
      break;
    }
  if (t->least == t->most)
    snprintf (offset, sizeof offset, " %" PRId64, t->least);
  else
    snprintf (offset, sizeof offset, " [%" PRId64 ", %" PRId64 "]", t->least,
	      t->most);
  findings_add_text (&r->b, offset);
  if (t->kind == TARGET_CALL && snapshot_statements (s)[t->index].decl != NONE)
    add_returned_from (r, t->index);
  if (t->kind == TARGET_LOADED)
    {
      const struct snap_memory *m = &snapshot_memory (s)[t->index];

      if (operand_kind (m->base) == OPERAND_DECL && m->n_steps == 0)
	findings_add (&r->b, CHECK_wrong_release, MESSAGE_LOCAL_DECLARED_HERE,
		      PLACE (PLACE_DECL, operand_index (m->base)),
		      FINDING_IS_NOTE);
    }
}

static bool
is_alloca (const struct snapshot *s, uint32_t decl)
{
  return snapshot_decls (s)[decl].builtin == BUILTIN_ALLOCA
	 || snapshot_decls (s)[decl].builtin == BUILTIN_ALLOCA_WITH_ALIGN;
}

static void
check_call (struct release_search *r, const struct target *t)
{
  const struct snapshot *s = r->s;
  uint32_t decl = snapshot_statements (s)[t->index].decl;

  if (decl != NONE && is_alloca (s, decl))
    begin (r, MESSAGE_RELEASES_STACK, 0);
  else if (decl != NONE && allocates (s, decl)
	   && !deallocation_fits (s, decl, deallocator (r)))
    begin (r, is_operator_new (s, decl)
	      || is_operator_delete (s, deallocator (r))
	      ? MESSAGE_MISMATCHED_DELETE : MESSAGE_MISMATCHED_RELEASE, 0);
  else
    {
      check_offset (r, t);
      return;
    }
  add_returned_from (r, t->index);
}

/* A constant is released; ASSIGNED, if not NONE, made it a variable's value.  */
static void
check_constant (struct release_search *r, uint32_t constant, uint32_t assigned,
		uint32_t flags)
{
  begin (r, MESSAGE_RELEASES_CONSTANT, flags);
  add_operand_text (r, OPERAND (OPERAND_CONSTANT, constant));
  if (assigned != NONE)
    findings_add (&r->b, CHECK_wrong_release, MESSAGE_ASSIGNED_HERE,
		  PLACE (PLACE_STATEMENT, assigned), FINDING_IS_NOTE);
}

/* POINTER is released.  */
static void
check_release (struct release_search *r, uint32_t pointer)
{
  struct target t;
  uint32_t d;

  r->steps = MOST_STEPS;
  t = find_target (r, pointer);
  switch (t.kind)
    {
    case TARGET_DECL:
      begin (r, MESSAGE_RELEASES_OBJECT, 0);
      findings_add_decl (&r->b, t.index);
      findings_add (&r->b, CHECK_wrong_release, MESSAGE_LOCAL_DECLARED_HERE,
		    PLACE (PLACE_DECL, t.index), FINDING_IS_NOTE);
      break;
    case TARGET_CONSTANT:
      d = snapshot_definition (r->s, pointer);
      if (d != NONE && snapshot_statements (r->s)[d].code != STATEMENT_ASSIGN)
	d = NONE;
      if (d == NONE || t.has_range)
	check_constant (r, t.index, d, 0);
      else
	{
	  /* Optimisers put the constant in the variable's place.  */
	  check_constant (r, t.index, d, FINDING_AT_O0);
	  check_constant (r, t.index, NONE, FINDING_NOT_AT_O0);
	}
      break;
    case TARGET_CALL:
      check_call (r, &t);
      break;
    case TARGET_ENTRY:
    case TARGET_LOADED:
      check_offset (r, &t);
      break;
    default:
      break;
    }
}

/* Whether control may come to BLOCK.  */
static bool
is_reached (const struct release_search *r, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (r->s)[block];

  for (uint32_t i = 0; i < b->n_predecessors; i++)
    if (r->edge[snapshot_preds (r->s)[b->first_predecessor + i]])
      return true;
  return false;
}

void
provide_wrong_release (struct query_context *cx, uint32_t key,
		       struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  struct release_search *r = query_alloc (cx, 1, sizeof *r);
  struct scratch m = scratch_of_query (cx);
  bool wanted = false;

  for (uint32_t i = 0; !wanted && i < snapshot_n_statements (s); i++)
    wanted = released_argument (s, &snapshot_statements (s)[i]) != NONE;
  if (wanted)
    {
      r->s = s;
      r->returned = returned_arguments (cx, key, s, false);
      r->edge = value_numbers_edge (q_value_numbers (cx, key));
      r->ranges = (struct ranges_reader) { s, q_dominators (cx, key),
					   q_ranges (cx, key), &m };
    }
  findings_builder_init (&r->b);
  for (uint32_t i = 0; wanted && i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      uint32_t argument = released_argument (s, t);

      if (argument == NONE || !is_reached (r, t->block))
	continue;
      r->statement = i;
      check_release (r, snapshot_operands (s)[t->first_operand + 1
					       + argument]);
    }
  findings_finish (&r->b, out);
  findings_builder_release (&r->b);
}
