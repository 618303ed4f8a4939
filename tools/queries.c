/* queries.c - the command over a store: main.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tools/command.h"

static bool
reader_is_gone (void)
{
  struct pollfd p = { .fd = STDOUT_FILENO };
  return poll (&p, 1, 0) == 1 && p.revents & POLLERR;
}

/* What stdout has not taken by now is lost: say so.  */
static enum status
close_output (enum status status)
{
  bool failed = ferror (stdout) != 0;
  errno = 0;
  if (fflush (stdout) == 0 && !failed)
    return status;
  if (errno == EPIPE || reader_is_gone ())
    {
      /* Whoever reads has had enough.  End as if we had not looked.  */
      signal (SIGPIPE, SIG_DFL);
      raise (SIGPIPE);
    }
  complain ("standard output: %s", strerror (errno ? errno : EIO));
  return STATUS_ERROR;
}

int
main (int argc, char **argv)
{
  struct invocation i;
  enum status status;
  /* Servers hang up, and what is being written to a store is to be finished:
     errors are looked at where they happen.  */
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
  if (invocation_read (&i, argc, argv, &status))
    status = command_rows[i.command].run (&i);
  invocation_release (&i);
  return close_output (status);
}
