/* check-null-passed.c - null passed to a function that dereferences it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Where the function is declared nonnull that is -Wnonnull's.  Here its body
   says so (dereferences.h).  Only a null constant counts, and copies of it.  */

#include "passes/all.h"
#include "passes/alias.h"
#include "passes/attribute.h"
#include "passes/arithmetic.h"

/* Copies between a constant and the call.  */
#define COPIES 4

static bool
is_null (const struct snapshot *s, uint32_t operand)
{
  for (unsigned i = 0; i <= COPIES; i++)
    {
      uint32_t definition = snapshot_definition (s, operand);
      const struct snap_statement *d;

      if (operand_kind (operand) != OPERAND_SSA)
	return integer_has_limbs (s, operand, 0);
      if (definition == NONE)
	return false;
      d = &snapshot_statements (s)[definition];
      if (!statement_is_copy (d))
	return false;
      operand = snapshot_operands (s)[d->first_operand];
    }
  return false;
}

/* The arguments of T that are null, as bits; 0 if T calls no function by
   name.  */
static uint64_t
null_arguments_of (const struct snapshot *s, const struct snap_statement *t)
{
  uint64_t nulls = 0;

  if (t->code != STATEMENT_CALL || t->decl == NONE
      || (t->flags & CALL_IS_INTERNAL)
      || type_attribute (s, t->type, SNAP_ATTRIBUTE_NONNULL))
    return 0;
  for (uint32_t i = 0; i < call_arguments (t) && i < 64; i++)
    if (is_null (s, snapshot_operands (s)[t->first_operand + 1 + i]))
      nulls |= UINT64_C (1) << i;
  return nulls;
}

static void
report (struct findings_builder *b, const struct snapshot *s,
	uint32_t statement, uint64_t arguments)
{
  uint32_t decl = snapshot_statements (s)[statement].decl;

  for (uint32_t i = 0; i < 64; i++)
    if (arguments >> i & 1)
      {
	findings_add (b, CHECK_null_passed, MESSAGE_NULL_PASSED,
		      PLACE (PLACE_STATEMENT, statement),
		      FINDING_OUT_OF_SYSTEM);
	findings_add_number (b, i + 1);
	findings_add_decl (b, decl);
	findings_add (b, CHECK_null_passed, MESSAGE_DECLARED_HERE,
		      PLACE (PLACE_DECL, decl), FINDING_IS_NOTE);
	findings_add_decl (b, decl);
      }
}

void
provide_null_passed (struct query_context *cx, uint32_t key,
		     struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  const struct executable_edges *edges = NULL;
  uint64_t *found = NULL;
  struct findings_builder b;

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      uint64_t nulls = null_arguments_of (s, t);
      uint32_t callee = nulls ? called_outside_ring (cx, key, s, t) : NONE;

      nulls = callee == NONE
	      ? 0 : nulls & q_dereferences (cx, callee)->parameters;
      if (!nulls)
	continue;
      if (!edges)
	{
	  edges = q_executable_edges (cx, key);
	  found = query_alloc (cx, snapshot_n_statements (s), sizeof *found);
	}
      if (executable_edges_block (edges)[t->block])
	found[i] = nulls;
    }
  findings_builder_init (&b);
  for (uint32_t i = 0; found && i < snapshot_n_statements (s); i++)
    report (&b, s, i, found[i]);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
