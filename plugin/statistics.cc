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
  const char *separator = "";
  buffer_add_format (b, ", \"store\": {");
#define COUNTER(NUMBER, GROUP, NAME, LABEL) COUNTER_IF_##GROUP (NAME)
#define COUNTER_IF_UNIT(NAME)
#define COUNTER_IF_STORE(NAME)						\
  buffer_add_format (b, "%s\"" #NAME "\": %llu", separator,		\
		     (unsigned long long) c->NAME);			\
  separator = ", ";
#include "queries/counters.def"
#undef COUNTER_IF_UNIT
#undef COUNTER_IF_STORE
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

/* What of the store went wrong, a line for each kind.  */

static void
add_trouble (struct buffer *b, const struct store_counters *s)
{
  const struct { uint64_t value; enum counter counter; } kinds[] =
    {
      { s->damaged, COUNTER_damaged }, { s->dropped, COUNTER_dropped },
      { s->errors, COUNTER_errors }, { s->replaced, COUNTER_replaced },
      { s->remote_damaged, COUNTER_remote_damaged },
      { s->remote_forged, COUNTER_remote_forged },
      { s->remote_errors, COUNTER_remote_errors },
      { s->remote_timeouts, COUNTER_remote_timeouts }
    };
  for (unsigned i = 0; i < ARRAY_SIZE (kinds); i++)
    if (kinds[i].value)
      buffer_add_format (b, "  store: %s: %llu\n",
			 counter_label (kinds[i].counter),
			 (unsigned long long) kinds[i].value);
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
  if (s->remote_gets)
    buffer_add_format (b, "  %-28s%6llu of %llu (%llu bytes)\n",
		       "servers: found", (unsigned long long) s->remote_found,
		       (unsigned long long) s->remote_gets,
		       (unsigned long long) s->remote_bytes_in);
  add_trouble (b, s);
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

/* Add N's numbers to the sums of the store in FOLDER.  */

static void
add_to_sums (const char *folder, const struct numbers *n, bool failed)
{
  const struct unit_totals *t = &n->totals;
  uint64_t sums[COUNTERS] = {};
  sums[COUNTER_units] = 1;
  sums[COUNTER_functions] = t->functions;
  sums[COUNTER_statements] = t->statements;
  sums[COUNTER_functions_reused] = t->functions_reused;
  sums[COUNTER_executed] = t->executed;
  sums[COUNTER_green] = t->green;
  sums[COUNTER_hits] = t->hits;
  sums[COUNTER_verified] = t->verified;
  sums[COUNTER_gave_up] = t->gave_up;
  sums[COUNTER_findings] = n->findings;
  sums[COUNTER_units_unchanged] = t->executed == 0;
  sums[COUNTER_units_failed] = failed;
  sums[COUNTER_mismatches] = t->mismatches;
  sums[COUNTER_capture_microseconds] = (uint64_t) (1e6 * n->capture_seconds);
  sums[COUNTER_wait_microseconds] = (uint64_t) (1e6 * n->wait_seconds);
#define COUNTER(NUMBER, GROUP, NAME, LABEL) COUNTER_IF_##GROUP (NAME)
#define COUNTER_IF_UNIT(NAME)
#define COUNTER_IF_STORE(NAME) sums[COUNTER_##NAME] = n->store.NAME;
#include "queries/counters.def"
#undef COUNTER_IF_UNIT
#undef COUNTER_IF_STORE
  counters_add (folder, sums, (uint64_t) time (NULL));
}

static void
show (const struct options *o, const struct numbers *n)
{
  struct buffer b = BUFFER_INIT;
  if (o->stats_file)
    {
      add_json (&b, n);
      append (o->stats_file, &b);
    }
  else
    {
      add_table (&b, n);
      fwrite (b.bytes, 1, b.size, stderr);
    }
  buffer_release (&b);
}

void
statistics_finish (const struct options *o, struct unit *unit,
		   const struct session_times *times, uint32_t n_shown,
		   bool failed)
{
  struct numbers n = {};
  const struct store *store = unit_store (unit);
  if (!store && !o->stats)
    return;
  n.input = main_input_filename ? main_input_filename : "";
  unit_totals (unit, &n.totals);
  n.threads = engine_threads (unit_engine (unit)) + 1;
  n.capture_seconds = seconds (times->capture);
  n.wait_seconds = seconds (times->wait);
  n.findings = n_shown;
  if (store)
    n.store = *store_counters (store);
  if (store && o->settings.folder && n.totals.functions > 0)
    add_to_sums (o->settings.folder, &n, failed);
  if (!o->stats)
    return;
  for (unsigned q = 0; q < QUERIES; q++)
    engine_statistics (unit_engine (unit), q, &n.queries[q]);
  sum_categories (&n);
  show (o, &n);
}
