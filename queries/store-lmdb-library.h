/* store-lmdb-library.h - LMDB, loaded by those who write.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Pages are read without LMDB (store-pages.h), so a warm compile does not need it: to
   load it, and libpthread for it, was a third of what the plugin cost a compile of
   an empty file.  */

#ifndef QUERIES_STORE_LMDB_LIBRARY_H
#define QUERIES_STORE_LMDB_LIBRARY_H

#include <lmdb.h>

struct lmdb_library
{
#define FUNCTION(NAME) __typeof__ (&mdb_##NAME) NAME;
#include "queries/store-lmdb-functions.def"
};

/* Its functions, once lmdb_load has returned 0.  */
extern struct lmdb_library lmdb;

/* Before an environment is made.  0; ELIBACC if the library cannot be had; ELIBBAD
   if it is of another version than 0.9, whose format is the one that is read.
   Any thread.  */
int lmdb_load (void);

/* The text of STATUS, LMDB's or errno's, also where LMDB could not be loaded.  */
const char *lmdb_text (int status);

#endif
