/* fuzz-hostile.c - a store in which somebody wrote what suits him.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   fuzz-hostile [COUNT [SEED [FILE...]]]

   Runs the units in FILEs (of dump-body-raw; without any, a small unit of its
   own) cold into a store.  Then, COUNT times (1000): changes a few records, and
   runs a unit warm at 1, 2 or 8 threads, with or without verification and
   dumps, and perhaps saves it.  Nothing may crash, hang or fail.  With
   verify=all nothing may be told that a clean run does not tell, and nothing
   less: "wrong findings" counts these.  Without it a finding that was forged
   with care is shown ("forged findings shown"), which only a secret prevents.

   fuzz-hostile --change STORE-FOLDER SEED
     changes a few records of a store, for a compiler to find.  */

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "testsuite/fuzz/hostile-records.h"
#include "testsuite/fuzz/hostile-units.h"

enum { CHANGED_MOST = 3, DUMPS = 2 };

struct totals
{
  uint64_t runs, recovered, executed, adopted, dumps, saved, verified;
  uint64_t forged, wrong, failed;
};

static struct forge_store stored;
static FILE *nowhere;
static volatile sig_atomic_t iteration;
static uint64_t first_seed;

static void
run_warm (const struct hostile_unit *source, uint64_t *seed,
	  struct totals *t)
{
  static const unsigned threads[] = { 1, 1, 2, 8 };
  static const enum verify_mode modes[]
    = { VERIFY_OFF, VERIFY_SAMPLE, VERIFY_ALL, VERIFY_ALL };
  enum verify_mode verify = modes[random_below (seed, 4)];
  struct unit *u = hostile_unit_new (source, threads[random_below (seed, 4)],
				     verify, stored.store);
  struct unit_totals totals;
  unit_start (u);
  bool fine = unit_join (u);
  for (uint32_t i = 0, n = random_below (seed, DUMPS + 1); fine && i < n; i++)
    {
      unit_dump (u, (enum query_id) random_below (seed, QUERIES), nowhere,
		 random_below (seed, 2) ? DUMP_DETAILS : DUMP_GRAPH);
      t->dumps++;
    }
  char *findings = fine ? hostile_findings (u) : NULL;
  unit_totals (u, &totals);
  t->runs++;
  t->recovered += totals.mismatches > 0;
  t->executed += totals.mismatches == 0 && totals.executed > 0;
  t->adopted += totals.executed == 0;
  t->verified += verify == VERIFY_ALL;
  if (!findings)
    {
      printf ("iteration %d: no findings at all\n", (int) iteration);
      t->failed++;
    }
  else if (strcmp (findings, source->findings) != 0)
    {
      t->forged++;
      if (verify == VERIFY_ALL)
	{
	  printf ("iteration %d: wrong findings\n", (int) iteration);
	  t->wrong++;
	}
    }
  if (random_below (seed, 4) == 0)
    {
      unit_save (u);
      t->saved++;
    }
  free (findings);
  unit_free (u);
}

static void
crashed (int signal)
{
  char text[160];
  int length = snprintf (text, sizeof text, "signal %d, seed %" PRIu64 "\n"
			 "hostile records: %d tried, 1 crashes, 0 wrong findings\n",
			 signal, first_seed, (int) iteration + 1);
  if (write (1, text, (size_t) length) < 0)
    _exit (2);
  _exit (1);
}

static int
change_store (const char *folder, uint64_t seed)
{
  size_t changed[CHANGED_MOST];
  struct hostile_records records;
  char *message;
  struct store *s = store_open_folder (folder, &message);
  if (!s)
    {
      fprintf (stderr, "fuzz-hostile: %s\n", message);
      return 1;
    }
  hostile_records_init (&records);
  hostile_records_read (&records, s);
  seed = seed * UINT64_C (0x9e3779b97f4a7c15) + 1;
  size_t n = records.count ? hostile_change (&records, s, &seed, changed,
					     CHANGED_MOST) : 0;
  store_close (s);
  hostile_records_release (&records);
  return n == 0;
}

static void
run_all (int count, const struct hostile_units *units,
	 const struct hostile_records *records, struct totals *t)
{
  for (int i = 0; i < count; i++)
    {
      size_t changed[CHANGED_MOST];
      uint64_t seed = (first_seed << 32 | (uint64_t) i)
		      * UINT64_C (0x9e3779b97f4a7c15) + 1;
      iteration = i;
      alarm (60);
      size_t n = hostile_change (records, stored.store, &seed, changed,
				 CHANGED_MOST);
      for (size_t j = 0; j < units->count; j++)
	run_warm (&units->items[j], &seed, t);
      for (size_t j = 0; j < n; j++)
	hostile_restore (records, stored.store, changed[j]);
    }
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--change") == 0)
    return change_store (argv[2], strtoull (argv[3], NULL, 10));
  int count = argc > 1 ? atoi (argv[1]) : 1000;
  first_seed = argc > 2 ? strtoull (argv[2], NULL, 10) : 1;
  struct hostile_units units;
  struct hostile_records records;
  struct totals t = { 0 };
  nowhere = fopen ("/dev/null", "w");
  if (!nowhere)
    return 1;
  forge_store_init (&stored);
  hostile_units_init (&units, argv + 3, argc - 3);
  hostile_units_run (&units, stored.store);
  hostile_records_init (&records);
  hostile_records_read (&records, stored.store);
  static const int signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM };
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
    signal (signals[i], crashed);
  run_all (count, &units, &records, &t);
  fflush (stdout);
  forge_store_release (&stored);
  printf ("fuzz-hostile: seed %" PRIu64 ", %zu records, %" PRIu64 " runs: %"
	  PRIu64 " adopted all, %" PRIu64 " executed some, %" PRIu64
	  " did without the store; dumps %" PRIu64 ", saved %" PRIu64 "\n",
	  first_seed, records.count, t.runs, t.adopted, t.executed,
	  t.recovered, t.dumps, t.saved);
  printf ("forged findings shown without verification: %" PRIu64 "\n",
	  t.forged - t.wrong);
  printf ("with verify=all: %" PRIu64 "; without any findings: %" PRIu64 "\n",
	  t.verified, t.failed);
  printf ("hostile records: %" PRIu64 " tried, 0 crashes, %" PRIu64
	  " wrong findings\n", t.runs, t.wrong + t.failed);
  hostile_records_release (&records);
  hostile_units_release (&units);
  fclose (nowhere);
  return t.wrong + t.failed > 0 || t.runs == 0;
}
