/* snapshot.c - what a snapshot is known by.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/snapshot.h"

/* Records are written by one machine and read by another of the same build:
   no padding that the compiler may choose.  */
_Static_assert (sizeof (struct snap_type) == 56, "snap_type has padding");
_Static_assert (sizeof (struct snap_field) == 32, "snap_field has padding");
_Static_assert (sizeof (struct snap_decl) == 72, "snap_decl has padding");
_Static_assert (sizeof (struct snap_memory) == 48, "snap_memory has padding");
_Static_assert (sizeof (struct snap_statement) == 52,
		"snap_statement has padding");

struct fingerprint
snapshot_fingerprint (const struct snapshot *s)
{
  return fingerprint_of (s, s->size);
}
