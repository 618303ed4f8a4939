/* memory-path.h - how the analysis came to a point, and what it found there.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A path is a list from its end back to the entry, shared by all that forked
   from it.  A finding names the region or the value that it is about; of its
   path the report keeps what concerns that, and the branches without which it
   would not have come there.  */

#ifndef PASSES_MEMORY_PATH_H
#define PASSES_MEMORY_PATH_H

#include "passes/finding.h"
#include "passes/integer.h"

#ifdef __cplusplus
extern "C" {
#endif

struct memory;
struct memory_state;

enum path_kind
{
  PATH_EDGE,			/* WHERE: EDGES; EVENT: 1 if what was known by then
				   left no other.  */
  PATH_ALLOCATED,		/* WHERE: STATEMENTS; REGION.  */
  PATH_RELEASED,
  PATH_ASSUMED_NULL,		/* WHERE: EDGES, or statement.  */
  PATH_ASSUMED_NONNULL,
  PATH_USED,			/* WHERE: STATEMENTS; the first use of what a
				   parameter points to.  */
  PATH_ACQUIRED,		/* WHERE: STATEMENTS; REGION is a secret now.  */
  PATH_OUTCOME,			/* WHERE: STATEMENTS, a call of NAME that ended in
				   one of several ways: as message EVENT says.  */
  PATH_PASSED,			/* WHERE: STATEMENTS, a call that gets at the lock
				   REGION.  */
  PATH_LOST,			/* WHERE: STATEMENTS; REGION is (memory-lost.c).  */
  PATH_CLAIMED,			/* WHERE: STATEMENTS; something is done with
				   REGION, a value or a region: see CLAIM.  */
  PATH_CALLED,			/* WHERE: STATEMENTS, a call of the function that
				   value EVENT points to; its first argument
				   points to REGION.  */
  PATH_SAVED,			/* WHERE: STATEMENTS; REGION stands for the frame
				   that NAME, a kind of setjmp, saves.  */
  PATH_ROUND,			/* WHERE: STATEMENTS, a call within the ring of
				   calls that the function is in.  */
  PATH_JOINED,			/* WHERE: the block at which it stands for
				   another path, too.  */
  PATH_REJOINED			/* WHERE: STATEMENTS, a call, of whose ways it
				   stands for several.  */
};

struct memory_path
{
  const struct memory_path *before;
  uint8_t kind;			/* enum path_kind */
  uint8_t is_in_callee;		/* WHERE is a call, and entry EVENT of the
				   summary of CALLEE, DECLS, tells of it.  */
  uint16_t length;		/* Of the whole, up to its greatest.  */
  uint32_t where;
  uint32_t region;
  uint32_t callee;
  uint32_t event;
  uint32_t operand;		/* What is released, used or shifted by, or
				   NONE-operand;
				   PATH_EDGE: its number, in the order in which
				   edges were followed.  */
  union
  {
    const char *name;		/* PATH_RELEASED: by which function.  */
    struct memory_ways *ways;	/* PATH_EDGE: those that came to the same state
				   of the same block.  */
    struct
    {
      uint16_t kind, size;	/* PATH_CLAIMED: enum summary_entry_kind, and the
				   entry's SIZE ...  */
      uint32_t other;		/* ... and VALUE, a value.  */
    } claim;
  };
};

/* Paths, in no order that matters.  */
struct memory_ways
{
  struct memory_ways *next;
  const struct memory_path *path;
};

/* What a path has to tell, without the words that depend on the finding.  */
enum path_event_kind
{
  EVENT_IN_WORDS,		/* MESSAGE, with TEXT.  */
  EVENT_ALLOCATES,
  EVENT_RELEASES,		/* By TEXT[0]; TEXT[1] is what.  */
  EVENT_USES,			/* TEXT[1].  */
  EVENT_ACQUIRES,
  EVENT_LEAVES,			/* The function, whose frame was saved.  */
  PATH_EVENT_KINDS
};

struct path_event
{
  enum path_event_kind kind;
  enum message message;
  uint32_t place;
  const char *text[2];
  uint32_t callee, entry;	/* It is in the function that the call at PLACE
				   calls, DECLS: as ENTRY of its summary says.
				   NONE: it is here.  */
};

/* Events of a path that are told; of more, the first and the last.  */
#define MOST_PATH_EVENTS 64

/* The events of PATH that are about REGION, and the branches that were needed to
   come to STATEMENT, into EVENTS, which has room; returns how many.  */
uint32_t memory_steps (struct memory *m, const struct memory_path *path,
		       uint32_t region, uint32_t statement,
		       struct path_event *events);

/* Where a finding or an event is: in the function at hand if SYMBOL is NULL.  */
struct told_place
{
  const char *symbol;		/* Of the function, in digits.  */
  const char *function;		/* Its name.  */
  uint32_t place;
  uint32_t depth;		/* How many calls deep.  */
};

/* An event in its words.  */
struct told_event
{
  struct told_place where;
  enum message message;
  const char *text[3];
};

/* What may be found; which message each has is memory-report.c's.  */
enum found_kind
{
  FOUND_DOUBLE_RELEASE, FOUND_USE_AFTER_RELEASE, FOUND_LEAK,
  FOUND_NULL_DEREFERENCE, FOUND_POSSIBLE_NULL_DEREFERENCE,
  FOUND_NULL_ARGUMENT, FOUND_POSSIBLE_NULL_ARGUMENT, FOUND_NOT_ON_HEAP,
  FOUND_MISMATCH, FOUND_UNINITIALIZED, FOUND_STALE_FRAME,
  FOUND_WRITE_TO_CONST, FOUND_WRITE_TO_STRING, FOUND_NEGATIVE_SHIFT,
  FOUND_LARGE_SHIFT,
  FOUND_WATCHED,		/* As its WORDING says.  */
  /* Of checks of our own (memory-own.c).  */
  FOUND_DIVISION_BY_ZERO, FOUND_SIGNED_OVERFLOW, FOUND_OUT_OF_BOUNDS_READ,
  FOUND_OUT_OF_BOUNDS_WRITE, FOUND_NULL_CALL, FOUND_MOVED_POINTER,
  FOUND_DESCRIPTOR_LEAK, FOUND_DOUBLE_CLOSE, FOUND_USE_AFTER_CLOSE,
  FOUND_VA_LIST_STARTED, FOUND_VA_LIST_ENDED, FOUND_VA_LIST_NOT_STARTED,
  FOUND_VA_LIST_NOT_ENDED, FOUND_LOST_REALLOC, FOUND_DOUBLE_LOCK,
  FOUND_DOUBLE_UNLOCK, FOUND_LOCK_HELD,
  FOUND_UNCHECKED_RESULT, FOUND_NULL_STREAM, FOUND_POSSIBLE_NULL_STREAM,
  FOUND_STALE_SETJMP
};

/* What a kind of finding says, in its last event, too (LAST_FROM: if an event
   before is named there), and which weakness it is.  */
struct memory_wording
{
  enum message message, last, last_from;
  uint32_t cwe;
};

#define MEMORY_OTHER_PATHS 3

struct memory_found
{
  struct memory_found *next;
  uint32_t kind;		/* enum found_kind */
  uint32_t statement;
  uint32_t operand;		/* What it is about, or NONE-operand.  */
  uint32_t region;		/* Whose events tell why; 0: none.  */
  uint32_t argument;
  bool if_always;		/* If no way comes to STATEMENT unharmed.  */
  uint32_t decl;
  uint32_t family;
  const struct memory_wording *wording;	/* Of FOUND_WATCHED.  */
  uint32_t origin;		/* Message of the first event, of the function;
				   0: none.  */
  const struct snap_attribute *attribute;	/* That says so; or NULL.  */
  uint32_t note;		/* Message of a note behind it; 0: none.  */
  const char *name;		/* A function's.  */
  const char *text;		/* What OPERAND is called, if it was found out.  */
  const struct memory_path *path;
  /* Others that lead to it.  */
  const struct memory_path *other[MEMORY_OTHER_PATHS];
  uint32_t n_other;
  struct memory_ways *ways;	/* All.  */
  uint32_t is_in_callee, callee, event;	/* As in struct memory_path.  */
  /* By memory_tell_found: */
  struct told_event *events;
  uint32_t n_events;
  uint32_t first;		/* The event that the last one names, from 1; 0:
				   none.  */
  struct told_place where;
};

/* Add an event to S's path.  */
struct memory_path *memory_note (struct memory *m, struct memory_state *s,
				 enum path_kind kind, uint32_t where,
				 uint32_t region);

/* memory-branches.c: which branches had to be taken.  */

/* PATH is one more.  */
void memory_add_way (struct memory *m, struct memory_ways **ways,
		     const struct memory_path *path);
/* S, which came to a block, is covered by OLD, which was there.  */
void memory_meet (struct memory *m, const struct memory_state *old,
		  const struct memory_state *s);
/* Of all ways to F: sets m->branches.  O(steps of all of them).  */
void memory_find_branches (struct memory *m, const struct memory_found *f);
/* Whether no way to that finding takes another edge where P, a PATH_EDGE of one
   of them, was followed.  */
bool memory_branch_is_needed (const struct memory *m,
			      const struct memory_path *p);

/* The call STATEMENT of NAME ended as MESSAGE says.  */
void memory_note_outcome (struct memory *m, struct memory_state *s,
			  uint32_t statement, enum message message,
			  const char *name);

/* A new finding about what S has at STATEMENT; NULL if it was found before.  */
struct memory_found *memory_find (struct memory *m,
				  const struct memory_state *s,
				  enum found_kind kind, uint32_t statement,
				  uint32_t operand, uint32_t region);
/* The same; the finding, if it is new, has the FAMILY of REGION and the NAME of the
   function that does it, or NULL.  */
struct memory_found *memory_find_named (struct memory *m,
					const struct memory_state *s,
					enum found_kind kind,
					uint32_t statement, uint32_t operand,
					uint32_t region, uint32_t family,
					const char *name);


/* Whether F is to be told, now that all ways are known.  */
bool memory_is_shown (const struct memory *m, const struct memory_found *f);

/* Which check says what is of KIND.  */
enum check memory_check_of (enum found_kind kind);

/* What OPERAND, whose value is VALUE, is called; in scratch memory.  */
const char *memory_call_it (struct memory *m, const struct memory_state *s,
			    uint32_t operand, uint32_t value);
/* Whether the SSA name A gets its value in front of B in the function; those on
   entry come in the order of their variables' names.  So which of two is told
   does not depend on their numbers.  */
bool memory_comes_first (const struct snapshot *s, uint32_t a, uint32_t b);

/* What the lock is called whose address OPERAND is.  */
const char *memory_lock_text (struct memory *m, uint32_t operand);

/* OPERAND as the source has it, and what B holds, which is released; in scratch
   memory, as the next one.  */
const char *memory_operand_text (struct memory *m, uint32_t operand);
const char *memory_keep_text (struct memory *m, struct buffer *b);

/* A number, in scratch memory.  */
const char *memory_integer_text (struct memory *m, struct integer value);

/* Whether F is about a file that is open.  */
bool memory_is_file (const struct memory *m, const struct memory_found *f);
/* Whether one function only releases what F is about.  */
bool memory_is_one_family (const struct memory *m,
			   const struct memory_found *f);
/* Whether REGION is in the function's frame.  */
bool memory_is_on_stack (const struct memory *m, uint32_t region);

/* Find the words for what was found, of callees' events, too: asks for those.  */
void memory_tell_found (struct memory *m);

/* All that was found, as findings, after memory_tell_found.  Asks nothing.  */
void memory_report (struct memory *m, struct findings_builder *b);

#ifdef __cplusplus
}
#endif
#endif
