/* store-lmdb-transaction.c - the only place where LMDB is at work on the file.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   write.lock lets one process at a time in here, so LMDB's own locks have
   nothing to do and are left out: no table of readers that could be full or go
   stale, no process ids that mean another process in another container, and no
   second file mapped for writing, which on a full disk would be a signal.  */

#include "queries/store-lmdb-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Address space to ask for where there is no limit; half of it, and so on,
   where there is less.  */
#define LARGEST_MAP ((size_t) 1 << (sizeof (size_t) == 8 ? 34 : 29))

/* An assertion inside LMDB: the file is not what the checks took it for.  The
   environment is in no state to be closed; it is left to the system.  */
static void
assertion_failed (MDB_env *env, const char *text)
{
  (void) text;
  struct lmdb_writing *w = lmdb.env_get_userctx (env);
  longjmp (w->broken, 1);
}

/* Make the file, 0600 whatever the umask: LMDB takes an empty one.  */
static void
make_file (const struct lmdb_store *b)
{
  int fd = open (b->data, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return;
  fchmod (fd, 0600);
  close (fd);
}

static int
try_environment (struct lmdb_writing *w, size_t size)
{
  int rc = lmdb_load ();
  if (rc == 0)
    rc = lmdb.env_create (&w->env);
  if (rc)
    return rc;
  lmdb.env_set_mapsize (w->env, size);
  lmdb.env_set_userctx (w->env, w);
  lmdb.env_set_assert (w->env, assertion_failed);
  rc = lmdb.env_open (w->env, w->b->folder,
		      MDB_NOSYNC | MDB_NOLOCK | MDB_NORDAHEAD, 0600);
  if (rc)
    {
      lmdb.env_close (w->env);
      w->env = NULL;
    }
  return rc;
}

int
lmdb_open_environment (struct lmdb_writing *w, uint64_t need)
{
  const struct lmdb_store *b = w->b;
  uint64_t size = b->max_size ? b->max_size : LARGEST_MAP;
  int rc = ENOMEM;
  make_file (b);
  if (!b->max_size && need > size)
    size = need;
  else if (need > size)
    need = size;
  for (; rc == ENOMEM && size >= need && size > 0; size /= 2)
    if (size <= SIZE_MAX)
      {
	w->map_size = (size_t) size;
	rc = try_environment (w, w->map_size);
      }
  return rc;
}

static int
put_piece (struct lmdb_writing *w, const struct store_piece *p)
{
  MDB_val key = { sizeof p->key, (void *) &p->key };
  MDB_val value = { sizeof p->envelope + p->size, NULL };
  int rc = lmdb.put (w->txn, w->dbi, &key, &value, MDB_RESERVE);
  if (rc)
    return rc;
  memcpy (value.mv_data, &p->envelope, sizeof p->envelope);
  if (p->size)
    memcpy ((char *) value.mv_data + sizeof p->envelope, p->bytes, p->size);
  return 0;
}

/* Write P's value again with today's stamp, if there is one.  */
static int
touch_piece (struct lmdb_writing *w, const struct store_piece *p)
{
  MDB_val key = { sizeof p->key, (void *) &p->key }, old;
  struct envelope *copy;
  int rc = lmdb.get (w->txn, w->dbi, &key, &old);
  if (rc == MDB_NOTFOUND || (rc == 0 && old.mv_size < sizeof *copy))
    return 0;
  if (rc)
    return rc;
  /* What is overwritten may lie in the page that is written.  */
  copy = malloc (old.mv_size);
  if (!copy)
    return ENOMEM;
  memcpy (copy, old.mv_data, old.mv_size);
  MDB_val value = { old.mv_size, copy };
  copy->stamp = w->stamp;
  rc = lmdb.put (w->txn, w->dbi, &key, &value, 0);
  free (copy);
  w->touched += rc == 0;
  return rc;
}

static int
remove_key (struct lmdb_writing *w, const struct fingerprint *k)
{
  MDB_val key = { sizeof *k, (void *) k };
  int rc = lmdb.del (w->txn, w->dbi, &key, NULL);
  return rc == MDB_NOTFOUND ? 0 : rc;
}

static int
begin (struct lmdb_writing *w)
{
  int rc = lmdb.txn_begin (w->env, NULL, 0, &w->txn);
  if (rc)
    w->txn = NULL;
  return rc ? rc : lmdb.dbi_open (w->txn, NULL, 0, &w->dbi);
}

/* Commit, unless RC tells of a failure.  */
static int
end (struct lmdb_writing *w, int rc)
{
  if (rc == 0)
    rc = lmdb.txn_commit (w->txn);
  else if (w->txn)
    lmdb.txn_abort (w->txn);
  w->txn = NULL;
  w->free_checked = 0;
  return rc;
}

/* What is removed goes first: pages_check_removal is about the tree as it is
   before anything is written.  */
int
lmdb_write_pieces (struct lmdb_writing *w)
{
  int rc = begin (w);
  w->touched = 0;
  for (size_t i = 0; rc == 0 && i < w->count; i++)
    if (w->pieces[i].action == STORE_REMOVE)
      rc = remove_key (w, &w->pieces[i].key);
  for (size_t i = 0; rc == 0 && i < w->count; i++)
    switch (w->pieces[i].action)
      {
      case STORE_PUT:
      case STORE_PUT_LOCAL:
      case STORE_PUT_DENSE:
	rc = put_piece (w, &w->pieces[i]);
	break;
      case STORE_TOUCH:
	if (!w->without_touches)
	  rc = touch_piece (w, &w->pieces[i]);
	break;
      case STORE_REMOVE:
	break;
      }
  return end (w, rc);
}

/* The file may grow beyond the limit meanwhile, by the slack.  */
int
lmdb_remove_keys (struct lmdb_writing *w, const struct fingerprint *keys,
		  size_t count)
{
  size_t slack = w->b->max_size ? (size_t) lmdb_slack (w->b) : 0;
  int rc = 0;
  if (slack)
    rc = lmdb.env_set_mapsize (w->env, w->map_size + slack);
  if (rc == 0)
    rc = begin (w);
  for (size_t i = 0; rc == 0 && i < count; i++)
    rc = remove_key (w, &keys[i]);
  rc = end (w, rc);
  if (rc == 0)
    w->evicted += count;
  if (rc == 0 && slack)
    rc = lmdb.env_set_mapsize (w->env, w->map_size);
  return rc;
}
