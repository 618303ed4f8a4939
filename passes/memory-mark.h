/* memory-mark.h - what is said of values besides what they are.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A stranger may have chosen a value, or it is a secret.  Such marks are put on
   nodes, are part of the state on a path, and follow a node that grows older.
   Of operations and loads nothing is noted: what they inherit is worked out
   when somebody asks.

   A function that has no source of a mark (memory_watch_init looks once) pays a
   test of m->watches for each statement, and its states have no marks.

   Marks are a list sorted by node, in scratch memory, shared by forks and never
   changed: O(marks) for a look and for a change.  One thread at a time.  */

#ifndef PASSES_MEMORY_MARK_H
#define PASSES_MEMORY_MARK_H

#include "passes/memory.h"

#ifdef __cplusplus
extern "C" {
#endif

enum				/* memory_mark.flags */
{
  MARK_IS_TAINTED = 1,		/* A stranger chose it ...  */
  MARK_HAS_LOWER = 2,		/* ... and it was compared: it is not less than
				   something, ...  */
  MARK_HAS_UPPER = 4,		/* ... not greater.  */
  MARK_HOLDS_TAINTED = 8,	/* Of a region: what is read from there.  */
  MARK_IS_SECRET = 16		/* Of the region it points to.  */
};

struct memory_mark
{
  const struct memory_mark *next;
  uint32_t node;
  uint32_t flags;		/* MARK_*  */
};

uint32_t memory_marks_of (const struct memory_state *s, uint32_t node);
/* FLAGS are all that is said of NODE from now on.  */
void memory_set_marks (const struct scratch *scratch, struct memory_state *s,
		       uint32_t node, uint32_t flags);
bool memory_same_marks (const struct memory_state *a,
			const struct memory_state *b);
/* As memory_replace does; marks of what becomes unknown are gone.  */
void memory_replace_marks (struct memory_state *s, struct memory_values *v,
			   const struct replacement *r);

/* memory-watch.c: what a function is watched for, and when.  */

enum				/* memory.watches */
{
  WATCH_TAINT = 1,
  WATCH_SECRETS = 2,
  WATCH_WRITES = 4
};

/* Sets m->watches.  */
void memory_watch_init (struct memory *m);
/* The function begins with S; STATEMENT is about to be executed; it was; A
   OPERATION B holds from now on.  To be called only if m->watches.  */
void memory_watch_entry (struct memory *m, struct memory_state *s);
void memory_watch_before (struct memory *m, struct memory_state *s,
			  uint32_t statement);
void memory_watch_after (struct memory *m, struct memory_state *s,
			 uint32_t statement);
void memory_watch_comparison (struct memory *m, struct memory_state *s,
			      uint32_t operation, uint32_t a, uint32_t b);
/* A function called has gone on only as long as VALUE was in some range.  */
void memory_watch_restriction (struct memory *m, struct memory_state *s,
			       uint32_t value);
/* Whether findings of KIND are of no interest: GCC's switch asks for another
   checker alone.  */
bool memory_watch_mutes (const struct memory *m, enum found_kind kind);
/* Notes that come behind the finding F.  */
void memory_watch_notes (struct memory *m, const struct memory_found *f,
			 struct findings_builder *b);
/* The function that STATEMENT calls by its name, as it is without
   "__builtin_"; NULL if it calls none.  */
const char *memory_called_name (const struct memory *m, uint32_t statement);
/* Argument I of the call STATEMENT, as an operand; NONE-operand if there are
   not so many.  */
uint32_t memory_argument (const struct memory *m, uint32_t statement,
			  uint32_t i);

/* memory-taint.c.  Whether GCC's switch asks for it.  */
bool memory_taint_is_on (const struct memory *m);
bool memory_taint_is_source (const struct memory *m, uint32_t statement);
void memory_taint_entry (struct memory *m, struct memory_state *s);
/* Whether B, which a stranger has chosen, was looked at.  */
bool memory_taint_was_checked (const struct memory_state *s,
			       const struct binding *b);
/* Whether all that REGION is known to hold, numbers aside, a stranger has chosen, and
   nobody has looked at it.  */
bool memory_taint_fills (struct memory *m, const struct memory_state *s,
			 uint32_t region);
void memory_taint_before (struct memory *m, struct memory_state *s,
			  uint32_t statement);
void memory_taint_after (struct memory *m, struct memory_state *s,
			 uint32_t statement);
void memory_taint_notes (struct memory *m, const struct memory_found *f,
			 struct findings_builder *b);

/* memory-secret.c.  How the finding is worded that a secret is written to a
   file; such a pointer is what it is known by.  */
const struct memory_wording *memory_exposed (void);
/* STATEMENT calls NAME: what that writes to a file.  */
void memory_expose_arguments (struct memory *m, struct memory_state *s,
			      uint32_t statement, const char *name);
/* What POINTER, the value of OPERAND, points to is written to a file, in what
   STATEMENT calls or there.  */
void memory_expose (struct memory *m, struct memory_state *s,
		    uint32_t statement, uint32_t operand, uint32_t pointer);
bool memory_secret_is_source (const struct memory *m, uint32_t statement);
void memory_secret_after (struct memory *m, struct memory_state *s,
			  uint32_t statement);

/* memory-written.c.  */
bool memory_written_is_source (const struct memory *m, uint32_t statement);
void memory_written_before (struct memory *m, struct memory_state *s,
			    uint32_t statement);
void memory_written_notes (struct memory *m, const struct memory_found *f,
			   struct findings_builder *b);

#ifdef __cplusplus
}
#endif
#endif
