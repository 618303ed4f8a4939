/* store-opening.h - a store that is opened behind its user's back.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A folder may lie on a slow disk and servers be far away, while the compiler
   has a file to parse: so the store is opened on a thread of its own, which
   ends with that.  */

#ifndef QUERIES_STORE_OPENING_H
#define QUERIES_STORE_OPENING_H

#include "settings.h"

#ifdef __cplusplus
extern "C" {
#endif

struct opening;

/* Begin to open what SETTINGS (loaded; nobody may change them until opening_wait
   has returned) name; with OWN_THREAD false, or where no thread can be had, that
   is left to opening_wait.  */
struct opening *opening_new (struct settings *settings,
			     bool own_thread);

/* The store, NULL if there is none, as soon as it is open.  It is closed by
   opening_free.  Any thread, one at a time.  */
struct store *opening_wait (struct opening *o);

/* After opening_wait.  What cannot be used and why, NULL: all is well; and when
   opening began and ended, by profile_clock.  */
const char *opening_message (const struct opening *o);
void opening_times (const struct opening *o, uint64_t *start, uint64_t *end);

/* Waits, and closes the store.  NULL is fine.  */
void opening_free (struct opening *o);

#ifdef __cplusplus
}
#endif
#endif
