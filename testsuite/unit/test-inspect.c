/* test-inspect.c - the dependency graph and the reasons, as text.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The program under analysis is three functions with a number and callees
   each: f0; f1 calls f0; f2 calls f1 and f0.  own (F) is the last digit of the
   number, sum (F) is own (F) and the sums of the callees, total all sums.  */

#include <stdlib.h>
#include <string.h>

#include "queries/engine.h"
#include "queries/inspect.h"
#include "testsuite/unit/small-engine.h"
#include "testsuite/unit/suite.h"

enum { Q_NUMBER, Q_LIST, Q_OWN, Q_SUM, Q_CLOCK, Q_TOTAL, N_QUERIES };

#define FUNCTIONS 3

struct input
{
  uint32_t number;
  uint32_t n_callees;
  uint32_t callee[2];
};

static bool
verify_number (const void *bytes, size_t size)
{
  (void) bytes;
  return size == sizeof (uint64_t);
}

static uint64_t
value_of (struct query_context *cx, uint32_t query, uint32_t key)
{
  return *(const uint64_t *) query_get (cx, query, key);
}

static void
put (struct buffer *out, uint64_t value)
{
  buffer_add (out, &value, sizeof value);
}

static void
provide_own (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const struct input *i = query_get (cx, Q_NUMBER, key);
  put (out, i->number % 10);
}

static void
provide_sum (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint64_t sum = value_of (cx, Q_OWN, key);
  const struct input *i = query_get (cx, Q_NUMBER, key);
  for (uint32_t c = 0; c < i->n_callees; c++)
    sum += value_of (cx, Q_SUM, i->callee[c]);
  put (out, sum);
}

static void
provide_clock (struct query_context *cx, uint32_t key, struct buffer *out)
{
  (void) cx;
  put (out, key);
}

static void
provide_total (struct query_context *cx, uint32_t key, struct buffer *out)
{
  size_t size;
  uint64_t total = value_of (cx, Q_CLOCK, key);
  const uint32_t *list = query_get_sized (cx, Q_LIST, key, &size);
  size_t n = size / sizeof *list;
  query_for_each (cx, Q_SUM, list, n);
  for (size_t i = 0; i < n; i++)
    total += value_of (cx, Q_SUM, list[i]);
  put (out, total);
}

static const struct query_kind kinds[N_QUERIES] = {
  { .name = "number", .description = "reading %s", .category = CATEGORY_INPUT,
    .key = KEY_FUNCTION, .flags = QUERY_INPUT, .version = 1 },
  { .name = "list", .description = "listing %s", .category = CATEGORY_INPUT,
    .key = KEY_UNIT, .flags = QUERY_INPUT, .version = 1 },
  { .name = "own", .description = "reducing %s", .category = CATEGORY_FACT,
    .key = KEY_FUNCTION, .version = 1, .verify = verify_number,
    .local = provide_own },
  { .name = "sum", .description = "adding up %s", .category = CATEGORY_FACT,
    .key = KEY_FUNCTION, .flags = QUERY_CACHE_ON_DISK, .version = 1,
    .verify = verify_number, .local = provide_sum },
  { .name = "the_clock", .description = "looking at the clock in %s",
    .category = CATEGORY_FACT, .key = KEY_UNIT, .flags = QUERY_EVAL_ALWAYS,
    .version = 1, .verify = verify_number, .local = provide_clock },
  { .name = "total", .description = "adding up all of %s",
    .category = CATEGORY_CHECK, .key = KEY_UNIT,
    .flags = QUERY_CACHE_ON_DISK, .version = 1, .verify = verify_number,
    .local = provide_total },
};

static const struct engine_config config = {
  .kinds = kinds, .count = N_QUERIES, .verify = VERIFY_OFF
};

/* What the functions are before any edit.  */
static const struct input original[FUNCTIONS] = {
  { 13, 0, { 0, 0 } }, { 24, 1, { 0, 0 } }, { 35, 2, { 1, 0 } }
};

/* A session of INPUT with THREADS, all evaluated and saved to M.  */
static struct engine *
session (const struct input *input, struct memory_store *m, unsigned threads)
{
  static uint32_t list[FUNCTIONS];
  static const uint32_t unit = 0;
  struct engine *e = engine_new (&config);
  for (uint32_t f = 0; f < FUNCTIONS; f++)
    {
      char name[16];
      struct fingerprint print = fingerprint_of (&input[f], sizeof *input);
      snprintf (name, sizeof name, "f%u", f);
      list[f] = engine_key (e, KEY_FUNCTION, (struct fingerprint) { f, 0 },
			    name);
      engine_key_set_local (e, KEY_FUNCTION, f, print, true);
      engine_feed (e, Q_NUMBER, f, &input[f], sizeof *input, print);
    }
  engine_key (e, KEY_UNIT, fingerprint_of_string ("unit"), "unit.c");
  engine_key_set_local (e, KEY_UNIT, 0, fingerprint_of_string ("3"), false);
  engine_feed (e, Q_LIST, 0, list, sizeof list,
	       fingerprint_of (list, sizeof list));
  memory_load (e, m, KEY_UNIT, 0);
  for (uint32_t f = 0; f < FUNCTIONS; f++)
    memory_load (e, m, KEY_FUNCTION, f);
  if (!engine_try_green (e, Q_TOTAL, 0))
    {
      engine_start (e, threads);
      engine_prefetch (e, Q_TOTAL, &unit, 1);
    }
  ck_assert (engine_join (e));
  ck_assert_ptr_nonnull (engine_demand (e, Q_TOTAL, 0, NULL));
  engine_save (e, memory_put, m);
  return e;
}

/* What is written about E: the graph, with FILTER's text; all reasons, with
   FILTER's; the reason of TEXT alone.  Freed by the caller.  */
static char *
graph_of (struct engine *e, const char *text)
{
  char *out = NULL;
  size_t size = 0;
  struct graph_filter filter;
  const char *message = NULL;
  FILE *file = open_memstream (&out, &size);
  if (text)
    ck_assert_msg (graph_filter_parse (&filter, &config, text, &message),
		   "%s: %s", text, message);
  size_t n = engine_write_dot (e, file, text ? &filter : NULL);
  fclose (file);
  size_t labels = 0;
  for (const char *c = out; (c = strstr (c, "[label=")); c++)
    labels++;
  ck_assert_uint_eq (n, labels);
  return out;
}

static char *
reasons_of (struct engine *e, const char *text, size_t *n)
{
  char *out = NULL;
  size_t size = 0;
  struct graph_filter filter;
  const char *message = NULL;
  FILE *file = open_memstream (&out, &size);
  if (text)
    ck_assert_msg (graph_filter_parse (&filter, &config, text, &message),
		   "%s: %s", text, message);
  *n = engine_write_why_all (e, file, text ? &filter : NULL);
  fclose (file);
  return out;
}

static void
expect_graph (struct engine *e, const char *filter, const char *expected)
{
  char *got = graph_of (e, filter);
  ck_assert_str_eq (got, expected);
  free (got);
}

static void
expect_reasons (struct engine *e, const char *filter, size_t n,
		const char *expected)
{
  size_t told;
  char *got = reasons_of (e, filter, &told);
  ck_assert_str_eq (got, expected);
  ck_assert_uint_eq (told, n);
  free (got);
}

static void
expect_why (struct engine *e, uint32_t query, uint32_t key,
	    const char *expected)
{
  char *out = NULL;
  size_t size = 0;
  FILE *file = open_memstream (&out, &size);
  engine_write_why (e, file, query, key);
  fclose (file);
  ck_assert_str_eq (out, expected);
  free (out);
}

static const unsigned thread_counts[] = { 1, 2, 8 };
#define THREAD_COUNTS 3

/* The whole graph.  */
static const char cold_graph[] =
  "digraph queries {\n"
  "  node [shape=box, style=filled];\n"
  "  n0 [label=\"number\\nf0\\ninput\", fillcolor=lightblue];\n"
  "  n1 [label=\"number\\nf1\\ninput\", fillcolor=lightblue];\n"
  "  n2 [label=\"number\\nf2\\ninput\", fillcolor=lightblue];\n"
  "  n3 [label=\"list\\nunit.c\\ninput\", fillcolor=lightblue];\n"
  "  n4 [label=\"own\\nf0\\nexecuted\", fillcolor=lightpink];\n"
  "  n5 [label=\"own\\nf1\\nexecuted\", fillcolor=lightpink];\n"
  "  n6 [label=\"own\\nf2\\nexecuted\", fillcolor=lightpink];\n"
  "  n7 [label=\"sum\\nf0\\nexecuted\", fillcolor=lightpink];\n"
  "  n8 [label=\"sum\\nf1\\nexecuted\", fillcolor=lightpink];\n"
  "  n9 [label=\"sum\\nf2\\nexecuted\", fillcolor=lightpink];\n"
  "  n10 [label=\"the_clock\\nunit.c\\nexecuted\", fillcolor=lightpink];\n"
  "  n11 [label=\"total\\nunit.c\\nexecuted\", fillcolor=lightpink];\n"
  "  n4 -> n0;\n"
  "  n5 -> n1;\n"
  "  n6 -> n2;\n"
  "  n7 -> n4;\n"
  "  n7 -> n0;\n"
  "  n8 -> n5;\n"
  "  n8 -> n1;\n"
  "  n8 -> n7;\n"
  "  n9 -> n6;\n"
  "  n9 -> n2;\n"
  "  n9 -> n8;\n"
  "  n9 -> n7;\n"
  "  n11 -> n10;\n"
  "  n11 -> n3;\n"
  "  n11 -> n7;\n"
  "  n11 -> n8;\n"
  "  n11 -> n9;\n"
  "}\n";

/* Of f1's and f2's `own' the store says that it holds, so nobody looked.  */
static const char warm_graph[] =
  "digraph queries {\n"
  "  node [shape=box, style=filled];\n"
  "  n0 [label=\"number\\nf0\\ninput\", fillcolor=lightblue];\n"
  "  n1 [label=\"number\\nf1\\ninput\", fillcolor=lightblue];\n"
  "  n2 [label=\"number\\nf2\\ninput\", fillcolor=lightblue];\n"
  "  n3 [label=\"list\\nunit.c\\ninput\", fillcolor=lightblue];\n"
  "  n4 [label=\"own\\nf1\\ngreen\", fillcolor=honeydew];\n"
  "  n5 [label=\"own\\nf2\\ngreen\", fillcolor=honeydew];\n"
  "  n6 [label=\"sum\\nf0\\ngreen\", fillcolor=honeydew];\n"
  "  n7 [label=\"sum\\nf1\\nloaded\", fillcolor=palegreen];\n"
  "  n8 [label=\"sum\\nf2\\nloaded\", fillcolor=palegreen];\n"
  "  n9 [label=\"the_clock\\nunit.c\\nexecuted\", fillcolor=lightpink];\n"
  "  n10 [label=\"total\\nunit.c\\nloaded\", fillcolor=palegreen];\n"
  "  n4 -> n1 [style=dashed];\n"
  "  n5 -> n2 [style=dashed];\n"
  "  n6 -> n0 [style=dashed];\n"
  "  n7 -> n4;\n"
  "  n7 -> n1;\n"
  "  n7 -> n6;\n"
  "  n8 -> n5;\n"
  "  n8 -> n2;\n"
  "  n8 -> n7;\n"
  "  n8 -> n6;\n"
  "  n10 -> n9;\n"
  "  n10 -> n3;\n"
  "  n10 -> n6;\n"
  "  n10 -> n7;\n"
  "  n10 -> n8;\n"
  "}\n";

static const char cutoff_graph[] =
  "digraph queries {\n"
  "  node [shape=box, style=filled];\n"
  "  n0 [label=\"number\\nf0\\ninput\", fillcolor=lightblue];\n"
  "  n1 [label=\"number\\nf1\\ninput\", fillcolor=lightblue];\n"
  "  n2 [label=\"number\\nf2\\ninput\", fillcolor=lightblue];\n"
  "  n3 [label=\"list\\nunit.c\\ninput\", fillcolor=lightblue];\n"
  "  n4 [label=\"own\\nf1\\nexecuted\", fillcolor=lightpink];\n"
  "  n5 [label=\"own\\nf2\\ngreen\", fillcolor=honeydew];\n"
  "  n6 [label=\"sum\\nf0\\nloaded\", fillcolor=palegreen];\n"
  "  n7 [label=\"sum\\nf1\\nexecuted\", fillcolor=lightpink];\n"
  "  n8 [label=\"sum\\nf2\\nloaded\", fillcolor=palegreen];\n"
  "  n9 [label=\"the_clock\\nunit.c\\nexecuted\", fillcolor=lightpink];\n"
  "  n10 [label=\"total\\nunit.c\\nloaded\", fillcolor=palegreen];\n"
  "  n4 -> n1;\n"
  "  n5 -> n2 [style=dashed];\n"
  "  n6 -> n0 [style=dashed];\n"
  "  n7 -> n4;\n"
  "  n7 -> n1;\n"
  "  n7 -> n6;\n"
  "  n8 -> n5;\n"
  "  n8 -> n2;\n"
  "  n8 -> n7;\n"
  "  n8 -> n6;\n"
  "  n10 -> n9;\n"
  "  n10 -> n3;\n"
  "  n10 -> n6;\n"
  "  n10 -> n7;\n"
  "  n10 -> n8;\n"
  "}\n";

/* What is next to sum (f1), and from total to f0.  */
static const char cold_neighbours[] =
  "digraph queries {\n"
  "  node [shape=box, style=filled];\n"
  "  n1 [label=\"number\\nf1\\ninput\", fillcolor=lightblue];\n"
  "  n5 [label=\"own\\nf1\\nexecuted\", fillcolor=lightpink];\n"
  "  n7 [label=\"sum\\nf0\\nexecuted\", fillcolor=lightpink];\n"
  "  n8 [label=\"sum\\nf1\\nexecuted\", fillcolor=lightpink];\n"
  "  n9 [label=\"sum\\nf2\\nexecuted\", fillcolor=lightpink];\n"
  "  n11 [label=\"total\\nunit.c\\nexecuted\", fillcolor=lightpink];\n"
  "  n8 -> n5;\n"
  "  n8 -> n1;\n"
  "  n8 -> n7;\n"
  "  n9 -> n8;\n"
  "  n11 -> n8;\n"
  "}\n";

static const char warm_neighbours[] =
  "digraph queries {\n"
  "  node [shape=box, style=filled];\n"
  "  n1 [label=\"number\\nf1\\ninput\", fillcolor=lightblue];\n"
  "  n4 [label=\"own\\nf1\\ngreen\", fillcolor=honeydew];\n"
  "  n6 [label=\"sum\\nf0\\ngreen\", fillcolor=honeydew];\n"
  "  n7 [label=\"sum\\nf1\\nloaded\", fillcolor=palegreen];\n"
  "  n8 [label=\"sum\\nf2\\nloaded\", fillcolor=palegreen];\n"
  "  n10 [label=\"total\\nunit.c\\nloaded\", fillcolor=palegreen];\n"
  "  n7 -> n4;\n"
  "  n7 -> n1;\n"
  "  n7 -> n6;\n"
  "  n8 -> n7;\n"
  "  n10 -> n7;\n"
  "}\n";

static const char cold_paths[] =
  "digraph queries {\n"
  "  node [shape=box, style=filled];\n"
  "  n0 [label=\"number\\nf0\\ninput\", fillcolor=lightblue];\n"
  "  n4 [label=\"own\\nf0\\nexecuted\", fillcolor=lightpink];\n"
  "  n7 [label=\"sum\\nf0\\nexecuted\", fillcolor=lightpink];\n"
  "  n8 [label=\"sum\\nf1\\nexecuted\", fillcolor=lightpink];\n"
  "  n9 [label=\"sum\\nf2\\nexecuted\", fillcolor=lightpink];\n"
  "  n11 [label=\"total\\nunit.c\\nexecuted\", fillcolor=lightpink];\n"
  "  n4 -> n0;\n"
  "  n7 -> n4;\n"
  "  n7 -> n0;\n"
  "  n8 -> n7;\n"
  "  n9 -> n8;\n"
  "  n9 -> n7;\n"
  "  n11 -> n7;\n"
  "  n11 -> n8;\n"
  "  n11 -> n9;\n"
  "}\n";

static const char warm_paths[] =
  "digraph queries {\n"
  "  node [shape=box, style=filled];\n"
  "  n0 [label=\"number\\nf0\\ninput\", fillcolor=lightblue];\n"
  "  n6 [label=\"sum\\nf0\\ngreen\", fillcolor=honeydew];\n"
  "  n7 [label=\"sum\\nf1\\nloaded\", fillcolor=palegreen];\n"
  "  n8 [label=\"sum\\nf2\\nloaded\", fillcolor=palegreen];\n"
  "  n10 [label=\"total\\nunit.c\\nloaded\", fillcolor=palegreen];\n"
  "  n6 -> n0 [style=dashed];\n"
  "  n7 -> n6;\n"
  "  n8 -> n7;\n"
  "  n8 -> n6;\n"
  "  n10 -> n6;\n"
  "  n10 -> n7;\n"
  "  n10 -> n8;\n"
  "}\n";

static const char cold_reasons[] =
  "`own' of `f0' ran: `number' of `f0' (input) is new\n"
  "`own' of `f1' ran: `number' of `f1' (input) is new\n"
  "`own' of `f2' ran: `number' of `f2' (input) is new\n"
  "`sum' of `f0' ran: `number' of `f0' (input) is new\n"
  "`sum' of `f1' ran: `number' of `f1' (input) is new\n"
  "`sum' of `f2' ran: `number' of `f2' (input) is new\n"
  "`the_clock' of `unit.c' ran: it always does\n"
  "`total' of `unit.c' ran: nothing was remembered of `unit.c'\n";

static const char edited_reasons[] =
  "`own' of `f0' ran: `number' of `f0' (input) is new\n"
  "`own' of `f1' ran: it is as it was, but its value was needed and not remembered\n"
  "`own' of `f2' ran: it is as it was, but its value was needed and not remembered\n"
  "`sum' of `f0' ran: `number' of `f0' (input) is new\n"
  "`sum' of `f1' ran: `sum' of `f0' is another one\n"
  "`sum' of `f2' ran: `sum' of `f1' is another one\n"
  "`the_clock' of `unit.c' ran: it always does\n"
  "`total' of `unit.c' ran: `sum' of `f0' is another one\n";

static const char cutoff_reasons[] =
  "`own' of `f1' ran: `number' of `f1' (input) is new\n"
  "`sum' of `f1' ran: `number' of `f1' (input) is new\n"
  "`the_clock' of `unit.c' ran: it always does\n";

START_TEST (test_cold)
{
  struct memory_store m = { .count = 0 };
  struct engine *e = session (original, &m, thread_counts[_i]);
  expect_graph (e, NULL, cold_graph);
  expect_graph (e, "sum:f1", cold_neighbours);
  expect_graph (e, "total -> number:f0", cold_paths);
  expect_graph (e, " total:unit.c->*:f0 ", cold_paths);
  expect_graph (e, "sum:f3", "digraph queries {\n"
		"  node [shape=box, style=filled];\n}\n");
  expect_reasons (e, NULL, 8, cold_reasons);
  expect_why (e, Q_SUM, 1, "`sum' of `f1' ran: `number' of `f1' (input) is "
	      "new\n");
  expect_why (e, Q_TOTAL, 0, "`total' of `unit.c' ran: nothing was remembered"
	      " of `unit.c'\n");
  expect_why (e, Q_NUMBER, 2, "`number' of `f2' is an input\n");
  engine_free (e);
  memory_release (&m);
}
END_TEST

START_TEST (test_warm)
{
  struct memory_store m = { .count = 0 };
  engine_free (session (original, &m, 1));
  struct engine *e = session (original, &m, thread_counts[_i]);
  expect_graph (e, NULL, warm_graph);
  expect_graph (e, "sum:f1", warm_neighbours);
  expect_graph (e, "total -> number:f0", warm_paths);
  expect_reasons (e, NULL, 1, "`the_clock' of `unit.c' ran: it always does\n");
  expect_reasons (e, "sum", 0, "");
  expect_reasons (e, "sum:f3", 0, "");
  /* With a key, also what did not run, and what nobody looked at.  */
  expect_reasons (e, "own:f1", 1, "`own' of `f1' did not run: all that it is "
		  "about is as remembered\n");
  expect_reasons (e, "the-clock", 1, "`the_clock' of `unit.c' ran: it always "
		  "does\n");
  expect_why (e, Q_TOTAL, 0, "`total' of `unit.c' did not run: all that it "
	      "read is as remembered\n");
  engine_free (e);
  memory_release (&m);
}
END_TEST

/* f0's sum is another one, so all others are.  */
START_TEST (test_edited)
{
  struct memory_store m = { .count = 0 };
  struct input input[FUNCTIONS];
  memcpy (input, original, sizeof input);
  engine_free (session (input, &m, 1));
  input[0].number = 14;
  struct engine *e = session (input, &m, thread_counts[_i]);
  expect_graph (e, NULL, cold_graph);
  expect_reasons (e, NULL, 8, edited_reasons);
  expect_why (e, Q_SUM, 2,
	      "`sum' of `f2' ran: `sum' of `f1' is another one\n"
	      "  `sum' of `f1' ran: `sum' of `f0' is another one\n"
	      "    `sum' of `f0' ran: `number' of `f0' (input) is new\n");
  expect_reasons (e, "sum:f2", 1,
		  "`sum' of `f2' ran: `sum' of `f1' is another one\n"
		  "  `sum' of `f1' ran: `sum' of `f0' is another one\n"
		  "    `sum' of `f0' ran: `number' of `f0' (input) is new\n");
  engine_free (e);
  memory_release (&m);
}
END_TEST

/* f1 is another one, but not its sum.  */
START_TEST (test_cutoff)
{
  struct memory_store m = { .count = 0 };
  struct input input[FUNCTIONS];
  memcpy (input, original, sizeof input);
  engine_free (session (input, &m, 1));
  input[1].number = 34;
  struct engine *e = session (input, &m, thread_counts[_i]);
  expect_graph (e, NULL, cutoff_graph);
  expect_reasons (e, NULL, 3, cutoff_reasons);
  expect_why (e, Q_TOTAL, 0, "`total' of `unit.c' did not run: all that it "
	      "read is as remembered\n");
  engine_free (e);
  memory_release (&m);
}
END_TEST

/* The unit's record is lost, one function's too.  */
START_TEST (test_lost)
{
  struct memory_store m = { .count = 0 };
  engine_free (session (original, &m, 1));
  ck_assert_uint_eq (m.count, FUNCTIONS + 1);
  for (size_t i = 0; i < m.count; i++)
    m.items[i].key.low++;
  struct engine *e = session (original, &m, thread_counts[_i]);
  expect_graph (e, NULL, cold_graph);
  expect_reasons (e, NULL, 8, cold_reasons);
  engine_free (e);
  memory_release (&m);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("inspect");
  TCase *t = tcase_create ("inspect");
  tcase_add_loop_test (t, test_cold, 0, THREAD_COUNTS);
  tcase_add_loop_test (t, test_warm, 0, THREAD_COUNTS);
  tcase_add_loop_test (t, test_edited, 0, THREAD_COUNTS);
  tcase_add_loop_test (t, test_cutoff, 0, THREAD_COUNTS);
  tcase_add_loop_test (t, test_lost, 0, THREAD_COUNTS);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
