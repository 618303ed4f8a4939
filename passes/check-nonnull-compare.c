/* check-nonnull-compare.c - a parameter that cannot be null is compared to it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Only the parameter's value on entry counts: once it is assigned to, it may be
   null like any other pointer.  The pointer is the left operand: GCC puts
   constants on the right.  */

#include "passes/all.h"
#include "passes/arithmetic.h"

/* The parameter whose value on entry OPERAND is, if it must not be null; or
   NONE.  */
static uint32_t
nonnull_parameter (const struct snapshot *s, uint32_t operand)
{
  const struct snap_ssa *ssa;
  const struct snap_decl *decl;

  if (operand_kind (operand) != OPERAND_SSA)
    return NONE;
  ssa = &snapshot_ssa (s)[operand_index (operand)];
  if (!(ssa->flags & SSA_IS_DEFAULT) || ssa->decl == NONE)
    return NONE;
  decl = &snapshot_decls (s)[ssa->decl];
  if (decl->kind != DECL_PARAMETER
      || !(decl->flags & (DECL_IS_NONNULL_PARAMETER | DECL_IS_STATIC_CHAIN)))
    return NONE;
  switch (snapshot_types (s)[decl->type].kind)
    {
    case SNAP_TYPE_POINTER:
    case SNAP_TYPE_REFERENCE:
    case SNAP_TYPE_OFFSET:
      return ssa->decl;
    default:
      return NONE;
    }
}

/* Whether OPERAND is the null of DECL's type: all bits zero, but all ones for
   pointers to members.  */
static bool
is_null (const struct snapshot *s, uint32_t operand, uint32_t decl)
{
  const struct snap_type *type
    = &snapshot_types (s)[snapshot_decls (s)[decl].type];

  return integer_has_limbs (s, operand,
			    type->kind == SNAP_TYPE_OFFSET ? UINT64_MAX : 0);
}

/* The operation by which STATEMENT compares its first two operands; OTHER if
   it does not.  */
static enum operation
comparison (const struct snap_statement *statement)
{
  if (statement->n_operands < 2)
    return OPERATION_OTHER;
  if (statement->code == STATEMENT_ASSIGN
      && statement->operation == OPERATION_CONDITIONAL)
    return (enum operation) statement->first_extra;
  if (statement->code == STATEMENT_ASSIGN || statement->code == STATEMENT_COND)
    return (enum operation) statement->operation;
  return OPERATION_OTHER;
}

static void
check_statement (const struct snapshot *s, uint32_t index,
		 struct findings_builder *b)
{
  const struct snap_statement *statement = &snapshot_statements (s)[index];
  const uint32_t *operands
    = snapshot_operands (s) + statement->first_operand;
  enum operation op = comparison (statement);
  uint32_t decl;

  if ((op != OPERATION_EQUAL && op != OPERATION_NOT_EQUAL)
      || (statement->flags & NO_WARNING_NONNULL_COMPARE))
    return;
  decl = nonnull_parameter (s, operands[0]);
  if (decl == NONE || !is_null (s, operands[1], decl))
    return;
  if (statement->code == STATEMENT_ASSIGN
      && statement->operation == OPERATION_CONDITIONAL)
    {
      findings_add (b, CHECK_nonnull_compare, MESSAGE_NONNULL_COMPARED,
		    PLACE (PLACE_OPERAND, statement->first_operand), 0);
      findings_add_fallback (b, PLACE (PLACE_STATEMENT, index), NONE);
    }
  else
    findings_add (b, CHECK_nonnull_compare, MESSAGE_NONNULL_COMPARED,
		  PLACE (PLACE_STATEMENT, index), 0);
  findings_add_decl (b, decl);
}

void
provide_nonnull_compare (struct query_context *cx, uint32_t key,
			 struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  struct findings_builder b;

  findings_builder_init (&b);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    check_statement (s, i, &b);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
