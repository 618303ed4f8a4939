/* small-engine.h - an engine over a handful of functions, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Function F is called "fF" and has one input, a number, fed as query 0.  The
   unit has query 1: the list of the functions' keys.  Values are uint64_t.
   Records lie in memory between sessions.  One thread.  */

#ifndef UNIT_SMALL_ENGINE_H
#define UNIT_SMALL_ENGINE_H

#include "queries/engine.h"

#define SMALL_MOST 64

/* The first two rows of every table.  */
enum { SMALL_NUMBER, SMALL_LIST, SMALL_FIRST };

#define SMALL_INPUTS							\
  [SMALL_NUMBER] = { .name = "number", .description = "reading %s",	\
		     .key = KEY_FUNCTION, .flags = QUERY_INPUT },	\
  [SMALL_LIST] = { .name = "list", .description = "listing %s",		\
		   .key = KEY_UNIT, .flags = QUERY_INPUT }

/* The fields of a row for numbers; more may follow.  */
#define SMALL_ROW(NAME, KIND, FLAGS, PROVIDER)				\
  .name = NAME, .description = "computing " NAME " of %s",		\
  .category = CATEGORY_FACT, .key = KIND, .flags = FLAGS, .version = 1,	\
  .verify = small_verify, .local = PROVIDER

/* Records as a store would keep them.  */
struct memory_store
{
  struct saved
  {
    struct fingerprint key;
    void *bytes;
    size_t size;
  } items[8 * SMALL_MOST];
  size_t count;
};

void memory_put (void *data, struct fingerprint key, const void *bytes,
		 size_t size);
void memory_release (struct memory_store *m);
/* Give E what M (or nothing, if NULL) has for KEY.  */
void memory_load (struct engine *e, struct memory_store *m,
		  enum key_kind kind, uint32_t key);

struct small
{
  struct engine *e;
  struct memory_store *store;
  uint32_t count;
  uint64_t numbers[SMALL_MOST];
  uint32_t keys[SMALL_MOST];
  char report[16384];		/* The first.  */
};

/* A session over COUNT functions with NUMBERS.  CONFIG: kinds, count and what
   else shall not be 0.  */
void small_begin (struct small *s, struct engine_config config,
		  const uint64_t *numbers, uint32_t count,
		  struct memory_store *store);
/* Save, unless it failed or has no store, and free.  */
void small_end (struct small *s);

/* The value of QUERY of KEY; fails the test if there is none.  */
uint64_t small_ask (struct small *s, uint32_t query, uint32_t key);
uint64_t small_executed (const struct small *s, uint32_t query);

/* In providers.  */
uint64_t small_get (struct query_context *cx, uint32_t query, uint32_t key);
void small_put (struct buffer *out, uint64_t value);
uint32_t small_key (struct query_context *cx, uint32_t f);
bool small_verify (const void *bytes, size_t size);

#endif
