/* session.cc - the life of one translation unit inside GCC.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/gcc-adapter.h"
#include "diagnostic.h"

#include "plugin/dump.h"
#include "plugin/inspect.h"
#include "plugin/reports.h"
#include "plugin/session-internal.h"
#include "plugin/threads.h"
#include "queries/store-opening.h"

struct session session;

void
session_begin (struct options *options, check_set replaced)
{
  session.options = options;
  session.replaced = replaced;
  arena_init (&session.names_arena, "names");
  const struct settings *s = &options->settings;
  if (!options->disabled && (s->folder || s->servers))
    session.opening = opening_new (&options->settings);
}

/* Checks whose passes are noted: before capture, or when they are taken.  */
#define NOTED (CHECK_BIT (CHECK_nonnull_compare)			\
	       | CHECK_BIT (CHECK_dangling_pointer)			\
	       | CHECK_BIT (CHECK_early_uninit)				\
	       | CHECK_BIT (CHECK_alloca_size) | TAKEN)
#define TAKEN (CHECK_BIT (CHECK_infinite_recursion)			\
	       | CHECK_BIT (CHECK_suggest_noreturn)			\
	       | CHECK_BIT (CHECK_suggest_attribute)			\
	       | CHECK_BIT (CHECK_return_local_addr)			\
	       | CHECK_BIT (CHECK_use_after_free)			\
	       | CHECK_BIT (CHECK_wrong_release) | CONFIRMED)
/* Checks whose findings GCC confirms one by one.  */
#define CONFIRMED CHECK_BIT (CHECK_nonnull_argument)

static_assert (NOTED <= UINT32_MAX, "session.passed has 32 bits");

void
session_note_pass (enum check check, function *fun)
{
  uint32_t passed = tree_table_get (&session.passed, fun->decl);
  if (passed == UINT32_MAX)
    tree_table_add (&session.passed, fun->decl,
		    (uint32_t) CHECK_BIT (check));
  else
    tree_table_set (&session.passed, fun->decl,
		    passed | (uint32_t) CHECK_BIT (check));
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

/* The checks of this unit: asked for, switched on for GCC's pass, and in
   possession of that pass, if they replace one.  */

static check_set
checks_on (void)
{
  check_set on = 0, own = 0;
#define CHECK(QUERY, NAME, PASS, GATE, LEVEL, CWE, SUMMARY)	\
  if (GATE)							\
    on |= CHECK_BIT (CHECK_##QUERY);				\
  if (strcmp (PASS, "none") == 0)				\
    own |= CHECK_BIT (CHECK_##QUERY);
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
  return opening_store (session.opening);
}

/* For a verbose user: what of the store cannot be used.  */

static void
tell_opening (void)
{
  const struct options *o = session.options;
  bool any = session.opening && opening_store (session.opening);
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

/* What a user has written into the file of models and nobody understands.  */

static void
tell_bad_model (void *path, unsigned line, unsigned column, const char *text,
		const char *word, size_t length)
{
  if (length)
    inform (UNKNOWN_LOCATION, "%s:%u:%u: %s: %<%.*s%>; the line is ignored",
	    (const char *) path, line, column, text,
	    (int) MIN (length, (size_t) 60), word);
  else
    inform (UNKNOWN_LOCATION, "%s:%u: %s; the line is ignored",
	    (const char *) path, line, text);
}

/* The user's models, into memory of the session.  */

static void
read_models (struct unit_config *config)
{
  const struct settings *s = &session.options->settings;
  const char *path = s->settings[SETTING_MODELS].path, *message;
  size_t size;
  const char *text = settings_read_models (s, &session.names_arena, &size,
					   &message);
  if (message)
    inform (UNKNOWN_LOCATION, "models %qs: %s", path, message);
  if (!text)
    return;
  struct buffer list = BUFFER_INIT;
  model_list_read (text, size, tell_bad_model, CONST_CAST (char *, path),
		   &list);
  config->models
    = (const struct model_list *) arena_copy (&session.names_arena,
					      list.bytes, list.size);
  config->models_size = list.size;
  buffer_release (&list);
}

/* FULL: with a store and with threads.  */

static void
new_unit (bool full)
{
  struct unit_config config = {};
  config.name = main_input_filename;
  config.options.checks = checks_on ();
  config.options.at_O0 = !optimize;
  config.options.level = session.options->level;
  config.limits = size_limits ();
  if (full)
    read_models (&config);
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
      session.allowed = XRESIZEVEC (check_set, session.allowed,
				    session.capacity);
    }
  uint32_t passed = tree_table_get (&session.passed,
				    captured_function_decl (c));
  session.allowed[session.n_functions]
    = (passed == UINT32_MAX ? 0 : passed) | ~(session.replaced & NOTED);
  /* Without optimisation GCC has no late pass; the early one stands for both.  */
  if (!opt_for_fn (captured_function_decl (c), optimize)
      && !(session.allowed[session.n_functions] >> CHECK_early_uninit & 1))
    session.allowed[session.n_functions] &= ~CHECK_BIT (CHECK_uninit);
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
  session_index_names ();
  if (is_wanted ())
    unit_start (session.unit);
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
  struct emission e = session_emission ();
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
     still be checked.  After one in its arguments it did not even begin.  */
  if (!session.unit && ptrdiff_type_node)
    {
      new_unit (false);
      add_lowered ();
      if (is_wanted ())
	unit_start (session.unit);
    }
  if (session.unit && is_wanted ())
    finish_unit (complete);
  session_release ();
}
