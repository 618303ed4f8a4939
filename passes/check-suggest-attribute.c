/* check-suggest-attribute.c - functions that could be pure, const, malloc, cold.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   As GCC suggests them (suggest_attribute in its ipa-pure-const): for functions
   that other units can call without seeing the body, and whose declaration does
   not say so yet.  What is pure or const only if it comes back is left to GCC, as
   is what only optimised bodies show.  */

#include "passes/all.h"
#include "passes/attribute.h"

/* A function without a result would only be called for what it does.  */
static bool
has_result (const struct snapshot *s)
{
  const struct snap_type *types = snapshot_types (s);
  uint32_t type = snapshot_decls (s)[s->decl].type;

  return types[type].element != NONE
	 && types[types[type].element].kind != SNAP_TYPE_VOID;
}

static void
suggest (struct findings_builder *b, enum message message, const char *name)
{
  findings_add (b, CHECK_suggest_attribute, message,
		PLACE (PLACE_FUNCTION, 0), 0);
  findings_add_text (b, name);
}

static void
suggest_all (struct findings_builder *b, const struct snapshot *s,
	     const struct purity *p)
{
  uint32_t flags = snapshot_decls (s)[s->decl].flags;
  bool is_certain = !(flags & DECL_IS_LOOPING);
  bool is_pure = !(p->is & (PURITY_ACTS | PURITY_MAY_LOOP)) && has_result (s);
  bool is_const = is_pure && !(p->is & PURITY_READS);

  if (is_const && !(flags & DECL_IS_CONST && is_certain))
    suggest (b, MESSAGE_CONST_CANDIDATE, "const");
  else if (is_pure && !is_const
	   && !(flags & (DECL_IS_CONST | DECL_IS_PURE) && is_certain))
    suggest (b, MESSAGE_PURE_CANDIDATE, "pure");
  if (p->is & PURITY_IS_FRESH
      && !(p->is & PURITY_IS_REPLACEABLE || flags & DECL_IS_MALLOC))
    suggest (b, MESSAGE_MALLOC_CANDIDATE, "malloc");
  if (p->is & PURITY_IS_COLD && !declaration_attribute (s, s->decl, SNAP_ATTRIBUTE_COLD))
    suggest (b, MESSAGE_COLD_CANDIDATE, "cold");
}

void
provide_suggest_attribute (struct query_context *cx, uint32_t key,
			   struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  uint32_t flags = snapshot_decls (s)[s->decl].flags;
  const struct purity *p = NULL;
  struct findings_builder b;

  if (!(s->flags & SNAPSHOT_IS_LOWERED_ONLY)
      && (flags & DECL_IS_PUBLIC)
      && !(flags & (DECL_IS_NORETURN | DECL_IS_INLINE | DECL_IS_COMDAT)))
    p = q_purity (cx, key);
  findings_builder_init (&b);
  if (p)
    suggest_all (&b, s, p);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
