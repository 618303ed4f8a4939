/* check-null-passed.c - null passed to a function that dereferences it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Where the type that is called through is declared nonnull that is -Wnonnull's.
   Here the function's body says so, or a declaration that the call does not see
   (dereferences.h).  Only a null constant counts, and copies of it.  */

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

/* What of one call is null, as bits.  */
struct null_call
{
  uint32_t decl;		/* DECLS: the function.  */
  uint64_t dereferenced, nonnull;
};

/* The arguments of T that are null, as bits; 0 if -Wnonnull looks at them.  */
static uint64_t
null_arguments_of (const struct snapshot *s, const struct snap_statement *t)
{
  uint64_t nulls = 0;

  if (t->code != STATEMENT_CALL || (t->flags & CALL_IS_INTERNAL)
      || type_attribute (s, t->type, SNAP_ATTRIBUTE_NONNULL))
    return 0;
  for (uint32_t i = 0; i < call_arguments (t) && i < 64; i++)
    if (is_null (s, snapshot_operands (s)[t->first_operand + 1 + i]))
      nulls |= UINT64_C (1) << i;
  return nulls;
}

/* What is null in the call T that must not be, by what the function's body and
   its declaration say.  */
static struct null_call
look_at_call (struct query_context *cx, const struct snapshot *s,
	      const struct snap_statement *t)
{
  struct null_call c = { NONE, 0, 0 };
  uint64_t nulls = null_arguments_of (s, t);
  const struct dereferences *d;
  const struct snap_decl *callee;

  if (!nulls)
    return c;
  c.decl = t->decl != NONE
	   ? t->decl
	   : called_declaration (s, snapshot_operands (s)[t->first_operand]);
  if (c.decl == NONE)
    return c;
  callee = &snapshot_decls (s)[c.decl];
  if (callee->kind != DECL_FUNCTION || fingerprint_is_zero (callee->symbol))
    return c;
  d = q_dereferences (cx, query_key (cx, KEY_FUNCTION, callee->symbol,
				     snapshot_string (s, callee->name)));
  c.nonnull = nulls & d->nonnull;
  c.dereferenced = nulls & d->parameters & ~c.nonnull;
  return c;
}

static void
report_argument (struct findings_builder *b, uint32_t statement,
		 uint32_t decl, uint32_t argument, enum message message)
{
  findings_add (b, CHECK_null_passed, message,
		PLACE (PLACE_STATEMENT, statement), FINDING_OUT_OF_SYSTEM);
  findings_add_number (b, argument + 1);
  findings_add_decl (b, decl);
  findings_add (b, CHECK_null_passed, MESSAGE_DECLARED_HERE,
		PLACE (PLACE_DECL, decl), FINDING_IS_NOTE);
  findings_add_decl (b, decl);
}

static void
report (struct findings_builder *b, uint32_t statement,
	const struct null_call *c)
{
  for (uint32_t i = 0; i < 64; i++)
    if (c->dereferenced >> i & 1)
      report_argument (b, statement, c->decl, i, MESSAGE_NULL_PASSED);
    else if (c->nonnull >> i & 1)
      report_argument (b, statement, c->decl, i, MESSAGE_NULL_PASSED_NONNULL);
}

void
provide_null_passed (struct query_context *cx, uint32_t key,
		     struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  const struct executable_edges *edges = NULL;
  struct null_call *found = NULL;
  struct findings_builder b;

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      struct null_call c = look_at_call (cx, s, t);

      if (!c.dereferenced && !c.nonnull)
	continue;
      if (!edges)
	{
	  edges = q_executable_edges (cx, key);
	  found = query_alloc (cx, snapshot_n_statements (s), sizeof *found);
	}
      if (executable_edges_block (edges)[t->block])
	found[i] = c;
    }
  findings_builder_init (&b);
  for (uint32_t i = 0; found && i < snapshot_n_statements (s); i++)
    report (&b, i, &found[i]);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
