/* model-list.h - models of functions that a user has written down.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A line of a user's file is a row of models.def in another order:

     NAME (ARGUMENTS) RESULT

   with the words that are explained there; `#' begins a comment at the beginning
   of a line or after a space.  doc/models.md is for users.

     user_models		all of them: an input of the unit
     called_models (f)		those of functions that f mentions

   Who asks the second does not run again because of any other row.

   The list is flat, sorted by name, without what makes no difference: comments,
   places, blanks, the order of lines.  Pure; any thread.  */

#ifndef PASSES_MODEL_LIST_H
#define PASSES_MODEL_LIST_H

#include "queries/buffer.h"
#include "queries/query.h"
#include "passes/model.h"

#ifdef __cplusplus
extern "C" {
#endif

struct model_list
{
  uint32_t count, text_size;
  /* struct model_row row[count]	by name, none twice
     char text[text_size]		strings with NUL  */
};

struct model_row
{
  uint32_t name, result, arguments;	/* TEXT */
  uint32_t reserved;
};

static inline const struct model_row *
model_list_rows (const struct model_list *l)
{
  return (const struct model_row *) (l + 1);
}

static inline const char *
model_list_text (const struct model_list *l, uint32_t offset)
{
  return (const char *) (model_list_rows (l) + l->count) + offset;
}

/* The row of NAME, or NULL.  O(log rows).  */
const struct model_row *model_list_row (const struct model_list *l,
					const char *name);

/* The model of NAME in L, read into *MODEL; false if it has none.  */
bool model_list_find (const struct model_list *l, const char *name,
		      struct model *model);

/* What is wrong in a line: TEXT (static) says it, about WORD of LENGTH bytes that
   begins in COLUMN; both from 1.  Such a line is left out.  */
typedef void model_complaint (void *data, unsigned line, unsigned column,
			      const char *text, const char *word,
			      size_t length);

/* Read the SIZE bytes at TEXT, behind which there is a NUL, and append their
   list to OUT.  COMPLAIN may be NULL.  Takes O(SIZE log SIZE).  */
void model_list_read (const char *text, size_t size,
		      model_complaint *complain, void *data,
		      struct buffer *out);

/* A list of nothing, for who has no file.  */
extern const struct model_list model_list_empty;

#ifdef __cplusplus
}
#endif
#endif
