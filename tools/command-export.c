/* command-export.c - queries export: the folder in one file.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "passes/unit-log.h"
#include "passes/unit.h"
#include "tools/archive.h"
#include "tools/folder.h"
#include "tools/progress.h"
#include "tools/report.h"

/* Where the file is written.  */
struct target
{
  const char *name;		/* As given; "-": stdout.  */
  char *temporary;		/* NULL: written as NAME at once.  */
  FILE *file;
};

struct exporting
{
  struct archive_writer writer;
  struct progress progress;
  uint64_t total;
  uint64_t oldest;		/* Stamps before that are left out.  */
  uint64_t left_out, damaged;
  uint64_t logs;		/* Left out: they are about this machine.  */
  bool failed;
};

/* What exists and is no plain file (a pipe, /dev/null) is written to; else a
   new file takes the old one's place when it is whole.  */
static bool
target_open (struct target *t, const char *name)
{
  struct stat st;
  *t = (struct target) { .name = name };
  if (strcmp (name, "-") == 0)
    {
      t->file = stdout;
      return true;
    }
  if (stat (name, &st) == 0 && !S_ISREG (st.st_mode))
    {
      t->file = fopen (name, "wbe");
      return t->file != NULL;
    }
  if (asprintf (&t->temporary, "%s.XXXXXX", name) < 0)
    {
      t->temporary = NULL;
      return false;
    }
  int fd = mkostemp (t->temporary, O_CLOEXEC);
  if (fd < 0)
    {
      free (t->temporary);
      t->temporary = NULL;
      return false;
    }
  mode_t mask = umask (0);
  umask (mask);
  fchmod (fd, 0666 & ~mask);
  t->file = fdopen (fd, "wb");
  return t->file != NULL;
}

/* COMPLETE: put it in its place.  False, with errno, if that fails.  */
static bool
target_close (struct target *t, bool complete)
{
  bool fine = true;
  if (t->file && t->file != stdout)
    fine = fclose (t->file) == 0;
  if (t->temporary && complete && fine)
    fine = rename (t->temporary, t->name) == 0;
  if (t->temporary && !(complete && fine))
    {
      int error = errno;
      unlink (t->temporary);
      errno = error;
    }
  free (t->temporary);
  return fine;
}

static int
export_value (void *data, const struct store_entry *entry)
{
  struct exporting *e = data;
  progress_show (&e->progress, e->writer.n_values + e->left_out + e->logs,
		 e->total);
  if (!entry->bytes)
    e->damaged++;
  else if (unit_log_is (entry->bytes, entry->size))
    e->logs++;
  else if (entry->stamp < e->oldest)
    e->left_out++;
  else if (!archive_add (&e->writer, &entry->key, (uint32_t) entry->stamp,
			 entry->bytes, entry->size))
    return e->failed = true;
  return 0;
}

/* S: NULL if there is no store.  */
static bool
export_all (struct exporting *e, struct store *s, FILE *file)
{
  struct store_size size;
  if (s && store_measure (s, &size))
    e->total = size.values;
  if (!archive_begin (&e->writer, file, unit_build))
    return false;
  if (s)
    store_for_each (s, export_value, e);
  return !e->failed && archive_end (&e->writer);
}

static enum status
tell (struct invocation *i, const struct exporting *e, const char *name)
{
  struct report r;
  /* Where stdout is the file there is nothing else to be on it.  */
  if (strcmp (name, "-") != 0 && !i->quiet)
    {
      report_begin (&r, i);
      report_number (&r, "exported", "Values written", e->writer.n_values);
      report_bytes (&r, "bytes", "Size of the file", e->writer.n_bytes);
      report_number (&r, "left_out", "Not used so recently", e->left_out);
      if (e->damaged || r.format != FORMAT_TEXT)
	report_number (&r, "damaged", "Damaged, left out", e->damaged);
      report_end (&r);
    }
  return e->damaged ? STATUS_FINDINGS : STATUS_CLEAN;
}

static bool
read_options (struct invocation *i, struct exporting *e)
{
  uint64_t age, now = (uint64_t) time (NULL);
  const char *within = i->options[OPTION_used_within];
  if (!within)
    return true;
  if (!option_age (OPTION_used_within, within, &age))
    return false;
  e->oldest = age < now ? (now - age) / STORE_STAMP_SECONDS : 0;
  return true;
}

enum status
command_export (struct invocation *i)
{
  struct exporting e = { 0 };
  struct target t;
  const char *name = i->operands[0];
  enum status status;
  if (!read_options (i, &e))
    return STATUS_USAGE;
  if (strcmp (name, "-") == 0 && isatty (STDOUT_FILENO))
    return usage_error (i, "the file is nothing for a terminal");
  /* Of no store yet an empty file is made.  */
  struct store *s = folder_open_existing (i, STATUS_CLEAN, &status);
  if (!s && status != STATUS_CLEAN)
    return status;
  progress_begin (&e.progress, i, "exporting");
  bool fine = target_open (&t, name) && export_all (&e, s, t.file);
  int error = errno;
  progress_end (&e.progress);
  bool closed = target_close (&t, fine);
  if (fine && !closed)
    error = errno;
  archive_release (&e.writer);
  if (s && store_counters (s)->errors)
    e.damaged++;
  store_close (s);
  if (fine && closed)
    return tell (i, &e, name);
  /* Who reads a pipe and has had enough is told of by main.  */
  if (!(t.file == stdout && error == EPIPE))
    complain ("'%s': %s", name, strerror (error));
  return STATUS_ERROR;
}
