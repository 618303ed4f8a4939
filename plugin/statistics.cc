/* statistics.cc - the stats argument.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "gcc-plugin.h"
#include "toplev.h"

#include "plugin/reports.h"
#include "plugin/statistics.h"
#include "queries/json.h"

/* All that is shown, collected.  */
struct numbers
{
  const char *input;
  struct unit_totals totals;
  unsigned threads;
  double capture_seconds, wait_seconds;
  uint32_t findings;
  struct store_counters store;
  struct query_statistics queries[QUERIES];
  struct query_statistics categories[CATEGORIES];	/* Their sums.  */
};

/* By enum query_category.  */
static const char *const category_names[CATEGORIES] =
{
  "input", "structure", "fact", "check"
};

static double
seconds (uint64_t nanoseconds)
{
  return (double) nanoseconds / 1e9;
}

static void
add_json_number (struct buffer *b, const char *name, uint64_t value)
{
  buffer_add_format (b, ", \"%s\": %llu", name, (unsigned long long) value);
}

static void
add_json_store (struct buffer *b, const struct store_counters *c)
{
  buffer_add_format (b, ", \"store\": {\"gets\": %llu",
		     (unsigned long long) c->gets);
  add_json_number (b, "found", c->found);
  add_json_number (b, "puts", c->puts);
  add_json_number (b, "bytes_in", c->bytes_in);
  add_json_number (b, "bytes_out", c->bytes_out);
  add_json_number (b, "damaged", c->damaged);
  add_json_number (b, "dropped", c->dropped);
  add_json_number (b, "errors", c->errors);
  buffer_add_format (b, "}");
}

/* The numbers of a query or a category, NAME; FIRST: nothing is before.  */

static void
add_json_query (struct buffer *b, bool first, const char *name,
		const struct query_statistics *q)
{
  if (!first)
    buffer_add_format (b, ", ");
  json_add_string (b, name);
  buffer_add_format (b, ": {\"executed\": %llu",
		     (unsigned long long) q->executed);
  add_json_number (b, "green", q->green);
  add_json_number (b, "hits", q->hits);
  add_json_number (b, "verified", q->verified);
  add_json_number (b, "gave_up", q->gave_up);
  buffer_add_format (b, ", \"seconds\": %.9f", seconds (q->nanoseconds));
  add_json_number (b, "bytes", q->bytes);
  buffer_add_format (b, "}");
}

static void
add_json (struct buffer *b, const struct numbers *n)
{
  buffer_add_format (b, "{\"input\": ");
  json_add_string (b, n->input);
  add_json_number (b, "functions", n->totals.functions);
  add_json_number (b, "statements", n->totals.statements);
  add_json_number (b, "threads", n->threads);
  buffer_add_format (b, ", \"capture_seconds\": %.9f, \"wait_seconds\": %.9f",
		     n->capture_seconds, n->wait_seconds);
  add_json_number (b, "executed", n->totals.executed);
  add_json_number (b, "green", n->totals.green);
  add_json_number (b, "hits", n->totals.hits);
  add_json_number (b, "gave_up", n->totals.gave_up);
  add_json_number (b, "verified", n->totals.verified);
  add_json_number (b, "findings", n->findings);
  add_json_store (b, &n->store);
  buffer_add_format (b, ", \"queries\": {");
  for (unsigned q = 0; q < QUERIES; q++)
    add_json_query (b, q == 0, query_kinds[q].name, &n->queries[q]);
  buffer_add_format (b, "}, \"categories\": {");
  for (unsigned c = 0; c < CATEGORIES; c++)
    add_json_query (b, c == 0, category_names[c], &n->categories[c]);
  buffer_add_format (b, "}}\n");
}

static void
add_line (struct buffer *b, const char *label, uint64_t value)
{
  buffer_add_format (b, "  %-28s%12llu\n", label, (unsigned long long) value);
}

static void
add_time (struct buffer *b, const char *label, double value)
{
  buffer_add_format (b, "  %-28s%12.3f ms\n", label, 1e3 * value);
}

static void
add_heading (struct buffer *b, const char *what)
{
  buffer_add_format (b, "  %-20s %9s %9s %9s %11s %10s\n", what, "executed",
		     "green", "hits", "ms", "bytes");
}

/* A row of the table; of what was not asked for there is none.  */

static void
add_query (struct buffer *b, const char *name,
	   const struct query_statistics *q)
{
  if (q->executed | q->green | q->hits)
    buffer_add_format (b, "  %-20s %9llu %9llu %9llu %11.3f %10llu\n", name,
		       (unsigned long long) q->executed,
		       (unsigned long long) q->green,
		       (unsigned long long) q->hits,
		       1e3 * seconds (q->nanoseconds),
		       (unsigned long long) q->bytes);
}

/* Add up the queries of each category.  */

static void
sum_categories (struct numbers *n)
{
  for (unsigned q = 0; q < QUERIES; q++)
    {
      const struct query_statistics *k = &n->queries[q];
      struct query_statistics *sum = &n->categories[query_kinds[q].category];
      sum->executed += k->executed;
      sum->green += k->green;
      sum->hits += k->hits;
      sum->verified += k->verified;
      sum->gave_up += k->gave_up;
      sum->nanoseconds += k->nanoseconds;
      sum->bytes += k->bytes;
    }
}

static void
add_table (struct buffer *b, const struct numbers *n)
{
  const struct unit_totals *t = &n->totals;
  buffer_add_format (b, "%s: %llu queries executed\n", n->input,
		     (unsigned long long) t->executed);
  add_line (b, "functions", t->functions);
  add_line (b, "statements", t->statements);
  add_line (b, "threads", n->threads);
  add_time (b, "capture", n->capture_seconds);
  add_time (b, "waited for results", n->wait_seconds);
  add_line (b, "findings shown", n->findings);
  add_line (b, "green, not executed", t->green);
  add_line (b, "asked again (hits)", t->hits);
  add_line (b, "verified", t->verified);
  add_line (b, "gave up", t->gave_up);
  const struct store_counters *s = &n->store;
  buffer_add_format (b, "  %-28s%6llu of %llu (%llu bytes)\n", "store: found",
		     (unsigned long long) s->found,
		     (unsigned long long) s->gets,
		     (unsigned long long) s->bytes_in);
  buffer_add_format (b, "  %-28s%6llu (%llu bytes)\n", "store: written",
		     (unsigned long long) s->puts,
		     (unsigned long long) s->bytes_out);
  if (s->damaged | s->dropped | s->errors)
    buffer_add_format (b, "  %-28s%6llu damaged, %llu dropped, %llu errors\n",
		       "store: trouble", (unsigned long long) s->damaged,
		       (unsigned long long) s->dropped,
		       (unsigned long long) s->errors);
  add_heading (b, "category");
  for (unsigned c = 0; c < CATEGORIES; c++)
    add_query (b, category_names[c], &n->categories[c]);
  add_heading (b, "query");
  for (unsigned q = 0; q < QUERIES; q++)
    add_query (b, query_kinds[q].name, &n->queries[q]);
}

/* Append B to the file NAME.  One write: what other compilers append comes
   before or after it.  */

static void
append (const char *name, const struct buffer *b)
{
  int fd = open (name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  ssize_t written = fd < 0 ? -1 : write (fd, b->bytes, b->size);
  if (written != (ssize_t) b->size)
    reports_cannot_write ("statistics", name);
  if (fd >= 0)
    close (fd);
}

void
statistics_show (const struct options *o, struct unit *unit,
		 const struct store *store, const struct session_times *times,
		 uint32_t n_shown)
{
  struct numbers n = {};
  n.input = main_input_filename ? main_input_filename : "";
  unit_totals (unit, &n.totals);
  n.threads = engine_threads (unit_engine (unit)) + 1;
  n.capture_seconds = seconds (times->capture);
  n.wait_seconds = seconds (times->wait);
  n.findings = n_shown;
  if (store)
    n.store = *store_counters (store);
  for (unsigned q = 0; q < QUERIES; q++)
    engine_statistics (unit_engine (unit), q, &n.queries[q]);
  sum_categories (&n);

  struct buffer b = BUFFER_INIT;
  if (o->stats_file)
    {
      add_json (&b, &n);
      append (o->stats_file, &b);
    }
  else
    {
      add_table (&b, &n);
      fwrite (b.bytes, 1, b.size, stderr);
    }
  buffer_release (&b);
}
