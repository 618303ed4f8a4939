/* check-alloca-size.c - too much asked of the stack.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What GCC's pass_walloca calls certain, where sizes are constants: it says so
   before it optimises, in its first instance.  A call of alloca in a loop takes
   more each time, however small it is; a variable-length array is given back at
   the end of its scope.  */

#include "passes/all.h"

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
  const struct snapshot *s;
  const struct size_limits *limits;
  const struct loops *loops;
  struct findings_builder b;
};

static void
report (struct stack_check *k, enum message message, uint32_t statement)
{
  findings_add (&k->b, CHECK_alloca_size, message,
		PLACE (PLACE_STATEMENT, statement), FINDING_OUT_OF_SYSTEM);
}

static void
add_number (struct findings_builder *b, uint64_t number)
{
  char text[24];

  snprintf (text, sizeof text, "%" PRIu64, number);
  findings_add_text (b, text);
}

static void
report_size (struct stack_check *k, bool is_vla, uint32_t statement,
	     uint64_t size)
{
  report (k, is_vla ? MESSAGE_VLA_TOO_LARGE : MESSAGE_ALLOCA_TOO_LARGE,
	  statement);
  findings_add (&k->b, CHECK_alloca_size, MESSAGE_LIMIT_AND_SIZE,
		PLACE (PLACE_STATEMENT, statement),
		FINDING_IS_NOTE | FINDING_OUT_OF_SYSTEM);
  add_number (&k->b, is_vla ? k->limits->vla_given : k->limits->alloca_most);
  add_number (&k->b, size);
}

static void
check_call (struct stack_check *k, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (k->s)[statement];
  const struct size_limits *l = k->limits;
  bool is_vla = t->flags & CALL_ALLOCA_FOR_VAR;
  uint64_t limit = is_vla ? l->vla_most : l->alloca_most;
  bool is_limited = limit < l->object_most;
  uint64_t size = 0;
  bool known = constant_size (k->s, snapshot_operands (k->s)
				    [t->first_operand + 1], &size);

  if (!is_vla && l->flags & ALLOCA_IS_UNWANTED)
    report (k, MESSAGE_USE_OF_ALLOCA, statement);
  else if (l->flags & (is_vla ? VLA_IS_FREE : ALLOCA_IS_FREE))
    return;
  else if (known && size > limit)
    report_size (k, is_vla, statement, size);
  else if (known && size == 0 && is_limited)
    report (k, is_vla ? MESSAGE_VLA_IS_ZERO : MESSAGE_ALLOCA_IS_ZERO,
	    statement);
  else if (known && !is_vla && is_limited
	   && loops_innermost (k->loops)[t->block] != NONE)
    report (k, MESSAGE_ALLOCA_IN_LOOP, statement);
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
  struct stack_check k = { .s = q_body (cx, key) };
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
