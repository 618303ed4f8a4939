/* test-rows.c - the rows of queries.def, the iterators, dumps of every row.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "passes/iterate.h"
#include "testsuite/unit/program.h"
#include "testsuite/unit/suite.h"

static struct program program;

static void
set_up (void)
{
  program_init (&program);
  program_begin (&program, "top");
  program_call (&program, "middle", 0, 0);
  program_read (&program, program_variable (&program, "v", 0));
  uint32_t s = program_record (&program, "s", 64);
  program_field (&program, s, "a", 0, 32, 32);
  program_end (&program, "top.c");
  program_begin (&program, "middle");
  program_call (&program, "bottom", 0, 0);
  program_call (&program, "elsewhere", DECL_IS_PURE | DECL_IS_NOTHROW, 0);
  program_end (&program, "middle.h");
  program_add_caller (&program, "bottom", NULL);
}

static void
tear_down (void)
{
  program_release (&program);
}

/* Every query of queries.def, as text.  */
static char *
dump_unit (struct unit *u, unsigned flags)
{
  char *all = NULL;
  size_t size;
  FILE *file = open_memstream (&all, &size);
  for (unsigned q = 0; q < QUERIES; q++)
    unit_dump (u, (enum query_id) q, file, flags);
  fclose (file);
  return all;
}

static char *
dump_all (unsigned threads, unsigned flags)
{
  struct unit_config config = { .name = "test", .threads = threads,
				.options = { .checks = UINT32_MAX } };
  struct unit *u = program_unit (&program, &config);
  unit_start (u);
  ck_assert (unit_join (u));
  char *all = dump_unit (u, flags);
  unit_free (u);
  return all;
}

/* Every query has a dump, whatever it is asked about, the same one for any
   number of threads.  */
START_TEST (test_dumps)
{
  static const unsigned flags[] = { 0, DUMP_DETAILS, DUMP_GRAPH };
  static const unsigned threads[] = { 2, 3, 8 };
  for (unsigned f = 0; f < 3; f++)
    {
      char *one = dump_all (1, flags[f]);
      ck_assert_ptr_null (strstr (one, "not available"));
      for (unsigned q = 0; q < QUERIES; q++)
	{
	  char heading[100];
	  snprintf (heading, sizeof heading, "%s %s of ",
		    flags[f] == DUMP_GRAPH ? "//" : ";;",
		    query_kinds[q].name);
	  ck_assert_msg (strstr (one, heading) != NULL, "no %s", heading);
	}
      for (unsigned t = 0; t < 3; t++)
	{
	  char *many = dump_all (threads[t], flags[f]);
	  ck_assert_str_eq (one, many);
	  free (many);
	}
      free (one);
    }
}
END_TEST

/* What is not demanded by the checks of the unit costs nothing.  */
START_TEST (test_nothing_unasked)
{
  static const enum query_id unasked[] = {
    QUERY_ID_files, QUERY_ID_file_functions, QUERY_ID_body_symbols,
    QUERY_ID_symbol_index, QUERY_ID_symbols, QUERY_ID_symbol_declaration,
    QUERY_ID_symbol_users, QUERY_ID_symbol_access, QUERY_ID_body_types,
    QUERY_ID_types, QUERY_ID_type_layout, QUERY_ID_type_use,
    QUERY_ID_calls_between,
    QUERY_ID_component_effects, QUERY_ID_function_effects
  };
  struct unit_config config = { .name = "test", .threads = 1,
				.options = { .checks = UINT32_MAX } };
  struct unit *u = program_unit (&program, &config);
  unit_start (u);
  ck_assert (unit_join (u));
  for (unsigned i = 0; i < sizeof unasked / sizeof *unasked; i++)
    {
      struct query_statistics s;
      engine_statistics (unit_engine (u), unasked[i], &s);
      ck_assert_msg (s.executed == 0, "%s ran",
		     query_kinds[unasked[i]].name);
    }
  unit_free (u);
}
END_TEST

/* What a session with a store of its own did.  */
struct done
{
  uint64_t by_checks;		/* Executed.  */
  uint64_t of_cached;		/* In the end, of queries with stored values.  */
  char *dumps;
};

static uint64_t
executed_of_cached (struct unit *u)
{
  uint64_t executed = 0;
  for (unsigned q = 0; q < QUERIES; q++)
    {
      struct query_statistics s;
      engine_statistics (unit_engine (u), q, &s);
      if (query_kinds[q].flags & QUERY_CACHE_ON_DISK)
	executed += s.executed;
    }
  return executed;
}

static struct done
run_stored (const char *folder, enum verify_mode verify)
{
  char *message = NULL;
  struct store *store = store_open_folder (folder, &message);
  ck_assert_msg (store != NULL, "%s", message ? message : "");
  struct unit_config config = { .name = "test", .threads = 1,
				.options = { .checks = UINT32_MAX },
				.verify = verify, .store = store };
  struct unit *u = program_unit (&program, &config);
  struct done done;
  struct unit_totals totals;
  unit_start (u);
  ck_assert (unit_join (u));
  unit_totals (u, &totals);
  done.by_checks = totals.executed;
  done.dumps = dump_unit (u, 0);
  done.of_cached = executed_of_cached (u);
  unit_save (u);
  unit_free (u);
  store_close (store);
  return done;
}

static void
remove_store (const char *folder)
{
  char command[300];
  snprintf (command, sizeof command, "rm -rf '%s'", folder);
  ck_assert_int_eq (system (command), 0);
}

/* What a store gives is what was computed; another path of a source file makes
   nothing run but what was asked about files.  */
START_TEST (test_stored)
{
  char folder[] = "/tmp/test-rows-XXXXXX";
  ck_assert_ptr_nonnull (mkdtemp (folder));
  struct done cold = run_stored (folder, VERIFY_ALL);
  ck_assert_uint_gt (cold.by_checks, 0);
  ck_assert_uint_gt (cold.of_cached, 0);
  for (unsigned i = 0; i < 2; i++)
    {
      struct done warm = run_stored (folder, i ? VERIFY_ALL : VERIFY_OFF);
      ck_assert_uint_eq (warm.by_checks, 0);
      ck_assert_uint_eq (warm.of_cached, 0);
      ck_assert_str_eq (warm.dumps, cold.dumps);
      free (warm.dumps);
    }
  const char **files = buffer_at (&program.files, 0);
  files[0] = "elsewhere/top.c";
  struct done moved = run_stored (folder, VERIFY_OFF);
  ck_assert_uint_eq (moved.by_checks, 0);
  ck_assert_ptr_nonnull (strstr (moved.dumps, "\nelsewhere/top.c\n"));
  free (moved.dumps);
  free (cold.dumps);
  remove_store (folder);
}
END_TEST

/* Whether the file PATH has a function NAME: its name begins a line.  */
static bool
defines (const char *path, const char *name)
{
  const char *folder = getenv ("srcdir");
  char line[400], whole[400];
  size_t length = strlen (name);
  bool found = false;
  snprintf (whole, sizeof whole, "%s/%s", folder ? folder : ".", path);
  FILE *file = fopen (whole, "r");
  ck_assert_msg (file != NULL, "cannot read %s", whole);
  while (fgets (line, sizeof line, file))
    found |= strncmp (line, name, length) == 0
	     && strncmp (line + length, " (", 2) == 0;
  fclose (file);
  return found;
}

/* The row says where its provider is: so does the report of a missing one.  */
START_TEST (test_rows_name_files)
{
  for (unsigned q = 0; q < QUERIES; q++)
    {
      const struct query_kind *k = &query_kinds[q];
      char name[100];
      if (k->flags & QUERY_INPUT)
	continue;
      ck_assert_msg (k->file != NULL, "%s has no .file", k->name);
      snprintf (name, sizeof name, "provide_%s", k->name);
      ck_assert_msg (defines (k->file, name), "%s is not in %s", name,
		     k->file);
      snprintf (name, sizeof name, "provide_%s_external", k->name);
      ck_assert (!(k->flags & QUERY_SEPARATE_EXTERN)
		 || defines (k->file, name));
    }
}
END_TEST

/* An engine of our own, so that providers can be replaced before anybody
   asks: with the inputs of a unit of three functions in a chain.  */
struct session
{
  struct query_kind kinds[QUERIES];
  struct engine *engine;
  struct arena arena;
  struct buffer reports;
};

static void
add_report (void *data, const char *text)
{
  struct session *s = data;
  buffer_add (&s->reports, text, strlen (text));
}

static void
feed (struct session *s, enum query_id query, const void *bytes, size_t size)
{
  engine_feed (s->engine, query, 0, arena_copy (&s->arena, bytes, size), size,
	       fingerprint_of (bytes, size));
}

static void
feed_functions (struct session *s)
{
  static const char *const names[] = { "top", "middle", "bottom" };
  static const char *const files[] = { "top.c", "middle.h", NULL };
  const struct snapshot *const *bodies = buffer_at (&program.bodies, 0);
  uint32_t list[5] = { 3, 0, 0, 1, 2 };
  struct buffer sources = BUFFER_INIT;
  for (uint32_t k = 0; k < 3; k++)
    {
      struct fingerprint print = snapshot_fingerprint (bodies[k]);
      uint32_t key = engine_key (s->engine, KEY_FUNCTION,
				 builder_symbol (names[k], ""), names[k]);
      ck_assert_uint_eq (key, k);
      engine_key_set_local (s->engine, KEY_FUNCTION, key, print, true);
      engine_feed (s->engine, QUERY_ID_body, key, bodies[k], bodies[k]->size,
		   print);
    }
  source_list_compute (3, names, files, &sources);
  feed (s, QUERY_ID_functions, list, sizeof list);
  feed (s, QUERY_ID_sources, sources.bytes, sources.size);
  buffer_release (&sources);
}

static void
session_init (struct session *s)
{
  memset (s, 0, sizeof *s);
  memcpy (s->kinds, query_kinds, sizeof s->kinds);
  arena_init (&s->arena, "test");
}

/* Once KINDS is what the test wants.  */
static void
session_start (struct session *s)
{
  struct unit_options options = { .checks = UINT32_MAX };
  struct size_limits limits = { .flags = 0 };
  struct finding_level level = { .level = 0 };
  struct engine_config config = { .kinds = s->kinds, .count = QUERIES,
				  .report = add_report, .report_data = s };
  s->engine = engine_new (&config);
  ck_assert_ptr_nonnull (s->engine);
  engine_key (s->engine, KEY_UNIT, fingerprint_of_string ("unit"), "unit");
  engine_key_set_local (s->engine, KEY_UNIT, 0, (struct fingerprint) { 1, 1 },
			false);
  feed_functions (s);
  feed (s, QUERY_ID_options, &options, sizeof options);
  feed (s, QUERY_ID_size_limits, &limits, sizeof limits);
  feed (s, QUERY_ID_finding_level, &level, sizeof level);
  feed (s, QUERY_ID_user_models, &model_list_empty, sizeof model_list_empty);
}

static void
session_release (struct session *s)
{
  engine_free (s->engine);
  arena_release (&s->arena);
  buffer_release (&s->reports);
}

static uint64_t
executed (struct session *s, enum query_id query)
{
  struct query_statistics sum;
  engine_statistics (s->engine, query, &sum);
  return sum.executed;
}

/* What a check that wants everything of a kind would do.  */
static void
provide_all (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct unit_check value = { 0 };
  uint32_t count;
  (void) key;
  for_each_type (cx, QUERY_ID_type_layout);
  for_each_file (cx, QUERY_ID_file_functions);
  for_each_function_bottom_up (cx, QUERY_ID_cfg_order);
  const uint32_t *keys = functions_bottom_up (cx, &count);
  ck_assert_uint_eq (count, 3);
  for (uint32_t i = 0; i < count; i++)
    ck_assert_uint_eq (keys[i], 2 - i);
  keys = file_keys (cx, &count);
  ck_assert_uint_eq (count, 2);
  ck_assert_str_eq (query_key_name (cx, KEY_FILE, keys[0]), "middle.h");
  buffer_add (out, &value, sizeof value);
}

/* Nested: each function asks for all types again.  */
static void
provide_nested (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct findings_builder b;
  for_each_type (cx, QUERY_ID_type_layout);
  q_cfg_order (cx, key);
  findings_builder_init (&b);
  findings_finish (&b, out);
  findings_builder_release (&b);
}

START_TEST (test_iterators)
{
  struct session s;
  session_init (&s);
  session_start (&s);
  engine_set_provider (s.engine, QUERY_ID_check_unit, provide_all, NULL);
  engine_start (s.engine, (unsigned) _i);
  ck_assert_ptr_nonnull (engine_demand (s.engine, QUERY_ID_check_unit, 0,
					NULL));
  ck_assert (engine_join (s.engine));
  size_t size;
  const struct type_list *types
    = engine_demand (s.engine, QUERY_ID_types, 0, &size);
  ck_assert_uint_eq (executed (&s, QUERY_ID_type_layout), types->count);
  ck_assert_uint_eq (executed (&s, QUERY_ID_file_functions), 2);
  ck_assert_uint_eq (executed (&s, QUERY_ID_cfg_order), 3);
  session_release (&s);
}
END_TEST

START_TEST (test_nested_iterators)
{
  struct session s;
  session_init (&s);
  session_start (&s);
  engine_set_provider (s.engine, QUERY_ID_check_function, provide_nested,
		       NULL);
  engine_start (s.engine, (unsigned) _i);
  ck_assert_ptr_nonnull (engine_demand (s.engine, QUERY_ID_check_unit, 0,
					NULL));
  ck_assert (engine_join (s.engine));
  session_release (&s);
}
END_TEST

static void
provide_harmless (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct function_effects value = { CALL_MAY_RETURN, 0 };
  (void) cx;
  (void) key;
  buffer_add (out, &value, sizeof value);
}

static uint32_t
may (struct session *s, const char *function)
{
  uint32_t key = engine_key (s->engine, KEY_FUNCTION,
			     builder_symbol (function, ""), function);
  const struct function_effects *e
    = engine_demand (s->engine, QUERY_ID_function_effects, key, NULL);
  ck_assert_ptr_nonnull (e);
  return e->may;
}

/* Either provider is replaced without the other.  */
START_TEST (test_replaced)
{
  struct session s;
  session_init (&s);
  session_start (&s);
  ck_assert_uint_eq (may (&s, "top") & CALL_MAY_READ, CALL_MAY_READ);
  ck_assert_uint_eq (may (&s, "elsewhere"), CALL_MAY_RETURN | CALL_MAY_READ);
  session_release (&s);
  session_init (&s);
  session_start (&s);
  engine_set_provider (s.engine, QUERY_ID_function_effects, NULL,
		       provide_harmless);
  ck_assert_uint_eq (may (&s, "elsewhere"), CALL_MAY_RETURN);
  ck_assert_uint_eq (may (&s, "middle"), CALL_MAY_RETURN);
  session_release (&s);
  session_init (&s);
  session_start (&s);
  engine_set_provider (s.engine, QUERY_ID_function_effects, provide_harmless,
		       NULL);
  ck_assert_uint_eq (may (&s, "top"), CALL_MAY_RETURN);
  ck_assert_uint_eq (may (&s, "elsewhere"), CALL_MAY_RETURN | CALL_MAY_READ);
  session_release (&s);
}
END_TEST

START_TEST (test_missing_provider)
{
  struct session s;
  session_init (&s);
  s.kinds[QUERY_ID_loops].local = NULL;
  session_start (&s);
  ck_assert_ptr_null (engine_demand (s.engine, QUERY_ID_loops, 0, NULL));
  ck_assert (engine_failed (s.engine));
  buffer_add_zero (&s.reports, 1);
  ck_assert_ptr_nonnull (strstr (s.reports.bytes, "`loops'"));
  ck_assert_ptr_nonnull (strstr (s.reports.bytes, "passes/loops.c"));
  session_release (&s);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("rows");
  TCase *cases = tcase_create ("rows");
  tcase_add_checked_fixture (cases, set_up, tear_down);
  tcase_add_test (cases, test_dumps);
  tcase_add_test (cases, test_nothing_unasked);
  tcase_add_test (cases, test_stored);
  tcase_add_test (cases, test_rows_name_files);
  tcase_add_loop_test (cases, test_iterators, 1, 5);
  tcase_add_loop_test (cases, test_nested_iterators, 1, 5);
  tcase_add_test (cases, test_replaced);
  tcase_add_test (cases, test_missing_provider);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
