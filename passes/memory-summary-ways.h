/* memory-summary-ways.h - what every call of a summary asks of it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A call takes each way through its callee, and compares it with the others.  What
   that comes to does not depend on the call, so it is found once for a function
   and each callee.  In scratch memory; one thread.  */

#ifndef PASSES_MEMORY_SUMMARY_WAYS_H
#define PASSES_MEMORY_SUMMARY_WAYS_H

#include "passes/memory-summary.h"

#ifdef __cplusplus
extern "C" {
#endif

struct memory;

/* An entry that may write.  */
struct written_place
{
  uint32_t entry;
  uint32_t place;		/* Number of its node and offset.  */
  uint32_t sequence;		/* Of its node and all that its way writes there:
				   ways with one number write the same places, in
				   the same order.  */
};

/* Writes, by number.  */
struct write_list
{
  bool is_known;
  uint32_t count;
  uint32_t *writes;
};

struct summary_ways
{
  const struct memory_summary *summary;
  uint32_t *first;		/* Entries of way D: from [D] to [D + 1].  */
  uint32_t *first_write;	/* SUMMARY_WRITES among them: from here ...  */
  uint32_t *end_write;		/* ... to here.  */
  uint32_t *place;		/* By entry: its number from 1, or 0.  */
  uint8_t *is_apart;		/* By two ways: both return a number, and not
				   the same.  */
  uint8_t *exclusion;		/* By two ways: 0 not known, 1 their conditions may
				   hold both, 2 they exclude one another.  */
  uint8_t *is_pointed_through;	/* By node: a region is what it points to.  */
  uint8_t *is_always_used;	/* By node: on every way.  */
  /* Entries that may write to what the caller can see, and those that release,
     in their order.  */
  struct written_place *writes;
  uint32_t n_writes;
  uint32_t *releases;
  uint32_t n_releases;
  uint32_t *value;		/* By node: room for what it is in a call.  */
  uint32_t *nodes_written;	/* Nodes of WRITES, each once.  */
  uint32_t n_nodes_written;
  struct write_list *others;	/* See summary_ways_others.  */
  uint32_t *written_by;		/* By place: the last way that wrote there, by the
				   stamp of whoever asks, ...  */
  uint32_t stamp;		/* ... of which this is the last one.  */
};

/* Of SUMMARY, which DECL, called by M's function, has.  O(entries) after the first
   time.  */
struct summary_ways *summary_ways (struct memory *m, uint32_t decl,
				 const struct memory_summary *summary);
/* Whether the conditions of ways D and E exclude one another.  */
bool summary_ways_exclude (struct summary_ways *w, uint32_t d, uint32_t e);
/* What the ways other than D write, those left out that return another number if
   TELLS_APART.  Two ways that do the same to a node do it once, which is enough if
   no two nodes are one region.  O(1) after the first time.  */
const struct write_list *summary_ways_others (struct memory *m,
					     struct summary_ways *w, uint32_t d,
					     bool tells_apart);

#ifdef __cplusplus
}
#endif
#endif
