/* check-nonnull-body.c - a copy of a nonnull parameter is compared with null.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC's -Wnonnull-compare looks at the parameter itself (check-nonnull-compare.c),
   and takes it for gone where its value was given to a variable of another type.
   Here that value is followed through copies, and through integers as wide as a
   pointer.  Not through phis: the variable of a loop is null in the end.  */

#include "passes/all.h"
#include "passes/alias.h"
#include "passes/arithmetic.h"
#include "passes/attribute.h"

/* Copies between the parameter and the comparison.  */
#define COPIES 8

/* Whether a value of TYPE is null only if the pointer is that it was made
   from.  */
static bool
holds_pointers (const struct snapshot *s, uint32_t type)
{
  struct integer_type t;
  bool is_pointer;

  return integer_form (s, type, &t, &is_pointer)
	 && t.precision >= s->pointer_bits;
}

/* The nonnull parameter that OPERAND is a copy of; NONE if it is none, or the
   parameter itself.  */
static uint32_t
copied_parameter (const struct snapshot *s, uint32_t operand)
{
  const struct snap_ssa *ssa;
  unsigned copies = 0;

  for (; copies <= COPIES && operand_kind (operand) == OPERAND_SSA; copies++)
    {
      const struct snap_statement *t;

      ssa = &snapshot_ssa (s)[operand_index (operand)];
      if (!holds_pointers (s, ssa->type))
	return NONE;
      if (ssa->definition == NONE)
	return copies && ssa->flags & SSA_IS_DEFAULT && ssa->decl != NONE
	       && snapshot_decls (s)[ssa->decl].flags
		  & DECL_IS_NONNULL_PARAMETER
	       ? ssa->decl : NONE;
      t = &snapshot_statements (s)[ssa->definition];
      if (!statement_is_copy (t))
	return NONE;
      operand = snapshot_operands (s)[t->first_operand];
    }
  return NONE;
}

static void
check_statement (const struct snapshot *s, uint32_t index,
		 struct findings_builder *b)
{
  const struct snap_statement *t = &snapshot_statements (s)[index];
  const uint32_t *operands = snapshot_operands (s) + t->first_operand;
  uint32_t decl;

  if ((t->code != STATEMENT_ASSIGN && t->code != STATEMENT_COND)
      || (t->operation != OPERATION_EQUAL
	  && t->operation != OPERATION_NOT_EQUAL)
      || !integer_has_limbs (s, operands[1], 0))
    return;
  decl = copied_parameter (s, operands[0]);
  if (decl == NONE)
    return;
  findings_add (b, CHECK_nonnull_body, MESSAGE_NONNULL_COPY_COMPARED,
		PLACE (PLACE_STATEMENT, index), 0);
  findings_add_decl (b, decl);
  findings_add (b, CHECK_nonnull_body, MESSAGE_DECLARED_HERE,
		PLACE (PLACE_PROMISE, 0), FINDING_IS_NOTE);
  findings_add_fallback (b, PLACE (PLACE_DECL, s->decl), NONE);
  findings_add_decl (b, s->decl);
}

void
provide_nonnull_body (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  bool promises = keeps_own_promises (s) && (s->flags & SNAPSHOT_IS_C)
		  && declaration_attribute (s, s->decl,
					    SNAP_ATTRIBUTE_NONNULL);
  struct findings_builder b;

  findings_builder_init (&b);
  for (uint32_t i = 0; promises && i < snapshot_n_statements (s); i++)
    check_statement (s, i, &b);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
