/* inject.c - file system calls that fail, or are the last thing a process does.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Each function here stands before the C library's of the same name, and calls
   it.  */

#include "testsuite/inject/inject.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* The tests are compiled with -fvisibility=hidden; libraries are to call these
   all the same.  */
#pragma GCC visibility push(default)

static struct
{
  const char *folder;		/* NULL: disarmed.  */
  unsigned long at;
  enum inject_how how;
  int error;
  const char *count_file;
} armed;

static atomic_ulong calls;

/* What is to become of one call.  */
enum fate { PASS, FAIL, CUT, DIE, DIE_HALF, DIE_AFTER };

void
inject_arm (const char *folder, unsigned long at, enum inject_how how,
	    int error)
{
  armed.folder = folder;
  armed.at = at;
  armed.how = how;
  armed.error = error;
  if (folder)
    atomic_store (&calls, 0);
}

unsigned long
inject_count (void)
{
  return atomic_load (&calls);
}

static void
die (void)
{
  kill (getpid (), SIGKILL);
  for (;;)
    pause ();
}

/* A sanitizer's own start calls these, before it can be told of anything.  */
#define UNSEEN __attribute__ ((no_sanitize ("thread")))

/* The fate of the next call.  */
static enum fate
count_call (void)
{
  static const enum fate fates[] = {
    FAIL, FAIL, CUT, DIE, DIE_HALF, DIE_AFTER
  };
  unsigned long n = atomic_fetch_add (&calls, 1) + 1;
  if (armed.at == 0
      || (armed.how == INJECT_FAIL_FROM ? n < armed.at : n != armed.at))
    return PASS;
  enum fate fate = fates[armed.how];
  if (fate == DIE)
    die ();
  if (fate == FAIL)
    errno = armed.error;
  return fate;
}

UNSEEN static enum fate
fate_of_path (const char *path)
{
  if (!armed.folder || strncmp (path, armed.folder, strlen (armed.folder)) != 0)
    return PASS;
  return count_call ();
}

UNSEEN static enum fate
fate_of_file (int fd)
{
  char name[40], path[PATH_MAX];
  if (!armed.folder || fd < 0)
    return PASS;
  int before = errno;
  snprintf (name, sizeof name, "/proc/self/fd/%d", fd);
  ssize_t n = readlink (name, path, sizeof path - 1);
  errno = before;
  if (n < 0)
    return PASS;
  path[n] = '\0';
  return fate_of_path (path);
}

/* Of calls that are done or not: those cannot be cut.  */
UNSEEN static void
end_call (enum fate fate)
{
  if (fate == DIE_AFTER)
    die ();
}

UNSEEN static void *
next_of (const char *name)
{
  void *next = dlsym (RTLD_NEXT, name);
  if (!next)
    abort ();
  return next;
}

#define DEFINE(TYPE, NAME, PARAMETERS, ARGUMENTS, FATE, FAILED)		\
  UNSEEN TYPE								\
  NAME PARAMETERS							\
  {									\
    static TYPE (*next) PARAMETERS;					\
    if (!next)								\
      next = next_of (#NAME);						\
    enum fate fate = FATE;						\
    if (fate == FAIL)							\
      return FAILED;							\
    if (fate == DIE_HALF)						\
      die ();								\
    TYPE result = next ARGUMENTS;					\
    end_call (fate);							\
    return result;							\
  }

/* Opening.  */

#define DEFINE_OPEN(NAME)						\
  int									\
  NAME (const char *path, int flags, ...)				\
  {									\
    static int (*next) (const char *, int, ...);			\
    va_list rest;							\
    va_start (rest, flags);						\
    mode_t mode = flags & O_CREAT ? va_arg (rest, mode_t) : 0;		\
    va_end (rest);							\
    if (!next)								\
      next = next_of (#NAME);						\
    enum fate fate = fate_of_path (path);				\
    if (fate == FAIL)							\
      return -1;							\
    if (fate == DIE_HALF)						\
      die ();								\
    int result = next (path, flags, mode);				\
    end_call (fate);							\
    return result;							\
  }

DEFINE_OPEN (open)
DEFINE_OPEN (open64)
DEFINE (int, mkdir, (const char *path, mode_t mode), (path, mode),
	fate_of_path (path), -1)
DEFINE (int, rename, (const char *from, const char *to), (from, to),
	fate_of_path (to), -1)
DEFINE (int, unlink, (const char *path), (path), fate_of_path (path), -1)

/* Writing: what is cut writes the first half.  */

/* N of the bytes at IOV, COUNT parts, written at AT (-1: where the file is) by
   the simplest means.  */
static ssize_t
write_part (int fd, const struct iovec *iov, int count, off_t at, size_t n)
{
  static ssize_t (*next) (int, const void *, size_t, off_t);
  if (!next)
    next = next_of ("pwrite");
  size_t done = 0;
  off_t place = at < 0 ? lseek (fd, 0, SEEK_CUR) : at;
  for (int i = 0; i < count && done < n; i++)
    {
      size_t size = iov[i].iov_len < n - done ? iov[i].iov_len : n - done;
      if (next (fd, iov[i].iov_base, size, place + (off_t) done)
	  != (ssize_t) size)
	return -1;
      done += size;
    }
  if (at < 0)
    lseek (fd, (off_t) done, SEEK_CUR);
  return (ssize_t) done;
}

static ssize_t
write_half (enum fate fate, int fd, const struct iovec *iov, int count,
	    off_t at)
{
  size_t size = 0;
  for (int i = 0; i < count; i++)
    size += iov[i].iov_len;
  ssize_t n = write_part (fd, iov, count, at, size / 2);
  if (fate == DIE_HALF)
    die ();
  return n;
}

#define DEFINE_WRITE(NAME, PARAMETERS, ARGUMENTS, IOV, COUNT, AT)	\
  ssize_t								\
  NAME PARAMETERS							\
  {									\
    static ssize_t (*next) PARAMETERS;					\
    if (!next)								\
      next = next_of (#NAME);						\
    enum fate fate = fate_of_file (fd);					\
    if (fate == FAIL)							\
      return -1;							\
    if (fate == CUT || fate == DIE_HALF)				\
      return write_half (fate, fd, IOV, COUNT, AT);			\
    ssize_t result = next ARGUMENTS;					\
    end_call (fate);							\
    return result;							\
  }

#define ONE (&(struct iovec) { (void *) bytes, size })

DEFINE_WRITE (write, (int fd, const void *bytes, size_t size),
	      (fd, bytes, size), ONE, 1, -1)
DEFINE_WRITE (pwrite, (int fd, const void *bytes, size_t size, off_t at),
	      (fd, bytes, size, at), ONE, 1, at)
DEFINE_WRITE (pwrite64, (int fd, const void *bytes, size_t size, off64_t at),
	      (fd, bytes, size, at), ONE, 1, (off_t) at)
DEFINE_WRITE (writev, (int fd, const struct iovec *iov, int count),
	      (fd, iov, count), iov, count, -1)
DEFINE_WRITE (pwritev, (int fd, const struct iovec *iov, int count, off_t at),
	      (fd, iov, count, at), iov, count, at)
DEFINE_WRITE (pwritev64,
	      (int fd, const struct iovec *iov, int count, off64_t at),
	      (fd, iov, count, at), iov, count, (off_t) at)

/* Room, mappings, the disk.  */

DEFINE (int, ftruncate, (int fd, off_t size), (fd, size), fate_of_file (fd),
	-1)
DEFINE (int, ftruncate64, (int fd, off64_t size), (fd, size),
	fate_of_file (fd), -1)
DEFINE (int, fallocate, (int fd, int mode, off_t at, off_t size),
	(fd, mode, at, size), fate_of_file (fd), -1)
DEFINE (int, posix_fallocate, (int fd, off_t at, off_t size), (fd, at, size),
	fate_of_file (fd), armed.error)
DEFINE (void *, mmap, (void *address, size_t size, int protection, int flags,
		       int fd, off_t at),
	(address, size, protection, flags, fd, at), fate_of_file (fd),
	MAP_FAILED)
DEFINE (int, fsync, (int fd), (fd), fate_of_file (fd), -1)
DEFINE (int, fdatasync, (int fd), (fd), fate_of_file (fd), -1)

#ifdef INJECT_PRELOAD
/* As a library.  */

__attribute__ ((constructor)) static void
arm_by_environment (void)
{
  static const char *const names[] = {
    "fail", "fail-from", "short", "kill", "kill-half", "kill-after"
  };
  const char *at = getenv ("INJECT_AT"), *how = getenv ("INJECT_HOW");
  const char *error = getenv ("INJECT_ERROR");
  enum inject_how kind = INJECT_FAIL;
  for (unsigned i = 0; how && i < sizeof names / sizeof *names; i++)
    if (strcmp (how, names[i]) == 0)
      kind = (enum inject_how) i;
  armed.count_file = getenv ("INJECT_COUNT");
  inject_arm (getenv ("INJECT_FOLDER"), at ? strtoul (at, NULL, 10) : 0, kind,
	      error ? atoi (error) : EIO);
}

__attribute__ ((destructor)) static void
write_count (void)
{
  unsigned long n = inject_count ();
  armed.folder = NULL;
  int fd = armed.count_file && n
	   ? open (armed.count_file, O_WRONLY | O_APPEND | O_CREAT, 0600) : -1;
  if (fd < 0)
    return;
  dprintf (fd, "%lu\n", n);
  close (fd);
}
#endif
