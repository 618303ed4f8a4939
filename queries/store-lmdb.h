/* store-lmdb.h - the store in a folder, as an LMDB file.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   FOLDER/v1/data.mdb		the map; any LMDB tool can read it
   FOLDER/v1/lock.mdb		LMDB's own locks
   FOLDER/v1/write.lock	who may write (an advisory lock, held briefly)
   FOLDER/v1/data.mdb.damaged	what was put aside, the last one

   Writing goes through LMDB, reading does not: see queries/store-pages.h.
   LMDB trusts its file, so before it gets to see the file every page that it
   will look at is checked; a file that fails is put aside and made anew.  All
   of that, and the opening and closing of LMDB's environment, happens with
   write.lock held, so that one process at a time has the environment open.  */

#ifndef QUERIES_STORE_LMDB_H
#define QUERIES_STORE_LMDB_H

#include "queries/store-internal.h"

/* Name of the subfolder.  The file is in the host's word size and byte order;
   homes are shared between hosts.  */
#if __SIZEOF_POINTER__ == 8 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
# define STORE_LMDB_SCHEMA "v1"
#elif __SIZEOF_POINTER__ == 8
# define STORE_LMDB_SCHEMA "v1-be64"
#elif __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
# define STORE_LMDB_SCHEMA "v1-le32"
#else
# define STORE_LMDB_SCHEMA "v1-be32"
#endif

extern const struct store_operations store_lmdb_operations;

/* NULL if FOLDER cannot be used, with *MESSAGE as store_open says.  */
void *store_lmdb_open (const char *folder, char **message);

/* Whether a file system of this kind (f_type of statfs) may be mounted by
   several machines, or maps files without keeping processes coherent.  */
bool store_lmdb_is_shared_file_system (unsigned long kind);

#endif
