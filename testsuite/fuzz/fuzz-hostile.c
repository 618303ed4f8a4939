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
#include "testsuite/unit/program.h"

enum { CHANGED_MOST = 3, DUMPS = 2 };

/* The bodies of one file, and what a clean run says of them.  */
struct source
{
  const char *name;
  struct buffer content;	/* Of a file: the bodies lie in it.  */
  struct buffer bodies;		/* const struct snapshot *  */
  char *findings;
};

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
be_silent (void *data, const char *text)
{
  (void) data;
  (void) text;
}

/* Units.  */

static struct unit *
unit_of (const struct source *source, unsigned threads,
	 enum verify_mode verify, struct store *store)
{
  struct unit_config config
    = { .name = "hostile", .threads = threads, .verify = verify,
	.store = store, .report = be_silent,
	.source = source->name, .output = source->name,
	.options = { .checks = (uint32_t) ((UINT64_C (1) << CHECKS) - 1),
		     .level = 1 } };
  struct unit *u = unit_new (&config);
  const struct snapshot *const *bodies
    = (const struct snapshot *const *) source->bodies.bytes;
  for (size_t i = 0; i < source->bodies.size / sizeof *bodies; i++)
    unit_add_body (u, bodies[i]);
  return u;
}

/* All findings as text, with places; to be freed.  NULL if there are none to be
   had.  */
static char *
findings_of (struct unit *u)
{
  char *text = NULL;
  size_t size;
  FILE *file = open_memstream (&text, &size);
  bool fine = true;
  if (!file)
    abort ();
  for (uint32_t i = 0; i < unit_n_bodies (u); i++)
    {
      const struct findings *f
	= unit_demand_findings (u, QUERY_ID_check_function, i);
      fine &= f != NULL;
      if (f)
	query_value_print (file, QUERY_ID_check_function, unit_body (u, i), f,
			   DUMP_DETAILS);
    }
  fclose (file);
  if (!fine)
    {
      free (text);
      return NULL;
    }
  return text;
}

static void
run_clean (struct source *source)
{
  struct unit *u = unit_of (source, 1, VERIFY_OFF, NULL);
  unit_start (u);
  source->findings = unit_join (u) ? findings_of (u) : NULL;
  unit_free (u);
  if (!source->findings)
    {
      fprintf (stderr, "fuzz-hostile: %s cannot be checked\n", source->name);
      exit (1);
    }
}

/* Fill the store, with more than a compile asks for.  */
static void
run_cold (struct source *source)
{
  struct unit *u = unit_of (source, 1, VERIFY_OFF, stored.store);
  unit_start (u);
  if (!unit_join (u))
    exit (1);
  for (unsigned q = 0; q < QUERIES; q++)
    unit_dump (u, (enum query_id) q, nowhere, 0);
  unit_save (u);
  unit_free (u);
}

static void
run_warm (const struct source *source, uint64_t *seed, struct totals *t)
{
  static const unsigned threads[] = { 1, 1, 2, 8 };
  static const enum verify_mode modes[]
    = { VERIFY_OFF, VERIFY_SAMPLE, VERIFY_ALL, VERIFY_ALL };
  enum verify_mode verify = modes[random_below (seed, 4)];
  struct unit *u = unit_of (source, threads[random_below (seed, 4)], verify,
			    stored.store);
  struct unit_totals totals;
  unit_start (u);
  bool fine = unit_join (u);
  for (uint32_t i = 0, n = random_below (seed, DUMPS + 1); fine && i < n; i++)
    {
      unit_dump (u, (enum query_id) random_below (seed, QUERIES), nowhere,
		 random_below (seed, 2) ? DUMP_DETAILS : DUMP_GRAPH);
      t->dumps++;
    }
  char *findings = fine ? findings_of (u) : NULL;
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

/* Where units come from.  */

static void
read_source (struct source *source, const char *name)
{
  struct buffer *content = &source->content;
  FILE *file = fopen (name, "rb");
  size_t got;
  if (!file)
    {
      perror (name);
      exit (1);
    }
  do
    {
      buffer_reserve (content, 65536);
      got = fread (content->bytes + content->size, 1, 65536, file);
      content->size += got;
    }
  while (got > 0);
  fclose (file);
  source->name = name;
  for (size_t at = 0; at + 8 <= content->size; )
    {
      uint64_t size;
      uint32_t where;
      memcpy (&size, content->bytes + at, 8);
      const struct snapshot *body
	= (const struct snapshot *) (content->bytes + at + 8);
      if (size > content->size - at - 8
	  || snapshot_validate (body, size, &where))
	{
	  fprintf (stderr, "fuzz-hostile: %s: no snapshots\n", name);
	  exit (1);
	}
      buffer_add (&source->bodies, &body, sizeof body);
      at += 8 + ((size + 7) & ~(uint64_t) 7);
    }
}

/* Six functions with calls in a ring, symbols, types and findings.  */
static void
make_source (struct source *source, struct program *p)
{
  static const char *const names[] = { "a", "b", "c", "d", "e", "f" };
  static const char *const variables[] = { "u", "v", "w", "u", "v", "w" };
  program_init (p);
  for (unsigned i = 0; i < 6; i++)
    {
      struct snap_lowered fact
	= { .kind = LOWERED_IGNORED_RESULT, .decl = NONE };
      program_begin (p, names[i]);
      uint32_t record = program_record (p, "pair", 64);
      program_field (p, record, "one", program_array (p, 0, i + 1), 0, 32);
      program_read (p, program_variable (p, "shared", 0));
      program_write (p, program_variable (p, variables[i], record));
      program_call (p, names[(i + 1) % 6], DECL_IS_NOTHROW, CALL_IS_NOTHROW);
      program_call (p, i % 2 ? "outside" : names[i], 0, 0);
      if (i % 2 == 0)
	builder_add_lowered (&p->cfg.builder, &fact);
      /* program_end is for inside of a test.  */
      const struct snapshot *body = cfg_finish (&p->cfg, &p->arena);
      uint32_t where;
      if (snapshot_validate (body, body->size, &where))
	abort ();
      buffer_add (&source->bodies, &body, sizeof body);
    }
  source->name = "a unit of its own";
}

static void
crashed (int signal)
{
  char text[96];
  int length = snprintf (text, sizeof text, "fuzz-hostile: signal %d in "
			 "iteration %d of seed %" PRIu64 "\n", signal,
			 (int) iteration, first_seed);
  if (write (2, text, (size_t) length) < 0)
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
run_all (int count, const struct source *sources, size_t n_sources,
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
      for (size_t j = 0; j < n_sources; j++)
	run_warm (&sources[j], &seed, t);
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
  size_t n_sources = argc > 3 ? (size_t) argc - 3 : 1;
  struct source *sources = calloc (n_sources, sizeof *sources);
  struct hostile_records records;
  struct program program;
  struct totals t = { 0 };
  nowhere = fopen ("/dev/null", "w");
  if (!sources || !nowhere)
    return 1;
  forge_store_init (&stored);
  for (size_t i = 0; i < n_sources; i++)
    {
      if (argc > 3)
	read_source (&sources[i], argv[3 + i]);
      else
	make_source (&sources[i], &program);
      run_clean (&sources[i]);
      run_cold (&sources[i]);
    }
  hostile_records_init (&records);
  hostile_records_read (&records, stored.store);
  static const int signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM };
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
    signal (signals[i], crashed);
  run_all (count, sources, n_sources, &records, &t);
  forge_store_release (&stored);
  printf ("fuzz-hostile: seed %" PRIu64 ", %zu records, %" PRIu64 " runs: %"
	  PRIu64 " adopted all, %" PRIu64 " executed some, %" PRIu64
	  " did without the store; dumps %" PRIu64 ", saved %" PRIu64 "\n",
	  first_seed, records.count, t.runs, t.adopted, t.executed,
	  t.recovered, t.dumps, t.saved);
  printf ("forged findings shown without verification: %" PRIu64 "\n",
	  t.forged - t.wrong);
  printf ("hostile records: %" PRIu64 " runs, %" PRIu64 " verified, failed %"
	  PRIu64 ", wrong findings %" PRIu64 "\n", t.runs, t.verified,
	  t.failed, t.wrong);
  hostile_records_release (&records);
  for (size_t i = 0; i < n_sources; i++)
    {
      buffer_release (&sources[i].content);
      buffer_release (&sources[i].bodies);
      free (sources[i].findings);
    }
  free (sources);
  if (argc <= 3)
    program_release (&program);
  fclose (nowhere);
  return t.wrong + t.failed > 0 || t.runs == 0;
}
