/* command-stats.c - queries stats: what compiles have reused.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "queries/counters.h"
#include "tools/folder.h"
#include "tools/report.h"
#include "tools/text.h"

#define SUM(NAME) (c->sums[COUNTER_##NAME])

static void
show_since (struct report *r, const struct counters *c)
{
  char text[TEXT_SIZE];
  if (r->format != FORMAT_TEXT)
    report_number (r, "since", NULL, c->since);
  else if (c->since == 0)
    report_text (r, NULL, "Counted since", "nothing was counted yet");
  else
    report_text (r, NULL, "Counted since", text_date (text, c->since));
}

static void
show_mean (struct report *r, const char *label, uint64_t microseconds,
	   uint64_t units)
{
  char text[TEXT_SIZE];
  if (units > 0)
    report_note (r, "%-34s %10s", label,
		 text_microseconds (text, (double) microseconds
					  / (double) units));
}

static void
show_work (struct report *r, const struct counters *c)
{
  uint64_t functions = SUM (functions), reused = SUM (functions_reused);
  report_heading (r, "Compiles");
  report_number (r, NULL, "  Units checked", SUM (units));
  report_share (r, NULL, "    nothing executed", SUM (units_unchanged),
		SUM (units));
  if (SUM (units_failed))
    report_share (r, NULL, "    failed, not remembered", SUM (units_failed),
		  SUM (units));
  report_number (r, NULL, "  Functions", functions);
  report_share (r, NULL, "    reused", reused, functions);
  report_share (r, NULL, "    computed",
		functions > reused ? functions - reused : 0, functions);
  report_number (r, NULL, "  Queries executed", SUM (executed));
  report_number (r, NULL, "  Queries that gave up", SUM (gave_up));
  report_number (r, NULL, "  Findings shown", SUM (findings));
  if (SUM (mismatches))
    report_number (r, NULL, "  Remembered values proved wrong",
		   SUM (mismatches));
  show_mean (r, "  Capture, a unit", SUM (capture_microseconds), SUM (units));
  show_mean (r, "  Waited for results, a unit", SUM (wait_microseconds),
	     SUM (units));
}

static void
show_trouble (struct report *r, const struct counters *c, unsigned first,
	      unsigned last)
{
  static const bool is_trouble[COUNTERS] = {
    [COUNTER_damaged] = true, [COUNTER_dropped] = true,
    [COUNTER_errors] = true, [COUNTER_replaced] = true,
    [COUNTER_remote_damaged] = true, [COUNTER_remote_forged] = true,
    [COUNTER_remote_errors] = true, [COUNTER_remote_timeouts] = true
  };
  for (unsigned n = first; n <= last; n++)
    if (is_trouble[n] && c->sums[n])
      {
	char label[64] = "    ";
	strncat (label, counter_label (n), sizeof label - 5);
	report_number (r, NULL, label, c->sums[n]);
      }
}

static void
show_local (struct report *r, const struct counters *c,
	    const struct store_size *size, uint64_t limit)
{
  char used[TEXT_SIZE], most[TEXT_SIZE];
  uint64_t local = SUM (found) - SUM (remote_found);
  report_heading (r, "Folder");
  report_share (r, NULL, "  Found, of keys asked for", local, SUM (gets));
  report_number (r, NULL, "  Written", SUM (puts));
  report_number (r, NULL, "  Evicted", SUM (evicted));
  show_trouble (r, c, COUNTER_gets, COUNTER_replaced);
  report_number (r, NULL, "  Values", size->values);
  if (limit)
    report_note (r, "%-34s %10s of %s (%.1f %%)", "  Size",
		 text_bytes (used, size->file_bytes), text_bytes (most, limit),
		 100.0 * (double) size->file_bytes / (double) limit);
  else
    report_note (r, "%-34s %10s, no limit", "  Size",
		 text_bytes (used, size->file_bytes));
}

static void
show_remote (struct report *r, const struct counters *c)
{
  if (!SUM (remote_gets) && !SUM (remote_puts) && !SUM (remote_errors)
      && !SUM (remote_timeouts))
    return;
  report_heading (r, "Servers");
  report_share (r, NULL, "  Found, of keys asked for", SUM (remote_found),
		SUM (remote_gets));
  report_number (r, NULL, "  Written", SUM (remote_puts));
  report_bytes (r, NULL, "  Received", SUM (remote_bytes_in));
  report_bytes (r, NULL, "  Sent", SUM (remote_bytes_out));
  show_trouble (r, c, COUNTER_remote_gets, COUNTER_remote_timeouts);
}

/* By name; in text by label.  */
static void
show_all (struct report *r, const struct counters *c)
{
  report_heading (r, "All counters");
  for (unsigned n = 0; n < COUNTERS; n++)
    if (counter_name (n))
      {
	char label[64] = "  ";
	strncat (label, counter_label (n), sizeof label - 3);
	report_number (r, counter_name (n), label, c->sums[n]);
      }
}

static enum status
zero (const struct invocation *i, const char *folder)
{
  struct stat st;
  if (stat (folder, &st) != 0 && errno == ENOENT)
    return STATUS_CLEAN;
  if (!counters_zero (folder, (uint64_t) time (NULL)))
    {
      complain ("'%s/statistics': %s", folder, strerror (errno));
      return STATUS_ERROR;
    }
  if (!i->quiet)
    complain ("counting begins anew");
  return STATUS_CLEAN;
}

static void
measure (struct invocation *i, const char *folder, struct store_size *size)
{
  struct store *s = NULL;
  memset (size, 0, sizeof *size);
  if (!folder_has_store (folder))
    return;
  s = folder_open (i, folder);
  if (s && !store_measure (s, size) && !i->quiet && size->file_bytes)
    complain ("the store's folder is damaged; see 'queries verify'");
  store_close (s);
}

enum status
command_stats (struct invocation *i)
{
  struct report r;
  struct counters c;
  struct store_size size;
  uint64_t limit = i->settings.settings[SETTING_MAX_SIZE].number;
  const char *folder = folder_name (i);
  if (!folder)
    return STATUS_USAGE;
  if (i->options[OPTION_zero])
    return zero (i, folder);
  if (!counters_read (folder, &c))
    complain ("'%s/statistics' cannot be read, or is damaged: shown as zero",
	      folder);
  measure (i, folder, &size);
  report_begin (&r, i);
  report_text (&r, "folder", "Store", folder);
  show_since (&r, &c);
  if (r.format == FORMAT_TEXT)
    {
      show_work (&r, &c);
      show_local (&r, &c, &size, limit);
      show_remote (&r, &c);
    }
  else
    {
      report_bytes (&r, "size", NULL, size.file_bytes);
      report_bytes (&r, "size_used", NULL, size.used_bytes);
      report_number (&r, "values", NULL, size.values);
      report_bytes (&r, "max_size", NULL, limit);
    }
  if (i->verbose || r.format != FORMAT_TEXT)
    show_all (&r, &c);
  report_end (&r);
  return STATUS_CLEAN;
}
