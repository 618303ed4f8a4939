/* points-to.h - which objects a pointer may lead to, and which get out.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   points_to (f) says of each SSA name of f that may hold a pointer to which
   objects it may lead, and how far into them where that is a constant.  It is
   inclusion based (Andersen, "Program Analysis and Specialization for the C
   Programming Language", 1994): flow sensitive as far as SSA form is, field
   sensitive and flow insensitive in the memory of objects that begin their life
   here, variables of the frame and what is allocated.  Memory from elsewhere
   (the object OUTSIDE, globals, what parameters point to) holds pointers to
   OUTSIDE only: what is put there has escaped, and OUTSIDE stands for whatever
   lies elsewhere and for every object that escapes.

   Integers as wide as a pointer are followed as pointers are.  A pointer that
   is cut into something narrower escapes, and so does one that is read or may
   be made byte by byte; memory is not read as a type other than its own, but as
   characters (C11 6.5).  Arithmetic does not lead from one object into another.

   What a call does with its arguments is known from parameter_effects, from
   GCC's "fn spec" strings and, of library functions that GCC knows, by their
   types.  A pointer that may be kept escapes; what it leads to may then be
   changed by everybody at any time.

   The value is a relation that may hold too much, never too little.  Where a
   set grows too large it becomes OUTSIDE and its objects escape
   (POINTS_TO_IS_COARSE); if the whole takes too many rounds that happens to all.
   O(statements) a round, few rounds.  Any thread.

   escapes (f) is what of it tells where which object gets out.  */

#ifndef PASSES_POINTS_TO_H
#define PASSES_POINTS_TO_H

#include "queries/query.h"
#include "passes/alias.h"
#include "passes/known-value.h"

#ifdef __cplusplus
extern "C" {
#endif

enum points_to_kind
{
  OBJECT_OUTSIDE,		/* Index 0; object number 0.  */
  OBJECT_VARIABLE,		/* DECLS: a variable or a parameter that lies in
				   the frame.  */
  OBJECT_GLOBAL,		/* DECLS: of static storage, or a constant; what
				   the function returns in memory.  */
  OBJECT_FUNCTION,		/* DECLS: a function or a label.  */
  OBJECT_STRING,		/* CONSTANTS */
  OBJECT_PARAMETER,		/* SSA: what the parameter with this first value
				   points to.  Several may be one object.  */
  OBJECT_ALLOCATED,		/* STATEMENTS: what the call allocates; all that it
				   ever does.  */
  OBJECT_KINDS
};

/* How an object gets out; sets of them.  */
enum
{
  ESCAPE_STORED = 1,		/* Its address, into memory from elsewhere.  */
  ESCAPE_RETURNED = 2,
  ESCAPE_PASSED = 4,		/* To a call that may keep it.  */
  ESCAPE_CONTENT = 8,		/* Into an object that escapes.  */
  ESCAPE_EXPOSED = 16,		/* As something that is not followed.  */
  ESCAPES = 31
};

struct points_to_object
{
  uint32_t kind;		/* enum points_to_kind */
  uint32_t index;
  uint32_t escapes;		/* ESCAPE_*, of VARIABLE and ALLOCATED.  */
  uint32_t reserved;
};

/* An address: OFFSET bytes from where OBJECT begins, or anywhere in it.  That
   of a PARAMETER is where the parameter pointed.  */
struct points_to_target
{
  uint32_t object;
  uint32_t reserved;
  int64_t offset;		/* OFFSET_UNKNOWN for OUTSIDE.  */
};

/* A pointer in the memory of a VARIABLE or an ALLOCATED, at OFFSET bytes, or
   anywhere.  */
struct points_to_cell
{
  uint32_t object;
  uint32_t set;
  int64_t offset;
};

struct points_to_escape
{
  uint32_t object;
  uint32_t statement;
  uint32_t how;			/* One of ESCAPE_*.  */
  uint32_t reserved;
};

enum { POINTS_TO_IS_COARSE = 1 };

/* Objects are sorted by kind and index, sets by the first name that has them, a
   set by object and offset, cells by object and offset (unknown first), escapes
   by object and statement.  */
struct points_to
{
  uint32_t n_ssa, n_objects, n_targets, n_sets, n_cells, n_escapes;
  uint32_t flags;		/* POINTS_TO_*  */
  uint32_t reserved;
  /* struct points_to_object object[n_objects]
     struct points_to_target target[n_targets]
     struct points_to_cell cell[n_cells]
     struct points_to_escape escape[n_escapes]
     uint32_t first[n_sets + 1]		of TARGET, by set; set 0 is empty
     uint32_t set[n_ssa]		by SSA name  */
};

struct escapes
{
  uint32_t n_objects, n_escapes;
  /* struct points_to_object object[n_objects]	as in points_to
     struct points_to_escape escape[n_escapes]  */
};

static inline const struct points_to_object *
points_to_objects (const struct points_to *p)
{
  return (const struct points_to_object *) (p + 1);
}

static inline const struct points_to_target *
points_to_targets (const struct points_to *p)
{
  return (const struct points_to_target *) (points_to_objects (p)
					    + p->n_objects);
}

static inline const struct points_to_cell *
points_to_cells (const struct points_to *p)
{
  return (const struct points_to_cell *) (points_to_targets (p)
					  + p->n_targets);
}

static inline const struct points_to_escape *
points_to_escapes (const struct points_to *p)
{
  return (const struct points_to_escape *) (points_to_cells (p) + p->n_cells);
}

static inline const uint32_t *
points_to_first (const struct points_to *p)
{
  return (const uint32_t *) (points_to_escapes (p) + p->n_escapes);
}

/* By SSA name.  Set 0: nothing, it is no pointer, null or undefined.  */
static inline const uint32_t *
points_to_sets (const struct points_to *p)
{
  return points_to_first (p) + p->n_sets + 1;
}

static inline const struct points_to_object *
escapes_objects (const struct escapes *e)
{
  return (const struct points_to_object *) (e + 1);
}

static inline const struct points_to_escape *
escapes_array (const struct escapes *e)
{
  return (const struct points_to_escape *) (escapes_objects (e)
					    + e->n_objects);
}

/* The number of an object, or NONE.  O(log objects).  */
uint32_t points_to_find_object (const struct points_to *p,
				enum points_to_kind kind, uint32_t index);

/* Whether the object is a VARIABLE or ALLOCATED: begins its life here.  */
static inline bool
object_is_own (const struct points_to_object *o)
{
  return o->kind == OBJECT_VARIABLE || o->kind == OBJECT_ALLOCATED;
}

/* Questions about accesses.  */

struct parameter_effects;

struct points_to_reader
{
  const struct snapshot *s;
  const struct points_to *value;
  const struct value *of;	/* Values of names (value_numbers), or NULL: then
				   addresses that are known at a place by the
				   order of things are seen through, too.  */
  /* By statement: what is known of a callee's parameters, or NULL
     (parameter_effects_of_calls).  */
  const struct parameter_effects *const *callee;
};

/* R with its pointer seen through: copies, constant offsets, addresses.  */
struct reference points_to_fold (const struct points_to_reader *p,
				 const struct reference *r);

/* The one object that R is an access to; NONE if there are several.  */
uint32_t points_to_object_of (const struct points_to_reader *p,
			      const struct reference *r);

/* Whether OBJECT, not NONE, may be known outside.  */
bool points_to_is_outside (const struct points_to_reader *p, uint32_t object);

/* Whether OPERAND may be an address of OBJECT.  */
bool points_to_may_be (const struct points_to_reader *p, uint32_t operand,
		       uint32_t object);

/* Whether the call STATEMENT is passed a pointer to an object of R, but one to const,
   and may write through it, as far as objects have names: that two pointers that come
   from outside lead to one object is not thought of, unless neither is a
   parameter's.  */
bool points_to_is_given (const struct points_to_reader *p, uint32_t statement,
			 const struct reference *r);

/* As statement_may_define, but knows what pointers lead to.  */
bool points_to_may_define (const struct points_to_reader *p,
			   uint32_t statement, const struct reference *r);

#ifdef __cplusplus
}
#endif
#endif
