/* forge.h - taking records apart, changing them, and putting them together.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   For tests with records that are well formed and not what was written.  */

#ifndef UNIT_FORGE_H
#define UNIT_FORGE_H

#include "passes/unit.h"
#include "queries/record.h"

/* Where a key stands that is no list of identities.  */
struct forged_key
{
  uint32_t where;		/* KEY_SELF, KEY_THE_UNIT; WIDTH 0.  */
  unsigned width;
  struct fingerprint identities[KEY_WIDTH_MOST];
};

struct forged_dependency
{
  uint32_t query;
  struct forged_key key;
  uint64_t print;
};

struct forged_trace
{
  struct fingerprint print;
  uint32_t query, flags;
  unsigned depth;
  struct forged_key subject;
  struct forged_dependency *dependencies;	/* Room for one more.  */
  uint32_t n_dependencies;
  char *value;			/* NULL: none.  Aligned to 16.  */
  uint32_t value_size;
};

struct forge
{
  struct arena arena;
  enum key_kind home;
  struct forged_trace *traces;	/* Room for one more.  */
  uint32_t n_traces;
};

/* Take a record apart; queries are those of passes/all.c.  False if it is
   none.  */
bool forge_init (struct forge *f, enum key_kind home, const void *bytes,
		 size_t size);
void forge_release (struct forge *f);

/* The first trace of QUERY, or NULL.  */
struct forged_trace *forge_find (const struct forge *f, uint32_t query);
/* Give T a value of SIZE bytes, which are copied, and their fingerprint.  */
void forge_value (struct forge *f, struct forged_trace *t, const void *value,
		  size_t size);
/* T's fingerprint is that of its value now.  */
void forge_print (struct forged_trace *t);
void forge_drop (struct forge *f, struct forged_trace *t);
/* A dependency on QUERY of the key whose identity is KEY; no flag.  */
void forge_dependency (struct forged_trace *t, uint32_t query,
		       struct fingerprint key, uint64_t print);

/* The record, appended to OUT, which is empty.  */
void forge_finish (const struct forge *f, struct buffer *out);

/* A store in a folder of its own under /tmp, and its end.  */
struct forge_store
{
  char folder[32];
  struct store *store;
};
void forge_store_init (struct forge_store *s);
void forge_store_release (struct forge_store *s);

#endif
