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
  PATH_EDGE,			/* WHERE: EDGES.  */
  PATH_ALLOCATED,		/* WHERE: STATEMENTS; REGION.  */
  PATH_RELEASED,
  PATH_ASSUMED_NULL,		/* WHERE: EDGES, or statement.  */
  PATH_ASSUMED_NONNULL,
  PATH_CALL,			/* WHERE: STATEMENTS; into CALLEE.  */
  PATH_RETURN
};

struct memory_path
{
  const struct memory_path *before;
  uint8_t kind;			/* enum path_kind */
  uint8_t is_in_callee;		/* The event is EVENT of CALLEE's summary.  */
  uint16_t length;		/* Of the whole, up to its greatest.  */
  uint32_t where;
  uint32_t region;
  uint32_t callee;		/* Of the run's summaries.  */
  uint32_t event;
  const char *name;		/* PATH_RELEASED: by which function.  */
};

/* What may be found; which message each has is memory-report.c's.  */
enum found_kind
{
  FOUND_DOUBLE_RELEASE, FOUND_USE_AFTER_RELEASE, FOUND_LEAK,
  FOUND_NULL_DEREFERENCE, FOUND_POSSIBLE_NULL_DEREFERENCE,
  FOUND_NULL_ARGUMENT, FOUND_POSSIBLE_NULL_ARGUMENT, FOUND_NOT_ON_HEAP,
  FOUND_MISMATCH, FOUND_UNINITIALIZED, FOUND_STALE_FRAME,
  FOUND_WRITE_TO_CONST, FOUND_WRITE_TO_STRING, FOUND_NEGATIVE_SHIFT,
  FOUND_LARGE_SHIFT
};

struct memory_found
{
  struct memory_found *next;
  uint32_t kind;		/* enum found_kind */
  uint32_t statement;
  uint32_t operand;		/* What it is about, or NONE-operand.  */
  uint32_t region;		/* Whose events tell why; 0: none.  */
  uint32_t argument;
  uint32_t decl;
  uint32_t family;
  const char *name;		/* A function's.  */
  const char *text;		/* What OPERAND is called, if it was found out.  */
  const struct memory_path *path;
  uint32_t is_in_callee, callee, event;	/* As in struct memory_path.  */
};

/* Add an event to S's path.  */
struct memory_path *memory_note (struct memory *m, struct memory_state *s,
				 enum path_kind kind, uint32_t where,
				 uint32_t region);

/* A new finding about what S has at STATEMENT; NULL if it was found before.  */
struct memory_found *memory_find (struct memory *m,
				  const struct memory_state *s,
				  enum found_kind kind, uint32_t statement,
				  uint32_t operand, uint32_t region);

/* What OPERAND, whose value is VALUE, is called; in scratch memory.  */
const char *memory_call_it (struct memory *m, const struct memory_state *s,
			    uint32_t operand, uint32_t value);

/* OPERAND as the source has it, and what B holds, which is released; in scratch
   memory, as the next one.  */
const char *memory_operand_text (struct memory *m, uint32_t operand);
const char *memory_keep_text (struct memory *m, struct buffer *b);

/* A number, in scratch memory.  */
const char *memory_integer_text (struct memory *m, struct integer value);

/* All that was found, as findings.  Asks nothing.  */
void memory_report (struct memory *m, struct findings_builder *b);

#ifdef __cplusplus
}
#endif
#endif
