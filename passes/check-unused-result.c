/* check-unused-result.c - a call whose result must be used, but is not.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   In SSA form a call has an lhs or has none whatever the source did with it
   (results that are used nowhere lose theirs), so the facts come from lowering:
   GCC's do_warn_unused_result looks there, too.  */

#include "passes/all.h"

void
provide_unused_result (struct query_context *cx, uint32_t key,
		       struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  const struct snap_lowered *lowered = snapshot_lowered (s);
  struct findings_builder b;

  findings_builder_init (&b);
  for (uint32_t i = 0; i < snapshot_n_lowered (s); i++)
    {
      if (lowered[i].kind != LOWERED_IGNORED_RESULT
	  || (lowered[i].flags & LOWERED_NO_WARNING))
	continue;
      if (lowered[i].decl != NONE)
	{
	  findings_add (&b, CHECK_unused_result, MESSAGE_IGNORED_RESULT_OF,
			PLACE (PLACE_LOWERED, i), 0);
	  findings_add_decl (&b, lowered[i].decl);
	}
      else
	findings_add (&b, CHECK_unused_result, MESSAGE_IGNORED_RESULT,
		      PLACE (PLACE_LOWERED, i), 0);
    }
  findings_finish (&b, out);
  findings_builder_release (&b);
}
