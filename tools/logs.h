/* logs.h - the logs of units that a store's folder has.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   See passes/unit-log.h.  All of them are in memory: some 100 bytes a
   function.  */

#ifndef TOOLS_LOGS_H
#define TOOLS_LOGS_H

#include "passes/unit-log.h"
#include "queries/arena.h"
#include "queries/store.h"

struct logged
{
  struct fingerprint key;	/* Of the log, in the store.  */
  const struct unit_log *log;
};

struct logs
{
  struct arena arena;
  struct logged *items;		/* By source, then output.  */
  size_t count, capacity;
};

/* Collect the whole logs of S.  */
void logs_load (struct logs *l, struct store *s);
void logs_release (struct logs *l);

static inline const char *
log_source (const struct unit_log *l)
{
  return unit_log_text (l, l->source);
}

/* Keys that are looked up; sorted by keys_sort before the first lookup.  */
struct keys
{
  struct fingerprint *items;
  size_t count, capacity;
};

void keys_add (struct keys *k, struct fingerprint key);
void keys_sort (struct keys *k);
bool keys_have (const struct keys *k, const struct fingerprint *key);
void keys_release (struct keys *k);

#endif
