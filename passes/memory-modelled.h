/* memory-modelled.h - a call of a function that has a model.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What memory-model.c has for those who know more of one kind of call.  In scratch
   memory; one thread.  */

#ifndef PASSES_MEMORY_MODELLED_H
#define PASSES_MEMORY_MODELLED_H

#include "passes/memory.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A call at hand.  */
struct modelled
{
  struct memory *m;
  const struct model *model;
  const char *name;
  uint32_t statement;
  const struct snap_statement *t;
  const uint32_t *argument;	/* Operands.  */
  uint32_t n_arguments;
  uint32_t *value;		/* Of the arguments.  */
};

/* VALUE is what C returns.  */
void memory_set_result (const struct modelled *c, struct memory_state *s,
			uint32_t value);
/* The value of the size in bytes of what C makes: what the model calls one, or the
   product of two; 0: not known.  */
uint32_t memory_size_of_new (const struct modelled *c, struct memory_state *s);
/* Something new that is to be released; CHECKED: for which room was found.  */
uint32_t memory_make_new (const struct modelled *c, struct memory_state *s,
			  bool checked);
/* memory-resize.c: C resizes argument I.  Other ways than S are appended to
   FORKS.  */
void memory_resize (const struct modelled *c, struct memory_state *s, uint32_t i,
		    struct memory_forks *forks);

#ifdef __cplusplus
}
#endif
#endif
