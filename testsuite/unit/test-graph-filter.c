/* test-graph-filter.c - how a part of the query graph is named.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <string.h>

#include "queries/inspect.h"
#include "testsuite/unit/suite.h"

enum { Q_OWN, Q_SUM, Q_CLOCK, Q_TOTAL, N_QUERIES };

static const struct query_kind kinds[N_QUERIES] = {
  { .name = "own" }, { .name = "sum" }, { .name = "the_clock" },
  { .name = "total" }
};

static const struct engine_config config = {
  .kinds = kinds, .count = N_QUERIES
};

static const struct
{
  const char *text;
  bool path;
  uint32_t from, to;
  const char *from_key, *to_key;
} good_filters[] = {
  { "sum", false, Q_SUM, 0, "", "" },
  { " sum ", false, Q_SUM, 0, "", "" },
  { "the-clock:a b", false, Q_CLOCK, 0, "a b", "" },
  { "*:f0", false, UINT32_MAX, 0, "f0", "" },
  { "sum:a::b", false, Q_SUM, 0, "a::b", "" },
  { "total->own", true, Q_TOTAL, Q_OWN, "", "" },
  { "total -> *:f", true, Q_TOTAL, UINT32_MAX, "", "f" },
  { "sum:T::operator->", false, Q_SUM, 0, "T::operator->", "" },
  { "sum:T::operator-> -> own:x", true, Q_SUM, Q_OWN, "T::operator->", "x" },
  { "sum:a -> own:operator->", true, Q_SUM, Q_OWN, "a", "operator->" },
};

START_TEST (test_good_filter)
{
  struct graph_filter f;
  const char *message = NULL;
  ck_assert_msg (graph_filter_parse (&f, &config, good_filters[_i].text,
				     &message), "%s: %s",
		 good_filters[_i].text, message);
  ck_assert (f.path == good_filters[_i].path);
  ck_assert_uint_eq (f.query[0], good_filters[_i].from);
  ck_assert_str_eq (f.key[0], good_filters[_i].from_key);
  if (f.path)
    {
      ck_assert_uint_eq (f.query[1], good_filters[_i].to);
      ck_assert_str_eq (f.key[1], good_filters[_i].to_key);
    }
}
END_TEST

static const struct
{
  const char *text, *message;
} bad_filters[] = {
  { "", "a query is missing" },
  { ":f", "there is no such query" },
  { "summ", "there is no such query" },
  { "sum:", "a key is missing behind the colon" },
  { "sum ->", "a query is missing" },
  { "-> sum", "a query is missing" },
  { "sum -> owl", "there is no such query" },
  { "summ -> own:f", "there is no such query" },
};

START_TEST (test_bad_filter)
{
  struct graph_filter f;
  const char *message = NULL;
  ck_assert (!graph_filter_parse (&f, &config, bad_filters[_i].text,
				  &message));
  ck_assert_str_eq (message, bad_filters[_i].message);
}
END_TEST

START_TEST (test_long_filter)
{
  struct graph_filter f;
  const char *message = NULL;
  char text[300] = "sum:";
  memset (text + 4, 'x', 255);
  ck_assert (graph_filter_parse (&f, &config, text, &message));
  ck_assert_uint_eq (strlen (f.key[0]), 255);
  text[4 + 255] = 'x';
  ck_assert (!graph_filter_parse (&f, &config, text, &message));
  ck_assert_str_eq (message, "the key's name is too long");
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("graph-filter");
  TCase *t = tcase_create ("graph-filter");
  tcase_add_loop_test (t, test_good_filter, 0,
		       sizeof good_filters / sizeof *good_filters);
  tcase_add_loop_test (t, test_bad_filter, 0,
		       sizeof bad_filters / sizeof *bad_filters);
  tcase_add_test (t, test_long_filter);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
