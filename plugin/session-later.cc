/* session-later.cc - what GCC's later passes ask a session about functions.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/gcc-adapter.h"
#include "diagnostic.h"

#include "plugin/session-internal.h"

static int
compare_names (const void *a, const void *b)
{
  const struct function_name *x = (const struct function_name *) a;
  const struct function_name *y = (const struct function_name *) b;
  if (x->uid != y->uid)
    return x->uid < y->uid ? -1 : 1;
  return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

static void
add_name (tree decl, uint32_t ordinal)
{
  struct function_name *name = &session.names[session.n_names++];
  name->uid = DECL_UID (decl);
  name->ordinal = ordinal;
}

void
session_index_names (void)
{
  session.names = XNEWVEC (struct function_name, 2 * session.n_functions + 1);
  session.marks = XCNEWVEC (unsigned char, session.n_functions + 1);
  for (uint32_t i = 0; i < session.n_functions; i++)
    {
      tree decl = captured_function_decl (session.functions[i]);
      add_name (decl, i);
      if (DECL_ORIGIN (decl) != decl)
	add_name (DECL_ORIGIN (decl), i);
    }
  qsort (session.names, session.n_names, sizeof *session.names,
	 compare_names);
}

struct emission
session_emission (void)
{
  struct emission e = {};
  e.unit = session.unit;
  e.functions = session.functions;
  e.n_functions = session.n_functions;
  e.allowed = session.allowed;
  e.repeats = flag_analyzer;
  return e;
}

/* The first of the names with UID, or where it would be.  */

static uint32_t
first_name (unsigned uid)
{
  uint32_t low = 0, high = session.n_names;
  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      if (session.names[middle].uid < uid)
	low = middle + 1;
      else
	high = middle;
    }
  return low;
}

/* The ordinal of FNDECL itself, if all of its body was captured; else NONE.  */

static uint32_t
ordinal_of (tree fndecl)
{
  unsigned uid = DECL_UID (fndecl);
  for (uint32_t i = first_name (uid);
       i < session.n_names && session.names[i].uid == uid; i++)
    {
      uint32_t ordinal = session.names[i].ordinal;
      const struct captured *c = session.functions[ordinal];
      if (captured_function_decl (c) == fndecl
	  && !(captured_snapshot (c)->flags & SNAPSHOT_IS_LOWERED_ONLY))
	return ordinal;
    }
  return NONE;
}

bool
session_take (enum check check, function *fun)
{
  if (session.finished)
    return false;
  uint32_t ordinal = ordinal_of (fun->decl);
  if (ordinal == NONE)
    return false;
  session.allowed[ordinal] |= CHECK_BIT (check);
  return true;
}

bool
session_will_warn (enum check check, function *fun)
{
  uint32_t ordinal = session.finished ? NONE : ordinal_of (fun->decl);
  if (ordinal == NONE)
    return false;
  uint64_t begin = profile_clock ();
  struct emission e = session_emission ();
  bool will = emit_will_warn (&e, ordinal, check, 0);
  session.times.wait += profile_clock () - begin;
  return will;
}

bool
session_will_warn_at (enum check check, int option, location_t declared)
{
  bool will = false;
  uint64_t begin = profile_clock ();
  struct emission e = session_emission ();
  for (uint32_t i = 0; !session.finished && !will && i < session.n_functions;
       i++)
    {
      tree decl = captured_function_decl (session.functions[i]);
      if (declared == UNKNOWN_LOCATION ? !current_function_decl
					 || current_function_decl == decl
	  : DECL_SOURCE_LOCATION (decl) == declared)
	will = emit_will_warn (&e, i, check, option);
    }
  session.times.wait += profile_clock () - begin;
  return will;
}

bool
session_says (enum check check, location_t location)
{
  bool says = false;
  uint64_t begin = profile_clock ();
  struct emission e = session_emission ();
  location = get_pure_location (line_table, location);
  for (uint32_t i = 0; !session.finished && !says && i < session.n_functions;
       i++)
    {
      auto_vec<struct reported_call> calls;
      emit_reported_calls (&e, i, check, &calls);
      for (unsigned j = 0; j < calls.length (); j++)
	says |= get_pure_location (line_table, calls[j].location) == location;
    }
  session.times.wait += profile_clock () - begin;
  return says;
}

void
session_reported_calls (enum check check, function *fun,
			vec<struct reported_call> *calls)
{
  uint32_t ordinal = session.finished ? NONE : ordinal_of (fun->decl);
  if (ordinal == NONE)
    return;
  uint64_t begin = profile_clock ();
  struct emission e = session_emission ();
  emit_reported_calls (&e, ordinal, check, calls);
  session.times.wait += profile_clock () - begin;
}

static void
add_confirmed (uint32_t ordinal, uint32_t index)
{
  if (session.n_confirmed == session.confirmed_capacity)
    {
      session.confirmed_capacity = MAX (64, 2 * session.confirmed_capacity);
      session.confirmed = XRESIZEVEC (struct confirmed, session.confirmed,
				      session.confirmed_capacity);
    }
  struct confirmed *c = &session.confirmed[session.n_confirmed++];
  c->ordinal = ordinal;
  c->index = index;
}

void
session_confirm (function *fun, const vec<struct reported_call> &calls)
{
  uint32_t ordinal = ordinal_of (fun->decl);
  for (unsigned i = 0; i < calls.length (); i++)
    if (calls[i].is_confirmed)
      for (uint32_t index = calls[i].first; index <= calls[i].last; index++)
	add_confirmed (ordinal, index);
}

bool
session_has_same_graph (function *fun)
{
  uint32_t ordinal = session.finished ? NONE : ordinal_of (fun->decl);
  if (ordinal == NONE)
    return false;
  const struct snapshot *s = captured_snapshot (session.functions[ordinal]);
  return snapshot_n_blocks (s) == (uint32_t) n_basic_blocks_for_fn (fun)
	 && snapshot_n_edges (s) == (uint32_t) n_edges_for_fn (fun);
}

bool
session_knows (const function *fun)
{
  tree decls[] = { fun->decl, DECL_ORIGIN (fun->decl), NULL_TREE };
  struct cgraph_node *node = cgraph_node::get (fun->decl);
  if (node && node->former_clone_of)
    decls[2] = node->former_clone_of;
  for (unsigned i = 0; i < ARRAY_SIZE (decls); i++)
    if (decls[i])
      {
	unsigned uid = DECL_UID (decls[i]);
	uint32_t name = first_name (uid);
	if (name < session.n_names && session.names[name].uid == uid)
	  return true;
      }
  return false;
}

/* Mark the variables of the captured functions that FNDECL names.  Returns
   whether there was one to mark.  */

static bool
mark_function (tree fndecl)
{
  bool any = false;
  unsigned uid = DECL_UID (fndecl);
  for (uint32_t low = first_name (uid);
       low < session.n_names && session.names[low].uid == uid; low++)
    {
      uint32_t ordinal = session.names[low].ordinal;
      if (session.marks[ordinal] == MARK_UNKNOWN)
	{
	  struct emission e = session_emission ();
	  session.marks[ordinal] = emit_mark_warned (&e, ordinal,
						     &session.reads)
				   ? MARK_DONE : MARK_NOTHING;
	}
      any |= session.marks[ordinal] == MARK_DONE;
    }
  return any;
}

/* The variable that VARIABLE was made from: by inlining, or by taking a
   structure apart.  */

static tree
made_from (tree variable)
{
  if (VAR_P (variable) && DECL_HAS_DEBUG_EXPR_P (variable))
    {
      tree base = get_base_address (DECL_DEBUG_EXPR (variable));
      if (base && DECL_P (base))
	variable = base;
    }
  return DECL_ORIGIN (variable);
}

static void
mark_variable (tree variable)
{
  tree origin = made_from (variable);
  tree context = DECL_CONTEXT (origin);
  if (context && TREE_CODE (context) == FUNCTION_DECL
      && mark_function (context) && origin != variable
      && adapter_no_warning (origin, OPT_Wuninitialized))
    adapter_suppress_warning (variable, OPT_Wuninitialized);
}

/* A location without what differs between two of one place.  */

static location_t
spelling (location_t location)
{
  location = linemap_resolve_location (line_table, LOCATION_LOCUS (location),
				       LRK_SPELLING_LOCATION, NULL);
  return get_pure_location (line_table, location);
}

/* Whether STATEMENT reads memory where we are going to warn.  */

static bool
is_warned_read (gimple *statement)
{
  if (!gimple_assign_single_p (statement)
      || !REFERENCE_CLASS_P (gimple_assign_rhs1 (statement)))
    return false;
  location_t location = spelling (gimple_location (statement));
  for (uint32_t i = 0; i < session.reads.count; i++)
    if (spelling (session.reads.items[i]) == location)
      return true;
  return false;
}

/* GCC's early pass would have marked the expressions that are read.  */

static void
mark_reads (function *fun)
{
  basic_block block;
  if (session.reads.count > 0)
    FOR_EACH_BB_FN (block, fun)
      for (gimple_stmt_iterator i = gsi_start_bb (block); !gsi_end_p (i);
	   gsi_next (&i))
	if (is_warned_read (gsi_stmt (i)))
	  adapter_suppress_warning (gimple_assign_rhs1 (gsi_stmt (i)),
				    OPT_Wuninitialized);
}

void
session_mark_warned (function *fun)
{
  if (session.n_functions == 0 || session.finished)
    return;
  uint64_t begin = profile_clock ();
  mark_function (fun->decl);
  unsigned i;
  tree variable;
  FOR_EACH_LOCAL_DECL (fun, i, variable)
    if (VAR_P (variable))
      mark_variable (variable);
  FOR_EACH_SSA_NAME (i, variable, fun)
    if (SSA_NAME_IS_DEFAULT_DEF (variable) && SSA_NAME_VAR (variable)
	&& VAR_P (SSA_NAME_VAR (variable)))
      mark_variable (SSA_NAME_VAR (variable));
  mark_reads (fun);
  session.times.wait += profile_clock () - begin;
}
