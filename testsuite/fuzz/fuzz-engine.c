/* fuzz-engine.c - random queries, edits and sessions against an evaluator.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   fuzz-engine [--timelines N] [--seed N] [--threads N] [--seconds N]
	       [--jobs N] [--keep-going N] [--shrink SECONDS]
	       [--store FOLDER] [-v]
   fuzz-engine --replay FILE [--threads N] [--jobs 1] [-v]

   Runs timelines SEED, SEED + 1, ... (1, 2, ... 1000), each with one thread
   and, two of three, again with 2, 3 or 8 (or with --threads), in JOBS
   processes (one per processor), for at most SECONDS.  What goes wrong is made
   small, for at most 60 seconds, and printed as text that --replay takes; it
   ends there, or after so many with --keep-going.  --store: records also go
   through a store in FOLDER, one for each process; what goes wrong is then made
   small without one.  --replay runs in this process with --jobs 1, for
   debuggers.  Status 1 if something went wrong.  */

#include <getopt.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "testsuite/fuzz/engine-shrink.h"

enum { JOBS_MOST = 64, HANG_SECONDS = 30, SHRINK_SECONDS = 60,
       REPEATS = 50 };

struct options
{
  uint64_t timelines, seed;
  unsigned threads, seconds, jobs, keep_going, shrink;
  bool verbose;
  const char *replay, *store;
};

/* What the processes tell each other.  */
struct board
{
  _Atomic uint64_t next;	/* Seeds given out.  */
  _Atomic uint64_t done;
  _Atomic bool stop;
  _Atomic uint64_t at[JOBS_MOST];	/* The seed each is at.  */
  struct failure failure[JOBS_MOST];
  struct tally tally[JOBS_MOST];
};

static void
make_case (const struct options *o, uint64_t seed, struct fuzz_case *c)
{
  case_generate (c, seed);
  if (o->threads)
    c->threads = (uint8_t) o->threads;
}

/* A process's share.  Exit status 1: the case at hand went wrong.  */
static void __attribute__ ((noreturn))
work (const struct options *o, struct board *b, unsigned job, time_t end)
{
  struct fuzz_case c;
  char folder[4096];
  snprintf (folder, sizeof folder, "%s/%u", o->store ? o->store : "", job);
  if (o->store && !timeline_use_store (folder))
    _exit (2);
  tally = b->tally[job];
  for (;;)
    {
      uint64_t index = atomic_fetch_add (&b->next, 1);
      if (index >= o->timelines || b->stop
	  || (o->seconds && time (NULL) >= end))
	_exit (0);
      b->at[job] = o->seed + index;
      make_case (o, o->seed + index, &c);
      /* A hang ends by SIGALRM.  */
      alarm (HANG_SECONDS);
      bool well = timeline_run (&c, &b->failure[job]);
      b->tally[job] = tally;
      b->done++;
      if (!well)
	_exit (1);
    }
}

static void
start (const struct options *o, struct board *b, unsigned job, time_t end,
       pid_t *children)
{
  fflush (NULL);
  children[job] = fork ();
  if (children[job] == 0)
    work (o, b, job, end);
}

/* Make the case of SEED, which went wrong, small, and show it.  */
static void
show_failure (const struct options *o, uint64_t seed,
	      const struct failure *told)
{
  struct fuzz_case c;
  struct failure failure;
  make_case (o, seed, &c);
  printf ("# seed %" PRIu64 ": %s: %s\n", seed, told->kind, told->message);
  unsigned times = c.threads > 1 ? REPEATS : 1;
  if (run_apart (&c, times, HANG_SECONDS, &failure))
    {
      printf ("# it does not happen again in %u runs\n", times);
      case_write (&c, stdout);
      return;
    }
  case_shrink (&c, &failure, o->shrink);
  printf ("# made small: %s: %s\n", failure.kind, failure.message);
  case_write (&c, stdout);
}

static void
show_totals (const struct options *o, const struct board *b, unsigned failed,
	     double seconds)
{
  struct tally sum = { 0 };
  for (unsigned i = 0; i < o->jobs; i++)
    {
      const struct tally *t = &b->tally[i];
      sum.sessions += t->sessions;
      sum.rings += t->rings;
      sum.errors += t->errors;
      sum.poisoned += t->poisoned;
      sum.ran += t->ran;
      sum.green_roots += t->green_roots;
    }
  printf ("%" PRIu64 " timelines, %" PRIu64 " sessions (%" PRIu64
	  " with rings, %" PRIu64 " that fail, %" PRIu64 " damaged, %" PRIu64
	  " green at once), %" PRIu64 " providers ran, %u differences, %.1f s"
	  "\n", (uint64_t) b->done, sum.sessions, sum.rings, sum.errors,
	  sum.poisoned, sum.green_roots, sum.ran, failed, seconds);
}

static double
now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

static unsigned
child_number (const struct options *o, const pid_t *children, pid_t child)
{
  for (unsigned i = 0; i < o->jobs; i++)
    if (children[i] == child)
      return i;
  return o->jobs;
}

static int
fuzz (const struct options *o)
{
  struct board *b = mmap (NULL, sizeof *b, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pid_t children[JOBS_MOST], child;
  unsigned failed = 0;
  int status;
  double began = now ();
  time_t end = time (NULL) + o->seconds;
  if (b == MAP_FAILED)
    return 2;
  for (unsigned i = 0; i < o->jobs; i++)
    start (o, b, i, end, children);
  while ((child = waitpid (-1, &status, 0)) > 0)
    {
      unsigned job = child_number (o, children, child);
      if (job == o->jobs || status == 0)
	continue;
      failed++;
      if (!WIFEXITED (status))
	{
	  strcpy (b->failure[job].kind, "crash or hang");
	  snprintf (b->failure[job].message, MESSAGE_MOST, "signal %d",
		    WTERMSIG (status));
	}
      if (failed >= o->keep_going)
	b->stop = true;
      show_failure (o, b->at[job], &b->failure[job]);
      memset (&b->failure[job], 0, sizeof b->failure[job]);
      if (!b->stop)
	start (o, b, job, end, children);
    }
  show_totals (o, b, failed, now () - began);
  return failed > 0;
}

static int
replay (const struct options *o)
{
  FILE *file = strcmp (o->replay, "-") == 0 ? stdin : fopen (o->replay, "r");
  struct fuzz_case c;
  struct failure failure;
  unsigned line;
  if (!file || !case_read (&c, file, &line))
    {
      fprintf (stderr, "fuzz-engine: %s: line %u: no such case\n", o->replay,
	       file ? line : 0);
      return 2;
    }
  fclose (file);
  if (o->threads)
    c.threads = (uint8_t) o->threads;
  if (o->verbose)
    case_write (&c, stdout);
  if (o->jobs == 1)
    timeline_run (&c, &failure);
  else
    run_apart (&c, c.threads > 1 ? REPEATS : 1, HANG_SECONDS, &failure);
  if (failure.kind[0])
    printf ("%s: %s\n", failure.kind, failure.message);
  else
    puts ("all is well");
  return failure.kind[0] != 0;
}

static void __attribute__ ((noreturn))
usage (void)
{
  fputs ("usage: fuzz-engine [--timelines N] [--seed N] [--threads N]"
	 " [--seconds N] [--jobs N] [--keep-going N] [--shrink SECONDS]"
	 " [--store FOLDER] [--replay FILE] [-v]\n", stderr);
  exit (2);
}

int
main (int argc, char **argv)
{
  static const struct option names[] = {
    { "timelines", 1, NULL, 'n' }, { "seed", 1, NULL, 's' },
    { "threads", 1, NULL, 't' }, { "seconds", 1, NULL, 'S' },
    { "jobs", 1, NULL, 'j' }, { "keep-going", 1, NULL, 'k' },
    { "shrink", 1, NULL, 'm' }, { "store", 1, NULL, 'f' },
    { "replay", 1, NULL, 'r' }, { NULL, 0, NULL, 0 }
  };
  long processors = sysconf (_SC_NPROCESSORS_ONLN);
  struct options o = { .timelines = 1000, .seed = 1, .keep_going = 1,
		       .shrink = SHRINK_SECONDS,
		       .jobs = processors > 0 ? (unsigned) processors : 1 };
  int option;
  while ((option = getopt_long (argc, argv, "v", names, NULL)) != -1)
    switch (option)
      {
      case 'n': o.timelines = strtoull (optarg, NULL, 10); break;
      case 's': o.seed = strtoull (optarg, NULL, 10); break;
      case 't': o.threads = (unsigned) strtoul (optarg, NULL, 10); break;
      case 'S': o.seconds = (unsigned) strtoul (optarg, NULL, 10); break;
      case 'j': o.jobs = (unsigned) strtoul (optarg, NULL, 10); break;
      case 'k': o.keep_going = (unsigned) strtoul (optarg, NULL, 10); break;
      case 'm': o.shrink = (unsigned) strtoul (optarg, NULL, 10); break;
      case 'f': o.store = optarg; break;
      case 'r': o.replay = optarg; break;
      case 'v': o.verbose = true; break;
      default: usage ();
      }
  if (optind < argc || o.jobs < 1)
    usage ();
  if (o.jobs > JOBS_MOST)
    o.jobs = JOBS_MOST;
  if (o.replay)
    return replay (&o);
  if (o.verbose)
    {
      struct fuzz_case c;
      make_case (&o, o.seed, &c);
      case_write (&c, stdout);
    }
  return fuzz (&o);
}
