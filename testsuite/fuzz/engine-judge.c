/* engine-judge.c - what may have run, and what is known afterwards.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A provider may run if its record has no trace of what it would read now, or
   if its value was not stored and somebody who runs, or the owner, wants it.
   That is decided from the evaluator's results and from what was put into the
   store in sessions before, not from anything that the engine says.  */

#include <string.h>

#include "testsuite/fuzz/engine-session.h"

void
home_of (const struct session *s, unsigned kind, unsigned key,
	 unsigned *home_kind, unsigned *home)
{
  if (kind_is_pair (kind))
    home_of (s, kind_of_part (kind, 0), number_of_part (kind, key, 0),
	     home_kind, home);
  else if (world_is_local (s->c, s->world, s->unit, kind, key))
    {
      *home_kind = kind;
      *home = key;
    }
  else
    {
      *home_kind = KEY_UNIT;
      *home = 0;
    }
}

/* How QUERY of KEY is called in its home's record.  */
static unsigned
subject_of (const struct session *s, unsigned query, unsigned key,
	    unsigned *home_kind, unsigned *home)
{
  unsigned kind = s->c->query[query].key;
  home_of (s, kind, key, home_kind, home);
  return kind == *home_kind && key == *home ? SUBJECT_SELF : key;
}

static bool
is_kept (const struct fuzz_case *c, unsigned query)
{
  return !(c->query[query].flags
	   & (QUERY_INPUT | QUERY_EVAL_ALWAYS | QUERY_ANON));
}

/* Whether the record at hand has the trace.  */
static bool
has_trace (const struct session *s, unsigned query, unsigned key)
{
  unsigned home_kind, home;
  unsigned subject = subject_of (s, query, key, &home_kind, &home);
  const struct kept *k = s->loaded[home_kind][home];
  return is_kept (s->c, query) && k
	 && facts_have (&k->facts, query, subject,
			oracle_trace (s->oracle, query, key));
}

bool
is_remembered (const struct session *s, unsigned query, unsigned key)
{
  uint16_t list[QUERIES_MOST * KEYS_MOST];
  if (!has_trace (s, query, key))
    return false;
  /* What is not hashed is red when it ran, but not if it ran because its value
     was wanted.  */
  unsigned n = oracle_dependencies (s->oracle, query, key, list);
  for (unsigned i = 0; i < n; i++)
    {
      unsigned q = list[i] / KEYS_MOST, k = list[i] % KEYS_MOST;
      if (s->c->query[q].flags & QUERY_NO_HASH && s->finished[q][k]
	  && !is_remembered (s, q, k))
	return false;
    }
  return true;
}

bool
is_cached (const struct fuzz_case *c, unsigned query,
	   const struct words *value)
{
  const struct query_row *row = &c->query[query];
  return row->flags & QUERY_CACHE_ON_DISK && row->verify
	 && worth_caching (row, value);
}

/* Whether QUERY of KEY is known to be as it was, its value aside.  */
static bool
is_green (const struct session *s, unsigned query, unsigned key)
{
  uint16_t list[QUERIES_MOST * KEYS_MOST];
  if (s->c->query[query].flags & QUERY_INPUT)
    return true;
  if (!has_trace (s, query, key))
    return false;
  unsigned n = oracle_dependencies (s->oracle, query, key, list);
  for (unsigned i = 0; i < n; i++)
    if (!is_green (s, list[i] / KEYS_MOST, list[i] % KEYS_MOST))
      return false;
  return true;
}

bool
must_be_green (const struct session *s, unsigned query, unsigned key)
{
  return s->oracle->outcome == ORACLE_OK && !s->oracle->saw_ring
	 && is_cached (s->c, query,
		       &oracle_result (s->oracle, query, key)->value)
	 && is_green (s, query, key);
}

static bool
is_root (const struct session *s, unsigned query, unsigned key)
{
  for (unsigned i = 0; i < s->c->n_roots; i++)
    if (s->step->roots >> i & 1 && s->c->root_query[i] == query
	&& s->c->root_key[i] == key)
      return true;
  return false;
}

/* Whether somebody who ran read the value of QUERY of KEY.  */
static bool
was_wanted (const struct session *s, unsigned query, unsigned key)
{
  const struct oracle *o = s->oracle;
  for (unsigned i = 0; i < o->n_reached; i++)
    {
      const struct result *r = &o->result[o->reached[i]];
      if (!s->finished[o->reached[i] / KEYS_MOST][o->reached[i] % KEYS_MOST])
	continue;
      for (unsigned j = 0; j < r->n_reads; j++)
	if (r->read[j].query == query && r->read[j].key == key
	    && (r->read[j].value
		|| s->c->query[query].flags & QUERY_ANON))
	  return true;
    }
  return false;
}

/* Whether QUERY of KEY, which ran, had a reason.  */
static bool
had_reason (const struct session *s, unsigned query, unsigned key)
{
  bool wanted = is_root (s, query, key) || was_wanted (s, query, key);
  if (s->c->query[query].flags & QUERY_ANON)
    return wanted;
  if (s->c->query[query].flags & QUERY_EVAL_ALWAYS
      || !is_remembered (s, query, key))
    return true;
  return wanted && !is_cached (s->c, query,
			       &oracle_result (s->oracle, query, key)->value);
}

static void
judge_count (struct session *s, unsigned query)
{
  struct query_statistics sum;
  unsigned finished = 0;
  for (unsigned key = 0; key < KEYS_MOST; key++)
    finished += s->finished[query][key];
  engine_statistics (s->engine, query, &sum);
  if (sum.executed != finished)
    session_fail (s, "count", "q%u: executed %u, providers finished %u",
		  query, (unsigned) sum.executed, finished);
}

void
judge_runs (struct session *s)
{
  const struct oracle *o = s->oracle;
  if (o->outcome != ORACLE_OK || o->saw_ring || s->poisoned)
    return;
  for (unsigned i = 0; i < o->n_reached; i++)
    {
      unsigned q = o->reached[i] / KEYS_MOST, k = o->reached[i] % KEYS_MOST;
      unsigned flags = s->c->query[q].flags, times = s->finished[q][k];
      if (times == 0 && flags & QUERY_EVAL_ALWAYS)
	session_fail (s, "not run", "q%u of %u runs always, and did not", q,
		      k);
      if (times > 1 && !(flags & QUERY_STEAL && s->c->burn))
	session_fail (s, "twice", "q%u of %u ran %u times", q, k, times);
      if (times > 0 && !had_reason (s, q, k))
	session_fail (s, "no reason", "q%u of %u ran, but had no reason to",
		      q, k);
    }
  for (unsigned q = 0; q < QUERIES_MOST; q++)
    if (s->c->query[q].used && !(s->c->query[q].flags & QUERY_INPUT))
      judge_count (s, q);
}

/* What the record had, but not the trace that is first now: of guests only
   where GUEST says so.  USED: the first one is beside the old, which is the
   same; that is what reading unhashed values comes to.  */
static void
add_old (struct facts *facts, const struct facts *old, const bool *guest,
	 bool *used)
{
  struct facts first = *facts;
  for (unsigned i = 0; i < old->n; i++)
    {
      const struct fact *f = &old->fact[i];
      unsigned index = result_index (f->query, f->subject % KEYS_MOST);
      if (f->subject != SUBJECT_SELF && !guest[index])
	continue;
      bool is_first = false;
      for (unsigned j = 0; j < first.n && !used[index]; j++)
	is_first |= facts->fact[j].query == f->query
		    && facts->fact[j].subject == f->subject
		    && facts->fact[j].trace == f->trace;
      if (is_first)
	used[index] = true;
      else
	facts_add (facts, f->query, f->subject, f->trace);
    }
}

void
facts_after (const struct session *s, unsigned kind, unsigned key,
	     struct facts *facts)
{
  const struct oracle *o = s->oracle;
  const struct kept *old = s->loaded[kind][key];
  bool guest[QUERIES_MOST * KEYS_MOST] = { false };
  bool used[QUERIES_MOST * KEYS_MOST] = { false };
  memset (facts, 0, sizeof *facts);
  /* What rings leave depends on what was dropped on the way.  */
  if (o->saw_ring)
    return;
  for (unsigned i = 0; i < o->n_reached; i++)
    {
      unsigned q = o->reached[i] / KEYS_MOST, k = o->reached[i] % KEYS_MOST;
      unsigned home_kind, home;
      unsigned subject = subject_of (s, q, k, &home_kind, &home);
      if (home_kind != kind || home != key || !is_kept (s->c, q))
	continue;
      guest[o->reached[i]] = subject != SUBJECT_SELF;
      used[result_index (q, subject % KEYS_MOST)]
	= s->finished[q][k] && !is_remembered (s, q, k);
      if (s->finished[q][k] || has_trace (s, q, k))
	facts_add (facts, q, subject, oracle_trace (o, q, k));
    }
  if (old)
    add_old (facts, &old->facts, guest, used);
}
