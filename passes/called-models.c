/* called-models.c - the query called_models: a user's models that concern a body.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"

#include <string.h>

/* Append the rows of LIST about functions that S mentions: a list in the order of
   LIST.  */
static void
select_rows (const struct model_list *list, const struct snapshot *s,
	     uint8_t *is_mentioned, struct buffer *out)
{
  const struct model_row *rows = model_list_rows (list);
  struct model_list head = { 0, 0 };
  uint32_t offset = 0;

  for (uint32_t i = 0; i < snapshot_n_decls (s); i++)
    {
      const struct snap_decl *d = &snapshot_decls (s)[i];
      const struct model_row *row
	= d->kind == DECL_FUNCTION
	  ? model_list_row (list, snapshot_string (s, d->name)) : NULL;

      if (row)
	is_mentioned[row - rows] = 1;
    }
  for (uint32_t i = 0; i < list->count; i++)
    if (is_mentioned[i])
      {
	head.count++;
	head.text_size
	  += strlen (model_list_text (list, rows[i].name)) + 1
	     + strlen (model_list_text (list, rows[i].result)) + 1
	     + strlen (model_list_text (list, rows[i].arguments)) + 1;
      }
  buffer_add (out, &head, sizeof head);
  for (uint32_t i = 0; i < list->count; i++)
    if (is_mentioned[i])
      {
	struct model_row row = { offset, 0, 0, 0 };

	row.result
	  = row.name + strlen (model_list_text (list, rows[i].name)) + 1;
	row.arguments
	  = row.result + strlen (model_list_text (list, rows[i].result)) + 1;
	offset = row.arguments
		 + strlen (model_list_text (list, rows[i].arguments)) + 1;
	buffer_add (out, &row, sizeof row);
      }
  for (uint32_t i = 0; i < list->count; i++)
    if (is_mentioned[i])
      {
	buffer_add_string (out, model_list_text (list, rows[i].name));
	buffer_add_string (out, model_list_text (list, rows[i].result));
	buffer_add_string (out, model_list_text (list, rows[i].arguments));
      }
}

void
provide_called_models (struct query_context *cx, uint32_t key,
		       struct buffer *out)
{
  const struct model_list *list = q_user_models (cx, 0);
  const struct snapshot *s;

  if (list->count == 0)
    {
      buffer_add (out, &model_list_empty, sizeof model_list_empty);
      return;
    }
  s = q_body (cx, key);
  select_rows (list, s, query_alloc (cx, list->count, 1), out);
}

bool
model_list_verify (const void *bytes, size_t size)
{
  const struct model_list *l = bytes;
  const struct model_row *rows;

  if (size < sizeof *l
      || size != sizeof *l + (uint64_t) l->count * sizeof *rows + l->text_size
      || (l->text_size > 0
	  && model_list_text (l, 0)[l->text_size - 1] != '\0'))
    return false;
  rows = model_list_rows (l);
  for (uint32_t i = 0; i < l->count; i++)
    if (rows[i].name >= l->text_size || rows[i].result >= l->text_size
	|| rows[i].arguments >= l->text_size)
      return false;
  return true;
}

void
model_list_print (FILE *file, const struct snapshot *body,
		  const struct model_list *l, unsigned flags)
{
  const struct model_row *rows = model_list_rows (l);

  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < l->count; i++)
    fprintf (file, "%s (%s) %s\n", model_list_text (l, rows[i].name),
	     model_list_text (l, rows[i].arguments),
	     model_list_text (l, rows[i].result));
}
