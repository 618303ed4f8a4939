/* attribute.h - what a function's declaration promises.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Pure functions of the snapshot; O(attributes).  */

#ifndef PASSES_ATTRIBUTE_H
#define PASSES_ATTRIBUTE_H

#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The first attribute of KIND of declaration DECL or, as GCC keeps some of them
   there, of its type; NULL if there is none.  */
const struct snap_attribute *
declaration_attribute (const struct snapshot *s, uint32_t decl,
		       enum snap_attribute_kind kind);

/* The same of TYPE, a function's; it may be NONE.  */
const struct snap_attribute *type_attribute (const struct snapshot *s,
					     uint32_t type,
					     enum snap_attribute_kind kind);

/* Whether the snapshot's function has a body, and its declaration the words of
   who wrote that: GCC itself declares what it has built in.  */
bool keeps_own_promises (const struct snapshot *s);

#ifdef __cplusplus
}
#endif
#endif
