/* store-lmdb-library.c - LMDB, loaded by those who write.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-lmdb-library.h"

#include "queries/late-library.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

struct lmdb_library lmdb;

static int status;

static void
load (void)
{
  static const struct late_symbol symbols[] = {
#define FUNCTION(NAME) { "mdb_" #NAME, &lmdb.NAME },
#include "queries/store-lmdb-functions.def"
  };
  int major, minor;
  status = ELIBACC;
  if (!late_library_load (LATE_LIBRARY_NAME (LMDB_LIBRARY), symbols,
			  sizeof symbols / sizeof *symbols))
    return;
  lmdb.version (&major, &minor, NULL);
  status = major == 0 && minor == 9 ? 0 : ELIBBAD;
}

int
lmdb_load (void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once (&once, load);
  return status;
}

const char *
lmdb_text (int rc)
{
  return lmdb_load () == 0 ? lmdb.strerror (rc) : strerror (rc);
}
