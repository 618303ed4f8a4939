/* threads.cc - how many threads to use.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "gcc-plugin.h"

#include <sched.h>

#include "plugin/threads.h"
#include "queries/jobserver.h"

/* What threads_give_back frees.  */
static struct jobserver *server;

/* Processors that this process may run on.  */

static unsigned
processors (void)
{
  cpu_set_t set;
  if (sched_getaffinity (0, sizeof set, &set) == 0)
    return (unsigned) CPU_COUNT (&set);
  return 1;
}

unsigned
threads_acquire (unsigned wanted, struct jobserver **jobserver)
{
  *jobserver = NULL;
  if (wanted)
    return wanted;
  unsigned most = MIN (processors (), THREADS_AUTO_MOST);
  const char *makeflags = getenv ("MAKEFLAGS");
  if (most > 1 && jobserver_is_named (makeflags))
    {
      threads_give_back ();
      *jobserver = server = jobserver_open (makeflags);
      return server ? most : 1;
    }
  return MAX (most, 1);
}

void
threads_give_back (void)
{
  jobserver_free (server);
  server = NULL;
}
