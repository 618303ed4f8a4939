/* store-lmdb-write.c - writing to the store's folder: one batch under the lock.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-lmdb-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* In all, for another writer.  */
#define LOCK_WAIT_NANOSECONDS 50000000L
#define LOCK_FIRST_PAUSE 200000L

/* Larger files are not worth keeping when they are damaged.  */
#define LARGEST_ASIDE ((off_t) 16 << 20)

/* How much of the tree is looked at after a crash: 64 MiB of pages of the usual
   size.  What lies beyond is checked when it is about to be used, as ever.  */
#define CRASH_BUDGET 16384

int
lmdb_lock (const struct lmdb_store *b, long nanoseconds)
{
  struct stat st;
  int fd = open (b->write_lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
		 0600);
  if (fd < 0)
    return -1;
  if (fstat (fd, &st) != 0 || !S_ISREG (st.st_mode) || !lmdb_is_trusted (&st)
      || ((st.st_mode & 0777) != 0600 && fchmod (fd, 0600) != 0))
    {
      close (fd);
      return -1;
    }
  long waited = 0, pause = LOCK_FIRST_PAUSE;
  while (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if ((errno != EWOULDBLOCK && errno != EINTR)
	  || waited + pause > nanoseconds)
	{
	  close (fd);
	  return -1;
	}
      struct timespec t = { 0, pause };
      nanosleep (&t, NULL);
      waited += pause;
      if (pause < 16 * LOCK_FIRST_PAUSE)
	pause *= 2;
    }
  return fd;
}

void
lmdb_follow_name (struct lmdb_store *b)
{
  struct stat ours, named;
  if (b->fd >= 0
      && (fstat (b->fd, &ours) != 0 || stat (b->data, &named) != 0
	  || ours.st_dev != named.st_dev || ours.st_ino != named.st_ino))
    {
      lmdb_close_file (b);
      b->suspect = false;
    }
}

static void
put_aside (struct lmdb_store *b, struct store_counters *counters)
{
  struct stat st;
  bool keep = stat (b->data, &st) == 0 && st.st_size <= LARGEST_ASIDE
	      && S_ISREG (st.st_mode);
  lmdb_close_file (b);
  if (!keep || rename (b->data, b->aside) != 0)
    unlink (b->data);
  b->suspect = false;
  counters->replaced++;
}

bool
lmdb_fits_file_limit (uint64_t file_size, uint64_t more)
{
  struct rlimit limit;
  return getrlimit (RLIMIT_FSIZE, &limit) != 0
	 || limit.rlim_cur == RLIM_INFINITY
	 || file_size + more < limit.rlim_cur;
}

/* By how much the file can grow.  */
static uint64_t
most_growth (const struct store_piece *pieces, size_t count)
{
  uint64_t size = (uint64_t) 1 << 20;
  for (size_t i = 0; i < count; i++)
    size += 2 * ((uint64_t) pieces[i].size + 4096);
  return size;
}

int
lmdb_check_free (struct lmdb_writing *w)
{
  struct pages *p = &w->b->pages;
  if (lmdb_view (w->b) != VIEW_WHOLE)
    return MDB_CORRUPTED;
  if (w->free_checked == p->meta.transaction + 1)
    return 0;
  if (!pages_check_free (p))
    return MDB_CORRUPTED;
  w->free_checked = p->meta.transaction + 1;
  return 0;
}

/* Whether LMDB may be let loose on the file to do what the pieces say.  */
static int
check_pieces (struct lmdb_writing *w)
{
  struct lmdb_store *b = w->b;
  struct pages *p = &b->pages;
  bool crowded = false;
  if (lmdb_check_free (w))
    return MDB_CORRUPTED;
  if (b->suspect && !pages_check_path (p, &b->suspect_key))
    return MDB_CORRUPTED;
  b->suspect = false;
  for (size_t i = 0; i < w->count; i++)
    if (w->pieces[i].action != STORE_REMOVE)
      {
	if (!pages_check_path (p, &w->pieces[i].key))
	  return MDB_CORRUPTED;
      }
    else
      switch (pages_check_removal (p, &w->pieces[i].key))
	{
	case PAGES_DAMAGED:
	  return MDB_CORRUPTED;
	case PAGES_CROWDED:
	  crowded = true;
	  break;
	default:
	  break;
	}
  w->free_checked = 0;
  return crowded && !pages_check_all (p, 0, NULL) ? MDB_CORRUPTED : 0;
}

static int
check_and_write (struct lmdb_writing *w)
{
  /* A new file is LMDB's own work.  */
  int rc = lmdb_view (w->b) == VIEW_NONE ? 0 : check_pieces (w);
  return rc ? rc : lmdb_write_pieces (w);
}

/* Again, with less in the file that was not used in these hours; then with less
   of anything, and with nothing touched: that writes values again, and can be
   done another time.  */
static int
write_into_full (struct lmdb_writing *w)
{
  int rc = lmdb_make_room (w, 1);
  if (rc == 0)
    rc = check_and_write (w);
  if (rc == MDB_MAP_FULL)
    {
      w->without_touches = true;
      rc = lmdb_make_room (w, 0);
      if (rc == 0)
	rc = check_and_write (w);
    }
  return rc;
}

/* Everything between the opening of the environment and its end.  */
static int
write_and_evict (struct lmdb_writing *w)
{
  int rc = lmdb_keep_limits (w);
  if (rc == 0)
    rc = check_and_write (w);
  return rc == MDB_MAP_FULL && w->b->max_size ? write_into_full (w) : rc;
}

/* Whether LMDB may see the file: 0, MDB_CORRUPTED, or why it is not known.
   *SIZE becomes the file's, 0 if there is none.  After a crash, whether it is
   whole.  */
static int
may_open (struct lmdb_store *b, bool crashed, uint64_t *size)
{
  struct stat st;
  *size = 0;
  switch (lmdb_view (b))
    {
    case VIEW_NONE:
      if (lstat (b->data, &st) != 0)
	return errno == ENOENT ? 0 : errno;
      /* What is neither ours nor a file is in the way.  */
      if (!S_ISREG (st.st_mode) || !lmdb_is_trusted (&st))
	return MDB_CORRUPTED;
      return st.st_size == 0 ? 0 : EIO;
    case VIEW_DAMAGED:
      return MDB_CORRUPTED;
    default:
      *size = b->pages.size;
      return !crashed || pages_check_all (&b->pages, CRASH_BUDGET, NULL)
	     ? 0 : MDB_CORRUPTED;
    }
}

/* *W is on the heap: longjmp leaves what changed since setjmp undefined.  */
static int
write_in_environment (struct lmdb_writing *w, uint64_t need,
		      struct store_counters *counters)
{
  if (setjmp (w->broken))
    return MDB_CORRUPTED;	/* W stays: LMDB knows it.  */
  int rc = lmdb_open_environment (w, need);
  if (rc == 0)
    {
      rc = write_and_evict (w);
      lmdb.env_close (w->env);
    }
  if (rc == 0)
    counters->touched += w->touched;
  counters->evicted += w->evicted;
  free (w);
  return rc;
}

/* EFBIG: it is not even tried.  */
static int
try_batch (struct lmdb_store *b, const struct store_piece *pieces,
	   size_t count, uint32_t stamp, bool crashed,
	   struct store_counters *counters)
{
  uint64_t size, more = most_growth (pieces, count);
  int rc = may_open (b, crashed, &size);
  if (rc)
    return rc;
  struct lmdb_writing *w = calloc (1, sizeof *w);
  if (!w)
    return ENOMEM;
  w->b = b;
  w->pieces = pieces;
  w->count = count;
  w->stamp = stamp;
  if (!lmdb_fits_limit (w) || !lmdb_fits_file_limit (size, more))
    {
      free (w);
      return EFBIG;
    }
  rc = write_in_environment (w, size + more, counters);
  if (rc && size == 0)
    unlink (b->data);		/* It may be half made.  */
  return rc;
}

/* Whether RC says that the file is no good.  */
static bool
is_damage (int rc)
{
  switch (rc)
    {
    case MDB_PAGE_NOTFOUND:
    case MDB_CORRUPTED:
    case MDB_PANIC:
    case MDB_VERSION_MISMATCH:
    case MDB_INVALID:
    case MDB_CURSOR_FULL:
    case MDB_PAGE_FULL:
    case MDB_INCOMPATIBLE:
    case MDB_BAD_TXN:
      return true;
    default:
      return false;
    }
}

static bool
write_locked (struct lmdb_store *b, int lock, const struct store_piece *pieces,
	      size_t count, uint32_t stamp, struct store_counters *counters)
{
  bool crashed = lmdb_has_crashed (lock);
  unlink (b->fresh);		/* Of a store_collect that was killed.  */
  lmdb_follow_name (b);
  for (int attempt = 0; attempt < 2; attempt++)
    {
      int rc = try_batch (b, pieces, count, stamp, crashed, counters);
      if (rc == 0)
	{
	  if (crashed)
	    lmdb_note_boot (lock);
	  return true;
	}
      if (rc == EFBIG || rc == MDB_MAP_FULL)
	return false;
      counters->errors++;
      if (is_damage (rc))
	put_aside (b, counters);
      /* Else it is the disk that is full: this cache stays as it is.  */
      else if (rc != MDB_MAP_RESIZED)
	return false;
    }
  return false;
}

bool
store_lmdb_put_many (struct lmdb_store *b, const struct store_piece *pieces,
		     size_t count, uint32_t stamp,
		     struct store_counters *counters)
{
  if (b->read_only)
    return false;
  int lock = lmdb_lock (b, LOCK_WAIT_NANOSECONDS);
  if (lock < 0)
    return false;
  bool written = write_locked (b, lock, pieces, count, stamp, counters);
  close (lock);
  return written;
}
