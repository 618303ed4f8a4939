/* memory-summary.h - what a caller must know of a function's dealings with memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   memory_summary (f): for each way through f that differs from the others in what
   it does (a disjunct), what must hold on entry, what is done to the memory
   behind parameters, what is new, and what is returned.  It speaks of
   parameters and of what is reached from them; what happens to variables of
   static storage is "others change", but for pointers into f's frame that are
   left there.  There is no place, statement or name
   of f in it: an edit that does not change what f does to its callers leaves
   it as it is.

   Flat; a reader may go through it without a look at f.  */

#ifndef PASSES_MEMORY_SUMMARY_H
#define PASSES_MEMORY_SUMMARY_H

#include "queries/query.h"
#include "passes/finding.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Values and regions, each made of those before it.  */
enum summary_node_kind
{
  SUMMARY_UNKNOWN,
  SUMMARY_INTEGER,		/* NUMBER; B: 1 if it is unsigned.  */
  SUMMARY_PARAMETER,		/* B: which.  */
  SUMMARY_INITIAL,		/* What lay NUMBER bits behind A, SIZE bits; B: enum
				   summary_form.  */
  SUMMARY_POINTEE,		/* The region that value A points to.  */
  SUMMARY_HEAP,			/* The B'th new thing.  */
  SUMMARY_POINTER,		/* NUMBER bytes behind region A.  */
  SUMMARY_FUNCTION,		/* A pointer to the function that is called
				   TEXT + B in all units; NUMBER: which of its
				   arguments must not be null (bits).  */
  SUMMARY_UNARY,		/* Operation NUMBER / 2 of A, as an integer of SIZE
				   bits, unsigned if NUMBER is odd.  */
  SUMMARY_BINARY,		/* The same of A and B.  */
  SUMMARY_STRING,		/* The region of a literal that begins with
				   TEXT + B.  */
  SUMMARY_ARGUMENT,		/* The region that is passed, by value, as
				   parameter B.  */
  SUMMARY_FRAME,		/* A region of the function's frame, the B'th
				   that is mentioned: gone when it returns.  If
				   setjmp has saved the frame, NUMBER is 1 + the
				   offset in TEXT of what setjmp is called there;
				   else 0.  */
  SUMMARY_GLOBAL,		/* The region of the variable whose symbol is
				   TEXT + B, in digits.  */
  SUMMARY_NODE_KINDS
};

enum summary_form { FORM_UNKNOWN, FORM_SIGNED, FORM_UNSIGNED, FORM_POINTER };

struct summary_node
{
  uint32_t kind;		/* enum summary_node_kind */
  uint32_t a, b;
  uint32_t size;		/* Bits.  */
  int64_t number;
};

enum summary_entry_kind
{
  SUMMARY_IN_RANGE,		/* NODE is from LOW to HIGH on entry, or as
				   another such entry says.  */
  SUMMARY_IS_NULL,		/* The pointer to region NODE.  */
  SUMMARY_IS_NONNULL,
  SUMMARY_USES,			/* Region NODE is accessed.  */
  SUMMARY_RELEASES,		/* ... by FAMILY.  */
  SUMMARY_FAILS_TO_RESIZE,	/* As realloc, and returns null.  */
  SUMMARY_LOCKS,		/* The lock LOW bytes behind region NODE ends as
				   SIZE, enum resource, and FLAGS, LOCK_*, say;
				   FAMILY releases it.  */
  SUMMARY_LETS_ESCAPE,
  SUMMARY_OPENS,		/* It may hold anything; FLAGS: so may all that it
				   leads to (SUMMARY_OPENS_ALL), and what must be
				   released there may have been.  */
  SUMMARY_CHANGES,		/* What others can get at.  What comes next is so
				   when the function returns.  */
  SUMMARY_MAKES,		/* Region NODE is new; FLAGS as REGION_*, and LOW as
				   enum resource; to be released by FAMILY.  */
  SUMMARY_WRITES,		/* SIZE bits at LOW bits of region NODE are
				   VALUE; FLAGS is 1 if a stranger has chosen it and
				   it was looked at.  */
  SUMMARY_RETURNS,		/* VALUE.  */
  SUMMARY_RESULT_IN_RANGE,	/* From LOW to HIGH, or in another such entry.  */
  SUMMARY_MARKS,		/* Region NODE has the marks FLAGS (memory-mark.h);
				   NODE 0: what is returned, or points there.  */
  SUMMARY_UNWINDS,		/* It does not return but jumps to where a caller
				   has called setjmp.  */
  /* What is done with values, on the whole way since states last met: nothing
     that tells ways apart.  */
  SUMMARY_CALLS,		/* The function that NODE points to is called with
				   VALUE, a pointer, first.  */
  /* Claims (memory-claim.h).  */
  SUMMARY_SHIFTS,		/* An integer of SIZE bits is shifted by NODE.  */
  SUMMARY_EXPOSES,		/* What lies in region NODE is written to a
				   file.  */
  SUMMARY_DIVIDES,		/* Something is divided by NODE.  */
  SUMMARY_ALTERS,		/* Something in region NODE is written.  */
  SUMMARY_READS_AT,		/* SIZE bytes, VALUE bytes behind the beginning of
				   region NODE, are read.  */
  SUMMARY_WRITES_AT,		/* The same, and written.  */
  SUMMARY_CALLS_THROUGH,	/* A pointer to NODE is called.  */
  SUMMARY_USES_OPEN,		/* NODE, a descriptor, must be open.  */
  SUMMARY_CLOSES,		/* The same, and is closed.  */
  SUMMARY_ENTRY_KINDS
};

#define SUMMARY_OPENS_ALL 1

struct summary_entry
{
  uint16_t kind;		/* enum summary_entry_kind */
  uint16_t flags;
  uint32_t disjunct;
  uint32_t node, value;		/* Nodes.  */
  uint32_t family;		/* Offset of text.  */
  uint32_t size;
  int64_t low, high;
};

/* If IS_KNOWN is 0 nothing else is said.  Entries are sorted by disjunct and, of
   one, in the order of their kinds.  */
struct memory_summary
{
  uint32_t is_known;
  uint32_t n_disjuncts;
  uint32_t n_nodes, n_entries;
  uint32_t text_size;
  uint32_t marks;		/* MARK_* of all SUMMARY_MARKS.  */
  /* struct summary_node[n_nodes], struct summary_entry[n_entries],
     char[text_size]  */
};

static inline const struct summary_node *
memory_summary_nodes (const struct memory_summary *s)
{
  return (const struct summary_node *) (s + 1);
}

static inline const struct summary_entry *
memory_summary_entries (const struct memory_summary *s)
{
  return (const struct summary_entry *) (memory_summary_nodes (s)
					 + s->n_nodes);
}

static inline const char *
memory_summary_text (const struct memory_summary *s)
{
  return (const char *) (memory_summary_entries (s) + s->n_entries);
}

/* More ways than this are not told apart: then nothing is said.  */
#define SUMMARY_MOST_DISJUNCTS 8
#define SUMMARY_MOST_NODES 512
/* New things of one way of a function in a ring of calls.  */
#define SUMMARY_MOST_VISIBLE 4

/* The order of entries: by disjunct, and of one by kind.  */
int summary_compare_entries (const struct summary_entry *a,
			     const struct summary_entry *b);

/* A summary, and the events and findings of the run that made it.  */
struct memory_analysis
{
  uint32_t summary_size;	/* Bytes, a multiple of 8.  */
  uint32_t events_size;		/* The same.  */
  uint32_t findings_size;
  uint32_t reserved;
  /* struct memory_summary, struct memory_events, struct findings  */
};

static inline const struct memory_summary *
memory_analysis_summary (const struct memory_analysis *a)
{
  return (const struct memory_summary *) (a + 1);
}

struct memory_events;

static inline const struct memory_events *
memory_analysis_events (const struct memory_analysis *a)
{
  return (const struct memory_events *) ((const char *) (a + 1)
					 + a->summary_size);
}

static inline const struct findings *
memory_analysis_findings (const struct memory_analysis *a)
{
  return (const struct findings *) ((const char *) (a + 1)
				    + a->summary_size + a->events_size);
}

#ifdef __cplusplus
}
#endif
#endif
