/* files.c - the queries files and file_functions, and the input they read.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/structure.h"

#include <stdlib.h>
#include <string.h>

static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Sorts the COUNT names, drops what is there twice, returns how many are
   left.  */
static uint32_t
unique_names (const char **names, uint32_t count)
{
  uint32_t n = 0;
  if (count > 1)
    qsort (names, count, sizeof *names, compare_names);
  for (uint32_t i = 0; i < count; i++)
    if (n == 0 || strcmp (names[n - 1], names[i]) != 0)
      names[n++] = names[i];
  return n;
}

static uint32_t
find_name (const char *const *names, uint32_t count, const char *name)
{
  uint32_t low = 0, high = count;
  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      int c = strcmp (names[middle], name);
      if (c == 0)
	return middle;
      if (c < 0)
	low = middle + 1;
      else
	high = middle;
    }
  return NONE;
}

void
source_list_compute (uint32_t n_functions, const char *const *names,
		     const char *const *files, struct buffer *out)
{
  struct source_list header = { .n_functions = n_functions };
  struct buffer text = BUFFER_INIT, sorted = BUFFER_INIT;
  /* Neighbours are mostly of one file.  */
  const char *before = NULL;
  for (uint32_t i = 0; i < n_functions; i++)
    if (files[i] && *files[i] && files[i] != before)
      {
	before = files[i];
	buffer_add (&sorted, &before, sizeof before);
      }
  const char **file = (const char **) sorted.bytes;
  header.n_files
    = unique_names (file, (uint32_t) (sorted.size / sizeof *file));
  size_t at = buffer_add (out, &header, sizeof header);
  buffer_add_zero (&text, 1);
  for (uint32_t i = 0; i < n_functions; i++)
    {
      struct source_function f = { NONE, 0 };
      f.name = (uint32_t) buffer_add_string (&text, names[i]);
      if (files[i] && *files[i])
	f.file = find_name (file, header.n_files, files[i]);
      buffer_add (out, &f, sizeof f);
    }
  for (uint32_t i = 0; i < header.n_files; i++)
    {
      uint32_t name = (uint32_t) buffer_add_string (&text, file[i]);
      buffer_add (out, &name, sizeof name);
    }
  buffer_add (out, text.bytes, text.size);
  ((struct source_list *) buffer_at (out, at))->text_size
    = (uint32_t) text.size;
  buffer_release (&text);
  buffer_release (&sorted);
}

void
provide_files (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const struct source_list *l = q_sources (cx, key);
  struct file_list header = { .count = l->n_files };
  struct buffer text = BUFFER_INIT;
  for (uint32_t i = 0; i < l->n_functions; i++)
    header.n_unknown += source_list_functions (l)[i].file == NONE;
  size_t at = buffer_add (out, &header, sizeof header);
  buffer_add_zero (&text, 1);
  for (uint32_t i = 0; i < l->n_files; i++)
    {
      uint32_t name
	= (uint32_t) buffer_add_string (&text, source_list_text (l)
					       + source_list_files (l)[i]);
      buffer_add (out, &name, sizeof name);
    }
  buffer_add (out, text.bytes, text.size);
  ((struct file_list *) buffer_at (out, at))->text_size
    = (uint32_t) text.size;
  buffer_release (&text);
}

/* The file whose key has IDENTITY, or NONE.  */
static uint32_t
find_file (const struct source_list *l, struct fingerprint identity)
{
  for (uint32_t i = 0; i < l->n_files; i++)
    {
      const char *name = source_list_text (l) + source_list_files (l)[i];
      if (fingerprint_equal (fingerprint_of_string (name), identity))
	return i;
    }
  return NONE;
}

void
provide_file_functions (struct query_context *cx, uint32_t key,
			struct buffer *out)
{
  const struct source_list *l = q_sources (cx, 0);
  const struct function_list *functions = q_functions (cx, 0);
  struct named_functions header = { 0 };
  struct buffer text = BUFFER_INIT;
  uint32_t file = find_file (l, query_key_identity (cx, KEY_FILE, key));
  size_t at = buffer_add (out, &header, sizeof header);
  buffer_add_zero (&text, 1);
  for (uint32_t i = 0; i < functions->count && i < l->n_functions; i++)
    {
      const struct source_function *f = &source_list_functions (l)[i];
      if (file == NONE || f->file != file)
	continue;
      struct named_function name
	= { .function
	      = query_key_identity (cx, KEY_FUNCTION,
				    function_list_keys (functions)[i]) };
      name.name = (uint32_t) buffer_add_string (&text, source_list_text (l)
						       + f->name);
      buffer_add (out, &name, sizeof name);
      header.count++;
    }
  header.text_size = (uint32_t) text.size;
  buffer_add (out, text.bytes, text.size);
  *(struct named_functions *) buffer_at (out, at) = header;
  buffer_release (&text);
}

bool
file_list_verify (const void *bytes, size_t size)
{
  const struct file_list *l = bytes;
  static const uint32_t width[] = { 4, 1 };
  if (size < sizeof *l)
    return false;
  uint64_t count[] = { l->count, l->text_size };
  return value_has_size (size, sizeof *l, count, width, 2)
	 && l->text_size > 0 && file_list_text (l)[l->text_size - 1] == '\0'
	 && numbers_below (file_list_names (l), l->count, l->text_size, false);
}

bool
named_functions_verify (const void *bytes, size_t size)
{
  const struct named_functions *n = bytes;
  static const uint32_t width[] = { sizeof (struct named_function), 1 };
  if (size < sizeof *n)
    return false;
  uint64_t count[] = { n->count, n->text_size };
  if (!value_has_size (size, sizeof *n, count, width, 2)
      || n->text_size == 0
      || named_functions_text (n)[n->text_size - 1] != '\0')
    return false;
  for (uint32_t i = 0; i < n->count; i++)
    if (named_functions_array (n)[i].name >= n->text_size)
      return false;
  return true;
}

void
source_list_print (FILE *file, const struct snapshot *body,
		   const struct source_list *l, unsigned flags)
{
  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < l->n_functions; i++)
    {
      const struct source_function *f = &source_list_functions (l)[i];
      const char *text = source_list_text (l);
      fprintf (file, "%s: %s\n", text + f->name,
	       f->file == NONE ? "(not known)"
	       : text + source_list_files (l)[f->file]);
    }
}

void
file_list_print (FILE *file, const struct snapshot *body,
		 const struct file_list *l, unsigned flags)
{
  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < l->count; i++)
    fprintf (file, "%s\n", file_list_text (l) + file_list_names (l)[i]);
  if (l->n_unknown > 0)
    fprintf (file, "%u functions of files that are not known\n",
	     l->n_unknown);
}

void
named_functions_print (FILE *file, const struct snapshot *body,
		      const struct named_functions *n, unsigned flags)
{
  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < n->count; i++)
    fprintf (file, "%s\n",
	     named_functions_text (n) + named_functions_array (n)[i].name);
}
