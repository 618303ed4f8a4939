/* memory-events.h - where a function does what its summary says.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   memory_events (f): for each entry of memory_summary (f) that tells of a use, a
   release or something new the events that led there, with their places in f.
   Only who reports a finding that comes from f asks for them; an edit of f that
   moves them and keeps the summary leaves all other callers alone.

   Flat; a reader need not look at f.  */

#ifndef PASSES_MEMORY_EVENTS_H
#define PASSES_MEMORY_EVENTS_H

#include "queries/fingerprint.h"
#include "passes/memory-summary.h"

#ifdef __cplusplus
extern "C" {
#endif

struct summary_event
{
  uint16_t kind;		/* enum path_event_kind */
  uint16_t message;
  uint32_t place;		/* PLACE (...) in f.  */
  uint32_t text[2];		/* Offsets of texts; NONE: none.  */
  /* If SYMBOL is not 0, PLACE is a call of the function CALLEE, a text, and
     there it is as ENTRY of that one's summary says.  */
  uint32_t callee, entry;
  struct fingerprint symbol;
};

struct memory_events
{
  uint32_t n_entries;		/* Those of the summary.  */
  uint32_t n_events;
  uint32_t text_size;		/* A multiple of 8.  */
  uint32_t reserved;
  /* struct summary_event[n_events],
     uint32_t[n_entries + 1]: of each entry the first event; the last is N_EVENTS;
     padded to 8 bytes, then char[text_size]  */
};

static inline const struct summary_event *
memory_events_array (const struct memory_events *e)
{
  return (const struct summary_event *) (e + 1);
}

static inline const uint32_t *
memory_events_first (const struct memory_events *e)
{
  return (const uint32_t *) (memory_events_array (e) + e->n_events);
}

static inline const char *
memory_events_text (const struct memory_events *e)
{
  return (const char *) (memory_events_first (e)
			 + ((e->n_entries + 2) & ~1u));
}

#ifdef __cplusplus
}
#endif
#endif
