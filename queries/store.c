/* store.c - the store: its folder, and servers behind it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "queries/store-lmdb-library.h"
#include "queries/store-lmdb.h"
#include "queries/store-remote.h"

/* No side takes more in one value.  */
#define LARGEST_VALUE ((size_t) 1 << 30)

/* Of the names that keys have on servers; the format is part of it.  */
#define REMOTE_PREFIX "queries:3:"

/* Seconds beyond which servers are not asked to remember a date.  */
#define LONGEST_REMOTE_AGE ((uint64_t) 1 << 40)

/* A value that came from a server and is to be written to the folder.  */
struct pending
{
  struct fingerprint key;
  const void *bytes;
  size_t size;
};

struct store
{
  struct lmdb_store *local;	/* NULL: none.  */
  struct store_remote *remote;	/* NULL: none.  */
  bool remote_read_only;
  uint64_t remote_age;		/* Seconds; 0: no limit.  */
  struct store_secret *secret;	/* Of the servers; NULL: none.  */
  struct packing packing;
  uint32_t stamp;		/* Of now.  */
  struct pending *pending;
  size_t n_pending, pending_capacity;
  struct store_counters counters;
};

/* PARENT/CHILD, to be freed; NULL if PARENT is not set.  */
static char *
below (const char *parent, const char *child)
{
  if (!parent || !*parent)
    return NULL;
  size_t size = strlen (parent) + strlen (child) + 2;
  char *path = malloc (size);
  if (path)
    snprintf (path, size, "%s%s%s", parent, *child ? "/" : "", child);
  return path;
}

char *
store_default_folder (void)
{
  char *folder = below (getenv ("QUERIES_DIR"), "");
  /* A relative one is to be ignored, says its specification.  */
  const char *cache = getenv ("XDG_CACHE_HOME");
  if (!folder && cache && *cache == '/')
    folder = below (cache, "queries");
  if (!folder)
    folder = below (getenv ("HOME"), ".cache/queries");
  return folder;
}

/* Append TEXT, which is freed, to *MESSAGE.  */
static void
add_message (char **message, char *text)
{
  if (!*message || !text)
    {
      if (text)
	*message = text;
      return;
    }
  size_t size = strlen (*message) + strlen (text) + 3;
  char *both = malloc (size);
  if (both)
    {
      snprintf (both, size, "%s; %s", *message, text);
      free (*message);
      *message = both;
    }
  free (text);
}

static void
open_remote (struct store *s, const struct store_config *config,
	     char **message)
{
  char *text = NULL;
  char prefix[sizeof REMOTE_PREFIX + 10] = REMOTE_PREFIX;
  if (config->secret)
    {
      /* Never without it: what is not asked for cannot be believed.  */
      s->secret = store_secret_new (config->secret, config->secret_size);
      if (!s->secret)
	{
	  char *text = NULL;
	  if (asprintf (&text, "servers: no secret to use: %s",
			strerror (errno)) >= 0)
	    add_message (message, text);
	  return;
	}
      store_secret_name (s->secret, prefix + strlen (prefix));
      strcat (prefix, ":");
    }
  s->remote = store_remote_open (config->remote, prefix,
				 config->connect_timeout,
				 config->request_timeout, &text);
  add_message (message, text);
}

struct store *
store_open (const struct store_config *config, char **message)
{
  *message = NULL;
  struct store *s = calloc (1, sizeof *s);
  if (!s)
    return NULL;
  uint64_t now = config->now ? config->now : (uint64_t) time (NULL);
  s->stamp = (uint32_t) (now / STORE_STAMP_SECONDS);
  s->remote_read_only = config->remote_read_only;
  s->remote_age = config->max_age < LONGEST_REMOTE_AGE ? config->max_age : 0;
  if (config->folder)
    {
      char *text = NULL;
      s->local = store_lmdb_open (config, &text);
      add_message (message, text);
    }
  if (config->remote)
    open_remote (s, config, message);
  if (!s->local && !s->remote)
    {
      store_close (s);
      return NULL;
    }
  return s;
}

struct store *
store_open_folder (const char *folder, char **message)
{
  struct store_config config = { .folder = folder };
  return store_open (&config, message);
}

void
store_close (struct store *s)
{
  if (!s)
    return;
  if (s->local)
    store_lmdb_close (s->local);
  if (s->remote)
    store_remote_close (s->remote);
  store_secret_free (s->secret);
  packing_release (&s->packing);
  free (s->pending);
  free (s);
}

const struct store_counters *
store_counters (const struct store *s)
{
  return &s->counters;
}

uint64_t
store_session (struct store *s)
{
  return s->local ? store_lmdb_session (s->local) : 0;
}

bool
store_measure (struct store *s, struct store_size *size)
{
  *size = (struct store_size) { 0 };
  return s->local && store_lmdb_measure (s->local, size);
}

/* Reading.  */

struct reading
{
  struct store *store;
  const struct fingerprint *keys;
  const size_t *places;		/* Of KEYS in VALUES; NULL: the same.  */
  struct store_value *values;
  struct arena *arena;
  size_t found;
};

static bool
take_local (void *data, size_t index, const void *bytes, size_t size)
{
  struct reading *r = data;
  struct store_value v = { 0 };
  uint32_t stamp;
  if (envelope_open (&r->keys[index], bytes, size, NULL, &r->store->packing,
		     r->arena, &v.bytes, &v.size, &stamp) != ENVELOPE_FINE)
    return false;
  /* One from the future, too: clocks get mended.  */
  v.stale = stamp != r->store->stamp;
  r->values[index] = v;
  r->found++;
  r->store->counters.bytes_in += size - sizeof (struct envelope);
  return true;
}

/* Have the value V of KEY written to the folder.  */
static void
remember (struct store *s, const struct fingerprint *key,
	  const struct store_value *v)
{
  if (s->n_pending == s->pending_capacity)
    {
      size_t capacity = s->pending_capacity ? 2 * s->pending_capacity : 64;
      struct pending *more = realloc (s->pending, capacity * sizeof *more);
      if (!more)
	return;
      s->pending = more;
      s->pending_capacity = capacity;
    }
  s->pending[s->n_pending++] = (struct pending) { *key, v->bytes, v->size };
}

static bool
take_remote (void *data, size_t index, const void *bytes, size_t size)
{
  struct reading *r = data;
  struct store_value v = { 0 };
  uint32_t stamp;
  switch (envelope_open (&r->keys[index], bytes, size, r->store->secret,
			 &r->store->packing, r->arena, &v.bytes, &v.size,
			 &stamp))
    {
    case ENVELOPE_DAMAGED:
      return false;
    case ENVELOPE_FORGED:
      /* Whole, for all that is known: another counter.  */
      r->store->counters.remote_forged++;
      return true;
    case ENVELOPE_FINE:
      break;
    }
  r->values[r->places[index]] = v;
  r->found++;
  if (r->store->local)
    remember (r->store, &r->keys[index], &v);
  return true;
}

/* Ask the servers for what is not in R's values.  */
static void
get_remote (struct reading *r, size_t count)
{
  struct store *s = r->store;
  size_t missing = count - r->found;
  struct fingerprint *keys = calloc (missing, sizeof *keys);
  size_t *places = calloc (missing, sizeof *places);
  if (keys && places)
    {
      size_t n = 0;
      for (size_t i = 0; i < count; i++)
	if (!r->values[i].bytes)
	  {
	    places[n] = i;
	    keys[n++] = r->keys[i];
	  }
      struct reading remote = { s, keys, places, r->values, r->arena, 0 };
      store_remote_get_many (s->remote, keys, n, take_remote, &remote,
			     &s->counters);
      s->counters.remote_gets += n;
      s->counters.remote_found += remote.found;
      r->found += remote.found;
    }
  free (keys);
  free (places);
}

size_t
store_get_many (struct store *s, const struct fingerprint *keys, size_t count,
		struct store_value *values, struct arena *arena)
{
  struct reading r = { s, keys, NULL, values, arena, 0 };
  if (count == 0)
    return 0;
  memset (values, 0, count * sizeof *values);
  if (s->local)
    store_lmdb_get_many (s->local, keys, count, take_local, &r, &s->counters);
  if (s->remote && r.found < count)
    get_remote (&r, count);
  s->counters.gets += count;
  s->counters.found += r.found;
  return r.found;
}

/* Writing.  */

static int
compare_pieces (const void *a, const void *b)
{
  const struct store_piece *x = a, *y = b;
  int order = memcmp (&x->key, &y->key, sizeof x->key);
  if (order == 0)		/* As the caller has them.  */
    order = x->envelope.size < y->envelope.size ? -1
	    : x->envelope.size > y->envelope.size;
  return order;
}

/* Which of two pieces of one key stands, X before Y: the later one, but a touch
   never takes a value's place.  */
static const struct store_piece *
stronger (const struct store_piece *x, const struct store_piece *y)
{
  return y->action == STORE_TOUCH ? x : y;
}

/* Sort PIECES and leave each key once.  Returns how many are left.  */
static size_t
sort_pieces (struct store_piece *pieces, size_t count)
{
  size_t kept = 0;
  /* Their places, for compare_pieces; envelopes come later.  */
  for (size_t i = 0; i < count; i++)
    pieces[i].envelope.size = (uint32_t) i;
  qsort (pieces, count, sizeof *pieces, compare_pieces);
  for (size_t i = 0; i < count; i++)
    if (kept > 0 && fingerprint_equal (pieces[kept - 1].key, pieces[i].key))
      pieces[kept - 1] = *stronger (&pieces[kept - 1], &pieces[i]);
    else
      pieces[kept++] = pieces[i];
  return kept;
}

/* What servers gave, then ITEMS, as all sides store them: packed into ARENA where that
   saves something.  NULL: no memory.  */
static struct store_piece *
packed_pieces (struct store *s, const struct store_item *items,
	       size_t n_items, struct arena *arena)
{
  size_t n = s->n_pending + n_items;
  struct store_piece *pieces = calloc (n, sizeof *pieces);
  if (!pieces)
    return NULL;
  for (size_t i = 0; i < s->n_pending; i++)
    pieces[i] = (struct store_piece) {
      .key = s->pending[i].key, .action = STORE_PUT_LOCAL,
      .bytes = s->pending[i].bytes, .size = s->pending[i].size
    };
  for (size_t i = 0; i < n_items; i++)
    pieces[s->n_pending + i] = (struct store_piece) {
      .key = items[i].key, .action = items[i].action,
      .bytes = items[i].bytes, .size = items[i].size
    };
  for (size_t i = 0; i < n; i++)
    if (piece_has_value (&pieces[i]) && pieces[i].action != STORE_PUT_DENSE
	&& pieces[i].size <= LARGEST_VALUE)
      pieces[i].packed = packing_pack (&s->packing, pieces[i].bytes,
				       pieces[i].size, arena,
				       &pieces[i].bytes, &pieces[i].size);
  return pieces;
}

/* What of ALL is to be done in the folder.  NULL if there is something that no side
   takes.  */
static struct store_piece *
local_pieces (const struct store *s, const struct store_piece *all, size_t n,
	      size_t *count)
{
  for (size_t i = 0; i < n; i++)
    if (all[i].size > LARGEST_VALUE)
      return NULL;
  struct store_piece *pieces = calloc (n, sizeof *pieces);
  if (!pieces)
    return NULL;
  memcpy (pieces, all, n * sizeof *pieces);
  *count = sort_pieces (pieces, n);
  for (size_t i = 0; i < *count; i++)
    if (piece_has_value (&pieces[i]))
      envelope_seal (&pieces[i], s->stamp, NULL);
  return pieces;
}

/* What of ALL is to be sent to servers; NULL if nothing.  */
static struct store_piece *
remote_pieces (const struct store *s, const struct store_piece *all, size_t n,
	       size_t *count)
{
  size_t n_sent = 0;
  struct store_piece *pieces
    = s->remote && !s->remote_read_only ? calloc (n, sizeof *pieces) : NULL;
  for (size_t i = 0; pieces && i < n; i++)
    if (all[i].action == STORE_PUT && all[i].size <= REMOTE_LARGEST_VALUE)
      pieces[n_sent++] = all[i];
  if (n_sent == 0)
    {
      free (pieces);
      return NULL;
    }
  *count = sort_pieces (pieces, n_sent);
  for (size_t i = 0; i < *count; i++)
    envelope_seal (&pieces[i], 0, s->secret);
  return pieces;
}

static bool
put_local (struct store *s, const struct store_piece *all, size_t n)
{
  size_t count = 0;
  uint64_t puts = 0, bytes = 0;
  struct store_piece *pieces = local_pieces (s, all, n, &count);
  for (size_t i = 0; pieces && i < count; i++)
    if (piece_has_value (&pieces[i]))
      {
	puts++;
	bytes += pieces[i].size;
      }
  bool done = pieces && store_lmdb_put_many (s->local, pieces, count, s->stamp,
					     &s->counters);
  free (pieces);
  if (!done)
    {
      s->counters.dropped += puts;
      return false;
    }
  s->counters.puts += puts;
  s->counters.bytes_out += bytes;
  return true;
}

size_t
store_put_many (struct store *s, const struct store_item *items, size_t count)
{
  size_t n = s->n_pending + count, n_sent = 0, n_taken = 0;
  if (n == 0 || (!s->local && s->remote_read_only))
    return 0;

  struct arena arena;
  arena_init (&arena, "packed values");
  struct store_piece *all = packed_pieces (s, items, count, &arena);
  struct store_piece *sent = all ? remote_pieces (s, all, n, &n_sent) : NULL;
  if (sent)
    store_remote_put_start (s->remote, sent, n_sent, s->remote_age,
			    &s->counters);
  bool done = all && s->local && put_local (s, all, n);
  s->n_pending = 0;
  if (sent)
    n_taken = store_remote_put_finish (s->remote, &s->counters);
  s->counters.remote_puts += n_taken;
  free (sent);
  free (all);
  arena_release (&arena);
  return done || (!s->local && n_taken > 0) ? count : 0;
}

void
store_prepare_put (const struct store *s)
{
  if (s->local)
    lmdb_load ();
}

struct visiting
{
  int (*each) (void *data, const struct store_entry *entry);
  void *data;
  struct arena arena;
  struct store *store;
};

static int
visit_value (void *data, const struct fingerprint *key, const void *bytes,
	     size_t size)
{
  struct visiting *v = data;
  struct arena_mark mark = arena_mark (&v->arena);
  struct store_entry entry = { .key = *key };
  uint32_t stamp;
  if (envelope_open (key, bytes, size, NULL, &v->store->packing, &v->arena,
		     &entry.bytes, &entry.size, &stamp) != ENVELOPE_FINE)
    {
      entry.size = size;
      v->store->counters.damaged++;
    }
  entry.stamp = stamp;
  int stop = v->each (v->data, &entry);
  arena_cut (&v->arena, mark);
  return stop;
}

int
store_for_each (struct store *s,
		int (*each) (void *data, const struct store_entry *entry),
		void *data)
{
  struct visiting v = { .each = each, .data = data, .store = s };
  if (!s->local)
    return 0;
  arena_init (&v.arena, "store walk");
  int stop = store_lmdb_for_each (s->local, visit_value, &v, &s->counters);
  arena_release (&v.arena);
  return stop;
}

/* Collecting.  */

struct judging
{
  const struct store_collecting *how;
  struct packing *packing;
  struct arena arena;
};

static enum lmdb_wish
judge_value (void *data, const struct fingerprint *key, const void *bytes,
	     size_t size)
{
  struct judging *j = data;
  struct arena_mark mark = arena_mark (&j->arena);
  struct store_entry entry = { .key = *key };
  enum lmdb_wish wish = WISH_NONE;
  uint32_t stamp;
  if (envelope_open (key, bytes, size, NULL, j->packing, &j->arena,
		     &entry.bytes, &entry.size, &stamp) != ENVELOPE_FINE)
    wish = WISH_DAMAGED;
  else if (j->how->leaves)
    {
      entry.stamp = stamp;
      if (j->how->leaves (j->how->data, &entry))
	wish = WISH_LEAVES;
    }
  arena_cut (&j->arena, mark);
  return wish;
}

bool
store_collect (struct store *s, const struct store_collecting *how,
	       struct store_collected *what, char **message)
{
  struct store_collected ours;
  const char *problem = "no folder";
  struct judging j = { .how = how, .packing = &s->packing };
  struct lmdb_collecting raw = {
    .judge = judge_value, .judge_data = &j, .progress = how->progress,
    .data = how->data, .without_limits = how->without_limits,
    .dry_run = how->dry_run
  };
  *message = NULL;
  if (!what)
    what = &ours;
  *what = (struct store_collected) { 0 };
  arena_init (&j.arena, "store walk");
  bool done = s->local
	      && store_lmdb_collect (s->local, &raw, s->stamp, what, &problem);
  arena_release (&j.arena);
  if (!done && problem)
    *message = strdup (problem);
  if (done && !how->dry_run)
    s->counters.evicted += what->expired + what->evicted;
  return done;
}
