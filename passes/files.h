/* files.h - the source files of a unit, and what they define.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A body does not know its file: no path may be part of what it is remembered
   by.  So the files are an input of the unit, beside the bodies, which only
   the queries here read.  A file is known by the name under which it was
   included; fingerprint_of_string of that is its key's identity.

     sources (unit)		input: where each function is defined
     files (unit)		the files that define functions
     file_functions (file)	the functions of one  */

#ifndef PASSES_FILES_H
#define PASSES_FILES_H

#include "queries/query.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

struct source_function
{
  uint32_t file;		/* Index of a file, or NONE: not known.  */
  uint32_t name;		/* TEXT: the function's.  */
};

/* Input of the unit.  */
struct source_list
{
  uint32_t n_files;
  uint32_t n_functions;
  uint32_t text_size;
  uint32_t reserved;
  /* struct source_function function[n_functions]	as in function_list
     uint32_t file[n_files]				TEXT, names ascending
     char text[text_size]  */
};

static inline const struct source_function *
source_list_functions (const struct source_list *l)
{
  return (const struct source_function *) (l + 1);
}

static inline const uint32_t *
source_list_files (const struct source_list *l)
{
  return (const uint32_t *) (source_list_functions (l) + l->n_functions);
}

static inline const char *
source_list_text (const struct source_list *l)
{
  return (const char *) (source_list_files (l) + l->n_files);
}

struct file_list
{
  uint32_t count;
  uint32_t n_unknown;		/* Functions of which no file is known.  */
  uint32_t text_size;
  uint32_t reserved;
  /* uint32_t name[count]		TEXT, ascending as strcmp says
     char text[text_size]  */
};

static inline const uint32_t *
file_list_names (const struct file_list *l)
{
  return (const uint32_t *) (l + 1);
}

static inline const char *
file_list_text (const struct file_list *l)
{
  return (const char *) (file_list_names (l) + l->count);
}

struct named_function
{
  struct fingerprint function;	/* Identity of its key.  */
  uint32_t name;		/* TEXT */
  uint32_t reserved;
};

struct named_functions
{
  uint32_t count;
  uint32_t text_size;
  /* struct named_function function[count]	in order of functions
     char text[text_size]  */
};

static inline const struct named_function *
named_functions_array (const struct named_functions *n)
{
  return (const struct named_function *) (n + 1);
}

static inline const char *
named_functions_text (const struct named_functions *n)
{
  return (const char *) (named_functions_array (n) + n->count);
}

/* The input's bytes: function I has NAMES[I] and is defined in FILES[I], NULL
   or "" if that is not known.  O(n log n).  */
void source_list_compute (uint32_t n_functions, const char *const *names,
			  const char *const *files, struct buffer *out);

#ifdef __cplusplus
}
#endif
#endif
