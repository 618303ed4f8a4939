/* memory-own.c - the checks that come along with the check memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-claim.h"
#include "passes/memory-summary.h"
#include "passes/memory.h"

#include "passes/alias.h"
#include "passes/undefined.h"

enum check
memory_check_of (enum found_kind kind)
{
  switch (kind)
    {
    case FOUND_DIVISION_BY_ZERO:
      return CHECK_division_by_zero;
    case FOUND_SIGNED_OVERFLOW:
      return CHECK_signed_overflow;
    case FOUND_OUT_OF_BOUNDS_READ:
    case FOUND_OUT_OF_BOUNDS_WRITE:
      return CHECK_out_of_bounds;
    case FOUND_NULL_CALL:
      return CHECK_null_call;
    case FOUND_MOVED_POINTER:
      return CHECK_moved_pointer;
    case FOUND_DESCRIPTOR_LEAK:
      return CHECK_descriptor_leak;
    case FOUND_DOUBLE_CLOSE:
      return CHECK_double_close;
    case FOUND_USE_AFTER_CLOSE:
      return CHECK_use_after_close;
    case FOUND_VA_LIST_STARTED:
    case FOUND_VA_LIST_ENDED:
    case FOUND_VA_LIST_NOT_STARTED:
    case FOUND_VA_LIST_NOT_ENDED:
      return CHECK_va_list;
    case FOUND_LOST_REALLOC:
      return CHECK_lost_realloc;
    case FOUND_DOUBLE_LOCK:
      return CHECK_double_lock;
    case FOUND_DOUBLE_UNLOCK:
      return CHECK_double_unlock;
    case FOUND_LOCK_HELD:
      return CHECK_missing_unlock;
    case FOUND_UNCHECKED_RESULT:
      return CHECK_unchecked_result;
    case FOUND_NULL_STREAM:
    case FOUND_POSSIBLE_NULL_STREAM:
      return CHECK_null_stream;
    default:
      return CHECK_memory;
    }
}

/* memory.is_fine: what some way that comes to a statement has none of.  */
enum
{
  IS_UNHARMED = 1,		/* What memory_is_unharmed says.  */
  IS_NOT_NULL = 2
};

bool
memory_is_shown (const struct memory *m, const struct memory_found *f)
{
  bool is_of_null = f->kind == FOUND_NULL_DEREFERENCE
		    || f->kind == FOUND_NULL_ARGUMENT
		    || f->kind == FOUND_NULL_STREAM;

  return !f->if_always || (m->is_likely && !is_of_null)
	 || (!m->gave_up
	     && !(m->is_fine[f->statement]
		  & (is_of_null ? IS_NOT_NULL : IS_UNHARMED)));
}

void
memory_is_unharmed (struct memory *m, uint32_t statement)
{
  /* A path that is walked again may know less than the states on it did.  */
  if (!m->replay)
    m->is_fine[statement] |= IS_UNHARMED;
}

void
memory_is_not_null (struct memory *m, uint32_t statement)
{
  if (!m->replay)
    m->is_fine[statement] |= IS_NOT_NULL;
}

/* Whether OPERAND is, maybe by way of copies, what a phi of more than two ways
   made.  */
static bool
is_left_over (const struct snapshot *s, uint32_t operand)
{
  for (unsigned i = 0; i < 8 && operand_kind (operand) == OPERAND_SSA; i++)
    {
      const struct snap_statement *d
	= ssa_definition (s, operand_index (operand));

      if (!d || d->n_operands == 0)
	return false;
      if (d->code == STATEMENT_PHI)
	return d->n_operands > 2;
      if (d->code != STATEMENT_ASSIGN)
	return false;
      operand = snapshot_operands (s)[d->first_operand];
    }
  return false;
}

bool
memory_is_doubtful (struct memory *m, const struct memory_state *s,
		    uint32_t operand, uint32_t statement)
{
  if (m->is_likely)
    return false;
  return is_left_over (m->s, operand)
	 || memory_is_by_assumption (m, s, operand, statement);
}

bool
memory_goes_round (const struct memory *m)
{
  return m->order->n_back_edges > 0;
}

void
memory_call_through (struct memory *m, struct memory_state *s,
		     uint32_t statement, uint32_t operand, uint32_t pointer)
{
  struct memory_node n = *memory_node (&m->values, pointer);
  struct memory_found *f;

  if (memory_nullness (m, s, pointer) != 1)
    {
      memory_is_unharmed (m, statement);
      if (n.kind == NODE_POINTER
	  && memory_kind (&m->values, n.a) == NODE_POINTEE)
	memory_claim (m, s, SUMMARY_CALLS_THROUGH, statement, operand, n.a, 0,
		      0);
      return;
    }
  m->has_left = true;
  if (memory_is_zero (&m->values, pointer)
      && memory_is_doubtful (m, s, operand, statement))
    return;
  f = memory_find (m, s, FOUND_NULL_CALL, statement, operand, 0);
  /* By a condition: see memory-own.h.  */
  if (f)
    f->if_always = !memory_is_zero (&m->values, pointer);
}

void
memory_check_called (struct memory *m, struct memory_state *s,
		     uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  uint32_t o;

  if (t->decl != NONE || t->flags & CALL_IS_INTERNAL || t->n_operands == 0)
    return;
  o = snapshot_operands (m->s)[t->first_operand];
  if (operand_kind (o) == OPERAND_SSA
      && !(m->s->options & SNAPSHOT_OPTION_NULL_IS_VALID))
    memory_call_through (m, s, statement, o,
			 memory_operand (m, s, o, statement, false));
}

/* Whether GCC warns of every call of CALLEE, DECLS, whose result is ignored.  */
static bool
is_told_by_attribute (const struct snapshot *s, uint32_t callee)
{
  for (uint32_t i = 0; i < snapshot_n_lowered (s); i++)
    if (snapshot_lowered (s)[i].kind == LOWERED_IGNORED_RESULT
	&& snapshot_lowered (s)[i].decl == callee)
      return true;
  return false;
}

/* Whether OPERAND is the string "/", a directory that is always there.  */
static bool
is_root (const struct snapshot *s, uint32_t operand)
{
  const struct snap_memory *memory;
  const struct snap_constant *c;
  const char *text;

  if (operand_kind (operand) != OPERAND_ADDRESS)
    return false;
  memory = &snapshot_memory (s)[operand_index (operand)];
  if (operand_kind (memory->base) != OPERAND_CONSTANT)
    return false;
  c = &snapshot_constants (s)[operand_index (memory->base)];
  text = snapshot_string (s, c->first);
  return c->kind == CONSTANT_STRING && c->count == 2 && text[0] == '/'
	 && text[1] == '\0';
}

void
memory_check_unchecked (struct memory *m, struct memory_state *s,
			uint32_t statement, const struct model *model,
			const char *name)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  uint32_t type = t->type == NONE
		  ? NONE : snapshot_types (m->s)[t->type].element;
  struct memory_found *f;

  if (type == NONE || snapshot_types (m->s)[type].kind == SNAP_TYPE_VOID
      || !(model->flags & MODEL_RESULT_IS_CHECKED)
      || operand_kind (t->lhs) != OPERAND_NONE
      || is_told_by_attribute (m->s, m->called)
      || (call_arguments (t) == 1
	  && is_root (m->s, snapshot_operands (m->s)[t->first_operand + 1])))
    return;
  f = memory_find (m, s, FOUND_UNCHECKED_RESULT, statement,
		   OPERAND (OPERAND_NONE, 0), 0);
  if (f)
    f->name = name;
}

void
memory_give_findings (struct query_context *cx, uint32_t key,
		      enum check check, struct buffer *out)
{
  const struct memory_analysis *a = q_memory_analysis (cx, key);
  struct findings_builder b;

  findings_builder_init (&b);
  findings_append_of (&b, memory_analysis_findings (a), check);
  findings_finish (&b, out);
  findings_builder_release (&b);
}

void
provide_division_by_zero (struct query_context *cx, uint32_t key,
			  struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_division_by_zero, out);
}

void
provide_signed_overflow (struct query_context *cx, uint32_t key,
			 struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_signed_overflow, out);
}

void
provide_out_of_bounds (struct query_context *cx, uint32_t key,
		       struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_out_of_bounds, out);
}

void
provide_null_call (struct query_context *cx, uint32_t key,
		   struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_null_call, out);
}

void
provide_moved_pointer (struct query_context *cx, uint32_t key,
		       struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_moved_pointer, out);
}

void
provide_descriptor_leak (struct query_context *cx, uint32_t key, struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_descriptor_leak, out);
}

void
provide_double_close (struct query_context *cx, uint32_t key, struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_double_close, out);
}

void
provide_use_after_close (struct query_context *cx, uint32_t key, struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_use_after_close, out);
}

void
provide_va_list (struct query_context *cx, uint32_t key, struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_va_list, out);
}

void
provide_lost_realloc (struct query_context *cx, uint32_t key, struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_lost_realloc, out);
}

void
provide_double_lock (struct query_context *cx, uint32_t key, struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_double_lock, out);
}

void
provide_double_unlock (struct query_context *cx, uint32_t key, struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_double_unlock, out);
}

void
provide_missing_unlock (struct query_context *cx, uint32_t key, struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_missing_unlock, out);
}

void
provide_unchecked_result (struct query_context *cx, uint32_t key,
			  struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_unchecked_result, out);
}

void
provide_null_stream (struct query_context *cx, uint32_t key, struct buffer *out)
{
  memory_give_findings (cx, key, CHECK_null_stream, out);
}
