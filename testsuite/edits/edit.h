/* edit.h - one random edit of a C file.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef TESTSUITE_EDITS_EDIT_H
#define TESTSUITE_EDITS_EDIT_H

#include "testsuite/edits/source.h"

/* Bytes START to END of the text become TEXT.  */
struct change
{
  size_t start, end;
  char *text;
};

struct edit
{
  const struct source *source;
  uint64_t seed, random;	/* RANDOM goes on from SEED.  */
  bool header;
  uint32_t function;		/* Where to look, or NO_FUNCTION: all over.  */
  size_t at;			/* The token that was picked.  */
  struct change *changes;
  size_t n_changes;
};

/* Deterministic on every machine.  */
uint64_t edit_random (struct edit *e, uint64_t below);

/* A random token for which FITS holds, of function E->function if there is
   one, or NO_TOKEN; kept in E->at.  */
typedef bool edit_fits (const struct source *s, size_t i);
size_t edit_pick (struct edit *e, edit_fits *fits);

/* One more change, of bytes START to END to what FORMAT makes.  */
void edit_change (struct edit *e, size_t start, size_t end,
		  const char *format, ...)
  __attribute__ ((format (printf, 4, 5)));

/* A kind of edit: fills in the changes, or does nothing and returns false if
   the source has no place for it.  */
struct edit_kind
{
  const char *name;
  bool (*make) (struct edit *e);
  unsigned weight;		/* Of 100 or so.  */
  bool in_headers;
};

extern const struct edit_kind edit_kinds[];
extern const size_t n_edit_kinds;

#endif
