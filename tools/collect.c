/* collect.c - what gc and evict have in common.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "tools/collect.h"

#include <signal.h>
#include <stdlib.h>

#include "tools/progress.h"
#include "tools/report.h"

/* Set by a signal: leave everything as it is.  */
static volatile sig_atomic_t interrupted;

static void
on_signal (int number)
{
  (void) number;
  interrupted = 1;
}

struct collecting
{
  struct progress progress;
  bool (*leaves) (void *data, const struct store_entry *entry);
  void *data;
};

static bool
show_progress (void *data, uint64_t done, uint64_t total)
{
  struct collecting *c = data;
  progress_show (&c->progress, done, total);
  return interrupted;
}

static bool
ask_leaves (void *data, const struct store_entry *entry)
{
  struct collecting *c = data;
  return c->leaves (c->data, entry);
}

static void
tell (struct invocation *i, const struct store_collected *what, bool dry_run)
{
  struct report r;
  if (i->quiet)
    return;
  report_begin (&r, i);
  if (dry_run)
    report_note (&r, "Nothing was changed; this would be removed:");
  report_number (&r, "unwanted", "Removed as the options say",
		 what->unwanted);
  report_number (&r, "expired", "Not used for too long", what->expired);
  report_number (&r, "evicted", "Beyond the size's limit", what->evicted);
  report_number (&r, "damaged", "Damaged", what->damaged);
  report_number (&r, "values_before", "Values before", what->before.values);
  report_number (&r, "values_after", "Values now", what->after.values);
  report_bytes (&r, "size_before", "Size before", what->before.file_bytes);
  if (!dry_run)
    report_bytes (&r, "size_after", "Size now", what->after.file_bytes);
  report_end (&r);
}

enum status
collect (struct invocation *i, struct store_collecting *how, const char *what)
{
  struct collecting c = { .leaves = how->leaves, .data = how->data };
  struct store_collected collected = { 0 };
  char *message = NULL;
  enum status status;
  struct store *s = folder_open_existing (i, STATUS_CLEAN, &status);
  if (!s)
    return status;
  how->leaves = c.leaves ? ask_leaves : NULL;
  how->progress = show_progress;
  how->data = &c;
  how->dry_run = i->options[OPTION_dry_run] != NULL;
  signal (SIGINT, on_signal);
  signal (SIGTERM, on_signal);
  progress_begin (&c.progress, i, what);
  bool done = store_collect (s, how, &collected, &message);
  progress_end (&c.progress);
  store_close (s);
  if (done)
    tell (i, &collected, how->dry_run);
  else
    complain ("'%s': %s; nothing was changed", i->settings.folder,
	      message ? message
	      : interrupted ? "interrupted" : "cannot be written");
  free (message);
  return done ? STATUS_CLEAN : STATUS_ERROR;
}
