/* progress.c - how far something is that takes long, on a terminal.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "tools/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "queries/profile.h"

#define PAUSE_NANOSECONDS 100000000u

void
progress_begin (struct progress *p, const struct invocation *i,
		const char *what)
{
  *p = (struct progress) {
    .what = what, .wanted = !i->quiet && isatty (STDERR_FILENO),
    /* What is done at once needs none.  */
    .next = profile_clock () + 2 * PAUSE_NANOSECONDS
  };
}

void
progress_show (struct progress *p, uint64_t done, uint64_t total)
{
  if (!p->wanted)
    return;
  uint64_t now = profile_clock ();
  if (now < p->next)
    return;
  if (total > 0)
    fprintf (stderr, "\r%s: %3u %%\033[K", p->what,
	     (unsigned) (done < total ? done * 100.0 / total : 100));
  else
    fprintf (stderr, "\r%s: %" PRIu64 "\033[K", p->what, done);
  fflush (stderr);
  p->shown = true;
  p->next = now + PAUSE_NANOSECONDS;
}

void
progress_end (struct progress *p)
{
  if (p->shown)
    fprintf (stderr, "\r\033[K");
  p->shown = false;
}
