/* run.c - another program, run for what it prints.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "tools/run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void
become (char *const *arguments, int output)
{
  int input = open ("/dev/null", O_RDONLY);
  signal (SIGPIPE, SIG_DFL);
  signal (SIGXFSZ, SIG_DFL);
  setpgid (0, 0);
  if (input < 0 || dup2 (input, 0) < 0 || dup2 (output, 1) < 0
      || dup2 (output, 2) < 0)
    _exit (127);
  execvp (arguments[0], arguments);
  _exit (127);
}

static long
milliseconds_until (const struct timespec *end)
{
  struct timespec now;
  clock_gettime (CLOCK_MONOTONIC, &now);
  return (end->tv_sec - now.tv_sec) * 1000
	 + (end->tv_nsec - now.tv_nsec) / 1000000;
}

/* Read what comes until the end, or END.  False if that came first.  */
static bool
collect_output (int fd, char *output, size_t size, const struct timespec *end)
{
  size_t used = 0;
  for (;;)
    {
      char bytes[4096];
      struct pollfd p = { fd, POLLIN, 0 };
      long left = milliseconds_until (end);
      int ready = left > 0 ? poll (&p, 1, (int) left) : 0;
      if (ready < 0 && errno == EINTR)
	continue;
      ssize_t n = ready > 0 ? read (fd, bytes, sizeof bytes) : -1;
      if (ready > 0 && n < 0 && errno == EINTR)
	continue;
      if (n <= 0)
	{
	  while (used > 0 && output[used - 1] == '\n')
	    used--;
	  output[used] = '\0';
	  return n == 0;
	}
      size_t taken = (size_t) n < size - 1 - used ? (size_t) n
						  : size - 1 - used;
      memcpy (output + used, bytes, taken);
      used += taken;
    }
}

int
run (char *const *arguments, char *output, size_t size)
{
  int ends[2], status = -1;
  struct timespec end;
  *output = '\0';
  if (pipe2 (ends, O_CLOEXEC) != 0)
    return -1;
  fflush (stdout);
  pid_t child = fork ();
  if (child == 0)
    become (arguments, ends[1]);
  close (ends[1]);
  if (child > 0)
    {
      clock_gettime (CLOCK_MONOTONIC, &end);
      end.tv_sec += RUN_SECONDS;
      if (!collect_output (ends[0], output, size, &end))
	{
	  kill (-child, SIGKILL);
	  kill (child, SIGKILL);
	}
      while (waitpid (child, &status, 0) < 0 && errno == EINTR)
	continue;
    }
  close (ends[0]);
  return child > 0 && WIFEXITED (status) && WEXITSTATUS (status) != 127
	 ? WEXITSTATUS (status) : -1;
}

bool
run_find (const char *name, char *path, size_t size)
{
  const char *folders = getenv ("PATH");
  if (strchr (name, '/'))
    return (size_t) snprintf (path, size, "%s", name) < size
	   && access (path, X_OK) == 0;
  while (folders)
    {
      const char *end = strchrnul (folders, ':');
      int n = snprintf (path, size, "%.*s%s%s", (int) (end - folders),
			folders, end == folders ? "./" : "/", name);
      if ((size_t) n < size && access (path, X_OK) == 0)
	return true;
      folders = *end ? end + 1 : NULL;
    }
  return false;
}
