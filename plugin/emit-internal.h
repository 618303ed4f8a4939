/* emit-internal.h - emission from inside.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     emit.cc		which findings of a function are shown, and where
     emit-unit.cc	those of a unit, in their order, as GCC's diagnostics

   Include after GCC's headers.  */

#ifndef PLUGIN_EMIT_INTERNAL_H
#define PLUGIN_EMIT_INTERNAL_H

#include "plugin/emit.h"

/* A finding that will be shown, with the notes behind it.  */
struct shown
{
  struct captured *function;
  struct captured *shown_in;	/* FUNCTION, or one that it calls.  */
  const struct findings *findings;
  uint32_t index;		/* In FINDINGS.  */
  uint32_t ordinal;
  location_t location;
  expanded_location place;
};

static inline bool
is_note (const struct finding *f)
{
  return (f->flags & FINDING_IS_NOTE) != 0;
}

static inline int
compare_numbers (uint32_t a, uint32_t b)
{
  return a < b ? -1 : a > b;
}

/* Where F is today: the first of its places that has a location.  */
location_t emit_locate (const struct captured *c, const struct finding *f);

/* F, of SHOWN's function, is where the callee reads what it was given: if that is
   known, SHOWN's place and the function that it is in become that.  */
void emit_locate_in_callee (const struct emission *e, const struct finding *f,
			    struct shown *shown);

/* The function in which F of C lies; NULL: it is not in the unit.  */
struct captured *emit_function_of (const struct emission *e,
				   struct captured *c,
				   const struct findings *findings,
				   const struct finding *f);

/* Calls EACH, with DATA, for those findings of function ORDINAL that GCC would
   show, in their order.  */
void emit_each_shown (const struct emission *e, uint32_t ordinal,
		      void (*each) (void *data, const struct shown *shown),
		      void *data);

#endif
