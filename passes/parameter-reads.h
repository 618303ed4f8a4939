/* parameter-reads.h - what a function reads of what it is given.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   parameter_reads (f): the bits behind pointers that f is passed which it reads,
   and makes use of, whenever it is called and comes back, before anything there may
   have been written: they must have a value before the call.  What f leaves to the
   functions that it calls counts.  A way that is taken only by who passes null there is no
   way.  Nothing is said of a function that calls itself, that the linker may
   replace, or that has no body here.

   The value says nothing about where that is in f, so that an edit of f that keeps
   what it reads keeps the value; parameter_read_places (f) does, and is asked for
   what is reported only.  */

#ifndef PASSES_PARAMETER_READS_H
#define PASSES_PARAMETER_READS_H

#include "queries/query.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Of one function; what is more is dropped.  */
enum { MOST_PARAMETER_READS = 16 };

struct parameter_read
{
  uint32_t parameter;		/* From 0.  */
  /* Offset into the text: what of the object it is, `.field[2]'; "" where that has
     no name.  */
  uint32_t name;
  /* Offset into the text: the type of what is read, without qualifiers, if that is a
     number that has one; "" if not.  */
  uint32_t type;
  uint32_t reserved;
  int64_t offset_bits;		/* From where the pointer leads to.  */
  uint64_t size_bits;
};

struct parameter_reads
{
  uint32_t n_reads;
  uint32_t text_size;
  /* struct parameter_read[n_reads], by parameter and statement;
     char[text_size].  */
};

struct parameter_read_places
{
  uint32_t n_places;		/* As many as there are reads.  */
  uint32_t reserved;
  /* uint32_t[n_places]: STATEMENTS of the function.  */
};

static inline const struct parameter_read *
parameter_reads_array (const struct parameter_reads *p)
{
  return (const struct parameter_read *) (p + 1);
}

static inline const char *
parameter_reads_text (const struct parameter_reads *p)
{
  return (const char *) (parameter_reads_array (p) + p->n_reads);
}

static inline const uint32_t *
parameter_read_places_array (const struct parameter_read_places *p)
{
  return (const uint32_t *) (p + 1);
}

/* What the function that CALL of S calls reads; NULL if that is nothing, or not
   known.  *CALLEE is its key.  A query, as q_parameter_reads is.  */
const struct parameter_reads *
parameter_reads_of_call (struct query_context *cx, const struct snapshot *s,
			 const struct snap_statement *call, uint32_t *callee);

/* The address that OPERAND is a copy of, as the program has it; else OPERAND.  */
uint32_t copied_address (const struct snapshot *s, uint32_t operand);

#ifdef __cplusplus
}
#endif
#endif
