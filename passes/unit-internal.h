/* unit-internal.h - a translation unit from inside.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   unit.c makes a unit, starts it and waits for it; unit-save.c writes it to the
   store.  */

#ifndef PASSES_UNIT_INTERNAL_H
#define PASSES_UNIT_INTERNAL_H

#include "passes/unit.h"
#include "queries/sync.h"

struct body
{
  const struct snapshot *snapshot;
  struct fingerprint symbol;	/* Identity of the key.  */
  struct fingerprint print;	/* Of the snapshot.  */
  const char *file;		/* NULL: not known.  */
  uint32_t first_line, last_line;	/* 0: not known.  */
  uint32_t ordinal;
  uint32_t key;
};

struct unit
{
  struct unit_config config;
  char *name, *source, *output;	/* SOURCE NULL: no log.  */
  struct store *store;		/* NULL: none.  */
  struct arena arena;
  struct engine *engine;
  struct body *bodies;		/* By ordinal.  */
  uint32_t n_bodies, bodies_capacity;
  const struct function_list *functions;
  /* What the store had: of functions, by key; of the unit; the log.  NULL:
     there is no store.  */
  struct store_value *values;
  const struct body **by_key;
  struct body_packing *packing;	/* NULL: nothing of bodies was packed yet.  */
  uint32_t n_keys;
  bool started;
  bool starting;		/* STARTER is about to be joined.  */
  struct thread starter;
  uint64_t mismatches;
  bool has_records;		/* ENGINE uses what the store had.  */
  struct engine *refuted;	/* That did, and failed: its values live on.  */
  struct mutex reports_lock;
  struct buffer reports;	/* Not told yet: strings, one after the other.  */
};

/* unit-pack.c.  Bodies of which the store has no record, as it shall have them: packed
   by workers when nothing else is to do, the others when they are asked for.  */
void unit_pack_bodies (struct unit *u);
/* Of the body of key K; its owner is U.  Empty: it cannot be packed.  */
const struct buffer *unit_packed_body (struct unit *u, uint32_t k);
void unit_pack_release (struct unit *u);

/* Places in VALUES behind those of functions.  */
enum { VALUE_UNIT, VALUE_LOG, VALUES_OF_UNIT };

static inline const struct store_value *
unit_value (const struct unit *u, unsigned place)
{
  return &u->values[u->n_keys + place];
}

#endif
