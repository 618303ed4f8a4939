/* driver.c - queries over stored snapshots, without GCC in the process.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Each argument is a unit: a file of snapshots (for each its size as a 64-bit
   number, then its bytes, padded to 8), or the folder of a store, whose bodies
   are taken in the order of their keys.  Everything is validated first; what
   is not a snapshot is named, counted and left out.  */

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "passes/body-block.h"
#include "passes/unit.h"
#include "tools/inspection.h"

enum { EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE, EXIT_BAD_INPUT };

#define MOST_THREADS 256

struct driver
{
  enum query_id queries[QUERIES];	/* To print, in this order.  */
  unsigned n_queries;
  unsigned dump_flags;
  unsigned threads;
  enum verify_mode verify;
  const char *store_folder;	/* NULL: none.  */
  bool statistics;
  struct inspection inspection;
  struct store *store;
  uint64_t findings, bad;
};

static const char *
query_name (enum query_id query)
{
  static const char *const names[] = {
#define QUERY(NAME, CATEGORY, KEY, VALUE, FLAGS, VERSION, DESCRIPTION, ...) \
    #NAME,
#include "queries/queries.def"
  };
  return names[query];
}

static void
print_help (void)
{
  printf ("Usage: queries-driver [OPTION]... FILE|STORE-FOLDER...\n"
	  "Run queries over stored snapshots of functions.\n\n"
	  "  --query=NAME       print this query (again: one more);"
	  " default check_function\n"
	  "  --details          show more of each value\n"
	  "  --graph            as graphs in the DOT language\n"
	  "  --threads=N        default 1\n"
	  "  --verify=all|sample|off\n"
	  "                     run queries again that the store answers;"
	  " default sample\n"
	  "  --store=FOLDER|none\n"
	  "                     remember results there; default none\n"
	  "  --stats            totals on stderr\n"
	  "  --trace=FILE       append what each thread did when, as a Chrome"
	  " trace\n"
	  "  --query-graph=FILE\n"
	  "                     what each query has read, as a graph in the DOT"
	  " language\n"
	  "  --query-graph-filter=FILTER\n"
	  "                     of that graph only QUERY[:KEY] and what is next"
	  " to it, or\n"
	  "                     all paths 'QUERY[:KEY] -> QUERY[:KEY]';"
	  " * is any query\n"
	  "  --why[=QUERY[:KEY]]\n"
	  "                     why queries were executed, on stderr\n"
	  "  --forbid-edge=EDGE report it as a bug if one query reads another"
	  " as\n"
	  "                     'QUERY[:KEY] -> QUERY[:KEY]' says; again: one"
	  " more\n"
	  "  --help             this text\n\n"
	  "Exit status: 0 nothing found, 1 findings, 2 wrong usage,"
	  " 3 bad input.\n\nQueries:");
  for (unsigned q = 0; q < QUERIES; q++)
    printf ("%s%s", q % 5 ? " " : "\n  ", query_name ((enum query_id) q));
  printf ("\n");
}

/* The number of the query called NAME, dashes or underscores; QUERIES if there
   is none.  */
static unsigned
find_query (const char *name)
{
  for (unsigned q = 0; q < QUERIES; q++)
    {
      const char *a = query_name ((enum query_id) q), *b = name;
      while (*a && (*a == *b || (*a == '_' && *b == '-')))
	a++, b++;
      if (!*a && !*b)
	return q;
    }
  return QUERIES;
}

static bool
add_query (struct driver *d, const char *name)
{
  unsigned q = find_query (name);
  if (q == QUERIES)
    {
      fprintf (stderr, "queries-driver: no query is called '%s'\n", name);
      return false;
    }
  for (unsigned i = 0; i < d->n_queries; i++)
    if (d->queries[i] == (enum query_id) q)
      return true;
  d->queries[d->n_queries++] = (enum query_id) q;
  return true;
}

static bool
set_threads (struct driver *d, const char *text)
{
  char *end;
  long n = strtol (text, &end, 10);
  if (end == text || *end || n < 1 || n > MOST_THREADS)
    {
      fprintf (stderr, "queries-driver: '%s' is no number of threads"
	       " (1 to %d)\n", text, MOST_THREADS);
      return false;
    }
  d->threads = (unsigned) n;
  return true;
}

static bool
set_verify (struct driver *d, const char *text)
{
  static const struct { const char *name; enum verify_mode mode; } modes[] = {
    { "all", VERIFY_ALL }, { "sample", VERIFY_SAMPLE }, { "off", VERIFY_OFF }
  };
  for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
    if (strcmp (text, modes[i].name) == 0)
      {
	d->verify = modes[i].mode;
	return true;
      }
  fprintf (stderr, "queries-driver: --verify takes all, sample or off,"
	   " not '%s'\n", text);
  return false;
}

/* Returns an exit status, or -1 to go on.  */
static int
read_options (struct driver *d, int argc, char **argv)
{
  static const struct option options[] = {
    { "query", required_argument, NULL, 'q' },
    { "details", no_argument, NULL, 'd' },
    { "graph", no_argument, NULL, 'g' },
    { "threads", required_argument, NULL, 't' },
    { "verify", required_argument, NULL, 'v' },
    { "store", required_argument, NULL, 's' },
    { "stats", no_argument, NULL, 'c' },
    { "trace", required_argument, NULL, 'T' },
    { "query-graph", required_argument, NULL, 'G' },
    { "query-graph-filter", required_argument, NULL, 'F' },
    { "why", optional_argument, NULL, 'W' },
    { "forbid-edge", required_argument, NULL, 'E' },
    { "help", no_argument, NULL, 'h' },
    { NULL, 0, NULL, 0 }
  };
  bool fine = true;
  int option;
  while (fine && (option = getopt_long (argc, argv, "", options, NULL)) != -1)
    switch (option)
      {
      case 'q':
	fine = add_query (d, optarg);
	break;
      case 'd':
	d->dump_flags |= DUMP_DETAILS;
	break;
      case 'g':
	d->dump_flags |= DUMP_GRAPH;
	break;
      case 't':
	fine = set_threads (d, optarg);
	break;
      case 'v':
	fine = set_verify (d, optarg);
	break;
      case 's':
	d->store_folder = strcmp (optarg, "none") == 0 ? NULL : optarg;
	break;
      case 'c':
	d->statistics = true;
	break;
      case 'T':
	d->inspection.trace_file = optarg;
	break;
      case 'G':
	d->inspection.graph_file = optarg;
	break;
      case 'F':
	fine = inspection_set_graph_filter (&d->inspection, optarg);
	break;
      case 'W':
	fine = inspection_set_why (&d->inspection, optarg);
	break;
      case 'E':
	fine = inspection_add_forbidden (&d->inspection, optarg);
	break;
      case 'h':
	print_help ();
	return EXIT_CLEAN;
      default:
	fine = false;
      }
  if (fine && optind == argc)
    {
      fprintf (stderr, "queries-driver: nothing to read\n");
      fine = false;
    }
  if (!fine)
    fprintf (stderr, "Try 'queries-driver --help'.\n");
  return fine ? -1 : EXIT_USAGE;
}

/* Reading.  */

struct reading
{
  struct driver *driver;
  struct unit *unit;
  const char *name;		/* The argument.  */
};

static void
complain (struct reading *r, const char *what, const char *why)
{
  fprintf (stderr, "queries-driver: %s: %s%s%s\n", r->name, what,
	   why ? ": " : "", why ? why : "");
  r->driver->bad++;
}

/* BYTES lie in the unit's arena.  */
static void
add_snapshot (struct reading *r, const void *bytes, size_t size,
	      uint64_t number)
{
  uint32_t where = 0;
  const char *why = snapshot_validate (bytes, size, &where);
  if (!why)
    {
      unit_add_body (r->unit, bytes);
      return;
    }
  char what[64];
  snprintf (what, sizeof what, "snapshot %" PRIu64 " (at %" PRIu32 ")",
	    number, where);
  complain (r, what, why);
}

/* The snapshots in CONTENT, which is in the unit's arena.  */
static void
add_raw (struct reading *r, const char *content, size_t size)
{
  uint64_t number = 0;
  while (size > 0)
    {
      uint64_t length;
      if (size < sizeof length)
	{
	  complain (r, "ends in the middle of a size", NULL);
	  return;
	}
      memcpy (&length, content, sizeof length);
      content += sizeof length;
      size -= sizeof length;
      if (length > size)
	{
	  complain (r, "ends in the middle of a snapshot", NULL);
	  return;
	}
      add_snapshot (r, content, length, number++);
      size_t padded = (length + 7) & ~(size_t) 7;
      if (padded > size)
	padded = size;
      content += padded;
      size -= padded;
    }
}

static void
read_raw (struct reading *r)
{
  FILE *file = fopen (r->name, "rb");
  struct buffer content = BUFFER_INIT;
  if (!file)
    {
      complain (r, "cannot be read", strerror (errno));
      return;
    }
  for (;;)
    {
      buffer_reserve (&content, 65536);
      size_t got = fread (content.bytes + content.size, 1, 65536, file);
      content.size += got;
      if (got == 0)
	break;
    }
  if (ferror (file))
    complain (r, "cannot be read", strerror (errno));
  else if (content.size > 0)
    add_raw (r, arena_copy (unit_arena (r->unit), content.bytes,
			    content.size), content.size);
  fclose (file);
  buffer_release (&content);
}

/* A store holds records, too.  */
static int
add_body_block (void *data, const struct store_entry *entry)
{
  struct reading *r = data;
  if (!entry->bytes || !body_block_is (entry->bytes, entry->size))
    return 0;
  const char *why = NULL;
  const struct snapshot *body
    = body_block_decode (entry->bytes, entry->size, unit_arena (r->unit),
			 &why);
  if (body)
    unit_add_body (r->unit, body);
  else
    {
      char what[FINGERPRINT_TEXT_SIZE + 8] = "body ";
      fingerprint_print (what + strlen (what), entry->key);
      complain (r, what, why);
    }
  return 0;
}

static void
read_store (struct reading *r)
{
  char *message;
  struct store *s = store_open_folder (r->name, &message);
  if (!s)
    {
      complain (r, "cannot be used", message);
      free (message);
      return;
    }
  store_for_each (s, add_body_block, r);
  const struct store_counters *c = store_counters (s);
  if (c->damaged + c->errors > 0)
    complain (r, "the store is damaged; some bodies may be missing", NULL);
  store_close (s);
}

/* Asking.  */

static void
report (void *data, const char *text)
{
  const struct reading *r = data;
  fprintf (stderr, "queries-driver: %s: %s\n", r->name, text);
}

static void
print_statistics (const struct driver *d, const struct unit *u,
		  const struct unit_totals *t, const char *name)
{
  fprintf (stderr, "%s: bodies %" PRIu32 ", statements %" PRIu64
	   ", executed %" PRIu64 ", green %" PRIu64 ", hits %" PRIu64
	   ", verified %" PRIu64 ", gave up %" PRIu64 ", findings %" PRIu64
	   "\n", name, unit_n_bodies (u), t->statements, t->executed,
	   t->green, t->hits, t->verified, t->gave_up, t->findings);
  if (!d->store)
    return;
  const struct store_counters *c = store_counters (d->store);
  fprintf (stderr, "store: gets %" PRIu64 ", found %" PRIu64 ", puts %" PRIu64
	   ", bytes in %" PRIu64 ", bytes out %" PRIu64 ", damaged %" PRIu64
	   ", dropped %" PRIu64 ", errors %" PRIu64 "\n", c->gets, c->found,
	   c->puts, c->bytes_in, c->bytes_out, c->damaged, c->dropped,
	   c->errors);
}

static void
ask (struct driver *d, struct reading *r)
{
  struct unit_totals totals;
  unit_start (r->unit);
  if (!unit_join (r->unit))
    {
      complain (r, "could not be checked", NULL);
      if (!inspection_write (&d->inspection, r->unit, r->name))
	d->bad++;
      return;
    }
  for (unsigned i = 0; i < d->n_queries; i++)
    unit_dump (r->unit, d->queries[i], stdout, d->dump_flags);
  unit_totals (r->unit, &totals);
  d->findings += totals.findings;
  unit_save (r->unit);
  if (!inspection_write (&d->inspection, r->unit, r->name))
    d->bad++;
  if (d->statistics)
    print_statistics (d, r->unit, &totals, r->name);
}

/* The checks that are on by default in the plugin, too.  */
static check_set
certain_checks (void)
{
  check_set on = 0;
#define CERTAIN (check_set) 1
#define LIKELY (check_set) 0
#define WITH_MEMORY (check_set) 1
#define CHECK(QUERY, NAME, PASS, GATE, LEVEL, CWE, SUMMARY) \
  on |= LEVEL << CHECK_##QUERY;
#include "passes/checks.def"
#undef CERTAIN
#undef LIKELY
#undef WITH_MEMORY
  return on;
}

static void
drive (struct driver *d, const char *name)
{
  struct reading r = { .driver = d, .name = name };
  const char *slash = strrchr (name, '/');
  struct unit_config config = {
    .name = slash && slash[1] ? slash + 1 : name,
    .limits = { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, 0, 0 },
    .options = { .checks = certain_checks () },
    .threads = d->threads, .verify = d->verify, .store = d->store,
    .events = d->inspection.trace_file != NULL,
    .forbidden = d->inspection.forbidden,
    .n_forbidden = d->inspection.n_forbidden,
    .report = report, .report_data = &r
  };
  struct stat st;
  r.unit = unit_new (&config);
  if (stat (name, &st) == 0 && S_ISDIR (st.st_mode))
    read_store (&r);
  else
    read_raw (&r);
  if (unit_n_bodies (r.unit) > 0)
    ask (d, &r);
  unit_free (r.unit);
}

int
main (int argc, char **argv)
{
  struct driver d = { .threads = 1, .verify = VERIFY_SAMPLE };
  int status = read_options (&d, argc, argv);
  if (status >= 0)
    {
      inspection_release (&d.inspection);
      return status;
    }
  if (d.n_queries == 0)
    d.queries[d.n_queries++] = QUERY_ID_check_function;
  if (d.store_folder)
    {
      char *message;
      d.store = store_open_folder (d.store_folder, &message);
      if (!d.store)
	fprintf (stderr, "queries-driver: %s\n", message ? message : "");
      free (message);
    }
  for (int i = optind; i < argc; i++)
    drive (&d, argv[i]);
  store_close (d.store);
  if (!inspection_release (&d.inspection))
    d.bad++;
  if (fflush (stdout) != 0)
    {
      fprintf (stderr, "queries-driver: output: %s\n", strerror (errno));
      return EXIT_BAD_INPUT;
    }
  if (d.bad > 0)
    fprintf (stderr, "queries-driver: bad inputs left out: %" PRIu64 "\n",
	     d.bad);
  return d.bad > 0 ? EXIT_BAD_INPUT : d.findings > 0 ? EXIT_FINDINGS
						      : EXIT_CLEAN;
}
