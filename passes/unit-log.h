/* unit-log.h - what the store keeps of a unit's last compile.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A list of the unit's functions: where they are, under which keys the store
   has their records and bodies, what was executed for them and why.  Nothing
   that queries read: it answers `queries why', lets `queries verify' run a unit
   again without GCC, and tells which records nobody needs any more.

   It names paths, so it lies under a key that does, and never travels.

   What an edit replaced is not forgotten at once, since edits get undone and
   branches switched: its keys stay listed, the last ones, as long as they come
   to no more bytes than the unit's own, and are then removed from the store.

     struct unit_log
     struct log_function[n_functions]	by record
     struct log_retired[n_retired]	the oldest first
     char text[text_size]		strings with NUL; offset 0 is ""

   Host byte order.  Input from outside: unit_log_check before anything else.  */

#ifndef PASSES_UNIT_LOG_H
#define PASSES_UNIT_LOG_H

#include "queries/buffer.h"
#include "queries/fingerprint.h"
#include "passes/values.h"

#ifdef __cplusplus
extern "C" {
#endif

#define UNIT_LOG_MAGIC 0x4c515051u	/* "QPQL" */
#define UNIT_LOG_VERSION 1

/* Functions beyond this number that ran have no WHY.  */
#define UNIT_LOG_REASONS 256

struct unit_log
{
  uint32_t magic;		/* UNIT_LOG_MAGIC + UNIT_LOG_VERSION.  */
  uint32_t size;		/* Of everything, in bytes.  */
  uint64_t written;		/* Seconds since 1970.  */
  uint64_t green;		/* Queries: they differ with what is verified.  */
  /* From here on it is compared with the last one.  */
  struct fingerprint record;	/* The unit's record's key.  */
  struct unit_options options;
  uint64_t executed;		/* Queries.  */
  uint32_t n_findings;
  uint32_t record_size;		/* In the store; 0: not known.  */
  uint32_t n_functions, n_retired, text_size;
  uint32_t source, output;	/* TEXT: the files that were named to GCC.  */
  uint32_t build;		/* TEXT: unit_build of who wrote it.  */
  uint32_t why;			/* TEXT: why the unit's check was executed.  */
  uint32_t reserved;
};

struct log_function
{
  struct fingerprint record;	/* Its key.  */
  struct fingerprint print;	/* Of the body: body_block_key.  */
  uint32_t record_size, body_size;	/* In the store; 0: not known.  */
  uint32_t name, file;		/* TEXT */
  uint32_t first_line, last_line;	/* 0: not known.  */
  uint32_t executed;		/* Queries.  */
  uint32_t flags;		/* LOG_*  */
  uint32_t queries;		/* TEXT: the names of those executed.  */
  uint32_t why;			/* TEXT: the chain of reasons, or "".  */
};

enum
{
  LOG_NEW = 1			/* The store had no record of the body.  */
};

struct log_retired
{
  struct fingerprint record, print;	/* PRINT may be zero: no body.  */
  uint32_t size;		/* Of both, in bytes.  */
  uint32_t reserved;
};

static inline const struct log_function *
unit_log_functions (const struct unit_log *l)
{
  return (const struct log_function *) (l + 1);
}

static inline const struct log_retired *
unit_log_retired (const struct unit_log *l)
{
  return (const struct log_retired *) (unit_log_functions (l)
				       + l->n_functions);
}

static inline const char *
unit_log_text (const struct unit_log *l, uint32_t offset)
{
  return (const char *) (unit_log_retired (l) + l->n_retired) + offset;
}

/* The store's key of the log of SOURCE (an absolute path) compiled to
   OUTPUT.  */
struct fingerprint unit_log_key (const char *source, const char *output);

/* Whether BYTES look like a log: a store holds other things, too.  */
bool unit_log_is (const void *bytes, size_t size);

/* The log in BYTES (aligned to 8), or NULL if they are no whole one.  */
const struct unit_log *unit_log_check (const void *bytes, size_t size);

/* Whether two logs say the same, but for the first few fields.  */
bool unit_log_same (const struct unit_log *a, const struct unit_log *b);

/* The function with that record, or NULL.  O (log n).  */
const struct log_function *unit_log_find (const struct unit_log *l,
					  struct fingerprint record);

/* Making one: set HEAD's fields but sizes and texts; add texts and functions in
   any order; then finish.  */
struct unit_log_builder
{
  struct unit_log head;
  struct buffer functions, retired, text;
  struct buffer index;		/* Of texts: a table of offsets.  */
  uint32_t n_texts;
};

void unit_log_builder_init (struct unit_log_builder *b);
void unit_log_builder_release (struct unit_log_builder *b);
/* The offset of TEXT, the same for equal ones.  */
uint32_t unit_log_add_text (struct unit_log_builder *b, const char *text);
void unit_log_add_function (struct unit_log_builder *b,
			    const struct log_function *f);
/* Sorts the functions.  Take over what OLD (or NULL) has retired, add those of
   its functions that B does not have any more, and call REMOVE for what is too
   much by now: PRINT is zero where the body is still one of B's.  Then append
   the log to OUT, which is empty.  False, and nothing appended, if it would be
   too large.  */
bool unit_log_finish (struct unit_log_builder *b, const struct unit_log *old,
		      void (*remove) (void *data, struct fingerprint record,
				      struct fingerprint print),
		      void *data, struct buffer *out);

#ifdef __cplusplus
}
#endif
#endif
