/* iterate.c - asking one query about everything there is of a kind.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/iterate.h"
#include "passes/structure.h"

const uint32_t *
functions_bottom_up (struct query_context *cx, uint32_t *count)
{
  const struct function_list *functions = q_functions (cx, 0);
  const struct call_sccs *sccs = fitting_call_sccs (cx, functions);
  uint32_t *keys = query_alloc (cx, functions->count, sizeof *keys);
  for (uint32_t i = 0; i < functions->count; i++)
    keys[i] = function_list_keys (functions)[call_sccs_order (sccs)[i]];
  *count = functions->count;
  return keys;
}

const uint32_t *
file_keys (struct query_context *cx, uint32_t *count)
{
  const struct file_list *files = q_files (cx, 0);
  uint32_t *keys = query_alloc (cx, files->count, sizeof *keys);
  for (uint32_t i = 0; i < files->count; i++)
    {
      const char *name = file_list_text (files) + file_list_names (files)[i];
      keys[i] = query_key (cx, KEY_FILE, fingerprint_of_string (name), name);
    }
  *count = files->count;
  return keys;
}

const uint32_t *
type_keys (struct query_context *cx, uint32_t *count)
{
  const struct type_list *types = q_types (cx, 0);
  uint32_t *keys = query_alloc (cx, types->count, sizeof *keys);
  struct buffer name = BUFFER_INIT;
  for (uint32_t i = 0; i < types->count; i++)
    {
      buffer_clear (&name);
      type_describe (types, i, &name);
      buffer_add_zero (&name, 1);
      keys[i] = query_key (cx, KEY_TYPE, type_list_array (types)[i].identity,
			   name.bytes);
    }
  buffer_release (&name);
  *count = types->count;
  return keys;
}

void
for_each_function_bottom_up (struct query_context *cx, enum query_id query)
{
  uint32_t count;
  const uint32_t *keys = functions_bottom_up (cx, &count);
  query_for_each (cx, query, keys, count);
}

void
for_each_file (struct query_context *cx, enum query_id query)
{
  uint32_t count;
  const uint32_t *keys = file_keys (cx, &count);
  query_for_each (cx, query, keys, count);
}

void
for_each_type (struct query_context *cx, enum query_id query)
{
  uint32_t count;
  const uint32_t *keys = type_keys (cx, &count);
  query_for_each (cx, query, keys, count);
}
