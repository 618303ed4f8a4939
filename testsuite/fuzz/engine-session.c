/* engine-session.c - one session of a fuzzer's timeline.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "queries/inspect.h"
#include "testsuite/fuzz/engine-session.h"

struct tally tally;

static void
on_report (void *data, const char *text)
{
  struct session *s = data;
  pthread_mutex_lock (&s->lock);
  size_t used = strlen (s->report);
  snprintf (s->report + used, sizeof s->report - used, "%s\n", text);
  pthread_mutex_unlock (&s->lock);
}

/* Inputs.  */

/* The content of (KIND, KEY): its first input or all, and perhaps whose they
   are.  */
static struct fingerprint
content_of (const struct session *s, unsigned kind, unsigned key,
	    bool *complete)
{
  const struct fuzz_case *c = s->c;
  unsigned inputs = 0;
  struct fingerprint f = identity_of (kind, key);
  if (c->anonymous)
    f = identity_of (kind, KEYS_SIMPLE);
  if (kind == KEY_UNIT)
    f.low += s->unit;
  *complete = true;
  for (unsigned q = 0; q < QUERIES_MOST; q++)
    {
      struct words value;
      if (!c->query[q].used || c->query[q].key != kind
	  || !(c->query[q].flags & QUERY_INPUT)
	  || !world_input (c, s->world, s->unit, q, key, &value))
	continue;
      /* The unit's is its name.  */
      if (c->contents[kind] == 2 || (inputs == 0 && kind != KEY_UNIT))
	f = fingerprint_combine (f, fingerprint_of (value.word,
						    value.n * 4));
      else
	*complete = false;
      inputs++;
    }
  return f;
}

static void
set_locals (struct session *s)
{
  const struct fuzz_case *c = s->c;
  for (unsigned kind = 0; kind < SIMPLE_KINDS; kind++)
    for (unsigned key = 0; key < c->known[kind]; key++)
      if (world_is_local (c, s->world, s->unit, kind, key))
	{
	  bool complete;
	  struct fingerprint content = content_of (s, kind, key, &complete);
	  engine_key_set_local (s->engine, kind, s->key[kind][key], content,
				complete);
	}
}

static void
make_pairs (struct session *s)
{
  const struct fuzz_case *c = s->c;
  for (unsigned kind = SIMPLE_KINDS; kind < KEY_KINDS; kind++)
    for (unsigned i = 0; i < KEYS_MOST; i++)
      {
	unsigned key = in_order (s, i, KEYS_MOST);
	unsigned first = number_of_part (kind, key, 0);
	unsigned second = number_of_part (kind, key, 1);
	if (key_exists (c, kind, key, true))
	  s->key[kind][key]
	    = engine_key_pair (s->engine, kind,
			       s->key[kind_of_part (kind, 0)][first],
			       s->key[kind_of_part (kind, 1)][second]);
      }
}

static void
make_keys (struct session *s)
{
  const struct fuzz_case *c = s->c;
  for (unsigned kind = 0; kind < SIMPLE_KINDS; kind++)
    for (unsigned i = 0; i < c->known[kind]; i++)
      {
	unsigned key = in_order (s, i, c->known[kind]);
	s->key[kind][key] = engine_key (s->engine, kind,
					identity_of (kind, key),
					name_of_key (kind, key));
      }
  /* Pairs are as local as their first part is when they are made.  */
  set_locals (s);
  make_pairs (s);
}

static void
feed (struct session *s)
{
  for (unsigned q = 0; q < QUERIES_MOST; q++)
    if (s->c->query[q].used && s->c->query[q].flags & QUERY_INPUT)
      for (unsigned key = 0; key < KEYS_MOST; key++)
	{
	  struct words value;
	  if (!world_input (s->c, s->world, s->unit, q, key, &value))
	    continue;
	  size_t size = value.n * sizeof *value.word;
	  memcpy (s->input[q][key], value.word, size);
	  engine_feed (s->engine, q, s->key[s->c->query[q].key][key],
		       s->input[q][key], size,
		       fingerprint_of (value.word, size));
	}
}

/* Asking.  */

static bool
has_root (const struct session *s, unsigned i)
{
  return i < s->c->n_roots && s->step->roots >> i & 1;
}

static uint32_t
root_key (const struct session *s, unsigned i)
{
  unsigned kind = s->c->query[s->c->root_query[i]].key;
  unsigned key = s->c->root_key[i];
  if (kind == KEY_UNIT)
    return 0;
  if (!kind_is_pair (kind))
    return engine_key (s->engine, kind, identity_of (kind, key),
		       name_of_key (kind, key));
  unsigned first = kind_of_part (kind, 0), second = kind_of_part (kind, 1);
  return engine_key_pair (s->engine, kind,
			  engine_key (s->engine, first,
				      identity_of (first, key / KEYS_SIMPLE),
				      name_of_key (first, key / KEYS_SIMPLE)),
			  engine_key (s->engine, second,
				      identity_of (second, key % KEYS_SIMPLE),
				      name_of_key (second,
						   key % KEYS_SIMPLE)));
}

static unsigned
count_finished (const struct session *s)
{
  unsigned n = 0;
  for (unsigned q = 0; q < QUERIES_MOST; q++)
    for (unsigned k = 0; k < KEYS_MOST; k++)
      n += s->finished[q][k];
  return n;
}

/* Demand root I, and compare.  */
static void
demand (struct session *s, unsigned i)
{
  unsigned q = s->c->root_query[i], k = s->c->root_key[i];
  const struct result *r = oracle_result (s->oracle, q, k);
  size_t size = 0;
  const void *bytes = engine_demand (s->engine, q, root_key (s, i), &size);
  if (s->poisoned)
    return;
  if (!bytes)
    {
      if (s->oracle->outcome == ORACLE_OK
	  || (s->threads == 1 && i < s->failing_root))
	session_fail (s, "failed", "no value of root %u: %s", i, s->report);
    }
  else if (s->oracle->outcome != ORACLE_OK && i != s->failing_root)
    return;
  else if (r->state != RESULT_DONE)
    session_fail (s, "not failed", "root %u has a value, which cannot be", i);
  else if (size != r->value.n * sizeof *r->value.word
	   || memcmp (bytes, r->value.word, size) != 0)
    session_fail (s, "root value", "root %u: q%u of %u is another one", i, q,
		  k);
}

static uint8_t
try_green (struct session *s)
{
  uint8_t green = 0;
  for (unsigned i = 0; i < s->c->n_roots; i++)
    {
      unsigned q = s->c->root_query[i], k = s->c->root_key[i];
      if (!has_root (s, i) || !(s->step->try_green >> i & 1))
	continue;
      bool expected = !s->poisoned && must_be_green (s, q, k);
      unsigned before = count_finished (s);
      bool is = engine_try_green (s->engine, q, root_key (s, i));
      if (expected && !is)
	session_fail (s, "not green", "root %u should be green", i);
      if (is)
	demand (s, i);
      if (count_finished (s) != before)
	session_fail (s, "green ran", "something ran to find root %u green",
		      i);
      green |= (uint8_t) (is << i);
    }
  tally.green_roots += green != 0;
  return green;
}

static void
prefetch (struct session *s)
{
  unsigned order = s->step->prefetch, n = s->c->n_roots;
  for (unsigned i = 0; order && i < n; i++)
    {
      uint32_t keys[ROOTS_MOST];
      unsigned count = 0, at = (i * (order % 2 ? 1 : n - 1) + order / 2) % n;
      if (!has_root (s, at))
	continue;
      /* All roots of a query in one go, or each by itself.  */
      for (unsigned j = 0; j < n; j++)
	if (order & 4 ? s->c->root_query[j] == s->c->root_query[at]
			&& has_root (s, j)
		      : j == at)
	  keys[count++] = root_key (s, j);
      engine_prefetch (s->engine, s->c->root_query[at], keys, count);
    }
}

static void
ask (struct session *s)
{
  bool fails = s->oracle->outcome != ORACLE_OK;
  engine_start (s->engine, s->threads);
  prefetch (s);
  if (s->step->join_first && !fails)
    engine_join (s->engine);
  for (unsigned i = 0; i < s->c->n_roots; i++)
    if (has_root (s, i))
      demand (s, i);
  bool joined = engine_join (s->engine);
  if (!s->poisoned && joined == fails)
    session_fail (s, fails ? "not failed" : "failed", "joined %d: %s", joined,
		  s->report);
  if (joined == engine_failed (s->engine))
    session_fail (s, "join", "joined, but failed");
}

static void
on_gave_up (void *data, uint32_t query, uint32_t key, const char *reason)
{
  struct session *s = data;
  unsigned kind = s->c->query[query].key;
  const char *name = kind_is_pair (kind)
		     ? reason : engine_key_name (s->engine, kind, key);
  s->n_gave_up++;
  s->gave_up = mix (s->gave_up + query)
	       + fingerprint_of_string (name).low;
}

/* Those who gave up are those who ran and did.  */
static void
check_gave_up (struct session *s)
{
  unsigned least = 0;
  const struct oracle *o = s->oracle;
  s->n_gave_up = 0;
  s->gave_up = 0;
  engine_gave_up (s->engine, on_gave_up, s);
  if (o->outcome != ORACLE_OK || o->saw_ring || s->poisoned)
    return;
  for (unsigned i = 0; i < o->n_reached; i++)
    least += o->result[o->reached[i]].gave_up
	     && s->finished[o->reached[i] / KEYS_MOST]
			   [o->reached[i] % KEYS_MOST];
  if (s->n_gave_up < least || (least == 0 && s->n_gave_up > 0))
    session_fail (s, "gave up", "%u told, %u were", s->n_gave_up, least);
}

static void
member_text (const struct fuzz_case *c, unsigned q, unsigned k, char *text,
	     size_t size)
{
  unsigned kind = c->query[q].key;
  if (kind_is_pair (kind))
    snprintf (text, size, "computing %u of `%s, %s' [q%u]", q,
	      name_of_key (kind_of_part (kind, 0), k / KEYS_SIMPLE),
	      name_of_key (kind_of_part (kind, 1), k % KEYS_SIMPLE), q);
  else
    snprintf (text, size, "computing %u of `%s' [q%u]", q,
	      name_of_key (kind, k), q);
}

/* Every member of the ring is in its report, and nobody else.  What is
   anonymous may be missing: traces do not name it.  */
static void
check_ring_report (struct session *s)
{
  const struct oracle *o = s->oracle;
  unsigned named = 0, least = 1;
  for (unsigned i = 0; i < o->n_ring; i++)
    {
      unsigned q = o->ring[i] / KEYS_MOST, k = o->ring[i] % KEYS_MOST;
      char text[128];
      if (s->c->query[q].flags & QUERY_ANON)
	continue;
      least++;
      member_text (s->c, q, k, text, sizeof text);
      if (!strstr (s->report, text))
	session_fail (s, "ring report", "%s is not in: %s", text, s->report);
    }
  for (const char *at = s->report; (at = strstr (at, "computing")); at++)
    named++;
  if (named < least || named > o->n_ring + 1u)
    session_fail (s, "ring report", "%u members instead of %u: %s", named,
		  o->n_ring, s->report);
}

static void
evaluate (struct session *s, struct oracle *oracle)
{
  unsigned i = 0;
  oracle_begin (oracle, s->world, s->unit);
  while (i < s->c->n_roots
	 && (!has_root (s, i)
	     || oracle_ask (oracle, s->c->root_query[i], s->c->root_key[i])))
    i++;
  s->failing_root = i;
  s->oracle = oracle;
}

/* The graph, and why what ran did, as text: now and then, as it takes long.  */
static uint64_t
hash_of_graph (struct session *s)
{
  char *text = NULL;
  size_t size = 0;
  uint64_t hash = 0;
  FILE *file;
  if (s->step->session % 8 != 0 || engine_failed (s->engine)
      || !(file = open_memstream (&text, &size)))
    return 0;
  engine_write_dot (s->engine, file, NULL);
  engine_write_why_all (s->engine, file, NULL);
  if (fclose (file) == 0)
    hash = fingerprint_of (text, size).low;
  free (text);
  return hash;
}

/* What ran, however often.  */
static uint64_t
hash_of_finished (const struct session *s)
{
  uint64_t hash = 0;
  for (unsigned q = 0; q < QUERIES_MOST; q++)
    for (unsigned k = 0; k < KEYS_MOST; k++)
      if (s->finished[q][k])
	hash += mix (result_index (q, k) + 1);
  return hash;
}

static void
sum_up (struct session *s, struct outcome *outcome)
{
  outcome->oracle = (uint8_t) s->oracle->outcome;
  outcome->poisoned = s->poisoned;
  outcome->comparable = s->oracle->outcome == ORACLE_OK && !s->poisoned
			&& !s->oracle->saw_ring;
  outcome->ran = hash_of_finished (s);
  outcome->store = memory_hash (s->memory);
  outcome->gave_up = s->gave_up;
  outcome->report = fingerprint_of_string (s->report).low;
  tally.sessions++;
  tally.rings += s->oracle->saw_ring;
  tally.errors += s->oracle->outcome != ORACLE_OK;
  tally.poisoned += s->poisoned;
  tally.ran += count_finished (s);
}

static void
verify_and_save (struct scratch *x)
{
  struct session *s = x->s;
  s->verifying = true;
  if (!engine_verify (s->engine) && !s->poisoned
      && s->oracle->outcome == ORACLE_OK)
    session_fail (s, "verify", "verification fails: %s", s->report);
  s->verifying = false;
  records_save (x);
}

static void
begin (struct session *s)
{
  s->unit = s->step->units;
  s->poisoned = s->verifying = false;
  s->report[0] = '\0';
  memset ((void *) s->finished, 0, sizeof s->finished);
  memset (s->loaded, 0, sizeof s->loaded);
}

void
session_run (struct session *s, struct oracle *oracle,
	     struct outcome *outcome)
{
  struct scratch x = { .s = s };
  begin (s);
  current_session = s;
  evaluate (s, oracle);
  session_kinds (s->c, x.kinds);
  struct engine_config config = {
    .kinds = x.kinds, .count = QUERIES_MOST, .verify = s->step->verify,
    .session = s->step->session, .report = on_report, .report_data = s,
    .events = s->step->session % 8 == 1,
    .check_inputs = s->step->check_inputs };
  s->engine = engine_new (&config);
  if (!s->engine)
    {
      session_fail (s, "table", "%s", s->report);
      return;
    }
  make_keys (s);
  feed (s);
  records_load (&x);
  outcome->green = try_green (s);
  ask (s);
  judge_runs (s);
  check_gave_up (s);
  outcome->inspected = hash_of_graph (s);
  if (s->oracle->outcome == ORACLE_RING && !s->poisoned)
    check_ring_report (s);
  verify_and_save (&x);
  engine_free (s->engine);
  records_release (&x);
  sum_up (s, outcome);
}
