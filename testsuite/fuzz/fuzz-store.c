/* fuzz-store.c - damaged stores: nothing crashes, nothing wrong is read.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   fuzz-store [COUNT [SEED [SECONDS]]]

   Makes two small stores, one with a tree of three levels; then COUNT times
   (10000): damages a copy of the file of one, reads every key, writes, touches
   and removes some in several transactions, within limits that make values be
   evicted or without any, sometimes collects, and reads again.  A value that is
   found must be one that was written under its key.  The same SEED (1) damages
   in the same way.  Stops after SECONDS (100), and says so.  */

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

enum { MAX_KEYS = 480, STRANGERS = 16, VERSIONS = 16, ROUNDS = 3,
       LARGEST = 9000, DAY = 24 * 60 * 60 };

/* The stores.  Leaves of the tall one have room for two or three values.  */
static const struct shape
{
  unsigned keys;
  uint64_t limit;
} shapes[] = { { 160, 256 << 10 }, { MAX_KEYS, 512 << 10 } };

static const struct shape *shape;
static uint64_t now = 20000 * DAY;

/* The damaged page.  */
static size_t hurt;

struct original
{
  unsigned char *bytes;
  size_t size;
  unsigned latest[MAX_KEYS];	/* The version of each key.  */
  unsigned sorted[MAX_KEYS];	/* The keys as they lie in the file.  */
};

static char folder[] = "/tmp/fuzz-store-XXXXXX";
static char data_file[sizeof folder + 32], aside_file[sizeof folder + 32];
static char write_lock[sizeof folder + 32];

static uint64_t state;
static volatile sig_atomic_t iteration;

struct totals
{
  uint64_t tried, found, missed, damaged, errors, dropped, lost, stale;
  uint64_t wrong, untouched, removed, touched, evicted, replaced, collected;
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
  static struct fingerprint known[MAX_KEYS + STRANGERS];
  char name[32];
  if (fingerprint_is_zero (known[index]))
    {
      snprintf (name, sizeof name, "key %u", index);
      known[index] = fingerprint_of_string (name);
    }
  return known[index];
}

/* Of the value that version VERSION of key INDEX has.  */
static uint64_t
seed_of (unsigned index, unsigned version)
{
  return (index + 1) * UINT64_C (0x9e3779b97f4a7c15)
	 ^ version * UINT64_C (0xc2b2ae3d27d4eb4f);
}

static size_t
size_of (unsigned index, unsigned version)
{
  uint64_t seed = seed_of (index, version);
  return shape->keys == MAX_KEYS && index % 31 ? 900 + seed % 600
	 : index % 7 == 0 ? seed % LARGEST : seed % 600;
}

/* That value.  Returns its size.  */
static size_t
value_of (unsigned index, unsigned version, unsigned char *bytes)
{
  uint64_t seed = seed_of (index, version);
  size_t size = size_of (index, version);
  for (size_t i = 0; i < size; i++)
    {
      seed = seed * UINT64_C (6364136223846793005) + 1442695040888963407;
      bytes[i] = (unsigned char) (seed >> 56);
    }
  return size;
}

static int
compare_indices (const void *a, const void *b)
{
  struct fingerprint x = key_of (*(const unsigned *) a);
  struct fingerprint y = key_of (*(const unsigned *) b);
  return memcmp (&x, &y, sizeof x);
}

/* Do one of ACTIONS, by chance, with each of COUNT keys.  */
static bool
write_batch (struct store *s, const unsigned *indices, unsigned count,
	     unsigned version, const enum store_action *actions)
{
  static unsigned char bytes[MAX_KEYS][LARGEST];
  static struct store_item items[MAX_KEYS];
  for (unsigned i = 0; i < count; i++)
    {
      items[i].key = key_of (indices[i]);
      items[i].bytes = bytes[i];
      items[i].size = value_of (indices[i], version, bytes[i]);
      items[i].action = actions[i];
    }
  return store_put_many (s, items, count) == count;
}

static struct store *
open_store (uint64_t max_size, uint64_t max_age)
{
  char *message;
  struct store_config config = {
    .folder = folder, .max_size = max_size, .max_age = max_age, .now = now
  };
  struct store *s = store_open (&config, &message);
  if (!s)
    {
      fprintf (stderr, "fuzz-store: %s\n", message);
      exit (1);
    }
  return s;
}

/* Overwrites, so that there are free pages and old versions, on several days,
   and removes some, so that not all leaves are full.  */
static void
make_store (struct original *o)
{
  static const enum store_action put[MAX_KEYS];
  for (unsigned version = 0; version < 4; version++)
    for (unsigned first = 0; first < shape->keys; first += 40)
      {
	unsigned indices[40], count = version ? 40 - 9 * version : 40;
	for (unsigned i = 0; i < 40; i++)
	  indices[i] = first + i;
	struct store *s = open_store (0, 0);
	if (!write_batch (s, indices, count, version, put))
	  exit (1);
	for (unsigned i = 0; i < count; i++)
	  o->latest[indices[i]] = version;
	store_close (s);
	now += DAY / 8;
      }
  for (unsigned i = 0; i < shape->keys; i++)
    o->sorted[i] = i;
  qsort (o->sorted, shape->keys, sizeof *o->sorted, compare_indices);
}

static bool
is_version (unsigned index, unsigned version, const struct store_value *v)
{
  static unsigned char bytes[LARGEST];
  return size_of (index, version) == v->size
	 && memcmp (bytes, v->bytes, value_of (index, version, bytes)) == 0;
}

/* Read everything.  LATEST: the version of each key that is expected.  */
static void
read_all (struct store *s, const unsigned *latest, struct totals *t)
{
  struct fingerprint keys[MAX_KEYS + STRANGERS];
  struct store_value values[MAX_KEYS + STRANGERS];
  struct arena arena;
  arena_init (&arena, "fuzz");
  unsigned count = shape->keys + STRANGERS;
  for (unsigned i = 0; i < count; i++)
    keys[i] = key_of (i);
  store_get_many (s, keys, count, values, &arena);
  for (unsigned i = 0; i < count; i++)
    {
      unsigned version = 0;
      if (!values[i].bytes)
	{
	  t->missed += i < shape->keys;
	  continue;
	}
      t->found++;
      if (i < shape->keys && is_version (i, latest[i], &values[i]))
	continue;
      while (version < VERSIONS && !is_version (i, version, &values[i]))
	version++;
      if (i >= shape->keys || version == VERSIONS)
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
  for (unsigned i = 0; i < shape->keys; i++)
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
  hurt = at / 4096;
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
	{
	  bytes[at] ^= (unsigned char) (1 << below (8));
	  at = somewhere (size);
	}
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

/* The keys that come after those of the damaged page: what is done to them may
   involve it.  */
static unsigned
choose_neighbours (const struct original *o, unsigned *indices)
{
  unsigned count = 0, most = 1 + (unsigned) below (8), behind = shape->keys;
  if ((hurt + 1) * 4096 > o->size)
    return 0;
  for (unsigned i = 0; i < shape->keys; i++)
    {
      struct fingerprint key = key_of (o->sorted[i]);
      if (memmem (o->bytes + hurt * 4096, 4096, &key, sizeof key))
	behind = i + 1;
    }
  while (count < most && behind < shape->keys)
    indices[count++] = o->sorted[behind++];
  return count;
}

/* All in a part of the tree.  */
static unsigned
choose_part (const struct original *o, unsigned *indices)
{
  unsigned count = 0, first = (unsigned) below (shape->keys);
  unsigned most = (unsigned) below (shape->keys / 2);
  for (; count < most && first + count < shape->keys; count++)
    indices[count] = o->sorted[first + count];
  return count;
}

/* Choose keys, and whether they are all to be removed.  Returns how many.  */
static unsigned
choose_keys (const struct original *o, unsigned *indices, bool *removed)
{
  unsigned count = 0, how = (unsigned) below (6);
  *removed = how < 3;
  if (how == 0)
    return choose_part (o, indices);
  if (how < 3)
    return choose_neighbours (o, indices);
  for (; count < 10; count++)
    indices[count] = (unsigned) below (shape->keys);
  return count;
}

static void
write_some (struct store *s, const struct original *o, unsigned version,
	    unsigned *latest, struct totals *t)
{
  static const enum store_action kinds[] = {
    STORE_PUT, STORE_PUT, STORE_PUT_LOCAL, STORE_TOUCH, STORE_REMOVE,
    STORE_REMOVE
  };
  bool only_remove;
  unsigned indices[MAX_KEYS], count = choose_keys (o, indices, &only_remove);
  enum store_action actions[MAX_KEYS];
  for (unsigned i = 0; i < count; i++)
    actions[i] = only_remove ? STORE_REMOVE : kinds[below (6)];
  if (count && !write_batch (s, indices, count, version, actions))
    {
      t->lost++;
      return;
    }
  for (unsigned i = 0; i < count; i++)
    {
      t->removed += actions[i] == STORE_REMOVE;
      if (actions[i] == STORE_PUT || actions[i] == STORE_PUT_LOCAL)
	latest[indices[i]] = version;
    }
}

static void
collect (struct store *s, struct totals *t)
{
  struct store_collecting how = { 0 };
  char *message;
  t->collected += store_collect (s, &how, NULL, &message);
  free (message);
}

static void
one_round (struct totals *t, const struct original *o, unsigned char *copy)
{
  unsigned latest[MAX_KEYS];
  memcpy (latest, o->latest, sizeof latest);
  memcpy (copy, o->bytes, o->size);
  write_file (copy, damage (copy, o->size));
  uint64_t missed = t->missed, limit = below (2) ? shape->limit : 0;
  uint64_t age = below (2) ? DAY : 0;
  struct store *s = open_store (limit, age);
  read_all (s, latest, t);
  t->untouched += t->missed == missed;
  /* Who has read damaged pages looks at them first when he writes.  */
  if (below (2))
    {
      store_close (s);
      s = open_store (limit, age);
    }
  for (unsigned r = 0; r < ROUNDS; r++)
    write_some (s, o, 4 + r, latest, t);
  store_for_each (s, visit, t);
  if (below (8) == 0)
    collect (s, t);
  read_all (s, latest, t);
  const struct store_counters *c = store_counters (s);
  t->damaged += c->damaged;
  t->errors += c->errors;
  t->dropped += c->dropped;
  t->touched += c->touched;
  t->evicted += c->evicted;
  t->replaced += c->replaced;
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

/* Make both stores, and a buffer for the larger.  */
static unsigned char *
make_originals (struct original *originals)
{
  size_t largest = 0;
  for (unsigned i = 0; i < 2; i++)
    {
      shape = &shapes[i];
      make_store (&originals[i]);
      originals[i].bytes = read_file (&originals[i].size);
      if (originals[i].size > largest)
	largest = originals[i].size;
      unlink (data_file);
    }
  return malloc (largest);
}

static void
report (const struct totals *t)
{
  printf ("values found %" PRIu64 ", missed %" PRIu64 ", older %" PRIu64
	  ", damaged %" PRIu64 "; nothing missed in %" PRIu64 " stores\n",
	  t->found, t->missed, t->stale, t->damaged, t->untouched);
  printf ("removed %" PRIu64 ", touched %" PRIu64 ", evicted %" PRIu64
	  ", collected %" PRIu64 " stores\n", t->removed, t->touched,
	  t->evicted, t->collected);
  printf ("errors %" PRIu64 ", stores made anew %" PRIu64
	  ", batches not written %" PRIu64 "\n", t->errors, t->replaced,
	  t->lost);
  printf ("wrong values: %" PRIu64 "\n", t->wrong);
}

int
main (int argc, char **argv)
{
  int count = argc > 1 ? atoi (argv[1]) : 10000;
  uint64_t seed = argc > 2 ? strtoull (argv[2], NULL, 10) : 1;
  time_t seconds = argc > 3 ? atoi (argv[3]) : 100;
  static struct original originals[2];
  set_up ();
  unsigned char *copy = make_originals (originals);
  if (!copy)
    return 1;
  struct totals t = { 0 };
  time_t end = time (NULL) + seconds;
  for (int i = 0; i < count && time (NULL) < end; i++)
    {
      iteration = i;
      state = (seed << 32 | (uint64_t) i) * UINT64_C (0x9e3779b97f4a7c15) + 1;
      shape = &shapes[i % 2];
      alarm (20);
      one_round (&t, &originals[i % 2], copy);
    }
  printf ("fuzz-store: seed %" PRIu64 ", files of %zu and %zu bytes: %" PRIu64
	  " of %d damaged stores tried\n", seed, originals[0].size,
	  originals[1].size, t.tried, count);
  report (&t);
  for (unsigned i = 0; i < 2; i++)
    free (originals[i].bytes);
  free (copy);
  return t.wrong > 0 || t.tried == 0;
}
