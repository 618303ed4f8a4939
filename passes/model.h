/* model.h - what library functions do with memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A row of models.def says it in words; this is the table read.  A model speaks
   of a function by its name, of its result and of its arguments; what it does
   not say, the function does not do.  A function without a model may do
   anything to what it can get at.

   Pure; any thread.  Looking up is O(log rows).  */

#ifndef PASSES_MODEL_H
#define PASSES_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MODEL_ARGUMENTS 8
/* Longest name of a function that releases.  */
#define MODEL_NAME 64

enum				/* model_argument.does */
{
  MODEL_READS = 1,		/* What the argument points to is read.  */
  MODEL_WRITES = 2,		/* ... gets values that are not known.  */
  MODEL_RELEASES = 4,		/* ... is released, by FAMILY.  */
  MODEL_NONNULL = 8,		/* It must not be null.  */
  MODEL_KEEPS = 16,		/* The function keeps the pointer.  */
  MODEL_CLEARS = 32,		/* What it points to gets zeros.  */
  MODEL_RESIZES = 64,		/* As realloc does; on success released.  */
  MODEL_COPIES = 128,		/* What the next argument points to is copied here.  */
  MODEL_IS_SIZE = 256,		/* A number of bytes that the others have.  */
  MODEL_IS_LIMIT = 512,		/* The same, or less.  */
  MODEL_MAKES = 1024,		/* On success what it points to is a pointer to
				   something new that FAMILY releases.  */
  MODEL_IS_DESCRIPTOR = 2048,	/* An open one.  */
  MODEL_CLOSES = 4096,		/* A descriptor, as FAMILY does.  */
  MODEL_LOCKS = 8192,		/* A lock is taken, which FAMILY releases ...  */
  MODEL_SHARES = 16384,		/* ... or shared, maybe several times ...  */
  MODEL_TRIES = 32768,		/* ... or taken unless somebody has it.  */
  MODEL_UNLOCKS = 65536,	/* It is released, as FAMILY does.  */
  MODEL_ONCE = 131072,		/* Who has it must not take it again.  */
  MODEL_IS_STREAM = 262144	/* An open one, so not null.  */
};

struct model_argument
{
  uint32_t does;		/* MODEL_*  */
  char family[MODEL_NAME];
};

enum				/* model.flags */
{
  MODEL_NEVER_RETURNS = 1,
  MODEL_RESULT_IS_NEW = 2,	/* Something that FAMILY releases.  */
  MODEL_RESULT_MAY_BE_NULL = 4,
  MODEL_RESULT_IS_NONNULL = 8,
  MODEL_RESULT_IS_CLEARED = 16,	/* It holds zeros.  */
  MODEL_RESULT_IS_FILLED = 32,	/* It holds something.  */
  MODEL_RESULT_IS_ARGUMENT = 64,	/* RESULT_ARGUMENT.  */
  MODEL_RESULT_IS_INSIDE = 128,	/* Null, or points somewhere into it.  */
  MODEL_CHANGES_OTHERS = 256,	/* What others have may change.  */
  MODEL_IS_ON_STACK = 512,	/* The new thing goes with the frame.  */
  MODEL_RESULT_IS_OPENED = 1024,	/* -1, or a descriptor that FAMILY
					   closes.  */
  MODEL_FAILS_NEGATIVE = 2048,	/* For MODEL_MAKES; else it fails with what is
				   not 0.  */
  MODEL_UNWINDS = 4096,		/* So do those of callers, up to setjmp's.  */
  MODEL_RESULT_IS_CHECKED = 8192	/* It says whether the function has failed; not
					   to look at it is a fault.  */
};

struct model
{
  const char *name;
  uint32_t flags;		/* MODEL_*  */
  uint32_t result_argument;
  char family[MODEL_NAME];
  uint32_t n_arguments;		/* Of those that are described; REST stands for
				   those behind.  */
  struct model_argument argument[MODEL_ARGUMENTS];
  struct model_argument rest;
};

/* The model of the function NAME, read into *MODEL; false if there is none.  */
bool model_find (const char *name, struct model *model);

/* Read a row: what the columns of models.def say.  NULL if all is well, else a
   static text that says what is wrong, and *WHERE points to it.  */
const char *model_parse (const char *name, const char *result,
			 const char *arguments, struct model *model,
			 const char **where);

#ifdef __cplusplus
}
#endif
#endif
