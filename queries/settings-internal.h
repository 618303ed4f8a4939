/* settings-internal.h - between the files that make up the settings.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   settings.c        the table, and which source of a setting counts
   settings-value.c  values as they are written
   settings-file.c   files, and whether they are to be trusted  */

#ifndef QUERIES_SETTINGS_INTERNAL_H
#define QUERIES_SETTINGS_INTERNAL_H

#include "queries/settings.h"

/* Read TEXT as a value of KIND that stands in the folder BASE (NULL: the
   working directory) into V's number, path and servers; what they point to is
   in ARENA.  NULL, or a static message.  */
const char *setting_read (enum setting_kind kind, const char *text,
			  const char *base, struct arena *arena,
			  struct setting *v);

enum file_trust
{
  /* The user's or root's, and not everybody's to write.  */
  TRUST_SETTINGS,
  /* The user's own, and nobody else's to read.  */
  TRUST_SECRET,
  /* Anybody's: what has named it is trusted.  */
  TRUST_NAMED
};

/* Read the file at PATH, of at most MOST bytes, into ARENA, with a NUL behind
   it.  NULL if it cannot be read or trusted: *MESSAGE (static) says why, or is
   NULL if there is no such file.  */
char *settings_read_file (const char *path, enum file_trust trust, size_t most,
			  struct arena *arena, size_t *size,
			  const char **message);

#define SETTINGS_FILE_NAME ".queries.conf"

/* The path of the project's file for SOURCE (settings_load); NULL if there is
   none.  */
const char *settings_project_file (const char *source, struct arena *arena);

/* The path of the user's file, be it there or not, or NULL.  *NAMED: somebody
   has named it, so that it should be there.  */
const char *settings_user_file (struct arena *arena, bool *named);

#endif
