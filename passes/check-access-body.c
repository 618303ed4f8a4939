/* check-access-body.c - bodies that break their attribute access.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Where the parameter is read_only or none, nothing is written.  Reads behind one
   that is none or write_only are found by -Wmaybe-uninitialized.  The attributes
   that GCC makes of arrays among parameters do not count.  */

#include "passes/all.h"
#include "passes/attribute.h"

#include <string.h>

/* Whether A is one that somebody wrote.  */
static bool
is_explicit (const struct snapshot *s, const struct snap_attribute *a)
{
  return a->kind == SNAP_ATTRIBUTE_ACCESS && a->argument < s->n_parameters
	 && strncmp (snapshot_string (s, a->text), "access ", 7) == 0;
}

/* Whether E does what A rules out.  */
static bool
breaks (const struct snap_attribute *a, const struct memory_effect *e)
{
  return e->parameter == a->argument && !(e->flags & MEMORY_IS_REACHED)
	 && (e->flags & MEMORY_IS_WRITTEN)
	 && (a->mode == ACCESS_NONE || a->mode == ACCESS_READ_ONLY);
}

struct broken_access
{
  const struct snap_attribute *attribute;
  const struct memory_effect *effect;
};

static void
report (const struct snapshot *s, const struct broken_access *x,
	struct findings_builder *b)
{
  findings_add (b, CHECK_access_body, MESSAGE_ACCESS_WRITES,
		PLACE (PLACE_STATEMENT, x->effect->statement), 0);
  findings_add_decl (b, snapshot_lists (s)[s->first_parameter
					   + x->effect->parameter]);
  findings_add_text (b, snapshot_string (s, x->attribute->text));
  if (x->effect->flags & MEMORY_IN_CALL)
    findings_add (b, CHECK_access_body, MESSAGE_BY_THIS_CALL,
		  PLACE (PLACE_STATEMENT, x->effect->statement),
		  FINDING_IS_NOTE);
  findings_add (b, CHECK_access_body, MESSAGE_DECLARED_HERE,
		PLACE (PLACE_PROMISE, 0), FINDING_IS_NOTE);
  findings_add_fallback (b, PLACE (PLACE_DECL, s->decl), NONE);
  findings_add_decl (b, s->decl);
}

void
provide_access_body (struct query_context *cx, uint32_t key,
		     struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  const struct snap_type *t
    = &snapshot_types (s)[snapshot_decls (s)[s->decl].type];
  struct broken_access *found
    = query_alloc (cx, t->n_attributes + 1, sizeof *found);
  uint32_t count = 0;
  struct findings_builder b;

  /* One of each attribute.  */
  for (uint32_t i = 0; keeps_own_promises (s) && i < t->n_attributes; i++)
    {
      const struct snap_attribute *a
	= &snapshot_attributes (s)[t->first_attribute + i];
      const struct memory_effects *all;
      bool any = false;

      if (!is_explicit (s, a))
	continue;
      all = q_memory_effects (cx, key);
      for (uint32_t j = 0; !any && j < all->count; j++)
	{
	  const struct memory_effect *e = &memory_effects_array (all)[j];

	  any = breaks (a, e);
	  if (any)
	    found[count++] = (struct broken_access) { a, e };
	}
    }
  findings_builder_init (&b);
  for (uint32_t i = 0; i < count; i++)
    report (s, &found[i], &b);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
