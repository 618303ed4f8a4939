/* check-return-local-addr.c - the check return-local-addr: a function returns
   the address of something that is gone with its frame.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What GCC's pass isolate-paths says.  That runs behind inlining: a called
   function that gives back its argument is seen through.  */

#include "passes/all.h"
#include "passes/pointer-source.h"

/* Where what SOURCE leads to is declared, if it is of the frame; else NONE.  */
static uint32_t
local_place (const struct snapshot *s, const struct pointer_source *source)
{
  if (source->kind == SOURCE_VARIABLE)
    {
      const struct snap_decl *d = &snapshot_decls (s)[source->index];

      return (d->kind == DECL_VARIABLE || d->kind == DECL_PARAMETER)
	     && !(d->flags & (DECL_IS_GLOBAL | DECL_IS_STATIC
			      | DECL_IS_EXTERNAL))
	     ? PLACE (PLACE_DECL, source->index) : NONE;
    }
  if (source->kind == SOURCE_CALL)
    {
      uint32_t decl = snapshot_statements (s)[source->index].decl;

      switch (decl == NONE ? BUILTIN_NONE : snapshot_decls (s)[decl].builtin)
	{
	case BUILTIN_ALLOCA:
	case BUILTIN_ALLOCA_WITH_ALIGN:
	case BUILTIN_ALLOCA_WITH_ALIGN_AND_MAX:
	  return PLACE (PLACE_STATEMENT, source->index);
	default:
	  break;
	}
    }
  return NONE;
}

/* Whether there is anything to look at: a pointer is returned, and something of
   the frame has an address.  */
static bool
may_return_local (const struct snapshot *s)
{
  bool returns = false, has_local = false;

  if (s->flags & SNAPSHOT_IS_LOWERED_ONLY || s->result == NONE)
    return false;
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];

      returns |= t->code == STATEMENT_RETURN && t->n_operands == 1
		 && operand_kind (snapshot_operands (s)[t->first_operand])
		    == OPERAND_SSA;
      if (t->code == STATEMENT_CALL)
	has_local |= local_place (s, &(struct pointer_source) { SOURCE_CALL, i })
		     != NONE;
    }
  for (uint32_t i = 0; returns && !has_local && i < snapshot_n_decls (s); i++)
    has_local = local_place (s, &(struct pointer_source) { SOURCE_VARIABLE, i })
		!= NONE
		&& snapshot_decls (s)[i].flags & DECL_IS_ADDRESSABLE;
  return returns && has_local;
}

/* STATEMENT returns what SEARCH has found.  ALWAYS: whenever the function
   does.  */
static void
report (struct findings_builder *b, const struct source_search *search,
	uint32_t statement, bool always)
{
  const struct snapshot *s = search->s;
  uint32_t n_local = 0;

  for (uint32_t i = 0; i < search->found.count; i++)
    n_local += local_place (s, &search->found.items[i]) != NONE;
  if (n_local == 0)
    return;
  findings_add (b, CHECK_return_local_addr,
		always && n_local == search->found.count
		? MESSAGE_RETURNS_LOCAL : MESSAGE_MAY_RETURN_LOCAL,
		PLACE (PLACE_STATEMENT, statement), FINDING_NOT_AT_O0);
  findings_add_fallback (b, PLACE (PLACE_END, 0), NONE);
  for (uint32_t i = 0; i < search->found.count; i++)
    {
      uint32_t place = local_place (s, &search->found.items[i]);

      if (place != NONE)
	findings_add (b, CHECK_return_local_addr, MESSAGE_LOCAL_DECLARED_HERE,
		      place, FINDING_IS_NOTE);
    }
}

void
provide_return_local_addr (struct query_context *cx, uint32_t key,
			   struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  bool wanted = may_return_local (s);
  const struct value_numbers *numbers = NULL;
  const struct dominators *post = NULL;
  struct source_search *searches = NULL;
  struct findings_builder b;

  if (wanted)
    {
      const uint32_t *returned = returned_arguments (cx, key, s, false);

      numbers = q_value_numbers (cx, key);
      post = q_post_dominators (cx, key);
      searches = query_alloc (cx, (size_t) snapshot_n_statements (s) + 1,
			      sizeof *searches);
      for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
	{
	  const struct snap_statement *t = &snapshot_statements (s)[i];

	  if (t->code != STATEMENT_RETURN || t->n_operands != 1)
	    continue;
	  source_search_init (&searches[i], cx, s, value_numbers_edge (numbers),
			      returned);
	  find_sources (&searches[i], snapshot_operands (s)[t->first_operand]);
	}
    }
  findings_builder_init (&b);
  for (uint32_t i = 0; wanted && i < snapshot_n_statements (s); i++)
    if (searches[i].s)
      report (&b, &searches[i], i,
	      dominates (post, snapshot_statements (s)[i].block,
			 snapshot_edges (s)[snapshot_blocks (s)[BLOCK_ENTRY]
					    .first_successor].destination));
  findings_finish (&b, out);
  findings_builder_release (&b);
}
