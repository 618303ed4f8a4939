/* folder.c - the store's folder, for the commands that work on it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "tools/folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "queries/store-lmdb.h"

const char *
folder_name (struct invocation *i)
{
  if (i->settings.folder)
    return i->settings.folder;
  if (i->settings.settings[SETTING_STORE].number)
    usage_error (i, "the store is to have no folder (queries config store)");
  else
    usage_error (i, "no folder is known for the store: give --store=FOLDER");
  return NULL;
}

bool
folder_has_store (const char *folder)
{
  struct stat st;
  char *path;
  bool there = false;
  if (asprintf (&path, "%s/" STORE_LMDB_SCHEMA, folder) < 0)
    return false;
  there = stat (path, &st) == 0;
  free (path);
  return there;
}

struct store *
folder_open (struct invocation *i, const char *folder)
{
  struct store_config config = {
    .folder = folder,
    .max_size = i->settings.settings[SETTING_MAX_SIZE].number,
    .max_age = i->settings.settings[SETTING_MAX_AGE].number
  };
  char *message;
  struct store *s = store_open (&config, &message);
  if (!s)
    complain ("%s", message ? message : "the store cannot be used");
  free (message);
  return s;
}

struct store *
folder_open_existing (struct invocation *i, enum status empty,
		      enum status *status)
{
  const char *folder = folder_name (i);
  *status = folder ? empty : STATUS_USAGE;
  if (!folder)
    return NULL;
  if (!folder_has_store (folder))
    {
      if (!i->quiet)
	complain ("there is no store in '%s' yet", folder);
      return NULL;
    }
  *status = STATUS_ERROR;
  return folder_open (i, folder);
}
