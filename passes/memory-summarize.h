/* memory-summarize.h - a summary in the making.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Between memory-summarize.c and memory-export.c.  Of one run of the analysis, in
   its scratch memory.  */

#ifndef PASSES_MEMORY_SUMMARIZE_H
#define PASSES_MEMORY_SUMMARIZE_H

#include "passes/memory.h"
#include "passes/memory-summary.h"

#ifdef __cplusplus
extern "C" {
#endif

/* From here on, ways are one that return, or leave, other texts or other results of
   operations and do the same otherwise.  */
#define MOST_EXACT_DISJUNCTS 3
#define MOST_ENTRIES 1024

struct summarizing
{
  struct memory *m;
  struct summary_node nodes[SUMMARY_MOST_NODES];
  uint32_t of[SUMMARY_MOST_NODES];	/* Node of the run that it stands for.  */
  uint32_t *regions;		/* The same, of regions.  */
  const struct memory_exit **exits;	/* By disjunct.  */
  uint32_t n_nodes;
  struct summary_entry entries[MOST_ENTRIES];
  uint32_t n_entries;
  char text[MOST_ENTRIES];
  uint32_t text_size;
  uint32_t n_new, n_frames;
  /* In a ring of calls (memory-ring.h): what is new on each way, and how much on the
     one at hand; by node: others may have done anything there, which tells no ways
     apart.  */
  uint32_t visible[SUMMARY_MOST_DISJUNCTS + 1][SUMMARY_MOST_VISIBLE];
  uint32_t n_visible;
  uint8_t is_edge[SUMMARY_MOST_NODES];
  uint32_t disjunct;
  const struct memory_state *state;
  bool is_too_large;
};

/* What NODE of the run is to a caller; 0 if it does not say anything there.  */
uint32_t summary_export (struct summarizing *z, uint32_t node);
/* A new entry of the way at hand.  */
struct summary_entry *summary_add_entry (struct summarizing *z,
					 enum summary_entry_kind kind,
					 uint32_t node);
/* A node like this, which stands for OF; once.  */
uint32_t summary_add_node (struct summarizing *z, uint32_t of,
			   enum summary_node_kind kind, uint32_t a, uint32_t b,
			   uint32_t size, int64_t number);
/* Its offset; once.  */
uint32_t summary_add_text (struct summarizing *z, const char *text);
/* Whether REGION is that of a variable of static storage.  */
bool memory_is_global (const struct memory *m, uint32_t region);

#ifdef __cplusplus
}
#endif
#endif
