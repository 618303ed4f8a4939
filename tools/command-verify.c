/* command-verify.c - queries verify: everything in the folder, checked.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdio.h>
#include <string.h>

#include "tools/folder.h"
#include "tools/progress.h"
#include "tools/report.h"
#include "tools/rerun.h"
#include "tools/value.h"

/* Wrong values that are named; with --verbose all are.  */
#define MOST_NAMED 10

struct verifying
{
  struct invocation *invocation;
  struct report *report;
  struct progress progress;
  struct arena arena;
  struct rerun *rerun;		/* NULL: nothing is computed again.  */
  struct logs logs;
  struct keys ours;		/* Of records that this version has written.  */
  uint64_t total;
  uint64_t bodies, records, units, unknown, wrong;
};

static void
name_wrong (struct verifying *v, const struct fingerprint *key,
	    const char *why)
{
  char text[FINGERPRINT_TEXT_SIZE];
  v->wrong++;
  if (!v->invocation->verbose && v->wrong > MOST_NAMED)
    return;
  fingerprint_print (text, *key);
  report_item (v->report, VERDICT_PROBLEM, "value", NULL, "%s: %s", text, why);
}

static int
check_value (void *data, const struct store_entry *entry)
{
  struct verifying *v = data;
  const char *why;
  progress_show (&v->progress,
		 v->bodies + v->records + v->units + v->unknown + v->wrong,
		 v->total);
  if (!entry->bytes)
    {
      name_wrong (v, &entry->key, "the bytes are not those that were written");
      return 0;
    }
  switch (value_check (entry->bytes, entry->size, &v->arena, &why))
    {
    case VALUE_BODY:
      v->bodies++;
      if (v->rerun)
	rerun_note_body (v->rerun, entry);
      break;
    case VALUE_RECORD:
      v->records++;
      break;
    case VALUE_LOG:
      v->units++;
      break;
    case VALUE_UNKNOWN:
      if (keys_have (&v->ours, &entry->key))
	name_wrong (v, &entry->key, why);
      else
	v->unknown++;
      break;
    case VALUE_WRONG:
      name_wrong (v, &entry->key, why);
      break;
    }
  return 0;
}

/* Of the engine, about a value that was not what a query gives now.  */
static void
note_difference (void *data, const char *text)
{
  struct verifying *v = data;
  report_item (v->report, VERDICT_PROBLEM, "result",
	       "Please report this; then run 'queries evict --all'.", "%s",
	       text);
}

/* Read the logs: they tell of some records that they are this version's.  */
static void
note_logs (struct verifying *v, struct store *s)
{
  logs_load (&v->logs, s);
  for (size_t n = 0; n < v->logs.count; n++)
    {
      const struct unit_log *l = v->logs.items[n].log;
      if (!log_is_ours (l))
	continue;
      keys_add (&v->ours, l->record);
      for (uint32_t k = 0; k < l->n_functions; k++)
	keys_add (&v->ours, unit_log_functions (l)[k].record);
    }
  keys_sort (&v->ours);
}

static enum status
verify (struct verifying *v, struct store *s)
{
  struct rerun_totals totals = { 0 };
  struct store_size size;
  if (store_measure (s, &size))
    v->total = size.values;
  note_logs (v, s);
  uint64_t errors = store_counters (s)->errors;
  progress_begin (&v->progress, v->invocation, "checking");
  report_list_begin (v->report, "problems");
  store_for_each (s, check_value, v);
  progress_end (&v->progress);
  uint64_t pages = store_counters (s)->errors - errors;
  if (pages > 0)
    report_item (v->report, VERDICT_PROBLEM, "folder",
		 "The next compile that writes begins a new file.",
		 "the file's pages are damaged; what they led to is lost");
  if (v->rerun)
    {
      progress_begin (&v->progress, v->invocation, "computing again");
      rerun_all (v->rerun, s, &v->logs, note_difference, v, &v->progress,
		 &totals);
      progress_end (&v->progress);
    }
  report_list_end (v->report);
  report_number (v->report, "bodies", "Functions' bodies", v->bodies);
  report_number (v->report, "records", "Records of results", v->records);
  report_number (v->report, "units", "Logs of units", v->units);
  report_number (v->report, "unknown", "Of another version", v->unknown);
  report_number (v->report, "wrong", "Wrong values", v->wrong);
  if (v->rerun)
    {
      report_number (v->report, "units_verified", "Units computed again",
		     totals.units);
      if (totals.missing || v->report->format != FORMAT_TEXT)
	report_number (v->report, "bodies_missing", "  bodies not there",
		       totals.missing);
      report_number (v->report, "verified", "Results computed again",
		     totals.verified);
      report_number (v->report, "differences", "Results that differ",
		     totals.differences);
    }
  return v->wrong || pages || totals.differences ? STATUS_FINDINGS
						  : STATUS_CLEAN;
}

enum status
command_verify (struct invocation *i)
{
  struct report r;
  struct verifying v = { .invocation = i, .report = &r };
  enum status status;
  struct store *s = folder_open_existing (i, STATUS_CLEAN, &status);
  if (!s)
    return status;
  arena_init (&v.arena, "verify");
  if (!i->options[OPTION_no_rerun])
    v.rerun = rerun_new ();
  report_begin (&r, i);
  status = verify (&v, s);
  report_end (&r);
  rerun_free (v.rerun);
  logs_release (&v.logs);
  keys_release (&v.ours);
  arena_release (&v.arena);
  store_close (s);
  return status;
}
