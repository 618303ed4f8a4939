/* points-to-internal.h - what the files that compute points_to share.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   points-to-sets.c keeps the sets and what memory holds, points-to-solve.c says
   what each statement does to them, points-to.c writes the value.  */

#ifndef PASSES_POINTS_TO_INTERNAL_H
#define PASSES_POINTS_TO_INTERNAL_H

#include "passes/points-to.h"
#include "passes/all.h"

enum { OUTSIDE = 0 };		/* The object's number.  */

/* Sorted by object and offset; an unknown offset is the only one of its
   object.  */
struct pointer_set
{
  struct points_to_target *target;
  uint32_t count, room;
  bool is_coarse;		/* OUTSIDE and nothing else, for ever.  */
};

/* A pointer in memory; its set is number N_SSA + SCRATCH_SETS + its own.  */
struct pointer_cell
{
  uint32_t object;
  uint32_t next;		/* Of the object, by offset; NONE: the last.  */
  int64_t offset;
};

/* Sets behind those of the names, for whoever needs one for a moment.  */
enum { SET_OF_PLACES, SET_OF_SOURCES, SET_OF_VALUES, SCRATCH_SETS };

struct solver
{
  const struct snapshot *s;
  struct query_context *cx;
  const struct parameter_effects *const *callee;
  uint8_t *carries;		/* By type: may hold a pointer.  */
  uint32_t pointer_bytes;
  struct points_to_object *objects;
  uint32_t n_objects;
  uint32_t *object_of_decl, *object_of_constant;
  uint32_t *object_of_statement, *object_of_name;	/* NONE: none.  */
  uint32_t *first_cell, *n_cells_of;	/* By object.  */
  struct pointer_set *sets;
  uint32_t n_sets, sets_room;
  struct pointer_cell *cells;
  uint32_t n_cells, cells_room;
  uint32_t statement;		/* At hand.  */
  uint32_t round;
  bool changed;
  bool is_coarse;
  struct buffer *escapes;	/* struct points_to_escape, if they are wanted.  */
};

/* points-to-sets.c: sets and memory.  */

/* The objects of S, and room for sets; CX, S and CALLEE of V are set.  */
void solver_init (struct solver *v);

/* OFFSET and MORE bytes.  */
int64_t offset_plus (int64_t offset, int64_t more);

/* What of the set FROM leads to, BY bytes further, is in the set TO, too.  */
void set_add (struct solver *v, uint32_t to, uint32_t object, int64_t offset);
void set_add_all (struct solver *v, uint32_t to, uint32_t from, int64_t by);
/* SET, one of the scratch sets, is empty and is returned.  */
uint32_t set_scratch (struct solver *v, uint32_t which);

void object_escapes (struct solver *v, uint32_t object, uint32_t how);
void set_escapes (struct solver *v, uint32_t set, uint32_t how);
/* All that lies in the objects of SET.  */
void contents_escape (struct solver *v, uint32_t set, uint32_t how);

/* Load SIZE bytes at each address in PLACES into the set TO.  */
void cells_load (struct solver *v, uint32_t places, uint64_t size,
		 uint32_t to);
/* Put what is in the set FROM at each address in PLACES.  */
void cells_store (struct solver *v, uint32_t places, uint32_t from);
/* Copy SIZE bytes, or SIZE_UNKNOWN.  */
void cells_copy (struct solver *v, uint32_t to, uint32_t from,
		 uint64_t size);
/* What lies in objects that escape does so, too.  */
void close_escapes (struct solver *v);

/* points-to-solve.c  */

/* Fill the sets; afterwards with ESCAPES of V set, note what escapes where.  */
void solve_points_to (struct solver *v);
void note_escapes (struct solver *v, struct buffer *escapes);

#endif
