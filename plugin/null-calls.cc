/* null-calls.cc - GCC's view of the calls in which null is passed.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/gcc-adapter.h"
#include "bitmap.h"

#include "plugin/null-calls.h"

/* Whether CALLEE is a lambda's: its object may be null.  */

static bool
is_closure (const_tree callee)
{
  return callee && DECL_NAME (callee)
	 && strcmp (IDENTIFIER_POINTER (DECL_NAME (callee)),
		    "operator()") == 0;
}

/* How many arguments of CALL are null and must not be.  */

static uint32_t
count_null_arguments (const gcall *call)
{
  const_tree type = gimple_call_fntype (call);
  bitmap nonnull = get_nonnull_args (type);
  if (!nonnull)
    return 0;
  bool closure = TREE_CODE (type) == METHOD_TYPE
		 && is_closure (gimple_call_fndecl (call));
  uint32_t count = 0;
  for (unsigned i = closure; i < gimple_call_num_args (call); i++)
    {
      tree argument = gimple_call_arg (call, i);
      if (TREE_CODE (TREE_TYPE (argument)) == POINTER_TYPE
	  && integer_zerop (argument)
	  && (bitmap_empty_p (nonnull) || bitmap_bit_p (nonnull, i)))
	count++;
    }
  BITMAP_FREE (nonnull);
  return count;
}

static bool
was_inlined (const gimple *statement)
{
  for (tree block = gimple_block (statement);
       block && TREE_CODE (block) == BLOCK; block = BLOCK_SUPERCONTEXT (block))
    if (inlined_function_outer_scope_p (block))
      return true;
  return false;
}

/* The one of CALLS that STATEMENT is, or NULL.  */

static struct reported_call *
find_call (gimple *statement, vec<struct reported_call> *calls)
{
  const gcall *call = dyn_cast <gcall *> (statement);
  if (!call || adapter_no_warning (statement, OPT_Wnonnull)
      || was_inlined (statement))
    return NULL;
  location_t location = get_pure_location (line_table,
					   gimple_location (statement));
  for (unsigned i = 0; i < calls->length (); i++)
    {
      struct reported_call *c = &(*calls)[i];
      if (get_pure_location (line_table, c->location) == location
	  && gimple_call_fndecl (call) == c->callee
	  && count_null_arguments (call) == c->count)
	return c;
    }
  return NULL;
}

void
null_calls_silence (function *fun, vec<struct reported_call> *calls,
		    vec<gimple *> *silenced)
{
  if (calls->is_empty ())
    return;
  basic_block block;
  FOR_EACH_BB_FN (block, fun)
    for (gimple_stmt_iterator i = gsi_start_bb (block); !gsi_end_p (i);
	 gsi_next (&i))
      {
	struct reported_call *call = find_call (gsi_stmt (i), calls);
	if (!call)
	  continue;
	call->is_confirmed = true;
	adapter_set_no_warning (gsi_stmt (i), OPT_Wnonnull, true);
	silenced->safe_push (gsi_stmt (i));
      }
}

void
null_calls_restore (const vec<gimple *> &silenced)
{
  for (unsigned i = 0; i < silenced.length (); i++)
    adapter_set_no_warning (silenced[i], OPT_Wnonnull, false);
}
