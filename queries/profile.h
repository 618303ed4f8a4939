/* profile.h - what each thread did when.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Off (engine_config.events) it costs a test of a flag.  On, an event is 32
   bytes in its thread's own list; no lock, nothing shared.  Nothing of it gets
   into a result.  */

#ifndef QUERIES_PROFILE_H
#define QUERIES_PROFILE_H

#include "queries/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

enum event_kind
{
#define EVENT(NAME, TEXT, OF_QUERY) EVENT_##NAME,
#include "queries/events.def"
  EVENT_KINDS
};

struct event
{
  uint64_t start, end;		/* profile_clock.  */
  uint64_t what;		/* Query in the upper half, key in the lower.  */
  uint32_t kind;		/* EVENT_*  */
  uint32_t reserved;
};

/* Nanoseconds of the monotonic clock.  */
uint64_t profile_clock (void);

/* What the owner did from START to now, on its track.  */
void engine_add_event (struct engine *e, enum event_kind kind, uint64_t start);

/* What the owner did from START to END, before there was an engine.  */
void engine_add_past_event (struct engine *e, enum event_kind kind,
			    uint64_t start, uint64_t end);

/* Calls EACH for the events of every thread: by TRACK (0: the owner's, then
   the workers), in each by end.  After engine_join.  */
void engine_events (const struct engine *e,
		    void (*each) (void *data, unsigned track,
				  const struct event *event),
		    void *data);

#ifdef __cplusplus
}
#endif
#endif
