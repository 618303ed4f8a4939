/* capture-lowered.cc - facts that SSA form has lost.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Noted while GCC lowers a function and kept, in that order, until the
   function is captured.  What GCC's passes do with the same facts is in
   do_warn_unused_result and pass_warn_function_return of its tree-cfg.  */

#include "plugin/capture-internal.h"

struct lowered_fact
{
  tree function;		/* NULL once it was taken.  */
  tree callee;
  uint32_t kind, flags;
  location_t location;
  location_t end;		/* The function's closing brace.  */
  uint32_t next;		/* Of the same function, or NONE.  */
};

static struct buffer facts;	/* struct lowered_fact[].  */
static struct tree_table first_fact;	/* By function.  */
static uint32_t next_waiting;

static inline struct lowered_fact *
fact_at (uint32_t index)
{
  return (struct lowered_fact *) buffer_at (&facts, index
					    * sizeof (struct lowered_fact));
}

static void
note (tree fndecl, enum lowered_kind kind, location_t location, tree callee)
{
  struct lowered_fact f;
  memset (&f, 0, sizeof f);
  f.function = fndecl;
  f.callee = callee;
  f.kind = kind;
  f.location = location;
  /* GCC may have done away with it when the fact is taken.  */
  f.end = DECL_STRUCT_FUNCTION (fndecl)->function_end_locus;
  f.next = NONE;
  if (LOCATION_LOCUS (location) != UNKNOWN_LOCATION)
    f.flags |= LOWERED_HAS_PLACE;
  uint32_t index = (uint32_t) (facts.size / sizeof f);
  buffer_add (&facts, &f, sizeof f);
  uint32_t last = tree_table_get (&first_fact, fndecl);
  if (last == NONE)
    tree_table_add (&first_fact, fndecl, index);
  else
    {
      while (fact_at (last)->next != NONE)
	last = fact_at (last)->next;
      fact_at (last)->next = index;
    }
}

static void
note_ignored (tree fndecl, gimple_seq sequence)
{
  for (gimple_stmt_iterator i = gsi_start (sequence); !gsi_end_p (i);
       gsi_next (&i))
    {
      gimple *g = gsi_stmt (i);
      switch (gimple_code (g))
	{
	case GIMPLE_BIND:
	  note_ignored (fndecl, gimple_bind_body (as_a <gbind *> (g)));
	  break;
	case GIMPLE_TRY:
	  note_ignored (fndecl, gimple_try_eval (g));
	  note_ignored (fndecl, gimple_try_cleanup (g));
	  break;
	case GIMPLE_CATCH:
	  note_ignored (fndecl, gimple_catch_handler (as_a <gcatch *> (g)));
	  break;
	case GIMPLE_EH_FILTER:
	  note_ignored (fndecl, gimple_eh_filter_failure (g));
	  break;
	case GIMPLE_CALL:
	  if (!gimple_call_lhs (g) && !gimple_call_internal_p (g)
	      && gimple_call_fntype (g)
	      && lookup_attribute ("warn_unused_result",
				   TYPE_ATTRIBUTES (gimple_call_fntype (g))))
	    note (fndecl, LOWERED_IGNORED_RESULT, gimple_location (g),
		  gimple_call_fndecl (g));
	  break;
	default:
	  break;
	}
    }
}

void
capture_ignored_results (function *fun)
{
  note_ignored (fun->decl, gimple_body (fun->decl));
}

/* A noreturn function: every way to the exit, in order.  */
static void
note_noreturn (function *fun)
{
  edge e;
  edge_iterator i;
  FOR_EACH_EDGE (e, i, EXIT_BLOCK_PTR_FOR_FN (fun)->preds)
    {
      gimple *last = last_stmt (e->src);
      bool by_return = last && (gimple_code (last) == GIMPLE_RETURN
				|| gimple_call_builtin_p (last,
							  BUILT_IN_RETURN));
      note (fun->decl, by_return ? LOWERED_RETURNS_BY_RETURN
			: LOWERED_RETURNS,
	    by_return ? gimple_location (last) : UNKNOWN_LOCATION, NULL_TREE);
    }
}

/* The first return that should have a value and may be told so.  */
static void
note_no_value (function *fun)
{
  edge e;
  edge_iterator i;
  FOR_EACH_EDGE (e, i, EXIT_BLOCK_PTR_FOR_FN (fun)->preds)
    {
      gimple *last = last_stmt (e->src);
      greturn *statement = last ? dyn_cast <greturn *> (last) : NULL;
      if (statement && !gimple_return_retval (statement)
	  && !adapter_no_warning (last, OPT_Wreturn_type))
	{
	  note (fun->decl, LOWERED_NO_VALUE, gimple_location (last),
		NULL_TREE);
	  return;
	}
    }
}

/* C++ puts an unreachable, or a sanitizer's report, where a function with a
   value falls off its end.  */
static void
note_falls_off (function *fun)
{
  basic_block bb;
  FOR_EACH_BB_FN (bb, fun)
    {
      gimple *last = EDGE_COUNT (bb->succs) == 0 ? last_stmt (bb) : NULL;
      if (!last)
	continue;
      bool unreachable
	= LOCATION_LOCUS (gimple_location (last)) == BUILTINS_LOCATION
	  && gimple_call_builtin_p (last, BUILT_IN_UNREACHABLE);
      if (!unreachable
	  && !gimple_call_builtin_p (last,
				     BUILT_IN_UBSAN_HANDLE_MISSING_RETURN))
	continue;
      gimple_stmt_iterator before = gsi_for_stmt (last);
      gsi_prev_nondebug (&before);
      gimple *previous = gsi_stmt (before);
      note (fun->decl, LOWERED_FALLS_OFF,
	    previous ? gimple_location (previous) : UNKNOWN_LOCATION,
	    NULL_TREE);
      return;
    }
}

void
capture_returns (function *fun)
{
  if (!targetm.warn_func_return (fun->decl))
    return;
  if (TREE_THIS_VOLATILE (fun->decl)
      && EDGE_COUNT (EXIT_BLOCK_PTR_FOR_FN (fun)->preds) > 0)
    note_noreturn (fun);
  else if (warn_return_type > 0
	   && !adapter_no_warning (fun->decl, OPT_Wreturn_type)
	   && !VOID_TYPE_P (TREE_TYPE (TREE_TYPE (fun->decl))))
    {
      note_no_value (fun);
      note_falls_off (fun);
    }
}

void
capture_lowered (struct capture *c)
{
  uint32_t index = tree_table_get (&first_fact, c->decl);
  while (index != NONE)
    {
      struct lowered_fact *f = fact_at (index);
      if (f->function)
	{
	  struct snap_lowered row;
	  memset (&row, 0, sizeof row);
	  row.kind = f->kind;
	  row.flags = f->flags;
	  row.decl = f->callee ? capture_decl (c, f->callee) : NONE;
	  builder_add_lowered (&c->builder, &row);
	  buffer_add (&c->lowered_locations, &f->location,
		      sizeof f->location);
	  c->end = f->end;
	  f->function = NULL_TREE;
	}
      index = f->next;
    }
}

tree
capture_lowered_next (void)
{
  uint32_t count = (uint32_t) (facts.size / sizeof (struct lowered_fact));
  for (; next_waiting < count; next_waiting++)
    if (fact_at (next_waiting)->function)
      return fact_at (next_waiting)->function;
  return NULL_TREE;
}

void
capture_lowered_mark_trees (void)
{
  uint32_t count = (uint32_t) (facts.size / sizeof (struct lowered_fact));
  for (uint32_t i = 0; i < count; i++)
    {
      const struct lowered_fact *f = fact_at (i);
      if (f->function)
	gt_ggc_mx_tree_node (f->function);
      if (f->callee)
	gt_ggc_mx_tree_node (f->callee);
    }
}

void
capture_lowered_release (void)
{
  buffer_release (&facts);
  tree_table_release (&first_fact);
  next_waiting = 0;
}
