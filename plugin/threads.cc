/* threads.cc - how many threads to use.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "gcc-plugin.h"

#include <sched.h>
#include <sys/stat.h>

#include "plugin/threads.h"

/* Tokens held: make wants the very bytes back.  */
static char tokens[THREADS_AUTO_MOST];
static unsigned n_tokens;
static int token_pipe = -1;

/* Processors that this process may run on.  */

static unsigned
processors (void)
{
  cpu_set_t set;
  if (sched_getaffinity (0, sizeof set, &set) == 0)
    return (unsigned) CPU_COUNT (&set);
  return 1;
}

/* The value of the last jobserver switch in MAKEFLAGS; make reads it that way.
   NULL if there is none.  */

static const char *
jobserver_switch (void)
{
  const char *flags = getenv ("MAKEFLAGS"), *found = NULL;
  static const char *const names[]
    = { "--jobserver-auth=", "--jobserver-fds=" };
  for (unsigned i = 0; flags && !found && i < ARRAY_SIZE (names); i++)
    for (const char *at = flags; (at = strstr (at, names[i])); )
      found = at += strlen (names[i]);
  return found;
}

/* Open PATH, a pipe or nothing, so that reading it never waits.  A file
   description of our own: the flag must not be set on the one that make and
   its other children share.  */

static int
open_pipe (const char *path)
{
  int fd = open (path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  struct stat status;
  if (fd >= 0 && !(fstat (fd, &status) == 0 && S_ISFIFO (status.st_mode)))
    {
      close (fd);
      fd = -1;
    }
  return fd;
}

/* The jobserver behind VALUE, or -1 if it is out of reach.  */

static int
open_jobserver (const char *value)
{
  char path[256];
  int reader, writer;
  if (strncmp (value, "fifo:", 5) == 0)
    {
      size_t size = strcspn (value + 5, " ");
      if (size >= sizeof path)
	return -1;
      memcpy (path, value + 5, size);
      path[size] = '\0';
      return open_pipe (path);
    }
  struct stat status;
  if (sscanf (value, "%d,%d", &reader, &writer) != 2
      || reader < 0 || writer < 0
      || fstat (writer, &status) != 0 || !S_ISFIFO (status.st_mode))
    return -1;
  snprintf (path, sizeof path, "/proc/self/fd/%d", reader);
  return open_pipe (path);
}

/* Take up to WANTED tokens.  */

static unsigned
take_tokens (const char *value, unsigned wanted)
{
  static bool at_exit;
  token_pipe = open_jobserver (value);
  if (token_pipe < 0)
    return 0;
  /* GCC may end by exit at any time.  */
  if (!at_exit)
    at_exit = atexit (threads_give_back) == 0;
  if (at_exit)
    while (n_tokens < wanted
	   && read (token_pipe, &tokens[n_tokens], 1) == 1)
      n_tokens++;
  return n_tokens;
}

unsigned
threads_acquire (unsigned wanted)
{
  if (wanted)
    return wanted;
  unsigned most = MIN (processors (), THREADS_AUTO_MOST);
  const char *value = jobserver_switch ();
  if (value && most > 1)
    return 1 + take_tokens (value, most - 1);
  return MAX (most, 1);
}

void
threads_give_back (void)
{
  while (n_tokens > 0
	 && write (token_pipe, &tokens[n_tokens - 1], 1) == 1)
    n_tokens--;
  n_tokens = 0;
  if (token_pipe >= 0)
    close (token_pipe);
  token_pipe = -1;
}
