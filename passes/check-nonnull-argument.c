/* check-nonnull-argument.c - null passed where it must not be.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC's post_ipa_warn, which sees what its optimisers have made constant.  */

#include "passes/all.h"

#include <string.h>

/* A lambda's object may well be null.  */
static bool
is_closure (const struct snapshot *s, uint32_t decl)
{
  return decl != NONE
	 && !strcmp (snapshot_string (s, snapshot_decls (s)[decl].name),
		     "operator()");
}

/* The note that says what was called.  */
static void
add_callee (struct findings_builder *b, const struct snapshot *s,
	    uint32_t statement, bool is_this)
{
  uint32_t decl = snapshot_statements (s)[statement].decl;

  if (decl == NONE)
    return;
  if (is_this)
    findings_add (b, CHECK_nonnull_argument, MESSAGE_IN_CALL_TO_MEMBER,
		  PLACE (PLACE_DECL, decl), FINDING_IS_NOTE);
  else if (snapshot_decls (s)[decl].flags & DECL_IS_UNDECLARED)
    findings_add (b, CHECK_nonnull_argument, MESSAGE_IN_CALL_TO_BUILTIN,
		  PLACE (PLACE_STATEMENT, statement), FINDING_IS_NOTE);
  else
    findings_add (b, CHECK_nonnull_argument, MESSAGE_IN_CALL_TO_DECLARED,
		  PLACE (PLACE_DECL, decl), FINDING_IS_NOTE);
  findings_add_decl (b, decl);
  if (!is_this && !(snapshot_decls (s)[decl].flags & DECL_IS_UNDECLARED))
    findings_add_text (b, "nonnull");
}

/* Argument A is null.  In a method the object has no number.  */
static void
report (struct findings_builder *b, const struct snapshot *s,
	const struct null_argument *a)
{
  const struct snap_statement *t = &snapshot_statements (s)[a->statement];
  bool is_method = snapshot_types (s)[t->type].kind == SNAP_TYPE_METHOD;
  uint32_t number = is_method ? a->argument : a->argument + 1;

  if (is_method && number == 0 && is_closure (s, t->decl))
    return;
  findings_add (b, CHECK_nonnull_argument,
		number ? MESSAGE_NULL_ARGUMENT : MESSAGE_NULL_THIS,
		PLACE (PLACE_STATEMENT, a->statement), FINDING_NOT_AT_O0);
  if (number)
    findings_add_number (b, number);
  else
    findings_add_text (b, "this");
  add_callee (b, s, a->statement, number == 0);
}

void
provide_nonnull_argument (struct query_context *cx, uint32_t key,
			  struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  const struct null_arguments *n = NULL;
  struct findings_builder b;

  if (calls_want_nonnull (s))
    n = q_null_arguments (cx, key);
  findings_builder_init (&b);
  for (uint32_t i = 0; n && i < n->count; i++)
    report (&b, s, &null_arguments_array (n)[i]);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
