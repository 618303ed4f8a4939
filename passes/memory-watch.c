/* memory-watch.c - what a function is watched for besides its memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-mark.h"

#include <string.h>

#include "passes/alias.h"
#include "passes/memory-summary.h"

const char *
memory_called_name (const struct memory *m, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];

  if (t->code != STATEMENT_CALL || t->decl == NONE
      || t->flags & CALL_IS_INTERNAL)
    return NULL;
  return function_plain_name (snapshot_string (m->s, snapshot_decls (m->s)
							 [t->decl].name));
}

uint32_t
memory_argument (const struct memory *m, uint32_t statement, uint32_t i)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];

  return i < call_arguments (t)
	 ? snapshot_operands (m->s)[t->first_operand + 1 + i]
	 : OPERAND (OPERAND_NONE, 0);
}

/* What the function must be watched for because of what STATEMENT calls.  */
static uint32_t
watches_of_callee (const struct memory *m, uint32_t statement,
		   bool wants_taint)
{
  uint32_t decl = memory_direct_call (m->s,
				      &snapshot_statements (m->s)[statement])
		  .decl;
  uint32_t marks = decl == NONE || !m->callee[decl]
		   ? 0 : m->callee[decl]->marks;

  if (wants_taint)
    return marks & (MARK_IS_TAINTED | MARK_HOLDS_TAINTED) ? WATCH_TAINT : 0;
  return marks & MARK_IS_SECRET ? WATCH_SECRETS : 0;
}

void
memory_watch_init (struct memory *m)
{
  bool wants_taint = memory_taint_is_on (m);

  m->watches = 0;
  if (wants_taint && memory_taint_is_source (m, NONE))
    m->watches |= WATCH_TAINT;
  for (uint32_t i = 0; i < snapshot_n_statements (m->s); i++)
    {
      if (snapshot_statements (m->s)[i].code != STATEMENT_CALL)
	continue;
      m->watches |= watches_of_callee (m, i, wants_taint);
      if (wants_taint && memory_taint_is_source (m, i))
	m->watches |= WATCH_TAINT;
      if (memory_written_is_source (m, i))
	m->watches |= WATCH_WRITES;
      if (!wants_taint && memory_secret_is_source (m, i))
	m->watches |= WATCH_SECRETS;
    }
}

void
memory_watch_entry (struct memory *m, struct memory_state *s)
{
  if (m->watches & WATCH_TAINT)
    memory_taint_entry (m, s);
}

void
memory_watch_before (struct memory *m, struct memory_state *s,
		     uint32_t statement)
{
  if (m->watches & WATCH_TAINT && s->marks)
    memory_taint_before (m, s, statement);
  if (m->watches & WATCH_WRITES)
    memory_written_before (m, s, statement);
}

void
memory_watch_after (struct memory *m, struct memory_state *s,
		    uint32_t statement)
{
  if (m->watches & WATCH_TAINT)
    memory_taint_after (m, s, statement);
  if (m->watches & WATCH_SECRETS)
    memory_secret_after (m, s, statement);
}

void
memory_watch_comparison (struct memory *m, struct memory_state *s,
			 uint32_t operation, uint32_t a, uint32_t b)
{
  uint32_t less = MARK_HAS_UPPER, greater = MARK_HAS_LOWER;

  if (!s->marks)
    return;
  switch (operation)
    {
    case OPERATION_LESS:
    case OPERATION_LESS_EQUAL:
      break;
    case OPERATION_GREATER:
    case OPERATION_GREATER_EQUAL:
      less = MARK_HAS_LOWER;
      greater = MARK_HAS_UPPER;
      break;
    case OPERATION_EQUAL:
      less = greater = MARK_HAS_LOWER | MARK_HAS_UPPER;
      break;
    default:
      return;
    }
  if (memory_kind (&m->values, a) != NODE_INTEGER)
    memory_set_marks (&m->scratch, s, a, memory_marks_of (s, a) | less);
  if (memory_kind (&m->values, b) != NODE_INTEGER)
    memory_set_marks (&m->scratch, s, b, memory_marks_of (s, b) | greater);
}

void
memory_watch_restriction (struct memory *m, struct memory_state *s,
			  uint32_t value)
{
  if (s->marks && memory_kind (&m->values, value) != NODE_INTEGER)
    memory_set_marks (&m->scratch, s, value,
		      memory_marks_of (s, value) | MARK_HAS_LOWER
		      | MARK_HAS_UPPER);
}

bool
memory_watch_mutes (const struct memory *m, enum found_kind kind)
{
  switch (kind)
    {
    case FOUND_UNINITIALIZED:
    case FOUND_STALE_FRAME:
    case FOUND_WRITE_TO_CONST:
    case FOUND_WRITE_TO_STRING:
    case FOUND_NEGATIVE_SHIFT:
    case FOUND_LARGE_SHIFT:
    case FOUND_WATCHED:
      return false;
    default:
      return memory_check_of (kind) == CHECK_memory && memory_taint_is_on (m);
    }
}

void
memory_watch_notes (struct memory *m, const struct memory_found *f,
		    struct findings_builder *b)
{
  if (f->attribute)
    memory_written_notes (m, f, b);
  if (m->watches & WATCH_TAINT)
    memory_taint_notes (m, f, b);
}
