/* statistics.cc - the stats argument.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "gcc-plugin.h"
#include "diagnostic-core.h"
#include "toplev.h"

#include <time.h>

#include "plugin/statistics.h"
#include "queries/buffer.h"

uint64_t
session_clock (void)
{
  struct timespec now;
  clock_gettime (CLOCK_MONOTONIC, &now);
  return (uint64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

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
};

static double
seconds (uint64_t nanoseconds)
{
  return (double) nanoseconds / 1e9;
}

/* TEXT as JSON has it.  */

static void
add_json_string (struct buffer *b, const char *text)
{
  buffer_add_format (b, "\"");
  for (; *text; text++)
    if (*text == '"' || *text == '\\')
      buffer_add_format (b, "\\%c", *text);
    else if ((unsigned char) *text < ' ')
      buffer_add_format (b, "\\u%04x", (unsigned char) *text);
    else
      buffer_add (b, text, 1);
  buffer_add_format (b, "\"");
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

static void
add_json_query (struct buffer *b, const char *name,
		const struct query_statistics *q)
{
  add_json_string (b, name);
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
  add_json_string (b, n->input);
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
    {
      if (q > 0)
	buffer_add_format (b, ", ");
      add_json_query (b, query_kinds[q].name, &n->queries[q]);
    }
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
  buffer_add_format (b, "  %-20s %9s %9s %9s %11s %10s\n", "query", "executed",
		     "green", "hits", "ms", "bytes");
  for (unsigned q = 0; q < QUERIES; q++)
    {
      const struct query_statistics *k = &n->queries[q];
      if (k->executed | k->green | k->hits)
	buffer_add_format (b, "  %-20s %9llu %9llu %9llu %11.3f %10llu\n",
			   query_kinds[q].name,
			   (unsigned long long) k->executed,
			   (unsigned long long) k->green,
			   (unsigned long long) k->hits,
			   1e3 * seconds (k->nanoseconds),
			   (unsigned long long) k->bytes);
    }
}

/* Append B to the file NAME.  One write: what other compilers append comes
   before or after it.  */

static void
append (const char *name, const struct buffer *b)
{
  int fd = open (name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  ssize_t written = fd < 0 ? -1 : write (fd, b->bytes, b->size);
  if (written != (ssize_t) b->size)
    warning (0, "cannot write statistics to %qs", name);
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
