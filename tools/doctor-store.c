/* doctor-store.c - the store's folder, and its servers.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#ifdef __linux__
# include <sys/vfs.h>
#endif
#include <unistd.h>

#include "queries/counters.h"
#include "queries/store-lmdb-library.h"
#include "queries/store-lmdb.h"
#include "queries/store-remote.h"
#include "tools/doctor.h"
#include "tools/folder.h"
#include "tools/text.h"

/* Less room than that is of little use.  */
#define LEAST_ROOM ((uint64_t) 64 << 20)

/* Secrets that are shorter can be guessed.  */
#define LEAST_SECRET 16

#define TOPIC "folder"

static void
look_at_owner (struct doctor *d, const char *path)
{
  struct stat st;
  if (stat (path, &st) != 0)
    return;
  if (st.st_uid != geteuid () && st.st_uid != 0)
    doctor_tell (d, VERDICT_PROBLEM, TOPIC,
		 "Whoever owns it can hide findings: give one of your own, "
		 "--store=FOLDER or QUERIES_DIR.",
		 "'%s' belongs to somebody else", path);
  else if (st.st_mode & 022)
    doctor_tell (d, VERDICT_PROBLEM, TOPIC,
		 "Whoever can write it can hide findings: chmod 700.",
		 "'%s' can be written by others (mode %03o)", path,
		 st.st_mode & 0777);
  else if (st.st_mode & 055)
    doctor_tell (d, VERDICT_NOTE, TOPIC,
		 "It tells what your functions look like: chmod 700.",
		 "'%s' can be read by others (mode %03o)", path,
		 st.st_mode & 0777);
  if (access (path, W_OK | X_OK) != 0)
    doctor_tell (d, VERDICT_PROBLEM, TOPIC, NULL,
		 "'%s' cannot be written: nothing new is remembered", path);
}

static void
look_at_file_system (struct doctor *d, const char *folder)
{
  char room[TEXT_SIZE], limit[TEXT_SIZE];
  uint64_t most = d->invocation->settings.settings[SETTING_MAX_SIZE].number;
#ifdef __linux__
  struct statfs kind;
  if (statfs (folder, &kind) == 0
      && store_lmdb_is_shared_file_system ((unsigned long) kind.f_type))
    doctor_tell (d, VERDICT_PROBLEM, TOPIC,
		 "Put it on a local disk: QUERIES_DIR, or --store=FOLDER; and "
		 "share results through a server.",
		 "'%s' is on a network file system, and not used", folder);
#endif
  struct statvfs fs;
  if (statvfs (folder, &fs) != 0)
    return;
  uint64_t free_bytes = (uint64_t) fs.f_bavail * fs.f_frsize;
  text_bytes (room, free_bytes);
  text_bytes (limit, most);
  if (free_bytes < LEAST_ROOM || fs.f_favail == 0)
    doctor_tell (d, VERDICT_PROBLEM, TOPIC, "Make room, or move the folder.",
		 "the file system is full: %s free", room);
  else if (most && free_bytes < most / 2)
    doctor_tell (d, VERDICT_NOTE, TOPIC, "Give a smaller --max-size.",
		 "%s free, the limit is %s", room, limit);
}

static void
look_at_library (struct doctor *d)
{
  int status = lmdb_load ();
  if (status)
    doctor_tell (d, VERDICT_PROBLEM, TOPIC, "In Debian: liblmdb0.",
		 "LMDB cannot be loaded, and nothing new is remembered: %s",
		 lmdb_text (status));
}

static void
look_at_pages (struct doctor *d, const char *folder)
{
  struct store_size size = { 0 };
  char text[TEXT_SIZE], path[4096];
  uint64_t most = d->invocation->settings.settings[SETTING_MAX_SIZE].number;
  char *message;
  struct stat st;
  struct store *s = store_open_folder (folder, &message);
  if (!s)
    {
      doctor_tell (d, VERDICT_PROBLEM, TOPIC, NULL, "%s",
		   message ? message : "cannot be used");
      free (message);
      return;
    }
  bool whole = store_measure (s, &size);
  store_close (s);
  snprintf (path, sizeof path, "%s/" STORE_LMDB_SCHEMA "/data.mdb", folder);
  if (!whole && stat (path, &st) == 0 && st.st_size > 0)
    doctor_tell (d, VERDICT_PROBLEM, TOPIC,
		 "The next compile that writes begins a new file; see "
		 "'queries verify'.",
		 "'%s' is damaged", path);
  else
    doctor_tell (d, VERDICT_FINE, TOPIC, NULL, "%" PRIu64 " values, %s",
		 size.values, text_bytes (text, size.file_bytes));
  if (most && size.file_bytes > most)
    doctor_tell (d, VERDICT_NOTE, TOPIC, "Run 'queries gc'.",
		 "it is larger than its limit");
  strcat (path, ".damaged");
  if (stat (path, &st) == 0)
    doctor_tell (d, VERDICT_NOTE, TOPIC,
		 "Look for a bad disk or memory; remove the file.",
		 "a damaged store was put aside as '%s'", path);
}

void
doctor_folder (struct doctor *d)
{
  const char *folder = d->invocation->settings.folder;
  struct counters c;
  struct stat st;
  if (!folder)
    {
      bool wanted = d->invocation->settings.settings[SETTING_STORE].number;
      doctor_tell (d, wanted ? VERDICT_NOTE : VERDICT_PROBLEM, TOPIC,
		   wanted ? NULL : "Set QUERIES_DIR, or --store=FOLDER.",
		   wanted ? "none, as the store setting says"
			  : "none is known: there is no home");
      return;
    }
  if (stat (folder, &st) != 0)
    {
      bool none = errno == ENOENT;
      doctor_tell (d, none ? VERDICT_NOTE : VERDICT_PROBLEM, TOPIC, NULL,
		   "'%s': %s", folder,
		   none ? "not there yet: the first compile makes it"
			: strerror (errno));
      return;
    }
  doctor_tell (d, VERDICT_FINE, TOPIC, NULL, "'%s'", folder);
  look_at_owner (d, folder);
  look_at_library (d);
  look_at_file_system (d, folder);
  if (folder_has_store (folder))
    look_at_pages (d, folder);
  if (!counters_read (folder, &c))
    doctor_tell (d, VERDICT_NOTE, TOPIC, "Run 'queries stats --zero'.",
		 "its statistics are damaged or cannot be read");
}

static void
probe (struct doctor *d, struct store_remote *r)
{
  char *name, *problem, time[TEXT_SIZE];
  uint64_t microseconds;
  for (unsigned n = 0; store_remote_probe (r, n, &name, &problem,
					   &microseconds); n++)
    {
      if (problem)
	doctor_tell (d, VERDICT_PROBLEM, "server",
		     "Compiles go on without it.", "%s: %s", name, problem);
      else
	doctor_tell (d, VERDICT_FINE, "server", NULL, "%s: %s a round trip",
		     name, text_microseconds (time, (double) microseconds));
      free (name);
      free (problem);
    }
}

void
doctor_servers (struct doctor *d)
{
  struct settings *s = &d->invocation->settings;
  struct store_config config;
  char *message = NULL;
  if (!s->servers)
    {
      doctor_tell (d, VERDICT_FINE, "server", NULL, "none is named");
      return;
    }
  if (!settings_store_config (s, &config, &message))
    doctor_tell (d, VERDICT_PROBLEM, "secret", NULL, "%s",
		 message ? message : "the secret file cannot be used");
  else if (!config.secret)
    doctor_tell (d, VERDICT_NOTE, "secret",
		 "Whoever can write to the server can hide findings; see "
		 "secret-file.", "none: servers are believed");
  else if (config.secret_size < LEAST_SECRET)
    doctor_tell (d, VERDICT_NOTE, "secret",
		 "head -c 32 /dev/urandom | base64 makes a good one.",
		 "it has %zu bytes only", config.secret_size);
  else
    doctor_tell (d, VERDICT_FINE, "secret", NULL, "can be used");
  free (message);
  message = NULL;
  struct store_remote *r
    = store_remote_open (s->servers, "", config.connect_timeout,
			 config.request_timeout, &message);
  if (message)
    doctor_tell (d, VERDICT_PROBLEM, "server", NULL, "%s", message);
  free (message);
  if (!r)
    return;
  probe (d, r);
  store_remote_close (r);
}
