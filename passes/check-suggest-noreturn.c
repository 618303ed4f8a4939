/* check-suggest-noreturn.c - a function that never returns and does not say so.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC suggests the attribute where callers of other units would gain by it: for
   functions that they can call and whose body they do not see (suggest_attribute
   in its ipa-pure-const).  What only the bodies of callees tell, GCC knows where
   it optimises.  */

#include "passes/all.h"

void
provide_suggest_noreturn (struct query_context *cx, uint32_t key,
			  struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  uint32_t flags = snapshot_decls (s)[s->decl].flags;
  const struct function_returns *r = NULL;
  struct findings_builder b;

  if (!(s->flags & SNAPSHOT_IS_LOWERED_ONLY)
      && (flags & DECL_IS_PUBLIC)
      && !(flags & (DECL_IS_NORETURN | DECL_IS_INLINE | DECL_IS_COMDAT)))
    r = q_returns (cx, key);
  findings_builder_init (&b);
  if (r && !r->by_bodies)
    {
      findings_add (&b, CHECK_suggest_noreturn, MESSAGE_NORETURN_CANDIDATE,
		    PLACE (PLACE_FUNCTION, 0),
		    r->by_declarations ? FINDING_NOT_AT_O0 : 0);
      findings_add_text (&b, "noreturn");
    }
  findings_finish (&b, out);
  findings_builder_release (&b);
}
