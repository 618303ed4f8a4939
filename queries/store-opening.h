/* store-opening.h - a store that is opened when it is first asked for.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Not before, on a thread of its own beside the compiler's parser, though a folder
   may lie on a slow disk and servers be far away: from the first thread on, glibc
   locks every stream, and GCC's -Wmisleading-indentation asks one for an error at
   each line that it reads again.  That cost a tenth of the time of sqlite3.c.  Where
   there are servers, whoever asks first does so on a thread, behind the
   parser.  */

#ifndef QUERIES_STORE_OPENING_H
#define QUERIES_STORE_OPENING_H

#include "settings.h"

#ifdef __cplusplus
extern "C" {
#endif

struct opening;

/* What SETTINGS (loaded; nobody may change them until opening_store has returned)
   name is to be opened.  */
struct opening *opening_new (struct settings *settings);

/* The store, NULL if there is none: opened now, if it was not.  It is closed by
   opening_free.  Any thread, one at a time.  */
struct store *opening_store (struct opening *o);

/* After opening_store.  What cannot be used and why, NULL: all is well; and when
   opening began and ended, by profile_clock.  */
const char *opening_message (const struct opening *o);
void opening_times (const struct opening *o, uint64_t *start, uint64_t *end);

/* Closes the store.  NULL is fine.  */
void opening_free (struct opening *o);

#ifdef __cplusplus
}
#endif
#endif
