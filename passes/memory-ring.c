/* memory-ring.c - the query memory_ring: summaries of a ring of calls.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Recursion is data: the leader answers for the ring, and asks for no analysis of
   its members, so no query stands on itself.  */

#include "passes/memory-ring.h"

#include "passes/memory.h"

#include <string.h>

/* Rings with more are not looked at.  */
#define MOST_MEMBERS 16
#define MOST_STATEMENTS 300
/* Runs of one member; and steps of all, as a part of what they may take for
   themselves.  */
#define MOST_RUNS 6
#define PART_OF_STEPS 2
/* From the summary on that has changed so often, no new numbers.  */
#define EXACT_CHANGES 2

struct ring_search
{
  struct query_context *cx;
  const struct call_component *component;
  struct ring_calls calls;
  uint32_t *keys;
  uint32_t *sizes;		/* Of the summaries, in bytes ...  */
  uint32_t *event_sizes;	/* ... and of their events.  */
  uint32_t *runs, *changes;	/* By member.  */
  uint8_t *is_due;		/* By member: something it calls has changed.  */
  uint8_t *is_called;		/* By caller and callee.  */
  struct memory **last;		/* The last run of each, and what its summary
				   comes from.  */
  struct memory_told *told;
  uint64_t steps;		/* Left.  */
};

uint32_t
memory_ring_position (const struct ring_calls *r, struct fingerprint symbol)
{
  for (uint32_t i = 0; i < r->count; i++)
    if (fingerprint_equal (r->symbols[i], symbol))
      return i;
  return NONE;
}

/* The ring that M's function is in, as its leader has it; NULL if there is none or
   nothing is known.  */
static struct ring_calls *
find_ring (struct memory *m)
{
  const struct call_component *c = q_call_component (m->cx, m->key);
  const struct memory_ring *ring;
  struct ring_calls *r;
  struct fingerprint *symbols;

  if (!c->recursive)
    return NULL;
  ring = q_memory_ring (m->cx, query_key (m->cx, KEY_FUNCTION, c->leader, ""));
  if (ring->count == 0)
    return NULL;
  r = query_alloc (m->cx, 1, sizeof *r);
  r->count = ring->count;
  r->ring = ring;
  r->symbols = symbols = query_alloc (m->cx, ring->count, sizeof *symbols);
  r->summaries = query_alloc (m->cx, ring->count, sizeof *r->summaries);
  r->events = query_alloc (m->cx, ring->count, sizeof *r->events);
  for (uint32_t i = 0; i < ring->count; i++)
    {
      const struct memory_analysis *a = memory_ring_analysis (ring, i);

      symbols[i] = memory_ring_members (ring)[i].symbol;
      if (!a)
	continue;
      r->summaries[i] = memory_analysis_summary (a);
      r->events[i] = memory_analysis_events (a);
    }
  return r;
}

const struct memory_summary *
memory_ring_callee (struct memory *m, const struct snap_decl *d)
{
  uint32_t i;

  if (d->kind != DECL_FUNCTION || fingerprint_is_zero (d->symbol))
    return NULL;
  if (!m->ring)
    m->ring = find_ring (m);
  if (!m->ring)
    return NULL;
  i = memory_ring_position (m->ring, d->symbol);
  return i == NONE ? NULL : m->ring->summaries[i];
}

const struct memory_analysis *
memory_ring_answer (const struct memory *m, uint32_t *size)
{
  uint32_t i;

  if (!m->ring || !m->ring->ring)
    return NULL;
  i = memory_ring_position (m->ring,
			    snapshot_decls (m->s)[m->s->decl].symbol);
  if (i == NONE)
    return NULL;
  *size = memory_ring_members (m->ring->ring)[i].size;
  return memory_ring_analysis (m->ring->ring, i);
}

const struct memory_events *
memory_events_of (const struct memory *m, struct fingerprint symbol,
		  const char *name)
{
  uint32_t i = m->ring ? memory_ring_position (m->ring, symbol) : NONE;

  return i != NONE && m->ring->events[i]
	 ? m->ring->events[i]
	 : q_memory_events (m->cx,
			    query_key (m->cx, KEY_FUNCTION, symbol, name));
}

/* Finding them.  */

/* A call of a function with this summary does not return.  */
static const struct memory_summary *
make_bottom (struct query_context *cx)
{
  struct memory_summary *s
    = query_alloc (cx, 1, sizeof *s + sizeof (struct summary_node));

  s->is_known = 1;
  s->n_nodes = 1;
  return s;
}

static bool
begin (struct ring_search *r)
{
  uint32_t n = r->component->count, statements = 0;

  if (n == 0 || n > MOST_MEMBERS || !r->component->recursive)
    return false;
  r->keys = query_alloc (r->cx, n, sizeof *r->keys);
  r->sizes = query_alloc (r->cx, n, sizeof *r->sizes);
  r->event_sizes = query_alloc (r->cx, n, sizeof *r->event_sizes);
  r->runs = query_alloc (r->cx, n, sizeof *r->runs);
  r->changes = query_alloc (r->cx, n, sizeof *r->changes);
  r->is_due = query_alloc (r->cx, n, 1);
  r->is_called = query_alloc (r->cx, (size_t) n * n, 1);
  r->last = query_alloc (r->cx, n, sizeof *r->last);
  r->told = query_alloc (r->cx, n, sizeof *r->told);
  r->calls.count = n;
  r->calls.symbols = call_component_members (r->component);
  r->calls.summaries = query_alloc (r->cx, n, sizeof *r->calls.summaries);
  r->calls.events = query_alloc (r->cx, n, sizeof *r->calls.events);
  for (uint32_t i = 0; i < n; i++)
    {
      const struct snapshot *s;

      r->keys[i] = query_key (r->cx, KEY_FUNCTION, r->calls.symbols[i], "");
      s = q_body (r->cx, r->keys[i]);
      statements += snapshot_n_statements (s);
      r->steps += memory_budget (s) / PART_OF_STEPS;
      r->is_due[i] = 1;
      r->sizes[i] = sizeof (struct memory_summary)
		    + sizeof (struct summary_node);
      r->calls.summaries[i] = make_bottom (r->cx);
      if (!memory_has_summary (s))
	{
	  r->calls.summaries[i] = NULL;
	  r->is_due[i] = 0;
	}
    }
  return statements <= MOST_STATEMENTS;
}

/* Which members I calls, from its run M.  */
static void
note_calls (struct ring_search *r, uint32_t i, const struct memory *m)
{
  for (uint32_t j = 0; j < snapshot_n_decls (m->s); j++)
    {
      uint32_t callee
	= snapshot_decls (m->s)[j].kind == DECL_FUNCTION
	  ? memory_ring_position (&r->calls, snapshot_decls (m->s)[j].symbol)
	  : NONE;

      if (callee != NONE)
	r->is_called[i * r->calls.count + callee] = 1;
    }
}

/* The summary of member I is SIZE bytes of BYTES now.  */
static void
set_summary (struct ring_search *r, uint32_t i, const void *bytes, uint32_t size)
{
  const struct memory_summary *old = r->calls.summaries[i];
  struct memory_summary *s = query_alloc (r->cx, 1, size);

  memcpy (s, bytes, size);
  if (size == r->sizes[i] && memcmp (s, old, size) == 0)
    return;
  r->calls.summaries[i] = s->is_known ? s : NULL;
  r->sizes[i] = size;
  r->changes[i]++;
  for (uint32_t j = 0; j < r->calls.count; j++)
    if (r->is_called[j * r->calls.count + i] && r->calls.summaries[j])
      r->is_due[j] = 1;
}

/* Go through member I with what is known; false if there is no budget for it.  */
static bool
run_member (struct ring_search *r, uint32_t i)
{
  struct memory *m = query_alloc (r->cx, 1, sizeof *m);
  struct buffer out = BUFFER_INIT;
  uint32_t spent;

  r->calls.before = r->changes[i] < EXACT_CHANGES
		    ? NULL : r->calls.summaries[i];
  m->ring = &r->calls;
  memory_begin (m, r->cx, r->keys[i]);
  if (r->runs[i]++ == MOST_RUNS || r->steps == 0)
    return false;
  note_calls (r, i, m);
  memory_explore (m);
  spent = m->most_steps - m->steps;
  r->steps -= spent < r->steps ? spent : r->steps;
  memory_summarize (m, &out, &r->told[i]);
  r->last[i] = m;
  set_summary (r, i, out.bytes, (uint32_t) out.size);
  buffer_release (&out);
  return true;
}

/* Until no summary changes any more; false if that takes too long.  */
static bool
find_summaries (struct ring_search *r)
{
  bool changed = true;

  while (changed)
    {
      changed = false;
      for (uint32_t i = 0; i < r->calls.count; i++)
	{
	  if (!r->is_due[i])
	    continue;
	  r->is_due[i] = 0;
	  changed = true;
	  if (!run_member (r, i))
	    return false;
	}
    }
  return true;
}

/* The events of member I, which is known.  */
static void
find_events (struct ring_search *r, uint32_t i)
{
  struct buffer out = BUFFER_INIT;
  struct memory_events *events;

  memory_tell_events (r->last[i], r->calls.summaries[i], &r->told[i], &out);
  events = query_alloc (r->cx, 1, out.size);
  memcpy (events, out.bytes, out.size);
  r->calls.events[i] = events;
  r->event_sizes[i] = (uint32_t) out.size;
  buffer_release (&out);
}

static void
write_member (struct ring_search *r, uint32_t i, size_t begin,
	      struct ring_member *member, struct buffer *out)
{
  struct buffer summary = BUFFER_INIT;

  member->symbol = r->calls.symbols[i];
  buffer_align (out, 8);
  member->offset = (uint32_t) (out->size - begin);
  if (!r->calls.summaries[i])
    return;
  buffer_add (&summary, r->calls.summaries[i], r->sizes[i]);
  buffer_add (&summary, r->calls.events[i], r->event_sizes[i]);
  memory_conclude (r->last[i]);
  memory_write_analysis (r->last[i], &summary, r->sizes[i], out);
  member->size = (uint32_t) (out->size - begin - member->offset);
  buffer_release (&summary);
}

static void
write_ring (struct ring_search *r, struct buffer *out)
{
  struct memory_ring head = { r->calls.count, 0 };
  struct ring_member *members
    = query_alloc (r->cx, head.count, sizeof *members);
  size_t at, begin;

  for (uint32_t i = 0; i < head.count; i++)
    if (r->calls.summaries[i])
      find_events (r, i);
  at = buffer_add (out, &head, sizeof head);
  buffer_add (out, members, head.count * sizeof *members);
  begin = out->size;
  for (uint32_t i = 0; i < head.count; i++)
    write_member (r, i, begin, &members[i], out);
  head.size = (uint32_t) (out->size - begin);
  memcpy (buffer_at (out, at), &head, sizeof head);
  memcpy (buffer_at (out, at + sizeof head), members,
	  head.count * sizeof *members);
}

void
provide_memory_ring (struct query_context *cx, uint32_t key,
		     struct buffer *out)
{
  static const struct memory_ring nothing;
  struct ring_search *r = query_alloc (cx, 1, sizeof *r);

  r->cx = cx;
  r->component = q_call_component (cx, key);
  if (begin (r) && find_summaries (r))
    {
      write_ring (r, out);
      return;
    }
  query_give_up (cx, "too large a ring of calls for summaries of memory");
  buffer_add (out, &nothing, sizeof nothing);
}

bool
memory_ring_verify (const void *bytes, size_t size)
{
  const struct memory_ring *r = bytes;
  const struct ring_member *x;
  const char *begin;

  if (size < sizeof *r || r->count > MOST_MEMBERS
      || size != sizeof *r + r->count * sizeof *x + (uint64_t) r->size)
    return false;
  x = memory_ring_members (r);
  begin = (const char *) (x + r->count);
  for (uint32_t i = 0; i < r->count; i++)
    if (x[i].size != 0
	&& (x[i].offset % 8 || (uint64_t) x[i].offset + x[i].size > r->size
	    || !memory_analysis_verify (begin + x[i].offset, x[i].size)))
      return false;
  return true;
}

void
memory_ring_print (FILE *file, const struct snapshot *body,
		   const struct memory_ring *r, unsigned flags)
{
  char text[FINGERPRINT_TEXT_SIZE];

  (void) body;
  if (r->count == 0)
    fputs ("not known\n", file);
  for (uint32_t i = 0; i < r->count; i++)
    {
      const struct memory_analysis *a = memory_ring_analysis (r, i);

      fingerprint_print (text, memory_ring_members (r)[i].symbol);
      fprintf (file, "member %s\n", text);
      if (a)
	memory_summary_print (file, NULL, memory_analysis_summary (a), flags);
      else
	fputs ("not known\n", file);
    }
}
