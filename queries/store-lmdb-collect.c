/* store-lmdb-collect.c - the folder's file written anew, without what shall leave.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Twice through the old file with the checked reader: first how old everything
   is, then what stays goes to a new file, in order, so that its pages are full.
   The new file takes the old one's place by a rename.  Nothing is synced: after
   a crash of the machine it is checked like any other.  */

#include "queries/store-lmdb-internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK_WAIT_NANOSECONDS 5000000000L

/* Of the limit, what stays if not all can.  How much of its pages the new file
   leaves empty, as the next value is too large for the rest, only it tells: if
   it is larger than the limit, it is written again with so much less.  All stays
   if it is no more than so much above that.  */
#define KEPT_PERCENT 80
#define KEPT_STEP 10

/* Stamps that are told apart; three years.  */
#define AGES 8192

#define BATCH_BYTES ((uint64_t) 8 << 20)
#define PROGRESS_EVERY 256

struct collecting
{
  struct lmdb_store *b;
  const struct lmdb_collecting *how;
  struct store_collected *what;
  uint32_t stamp;
  uint64_t done, total;
  uint64_t bytes_of_age[AGES];
  /* What is older than the first leaves; of that age, bytes that may stay.  */
  uint32_t oldest;
  uint64_t left_of_oldest;
  unsigned kept_percent;
  MDB_env *env;			/* The new file; NULL: a dry run.  */
  MDB_txn *txn;
  MDB_dbi dbi;
  uint64_t batch;		/* Bytes in TXN.  */
  bool stopped;			/* By the caller.  */
  int rc;
};

/* Whether the caller wants to go on.  */
static bool
go_on (struct collecting *c)
{
  if (c->done++ % PROGRESS_EVERY == 0 && c->how->progress)
    {
      if (c->total < c->done)
	c->total = c->done;
      c->stopped = c->how->progress (c->how->data, c->done, c->total);
    }
  return !c->stopped;
}

static enum lmdb_fate
judge (const struct collecting *c, const struct pages_value *v, uint32_t *age)
{
  enum lmdb_fate fate = lmdb_judge (c->b, c->stamp, v, age);
  if (*age >= AGES)
    *age = AGES - 1;
  return fate == FATE_EXPIRED && c->how->without_limits ? FATE_STAYS : fate;
}

static int
note_age (void *data, const struct pages_value *v)
{
  struct collecting *c = data;
  uint32_t age;
  if (judge (c, v, &age) == FATE_STAYS)
    c->bytes_of_age[age] += v->cost;
  return !go_on (c);
}

/* How old what stays may be.  */
static void
choose_oldest (struct collecting *c)
{
  uint64_t all = 0, limit = c->b->max_size / 100;
  c->oldest = AGES;
  if (limit == 0 || c->how->without_limits)
    return;
  for (unsigned i = 0; i < AGES; i++)
    all += c->bytes_of_age[i];
  if (all <= limit * (c->kept_percent + KEPT_STEP))
    return;
  uint64_t room = limit * c->kept_percent;
  for (c->oldest = 0; c->oldest < AGES; c->oldest++)
    {
      c->left_of_oldest = room;
      if (c->bytes_of_age[c->oldest] > room)
	break;
      room -= c->bytes_of_age[c->oldest];
    }
}

static int
commit (struct collecting *c)
{
  int rc = c->txn ? lmdb.txn_commit (c->txn) : 0;
  c->txn = NULL;
  c->batch = 0;
  return rc;
}

static int
append (struct collecting *c, const struct pages_value *v)
{
  MDB_val key = { sizeof v->key, (void *) &v->key };
  MDB_val value = { v->size, (void *) v->bytes };
  int rc = 0;
  if (!c->txn)
    {
      rc = lmdb.txn_begin (c->env, NULL, 0, &c->txn);
      if (rc == 0)
	rc = lmdb.dbi_open (c->txn, NULL, 0, &c->dbi);
    }
  if (rc == 0)
    rc = lmdb.put (c->txn, c->dbi, &key, &value, MDB_APPEND);
  /* Out of order, so its branch was damaged.  */
  if (rc == MDB_KEYEXIST)
    {
      c->what->damaged++;
      return 0;
    }
  c->what->after.values++;
  c->batch += v->cost;
  return rc == 0 && c->batch >= BATCH_BYTES ? commit (c) : rc;
}

static int
carry_over (void *data, const struct pages_value *v)
{
  struct collecting *c = data;
  uint32_t age;
  if (!go_on (c))
    return 1;
  enum lmdb_fate fate = judge (c, v, &age);
  enum lmdb_wish wish
    = fate == FATE_DAMAGED
      ? WISH_DAMAGED
      : c->how->judge (c->how->judge_data, &v->key, v->bytes, v->size);
  if (wish == WISH_DAMAGED)
    c->what->damaged++;
  else if (wish == WISH_LEAVES)
    c->what->unwanted++;
  else if (fate == FATE_EXPIRED)
    c->what->expired++;
  else if (age > c->oldest
	   || (age == c->oldest && v->cost > c->left_of_oldest))
    c->what->evicted++;
  else
    {
      if (age == c->oldest)
	c->left_of_oldest -= v->cost;
      if (c->env)
	c->rc = append (c, v);
      else
	c->what->after.values++;
    }
  return c->rc;
}

static int
open_new_file (struct collecting *c, uint64_t size)
{
  const struct lmdb_store *b = c->b;
  unlink (b->fresh);
  int rc = lmdb_load ();
  if (rc == 0)
    rc = lmdb.env_create (&c->env);
  if (rc)
    return rc;
  lmdb.env_set_mapsize (c->env, size + size / 4 + (1 << 20));
  rc = lmdb.env_open (c->env, b->fresh,
		      MDB_NOSUBDIR | MDB_NOSYNC | MDB_NOLOCK | MDB_NORDAHEAD,
		      0600);
  return rc ? rc : chmod (b->fresh, 0600) == 0 ? 0 : errno;
}

/* The second walk.  LMDB's status.  */
static int
write_file (struct collecting *c)
{
  struct pages *p = &c->b->pages;
  bool damaged = false;
  choose_oldest (c);
  c->rc = c->how->dry_run ? 0 : open_new_file (c, p->size);
  if (c->rc == 0)
    pages_for_each (p, true, carry_over, c, &damaged);
  if (c->rc == 0 && !c->stopped)
    c->rc = commit (c);
  return c->rc;
}

/* Whether what was written is above the limit, and less can be.  */
static bool
is_too_large (const struct collecting *c)
{
  struct stat st;
  return c->env && c->b->max_size && !c->how->without_limits
	 && c->kept_percent > KEPT_STEP && stat (c->b->fresh, &st) == 0
	 && (uint64_t) st.st_size > c->b->max_size;
}

/* Both walks.  LMDB's status.  */
static int
walk_twice (struct collecting *c)
{
  struct pages *p = &c->b->pages;
  bool damaged = false;
  c->total = 2 * p->meta.data.entries;
  pages_for_each (p, false, note_age, c, &damaged);
  if (c->stopped)
    return 0;
  struct store_collected nothing = { .before = c->what->before };
  for (c->kept_percent = KEPT_PERCENT; ; c->kept_percent -= KEPT_STEP)
    {
      int rc = write_file (c);
      if (rc || c->stopped || !is_too_large (c))
	return rc;
      lmdb.env_close (c->env);
      c->env = NULL;
      *c->what = nothing;
    }
}

/* Have the new file be the file.  */
static int
replace_file (struct lmdb_store *b)
{
  if (rename (b->fresh, b->data) != 0)
    return errno;
  lmdb_close_file (b);
  b->suspect = false;
  return 0;
}

static const char *
text_of (int rc)
{
  return rc == MDB_MAP_FULL ? "the new file became larger than the old one"
			    : lmdb_text (rc);
}

/* With the lock held.  */
static const char *
collect_locked (struct collecting *c)
{
  struct lmdb_store *b = c->b;
  lmdb_follow_name (b);
  enum view v = lmdb_view (b);
  if (v == VIEW_NONE)
    return NULL;		/* Nothing is as small as it can be.  */
  if (v == VIEW_DAMAGED)
    return "damaged; the next compile makes it anew";
  store_lmdb_measure (b, &c->what->before);
  if (!c->how->dry_run
      && !lmdb_fits_file_limit (0, b->pages.size + b->pages.size / 4
				   + (1 << 20)))
    return strerror (EFBIG);
  int rc = walk_twice (c);
  if (c->txn)
    lmdb.txn_abort (c->txn);
  if (c->env)
    lmdb.env_close (c->env);
  if (!c->env)
    return rc ? text_of (rc) : NULL;
  if (rc == 0 && !c->stopped)
    rc = replace_file (b);
  if (rc || c->stopped)
    unlink (b->fresh);
  else
    store_lmdb_measure (b, &c->what->after);
  return rc ? text_of (rc) : NULL;
}

bool
store_lmdb_collect (struct lmdb_store *b, const struct lmdb_collecting *how,
		    uint32_t stamp, struct store_collected *what,
		    const char **problem)
{
  *problem = "read-only";
  if (b->read_only && !how->dry_run)
    return false;
  struct collecting *c = calloc (1, sizeof *c);
  *problem = strerror (ENOMEM);
  if (!c)
    return false;
  c->b = b;
  c->how = how;
  c->what = what;
  c->stamp = stamp;
  /* Reading needs no lock, but others' writing would spoil the walk.  */
  int lock = b->read_only ? -1 : lmdb_lock (b, LOCK_WAIT_NANOSECONDS);
  *problem = "another process is writing";
  bool done = false;
  if (lock >= 0 || b->read_only)
    {
      *problem = collect_locked (c);
      done = !*problem && !c->stopped;
      if (done && lock >= 0 && !how->dry_run)
	lmdb_note_boot (lock);
    }
  if (lock >= 0)
    close (lock);
  free (c);
  return done;
}
