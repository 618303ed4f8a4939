/* settings.h - the settings of settings.def: values, and where they come from.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Where a setting is found first, that counts:
     an argument
     the environment
     the project's file: .queries.conf in the folder of the source file, or the
       nearest one above it
     the user's file: $QUERIES_CONFIG, else
       $XDG_CONFIG_HOME/queries/queries.conf, else
       $HOME/.config/queries/queries.conf
     the default
   A value that cannot be read counts as not given, and a variable that is empty
   is none; settings_load tells of values that cannot be read, and of lines that
   are none, through its callback.

   A configuration file has lines KEY = VALUE, of which the last one of a key
   counts; `#' begins a comment at the beginning of a line or after a space.
   Lines may end in CR LF.  A file is not read, which is told, if it or a link
   that leads to it belongs to somebody else than the user or root, if everybody
   may write it, if it is no plain file (/dev/null is an empty one), has a NUL
   byte, or is larger than 64 KiB.

   Forms of values: a size is a number with K, M, G or T (powers of 1024); an
   age 0 or a number with s, m, h, d or w; a switch yes or no, true or false, 1
   or 0, on or off; milliseconds a number with or without ms, 1 to 600000;
   threads auto or a number, 1 to 256; a file, and a folder in a store, where
   `~/' at the beginning is $HOME, relative to where the setting stands: the
   working directory, or the file's folder.  A store is a list of at most one
   folder, or none instead, and any number of servers, separated by commas;
   where it has servers and neither a folder nor none, the default folder is in
   front of them.  No case counts in units and words.

   A store's text may have passwords in it; no message has.

   No thread, no global.  */

#ifndef QUERIES_SETTINGS_H
#define QUERIES_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "store.h"

#ifdef __cplusplus
extern "C" {
#endif

enum setting_id
{
#define SETTING(ID, KEY, VARIABLE, KIND, DEFAULT, METAVARIABLE, HELP)	\
  SETTING_##ID,
#include "settings.def"
  SETTINGS
};

/* How a value is written.  */
enum setting_kind
{
  KIND_STORE, KIND_SIZE, KIND_AGE, KIND_SWITCH, KIND_FILE, KIND_MILLISECONDS,
  KIND_THREADS
};

enum setting_origin
{
  ORIGIN_DEFAULT, ORIGIN_USER_FILE, ORIGIN_PROJECT_FILE, ORIGIN_ENVIRONMENT,
  ORIGIN_ARGUMENT
};

struct setting
{
  enum setting_origin origin;
  const char *text;		/* As it was written.  */
  const char *place;		/* FILE:LINE, or the variable's name; NULL.  */
  uint64_t number;		/* Bytes, seconds, milliseconds, 0 or 1,
				   threads (0: auto).  Of a store: 1 if it
				   shall have no folder.  */
  const char *path;		/* The file, or the store's folder; NULL.  */
  const char *servers;		/* The store's; NULL: none.  */
};

struct settings
{
  struct setting settings[SETTINGS];
  /* What the store setting and the default folder come to.  */
  const char *folder, *servers;	/* NULL: none.  */
  struct arena arena;		/* Everything that is pointed to.  */
};

/* Tells that something at PLACE is wrong: TEXT.  */
typedef void settings_complaint (void *data, const char *place,
				 const char *text);

void settings_init (struct settings *s);
void settings_release (struct settings *s);

/* Set ID as an argument would.  False, with a static text in *MESSAGE, if VALUE
   cannot be read; then nothing is set.  */
bool settings_set (struct settings *s, enum setting_id id, const char *value,
		   const char **message);

/* Fill in from environment and files what no argument has set, and make FOLDER
   and SERVERS of it: once, after all arguments.  SOURCE: the file that is
   compiled, for the project's file; NULL: look from the working directory on.
   COMPLAIN may be NULL.  About 40 microseconds.  */
void settings_load (struct settings *s, const char *source,
		    settings_complaint *complain, void *data);

/* What a store is to be opened with.  Pointers are into S.  Reads the secret
   file if there are servers: false if it is named and cannot be read, is empty
   or larger than 4 KiB, or belongs to or may be read or written by others; the
   servers are then not to be used, and are not in CONFIG.  Ends of lines at its
   end are not part of the secret.  *MESSAGE: as store_open says.  */
bool settings_store_config (struct settings *s, struct store_config *config,
			    char **message);

/* The content of the file of models, in ARENA with a NUL behind it; NULL if none
   is named, or if it cannot be read: then *MESSAGE (static) says why.  */
const char *settings_read_models (const struct settings *s,
				  struct arena *arena, size_t *size,
				  const char **message);

/* KEY's setting, or SETTINGS.  */
enum setting_id settings_find (const char *key);
enum setting_kind setting_kind (enum setting_id id);
const char *setting_key (enum setting_id id);
const char *setting_variable (enum setting_id id);
const char *setting_default (enum setting_id id);
const char *setting_metavariable (enum setting_id id);
const char *setting_help (enum setting_id id);

#ifdef __cplusplus
}
#endif
#endif
