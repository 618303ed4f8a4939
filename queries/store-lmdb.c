/* store-lmdb.c - the store in a folder, as an LMDB file.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-lmdb-internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
# include <sys/vfs.h>
#endif
#include <unistd.h>

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

/* Make one folder, 0700 whatever the umask.  False if that is to no avail
   without the folder's parents.  */
static bool
make_folder (const char *folder)
{
  if (mkdir (folder, 0700) == 0)
    return chmod (folder, 0700) == 0;
  return errno != ENOENT;
}

/* Make FOLDER and its parents.  Whether that worked shows when it is used.  */
static void
make_folders (const char *folder)
{
  if (make_folder (folder))
    return;
  char *path = strdup (folder);
  if (!path)
    return;
  for (char *p = path + 1; *p; p++)
    if (*p == '/')
      {
	*p = '\0';
	make_folder (path);
	*p = '/';
      }
  make_folder (path);
  free (path);
}

bool
lmdb_is_trusted (const struct stat *st)
{
  return (st->st_uid == geteuid () || st->st_uid == 0)
	 && (st->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/* Why B's folder cannot be used; NULL: it can.  */
static const char *
find_problem (struct lmdb_store *b)
{
  struct stat st;
  if (stat (b->folder, &st) != 0)
    return strerror (errno);
  if (!S_ISDIR (st.st_mode))
    return strerror (ENOTDIR);
  /* Whoever can write results can make findings vanish.  Folders above may be
     anybody's: what is put in the place of ours would not be ours.  */
  if (st.st_uid != geteuid () && st.st_uid != 0)
    return "belongs to another user, not used";
  if (!lmdb_is_trusted (&st))
    return "others may write to it, not used";
#ifdef __linux__
  struct statfs fs;
  if (statfs (b->folder, &fs) == 0
      && store_lmdb_is_shared_file_system ((unsigned long) fs.f_type))
    return "on a network file system, not used";
#endif
  if (access (b->folder, W_OK | X_OK) != 0)
    {
      b->read_only = true;
      if (access (b->data, R_OK) != 0)
	return strerror (errno);
    }
  return NULL;
}

void
store_lmdb_close (struct lmdb_store *b)
{
  lmdb_close_file (b);
  free (b->folder);
  free (b->data);
  free (b->aside);
  free (b->fresh);
  free (b->write_lock);
  free (b);
}

struct lmdb_store *
store_lmdb_open (const struct store_config *config, char **message)
{
  const char *folder = config->folder;
  if (!*folder)
    return complain (message, folder, "no name");
  struct lmdb_store *b = calloc (1, sizeof *b);
  if (!b)
    return complain (message, folder, "out of memory");
  b->fd = -1;
  b->max_size = config->max_size & ~(uint64_t) 0xffff;
  if (config->max_size && b->max_size < STORE_LMDB_SMALLEST)
    b->max_size = STORE_LMDB_SMALLEST;
  b->max_age = config->max_age;
  b->folder = join (folder, STORE_LMDB_SCHEMA);
  if (b->folder)
    {
      b->data = join (b->folder, "data.mdb");
      b->aside = join (b->folder, "data.mdb.damaged");
      b->fresh = join (b->folder, "data.mdb.new");
      b->write_lock = join (b->folder, "write.lock");
    }
  const char *problem = "out of memory";
  if (b->data && b->aside && b->fresh && b->write_lock)
    {
      make_folders (b->folder);
      problem = find_problem (b);
    }
  if (problem)
    {
      complain (message, folder, problem);
      store_lmdb_close (b);
      return NULL;
    }
  return b;
}
