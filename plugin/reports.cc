/* reports.cc - what the engine reports, told when GCC's thread has time.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "gcc-plugin.h"

#include <pthread.h>

#include "plugin/reports.h"
#include "queries/buffer.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct buffer kept = BUFFER_INIT;

void
reports_add (void *, const char *text)
{
  pthread_mutex_lock (&lock);
  buffer_add_format (&kept, "libqueries: %s\n", text);
  pthread_mutex_unlock (&lock);
}

void
reports_show (void)
{
  pthread_mutex_lock (&lock);
  fwrite (kept.bytes, 1, kept.size, stderr);
  buffer_release (&kept);
  pthread_mutex_unlock (&lock);
}

void
reports_cannot_write (const char *what, const char *file)
{
  fprintf (stderr, "libqueries: warning: cannot write %s to '%s': %s\n", what,
	   file, xstrerror (errno));
}
