/* replace.cc - own passes in the places of GCC's.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/gcc-adapter.h"
#include "context.h"
#include "diagnostic.h"
#include "dominance.h"
#include "pass_manager.h"

#include "passes/finding.h"
#include "plugin/capture.h"
#include "plugin/null-calls.h"
#include "plugin/replace.h"
#include "plugin/session.h"

/* As long as it lives, GCC does not warn of OPTION, nor of those that were added.
   There is one at a time.  */
class mute_option
{
public:
  mute_option (int option = 0)
  {
    n_muted = 0;
    add (option);
    enabled = global_dc->option_enabled;
    global_dc->option_enabled = is_enabled;
  }
  ~mute_option () { global_dc->option_enabled = enabled; }

  void
  add (int option)
  {
    if (option != 0)
      muted[n_muted++] = option;
  }

private:
  typedef int enabled_function (int, unsigned, void *);
  static int muted[8];
  static unsigned n_muted;
  static enabled_function *enabled;

  static int
  is_enabled (int option, unsigned lang_mask, void *options)
  {
    for (unsigned i = 0; i < n_muted; i++)
      if (option == muted[i])
	return 0;
    return enabled (option, lang_mask, options);
  }
};

int mute_option::muted[8];
unsigned mute_option::n_muted;
mute_option::enabled_function *mute_option::enabled;

/* A pass in the place of OLD.  GCC never frees its passes, nor do we.  */
class own_pass : public gimple_opt_pass
{
public:
  own_pass (opt_pass *old_pass)
    : gimple_opt_pass (*old_pass, g), old (old_pass)
  {
    sub = old->sub;
    next = old->next;
    static_pass_number = old->static_pass_number;
  }

  bool gate (function *fun) final override { return old->gate (fun); }

  unsigned int
  execute (function *fun) final override
  {
    return session_has_captured () ? late (fun) : early (fun);
  }

protected:
  opt_pass *old;

  /* GCC's own, which warns of nothing.  */
  unsigned int
  run_unheard (function *fun)
  {
    bool inhibited = global_dc->dc_inhibit_warnings;
    global_dc->dc_inhibit_warnings = true;
    unsigned int todo = old->execute (fun);
    global_dc->dc_inhibit_warnings = inhibited;
    return todo;
  }

  /* Before session_capture.  */
  virtual unsigned int early (function *fun) = 0;
  /* After it.  */
  virtual unsigned int late (function *fun) { return old->execute (fun); }
};

/* One whose place is after session_capture: where that never was, GCC's own is
   left alone.  */
class late_pass : public own_pass
{
public:
  using own_pass::own_pass;

protected:
  unsigned int
  early (function *fun) final override
  {
    return old->execute (fun);
  }
};

class ignored_results_pass : public own_pass
{
public:
  using own_pass::own_pass;

protected:
  unsigned int
  early (function *fun) final override
  {
    capture_ignored_results (fun);
    return 0;
  }
};

class returns_pass : public own_pass
{
public:
  using own_pass::own_pass;

protected:
  unsigned int
  early (function *fun) final override
  {
    capture_returns (fun);
    if (!TREE_THIS_VOLATILE (fun->decl))
      return 0;
    /* GCC makes the returns of a noreturn function unreachable.  */
    return run_unheard (fun);
  }
};

/* All that it looks for is in the snapshot.  That GCC ran it, and for which
   functions, is noted: gates and -fdisable-tree-* count as ever.  */
class nonnull_compare_pass : public own_pass
{
public:
  using own_pass::own_pass;

protected:
  unsigned int
  early (function *fun) final override
  {
    session_note_pass (CHECK_nonnull_compare, fun);
    return 0;
  }
};

/* The same, but it leaves the dominator tree behind as GCC's pass does: what
   comes next numbers its own things in the order of that tree.  */
class early_uninit_pass : public own_pass
{
public:
  using own_pass::own_pass;

protected:
  unsigned int
  early (function *fun) final override
  {
    session_note_pass (CHECK_early_uninit, fun);
    calculate_dominance_info (CDI_DOMINATORS);
    return 0;
  }
};

class late_uninit_pass : public late_pass
{
public:
  using late_pass::late_pass;

protected:
  unsigned int
  late (function *fun) override
  {
    session_mark_warned (fun);
    return old->execute (fun);
  }
};

/* Both instances of GCC's late pass, where what they would say comes from
   queries; of functions that were not captured GCC still tells.  Its dominator
   tree stays behind, as early_uninit_pass says.  */
class taken_uninit_pass : public late_uninit_pass
{
public:
  using late_uninit_pass::late_uninit_pass;

protected:
  unsigned int
  late (function *fun) final override
  {
    if (!session_knows (fun))
      return old->execute (fun);
    calculate_dominance_info (CDI_DOMINATORS);
    return 0;
  }
};

/* Whether BLOCK or one below it holds what was inlined.  */

static bool
holds_inlined (const_tree block)
{
  for (; block; block = BLOCK_CHAIN (block))
    if (inlined_function_outer_scope_p (block)
	|| holds_inlined (BLOCK_SUBBLOCKS (block)))
      return true;
  return false;
}

/* Whether FUN calls itself, or the built-in function that it replaces.  */

static bool
calls_itself (function *fun)
{
  basic_block block;
  FOR_EACH_BB_FN (block, fun)
    for (gimple_stmt_iterator i = gsi_start_bb (block); !gsi_end_p (i);
	 gsi_next (&i))
      {
	tree callee = is_gimple_call (gsi_stmt (i))
		      ? gimple_call_fndecl (gsi_stmt (i)) : NULL_TREE;
	if (callee
	    && (callee == fun->decl
		|| (fndecl_built_in_p (fun->decl, BUILT_IN_NORMAL)
		    && fndecl_built_in_p (callee,
					  DECL_FUNCTION_CODE (fun->decl)))))
	  return true;
      }
  return false;
}

/* Whether FUN is what was captured, as far as the graph goes: nothing was
   inlined, no call turned out not to return.  */

static bool
is_as_captured (function *fun)
{
  return session_has_same_graph (fun)
	 && !holds_inlined (DECL_INITIAL (fun->decl));
}

/* What calls itself and is no longer what was captured is left to GCC's own
   pass, which says what it sees there.  Also, only that one tells _Noreturn
   from the attribute.  */
class infinite_recursion_pass : public late_pass
{
public:
  using late_pass::late_pass;

protected:
  unsigned int
  late (function *fun) final override
  {
    bool otherwise = TREE_THIS_VOLATILE (fun->decl)
		     && !lookup_attribute ("noreturn",
					   DECL_ATTRIBUTES (fun->decl));
    if ((calls_itself (fun) && (otherwise || !is_as_captured (fun)))
	|| !session_take (CHECK_infinite_recursion, fun))
      return old->execute (fun);
    return 0;
  }
};

/* Take it that GCC's pass would run for FUN; whether we will suggest noreturn
   for it.  Not for the main function, nor for a naked one.  */

static bool
will_suggest_noreturn (function *fun)
{
  return warn_suggest_attribute_noreturn
	 && !lang_hooks.missing_noreturn_ok_p (fun->decl)
	 && targetm.warn_func_return (fun->decl)
	 && session_take (CHECK_suggest_noreturn, fun)
	 && session_will_warn (CHECK_suggest_noreturn, fun);
}

/* What GCC finds when it has optimised, and we have not, it says itself.  */
class noreturn_pass : public late_pass
{
public:
  using late_pass::late_pass;

protected:
  unsigned int
  late (function *fun) final override
  {
    return will_suggest_noreturn (fun) ? 0 : old->execute (fun);
  }
};

/* Where the queries have said what a size may be, while GCC's pass runs that
   would, too.  */
static auto_vec<location_t> *said_places;

static bool
is_said (location_t location)
{
  if (said_places)
    for (unsigned i = 0; i < said_places->length (); i++)
      if ((*said_places)[i] == get_pure_location (line_table, location))
	return true;
  return false;
}

/* Take it that GCC's pass would run for FUN, unless what it finds depends on
   options of which the check knows nothing.  */

static void
take_suggestions (function *fun)
{
  if ((warn_suggest_attribute_pure || warn_suggest_attribute_const
       || warn_suggest_attribute_malloc || warn_suggest_attribute_cold)
      && !flag_non_call_exceptions && flag_delete_null_pointer_checks)
    session_take (CHECK_suggest_attribute, fun);
}

/* What replace_passes was called for.  */
static check_set replaced;

/* Of the checks in the place of waccess (the sizes of accesses, for one, stay GCC's)
   those that speak of the function that GCC's pass is at.  */
static check_set access_ours;

/* Whether what lies at LOCATION was inlined there.  */

static bool
is_inlined (location_t location)
{
  for (tree block = LOCATION_BLOCK (location);
       block && TREE_CODE (block) == BLOCK; block = BLOCK_SUPERCONTEXT (block))
    if (inlined_function_outer_scope_p (block))
      return true;
  return false;
}

/* Whether CHECK, in the place of waccess, has the word at LOCATION.  What was
   inlined is left to GCC, if we do not say it of the function that it comes
   from.  */

static bool
is_access_ours (enum check check, location_t location)
{
  return access_ours & CHECK_BIT (check)
	 && (!is_inlined (location) || session_says (check, location));
}

/* Whether GCC is not to warn of OPTION at LOCATION, for we do.  Of attributes it is
   not to suggest for the function that is declared there, whichever pass is about
   to: besides local-pure-const and pure-const those that estimate frequencies
   and find summaries.  */

static bool
is_ours (int option, location_t location)
{
  static bool asking;
  /* Without an option of its own; and those that this GCC does not have.  */
  if (option == 0)
    return false;
  if (option == OPT_Wdangling_pointer_)
    return is_access_ours (CHECK_dangling_pointer, location);
  if (option == OPT_Wuse_after_free)
    return is_access_ours (CHECK_use_after_free, location);
  switch (option)
    {
    case OPT_Walloca_larger_than_:
    case OPT_Wvla_larger_than_:
      return is_said (location);
    case OPT_Wfree_nonheap_object:
    case OPT_Wmismatched_dealloc:
    case OPT_Wmismatched_new_delete:
      return is_access_ours (CHECK_wrong_release, location);
    case OPT_Wsuggest_attribute_pure:
    case OPT_Wsuggest_attribute_const:
    case OPT_Wsuggest_attribute_malloc:
    case OPT_Wsuggest_attribute_cold:
      break;
    default:
      return false;
    }
  /* To know what we show, GCC is asked.  */
  if (asking || !session_has_captured ())
    return false;
  asking = true;
  /* Frequencies are estimated before local-pure-const.  */
  if (cfun)
    take_suggestions (cfun);
  bool is = session_will_warn_at (CHECK_suggest_attribute, option, location);
  asking = false;
  return is;
}

/* The same for passes that have more to do than to warn.  */
class local_pure_const_pass : public late_pass
{
public:
  using late_pass::late_pass;

protected:
  unsigned int
  late (function *fun) final override
  {
    take_suggestions (fun);
    if (!will_suggest_noreturn (fun))
      return old->execute (fun);
    mute_option muted (OPT_Wsuggest_attribute_noreturn);
    return old->execute (fun);
  }
};

/* GCC's own pass looks at what comes from inlining or is known to its optimisers
   only; it is told of the calls that are ours.  */
class nonnull_pass : public late_pass
{
public:
  using late_pass::late_pass;

protected:
  unsigned int
  late (function *fun) final override
  {
    if (!session_take (CHECK_nonnull_argument, fun))
      return old->execute (fun);
    auto_vec<struct reported_call> calls;
    auto_vec<gimple *> silenced;
    session_reported_calls (CHECK_nonnull_argument, fun, &calls);
    null_calls_silence (fun, &calls, &silenced);
    unsigned int todo = old->execute (fun);
    null_calls_restore (silenced);
    session_confirm (fun, calls);
    return todo;
  }
};

/* Whether a call in FUN asks the stack for a size that is no constant and has a
   limit: then GCC's pass computes ranges, and leaves them behind for its
   optimisers.  *ANY is set if there is any call.  */

static bool
needs_ranges (function *fun, bool *any)
{
  basic_block block;
  FOR_EACH_BB_FN (block, fun)
    for (gimple_stmt_iterator i = gsi_start_bb (block); !gsi_end_p (i);
	 gsi_next (&i))
      {
	gimple *statement = gsi_stmt (i);
	if (!gimple_alloca_call_p (statement))
	  continue;
	*any = true;
	bool vla = gimple_call_alloca_for_var_p (as_a <gcall *> (statement));
	HOST_WIDE_INT limit = vla ? warn_vla_limit : warn_alloca_limit;
	if (TREE_CODE (gimple_call_arg (statement, 0)) != INTEGER_CST
	    && limit >= 0 && limit != HOST_WIDE_INT_MAX)
	  return true;
      }
  return false;
}

/* The first instance says what is certain without optimisation, the second one
   says that again, and what may be.  Both still run where GCC's ranges, which they
   leave behind, are those of its optimisers.  The first is not heard; the second
   is not heard where we have said what may be.  With a GCC whose warnings cannot
   be told apart, all of a function whose sizes are not constants stays GCC's.  */
class alloca_pass : public own_pass
{
public:
  using own_pass::own_pass;

protected:
  unsigned int
  early (function *fun) final override
  {
    bool any = false;
    bool runs = needs_ranges (fun, &any);
    if (runs && !adapter_mutes_places)
      return old->execute (fun);
    if (any)
      session_note_pass (CHECK_alloca_size, fun);
    return runs ? run_unheard (fun) : 0;
  }

  unsigned int
  late (function *fun) final override
  {
    bool any = false;
    needs_ranges (fun, &any);
    auto_vec<location_t> places;
    auto_vec<struct reported_call> calls;
    if (any && adapter_mutes_places)
      session_reported_calls (CHECK_alloca_size, fun, &calls);
    for (unsigned i = 0; i < calls.length (); i++)
      if (calls[i].flags & FINDING_NOT_AT_O0)
	places.safe_push (get_pure_location (line_table, calls[i].location));
    said_places = &places;
    unsigned int todo = old->execute (fun);
    said_places = NULL;
    return todo;
  }
};

/* It splits paths and ends them, whoever warns.  */
class isolate_paths_pass : public late_pass
{
public:
  using late_pass::late_pass;

protected:
  unsigned int
  late (function *fun) final override
  {
    mute_option muted;
    if (replaced & CHECK_BIT (CHECK_return_local_addr)
	&& session_take (CHECK_return_local_addr, fun))
      muted.add (OPT_Wreturn_local_addr);
    if (replaced & CHECK_BIT (CHECK_null_dereference)
	&& session_take (CHECK_null_dereference, fun))
      muted.add (OPT_Wnull_dereference);
    return old->execute (fun);
  }
};

/* The first of its instances is before session_capture, the second one behind
   inlining, the third one behind all optimisers.  The first two look for dangling
   pointers, the third one for what is released.  */
class access_pass : public own_pass
{
public:
  using own_pass::own_pass;

protected:
  unsigned int
  early (function *fun) final override
  {
    mute_option muted;
    if (replaced & CHECK_BIT (CHECK_dangling_pointer))
      {
	session_note_pass (CHECK_dangling_pointer, fun);
	muted.add (OPT_Wdangling_pointer_);
      }
    return old->execute (fun);
  }

  unsigned int
  late (function *fun) final override
  {
    if (session_knows (fun))
      access_ours = replaced & CHECK_BIT (CHECK_dangling_pointer);
    static const enum check at_end[]
      = { CHECK_use_after_free, CHECK_wrong_release };
    for (unsigned i = 0; i < ARRAY_SIZE (at_end); i++)
      if (replaced & CHECK_BIT (at_end[i])
	  && session_take (at_end[i], fun))
	access_ours |= CHECK_BIT (at_end[i]);
    unsigned int todo = old->execute (fun);
    access_ours = 0;
    return todo;
  }
};

template <class PASS>
static opt_pass *
make (opt_pass *old)
{
  return new PASS (old);
}

struct replacement
{
  const char *names[2];		/* Of GCC's pass; they differ by version.  */
  enum check check;
  opt_pass *(*make) (opt_pass *old);
};

static const struct replacement replacements[] =
{
  { { "*warn_unused_result", NULL }, CHECK_unused_result,
    make<ignored_results_pass> },
  { { "*warn_function_return", NULL }, CHECK_function_return,
    make<returns_pass> },
  { { "*nonnullcmp", NULL }, CHECK_nonnull_compare, make<nonnull_compare_pass> },
  { { "early_uninit", "*early_warn_uninitialized" }, CHECK_early_uninit,
    make<early_uninit_pass> },
  { { "uninit", NULL }, CHECK_uninit, make<taken_uninit_pass> },
  /* Where the late pass stays GCC's.  */
  { { "uninit", NULL }, CHECK_early_uninit, make<late_uninit_pass> },
  { { "*infinite-recursion", NULL }, CHECK_infinite_recursion,
    make<infinite_recursion_pass> },
  { { "*warn_function_noreturn", NULL }, CHECK_suggest_noreturn,
    make<noreturn_pass> },
  { { "local-pure-const", NULL }, CHECK_suggest_noreturn,
    make<local_pure_const_pass> },
  { { "local-pure-const", NULL }, CHECK_suggest_attribute,
    make<local_pure_const_pass> },
  { { "post_ipa_warn", NULL }, CHECK_nonnull_argument, make<nonnull_pass> },
  { { "walloca", NULL }, CHECK_alloca_size, make<alloca_pass> },
  { { "isolate-paths", NULL }, CHECK_return_local_addr,
    make<isolate_paths_pass> },
  { { "isolate-paths", NULL }, CHECK_null_dereference,
    make<isolate_paths_pass> },
  { { "waccess", NULL }, CHECK_dangling_pointer, make<access_pass> },
  { { "waccess", NULL }, CHECK_use_after_free, make<access_pass> },
  { { "waccess", NULL }, CHECK_wrong_release, make<access_pass> },
};

/* GCC's analyzer works between functions and changes nothing: where its findings
   come from queries, it is taken out of its list.  */

static bool
is_analyzer (const opt_pass *pass)
{
  return pass->type == IPA_PASS && pass->name
	 && strcmp (pass->name, "analyzer") == 0;
}

static bool
is_called (const opt_pass *pass, const struct replacement *r)
{
  for (unsigned i = 0; i < ARRAY_SIZE (r->names); i++)
    /* Some 400 passes, each by all names, in every compile.  */
    if (r->names[i] && pass->name && *pass->name == *r->names[i]
	&& strcmp (pass->name, r->names[i]) == 0)
      return true;
  return false;
}

/* Replace the passes of WANTED in the list that SLOT begins, and below.
   Returns those that were found.  */

static check_set
replace_in_list (opt_pass **slot, check_set wanted)
{
  check_set found = 0;
  for (; *slot; slot = &(*slot)->next)
    {
      if (wanted & CHECK_BIT (CHECK_memory) && is_analyzer (*slot))
	{
	  found |= CHECK_BIT (CHECK_memory);
	  *slot = (*slot)->next;
	  if (!*slot)
	    break;
	}
      opt_pass *(*make) (opt_pass *old) = NULL;
      for (unsigned i = 0; i < ARRAY_SIZE (replacements); i++)
	{
	  const struct replacement *r = &replacements[i];
	  check_set bit = CHECK_BIT (r->check);
	  if (!(wanted & bit) || !is_called (*slot, r)
	      || (*slot)->type != GIMPLE_PASS || (make && make != r->make))
	    continue;
	  /* One pass may stand for two checks.  */
	  if (!make)
	    *slot = r->make (*slot);
	  make = r->make;
	  found |= bit;
	}
      found |= replace_in_list (&(*slot)->sub, wanted);
    }
  return found;
}

check_set
replace_passes (check_set wanted)
{
  gcc::pass_manager *passes = g->get_passes ();
  opt_pass **const lists[] =
  {
#define DEF_PASS_LIST(LIST) &passes->LIST,
    GCC_PASS_LISTS
#undef DEF_PASS_LIST
  };
  check_set found = 0;
  replaced = wanted;
  for (unsigned i = 0; i < ARRAY_SIZE (lists); i++)
    found |= replace_in_list (lists[i], wanted);
  if (found & (CHECK_BIT (CHECK_suggest_attribute)
	       | CHECK_BIT (CHECK_alloca_size)
	       | CHECK_BIT (CHECK_dangling_pointer)
	       | CHECK_BIT (CHECK_use_after_free)
	       | CHECK_BIT (CHECK_wrong_release)))
    adapter_mute (is_ours);
  return found;
}
