/* engine-providers.c - the engine's side of the fuzzer's programs.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <alloca.h>
#include <sched.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>

#include "testsuite/fuzz/engine-session.h"

struct session *current_session;

/* A provider at work.  */
struct provision
{
  struct asker asker;
  struct query_context *cx;
};

void
session_fail (struct session *s, const char *kind, const char *format, ...)
{
  va_list args;
  pthread_mutex_lock (&s->lock);
  if (!s->failure->kind[0])
    {
      va_start (args, format);
      snprintf (s->failure->kind, sizeof s->failure->kind, "%s", kind);
      vsnprintf (s->failure->message, sizeof s->failure->message, format,
		 args);
      va_end (args);
    }
  pthread_mutex_unlock (&s->lock);
}

const char *
name_of_key (unsigned kind, unsigned key)
{
  static const char *const name[SIMPLE_KINDS][KEYS_SIMPLE] = {
    { "U0", "U1", "U2", "U3", "U4", "U5", "U6", "U7" },
    { "f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7" },
    { "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7" },
    { "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7" },
    { "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7" }
  };
  return name[kind][key];
}

unsigned
number_of_key (struct query_context *cx, unsigned kind, uint32_t key)
{
  if (!kind_is_pair (kind))
    return number_of_identity (query_key_identity (cx, kind, key));
  unsigned first = number_of_key (cx, kind_of_part (kind, 0),
				  query_key_part (cx, kind, key, 0));
  return first * KEYS_SIMPLE
	 + number_of_key (cx, kind_of_part (kind, 1),
			  query_key_part (cx, kind, key, 1));
}

static uint32_t
key_of_number (struct query_context *cx, unsigned kind, unsigned number)
{
  if (kind == KEY_UNIT)
    return 0;
  if (!kind_is_pair (kind))
    return query_key (cx, kind, identity_of (kind, number),
		      name_of_key (kind, number));
  uint32_t first = key_of_number (cx, kind_of_part (kind, 0),
				  number / KEYS_SIMPLE);
  return query_key_pair (cx, kind, first,
			 key_of_number (cx, kind_of_part (kind, 1),
					number % KEYS_SIMPLE));
}

static void
words_from (struct words *to, const void *bytes, size_t size)
{
  to->n = (uint32_t) (size / sizeof *to->word);
  if (to->n > WORDS_MOST)
    to->n = WORDS_MOST;
  memcpy (to->word, bytes, to->n * sizeof *to->word);
}

/* Whether it was right to ask for QUERY of KEY.  Where rings have defaults,
   what was begun and dropped again is not the evaluator's; verification also
   looks at what nobody asked for.  */
static bool
was_to_be_asked (const struct session *s, unsigned query, unsigned key)
{
  return s->poisoned || s->verifying || s->oracle->outcome != ORACLE_OK
	 || s->oracle->saw_ring
	 || oracle_result (s->oracle, query, key)->state == RESULT_DONE;
}

/* query_kind.verify.  */
static bool
verify_value (const void *bytes, size_t size)
{
  const uint32_t *word = bytes;
  if (size % sizeof *word != 0 || size / sizeof *word > WORDS_MOST)
    return false;
  for (size_t i = 0; i < size / sizeof *word; i++)
    if (word[i] >= KEYS_SIMPLE)
      return false;
  return true;
}

/* BYTES are what the engine says that QUERY of KEY is.  */
static void
check_value (struct session *s, unsigned query, unsigned key,
	     const void *bytes, size_t size)
{
  const struct result *r = oracle_result (s->oracle, query, key);
  if (!verify_value (bytes, size))
    session_fail (s, "not verified", "q%u of %u: %zu bytes are no value", query,
		  key, size);
  if (s->poisoned)
    return;
  if (!was_to_be_asked (s, query, key))
    session_fail (s, "unasked", "q%u of %u was asked for, which nothing needs",
		  query, key);
  if (r->state != RESULT_DONE
      || (size == r->value.n * sizeof *r->value.word
	  && memcmp (bytes, r->value.word, size) == 0))
    return;
  struct words got;
  words_from (&got, bytes, size);
  session_fail (s, "value", "q%u of %u: %zu bytes, sum %u, first %u; expected"
		" %u words, sum %u, first %u", query, key, size,
		words_sum (s->c, &got), got.n ? got.word[0] : 0, r->value.n,
		words_sum (s->c, &r->value),
		r->value.n ? r->value.word[0] : 0);
}

static bool
engine_ask (struct asker *a, unsigned query, unsigned key,
	    struct words *value)
{
  struct query_context *cx = ((struct provision *) a)->cx;
  size_t size;
  const void *bytes
    = query_get_sized (cx, query,
		       key_of_number (cx, a->c->query[query].key, key),
		       &size);
  check_value (current_session, query, key, bytes, size);
  words_from (value, bytes, size);
  return true;
}

static bool
engine_ensure (struct asker *a, unsigned query, unsigned key)
{
  struct query_context *cx = ((struct provision *) a)->cx;
  query_ensure (cx, query, key_of_number (cx, a->c->query[query].key, key));
  return true;
}

static bool
engine_each (struct asker *a, unsigned query, const uint8_t *numbers,
	     unsigned count)
{
  struct query_context *cx = ((struct provision *) a)->cx;
  uint32_t *keys = query_alloc (cx, count, sizeof *keys);
  for (unsigned i = 0; i < count; i++)
    {
      if (keys[i] != 0)
	session_fail (current_session, "scratch", "query_alloc: not zero");
      keys[i] = key_of_number (cx, a->c->query[query].key, numbers[i]);
    }
  query_for_each (cx, query, keys, count);
  return true;
}

static bool
engine_steal (struct asker *a, unsigned query, unsigned key,
	      struct words *value)
{
  struct query_context *cx = ((struct provision *) a)->cx;
  size_t size;
  void *bytes
    = query_steal (cx, query, key_of_number (cx, a->c->query[query].key, key),
		   &size);
  check_value (current_session, query, key, bytes, size);
  words_from (value, bytes, size);
  /* It is the thief's.  */
  memset (bytes, 0x5a, size);
  return true;
}

static bool
engine_bug (struct asker *a)
{
  query_bug (((struct provision *) a)->cx, "asked for");
}

static void
engine_give_up_asking (struct asker *a)
{
  query_give_up (((struct provision *) a)->cx, "fuzzed");
}

/* Use up some stack, so that the engine has to leave it.  */
static void __attribute__ ((noinline))
run_deep (struct asker *a, unsigned query, unsigned number,
	  struct words *value)
{
  volatile char *room = alloca ((size_t) a->c->burn * 65536 + 1);
  room[0] = 0;
  program_run (a, query, number, value);
  room[0] = 1;
}

static void
provide (struct query_context *cx, unsigned query, uint32_t key,
	 struct buffer *out, bool external)
{
  struct session *s = current_session;
  unsigned kind = s->c->query[query].key;
  unsigned number = number_of_key (cx, kind, key);
  struct words value;
  struct provision p = {
    { s->c, engine_ask, engine_ensure, engine_each, engine_steal, engine_bug,
      engine_give_up_asking, false, external, s->world->untracked }, cx };
  if (!(s->c->query[query].flags & QUERY_ANON))
    p.asker.local = query_key_is_local (cx, kind, key);
  if (!was_to_be_asked (s, query, number))
    session_fail (s, "unasked", "q%u of %u runs, which nothing needs", query,
		  number);
  if (s->threads > 1 && (mix (s->c->seed + query) + number) % 4 == 0)
    sched_yield ();
  run_deep (&p.asker, query, number, &value);
  buffer_add (out, value.word, value.n * sizeof *value.word);
  if (!s->verifying)
    atomic_fetch_add (&s->finished[query][number], 1);
}

static void
recover (struct query_context *cx, unsigned query, uint32_t key,
	 struct buffer *out)
{
  const struct fuzz_case *c = current_session->c;
  struct words value;
  program_recover (c, query, number_of_key (cx, c->query[query].key, key),
		   &value);
  buffer_add (out, value.word, value.n * sizeof *value.word);
}

/* A provider is told its key, but not its query.  */
#define ALL_QUERIES \
  QUERY (0) QUERY (1) QUERY (2) QUERY (3) QUERY (4) QUERY (5) QUERY (6) \
  QUERY (7) QUERY (8) QUERY (9) QUERY (10) QUERY (11) QUERY (12) QUERY (13) \
  QUERY (14) QUERY (15)

#define QUERY(N) \
  static void \
  local_##N (struct query_context *cx, uint32_t key, struct buffer *out) \
  { \
    provide (cx, N, key, out, false); \
  } \
  static void \
  external_##N (struct query_context *cx, uint32_t key, struct buffer *out) \
  { \
    provide (cx, N, key, out, true); \
  } \
  static void \
  recover_##N (struct query_context *cx, uint32_t key, struct buffer *out) \
  { \
    recover (cx, N, key, out); \
  } \
  static bool \
  cache_if_##N (const void *bytes, size_t size) \
  { \
    struct words value; \
    words_from (&value, bytes, size); \
    return worth_caching (&current_session->c->query[N], &value); \
  }
ALL_QUERIES
#undef QUERY

void
session_kinds (const struct fuzz_case *c, struct query_kind *kinds)
{
  static const struct query_kind all[] = {
#define QUERY(N) \
    { .name = "q" #N, .description = "computing " #N " of %s", \
      .category = CATEGORY_FACT, .local = local_##N, .external = external_##N, \
      .recover = recover_##N, .cache_if = cache_if_##N, \
      .verify = verify_value },
    ALL_QUERIES
#undef QUERY
  };
  memcpy (kinds, all, sizeof all);
  for (unsigned q = 0; q < QUERIES_MOST; q++)
    {
      const struct query_row *row = &c->query[q];
      kinds[q].key = row->key;
      kinds[q].flags = row->flags;
      kinds[q].version = 1;
      kinds[q].depth_limit = row->depth_limit;
      if (!row->verify)
	kinds[q].verify = NULL;
      if (row->cache_if == 0)
	kinds[q].cache_if = NULL;
    }
}
