/* counters.c - the counters of counters.def, and their sums in a store.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/counters.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

#define MAGIC 0x3154415453525051ull	/* "QPRSTAT1" */

/* In all, for others who add: each takes some microseconds.  */
#define LOCK_ATTEMPTS 100
#define LOCK_PAUSE_NANOSECONDS 200000L

struct row
{
  const char *name, *label;
};

static const struct row rows[COUNTERS] =
{
#define COUNTER(NUMBER, GROUP, NAME, LABEL) [NUMBER] = { #NAME, LABEL },
#include "queries/counters.def"
};

const char *
counter_name (unsigned number)
{
  return number < COUNTERS ? rows[number].name : NULL;
}

const char *
counter_label (unsigned number)
{
  return number < COUNTERS ? rows[number].label : NULL;
}

/* The file, little-endian: homes are shared between machines.  It is written
   in place by one call, so that a process that is killed leaves the old sums or
   the new ones; what a full disk or a crash of the machine tears apart, the
   checksum tells.  */
struct image
{
  uint64_t magic;
  uint64_t since;
  uint64_t sums[COUNTERS];
  uint64_t checksum;		/* Of what is before it.  */
};

static void
pack (struct image *image, const struct counters *c)
{
  image->magic = htole64 (MAGIC);
  image->since = htole64 (c->since);
  for (unsigned i = 0; i < COUNTERS; i++)
    image->sums[i] = htole64 (c->sums[i]);
  image->checksum
    = htole64 (XXH3_64bits (image, offsetof (struct image, checksum)));
}

static bool
unpack (const struct image *image, struct counters *c)
{
  if (image->magic != htole64 (MAGIC)
      || image->checksum
	   != htole64 (XXH3_64bits (image, offsetof (struct image, checksum))))
    return false;
  c->since = le64toh (image->since);
  for (unsigned i = 0; i < COUNTERS; i++)
    c->sums[i] = le64toh (image->sums[i]);
  return true;
}

/* Open the file with a lock OPERATION on it.  -1, with errno, if it cannot be
   had: EWOULDBLOCK if that is for others who have the lock.  */
static int
open_locked (const char *folder, int flags, int operation)
{
  char path[PATH_MAX];
  struct stat st;
  if (snprintf (path, sizeof path, "%s/statistics", folder)
      >= (int) sizeof path)
    {
      errno = ENAMETOOLONG;
      return -1;
    }
  /* Never led elsewhere, never waiting for who reads a named pipe.  */
  int fd = open (path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
  if (fd < 0)
    return -1;
  int error = fstat (fd, &st) != 0 ? errno : S_ISREG (st.st_mode) ? 0 : EINVAL;
  for (unsigned attempt = 1; error == 0; attempt++)
    {
      if (flock (fd, operation | LOCK_NB) == 0)
	return fd;
      if ((errno != EWOULDBLOCK && errno != EINTR) || attempt == LOCK_ATTEMPTS)
	error = errno;
      else
	nanosleep (&(struct timespec) { 0, LOCK_PAUSE_NANOSECONDS }, NULL);
    }
  close (fd);
  errno = error;
  return -1;
}

/* Of the file FD; an empty one was just made.  False, and zero, if it is of
   another form or damaged.  */
static bool
read_sums (int fd, struct counters *c)
{
  struct image image[2];	/* A larger one is of another form.  */
  ssize_t size = pread (fd, image, sizeof image, 0);
  memset (c, 0, sizeof *c);
  return size == 0 || (size == sizeof *image && unpack (image, c));
}

static bool
write_sums (int fd, const struct counters *c)
{
  struct image image;
  struct rlimit limit;
  /* Beyond the limit there would be a signal.  */
  if (getrlimit (RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur < sizeof image)
    {
      errno = EFBIG;
      return false;
    }
  pack (&image, c);
  ssize_t size = pwrite (fd, &image, sizeof image, 0);
  if (size >= 0 && size != sizeof image)
    errno = ENOSPC;
  return size == sizeof image;
}

/* The same for a file that may be of another form.  */
static bool
begin_anew (int fd, const struct counters *c)
{
  return write_sums (fd, c) && ftruncate (fd, sizeof (struct image)) == 0;
}

bool
counters_add (const char *folder, const uint64_t numbers[COUNTERS],
	      uint64_t now)
{
  struct counters c;
  int fd = open_locked (folder, O_RDWR | O_CREAT, LOCK_EX);
  if (fd < 0)
    return false;
  bool whole = read_sums (fd, &c);
  if (c.since == 0)
    c.since = now;
  for (unsigned i = 0; i < COUNTERS; i++)
    c.sums[i] += numbers[i];
  bool done = whole ? write_sums (fd, &c) : begin_anew (fd, &c);
  close (fd);
  return done;
}

bool
counters_read (const char *folder, struct counters *c)
{
  memset (c, 0, sizeof *c);
  int fd = open_locked (folder, O_RDONLY, LOCK_SH);
  if (fd < 0)
    return errno == ENOENT || errno == ENOTDIR;
  bool fine = read_sums (fd, c);
  close (fd);
  return fine;
}

bool
counters_zero (const char *folder, uint64_t now)
{
  struct counters c = { .since = now };
  int fd = open_locked (folder, O_RDWR | O_CREAT, LOCK_EX);
  if (fd < 0)
    return false;
  bool done = begin_anew (fd, &c);
  int error = errno;
  close (fd);
  errno = error;
  return done;
}
