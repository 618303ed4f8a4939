/* check-use-after-free.c - the check use-after-free: a pointer is used behind
   the call that released what it leads to.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC's third instance of waccess, behind all optimisers.  At -O0 that sees what
   we see.  */

#include "passes/all.h"
#include "passes/alias.h"
#include "passes/deallocation.h"
#include "passes/invalid-use.h"

/* The uses, as GCC sees them in a unit that is optimised or not.  */
static struct invalid_uses *
find_uses (struct query_context *cx, uint32_t key, const struct snapshot *s,
	   bool is_optimised)
{
  struct invalid_uses *u = query_alloc (cx, 1, sizeof *u);

  invalid_uses_init (u, cx, key, s, is_optimised);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      uint32_t argument = released_argument (s, t);
      uint32_t pointer;

      if (argument == NONE)
	continue;
      pointer = snapshot_operands (s)[t->first_operand + 1 + argument];
      if (operand_kind (pointer) == OPERAND_SSA)
	find_invalid_uses (u, i, operand_index (pointer), NONE, false);
    }
  return u;
}

/* Whether U has found the same.  */
static bool
has_use (const struct invalid_uses *u, const struct invalid_use *use)
{
  for (uint32_t i = 0; i < u->n_found; i++)
    if (u->found[i].statement == use->statement)
      return u->found[i].maybe == use->maybe
	     && u->found[i].is_equality == use->is_equality
	     && invalid_use_variable (u->s, u->found[i].name)
		== invalid_use_variable (u->s, use->name);
  return false;
}

static void
report (struct findings_builder *b, const struct snapshot *s,
	const struct invalid_use *use, uint32_t flags)
{
  uint32_t variable = invalid_use_variable (s, use->name);
  uint32_t decl = snapshot_statements (s)[use->end].decl;

  findings_add (b, CHECK_use_after_free,
		variable != NONE
		? use->maybe ? MESSAGE_MAY_USE_RELEASED : MESSAGE_USES_RELEASED
		: use->maybe ? MESSAGE_MAY_USE_SOME_RELEASED
			     : MESSAGE_USES_SOME_RELEASED,
		PLACE (PLACE_STATEMENT, use->statement),
		flags | (use->is_equality ? FINDING_AT_LEVEL_3
			 : use->maybe ? FINDING_AT_LEVEL_2 : 0));
  findings_add_fallback (b, PLACE (PLACE_END, 0), NONE);
  if (variable != NONE)
    findings_add_text (b, snapshot_string (s, snapshot_decls (s)[variable]
					      .name));
  findings_add_decl (b, decl);
  findings_add (b, CHECK_use_after_free, MESSAGE_RELEASED_BY_CALL,
		PLACE (PLACE_STATEMENT, use->end), FINDING_IS_NOTE);
  findings_add_decl (b, decl);
}

void
provide_use_after_free (struct query_context *cx, uint32_t key,
			struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  struct invalid_uses *plain = NULL, *optimised = NULL;
  bool wanted = false;
  struct findings_builder b;

  for (uint32_t i = 0; !wanted && i < snapshot_n_statements (s); i++)
    wanted = released_argument (s, &snapshot_statements (s)[i]) != NONE;
  if (wanted)
    {
      plain = find_uses (cx, key, s, false);
      optimised = find_uses (cx, key, s, true);
    }
  findings_builder_init (&b);
  for (uint32_t i = 0; wanted && i < optimised->n_found; i++)
    report (&b, s, &optimised->found[i],
	    has_use (plain, &optimised->found[i]) ? 0 : FINDING_NOT_AT_O0);
  for (uint32_t i = 0; wanted && i < plain->n_found; i++)
    if (!has_use (optimised, &plain->found[i]))
      report (&b, s, &plain->found[i], FINDING_AT_O0);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
