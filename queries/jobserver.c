/* jobserver.c - tokens of make's, and who works with them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Whether a worker is at work by right of a token or of the owner's absence is
   never asked; only sums count:

     rights = tokens + (1 while the owner sleeps)
     working > rights	somebody must leave
     working < rights	who waits goes on; what nobody waits for goes back

   One of the workers that wait sleeps in poll, on make's pipe and on an eventfd
   that tells of a right that has become free in here; the others sleep on a
   condition.  So nobody spins, and one token wakes one worker of ours.

   The lock is taken last of all: whoever holds it takes no other and makes no
   system call that waits.  */

#include "queries/jobserver.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "queries/buffer.h"
#include "queries/sync.h"

/* Tokens held at a time.  */
#define TOKENS_MOST 64

struct jobserver
{
  int pipe;			/* Make's, by a description of our own.  */
  int wake;			/* The eventfd.  */
  pid_t process;		/* Whose tokens they are: no forked child's.  */
  struct mutex lock;
  struct condition changed;
  sync_word busy;		/* LOCK is held.  */
  /* By exit.  Who sees it while BUSY is set leaves the tokens alone.  */
  sync_word ended;
  sync_word must_leave;
  sync_word n_tokens, most;
  sync_word tokens[TOKENS_MOST]; /* Their bytes, + 1; 0: it went back.  */
  unsigned working, waiting;
  bool owner_sleeps;
  bool polled;			/* Somebody is in poll.  */
  bool broken;			/* The pipe gives errors.  */
  bool stopping;
};

/* What exit has to look after: struct jobserver, or 0.  */
#define OPEN_MOST 8
static sync_word open_ones[OPEN_MOST];

/* The lock.  BUSY is for who cannot wait for it.  */

static void
hold (struct jobserver *j)
{
  mutex_lock (&j->lock);
  sync_store (&j->busy, 1);
}

static void
let_go (struct jobserver *j)
{
  sync_store (&j->busy, 0);
  mutex_unlock (&j->lock);
}

static unsigned
rights (const struct jobserver *j)
{
  return (unsigned) sync_load (&j->n_tokens) + j->owner_sleeps;
}

static bool
can_take (const struct jobserver *j)
{
  return !j->broken && sync_load (&j->n_tokens) < TOKENS_MOST
	 && !sync_load_ordered (&j->ended) && getpid () == j->process;
}

/* Take a token, if there is one at once.  */

static bool
take_token (struct jobserver *j)
{
  if (!can_take (j))
    return false;
  unsigned char byte;
  ssize_t size;
  do
    size = read (j->pipe, &byte, 1);
  while (size < 0 && errno == EINTR);
  if (size != 1)
    {
      j->broken = size == 0 || errno != EAGAIN;
      return false;
    }
  uintptr_t n = sync_load (&j->n_tokens);
  sync_store (&j->tokens[n], (uintptr_t) byte + 1);
  sync_store (&j->n_tokens, n + 1);
  if (n + 1 > sync_load (&j->most))
    sync_store (&j->most, n + 1);
  return true;
}

/* Give back what is in slot I, if it is ours and was not given back.  Writing
   cannot wait, and cannot fail for want of room: the byte came from there.  */

static void
give_back (struct jobserver *j, unsigned i)
{
  uintptr_t token = sync_load (&j->tokens[i]);
  if (token == 0 || !sync_exchange_if (&j->tokens[i], &token, 0)
      || getpid () != j->process)
    return;
  unsigned char byte = (unsigned char) (token - 1);
  while (write (j->pipe, &byte, 1) < 0 && errno == EINTR)
    continue;
}

/* Wake who waits in poll, which wakes the others when it goes.  */

static void
wake_waiting (struct jobserver *j)
{
  static const uint64_t one = 1;
  if (!j->polled)
    condition_broadcast (&j->changed);
  /* It fails only where it is full, and then poll returns anyway.  */
  else if (write (j->wake, &one, sizeof one) < 0)
    return;
}

/* After any change of the sums.  */

static void
settle (struct jobserver *j)
{
  unsigned wanted = j->working + (j->stopping ? 0 : j->waiting);
  uintptr_t n;
  while ((n = sync_load (&j->n_tokens)) > 0 && rights (j) > wanted
	 && !sync_load_ordered (&j->ended))
    {
      sync_store (&j->n_tokens, n - 1);
      give_back (j, (unsigned) n - 1);
    }
  sync_store (&j->must_leave, j->working > rights (j));
  if (j->waiting > 0 && (j->stopping || j->working < rights (j)))
    wake_waiting (j);
}

/* Sleep in poll.  */

static void
wait_for_make (struct jobserver *j)
{
  struct pollfd files[] = { { j->pipe, POLLIN, 0 }, { j->wake, POLLIN, 0 } };
  uint64_t count;
  j->polled = true;
  let_go (j);
  int n = poll (files, 2, -1);
  bool broken = n < 0 ? errno != EINTR
		: (files[0].revents & (POLLERR | POLLHUP | POLLNVAL)) != 0;
  hold (j);
  j->polled = false;
  j->broken |= broken;
  /* Under the lock, so that no call of wake_waiting gets lost.  */
  if (n > 0 && files[1].revents && read (j->wake, &count, sizeof count) < 0)
    return;
}

/* Sleep until there may be a right to have.  */

static void
wait_for_right (struct jobserver *j)
{
  if (!j->polled && can_take (j))
    {
      wait_for_make (j);
      return;
    }
  sync_store (&j->busy, 0);
  condition_wait (&j->changed, &j->lock);
  sync_store (&j->busy, 1);
}

bool
jobserver_enter (struct jobserver *j)
{
  hold (j);
  j->waiting++;
  while (!j->stopping && j->working >= rights (j) && !take_token (j))
    wait_for_right (j);
  j->waiting--;
  bool entered = !j->stopping;
  j->working += entered;
  /* Another one may have to watch the pipe now.  */
  if (j->waiting > 0 && !j->polled)
    condition_broadcast (&j->changed);
  settle (j);
  let_go (j);
  return entered;
}

bool
jobserver_try_enter (struct jobserver *j)
{
  hold (j);
  bool entered = !j->stopping && (j->working < rights (j) || take_token (j));
  j->working += entered;
  settle (j);
  let_go (j);
  return entered;
}

void
jobserver_leave (struct jobserver *j)
{
  hold (j);
  j->working -= j->working > 0;
  settle (j);
  let_go (j);
}

void
jobserver_resume (struct jobserver *j)
{
  hold (j);
  j->working++;
  if (j->working > rights (j))
    take_token (j);
  settle (j);
  let_go (j);
}

bool
jobserver_must_leave (const struct jobserver *j)
{
  return sync_load (&j->must_leave);
}

void
jobserver_owner_sleeps (struct jobserver *j)
{
  hold (j);
  j->owner_sleeps = true;
  settle (j);
  let_go (j);
}

void
jobserver_owner_wakes (struct jobserver *j)
{
  hold (j);
  j->owner_sleeps = false;
  while (j->working > rights (j) && take_token (j))
    continue;
  settle (j);
  let_go (j);
}

void
jobserver_stop (struct jobserver *j)
{
  hold (j);
  j->stopping = true;
  settle (j);
  let_go (j);
}

unsigned
jobserver_tokens (const struct jobserver *j)
{
  return (unsigned) sync_load (&j->n_tokens);
}

unsigned
jobserver_most (const struct jobserver *j)
{
  return (unsigned) sync_load (&j->most);
}

/* The end of the process, on any thread, perhaps in a signal's handler: the
   thread that it came over may hold the lock, which then stays held.  Nobody
   else holds it for long.  */

static void
give_back_at_exit (void)
{
  for (unsigned i = 0; i < OPEN_MOST; i++)
    {
      struct jobserver *j = (struct jobserver *) sync_load (&open_ones[i]);
      if (!j || j->process != getpid ())
	continue;
      sync_store (&j->ended, 1);
      for (unsigned t = 0; t < 1000 && sync_load_ordered (&j->busy); t++)
	poll (NULL, 0, 1);
      for (unsigned t = 0; t < TOKENS_MOST; t++)
	give_back (j, t);
    }
}

/* Whether exit knows of J now.  */

static bool
remember (struct jobserver *j)
{
  static bool at_exit;
  if (!at_exit)
    at_exit = atexit (give_back_at_exit) == 0;
  for (unsigned i = 0; at_exit && i < OPEN_MOST; i++)
    {
      uintptr_t none = 0;
      if (sync_exchange_if (&open_ones[i], &none, (uintptr_t) j))
	return true;
    }
  return false;
}

static void
forget (struct jobserver *j)
{
  for (unsigned i = 0; i < OPEN_MOST; i++)
    {
      uintptr_t this_one = (uintptr_t) j;
      sync_exchange_if (&open_ones[i], &this_one, 0);
    }
}

/* The next word of *TEXT, of which make has quoted blanks, backslashes and
   dollars.  False at the end.  */

static bool
next_word (const char **text, struct buffer *word)
{
  const char *at = *text;
  while (isspace ((unsigned char) *at))
    at++;
  buffer_clear (word);
  if (!*at)
    return false;
  for (; *at && !isspace ((unsigned char) *at); at++)
    {
      if (at[1] && (*at == '\\' || (*at == '$' && at[1] == '$')))
	at++;
      buffer_add (word, at, 1);
    }
  buffer_add (word, "", 1);
  *text = at;
  return true;
}

/* What the last switch for a job server in MAKEFLAGS says, in VALUE.  False if
   there is none.  */

static bool
find_switch (const char *makeflags, struct buffer *value)
{
  static const char *const names[]
    = { "--jobserver-auth=", "--jobserver-fds=" };
  struct buffer word = BUFFER_INIT;
  bool found = false;
  /* Behind "--" there are variables.  */
  while (makeflags && next_word (&makeflags, &word)
	 && strcmp (word.bytes, "--") != 0)
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
      if (strncmp (word.bytes, names[i], strlen (names[i])) == 0)
	{
	  buffer_clear (value);
	  buffer_add_string (value, word.bytes + strlen (names[i]));
	  found = true;
	}
  buffer_release (&word);
  return found;
}

bool
jobserver_is_named (const char *makeflags)
{
  struct buffer value = BUFFER_INIT;
  bool found = find_switch (makeflags, &value);
  buffer_release (&value);
  return found;
}

/* Open PATH, a pipe or nothing, so that reading and writing never wait.  A
   file description of our own: the flag must not be set on the one that make
   and its other children share.  Not below 3, where messages are written to
   and make would read them as tokens.  */

static int
open_pipe (const char *path)
{
  int low = open (path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  struct stat status;
  int fd = -1;
  if (low >= 0 && fstat (low, &status) == 0 && S_ISFIFO (status.st_mode))
    fd = fcntl (low, F_DUPFD_CLOEXEC, 3);
  if (low >= 0)
    close (low);
  return fd;
}

/* Whether FD is a pipe that is open, but not for FORBIDDEN alone.  */

static bool
is_pipe (int fd, int forbidden, struct stat *status)
{
  int flags = fcntl (fd, F_GETFL);
  return flags != -1 && (flags & O_ACCMODE) != forbidden
	 && fstat (fd, status) == 0 && S_ISFIFO (status->st_mode);
}

/* Make closes its pipe to commands that are no make themselves, and then the
   numbers may be anybody's: only the two ends of one pipe are believed.  */

static int
open_numbers (const char *value)
{
  char *end, path[32];
  struct stat in, out;
  errno = 0;
  long reader = strtol (value, &end, 10);
  if (end == value || *end != ',')
    return -1;
  const char *second = end + 1;
  long writer = strtol (second, &end, 10);
  if (end == second || *end || errno
      || reader < 0 || reader > INT_MAX || writer < 0 || writer > INT_MAX
      || !is_pipe ((int) reader, O_WRONLY, &in)
      || !is_pipe ((int) writer, O_RDONLY, &out)
      || in.st_dev != out.st_dev || in.st_ino != out.st_ino)
    return -1;
  snprintf (path, sizeof path, "/proc/self/fd/%ld", reader);
  return open_pipe (path);
}

static int
open_server (const char *makeflags)
{
  struct buffer value = BUFFER_INIT;
  int fd = -1;
  if (find_switch (makeflags, &value))
    fd = strncmp (value.bytes, "fifo:", 5) == 0 ? open_pipe (value.bytes + 5)
	 : open_numbers (value.bytes);
  buffer_release (&value);
  return fd;
}

struct jobserver *
jobserver_open (const char *makeflags)
{
  int fd = open_server (makeflags);
  if (fd < 0)
    return NULL;
  struct jobserver *j = calloc (1, sizeof *j);
  if (!j)
    abort ();
  j->pipe = fd;
  j->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  j->process = getpid ();
  mutex_init (&j->lock);
  condition_init (&j->changed);
  if (j->wake >= 0 && remember (j))
    return j;
  jobserver_free (j);
  return NULL;
}

void
jobserver_free (struct jobserver *j)
{
  if (!j)
    return;
  for (unsigned i = 0; i < TOKENS_MOST; i++)
    give_back (j, i);
  forget (j);
  close (j->pipe);
  if (j->wake >= 0)
    close (j->wake);
  condition_release (&j->changed);
  mutex_release (&j->lock);
  free (j);
}
