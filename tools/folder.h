/* folder.h - the store's folder, for the commands that work on it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Never the servers: what they hold is for compiles to ask for.  */

#ifndef TOOLS_FOLDER_H
#define TOOLS_FOLDER_H

#include "queries/store.h"
#include "tools/command.h"

/* The folder that the settings name.  NULL, after a message, if they name none:
   STATUS_USAGE.  */
const char *folder_name (struct invocation *i);

/* Whether there is a store in FOLDER; none is made by looking.  */
bool folder_has_store (const char *folder);

/* Open it, with the settings' limits.  NULL, after a message, if it cannot be
   used: STATUS_ERROR.  */
struct store *folder_open (struct invocation *i, const char *folder);

/* The store that there is.  NULL: the command has nothing to do, and ends with
   *STATUS: there is none yet, which is told unless --quiet, and EMPTY; or one
   of the above.  */
struct store *folder_open_existing (struct invocation *i, enum status empty,
				    enum status *status);

#endif
