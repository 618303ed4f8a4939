/* session.cc - the life of one translation unit inside GCC.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/gcc-adapter.h"
#include "diagnostic.h"

#include "plugin/capture.h"
#include "plugin/dump.h"
#include "plugin/emit.h"
#include "plugin/inspect.h"
#include "plugin/reports.h"
#include "plugin/session.h"
#include "plugin/statistics.h"
#include "plugin/threads.h"
#include "plugin/tree-table.h"
#include "queries/store-opening.h"
#include "queries/profile.h"

/* A span of time, for the trace.  */
struct span
{
  uint64_t start, end;		/* profile_clock; END 0: there was none.  */
};

/* Which function a declaration means: its own, or one that was copied from
   it (C++ makes several of one constructor).  */
struct function_name
{
  unsigned uid;			/* DECL_UID */
  uint32_t ordinal;
};

enum mark_state { MARK_UNKNOWN, MARK_NOTHING, MARK_DONE };

static struct
{
  const struct options *options;
  uint32_t replaced;
  bool captured, finished;
  struct opening *opening;	/* Of the store; NULL: there is none.  */
  struct arena names_arena;	/* Of file names.  */
  struct unit *unit;		/* NULL: there is no function.  */
  struct tree_table passed;	/* FUNCTION_DECL to bits of checks.  */
  struct captured **functions;	/* By ordinal.  */
  uint32_t *allowed;		/* See struct emission.  */
  uint32_t n_functions, capacity;
  struct function_name *names;	/* Sorted by uid, then ordinal.  */
  uint32_t n_names;
  unsigned char *marks;		/* enum mark_state, by ordinal.  */
  struct read_places reads;	/* Of memory that was warned of.  */
  struct confirmed *confirmed;
  uint32_t n_confirmed, confirmed_capacity;
  struct session_times times;
  struct span capturing;	/* Before there was an engine.  */
} session;

void
session_begin (struct options *options, uint32_t replaced)
{
  session.options = options;
  session.replaced = replaced;
  arena_init (&session.names_arena, "names");
  const struct settings *s = &options->settings;
  if (!options->disabled && (s->folder || s->servers))
    session.opening = opening_new (&options->settings,
				   options_threads (options) != 1);
}

/* Checks whose passes are noted: before capture, or when they are taken.  */
#define NOTED (1u << CHECK_nonnull_compare | 1u << CHECK_early_uninit	\
	       | 1u << CHECK_alloca_size				\
	       | TAKEN)
#define TAKEN (1u << CHECK_infinite_recursion | 1u << CHECK_suggest_noreturn \
	       | CONFIRMED)
/* Checks whose findings GCC confirms one by one.  */
#define CONFIRMED (1u << CHECK_nonnull_argument)

void
session_note_pass (enum check check, function *fun)
{
  uint32_t passed = tree_table_get (&session.passed, fun->decl);
  if (passed == UINT32_MAX)
    tree_table_add (&session.passed, fun->decl, 1u << check);
  else
    tree_table_set (&session.passed, fun->decl, passed | 1u << check);
}

bool
session_has_captured (void)
{
  return session.captured;
}

void
session_mark_trees (void)
{
  capture_mark_trees ();
}

/* A function of GIMPLE's that GCC is going to compile.  */

static bool
is_captured (const struct cgraph_node *node)
{
  const function *fun = DECL_STRUCT_FUNCTION (node->decl);
  return !node->alias && !node->thunk && !node->inlined_to
	 && fun && fun->cfg && gimple_in_ssa_p (fun);
}

static int
compare_nodes (const void *a, const void *b)
{
  const struct cgraph_node *x = *(const struct cgraph_node *const *) a;
  const struct cgraph_node *y = *(const struct cgraph_node *const *) b;
  return x->order < y->order ? -1 : x->order > y->order;
}

static int
compare_names (const void *a, const void *b)
{
  const struct function_name *x = (const struct function_name *) a;
  const struct function_name *y = (const struct function_name *) b;
  if (x->uid != y->uid)
    return x->uid < y->uid ? -1 : 1;
  return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

/* The checks of this unit: asked for, switched on for GCC's pass, and in
   possession of that pass, if they replace one.  */

static uint32_t
checks_on (void)
{
  uint32_t on = 0, own = 0;
#define CHECK(QUERY, NAME, PASS, GATE, LEVEL, CWE, SUMMARY)	\
  if (GATE)							\
    on |= 1u << CHECK_##QUERY;					\
  if (strcmp (PASS, "none") == 0)				\
    own |= 1u << CHECK_##QUERY;
#include "passes/checks.def"
  return on & session.options->checks & (session.replaced | own);
}

/* Whether the store's answer may take long: there are servers.  */

static bool
store_is_slow (void)
{
  return session.opening && session.options->settings.servers
	 && options_threads (session.options) != 1;
}

static struct store *
wait_for_store (void *)
{
  return opening_wait (session.opening);
}

/* For a verbose user: what of the store cannot be used.  */

static void
tell_opening (void)
{
  const struct options *o = session.options;
  bool any = session.opening && opening_wait (session.opening);
  const char *message = NULL;
  if (session.opening)
    message = opening_message (session.opening);
  else if (o->settings.settings[SETTING_STORE].origin == ORIGIN_DEFAULT)
    message = "no folder is known for it";
  if (message && o->verbose && !o->disabled)
    fprintf (stderr, "libqueries: %s%s\n",
	     any ? "" : "nothing will be remembered: ", message);
}

/* The name of a file, with the working directory in front unless it is an
   absolute one, as long as the unit is.  */

static const char *
absolute_name (const char *name)
{
  if (!name || IS_ABSOLUTE_PATH (name))
    return name;
  const char *folder = getpwd ();
  if (!folder)
    return NULL;
  char *whole = concat (folder, "/", name, NULL);
  const char *copy
    = (const char *) arena_copy (&session.names_arena, whole,
				 strlen (whole) + 1);
  free (whole);
  return copy;
}

/* A limit as GCC's walloca has it: where none was given, that of the target.  */

static uint64_t
adjusted_limit (HOST_WIDE_INT limit, uint64_t most)
{
  return limit == HOST_WIDE_INT_MAX ? most : (uint64_t) limit;
}

static struct size_limits
size_limits (void)
{
  struct size_limits l = {};
  l.object_most = tree_to_uhwi (TYPE_MAX_VALUE (ptrdiff_type_node));
  l.alloca_most = adjusted_limit (warn_alloca_limit, l.object_most);
  l.vla_most = adjusted_limit (warn_vla_limit, l.object_most);
  l.vla_given = (uint64_t) warn_vla_limit;
  if (warn_alloca)
    l.flags |= ALLOCA_IS_UNWANTED;
  if (warn_alloca_limit < 0)
    l.flags |= ALLOCA_IS_FREE;
  if (warn_vla > 0 || warn_vla_limit < 0)
    l.flags |= VLA_IS_FREE;
  return l;
}

/* FULL: with a store and with threads.  */

static void
new_unit (bool full)
{
  struct unit_config config = {};
  config.name = main_input_filename;
  config.options.checks = checks_on ();
  config.options.at_O0 = !optimize;
  config.limits = size_limits ();
  config.threads = full ? threads_acquire (options_threads (session.options),
					   &config.jobserver) : 1;
  config.verify = session.options->verify;
  if (full && session.opening)
    {
      config.wait_for_store = wait_for_store;
      config.background = store_is_slow ();
      config.source = absolute_name (main_input_filename);
      config.output = absolute_name (aux_base_name);
    }
  config.report = reports_add;
  config.events = session.options->trace_file != NULL;
  config.forbidden = session.options->forbidden;
  config.n_forbidden = session.options->n_forbidden;
  session.unit = unit_new (&config);
}

/* The line in which FNDECL's body ends; 0 if not known.  */

static uint32_t
last_line (tree fndecl)
{
  const function *fun = DECL_STRUCT_FUNCTION (fndecl);
  location_t end = fun ? fun->function_end_locus : UNKNOWN_LOCATION;
  return end >= RESERVED_LOCATION_COUNT ? LOCATION_LINE (end) : 0;
}

/* C is NULL if the function is too large for a snapshot.  */

static void
add_function (struct captured *c)
{
  if (!c)
    return;
  if (session.n_functions == session.capacity)
    {
      session.capacity = session.capacity ? 2 * session.capacity : 64;
      session.functions = XRESIZEVEC (struct captured *, session.functions,
				      session.capacity);
      session.allowed = XRESIZEVEC (uint32_t, session.allowed,
				    session.capacity);
    }
  uint32_t passed = tree_table_get (&session.passed,
				    captured_function_decl (c));
  session.allowed[session.n_functions]
    = (passed == UINT32_MAX ? 0 : passed) | ~(session.replaced & NOTED);
  session.functions[session.n_functions++] = c;
  uint32_t ordinal = unit_add_body (session.unit, captured_snapshot (c));
  location_t where = DECL_SOURCE_LOCATION (captured_function_decl (c));
  if (where < RESERVED_LOCATION_COUNT)
    return;
  unit_set_file (session.unit, ordinal, LOCATION_FILE (where));
  unit_set_lines (session.unit, ordinal, LOCATION_LINE (where),
		  last_line (captured_function_decl (c)));
}

/* Functions that were lowered and are no more, or never got further.  */

static void
add_lowered (void)
{
  struct captured *c;
  while ((c = capture_next_lowered (unit_arena (session.unit))))
    add_function (c);
}

static void
add_functions (struct cgraph_node **nodes, uint32_t count)
{
  for (uint32_t i = 0; i < count; i++)
    {
      function *fun = DECL_STRUCT_FUNCTION (nodes[i]->decl);
      push_cfun (fun);
      add_function (capture_function (fun, unit_arena (session.unit)));
      pop_cfun ();
    }
}

static void
add_name (tree decl, uint32_t ordinal)
{
  struct function_name *name = &session.names[session.n_names++];
  name->uid = DECL_UID (decl);
  name->ordinal = ordinal;
}

static void
index_names (void)
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

/* Whether there is anything to tell about the unit.  */

static bool
is_wanted (void)
{
  const struct options *o = session.options;
  return session.n_functions > 0 || o->stats || o->n_dumps > 0 || o->raw_file
	 || o->trace_file || o->graph_file || o->why;
}

/* The spans of time before there was an engine.  */

static void
add_spans (void)
{
  struct engine *engine = unit_engine (session.unit);
  uint64_t start = 0, end = 0;
  if (unit_store (session.unit))
    opening_times (session.opening, &start, &end);
  if (end)
    engine_add_past_event (engine, EVENT_OPEN, start, end);
  if (session.capturing.end)
    engine_add_past_event (engine, EVENT_CAPTURE, session.capturing.start,
			   session.capturing.end);
}

void
session_capture (void)
{
  session.captured = true;
  auto_vec<struct cgraph_node *> nodes;
  struct cgraph_node *node;
  FOR_EACH_DEFINED_FUNCTION (node)
    if (is_captured (node))
      nodes.safe_push (node);
  nodes.qsort (compare_nodes);

  bool any = !nodes.is_empty ();
  new_unit (any);
  session.capturing.start = profile_clock ();
  add_functions (nodes.address (), nodes.length ());
  add_lowered ();
  session.capturing.end = profile_clock ();
  session.times.capture = session.capturing.end - session.capturing.start;
  index_names ();
  if (is_wanted ())
    unit_start (session.unit);
}

static struct emission
emission_of_session (void)
{
  struct emission e = {};
  e.unit = session.unit;
  e.functions = session.functions;
  e.n_functions = session.n_functions;
  e.allowed = session.allowed;
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
  session.allowed[ordinal] |= 1u << check;
  return true;
}

bool
session_will_warn (enum check check, function *fun)
{
  uint32_t ordinal = session.finished ? NONE : ordinal_of (fun->decl);
  if (ordinal == NONE)
    return false;
  uint64_t begin = profile_clock ();
  struct emission e = emission_of_session ();
  bool will = emit_will_warn (&e, ordinal, check);
  session.times.wait += profile_clock () - begin;
  return will;
}

void
session_reported_calls (enum check check, function *fun,
			vec<struct reported_call> *calls)
{
  uint32_t ordinal = session.finished ? NONE : ordinal_of (fun->decl);
  if (ordinal == NONE)
    return;
  uint64_t begin = profile_clock ();
  struct emission e = emission_of_session ();
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
	  struct emission e = emission_of_session ();
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

static void
tell_gave_up (void *, uint32_t query, uint32_t key, const char *reason)
{
  const struct query_kind *kind = &query_kinds[query];
  fprintf (stderr, "libqueries: gave up ");
  fprintf (stderr, kind->description,
	   engine_key_name (unit_engine (session.unit), kind->key, key));
  fprintf (stderr, ": %s\n", reason);
}

/* Whether GCC is going to call this compile a failure.  */

static bool
has_failed (void)
{
  return seen_error () || diagnostic_kind_count (global_dc, DK_WERROR) > 0;
}

static void
finish_unit (bool complete)
{
  uint64_t begin = profile_clock ();
  bool good = unit_join (session.unit);
  session.times.wait += profile_clock () - begin;

  add_spans ();
  struct emission e = emission_of_session ();
  e.confirm = session.replaced & CONFIRMED;
  e.confirmed = session.confirmed;
  e.n_confirmed = session.n_confirmed;
  if (e.n_confirmed > 1)
    qsort (session.confirmed, e.n_confirmed, sizeof *session.confirmed,
	   confirmed_compare);
  begin = profile_clock ();
  uint32_t n_shown = good ? emit_unit (&e) : 0;
  engine_add_event (unit_engine (session.unit), EVENT_EMIT, begin);
  if (good)
    dump_write (session.options, session.unit);
  if (good && complete && !has_failed ())
    unit_save (session.unit);
  inspect_write (session.options, session.unit);
  reports_show ();
  if (session.options->verbose)
    engine_gave_up (unit_engine (session.unit), tell_gave_up, NULL);
  tell_opening ();
  statistics_finish (session.options, session.unit, &session.times, n_shown,
		     good && complete && has_failed ());
}

static void
session_release (void)
{
  unit_free (session.unit);
  threads_give_back ();
  opening_free (session.opening);
  arena_release (&session.names_arena);
  capture_release ();
  tree_table_release (&session.passed);
  free (session.functions);
  free (session.allowed);
  free (session.names);
  free (session.marks);
  free (session.reads.items);
  free (session.confirmed);
  session.unit = NULL;
  session.opening = NULL;
  session.functions = NULL;
  session.allowed = NULL;
  session.names = NULL;
  session.marks = NULL;
  session.reads = read_places ();
  session.confirmed = NULL;
  session.n_confirmed = session.confirmed_capacity = 0;
  session.n_functions = session.n_names = session.capacity = 0;
}

void
session_finish (bool complete)
{
  if (session.finished)
    return;
  session.finished = true;
  /* After an error GCC does not get as far as capture; what was lowered can
     still be checked.  */
  if (!session.unit)
    {
      new_unit (false);
      add_lowered ();
      if (is_wanted ())
	unit_start (session.unit);
    }
  if (is_wanted ())
    finish_unit (complete);
  session_release ();
}
