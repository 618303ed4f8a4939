/* check-function-return.c - functions that end in a way they should not.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A noreturn function that can return, and a function with a result that ends
   without one.  The facts are those that GCC's *warn_function_return sees: the
   control flow graph before SSA form, where `return' without a value is still
   there.  */

#include "passes/all.h"

/* The index of the first fact of KIND with all FLAGS set and none of UNLIKE;
   NONE if there is none.  */
static uint32_t
first_lowered (const struct snapshot *s, enum lowered_kind kind,
	       uint32_t flags, uint32_t unlike)
{
  const struct snap_lowered *lowered = snapshot_lowered (s);

  for (uint32_t i = 0; i < snapshot_n_lowered (s); i++)
    if (lowered[i].kind == kind && (lowered[i].flags & flags) == flags
	&& !(lowered[i].flags & unlike))
      return i;
  return NONE;
}

static void
check_noreturn (const struct snapshot *s, struct findings_builder *b)
{
  uint32_t at
    = first_lowered (s, LOWERED_RETURNS_BY_RETURN, LOWERED_HAS_PLACE, 0);

  findings_add (b, CHECK_function_return, MESSAGE_NORETURN_RETURNS,
		at == NONE ? PLACE (PLACE_END, 0) : PLACE (PLACE_LOWERED, at),
		0);
}

/* One warning per function: the second is an alternative, if a pragma keeps
   the first from being given.  */
static void
check_value (const struct snapshot *s, struct findings_builder *b)
{
  static const enum lowered_kind kinds[]
    = { LOWERED_NO_VALUE, LOWERED_FALLS_OFF };

  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    {
      uint32_t at = first_lowered (s, kinds[i], 0, LOWERED_NO_WARNING);

      if (at == NONE)
	continue;
      findings_add (b, CHECK_function_return, MESSAGE_NO_RETURN_VALUE,
		    PLACE (PLACE_LOWERED, at), FINDING_SUPPRESSES);
      findings_add_fallback (b, PLACE (PLACE_END, 0), NONE);
      findings_add_group (b, 1, 0, s->decl);
    }
}

void
provide_function_return (struct query_context *cx, uint32_t key,
			 struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  uint32_t flags = snapshot_decls (s)[s->decl].flags;
  struct findings_builder b;

  findings_builder_init (&b);
  if ((flags & DECL_IS_NORETURN)
      && (first_lowered (s, LOWERED_RETURNS_BY_RETURN, 0, 0) != NONE
	  || first_lowered (s, LOWERED_RETURNS, 0, 0) != NONE))
    check_noreturn (s, &b);
  else if (!(flags & DECL_NO_WARNING_RETURN))
    check_value (s, &b);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
