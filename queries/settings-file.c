/* settings-file.c - the files that settings are in.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/settings-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is wrong with who owns the file; NULL if nothing is.  */
static const char *
distrust (const struct stat *st, enum file_trust trust)
{
  if (trust == TRUST_SECRET)
    return st->st_uid != geteuid () ? "belongs to somebody else; not used"
	   : st->st_mode & 077	    ? "others may read or write it; not used"
				    : NULL;
  if (trust == TRUST_NAMED)
    return NULL;
  return st->st_uid != geteuid () && st->st_uid != 0
	   ? "belongs to somebody else; not read"
	 : st->st_mode & S_IWOTH ? "everybody may write it; not read"
				 : NULL;
}

/* The same for the link at PATH, if it is one: who made it has chosen what is
   read.  */
static const char *
distrust_link (const char *path)
{
  struct stat st;
  if (lstat (path, &st) != 0 || !S_ISLNK (st.st_mode)
      || st.st_uid == geteuid () || st.st_uid == 0)
    return NULL;
  return "is a link that belongs to somebody else; not read";
}

static bool
is_null_device (const struct stat *st)
{
  struct stat null;
  return S_ISCHR (st->st_mode) && stat ("/dev/null", &null) == 0
	 && null.st_rdev == st->st_rdev;
}

/* Read up to SIZE bytes.  False if that fails.  */
static bool
read_all (int fd, char *bytes, size_t *size)
{
  size_t done = 0;
  while (done < *size)
    {
      ssize_t n = read (fd, bytes + done, *size - done);
      if (n < 0 && errno == EINTR)
	continue;
      if (n < 0)
	return false;
      if (n == 0)
	break;
      done += (size_t) n;
    }
  *size = done;
  return true;
}

static char *
read_open_file (int fd, const char *path, enum file_trust trust, size_t most,
		struct arena *arena, size_t *size, const char **message)
{
  struct stat st;
  *size = 0;
  if (fstat (fd, &st) != 0)
    *message = "cannot be read";
  else if (trust != TRUST_SECRET && is_null_device (&st))
    return arena_calloc (arena, 1, 1);
  else if (!S_ISREG (st.st_mode))
    *message = "not a plain file";
  else if (!(*message = distrust (&st, trust))
	   && (trust == TRUST_NAMED || !(*message = distrust_link (path))))
    {
      if ((uint64_t) st.st_size > most)
	*message = "too large; not read";
      else
	{
	  char *bytes = arena_alloc (arena, (size_t) st.st_size + 1);
	  *size = (size_t) st.st_size;
	  if (read_all (fd, bytes, size))
	    {
	      bytes[*size] = '\0';
	      return bytes;
	    }
	  *message = "cannot be read";
	}
    }
  return NULL;
}

char *
settings_read_file (const char *path, enum file_trust trust, size_t most,
		    struct arena *arena, size_t *size, const char **message)
{
  *message = NULL;
  /* Not to wait for who writes to a named pipe.  */
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0)
    {
      /* In a folder that is out of reach there is nothing, as far as we can
	 tell: a container's user has root's home.  */
      struct stat st;
      int error = errno;
      if (lstat (path, &st) == 0)
	*message = error == EACCES ? "may not be read" : "cannot be read";
      return NULL;
    }
  char *bytes = read_open_file (fd, path, trust, most, arena, size, message);
  close (fd);
  return bytes;
}

/* The folder of the file SOURCE, without links and dots, so that what is above
   it is found by cutting names off its end.  PATH_MAX bytes.  */
static bool
folder_of (const char *source, char *folder)
{
  const char *slash = source ? strrchr (source, '/') : NULL;
  if (!slash)
    return getcwd (folder, PATH_MAX) != NULL && *folder == '/';
  char name[PATH_MAX];
  size_t size = (size_t) (slash - source) + (slash == source);
  if (size >= sizeof name)
    return false;
  memcpy (name, source, size);
  name[size] = '\0';
  return realpath (name, folder) != NULL;
}

const char *
settings_project_file (const char *source, struct arena *arena)
{
  struct stat st;
  char path[PATH_MAX + sizeof "/" SETTINGS_FILE_NAME];
  if (!folder_of (source, path))
    return NULL;
  size_t size = strlen (path);
  /* The root's slash is the only one at an end.  */
  size -= size == 1;
  for (;;)
    {
      strcpy (path + size, "/" SETTINGS_FILE_NAME);
      /* What cannot be read is found, too, and told of.  */
      if (lstat (path, &st) == 0)
	return arena_copy (arena, path, strlen (path) + 1);
      if (size == 0)
	return NULL;
      while (path[--size] != '/')
	continue;
    }
}

const char *
settings_user_file (struct arena *arena, bool *named)
{
  static const char *const places[][2] = {
    { "QUERIES_CONFIG", "" },
    { "XDG_CONFIG_HOME", "/queries/queries.conf" },
    { "HOME", "/.config/queries/queries.conf" }
  };
  for (unsigned i = 0; i < sizeof places / sizeof *places; i++)
    {
      const char *folder = getenv (places[i][0]), *rest = places[i][1];
      /* A relative one is to be ignored, says its specification.  */
      if (!folder || !*folder || (i == 1 && *folder != '/'))
	continue;
      *named = i == 0;
      size_t size = strlen (folder);
      char *path = arena_alloc (arena, size + strlen (rest) + 1);
      memcpy (path, folder, size);
      strcpy (path + size, rest);
      return path;
    }
  return NULL;
}
