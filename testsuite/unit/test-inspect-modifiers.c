/* test-inspect-modifiers.c - graph and reasons of queries with modifiers.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "queries/engine.h"
#include "queries/inspect.h"
#include "testsuite/unit/small-engine.h"
#include "testsuite/unit/suite.h"

enum { Q_NUMBER, Q_ANON, Q_UNHASHED, Q_UNHASHED_READER, Q_GOODS, Q_THIEF,
       Q_VERDICT, Q_RING, Q_USE, Q_ROOT, N_QUERIES };

#define FUNCTIONS 2

static bool
verify_number (const void *bytes, size_t size)
{
  (void) bytes;
  return size == sizeof (uint32_t);
}

static void
put (struct buffer *out, uint32_t value)
{
  buffer_add (out, &value, sizeof value);
}

static uint32_t
value_of (struct query_context *cx, uint32_t query, uint32_t key)
{
  return *(const uint32_t *) query_get (cx, query, key);
}

/* The anonymous, the unhashed and the stolen one.  */
static void
provide_copy (struct query_context *cx, uint32_t key, struct buffer *out)
{
  put (out, value_of (cx, Q_NUMBER, key));
}

static void
provide_unhashed_reader (struct query_context *cx, uint32_t key,
			 struct buffer *out)
{
  put (out, value_of (cx, Q_UNHASHED, key) + value_of (cx, Q_ANON, key));
}

static void
provide_thief (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint32_t *goods = query_steal (cx, Q_GOODS, key, NULL);
  put (out, ++*goods);
}

static void
provide_ring (struct query_context *cx, uint32_t key, struct buffer *out)
{
  put (out, 1 + value_of (cx, Q_RING, (key + 1) % FUNCTIONS));
}

static void
recover_ring (struct query_context *cx, uint32_t key, struct buffer *out)
{
  (void) cx;
  put (out, key);
}

/* What a function does with a symbol.  */
static void
provide_use (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint32_t f = query_key_part (cx, KEY_FUNCTION_SYMBOL, key, 0);
  put (out, value_of (cx, Q_NUMBER, f) % 2);
}

static void
provide_root (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint32_t sum = 0;
  uint32_t symbol = query_key (cx, KEY_SYMBOL, (struct fingerprint) { 9, 9 },
			       "errno");
  for (uint32_t f = 0; f < FUNCTIONS; f++)
    {
      sum += value_of (cx, Q_UNHASHED_READER, f);
      sum += value_of (cx, Q_THIEF, f);
      query_ensure (cx, Q_VERDICT, f);
      sum += value_of (cx, Q_RING, f);
      sum += value_of (cx, Q_USE, query_key_pair (cx, KEY_FUNCTION_SYMBOL, f,
						  symbol));
    }
  put (out, sum + key);
}

#define FACT_OF_FUNCTION				\
  .category = CATEGORY_FACT, .key = KEY_FUNCTION, .version = 1,	\
  .description = "computing %s"

static const struct query_kind kinds[N_QUERIES] = {
  [Q_NUMBER] = { FACT_OF_FUNCTION, .name = "number", .flags = QUERY_INPUT },
  [Q_ANON] = { FACT_OF_FUNCTION, .name = "anon", .flags = QUERY_ANON,
	       .local = provide_copy },
  [Q_UNHASHED] = { FACT_OF_FUNCTION, .name = "unhashed",
		   .flags = QUERY_NO_HASH, .local = provide_copy },
  [Q_UNHASHED_READER]
    = { FACT_OF_FUNCTION, .name = "unhashed_reader",
	.flags = QUERY_CACHE_ON_DISK, .verify = verify_number,
	.local = provide_unhashed_reader },
  [Q_GOODS] = { FACT_OF_FUNCTION, .name = "goods", .flags = QUERY_STEAL,
		.local = provide_copy },
  [Q_THIEF] = { FACT_OF_FUNCTION, .name = "thief",
		.flags = QUERY_CACHE_ON_DISK, .verify = verify_number,
		.local = provide_thief },
  [Q_VERDICT] = { FACT_OF_FUNCTION, .name = "verdict",
		  .flags = QUERY_ENSURE_ONLY, .local = provide_copy },
  [Q_RING] = { FACT_OF_FUNCTION, .name = "ring",
	       .flags = QUERY_CYCLE_DEFAULT, .local = provide_ring,
	       .recover = recover_ring },
  [Q_USE] = { .name = "use", .description = "looking how %s are",
	      .category = CATEGORY_FACT, .key = KEY_FUNCTION_SYMBOL,
	      .flags = QUERY_CACHE_ON_DISK, .version = 1,
	      .verify = verify_number, .local = provide_use },
  [Q_ROOT] = { .name = "root", .description = "checking %s",
	       .category = CATEGORY_CHECK, .key = KEY_UNIT, .version = 1,
	       .local = provide_root }
};

static const struct engine_config config = {
  .kinds = kinds, .count = N_QUERIES, .verify = VERIFY_OFF
};

/* A session whose functions have NUMBERS, with what M has.  */
static struct engine *
session_new (const uint32_t *numbers, struct memory_store *m)
{
  struct engine *e = engine_new (&config);
  ck_assert_ptr_nonnull (e);
  for (uint32_t f = 0; f < FUNCTIONS; f++)
    {
      char name[16];
      struct fingerprint print = fingerprint_of (&numbers[f], sizeof *numbers);
      snprintf (name, sizeof name, "f%u", f);
      engine_key (e, KEY_FUNCTION, (struct fingerprint) { f, 0 }, name);
      engine_key_set_local (e, KEY_FUNCTION, f, print, true);
      engine_feed (e, Q_NUMBER, f, &numbers[f], sizeof *numbers, print);
    }
  engine_key (e, KEY_UNIT, fingerprint_of_string ("unit"), "unit.c");
  engine_key_set_local (e, KEY_UNIT, 0, fingerprint_of_string ("2"), false);
  memory_load (e, m, KEY_UNIT, 0);
  for (uint32_t f = 0; f < FUNCTIONS; f++)
    memory_load (e, m, KEY_FUNCTION, f);
  return e;
}

/* The same, all evaluated.  */
static struct engine *
session (const uint32_t *numbers, struct memory_store *m)
{
  struct engine *e = session_new (numbers, m);
  ck_assert_ptr_nonnull (engine_demand (e, Q_ROOT, 0, NULL));
  ck_assert (engine_join (e));
  return e;
}

static const uint32_t original[FUNCTIONS] = { 3, 4 };

static void
expect (struct engine *e, bool graph, const char *filter_text,
	const char *expected)
{
  char *out = NULL;
  size_t size = 0;
  struct graph_filter filter;
  const char *message;
  FILE *file = open_memstream (&out, &size);
  ck_assert (graph_filter_parse (&filter, &config, filter_text, &message));
  if (graph)
    engine_write_dot (e, file, &filter);
  else
    engine_write_why_all (e, file, &filter);
  fclose (file);
  ck_assert_str_eq (out, expected);
  free (out);
}

#define GRAPH(BODY)							\
  "digraph queries {\n  node [shape=box, style=filled];\n" BODY "}\n"

/* What reads an anonymous query has read what that one read, and who reads
   itself round a ring has read nothing.  */
START_TEST (test_cold)
{
  struct memory_store m = { .count = 0 };
  struct engine *e = session (original, &m);
  expect (e, true, "unhashed-reader:f1", GRAPH (
    "  n1 [label=\"number\\nf1\\ninput\", fillcolor=lightblue];\n"
    "  n5 [label=\"unhashed\\nf1\\nexecuted\", fillcolor=lightpink];\n"
    "  n7 [label=\"unhashed_reader\\nf1\\nexecuted\", fillcolor=lightpink];\n"
    "  n18 [label=\"root\\nunit.c\\nexecuted\", fillcolor=lightpink];\n"
    "  n7 -> n5;\n  n7 -> n1;\n  n18 -> n7;\n"));
  expect (e, true, "anon:f0", GRAPH (
    "  n0 [label=\"number\\nf0\\ninput\", fillcolor=lightblue];\n"
    "  n2 [label=\"anon\\nf0\\nexecuted\", fillcolor=lightpink];\n"
    "  n2 -> n0;\n"));
  expect (e, true, "goods:f0", GRAPH (
    "  n0 [label=\"number\\nf0\\ninput\", fillcolor=lightblue];\n"
    "  n8 [label=\"goods\\nf0\\nexecuted, stolen\", fillcolor=lightpink];\n"
    "  n10 [label=\"thief\\nf0\\nexecuted\", fillcolor=lightpink];\n"
    "  n8 -> n0;\n  n10 -> n8;\n"));
  expect (e, true, "ring", GRAPH (
    "  n14 [label=\"ring\\nf0\\ndefault\", fillcolor=orange];\n"
    "  n15 [label=\"ring\\nf1\\ndefault\", fillcolor=orange];\n"
    "  n18 [label=\"root\\nunit.c\\nexecuted\", fillcolor=lightpink];\n"
    "  n18 -> n14;\n  n18 -> n15;\n"));
  expect (e, true, "root -> use:f1, errno", GRAPH (
    "  n17 [label=\"use\\nf1, errno\\nexecuted\", fillcolor=lightpink];\n"
    "  n18 [label=\"root\\nunit.c\\nexecuted\", fillcolor=lightpink];\n"
    "  n18 -> n17;\n"));
  expect (e, false, "anon:f0", "`anon' of `f0' ran: it is never remembered\n");
  expect (e, false, "goods:f0",
	  "`goods' of `f0' ran: `number' of `f0' (input) is new\n");
  expect (e, false, "ring",
	  "`ring' of `f0' has its default: it is in a ring\n"
	  "`ring' of `f1' has its default: it is in a ring\n");
  expect (e, false, "use:f1, errno",
	  "`use' of `f1, errno' ran: `number' of `f1' (input) is new\n");
  engine_free (e);
}
END_TEST

START_TEST (test_warm)
{
  struct memory_store m = { .count = 0 };
  struct engine *e = session (original, &m);
  engine_save (e, memory_put, &m);
  engine_free (e);
  e = session (original, &m);
  expect (e, true, "root -> *:f0", GRAPH (
    "  n0 [label=\"number\\nf0\\ninput\", fillcolor=lightblue];\n"
    "  n2 [label=\"unhashed\\nf0\\ngreen\", fillcolor=honeydew];\n"
    "  n4 [label=\"unhashed_reader\\nf0\\nloaded\", fillcolor=palegreen];\n"
    "  n6 [label=\"thief\\nf0\\nloaded\", fillcolor=palegreen];\n"
    "  n8 [label=\"verdict\\nf0\\ngreen\", fillcolor=honeydew];\n"
    "  n10 [label=\"ring\\nf0\\ndefault\", fillcolor=orange];\n"
    "  n12 [label=\"use\\nf0, errno\\nloaded\", fillcolor=palegreen];\n"
    "  n14 [label=\"root\\nunit.c\\nexecuted\", fillcolor=lightpink];\n"
    "  n2 -> n0;\n  n4 -> n2;\n  n4 -> n0;\n"
    "  n6 -> n0 [style=dashed];\n  n8 -> n0 [style=dashed];\n"
    "  n12 -> n0;\n  n14 -> n4;\n  n14 -> n6;\n  n14 -> n8;\n"
    "  n14 -> n10;\n  n14 -> n12;\n"));
  expect (e, false, "root", "`root' of `unit.c' ran: it is as it was, but its "
	  "value was needed and not remembered\n");
  expect (e, false, "anon:f0", "`anon' of `f0' was not asked for\n");
  expect (e, false, "use:f1, errno", "`use' of `f1, errno' did not run: all "
	  "that it read is as remembered\n");
  engine_free (e);
  memory_release (&m);
}
END_TEST

/* f0's number is another one; its `use' is not.  */
START_TEST (test_edited)
{
  static const uint32_t edited[FUNCTIONS] = { 5, 4 };
  struct memory_store m = { .count = 0 };
  struct engine *e = session (original, &m);
  engine_save (e, memory_put, &m);
  engine_free (e);
  e = session (edited, &m);
  expect (e, false, "root",
	  "`root' of `unit.c' ran: `unhashed_reader' of `f0' is another one\n"
	  "  `unhashed_reader' of `f0' ran: `number' of `f0' (input) is new\n");
  expect (e, false, "thief",
	  "`thief' of `f0' ran: `number' of `f0' (input) is new\n");
  expect (e, false, "use",
	  "`use' of `f0, errno' ran: `number' of `f0' (input) is new\n");
  engine_free (e);
  memory_release (&m);
}
END_TEST

/* A value that is not hashed was made again for its own sake: it read what it
   had read, so its reader does not run.  */
START_TEST (test_no_hash)
{
  struct memory_store m = { .count = 0 };
  struct engine *e = session (original, &m);
  engine_save (e, memory_put, &m);
  engine_free (e);
  e = session_new (original, &m);
  ck_assert_ptr_nonnull (engine_demand (e, Q_UNHASHED, 0, NULL));
  ck_assert_ptr_nonnull (engine_demand (e, Q_ROOT, 0, NULL));
  ck_assert (engine_join (e));
  expect (e, false, "unhashed",
	  "`unhashed' of `f0' ran: it is as it was, but its value was needed "
	  "and not remembered\n");
  expect (e, false, "unhashed_reader:f0", "`unhashed_reader' of `f0' did not "
	  "run: all that it read is as remembered\n");
  engine_free (e);
  memory_release (&m);
}
END_TEST

/* Only one query was asked last time.  */
START_TEST (test_no_trace)
{
  struct memory_store m = { .count = 0 };
  struct engine *e = session_new (original, &m);
  ck_assert_ptr_nonnull (engine_demand (e, Q_THIEF, 0, NULL));
  ck_assert (engine_join (e));
  engine_save (e, memory_put, &m);
  engine_free (e);
  e = session (original, &m);
  expect (e, false, "verdict",
	  "`verdict' of `f0' ran: this query of it was not remembered\n"
	  "`verdict' of `f1' ran: `number' of `f1' (input) is new\n");
  expect (e, false, "thief:f0", "`thief' of `f0' did not run: all that it is "
	  "about is as remembered\n");
  engine_free (e);
  memory_release (&m);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("inspect-modifiers");
  TCase *t = tcase_create ("inspect-modifiers");
  tcase_add_test (t, test_cold);
  tcase_add_test (t, test_warm);
  tcase_add_test (t, test_edited);
  tcase_add_test (t, test_no_hash);
  tcase_add_test (t, test_no_trace);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
