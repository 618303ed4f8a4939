/* store-lmdb.c - the store in a folder, as an LMDB file.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-lmdb.h"

#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#ifdef __linux__
# include <sys/vfs.h>
#endif
#include <time.h>
#include <unistd.h>

#include "queries/store-pages.h"

/* Address space to ask for; half of it, and so on, where there is less.  */
#define LARGEST_MAP ((size_t) 1 << (sizeof (size_t) == 8 ? 34 : 29))
#define SMALLEST_MAP ((size_t) 1 << 26)

/* In all, for another writer.  */
#define LOCK_WAIT_NANOSECONDS 50000000L
#define LOCK_FIRST_PAUSE 200000L

/* Larger files are not worth keeping when they are damaged.  */
#define LARGEST_ASIDE ((off_t) 16 << 20)

#define READ_ATTEMPTS 3

struct lmdb_store
{
  char *folder;			/* With the schema's subfolder.  */
  char *data, *aside, *lock, *write_lock;	/* Files in it.  */
  bool read_only;
  /* The file as it is mapped for reading; FD is -1 if there is none.  */
  int fd;
  void *map;
  size_t map_size;
  /* A lookup found the way to this key damaged.  */
  bool suspect;
  struct fingerprint suspect_key;
};

bool
store_lmdb_is_shared_file_system (unsigned long kind)
{
  static const uint32_t shared[] = {
    0x6969,			/* NFS */
    0x517b, 0xfe534d42, 0xff534d42,	/* SMB, SMB2, CIFS */
    0x5346414f, 0x6b414653,	/* AFS, kAFS */
    0x73757245,			/* Coda */
    0x564c,			/* NCP */
    0x00c36400,			/* Ceph */
    0x01021997,			/* 9P */
    0x65735546,			/* FUSE: sshfs, virtiofs ... */
    0x0bd00bd0,			/* Lustre */
    0x47504653,			/* GPFS */
    0x01161970,			/* GFS2 */
    0x7461636f,			/* OCFS2 */
    0x19830326,			/* BeeGFS */
    0x786f4256			/* VirtualBox shared folder */
  };
  for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
    if ((uint32_t) kind == shared[i])
      return true;
  return false;
}

static char *
join (const char *folder, const char *name)
{
  size_t size = strlen (folder) + strlen (name) + 2;
  char *path = malloc (size);
  if (path)
    snprintf (path, size, "%s/%s", folder, name);
  return path;
}

/* Always NULL; sets *MESSAGE.  */
static void *
complain (char **message, const char *folder, const char *what)
{
  size_t size = strlen (folder) + strlen (what) + 16;
  *message = malloc (size);
  if (*message)
    snprintf (*message, size, "store '%s': %s", folder, what);
  return NULL;
}

/* Make FOLDER and its parents.  Whether that worked shows when it is used.  */
static void
make_folders (const char *folder)
{
  if (mkdir (folder, 0700) == 0 || errno != ENOENT)
    return;
  char *path = strdup (folder);
  if (!path)
    return;
  for (char *p = path + 1; *p; p++)
    if (*p == '/')
      {
	*p = '\0';
	mkdir (path, 0700);
	*p = '/';
      }
  mkdir (path, 0700);
  free (path);
}

static void
unmap (struct lmdb_store *b)
{
  if (b->map)
    munmap (b->map, b->map_size);
  if (b->fd >= 0)
    close (b->fd);
  b->fd = -1;
  b->map = NULL;
  b->map_size = 0;
}

void
store_lmdb_close (struct lmdb_store *b)
{
  unmap (b);
  free (b->folder);
  free (b->data);
  free (b->aside);
  free (b->lock);
  free (b->write_lock);
  free (b);
}

struct lmdb_store *
store_lmdb_open (const struct store_config *config, char **message)
{
  const char *folder = config->folder;
  int major, minor;
  mdb_version (&major, &minor, NULL);
  if (major != 0 || minor != 9)
    return complain (message, folder, "unknown version of LMDB");
  if (!*folder)
    return complain (message, folder, "no name");
  struct lmdb_store *b = calloc (1, sizeof *b);
  if (!b)
    return complain (message, folder, "out of memory");
  b->fd = -1;
  b->folder = join (folder, STORE_LMDB_SCHEMA);
  if (b->folder)
    {
      b->data = join (b->folder, "data.mdb");
      b->aside = join (b->folder, "data.mdb.damaged");
      b->lock = join (b->folder, "lock.mdb");
      b->write_lock = join (b->folder, "write.lock");
    }
  const char *problem = NULL;
  if (!b->data || !b->aside || !b->lock || !b->write_lock)
    problem = "out of memory";
  else
    {
      make_folders (b->folder);
      struct stat st;
      if (stat (b->folder, &st) != 0)
	problem = strerror (errno);
      else if (!S_ISDIR (st.st_mode))
	problem = strerror (ENOTDIR);
      else if (access (b->folder, W_OK | X_OK) != 0)
	{
	  b->read_only = true;
	  if (access (b->data, R_OK) != 0)
	    problem = strerror (errno);
	}
    }
#ifdef __linux__
  struct statfs fs;
  if (!problem && statfs (b->folder, &fs) == 0
      && store_lmdb_is_shared_file_system ((unsigned long) fs.f_type))
    problem = "on a network file system, not used";
#endif
  if (problem)
    {
      complain (message, folder, problem);
      store_lmdb_close (b);
      return NULL;
    }
  return b;
}

/* Reading.  */

enum view { VIEW_NONE, VIEW_DAMAGED, VIEW_WHOLE };

/* Map what the file has by now.  False if there is nothing.  */
static bool
map_file (struct lmdb_store *b)
{
  struct stat st;
  if (b->fd < 0)
    b->fd = open (b->data, O_RDONLY | O_CLOEXEC);
  if (b->fd < 0 || fstat (b->fd, &st) != 0 || !S_ISREG (st.st_mode)
      || st.st_size <= 0)
    return false;
  if (b->map && (off_t) b->map_size == st.st_size)
    return true;
  if (b->map)
    munmap (b->map, b->map_size);
  b->map_size = (size_t) st.st_size;
  b->map = mmap (NULL, b->map_size, PROT_READ, MAP_SHARED, b->fd, 0);
  if (b->map == MAP_FAILED)
    b->map = NULL;
  return b->map != NULL;
}

static enum view
view (struct lmdb_store *b, struct pages *p)
{
  if (b->map && pages_view (p, b->map, b->map_size))
    return VIEW_WHOLE;
  /* None yet, or it has grown.  */
  if (!map_file (b))
    {
      unmap (b);
      return VIEW_NONE;
    }
  return pages_view (p, b->map, b->map_size) ? VIEW_WHOLE : VIEW_DAMAGED;
}

/* One attempt at the keys that are not DONE.  Returns how many of them are
   there and could not be had; *DAMAGED_PAGES counts those for which pages are
   the reason.  */
static size_t
read_once (struct lmdb_store *b, const struct pages *p,
	   const struct fingerprint *keys, size_t count, store_take *take,
	   void *data, unsigned char *done, size_t *damaged_pages)
{
  size_t bad = 0;
  *damaged_pages = 0;
  for (size_t i = 0; i < count; i++)
    {
      const unsigned char *bytes;
      size_t size;
      if (done[i])
	continue;
      switch (pages_find (p, &keys[i], &bytes, &size))
	{
	case PAGES_FOUND:
	  done[i] = take (data, i, bytes, size);
	  bad += !done[i];
	  break;
	case PAGES_DAMAGED:
	  if (++*damaged_pages == 1)
	    b->suspect_key = keys[i];
	  bad++;
	  break;
	case PAGES_ABSENT:
	  break;
	}
    }
  return bad;
}

void
store_lmdb_get_many (struct lmdb_store *b, const struct fingerprint *keys,
		     size_t count, store_take *take, void *data,
		     struct store_counters *counters)
{
  unsigned char *done = calloc (count + 1, 1);
  if (!done)
    return;
  for (int attempt = 1;; attempt++)
    {
      struct pages p;
      enum view v = view (b, &p);
      size_t bad = 0, damaged_pages = 0;
      if (v == VIEW_WHOLE)
	bad = read_once (b, &p, keys, count, take, data, done,
			 &damaged_pages);
      /* With a newer transaction the pages may have changed under our eyes;
	 and somebody may be making the file just now.  */
      bool overtaken = v == VIEW_WHOLE
		       && pages_transaction (&p) != p.transaction;
      if ((overtaken || v == VIEW_DAMAGED) && attempt < READ_ATTEMPTS)
	continue;
      if (!overtaken)
	{
	  b->suspect = v == VIEW_DAMAGED || damaged_pages > 0;
	  counters->errors += b->suspect;
	  counters->damaged += bad - damaged_pages;
	}
      break;
    }
  free (done);
}

struct walking
{
  store_visit *visit;
  void *data;
};

static int
walk_value (void *data, const struct fingerprint *key,
	    const unsigned char *bytes, size_t size)
{
  struct walking *w = data;
  return w->visit (w->data, key, bytes, size);
}

int
store_lmdb_for_each (struct lmdb_store *b, store_visit *visit, void *data,
		     struct store_counters *counters)
{
  struct pages p;
  struct walking w = { visit, data };
  bool damaged = false;
  enum view v = view (b, &p);
  int stop = 0;
  if (v == VIEW_WHOLE)
    stop = pages_for_each (&p, walk_value, &w, &damaged);
  counters->errors += v == VIEW_DAMAGED || damaged;
  return stop;
}

/* LMDB's transactions have just the numbers that are wanted.  */
uint64_t
store_lmdb_session (struct lmdb_store *b)
{
  struct pages p;
  return view (b, &p) == VIEW_WHOLE ? p.transaction : 0;
}

/* Writing.  */

/* The lock's descriptor, or -1 if it could not be had soon.  */
static int
lock_for_writing (const struct lmdb_store *b)
{
  int fd = open (b->write_lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return -1;
  long waited = 0, pause = LOCK_FIRST_PAUSE;
  while (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if ((errno != EWOULDBLOCK && errno != EINTR)
	  || waited + pause > LOCK_WAIT_NANOSECONDS)
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

/* Make what is mapped be what the name stands for now: somebody may have put
   the file aside.  */
static void
follow_name (struct lmdb_store *b)
{
  struct stat mapped, named;
  if (b->fd >= 0
      && (fstat (b->fd, &mapped) != 0 || stat (b->data, &named) != 0
	  || mapped.st_dev != named.st_dev || mapped.st_ino != named.st_ino))
    {
      unmap (b);
      b->suspect = false;
    }
}

static void
put_aside (struct lmdb_store *b)
{
  struct stat st;
  bool keep = stat (b->data, &st) == 0 && st.st_size <= LARGEST_ASIDE
	      && S_ISREG (st.st_mode);
  unmap (b);
  if (!keep || rename (b->data, b->aside) != 0)
    unlink (b->data);
  unlink (b->lock);
  b->suspect = false;
}

/* Whether LMDB may be let loose on the file to write PIECES.  *SIZE becomes
   that of the file.  */
static bool
may_write (struct lmdb_store *b, const struct store_piece *pieces,
	   size_t count, size_t *size)
{
  struct pages p;
  *size = 0;
  enum view v = view (b, &p);
  if (v == VIEW_NONE)
    {
      /* Anything else than no file or an empty one is in the way.  */
      struct stat st;
      return stat (b->data, &st) != 0
	     || (S_ISREG (st.st_mode) && st.st_size == 0);
    }
  if (v == VIEW_DAMAGED)
    return false;
  *size = b->map_size;
  bool fine = pages_check_free (&p)
	      && (!b->suspect || pages_check_path (&p, &b->suspect_key));
  memset (p.checked, 0, sizeof p.checked);
  for (size_t i = 0; fine && i < count; i++)
    fine = pages_check_path (&p, &pieces[i].key);
  pages_release (&p);
  return fine;
}

/* Writing beyond the limit would be a signal.  */
static bool
fits_file_limit (size_t file_size, size_t more)
{
  struct rlimit limit;
  return getrlimit (RLIMIT_FSIZE, &limit) != 0
	 || limit.rlim_cur == RLIM_INFINITY
	 || file_size + more < limit.rlim_cur;
}

static size_t
size_of_pieces (const struct store_piece *pieces, size_t count)
{
  size_t size = (size_t) 1 << 20;
  for (size_t i = 0; i < count; i++)
    size += 2 * (pieces[i].size + 4096);
  return size;
}

struct writing
{
  MDB_env *env;
  MDB_txn *txn;
  uint32_t stamp;		/* See store_lmdb_put_many.  */
  uint64_t touched;
  jmp_buf broken;
};

/* An assertion inside LMDB: the file is not what the checks took it for.  The
   environment is in no state to be closed; it is left to the system.  */
static void
assertion_failed (MDB_env *env, const char *text)
{
  (void) text;
  struct writing *w = mdb_env_get_userctx (env);
  longjmp (w->broken, 1);
}

/* Open the environment with as much address space as there is, but enough
   for a file of NEED bytes.  */
static int
open_environment (struct lmdb_store *b, struct writing *w, size_t need)
{
  int rc = ENOMEM;
  for (size_t size = LARGEST_MAP; size >= SMALLEST_MAP && size >= need
				  && rc == ENOMEM; size /= 2)
    {
      rc = mdb_env_create (&w->env);
      if (rc)
	return rc;
      mdb_env_set_mapsize (w->env, size);
      mdb_env_set_userctx (w->env, w);
      mdb_env_set_assert (w->env, assertion_failed);
      rc = mdb_env_open (w->env, b->folder,
			 MDB_NOSYNC | MDB_NOTLS | MDB_NORDAHEAD, 0600);
      if (rc)
	{
	  mdb_env_close (w->env);
	  w->env = NULL;
	}
    }
  return rc;
}

static int
put_piece (struct writing *w, MDB_dbi dbi, const struct store_piece *p)
{
  MDB_val key = { sizeof p->key, (void *) &p->key };
  MDB_val value = { sizeof p->envelope + p->size, NULL };
  int rc = mdb_put (w->txn, dbi, &key, &value, MDB_RESERVE);
  if (rc)
    return rc;
  memcpy (value.mv_data, &p->envelope, sizeof p->envelope);
  if (p->size)
    memcpy ((char *) value.mv_data + sizeof p->envelope, p->bytes, p->size);
  return 0;
}

/* Write P's value again with today's stamp, if there is one.  */
static int
touch_piece (struct writing *w, MDB_dbi dbi, const struct store_piece *p)
{
  MDB_val key = { sizeof p->key, (void *) &p->key }, old;
  struct envelope *copy;
  int rc = mdb_get (w->txn, dbi, &key, &old);
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
  rc = mdb_put (w->txn, dbi, &key, &value, 0);
  free (copy);
  w->touched += rc == 0;
  return rc;
}

static int
remove_piece (struct writing *w, MDB_dbi dbi, const struct store_piece *p)
{
  MDB_val key = { sizeof p->key, (void *) &p->key };
  int rc = mdb_del (w->txn, dbi, &key, NULL);
  return rc == MDB_NOTFOUND ? 0 : rc;
}

static int
write_pieces (struct writing *w, const struct store_piece *pieces,
	      size_t count)
{
  MDB_dbi dbi;
  int rc = mdb_txn_begin (w->env, NULL, 0, &w->txn);
  if (rc)
    return rc;
  rc = mdb_dbi_open (w->txn, NULL, 0, &dbi);
  for (size_t i = 0; rc == 0 && i < count; i++)
    switch (pieces[i].action)
      {
      case STORE_PUT:
      case STORE_PUT_LOCAL:
	rc = put_piece (w, dbi, &pieces[i]);
	break;
      case STORE_TOUCH:
	rc = touch_piece (w, dbi, &pieces[i]);
	break;
      case STORE_REMOVE:
	rc = remove_piece (w, dbi, &pieces[i]);
	break;
      }
  if (rc)
    mdb_txn_abort (w->txn);
  else
    rc = mdb_txn_commit (w->txn);
  w->txn = NULL;
  return rc;
}

/* One transaction, in an environment of its own.  */
static int
write_transaction (struct lmdb_store *b, const struct store_piece *pieces,
		   size_t count, uint32_t stamp, size_t need,
		   struct store_counters *counters)
{
  /* On the heap: longjmp leaves what changed since setjmp undefined.  */
  struct writing *w = calloc (1, sizeof *w);
  if (!w)
    return ENOMEM;
  w->stamp = stamp;
  if (setjmp (w->broken))
    return MDB_CORRUPTED;	/* W stays: LMDB knows it.  */
  int rc = open_environment (b, w, need);
  if (rc == 0)
    {
      int dead;
      mdb_reader_check (w->env, &dead);
      rc = write_pieces (w, pieces, count);
      mdb_env_close (w->env);
    }
  if (rc == 0)
    counters->touched += w->touched;
  free (w);
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
    case MDB_MAP_RESIZED:
      return true;
    default:
      return false;
    }
}

static bool
write_locked (struct lmdb_store *b, const struct store_piece *pieces,
	      size_t count, uint32_t stamp, struct store_counters *counters)
{
  size_t size, more = size_of_pieces (pieces, count);
  follow_name (b);
  for (int attempt = 0; attempt < 2; attempt++)
    {
      int rc = MDB_CORRUPTED;
      if (may_write (b, pieces, count, &size))
	{
	  if (!fits_file_limit (size, more))
	    return false;
	  rc = write_transaction (b, pieces, count, stamp, size + more, counters);
	}
      if (rc == 0)
	return true;
      counters->errors++;
      /* Else it is full, or the disk is: this cache stays as it is.  */
      if (!is_damage (rc))
	return false;
      put_aside (b);
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
  int lock = lock_for_writing (b);
  if (lock < 0)
    return false;
  bool written = write_locked (b, pieces, count, stamp, counters);
  close (lock);
  return written;
}

bool
store_lmdb_measure (struct lmdb_store *b, struct store_size *size)
{
  struct pages p;
  if (view (b, &p) != VIEW_WHOLE)
    return false;
  size->file_bytes = b->map_size;
  bool fine = pages_check_free (&p);
  if (fine)
    size->used_bytes = (p.last_page + 1 - p.n_free) * p.page_size;
  size->values = p.data.entries;
  pages_release (&p);
  return fine;
}
