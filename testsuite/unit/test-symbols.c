/* test-symbols.c - files, symbols and effects of units made by hand.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/program.h"
#include "testsuite/unit/suite.h"

static struct program program;
static struct unit *unit;

static void
set_up (void)
{
  program_init (&program);
}

static void
tear_down (void)
{
  unit_free (unit);
  unit = NULL;
  program_release (&program);
}

static void
start (void)
{
  struct unit_config config = { .name = "test", .threads = 1 };
  unit = program_unit (&program, &config);
  unit_start (unit);
  ck_assert (unit_join (unit));
}

static const void *
demand (enum query_id query, uint32_t key)
{
  const void *value = engine_demand (unit_engine (unit), query, key, NULL);
  ck_assert_ptr_nonnull (value);
  return value;
}

static uint32_t
function_key (const char *name)
{
  return engine_key (unit_engine (unit), KEY_FUNCTION,
		     builder_symbol (name, ""), name);
}

static uint32_t
symbol_key (const char *name)
{
  return engine_key (unit_engine (unit), KEY_SYMBOL,
		     builder_symbol (name, ""), name);
}

/* The dump of QUERY, compared with TEXT.  */
static void
check_dump (enum query_id query, unsigned flags, const char *text)
{
  char *dump = program_dump (unit, query, flags);
  ck_assert_str_eq (dump, text);
  free (dump);
}

/* The text of QUERY for what is called NAME.  */
static void
check_dump_of (enum query_id query, const char *name, const char *text)
{
  char *dump = program_dump (unit, query, 0);
  char heading[200];
  snprintf (heading, sizeof heading, ";; %s of %s\n",
	    query_kinds[query].name, name);
  char *at = strstr (dump, heading);
  ck_assert_msg (at != NULL, "no %s in %s", heading, dump);
  at += strlen (heading);
  char *end = strstr (at, "\n\n");
  ck_assert_ptr_nonnull (end);
  end[1] = '\0';
  ck_assert_str_eq (at, text);
  free (dump);
}

static void
add_file_function (const char *name, const char *file)
{
  program_begin (&program, name);
  program_end (&program, file);
}

/* Sorted by name, each once, whatever the order of the bodies; names that are
   equal are one file though they lie in two places.  */
START_TEST (test_files)
{
  char same[] = "b.h";
  add_file_function ("one", "main.c");
  add_file_function ("two", "b.h");
  add_file_function ("three", NULL);
  add_file_function ("four", same);
  add_file_function ("five", "");
  start ();
  check_dump (QUERY_ID_files, 0,
	      ";; files of the unit\nb.h\nmain.c\n"
	      "2 functions of files that are not known\n\n");
  check_dump_of (QUERY_ID_file_functions, "main.c", "one\n");
  const struct file_list *files = demand (QUERY_ID_files, 0);
  ck_assert_uint_eq (files->count, 2);
  const struct named_functions *in_b
    = demand (QUERY_ID_file_functions,
	      engine_key (unit_engine (unit), KEY_FILE,
			  fingerprint_of_string ("b.h"), "b.h"));
  ck_assert_uint_eq (in_b->count, 2);
  const struct named_functions *nowhere
    = demand (QUERY_ID_file_functions,
	      engine_key (unit_engine (unit), KEY_FILE,
			  fingerprint_of_string ("no.h"), "no.h"));
  ck_assert_uint_eq (nowhere->count, 0);
}
END_TEST

/* A body is the same wherever it lies.  */
START_TEST (test_file_is_not_in_body)
{
  program_begin (&program, "f");
  const struct snapshot *a = program_end (&program, "here.c");
  program_begin (&program, "f");
  const struct snapshot *b = program_end (&program, "there/here.c");
  ck_assert (fingerprint_equal (snapshot_fingerprint (a),
				snapshot_fingerprint (b)));
}
END_TEST

static void
add_users (void)
{
  program_begin (&program, "reader");
  program_read (&program, program_variable (&program, "v", 0));
  program_end (&program, NULL);
  program_begin (&program, "writer");
  uint32_t v = program_variable (&program, "v", 0);
  program_write (&program, v);
  program_read (&program, v);
  program_call (&program, "reader", 0, 0);
  program_end (&program, NULL);
  program_begin (&program, "taker");
  program_address (&program, program_variable (&program, "w", 0));
  program_variable (&program, "odd", 0);
  program_end (&program, NULL);
  start ();
}

START_TEST (test_symbols)
{
  add_users ();
  const struct symbol_list *l = demand (QUERY_ID_symbols, 0);
  ck_assert_uint_eq (l->count, 4);
  for (uint32_t i = 1; i < l->count; i++)
    ck_assert_int_lt (fingerprint_compare (&symbol_list_array (l)[i - 1].symbol,
					   &symbol_list_array (l)[i].symbol),
		      0);
  const struct symbol_users *u
    = demand (QUERY_ID_symbol_users, symbol_key ("v"));
  ck_assert_uint_eq (u->count, 2);
  ck_assert_uint_eq (u->access, SYMBOL_IS_READ | SYMBOL_IS_WRITTEN);
  check_dump_of (QUERY_ID_symbol_users, "w", "taker: address taken\n");
  check_dump_of (QUERY_ID_symbol_users, "odd", "taker: unknown\n");
  check_dump_of (QUERY_ID_symbol_users, "reader", "writer: called\n");
  check_dump_of (QUERY_ID_symbol_declaration, "v",
		 "variable public, 32 bits\n");
  u = demand (QUERY_ID_symbol_users, symbol_key ("nobody"));
  ck_assert_uint_eq (u->count, 0);
  const struct symbol_declaration *d
    = demand (QUERY_ID_symbol_declaration, symbol_key ("nobody"));
  ck_assert_uint_eq (d->known, 0);
}
END_TEST

static const struct symbol_access *
access_of (const char *function, const char *symbol)
{
  uint32_t key = engine_key_pair (unit_engine (unit), KEY_FUNCTION_SYMBOL,
				  function_key (function),
				  symbol_key (symbol));
  return demand (QUERY_ID_symbol_access, key);
}

START_TEST (test_symbol_access)
{
  add_users ();
  const struct symbol_access *a = access_of ("writer", "v");
  ck_assert_uint_eq (a->count, 2);
  ck_assert_uint_eq (symbol_access_array (a)[0].access, SYMBOL_IS_WRITTEN);
  ck_assert_uint_eq (symbol_access_array (a)[1].access, SYMBOL_IS_READ);
  ck_assert_uint_eq (access_of ("writer", "w")->access, 0);
  ck_assert_uint_eq (access_of ("taker", "odd")->access,
		     SYMBOL_HAS_UNKNOWN_USE);
  /* Who knows.  */
  ck_assert_uint_eq (access_of ("elsewhere", "v")->access,
		     SYMBOL_HAS_UNKNOWN_USE);
}
END_TEST

/* Two bodies that see different declarations of one function.  */
START_TEST (test_declarations_differ)
{
  program_begin (&program, "a");
  program_call (&program, "g", DECL_IS_PURE | DECL_IS_LEAF, 0);
  program_end (&program, NULL);
  program_begin (&program, "b");
  program_call (&program, "g", DECL_IS_PURE | DECL_IS_WEAK, 0);
  program_end (&program, NULL);
  start ();
  const struct symbol_declaration *d
    = demand (QUERY_ID_symbol_declaration, symbol_key ("g"));
  ck_assert_uint_eq (d->flags & (DECL_IS_PURE | DECL_IS_LEAF | DECL_IS_WEAK),
		     DECL_IS_PURE | DECL_IS_WEAK);
}
END_TEST

START_TEST (test_calls_between)
{
  program_add_caller (&program, "caller", "callee");
  program_add_caller (&program, "callee", NULL);
  start ();
  uint32_t pair = engine_key_pair (unit_engine (unit), KEY_FUNCTION_FUNCTION,
				   function_key ("caller"),
				   function_key ("callee"));
  const struct call_sites *c = demand (QUERY_ID_calls_between, pair);
  ck_assert_uint_eq (c->known, 1);
  ck_assert_uint_eq (c->count, 1);
  pair = engine_key_pair (unit_engine (unit), KEY_FUNCTION_FUNCTION,
			  function_key ("callee"), function_key ("caller"));
  c = demand (QUERY_ID_calls_between, pair);
  ck_assert_uint_eq (c->count, 0);
  pair = engine_key_pair (unit_engine (unit), KEY_FUNCTION_FUNCTION,
			  function_key ("other"), function_key ("caller"));
  c = demand (QUERY_ID_calls_between, pair);
  ck_assert_uint_eq (c->known, 0);
  check_dump (QUERY_ID_calls_between, 0,
	      ";; calls_between of caller, callee\n0 arguments: callee ();\n"
	      "\n");
}
END_TEST

static uint32_t
may (const char *function)
{
  const struct function_effects *e
    = demand (QUERY_ID_function_effects, function_key (function));
  return e->may;
}

/* What a callee does its caller does, too, however far down.  */
START_TEST (test_effects_of_bodies)
{
  program_begin (&program, "writer");
  program_write (&program, program_variable (&program, "v", 0));
  program_end (&program, NULL);
  program_add_caller (&program, "middle", "writer");
  program_add_caller (&program, "top", "middle");
  program_add_caller (&program, "nothing", NULL);
  start ();
  ck_assert_uint_eq (may ("writer"), CALL_MAY_RETURN | CALL_MAY_WRITE);
  ck_assert_uint_eq (may ("top"), CALL_MAY_RETURN | CALL_MAY_WRITE);
  ck_assert_uint_eq (may ("nothing"), CALL_MAY_RETURN);
}
END_TEST

START_TEST (test_effects_of_rings)
{
  program_begin (&program, "a");
  program_call (&program, "b", 0, CALL_IS_NOTHROW);
  program_read (&program, program_variable (&program, "v", 0));
  program_end (&program, NULL);
  program_add_caller (&program, "b", "c");
  program_add_caller (&program, "c", "a");
  program_add_caller (&program, "outside", "b");
  program_add_caller (&program, "self", "self");
  start ();
  uint32_t all = CALL_MAY_RETURN | CALL_MAY_NOT_RETURN | CALL_MAY_READ;
  ck_assert_uint_eq (may ("a"), all);
  ck_assert_uint_eq (may ("b"), all);
  ck_assert_uint_eq (may ("c"), all);
  ck_assert_uint_eq (may ("outside"), all);
  ck_assert_uint_eq (may ("self"), CALL_MAY_RETURN | CALL_MAY_NOT_RETURN);
}
END_TEST

/* Of a function elsewhere only its declaration speaks; of a weak one, too,
   whatever its body says.  */
START_TEST (test_effects_of_declarations)
{
  program_begin (&program, "f");
  program_call (&program, "pure", DECL_IS_PURE | DECL_IS_NOTHROW, 0);
  program_call (&program, "constant", DECL_IS_CONST | DECL_IS_NOTHROW, 0);
  program_call (&program, "ends", DECL_IS_NORETURN, 0);
  program_call (&program, "any", 0, 0);
  program_end (&program, NULL);
  program_begin (&program, "weak");
  builder_decls (&program.cfg.builder, program.cfg.builder.header.decl)->flags
    |= DECL_IS_WEAK;
  program_end (&program, NULL);
  program_add_caller (&program, "calls_weak", "weak");
  start ();
  ck_assert_uint_eq (may ("pure"), CALL_MAY_RETURN | CALL_MAY_READ);
  ck_assert_uint_eq (may ("constant"), CALL_MAY_RETURN);
  ck_assert_uint_eq (may ("ends") & CALL_MAY_RETURN, 0);
  ck_assert_uint_eq (may ("any"),
		     CALL_MAY_DO_ANYTHING & ~CALL_MAY_RETURN_TWICE);
  ck_assert_uint_eq (may ("never_mentioned"), CALL_MAY_DO_ANYTHING);
  ck_assert_uint_eq (may ("weak"),
		     CALL_MAY_DO_ANYTHING & ~CALL_MAY_RETURN_TWICE);
  ck_assert (may ("calls_weak") & CALL_MAY_WRITE);
  check_dump_of (QUERY_ID_function_effects, "constant",
		 "may return, by its declaration\n");
}
END_TEST

/* What does not come from an engine is looked at before it is used.  */
static void
check_verifier (bool (*verify) (const void *, size_t), enum query_id query,
		uint32_t key)
{
  size_t size;
  const void *value = engine_demand (unit_engine (unit), query, key, &size);
  ck_assert_ptr_nonnull (value);
  ck_assert (verify (value, size));
  for (size_t cut = 0; cut < size; cut++)
    ck_assert_msg (!verify (value, cut), "%s cut at %zu of %zu",
		   query_kinds[query].name, cut, size);
  /* Wild words are noticed, or do no harm: the printer is the judge.  */
  uint32_t *copy = malloc (size);
  FILE *file = fopen ("/dev/null", "w");
  ck_assert_ptr_nonnull (copy);
  ck_assert_ptr_nonnull (file);
  for (size_t word = 0; word < size / 4; word++)
    for (uint32_t wild = 0; wild < 4; wild++)
      {
	static const uint32_t values[] = { 0, 1, 77, UINT32_MAX };
	memcpy (copy, value, size);
	copy[word] = values[wild];
	if (verify (copy, size))
	  query_value_print (file, query, unit_body (unit, 0), copy, 0);
      }
  fclose (file);
  free (copy);
}

START_TEST (test_verifiers)
{
  program_begin (&program, "f");
  program_read (&program, program_variable (&program, "v", 0));
  program_write (&program, program_variable (&program, "w", 0));
  program_call (&program, "g", 0, 0);
  program_end (&program, "f.c");
  program_add_caller (&program, "g", "f");
  start ();
  uint32_t file = engine_key (unit_engine (unit), KEY_FILE,
			      fingerprint_of_string ("f.c"), "f.c");
  uint32_t f = function_key ("f"), v = symbol_key ("v");
  uint32_t f_v = engine_key_pair (unit_engine (unit), KEY_FUNCTION_SYMBOL, f,
				  v);
  uint32_t f_g = engine_key_pair (unit_engine (unit), KEY_FUNCTION_FUNCTION,
				  f, function_key ("g"));
  check_verifier (body_symbols_verify, QUERY_ID_body_symbols, f);
  check_verifier (symbol_index_verify, QUERY_ID_symbol_index, 0);
  check_verifier (symbol_list_verify, QUERY_ID_symbols, 0);
  check_verifier (symbol_users_verify, QUERY_ID_symbol_users, v);
  check_verifier (symbol_declaration_verify, QUERY_ID_symbol_declaration, v);
  check_verifier (symbol_access_verify, QUERY_ID_symbol_access, f_v);
  check_verifier (call_sites_verify, QUERY_ID_calls_between, f_g);
  check_verifier (call_component_verify, QUERY_ID_call_component, f);
  check_verifier (function_effects_verify, QUERY_ID_function_effects, f);
  check_verifier (file_list_verify, QUERY_ID_files, 0);
  check_verifier (named_functions_verify, QUERY_ID_file_functions, file);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("symbols");
  TCase *cases = tcase_create ("symbols");
  tcase_add_checked_fixture (cases, set_up, tear_down);
  tcase_add_test (cases, test_files);
  tcase_add_test (cases, test_file_is_not_in_body);
  tcase_add_test (cases, test_symbols);
  tcase_add_test (cases, test_symbol_access);
  tcase_add_test (cases, test_declarations_differ);
  tcase_add_test (cases, test_calls_between);
  tcase_add_test (cases, test_effects_of_bodies);
  tcase_add_test (cases, test_effects_of_rings);
  tcase_add_test (cases, test_effects_of_declarations);
  tcase_add_test (cases, test_verifiers);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
