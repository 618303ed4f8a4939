/* fuzz-damage.c - units over damaged stores: findings are those of a clean run.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   fuzz-damage KIND COUNT SEED [FILE...]
     fills a store with the units in FILEs (of dump-body-raw; without any, a
     small one of its own), and COUNT times damages its file: KIND is
       truncate	all page boundaries, the bytes beside them, and sizes in
		between, evenly; if COUNT is 0 every size there is
       flip	one bit: of a page's index, of a value, or anywhere
       garbage	a file of random bytes, with or without a good first page
     then runs all units warm, saves them, runs them once more.

   fuzz-damage --damage KIND SEED DATA-FILE
     damages a store's file once, for a compiler to find.  Of truncate SEED is
     the size.

   fuzz-damage --serve KIND SOCKET
     is a server that answers garbage or stalls, until it is killed.

   The last line is "KIND: N tried, C crashes, W wrong findings".  A crash ends
   it, with that line.  */

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "queries/store-lmdb.h"
#include "testsuite/fuzz/hostile-units.h"
#include "testsuite/unit/cfg.h"
#include "testsuite/unit/forge.h"

enum { PAGE = 4096, RUNS = 2, BESIDE = 2 };

static const char *kind = "";
static volatile sig_atomic_t tried, wrong;

static uint64_t
mixed (uint64_t seed, uint64_t i)
{
  return (seed << 32 | i) * UINT64_C (0x9e3779b97f4a7c15) + 1;
}

/* Files.  */

static unsigned char *
read_file (const char *name, size_t *size)
{
  struct stat st;
  int fd = open (name, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fstat (fd, &st) != 0)
    {
      perror (name);
      exit (1);
    }
  *size = (size_t) st.st_size;
  unsigned char *bytes = malloc (*size + 1);
  if (!bytes || read (fd, bytes, *size) != (ssize_t) *size)
    exit (1);
  close (fd);
  return bytes;
}

static void
write_file (const char *name, const unsigned char *bytes, size_t size)
{
  int fd = open (name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0 || write (fd, bytes, size) != (ssize_t) size)
    {
      perror (name);
      exit (1);
    }
  close (fd);
}

/* Damage.  */

static void
flip (unsigned char *bytes, size_t size, uint64_t *seed)
{
  uint32_t pages = (uint32_t) (size / PAGE);
  size_t at = (size_t) random_below (seed, pages ? pages : 1) * PAGE;
  switch (random_below (seed, 3))
    {
    case 0:			/* The head of a page and its index.  */
      at += random_below (seed, 96);
      break;
    case 1:			/* Values lie at the end.  */
      at += PAGE - 1 - random_below (seed, PAGE / 2);
      break;
    default:
      at = random_below (seed, (uint32_t) size);
    }
  if (at < size)
    bytes[at] ^= (unsigned char) (1 << random_below (seed, 8));
}

/* At most *SIZE bytes; sets it.  */
static void
fill (unsigned char *bytes, size_t *size, uint64_t *seed)
{
  size_t keep = random_below (seed, 2) ? 2 * PAGE : 0;
  if (keep > *size)
    keep = 0;
  *size = keep + random_below (seed, (uint32_t) (*size - keep) + 1);
  for (size_t i = keep; i < *size; i++)
    bytes[i] = (unsigned char) random_below (seed, 256);
}

/* BYTES of *SIZE, damaged for the I-th time of COUNT.  */
static void
damage (unsigned char *bytes, size_t *size, uint64_t i, uint64_t count,
	uint64_t seed)
{
  uint64_t state = mixed (seed, i);
  if (strcmp (kind, "flip") == 0)
    flip (bytes, *size, &state);
  else if (strcmp (kind, "garbage") == 0)
    fill (bytes, size, &state);
  else
    {
      /* First the boundaries, then between them.  */
      uint64_t width = 2 * BESIDE + 1, edges = (*size / PAGE + 1) * width;
      uint64_t at = i < edges
		    ? i / width * PAGE + i % width
		    : (i - edges) * *size / (count > edges ? count - edges : 1);
      if (i < edges)
	at = at > BESIDE ? at - BESIDE : 0;
      if (at >= *size)
	at = *size - 1;
      *size = at;
    }
}

/* Running.  */

static bool
is_right (const struct hostile_unit *from, struct store *store,
	  unsigned threads)
{
  struct unit *u = hostile_unit_new (from, threads, VERIFY_SAMPLE, store);
  unit_start (u);
  char *findings = unit_join (u) ? hostile_findings (u) : NULL;
  bool right = findings && strcmp (findings, from->findings) == 0;
  unit_save (u);
  free (findings);
  unit_free (u);
  return right;
}

static void
run (const struct hostile_units *units, const char *folder, uint64_t i)
{
  static const unsigned threads[] = { 1, 2, 1, 8 };
  for (int again = 0; again < RUNS; again++)
    {
      char *message = NULL;
      struct store *s = store_open_folder (folder, &message);
      free (message);
      for (size_t j = 0; j < units->count; j++)
	if (!is_right (&units->items[j], s, threads[(i + j) % 4]))
	  {
	    printf ("%s %" PRIu64 ", unit %s, run %d: other findings\n", kind,
		    i, units->items[j].name, again);
	    wrong++;
	  }
      store_close (s);
    }
}

static void
tell (unsigned crashes)
{
  char text[128];
  int length = snprintf (text, sizeof text, "%s: %d tried, %u crashes, "
			 "%d wrong findings\n", kind, (int) tried, crashes,
			 (int) wrong);
  if (write (1, text, (size_t) length) < 0)
    _exit (2);
}

static void
crashed (int signal)
{
  (void) signal;
  tell (1);
  _exit (1);
}

static void
catch_signals (void)
{
  static const int signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM };
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
    signal (signals[i], crashed);
}

static int
run_all (uint64_t count, uint64_t seed, char **files, int n_files)
{
  struct hostile_units units;
  struct forge_store stored;
  char data[128];
  size_t size;
  hostile_units_init (&units, files, n_files);
  forge_store_init (&stored);
  hostile_units_run (&units, stored.store);
  store_close (stored.store);
  stored.store = NULL;
  snprintf (data, sizeof data, "%s/%s/data.mdb", stored.folder,
	    STORE_LMDB_SCHEMA);
  unsigned char *good = read_file (data, &size), *bad = malloc (size + 1);
  if (!bad)
    return 1;
  catch_signals ();
  bool every_size = count == 0;
  if (every_size)
    count = size;
  for (uint64_t i = 0; i < count; i++)
    {
      size_t now = size;
      memcpy (bad, good, size);
      if (every_size)
	now = i;
      else
	damage (bad, &now, i, count, seed);
      write_file (data, bad, now);
      alarm (60);
      tried++;
      run (&units, stored.folder, i);
    }
  fflush (stdout);
  tell (0);
  forge_store_release (&stored);
  hostile_units_release (&units);
  free (good);
  free (bad);
  return wrong > 0 || tried == 0;
}

static int
damage_file (const char *seed, const char *name)
{
  size_t size;
  unsigned char *bytes = read_file (name, &size);
  uint64_t number = strtoull (seed, NULL, 10);
  if (strcmp (kind, "truncate") == 0)
    size = number < size ? number : size;
  else
    damage (bytes, &size, 0, 1, number);
  write_file (name, bytes, size);
  free (bytes);
  return 0;
}

static int
serve (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int listener = socket (AF_UNIX, SOCK_STREAM, 0);
  uint64_t seed = 1;
  snprintf (address.sun_path, sizeof address.sun_path, "%s", path);
  signal (SIGPIPE, SIG_IGN);
  if (listener < 0
      || bind (listener, (struct sockaddr *) &address, sizeof address) != 0
      || listen (listener, 64) != 0)
    {
      perror (path);
      return 1;
    }
  for (;;)
    {
      char bytes[4096];
      int fd = accept (listener, NULL, NULL);
      if (fd < 0 || strcmp (kind, "stall") == 0)
	continue;
      /* Whatever it asks.  Some of it looks like an answer.  */
      for (size_t i = 0; i < sizeof bytes; i++)
	bytes[i] = "*$:+-\r\n0123456789"[random_below (&seed, 17)];
      if (random_below (&seed, 2))
	for (size_t i = 0; i < sizeof bytes; i++)
	  bytes[i] = (char) random_below (&seed, 256);
      if (read (fd, bytes, 1) < 0 || write (fd, bytes, sizeof bytes) < 0)
	perror ("fuzz-damage");
      close (fd);
    }
}

int
main (int argc, char **argv)
{
  if (argc == 5 && strcmp (argv[1], "--damage") == 0)
    {
      kind = argv[2];
      return damage_file (argv[3], argv[4]);
    }
  if (argc == 4 && strcmp (argv[1], "--serve") == 0)
    {
      kind = argv[2];
      return serve (argv[3]);
    }
  if (argc < 4)
    {
      fprintf (stderr, "usage: fuzz-damage truncate|flip|garbage COUNT SEED"
	       " [FILE...]\n");
      return 2;
    }
  kind = argv[1];
  return run_all (strtoull (argv[2], NULL, 10), strtoull (argv[3], NULL, 10),
		  argv + 4, argc - 4);
}
