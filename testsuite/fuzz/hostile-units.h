/* hostile-units.h - units to be run on stores that are not what they should be.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Not within tests of Check: these end the process by themselves.  */

#ifndef FUZZ_HOSTILE_UNITS_H
#define FUZZ_HOSTILE_UNITS_H

#include "passes/unit.h"
#include "testsuite/unit/program.h"

struct hostile_unit
{
  const char *name;
  struct buffer content;	/* Of a file: the bodies lie in it.  */
  struct buffer bodies;		/* const struct snapshot *  */
  char *findings;		/* Of a run without a store.  */
};

struct hostile_units
{
  struct hostile_unit *items;
  size_t count;
  struct program program;	/* If there is no file.  */
  bool has_program;
};

/* The units in FILES[0..COUNT-1] (dump-body-raw); without any one of its own:
   six functions with calls in a ring, symbols, types and findings.  */
void hostile_units_init (struct hostile_units *u, char **files, int count);
void hostile_units_release (struct hostile_units *u);

/* All findings as text, with places; to be freed.  NULL if there are none to be
   had.  */
char *hostile_findings (struct unit *u);

struct unit *hostile_unit_new (const struct hostile_unit *from,
			       unsigned threads, enum verify_mode verify,
			       struct store *store);

/* Fill STORE, with more than a compile asks for.  */
void hostile_units_run (const struct hostile_units *u, struct store *store);

#endif
