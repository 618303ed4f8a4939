/* command-doctor.c - queries doctor: what is wrong with the installation.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "queries/jobserver.h"
#include "tools/doctor.h"

void
doctor_tell (struct doctor *d, enum verdict verdict, const char *topic,
	     const char *advice, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  d->n_problems += verdict == VERDICT_PROBLEM;
  if (verdict == VERDICT_PROBLEM || !d->invocation->quiet)
    report_item_v (&d->report, verdict, topic, advice, format, arguments);
  va_end (arguments);
}

static void
tell_complaint (void *data, const char *place, const char *text)
{
  doctor_tell (data, VERDICT_PROBLEM, "settings", NULL, "%s: %s", place, text);
}

/* Read the settings once more, to hear what is wrong with them.  */
static void
look_at_settings (struct doctor *d)
{
  struct settings s;
  unsigned before = d->n_problems;
  const char *disabled = getenv ("QUERIES_DISABLE");
  settings_init (&s);
  settings_load (&s, NULL, tell_complaint, d);
  settings_release (&s);
  if (disabled && *disabled && strcmp (disabled, "0") != 0)
    doctor_tell (d, VERDICT_PROBLEM, "settings",
		 "Unset it where results are to be remembered.",
		 "QUERIES_DISABLE is set: no compile uses a store");
  else if (d->n_problems == before)
    doctor_tell (d, VERDICT_FINE, "settings", NULL,
		 "all can be read ('queries config' shows them)");
}

static void
look_at_threads (struct doctor *d)
{
  cpu_set_t set;
  const char *makeflags = getenv ("MAKEFLAGS");
  if (sched_getaffinity (0, sizeof set, &set) == 0)
    doctor_tell (d, VERDICT_FINE, "threads", NULL,
		 "%d processors may be used", CPU_COUNT (&set));
  if (!jobserver_is_named (makeflags))
    {
      doctor_tell (d, VERDICT_FINE, "threads", NULL,
		   "no job server of make: threads follow the processors");
      return;
    }
  struct jobserver *j = jobserver_open (makeflags);
  if (j)
    doctor_tell (d, VERDICT_FINE, "threads", NULL,
		 "make's job server is in reach");
  else
    doctor_tell (d, VERDICT_PROBLEM, "threads",
		 "Let the recipe's line begin with `+', or use GNU make 4.4: "
		 "without it every compiler keeps to one thread.",
		 "make's job server is named in MAKEFLAGS, but out of reach");
  jobserver_free (j);
}

enum status
command_doctor (struct invocation *i)
{
  struct doctor d = { .invocation = i };
  report_begin (&d.report, i);
  report_list_begin (&d.report, "items");
  doctor_compiler (&d);
  doctor_ccache (&d);
  look_at_settings (&d);
  doctor_folder (&d);
  doctor_servers (&d);
  look_at_threads (&d);
  report_list_end (&d.report);
  if (d.report.format == FORMAT_JSON)
    report_number (&d.report, "problems", NULL, d.n_problems);
  report_end (&d.report);
  return d.n_problems ? STATUS_FINDINGS : STATUS_CLEAN;
}
