/* builder.h - putting a snapshot together, table by table.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Capture fills a builder while it walks a GIMPLE function; tests fill one by
   hand.  The builder only appends and, for text, types and constants that are
   found equal, shares; what goes in which order is up to the caller, who owes
   canonical numbers.  One thread.  Reused for the next function after
   builder_clear, keeping its memory, so that capture allocates little.  */

#ifndef PASSES_BUILDER_H
#define PASSES_BUILDER_H

#include <string.h>

#include "queries/arena.h"
#include "queries/buffer.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

struct builder
{
  /* Sections in the making; buffer sizes are bytes.  */
  struct buffer sections[SECTIONS];
  /* Header fields, to be set by the caller before builder_finish.  */
  struct snapshot header;
  /* Open-addressing table of text offsets for sharing strings.  */
  uint32_t *strings;
  uint32_t strings_size, strings_used;
};

void builder_init (struct builder *b);
void builder_release (struct builder *b);
/* Empty again, with TEXT holding "" at offset 0.  */
void builder_clear (struct builder *b);

/* Offset of TEXT in the text section; equal texts share.  NULL counts as "".  */
uint32_t builder_string (struct builder *b, const char *text);
/* Offset of SIZE bytes in the text section; not shared, a NUL follows.  */
uint32_t builder_bytes (struct builder *b, const void *bytes, size_t size);

/* Append ENTRY (or a zeroed element if NULL) to a section and return its
   index.  */
#define SECTION(NAME, field, TYPE)					\
  static inline uint32_t						\
  builder_add_##field (struct builder *b, const TYPE *entry)		\
  {									\
    struct buffer *s = &b->sections[SECTION_##NAME];			\
    size_t at = s->size;						\
    if (s->capacity - at < sizeof (TYPE))				\
      buffer_reserve (s, sizeof (TYPE));				\
    if (entry)								\
      memcpy (s->bytes + at, entry, sizeof (TYPE));			\
    else								\
      memset (s->bytes + at, 0, sizeof (TYPE));				\
    s->size = at + sizeof (TYPE);					\
    return (uint32_t) (at / sizeof (TYPE));				\
  }									\
  /* Element INDEX; valid until the section grows.  */			\
  static inline TYPE *							\
  builder_##field (struct builder *b, uint32_t index)			\
  {									\
    return (TYPE *) buffer_at (&b->sections[SECTION_##NAME],		\
			       (size_t) index * sizeof (TYPE));		\
  }									\
  static inline uint32_t						\
  builder_n_##field (const struct builder *b)				\
  {									\
    return (uint32_t) (b->sections[SECTION_##NAME].size / sizeof (TYPE)); \
  }
#include "sections.def"

/* The symbol fingerprint of a global named ASSEMBLER_NAME; SCOPE is the base
   name of the defining file if it is local to a unit, else "".  */
struct fingerprint builder_symbol (const char *assembler_name,
				   const char *scope);

/* The finished snapshot, in ARENA.  The builder is left as it is.  NULL if it
   would not fit into 32 bits of size.  */
const struct snapshot *builder_finish (struct builder *b, struct arena *arena);

#ifdef __cplusplus
}
#endif
#endif
