/* memory-events.c - where a function does what its summary says.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-events.h"
#include "passes/memory.h"

#include <string.h>

/* The kind of step that ENTRY tells of, or PATH_EDGE.  */
static enum path_kind
step_of_entry (const struct summary_entry *entry)
{
  switch (entry->kind)
    {
    case SUMMARY_USES:
      return PATH_USED;
    case SUMMARY_RELEASES:
      return PATH_RELEASED;
    case SUMMARY_MAKES:
      return entry->low == RESOURCE_NONE ? PATH_EDGE : PATH_ALLOCATED;
    case SUMMARY_CALLS:
      return PATH_CALLED;
    case SUMMARY_MARKS:
      return PATH_ACQUIRED;
    case SUMMARY_WRITES:
      return PATH_SAVED;
    default:
      return entry->kind > SUMMARY_CALLS ? PATH_CLAIMED : PATH_EDGE;
    }
}

static uint32_t
add_text (struct buffer *text, const char *string)
{
  return string ? (uint32_t) buffer_add_string (text, string) : NONE;
}

static void
add_event (const struct snapshot *s, const struct path_event *e,
	   struct buffer *events, struct buffer *text)
{
  struct summary_event x;

  memset (&x, 0, sizeof x);
  x.kind = (uint16_t) e->kind;
  x.message = (uint16_t) e->message;
  x.place = e->place;
  x.text[0] = add_text (text, e->text[0]);
  x.text[1] = add_text (text, e->text[1]);
  x.callee = NONE;
  if (e->callee != NONE)
    {
      const struct snap_decl *d = &snapshot_decls (s)[e->callee];

      x.symbol = d->symbol;
      x.callee = add_text (text, snapshot_string (s, d->name));
      x.entry = e->entry;
    }
  buffer_add (events, &x, sizeof x);
}

/* The events that lead to the jump at the end of X.  */
static void
add_unwinding (struct memory *m, const struct memory_exit *x,
	       struct buffer *events, struct buffer *text)
{
  struct path_event found[MOST_PATH_EVENTS];
  struct path_event last = { 0 };
  uint32_t n = memory_steps (m, x->state.path, 0, x->statement, found);

  for (uint32_t i = 0; i < n; i++)
    add_event (m->s, &found[i], events, text);
  last.kind = EVENT_USES;
  last.place = PLACE (PLACE_STATEMENT, x->statement);
  last.callee = x->callee;
  last.entry = x->entry;
  add_event (m->s, &last, events, text);
}

/* The region that ENTRY is about, or 0.  */
static uint32_t
region_of_entry (const struct memory *m, const struct memory_summary *summary,
		 const struct summary_entry *entry,
		 const struct memory_told *told)
{
  const struct summary_node *value;
  const struct memory_node *returned;

  switch (entry->kind)
    {
    case SUMMARY_WRITES:
    case SUMMARY_CALLS:
      value = &memory_summary_nodes (summary)[entry->value];
      return value->kind == SUMMARY_POINTER ? told->regions[value->a] : 0;
    case SUMMARY_MARKS:
      if (entry->node != 0)
	break;
      returned = memory_node (&m->values,
			      told->exits[entry->disjunct]->value);
      return returned->kind == NODE_POINTER ? returned->a : 0;
    default:
      break;
    }
  value = &memory_summary_nodes (summary)[entry->node];
  return told->visible && value->kind == SUMMARY_HEAP
	 ? told->visible[entry->disjunct][value->b]
	 : told->regions[entry->node];
}

/* The events of ENTRY.  */
static void
add_entry (struct memory *m, const struct memory_summary *summary,
	   const struct summary_entry *entry,
	   const struct memory_told *told, struct buffer *events,
	   struct buffer *text)
{
  enum path_kind kind = step_of_entry (entry);
  const struct memory_exit *x = told->exits[entry->disjunct];
  const struct memory_path *p = x->state.path;
  uint32_t region = region_of_entry (m, summary, entry, told), n;
  struct path_event found[MOST_PATH_EVENTS];

  if (entry->kind == SUMMARY_UNWINDS)
    add_unwinding (m, x, events, text);
  if (kind == PATH_EDGE || region == 0)
    return;
  while (p && (p->kind != kind || p->region != region
	       || (kind == PATH_CLAIMED && p->claim.kind != entry->kind)))
    p = p->before;
  if (!p)
    return;
  /* What is new is so until the function returns.  */
  n = kind == PATH_ALLOCATED
      ? memory_steps (m, x->state.path, region, x->statement, found)
      : memory_steps (m, p, region, p->where, found);
  for (uint32_t i = 0; i < n; i++)
    add_event (m->s, &found[i], events, text);
  if (kind == PATH_SAVED && memory_kind (&m->values, region) != NODE_STALE)
    {
      struct path_event left = { 0 };

      left.kind = EVENT_LEAVES;
      left.place = PLACE (PLACE_END, 0);
      left.callee = NONE;
      add_event (m->s, &left, events, text);
    }
}

void
memory_tell_events (struct memory *m, const struct memory_summary *summary,
		    const struct memory_told *told, struct buffer *out)
{
  struct memory_events head = { 0, 0, 0, 0 };
  struct buffer events = BUFFER_INIT, text = BUFFER_INIT, first = BUFFER_INIT;
  uint32_t n;

  head.n_entries = summary->is_known ? summary->n_entries : 0;
  for (uint32_t i = 0; i < head.n_entries; i++)
    {
      n = (uint32_t) (events.size / sizeof (struct summary_event));
      buffer_add (&first, &n, sizeof n);
      add_entry (m, summary, &memory_summary_entries (summary)[i], told,
		 &events, &text);
    }
  head.n_events = (uint32_t) (events.size / sizeof (struct summary_event));
  buffer_add (&first, &head.n_events, sizeof head.n_events);
  buffer_align (&first, 8);
  buffer_align (&text, 8);
  head.text_size = (uint32_t) text.size;
  buffer_add (out, &head, sizeof head);
  if (events.size)
    buffer_add (out, events.bytes, events.size);
  buffer_add (out, first.bytes, first.size);
  if (text.size)
    buffer_add (out, text.bytes, text.size);
  buffer_release (&events);
  buffer_release (&text);
  buffer_release (&first);
}

static bool
is_text (const struct memory_events *e, uint32_t text)
{
  return text == NONE || text < e->text_size;
}

static bool
event_verify (const struct memory_events *e, const struct summary_event *x)
{
  return x->kind < PATH_EVENT_KINDS && x->message < MESSAGES
	 && place_kind (x->place) < PLACE_KINDS && is_text (e, x->text[0])
	 && is_text (e, x->text[1])
	 && (fingerprint_is_zero (x->symbol) || x->callee < e->text_size);
}

bool
memory_events_verify (const void *bytes, size_t size)
{
  const struct memory_events *e = bytes;
  const uint32_t *first;

  if (size < sizeof *e
      || size != sizeof *e
		 + (uint64_t) e->n_events * sizeof (struct summary_event)
		 + 4 * (((uint64_t) e->n_entries + 2) & ~(uint64_t) 1)
		 + e->text_size
      || (e->text_size && memory_events_text (e)[e->text_size - 1] != '\0'))
    return false;
  first = memory_events_first (e);
  for (uint32_t i = 0; i < e->n_entries; i++)
    if (first[i] > first[i + 1])
      return false;
  for (uint32_t i = 0; i < e->n_events; i++)
    if (!event_verify (e, &memory_events_array (e)[i]))
      return false;
  return first[e->n_entries] == e->n_events;
}

void
memory_events_print (FILE *file, const struct snapshot *body,
		     const struct memory_events *e, unsigned flags)
{
  static const char *const words[PATH_EVENT_KINDS]
    = { "branches", "allocates", "releases", "uses", "acquires", "leaves" };

  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < e->n_entries; i++)
    for (uint32_t j = memory_events_first (e)[i];
	 j < memory_events_first (e)[i + 1]; j++)
      {
	const struct summary_event *x = &memory_events_array (e)[j];

	fprintf (file, "entry %u: %s", i, words[x->kind]);
	for (unsigned k = 0; k < 2; k++)
	  if (x->text[k] != NONE)
	    fprintf (file, " %s", memory_events_text (e) + x->text[k]);
	if (x->callee != NONE)
	  fprintf (file, " in %s", memory_events_text (e) + x->callee);
	fputc ('\n', file);
      }
}

void
provide_memory_events (struct query_context *cx, uint32_t key,
		       struct buffer *out)
{
  const struct memory_analysis *a = q_memory_analysis (cx, key);

  buffer_add (out, (const char *) (a + 1) + a->summary_size, a->events_size);
}

void
provide_memory_events_external (struct query_context *cx, uint32_t key,
				struct buffer *out)
{
  static const struct { struct memory_events head; uint32_t first[2]; } none;

  (void) cx;
  (void) key;
  buffer_add (out, &none, sizeof none);
}
