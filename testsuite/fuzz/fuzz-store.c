/* fuzz-store.c - damaged stores: nothing crashes, nothing wrong is read.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   fuzz-store [COUNT [SEED [SECONDS]]]

   Makes a small store, then COUNT times (10000): damages a copy of its file,
   reads every key, writes a few in several transactions, reads again.  A value
   that is found must be one that was written under its key.  The same SEED (1)
   damages in the same way.  Stops after SECONDS (100), and says so.  */

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "queries/store.h"
#include "queries/store-lmdb.h"

enum { KEYS = 160, STRANGERS = 16, VERSIONS = 16, BATCH = 10, ROUNDS = 3,
       LARGEST = 9000 };

static char folder[] = "/tmp/fuzz-store-XXXXXX";
static char data_file[sizeof folder + 32], lock_file[sizeof folder + 32];
static char aside_file[sizeof folder + 32], write_lock[sizeof folder + 32];

static uint64_t state;
static volatile sig_atomic_t iteration;

struct totals
{
  uint64_t tried, found, missed, damaged, errors, dropped, lost, stale;
  uint64_t wrong, untouched;
};

static uint64_t
next_random (void)
{
  /* Marsaglia's xorshift64.  */
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

static uint64_t
below (uint64_t limit)
{
  return next_random () % limit;
}

static struct fingerprint
key_of (unsigned index)
{
  char name[32];
  snprintf (name, sizeof name, "key %u", index);
  return fingerprint_of_string (name);
}

/* The value that version VERSION of key INDEX has.  Returns its size.  */
static size_t
value_of (unsigned index, unsigned version, unsigned char *bytes)
{
  uint64_t seed = (index + 1) * UINT64_C (0x9e3779b97f4a7c15)
		  ^ version * UINT64_C (0xc2b2ae3d27d4eb4f);
  size_t size = index % 7 == 0 ? seed % LARGEST : seed % 600;
  for (size_t i = 0; i < size; i++)
    {
      seed = seed * UINT64_C (6364136223846793005) + 1442695040888963407;
      bytes[i] = (unsigned char) (seed >> 56);
    }
  return size;
}

static bool
put (struct store *s, const unsigned *indices, unsigned count,
     unsigned version)
{
  static unsigned char bytes[KEYS][LARGEST];
  struct store_item items[KEYS];
  for (unsigned i = 0; i < count; i++)
    {
      items[i].key = key_of (indices[i]);
      items[i].bytes = bytes[i];
      items[i].size = value_of (indices[i], version, bytes[i]);
      items[i].action = STORE_PUT;
    }
  return store_put_many (s, items, count) == count;
}

static struct store *
open_store (void)
{
  char *message;
  struct store *s = store_open_folder (folder, &message);
  if (!s)
    {
      fprintf (stderr, "fuzz-store: %s\n", message);
      exit (1);
    }
  return s;
}

/* Overwrites, so that there are free pages and old versions.  */
static void
make_store (void)
{
  for (unsigned version = 0; version < 4; version++)
    for (unsigned first = 0; first < KEYS; first += 40)
      {
	unsigned indices[40];
	for (unsigned i = 0; i < 40; i++)
	  indices[i] = first + i;
	struct store *s = open_store ();
	if (!put (s, indices, version ? 40 - 9 * version : 40, version))
	  exit (1);
	store_close (s);
      }
}

static bool
is_version (unsigned index, unsigned version, const struct store_value *v)
{
  static unsigned char bytes[LARGEST];
  size_t size = value_of (index, version, bytes);
  return size == v->size && memcmp (bytes, v->bytes, size) == 0;
}

/* Read everything.  LATEST: the version of each key that is expected.  */
static void
read_all (struct store *s, const unsigned *latest, struct totals *t)
{
  struct fingerprint keys[KEYS + STRANGERS];
  struct store_value values[KEYS + STRANGERS];
  struct arena arena;
  arena_init (&arena, "fuzz");
  for (unsigned i = 0; i < KEYS + STRANGERS; i++)
    keys[i] = key_of (i);
  store_get_many (s, keys, KEYS + STRANGERS, values, &arena);
  for (unsigned i = 0; i < KEYS + STRANGERS; i++)
    {
      unsigned version = 0;
      if (!values[i].bytes)
	{
	  t->missed += i < KEYS;
	  continue;
	}
      t->found++;
      if (i < KEYS && is_version (i, latest[i], &values[i]))
	continue;
      while (version < VERSIONS && !is_version (i, version, &values[i]))
	version++;
      if (i >= KEYS || version == VERSIONS)
	{
	  printf ("iteration %d: key %u has a wrong value\n", (int) iteration,
		  i);
	  t->wrong++;
	}
      else
	t->stale++;
    }
  arena_release (&arena);
}

static int
visit (void *data, const struct store_entry *entry)
{
  struct totals *t = data;
  struct store_value v = { .bytes = entry->bytes, .size = entry->size };
  if (!entry->bytes)
    return 0;
  for (unsigned i = 0; i < KEYS; i++)
    if (fingerprint_equal (key_of (i), entry->key))
      {
	for (unsigned version = 0; version < VERSIONS; version++)
	  if (is_version (i, version, &v))
	    return 0;
	break;
      }
  printf ("iteration %d: the walk has a wrong value\n", (int) iteration);
  t->wrong++;
  return 0;
}

/* Where damage hurts: what LMDB uses of a page, not only values.  */
static size_t
somewhere (size_t size)
{
  size_t page = below (size / 4096) * 4096;
  switch (below (4))
    {
    case 0:
      return below (2) * 4096 + below (168);	/* A meta page.  */
    case 1:
      return page + below (16);			/* A page's header.  */
    case 2:
      return page + 16 + below (80);		/* Its index, or a value.  */
    default:
      return below (size);
    }
}

static size_t
damage (unsigned char *bytes, size_t size)
{
  size_t at = somewhere (size), length;
  switch (below (8))
    {
    case 0:			/* Truncated.  */
      return below (2) ? below (size) : below (size / 4096) * 4096;
    case 1:			/* Garbage.  */
      length = 1 + below (64);
      for (size_t i = at; i < at + length && i < size; i++)
	bytes[i] = (unsigned char) next_random ();
      return size;
    case 2:			/* A page that never reached the disk.  */
      memset (bytes + below (size / 4096) * 4096, 0, 4096);
      return size;
    case 3:			/* A page in the place of another.  */
      at = below (size / 4096) * 4096;
      memcpy (bytes + below (size / 4096) * 4096, bytes + at,
	      below (2) ? 4096 : 2048);
      return size;
    default:			/* Flipped bits.  */
      length = below (4) ? 1 : 1 + below (8);
      for (size_t i = 0; i < length; i++)
	bytes[somewhere (size)] ^= (unsigned char) (1 << below (8));
      return size;
    }
}

static void
write_file (const unsigned char *bytes, size_t size)
{
  int fd = open (data_file, O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (fd < 0 || write (fd, bytes, size) != (ssize_t) size)
    exit (1);
  close (fd);
}

static void
one_round (struct totals *t, const unsigned char *original, size_t size,
	   unsigned char *copy, const unsigned *original_latest)
{
  unsigned latest[KEYS];
  memcpy (latest, original_latest, sizeof latest);
  memcpy (copy, original, size);
  write_file (copy, damage (copy, size));
  uint64_t missed = t->missed;
  struct store *s = open_store ();
  read_all (s, latest, t);
  t->untouched += t->missed == missed;
  for (unsigned r = 0; r < ROUNDS; r++)
    {
      unsigned indices[BATCH];
      for (unsigned i = 0; i < BATCH; i++)
	indices[i] = (unsigned) below (KEYS);
      if (put (s, indices, BATCH, 4 + r))
	for (unsigned i = 0; i < BATCH; i++)
	  latest[indices[i]] = 4 + r;
      else
	t->lost++;
    }
  store_for_each (s, visit, t);
  read_all (s, latest, t);
  const struct store_counters *c = store_counters (s);
  t->damaged += c->damaged;
  t->errors += c->errors;
  t->dropped += c->dropped;
  t->tried++;
  store_close (s);
}

static void
crashed (int signal)
{
  char text[64];
  int length = snprintf (text, sizeof text,
			 "fuzz-store: signal %d in iteration %d\n", signal,
			 (int) iteration);
  if (write (2, text, (size_t) length) < 0)
    _exit (2);
  _exit (1);
}

static unsigned char *
read_file (size_t *size)
{
  struct stat st;
  int fd = open (data_file, O_RDONLY);
  if (fd < 0 || fstat (fd, &st) != 0)
    exit (1);
  *size = (size_t) st.st_size;
  unsigned char *bytes = malloc (*size);
  if (!bytes || read (fd, bytes, *size) != (ssize_t) *size)
    exit (1);
  close (fd);
  return bytes;
}

static void
clean_up (void)
{
  char schema[sizeof folder + 32];
  unlink (data_file);
  unlink (lock_file);
  unlink (aside_file);
  unlink (write_lock);
  snprintf (schema, sizeof schema, "%s/%s", folder, STORE_LMDB_SCHEMA);
  rmdir (schema);
  rmdir (folder);
}

static void
set_up (void)
{
  if (!mkdtemp (folder))
    exit (1);
  const char *schema = STORE_LMDB_SCHEMA;
  snprintf (data_file, sizeof data_file, "%s/%s/data.mdb", folder, schema);
  snprintf (lock_file, sizeof lock_file, "%s/%s/lock.mdb", folder, schema);
  snprintf (aside_file, sizeof aside_file, "%s/%s/data.mdb.damaged", folder,
	    schema);
  snprintf (write_lock, sizeof write_lock, "%s/%s/write.lock", folder,
	    schema);
  atexit (clean_up);
  signal (SIGSEGV, crashed);
  signal (SIGBUS, crashed);
  signal (SIGABRT, crashed);
  signal (SIGFPE, crashed);
  signal (SIGALRM, crashed);
}

int
main (int argc, char **argv)
{
  int count = argc > 1 ? atoi (argv[1]) : 10000;
  uint64_t seed = argc > 2 ? strtoull (argv[2], NULL, 10) : 1;
  time_t seconds = argc > 3 ? atoi (argv[3]) : 100;
  set_up ();
  make_store ();
  size_t size;
  unsigned char *original = read_file (&size);
  unsigned char *copy = malloc (size);
  if (!copy)
    return 1;
  /* What make_store left: the last version of each.  */
  unsigned latest[KEYS];
  for (unsigned i = 0; i < KEYS; i++)
    latest[i] = i % 40 < 13 ? 3 : i % 40 < 22 ? 2 : i % 40 < 31 ? 1 : 0;
  struct totals t = { 0 };
  time_t end = time (NULL) + seconds;
  for (int i = 0; i < count && time (NULL) < end; i++)
    {
      iteration = i;
      state = (seed << 32 | (uint64_t) i) * UINT64_C (0x9e3779b97f4a7c15) + 1;
      alarm (20);
      one_round (&t, original, size, copy, latest);
    }
  printf ("fuzz-store: seed %" PRIu64 ", file of %zu bytes: %" PRIu64
	  " of %d damaged stores tried\n", seed, size, t.tried, count);
  printf ("values found %" PRIu64 ", missed %" PRIu64 ", older %" PRIu64
	  ", damaged %" PRIu64 "; nothing missed in %" PRIu64 " stores\n",
	  t.found, t.missed, t.stale, t.damaged, t.untouched);
  printf ("errors %" PRIu64 ", batches not written %" PRIu64 "\n", t.errors,
	  t.lost);
  printf ("wrong values: %" PRIu64 "\n", t.wrong);
  free (original);
  free (copy);
  return t.wrong > 0 || t.tried == 0;
}
