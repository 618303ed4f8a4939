/* verify.c - running green queries again, to catch what should not be.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A provider that is not pure, an edge that was not recorded or a record that
   is not what it says would give stale findings for ever.  So a sample of
   what the store answered is computed anew each time, chosen by key and
   session: a failure repeats until something is written, and every key has
   its turn within about VERIFY_SAMPLE_RATE sessions (rust PR 160130).  It is
   done when all else is, on one thread in canonical order, so that it changes
   no other number.

   A provider that runs again may ask for what nobody had asked for, and get it
   from the store: that is looked at, too, until nothing is left.  */

#include "queries/engine-internal.h"
#include "queries/memory.h"

#include <stdlib.h>

static bool
is_sampled (const struct engine *e, const struct key *k)
{
  if (e->config.verify == VERIFY_ALL)
    return true;
  struct fingerprint session = { e->config.session, 0 };
  struct fingerprint mixed
    = fingerprint_combine (fingerprint_combine (k->identity, k->content),
			   session);
  return mixed.low % VERIFY_SAMPLE_RATE == 0;
}

struct verification
{
  uint32_t query, key;
  bool differs;
};

/* What was looked at: a byte per key, for each query.  */
struct seen
{
  struct buffer *of;
  bool anything_new;
};

/* Whether WHAT was not looked at before; from now on it was.  */
static bool
is_new (struct seen *s, uint32_t query, uint32_t key)
{
  struct buffer *b = &s->of[query];
  if (b->size <= key)
    buffer_add_zero (b, (size_t) key + 1 - b->size);
  bool new = b->bytes[key] == 0;
  b->bytes[key] = 1;
  s->anything_new |= new;
  return new;
}

/* Run the provider if the query is green.  */
static void
verify_one (struct query_context *cx, void *data)
{
  struct verification *v = data;
  const struct node *n = task_force (cx, v->query, v->key, false);
  if (!(n->flags & NODE_GREEN) || n->flags & NODE_EXECUTED
      || kind_of (cx->engine, v->query)->flags & QUERY_NO_HASH)
    return;
  struct task *t = task_push (cx, edge_make (v->query, v->key), NULL, NULL);
  const struct node *again = task_execute (cx, t);
  task_pop (cx);
  v->differs = !fingerprint_equal (n->print, again->print);
}

static void
report_difference (struct engine *e, const struct verification *v)
{
  struct buffer text = BUFFER_INIT;
  buffer_add_format (&text, "libqueries: internal error: the stored result "
		     "is not what comes out now\n  ... when ");
  describe (e, edge_make (v->query, v->key), &text);
  buffer_add_format (&text, "\n  everything is computed anew for this unit");
  report (e, text.bytes);
  buffer_release (&text);
}

/* Whether the store has a trace of QUERY for K that vouches for its value by
   itself: readers may be green by it without a node.  */
static bool
is_closed (const struct key *k, uint32_t query)
{
  const struct trace *t = k->traces;
  for (uint32_t i = 0; i < k->n_traces; i++, t = trace_next (t))
    if (t->query == query && t->flags & TRACE_CLOSED)
      return k->complete;
  return false;
}

/* Verify what is green of KEY and not in S; false at the first difference.  */
static bool
verify_key (struct engine *e, enum key_kind kind, uint32_t key,
	    struct seen *s)
{
  struct query_context *cx = e->contexts[0];
  const struct key *at = key_at (e, kind, key);
  for (uint32_t q = 0; q < e->config.count; q++)
    {
      const struct query_kind *k = kind_of (e, q);
      /* What nobody asked for may be a question without sense by now.  */
      if (k->key != kind || k->flags & (QUERY_INPUT | QUERY_EVAL_ALWAYS)
	  || (!is_closed (at, q) && !node_of (e, edge_make (q, key)))
	  || !is_new (s, q, key))
	continue;
      struct verification v = { q, key, false };
      cx->verifying = true;
      bool done = task_protect (cx, verify_one, &v);
      cx->verifying = false;
      if (!done)
	return false;
      if (v.differs)
	{
	  report_difference (e, &v);
	  return false;
	}
    }
  return true;
}

/* Once through all keys.  */
static bool
verify_new (struct engine *e, struct seen *s)
{
  for (unsigned kind = 0; kind < KEY_KINDS; kind++)
    for (uint32_t key = 0; key < engine_key_count (e, kind); key++)
      {
	const struct key *k = key_at (e, kind, key);
	if (k->record && is_sampled (e, k) && !verify_key (e, kind, key, s))
	  return false;
      }
  return true;
}

bool
engine_verify (struct engine *e)
{
  if (e->config.verify == VERIFY_OFF || engine_failed (e))
    return !engine_failed (e);
  struct seen s = { xcalloc (e->config.count, sizeof *s.of), false };
  bool right;
  do
    {
      s.anything_new = false;
      right = verify_new (e, &s);
    }
  while (right && s.anything_new);
  for (uint32_t q = 0; q < e->config.count; q++)
    buffer_release (&s.of[q]);
  free (s.of);
  return right;
}
