/* test-schedule.c - no schedule decides what the engine answers.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The engine's sources, built with the cooperative back end of sync.h, run
   the programs of programs.c under many seeded schedules of both policies;
   each outcome must be that of one thread.  */

#include "testsuite/schedule/cases.h"
#include "testsuite/schedule/programs.h"
#include "testsuite/schedule/random-program.h"
#include "testsuite/schedule/schedule.h"
#include "testsuite/schedule/session.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
  "Usage: test-schedule [OPTION]... [PROGRAM]...\n"
  "Ask the query engine under many seeded schedules of its threads.\n"
  "\n"
  "  -n COUNT   schedules per program and policy (10)\n"
  "  -r COUNT   random programs beside (0), 4 schedules of each\n"
  "  -p POLICY  uniform or pct only\n"
  "  -s SEED    the first seed (1)\n"
  "  -v         print each schedule, step by step\n"
  "  -l         list the programs\n"
  "  -h         print this\n"
  "\n"
  "A program is named by its beginning, or is \"random NUMBER\"; none: all.\n"
  "A failure says what to give to see its schedule again.\n";

static struct
{
  uint64_t count, first_seed;
  int policy;			/* -1: all.  */
  bool verbose;
  uint64_t random;		/* Programs.  */
} options = { 10, 1, -1, false, 0 };

static struct
{
  uint64_t runs, steps, different;
} all;

/* One schedule of the program at hand.  */
struct run
{
  unsigned threads;
  struct buffer outcome;
};

/* What many came to.  */
struct tally
{
  uint64_t runs, steps, most_steps, threads;
  struct hash_set seen;
};

/* What runs now, for a report of a crash.  */
static char running[256];

static void
crashed (int number)
{
  static const char text[] = "Bail out! crash in test-schedule ";
  ssize_t written = write (STDOUT_FILENO, text, sizeof text - 1);
  written = write (STDOUT_FILENO, running, strlen (running));
  written = write (STDOUT_FILENO, "\n", 1);
  (void) written;
  signal (number, SIG_DFL);
  raise (number);
}

/* On a stack of its own: a fibre's may be what is used up.  */
static void
watch_crashes (void)
{
  static char stack[1 << 16];
  static const int signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE };
  stack_t s = { .ss_sp = stack, .ss_size = sizeof stack };
  struct sigaction action = { .sa_handler = crashed,
			      .sa_flags = SA_ONSTACK };
  sigaltstack (&s, NULL);
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
    sigaction (signals[i], &action, NULL);
}

static void
run_session (void *data)
{
  struct run *r = data;
  session_run (r->threads, &r->outcome);
}

static void
set_running (const struct program *p, const struct schedule_options *o)
{
  snprintf (running, sizeof running, "-v -n 1 -p %s -s %" PRIu64 " '%s'",
	    schedule_policy_name (o->policy), o->seed, p->name);
}

static void
tell (const struct program *p, const char *what)
{
  char text[512];
  snprintf (text, sizeof text, "%s: %s; see test-schedule %s", p->name, what,
	    running);
  case_note (text);
}

/* Whether schedule O of P went as it should: to EXPECTED, or if that is NULL
   to any end.  */
static bool
run_one (const struct program *p, const struct schedule_options *o,
	 const char *expected, struct run *r, struct schedule_result *result)
{
  set_running (p, o);
  if (o->trace)
    fprintf (o->trace, "schedule %s %" PRIu64 " of %s: %u threads\n",
	     schedule_policy_name (o->policy), o->seed, p->name, r->threads);
  schedule_run (o, run_session, r, result);
  /* Bytes that end as a string does.  */
  buffer_add (&r->outcome, "", 1);
  if (result->end != SCHEDULE_DONE)
    {
      struct buffer waits = BUFFER_INIT;
      session_describe_waits (&waits);
      buffer_add (&waits, "", 1);
      tell (p, "no end");
      case_note (result->text);
      case_note (waits.bytes);
      buffer_release (&waits);
      return false;
    }
  if (expected && strcmp (r->outcome.bytes, expected) != 0)
    {
      tell (p, "another outcome");
      case_note (r->outcome.bytes);
      case_note ("where one thread has");
      case_note (expected);
      return false;
    }
  return true;
}

static void
add_to_tally (struct tally *t, const struct schedule_result *result)
{
  t->runs++;
  t->steps += result->steps;
  t->threads += result->threads;
  if (result->steps > t->most_steps)
    t->most_steps = result->steps;
  hash_set_add (&t->seen, result->hash);
}

/* Two to four threads.  */
static unsigned
threads_of (uint64_t seed)
{
  return 2 + (unsigned) (seed % 3);
}

/* Run P where each of THREADS threads goes on until it blocks.  Returns the
   steps; 0 if it went wrong.  */
static uint64_t
run_plainly (const struct program *p, unsigned threads, const char *expected,
	     struct buffer *outcome)
{
  struct schedule_options o = schedule_options_of (SCHEDULE_ALONE, 0, 10000);
  struct schedule_result result;
  struct run r = { threads, BUFFER_INIT };
  o.spurious = o.delayed = false;
  o.trace = options.verbose ? stdout : NULL;
  bool good = run_one (p, &o, expected, &r, &result);
  *outcome = r.outcome;
  return good ? result.steps : 0;
}

/* All schedules of POLICY; the first that goes wrong ends it.  */
static bool
run_policy (const struct program *p, enum schedule_policy policy,
	    uint64_t first, uint64_t length, const char *expected, struct tally *t)
{
  bool good = true;
  for (uint64_t i = 0; i < options.count && good; i++)
    {
      uint64_t seed = first + i;
      struct schedule_options o = schedule_options_of (policy, seed, length);
      struct schedule_result result;
      struct run r = { threads_of (seed), BUFFER_INIT };
      o.trace = options.verbose ? stdout : NULL;
      good = run_one (p, &o, expected, &r, &result);
      add_to_tally (t, &result);
      buffer_release (&r.outcome);
    }
  return good;
}

static void
tally_init (struct tally *t)
{
  memset (t, 0, sizeof *t);
  hash_set_init (&t->seen);
}

/* A case: what NAME came to.  */
static void
tally_end (struct tally *t, bool good, const char *name,
	   enum schedule_policy policy)
{
  uint64_t runs = t->runs ? t->runs : 1;
  case_ok (good, "%s, %s: %" PRIu64 " schedules, %zu different, of %" PRIu64
	   " steps and %.1f threads, %" PRIu64 " steps at most", name,
	   schedule_policy_name (policy), t->runs, t->seen.count,
	   t->steps / runs, (double) t->threads / (double) runs,
	   t->most_steps);
  all.runs += t->runs;
  all.steps += t->steps;
  all.different += t->seen.count;
  hash_set_release (&t->seen);
}

/* Run P by itself, then under the schedules, from seed FIRST on, of the
   policies that are wanted; those of policy N count in TALLIES[N], and GOOD[N]
   says how they went.  False: it went wrong by itself.  */
static bool
run_program (const struct program *p, uint64_t first, struct tally *tallies,
	     bool *good)
{
  struct buffer expected, plain = BUFFER_INIT;
  session_prepare (p);
  bool begun = run_plainly (p, 1, NULL, &expected) > 0;
  if (options.verbose)
    printf ("%s: %s\n%s", p->name, p->graph, expected.bytes);
  uint64_t length = begun ? run_plainly (p, 3, expected.bytes, &plain) : 0;
  for (int policy = SCHEDULE_UNIFORM; policy < SCHEDULE_POLICIES; policy++)
    if (length > 0 && (options.policy < 0 || options.policy == policy))
      good[policy] &= run_policy (p, policy, first, length, expected.bytes,
				  &tallies[policy]);
  session_release ();
  buffer_release (&expected);
  buffer_release (&plain);
  return length > 0;
}

/* COUNT programs; MAKE (P, I) makes the one numbered I.  */
static void
test_programs (const char *name, uint64_t first, uint64_t count,
	       void (*make) (struct program *p, uint64_t i))
{
  struct tally tallies[SCHEDULE_POLICIES];
  bool good[SCHEDULE_POLICIES];
  bool plain = true, go_on = true;
  for (int policy = 0; policy < SCHEDULE_POLICIES; policy++)
    {
      tally_init (&tallies[policy]);
      good[policy] = true;
    }
  for (uint64_t i = 0; i < count && go_on; i++)
    {
      struct program p;
      make (&p, first + i);
      plain = run_program (&p, options.first_seed + i * options.count, tallies,
			   good);
      go_on = plain && good[SCHEDULE_UNIFORM] && good[SCHEDULE_PCT];
    }
  if (!plain)
    case_ok (false, "%s: threads one after the other", name);
  for (int policy = SCHEDULE_UNIFORM; policy < SCHEDULE_POLICIES; policy++)
    if (options.policy < 0 || options.policy == policy)
      tally_end (&tallies[policy], good[policy], name, policy);
}

static uint64_t
number (const char *text)
{
  char *end;
  errno = 0;
  uint64_t n = strtoull (text, &end, 10);
  if (errno || end == text || *end)
    {
      fprintf (stderr, "test-schedule: not a number: %s\n", text);
      exit (2);
    }
  return n;
}

static int
policy_named (const char *name)
{
  for (int p = SCHEDULE_UNIFORM; p < SCHEDULE_POLICIES; p++)
    if (strcmp (name, schedule_policy_name (p)) == 0)
      return p;
  fprintf (stderr, "test-schedule: no such policy: %s\n", name);
  exit (2);
}

static void
list_programs (void)
{
  for (unsigned i = 0; i < n_programs; i++)
    printf ("%-24s %s\n", programs[i].name, programs[i].graph);
}

static void
parse (int argc, char **argv)
{
  int c;
  while ((c = getopt (argc, argv, "n:r:p:s:vlh")) != -1)
    switch (c)
      {
      case 'n':
	options.count = number (optarg);
	break;
      case 'r':
	options.random = number (optarg);
	break;
      case 'p':
	options.policy = policy_named (optarg);
	break;
      case 's':
	options.first_seed = number (optarg);
	break;
      case 'v':
	options.verbose = true;
	break;
      case 'l':
	list_programs ();
	exit (0);
      case 'h':
	fputs (usage, stdout);
	exit (0);
      default:
	fputs (usage, stderr);
	exit (2);
      }
}

static void
make_program (struct program *p, uint64_t i)
{
  *p = programs[i];
}

/* The programs that are called NAME, or begin so.  */
static void
test_named (const char *name)
{
  bool any = false;
  if (strncmp (name, "random ", 7) == 0)
    {
      test_programs (name, number (name + 7), 1, random_program);
      return;
    }
  for (unsigned i = 0; i < n_programs; i++)
    if (strncmp (programs[i].name, name, strlen (name)) == 0)
      {
	any = true;
	test_programs (programs[i].name, i, 1, make_program);
      }
  if (!any)
    {
      fprintf (stderr, "test-schedule: no such program: %s\n", name);
      exit (2);
    }
}

int
main (int argc, char **argv)
{
  if (cases_skipped ())
    return 0;
  parse (argc, argv);
  watch_crashes ();
  for (int i = optind; i < argc; i++)
    test_named (argv[i]);
  if (optind == argc)
    test_named ("");
  if (options.random > 0)
    {
      options.count = 2;
      test_programs ("random programs", 1, options.random, random_program);
    }
  printf ("# %" PRIu64 " schedules, %" PRIu64 " different, %" PRIu64
	  " steps\n", all.runs, all.different, all.steps);
  schedule_release ();
  return cases_end ();
}
