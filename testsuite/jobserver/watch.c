/* watch.c - how much a build's compilers have at work at a time.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     watch NAME TOKENS WHERE COMMAND...

   Runs COMMAND and follows the threads of all processes called NAME below it.
   WHERE is `none', or `pipe' or the path of a named pipe to be made: then this
   program plays make, with TOKENS tokens to give.  At the end it writes

     status=S wall=W work=T workers=V lent=L most=M back=yes

   W	milliseconds that COMMAND took
   T	milliseconds that the threads were running or ready to run, in sum: how
	busy the machine is does not show
   V	milliseconds that those of them were running that are not their
	processes' first threads
   L	milliseconds that tokens were away, in sum
   M	tokens that were away at a time
   back	whether all came back, byte for byte

   So nobody has worked who had no right to if T <= W * jobs (under real make,
   whose tokens the compilers' ones are) and if V <= L (here, where the compiler
   is the only job; but for what the first thread lends while it sleeps).  */

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define THREADS_MOST 4096
#define TOKENS_MOST 16
/* Looks at the threads between two at the processes.  */
#define LOOKS 8

struct thread
{
  int process, number;
  double running, ready;	/* Milliseconds.  */
};

static struct thread threads[THREADS_MOST];
static unsigned n_threads;
static int processes[THREADS_MOST];
static unsigned n_processes;

static void
fail (const char *what)
{
  perror (what);
  exit (99);
}

static double
now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

/* What PATH, a small file, has; false if it is gone.  */

static bool
read_text (const char *path, char *text, size_t size)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return false;
  ssize_t n = read (fd, text, size - 1);
  close (fd);
  text[n > 0 ? n : 0] = '\0';
  return n > 0;
}

/* Whether process NUMBER is called NAME and belongs to SESSION.  */

static bool
is_watched (int number, const char *name, int session)
{
  char path[64], text[512];
  int its;
  snprintf (path, sizeof path, "/proc/%d/stat", number);
  if (!read_text (path, text, sizeof text))
    return false;
  const char *begin = strchr (text, '('), *end = strrchr (text, ')');
  return begin && end && (size_t) (end - begin - 1) == strlen (name)
	 && strncmp (begin + 1, name, strlen (name)) == 0
	 && sscanf (end + 1, " %*c %*d %*d %d", &its) == 1 && its == session;
}

static void
look_for_processes (const char *name, int session)
{
  DIR *folder = opendir ("/proc");
  struct dirent *entry;
  n_processes = 0;
  while (folder && n_processes < THREADS_MOST && (entry = readdir (folder)))
    {
      int number = atoi (entry->d_name);
      if (isdigit ((unsigned char) *entry->d_name)
	  && is_watched (number, name, session))
	processes[n_processes++] = number;
    }
  if (folder)
    closedir (folder);
}

static void
note (int process, int number, double running, double ready)
{
  unsigned i = n_threads;
  while (i > 0 && (threads[i - 1].process != process
		   || threads[i - 1].number != number))
    i--;
  if (i == 0 && n_threads == THREADS_MOST)
    return;
  if (i == 0)
    i = ++n_threads;
  threads[i - 1] = (struct thread) { process, number, running, ready };
}

static void
look_at_threads (int process)
{
  char path[600], text[128];
  snprintf (path, sizeof path, "/proc/%d/task", process);
  DIR *folder = opendir (path);
  struct dirent *entry;
  while (folder && (entry = readdir (folder)))
    {
      unsigned long long running, ready;
      snprintf (path, sizeof path, "/proc/%d/task/%s/schedstat", process,
		entry->d_name);
      if (isdigit ((unsigned char) *entry->d_name)
	  && read_text (path, text, sizeof text)
	  && sscanf (text, "%llu %llu", &running, &ready) == 2)
	note (process, atoi (entry->d_name), (double) running / 1e6,
	      (double) ready / 1e6);
    }
  if (folder)
    closedir (folder);
}

/* Make's part.  */

static int make_reader = -1, make_writer = -1;

static void
play_make (int tokens, const char *where)
{
  char flags[600];
  if (strcmp (where, "none") == 0)
    return;
  if (strcmp (where, "pipe") == 0)
    {
      int ends[2];
      if (pipe (ends) != 0)
	fail ("pipe");
      make_reader = ends[0];
      make_writer = ends[1];
      snprintf (flags, sizeof flags, " -j%d --jobserver-auth=%d,%d",
		tokens + 1, make_reader, make_writer);
    }
  else
    {
      if (mkfifo (where, 0600) != 0)
	fail (where);
      make_reader = make_writer = open (where, O_RDWR | O_CLOEXEC);
      if (make_reader < 0)
	fail (where);
      snprintf (flags, sizeof flags, " -j%d --jobserver-auth=fifo:%s",
		tokens + 1, where);
    }
  for (char token = 'a'; token < 'a' + tokens; token++)
    if (write (make_writer, &token, 1) != 1)
      fail ("write");
  setenv ("MAKEFLAGS", flags, 1);
}

static int
tokens_here (void)
{
  int n = 0;
  return make_reader >= 0 && ioctl (make_reader, FIONREAD, &n) == 0 ? n : 0;
}

/* Whether the bytes in the pipe are those that were put there.  */

static bool
all_back (int tokens)
{
  char got[TOKENS_MOST];
  unsigned seen = 0;
  if (tokens_here () != tokens)
    return false;
  if (tokens > 0 && read (make_reader, got, (size_t) tokens) != tokens)
    return false;
  for (int i = 0; i < tokens; i++)
    if (got[i] >= 'a' && got[i] < 'a' + tokens)
      seen |= 1u << (got[i] - 'a');
  return seen == (1u << tokens) - 1;
}

static pid_t
start (char **command)
{
  pid_t child = fork ();
  if (child < 0)
    fail ("fork");
  if (child > 0)
    return child;
  setsid ();
  execvp (command[0], command);
  perror (command[0]);
  _exit (98);
}

static pid_t child;

static void
give_up (int number)
{
  kill (-child, SIGKILL);
  _exit (128 + number);
}

int
main (int argc, char **argv)
{
  int tokens = argc > 4 ? atoi (argv[2]) : -1;
  if (tokens < 0 || tokens > TOKENS_MOST)
    {
      fprintf (stderr, "usage: watch NAME TOKENS WHERE COMMAND...\n");
      return 99;
    }
  play_make (tokens, argv[3]);
  child = start (argv + 4);
  signal (SIGTERM, give_up);

  double begin = now (), last = begin, lent = 0, work = 0, workers = 0;
  int status, most = 0;
  for (unsigned n = 0; waitpid (child, &status, WNOHANG) == 0; n++)
    {
      if (n % LOOKS == 0)
	look_for_processes (argv[1], child);
      for (unsigned i = 0; i < n_processes; i++)
	look_at_threads (processes[i]);
      double time = now ();
      int away = make_reader >= 0 ? tokens - tokens_here () : 0;
      lent += away * (time - last);
      most = away > most ? away : most;
      last = time;
      poll (NULL, 0, 1);
    }
  double wall = now () - begin;
  for (unsigned i = 0; i < n_threads; i++)
    {
      work += threads[i].running + threads[i].ready;
      if (threads[i].process != threads[i].number)
	workers += threads[i].running;
    }
  printf ("status=%d wall=%.0f work=%.0f workers=%.0f lent=%.0f most=%d"
	  " back=%s\n",
	  WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status),
	  wall, work, workers, lent, most,
	  make_reader < 0 || all_back (tokens) ? "yes" : "no");
  return 0;
}
