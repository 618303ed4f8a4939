/* dereferences.h - which parameters of a function must not be null.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   dereferences (f) has the parameters through which F reads or writes before
   anything is asked and before any call that might not come back: on the
   statements that follow its entry one after another.  Of functions without a
   body here, of those that the linker may replace, and where null is an address
   like others, none.  And those that its definition is declared nonnull for:
   not every call sees a declaration that says so.  O(statements).  */

#ifndef PASSES_DEREFERENCES_H
#define PASSES_DEREFERENCES_H

#include "queries/query.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

struct dereferences
{
  /* 1 << its number; those behind 64 are left out.  */
  uint64_t parameters;		/* Dereferenced.  */
  uint64_t nonnull;		/* Declared so.  Of functions of C only.  */
};

#ifdef __cplusplus
}
#endif
#endif
