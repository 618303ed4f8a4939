/* returns-constant.c - the query returns_constant: whether a function always
   returns the same number.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"

#include <inttypes.h>

#include "passes/alias.h"
#include "passes/undefined.h"

/* Copies and phis between a constant and its return.  */
#define DEPTH 4

/* Whether OPERAND is a constant, the one of R if that is known already; then it
   is.  */
static bool
is_constant (const struct snapshot *s, uint32_t operand,
	     struct returns_constant *r, unsigned depth)
{
  const struct snap_statement *d;
  int64_t value;

  if (constant_value (s, operand, &value))
    {
      if (r->is_known && r->bits != (uint64_t) value)
	return false;
      r->is_known = 1;
      r->bits = (uint64_t) value;
      return true;
    }
  if (operand_kind (operand) != OPERAND_SSA || depth == DEPTH)
    return false;
  d = ssa_definition (s, operand_index (operand));
  if (!d || !(d->code == STATEMENT_PHI
	      || (d->code == STATEMENT_ASSIGN && d->n_operands == 1
		  && d->operation == OPERATION_COPY)))
    return false;
  for (uint32_t i = 0; i < d->n_operands; i++)
    if (!is_constant (s, snapshot_operands (s)[d->first_operand + i], r,
		      depth + 1))
      return false;
  return true;
}

void
provide_returns_constant (struct query_context *cx, uint32_t key,
			  struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  struct returns_constant value = { 0, 0, 0 };
  bool known = !(snapshot_decls (s)[s->decl].flags
		 & (DECL_IS_WEAK | DECL_IS_REPLACEABLE));

  for (uint32_t i = 0; known && i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];

      if (t->code == STATEMENT_RETURN)
	known = t->n_operands == 1
		&& is_constant (s, snapshot_operands (s)[t->first_operand],
				&value, 0);
    }
  if (!known)
    value = (struct returns_constant) { 0, 0, 0 };
  buffer_add (out, &value, sizeof value);
}

void
provide_returns_constant_external (struct query_context *cx, uint32_t key,
				   struct buffer *out)
{
  struct returns_constant value = { 0, 0, 0 };

  (void) cx;
  (void) key;
  buffer_add (out, &value, sizeof value);
}

const struct returns_constant **
returns_constant_of_calls (struct query_context *cx,
			   const struct snapshot *s)
{
  const struct returns_constant **result
    = query_alloc (cx, (size_t) snapshot_n_statements (s) + 1,
		   sizeof *result);

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      const struct snap_decl *d;
      const struct returns_constant *r;

      if (t->code != STATEMENT_CALL || t->decl == NONE
	  || (t->flags & CALL_IS_INTERNAL)
	  || operand_kind (t->lhs) != OPERAND_SSA)
	continue;
      d = &snapshot_decls (s)[t->decl];
      if (fingerprint_is_zero (d->symbol) || d->builtin != BUILTIN_NONE)
	continue;
      r = q_returns_constant (cx, query_key (cx, KEY_FUNCTION, d->symbol,
					     snapshot_string (s, d->name)));
      if (r->is_known)
	result[i] = r;
    }
  return result;
}

bool
returns_constant_verify (const void *bytes, size_t size)
{
  const struct returns_constant *r = bytes;

  return size == sizeof *r && r->is_known <= 1;
}

void
returns_constant_print (FILE *file, const struct snapshot *body,
			const struct returns_constant *r, unsigned flags)
{
  (void) body;
  (void) flags;
  if (r->is_known)
    fprintf (file, "always returns %" PRId64 "\n", (int64_t) r->bits);
  else
    fprintf (file, "not known\n");
}
