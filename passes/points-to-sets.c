/* points-to-sets.c - sets of addresses, and what memory holds.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/points-to-internal.h"

#include <string.h>

/* Addresses in a set, then addresses of one object in it, that are told
   apart.  */
#define MOST_TARGETS 64
#define MOST_OFFSETS 8
/* Places of one object.  */
#define MOST_CELLS 64
/* From this round on, what comes round a loop is anywhere in its object.  */
#define WIDENS 2

int64_t
offset_plus (int64_t offset, int64_t more)
{
  int64_t sum;

  if (offset == OFFSET_UNKNOWN || more == OFFSET_UNKNOWN
      || __builtin_add_overflow (offset, more, &sum))
    return OFFSET_UNKNOWN;
  return sum;
}

/* Objects.  */

static uint32_t
add_object (struct solver *v, enum points_to_kind kind, uint32_t index)
{
  struct points_to_object *o = &v->objects[v->n_objects];

  o->kind = kind;
  o->index = index;
  return v->n_objects++;
}

static enum points_to_kind
kind_of_decl (const struct snap_decl *d)
{
  switch (d->kind)
    {
    case DECL_VARIABLE:
    case DECL_PARAMETER:
      return d->flags & DECL_IS_GLOBAL ? OBJECT_GLOBAL : OBJECT_VARIABLE;
    case DECL_FUNCTION:
    case DECL_LABEL:
      return OBJECT_FUNCTION;
    default:
      return OBJECT_GLOBAL;
    }
}

static bool
is_pointer_type (const struct snap_type *t)
{
  return t->kind == SNAP_TYPE_POINTER || t->kind == SNAP_TYPE_REFERENCE;
}

/* The parameter's value on entry, if that is a pointer.  */
static bool
is_pointer_parameter (const struct snapshot *s, uint32_t name)
{
  const struct snap_ssa *ssa = &snapshot_ssa (s)[name];

  return (ssa->flags & SSA_IS_DEFAULT) && ssa->decl != NONE
	 && ssa->type != NONE
	 && snapshot_decls (s)[ssa->decl].kind == DECL_PARAMETER
	 && is_pointer_type (&snapshot_types (s)[ssa->type]);
}

static bool
allocates (const struct snapshot *s, const struct snap_statement *t)
{
  if (t->code != STATEMENT_CALL)
    return false;
  if (t->decl != NONE)
    switch (snapshot_decls (s)[t->decl].builtin)
      {
      case BUILTIN_ALLOCA:
      case BUILTIN_ALLOCA_WITH_ALIGN:
      case BUILTIN_ALLOCA_WITH_ALIGN_AND_MAX:
      case BUILTIN_MALLOC:
      case BUILTIN_CALLOC:
      case BUILTIN_REALLOC:
      case BUILTIN_STRDUP:
	return true;
      default:
	break;
      }
  return (t->flags & CALL_IS_MALLOC) != 0;
}

static uint32_t *
make_numbers (struct solver *v, uint32_t count)
{
  uint32_t *n = query_alloc (v->cx, (size_t) count + 1, sizeof *n);

  memset (n, 0xff, ((size_t) count + 1) * sizeof *n);
  return n;
}

/* All objects, by kind and index.  */
static void
find_objects (struct solver *v)
{
  const struct snapshot *s = v->s;
  uint32_t n_decls = snapshot_n_decls (s);

  v->object_of_decl = make_numbers (v, n_decls);
  v->object_of_constant = make_numbers (v, snapshot_n_constants (s));
  v->object_of_name = make_numbers (v, snapshot_n_ssa (s));
  v->object_of_statement = make_numbers (v, snapshot_n_statements (s));
  v->objects = query_alloc (v->cx, (size_t) n_decls
				   + snapshot_n_constants (s)
				   + snapshot_n_ssa (s)
				   + snapshot_n_statements (s) + 1,
			    sizeof *v->objects);
  add_object (v, OBJECT_OUTSIDE, 0);
  for (uint32_t kind = OBJECT_VARIABLE; kind <= OBJECT_FUNCTION; kind++)
    for (uint32_t i = 0; i < n_decls; i++)
      if (kind_of_decl (&snapshot_decls (s)[i]) == kind)
	v->object_of_decl[i] = add_object (v, kind, i);
  for (uint32_t i = 0; i < snapshot_n_constants (s); i++)
    if (snapshot_constants (s)[i].kind == CONSTANT_STRING)
      v->object_of_constant[i] = add_object (v, OBJECT_STRING, i);
  for (uint32_t i = 0; i < snapshot_n_ssa (s); i++)
    if (is_pointer_parameter (s, i))
      v->object_of_name[i] = add_object (v, OBJECT_PARAMETER, i);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    if (allocates (s, &snapshot_statements (s)[i]))
      v->object_of_statement[i] = add_object (v, OBJECT_ALLOCATED, i);
}

/* Which types may hold a pointer.  */
static void
find_types (struct solver *v)
{
  const struct snap_type *types = snapshot_types (v->s);
  uint64_t bits = v->s->pointer_bits;

  v->carries = query_alloc (v->cx, (size_t) snapshot_n_types (v->s) + 1, 1);
  v->pointer_bytes = (uint32_t) (bits / 8);
  for (uint32_t i = 0; i < snapshot_n_types (v->s); i++)
    switch (types[i].kind)
      {
      case SNAP_TYPE_VOID:
      case SNAP_TYPE_REAL:
      case SNAP_TYPE_FIXED:
	break;
      case SNAP_TYPE_BOOLEAN:
      case SNAP_TYPE_INTEGER:
      case SNAP_TYPE_ENUM:
	v->carries[i] = types[i].precision >= bits;
	break;
      default:
	v->carries[i] = types[i].size_bits >= bits;
	break;
      }
}

void
solver_init (struct solver *v)
{
  find_objects (v);
  find_types (v);
  v->n_sets = snapshot_n_ssa (v->s) + SCRATCH_SETS;
  v->sets_room = v->n_sets + 32;
  v->sets = query_alloc (v->cx, v->sets_room, sizeof *v->sets);
  v->first_cell = make_numbers (v, v->n_objects);
  v->n_cells_of = query_alloc (v->cx, (size_t) v->n_objects + 1,
			       sizeof *v->n_cells_of);
}

/* Escapes.  */

void
object_escapes (struct solver *v, uint32_t object, uint32_t how)
{
  struct points_to_object *o = &v->objects[object];

  if (!object_is_own (o))
    return;
  if (v->escapes)
    {
      struct points_to_escape e = { object, v->statement, how, 0 };

      buffer_add (v->escapes, &e, sizeof e);
    }
  if (!(o->escapes & how))
    {
      o->escapes |= how;
      v->changed = true;
    }
}

void
set_escapes (struct solver *v, uint32_t set, uint32_t how)
{
  for (uint32_t i = 0; i < v->sets[set].count; i++)
    object_escapes (v, v->sets[set].target[i].object, how);
}

static uint32_t
set_of_cell (const struct solver *v, uint32_t cell)
{
  return snapshot_n_ssa (v->s) + SCRATCH_SETS + cell;
}

void
contents_escape (struct solver *v, uint32_t set, uint32_t how)
{
  for (uint32_t i = 0; i < v->sets[set].count; i++)
    for (uint32_t c = v->first_cell[v->sets[set].target[i].object]; c != NONE;
	 c = v->cells[c].next)
      set_escapes (v, set_of_cell (v, c), how);
}

void
close_escapes (struct solver *v)
{
  for (uint32_t c = 0; c < v->n_cells; c++)
    if (v->objects[v->cells[c].object].escapes)
      set_escapes (v, set_of_cell (v, c), ESCAPE_CONTENT);
}

/* Sets.  */

uint32_t
set_scratch (struct solver *v, uint32_t which)
{
  uint32_t set = snapshot_n_ssa (v->s) + which;

  v->sets[set].count = 0;
  v->sets[set].is_coarse = false;
  return set;
}

static bool
is_scratch (const struct solver *v, uint32_t set)
{
  return set >= snapshot_n_ssa (v->s)
	 && set < snapshot_n_ssa (v->s) + SCRATCH_SETS;
}

/* Where in SET the address (OBJECT, OFFSET) is or belongs.  */
static uint32_t
position_in (const struct pointer_set *set, uint32_t object, int64_t offset)
{
  uint32_t low = 0, high = set->count;

  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      const struct points_to_target *t = &set->target[middle];

      if (t->object < object || (t->object == object && t->offset < offset))
	low = middle + 1;
      else
	high = middle;
    }
  return low;
}

static void
make_room (struct solver *v, struct pointer_set *set)
{
  struct points_to_target *bigger;

  if (set->count < set->room)
    return;
  set->room = set->room ? 4 * set->room : 4;
  bigger = query_alloc (v->cx, set->room, sizeof *bigger);
  if (set->count)
    memcpy (bigger, set->target, set->count * sizeof *bigger);
  set->target = bigger;
}

/* How many addresses of OBJECT are in SET; the first one's position goes to
   *FIRST.  */
static uint32_t
count_of (const struct pointer_set *set, uint32_t object, uint32_t *first)
{
  uint32_t n = 0;

  *first = position_in (set, object, INT64_MIN);
  while (*first + n < set->count && set->target[*first + n].object == object)
    n++;
  return n;
}

/* SET is too large: from now on it is OUTSIDE.  */
static void
coarsen (struct solver *v, uint32_t set)
{
  struct pointer_set *p = &v->sets[set];

  set_escapes (v, set, ESCAPE_EXPOSED);
  p->count = 1;
  memset (p->target, 0, sizeof *p->target);
  p->target->offset = OFFSET_UNKNOWN;
  p->is_coarse = v->is_coarse = true;
}

void
set_add (struct solver *v, uint32_t to, uint32_t object, int64_t offset)
{
  struct pointer_set *set = &v->sets[to];
  uint32_t first, n, at;

  if (set->is_coarse)
    {
      object_escapes (v, object, ESCAPE_EXPOSED);
      return;
    }
  if (object == OUTSIDE)
    offset = OFFSET_UNKNOWN;
  n = count_of (set, object, &first);
  if (n && set->target[first].offset == OFFSET_UNKNOWN)
    return;
  at = position_in (set, object, offset);
  if (at < set->count && set->target[at].object == object
      && set->target[at].offset == offset)
    return;
  if (n && (n >= MOST_OFFSETS
	    || (v->round >= WIDENS && !is_scratch (v, to))))
    offset = OFFSET_UNKNOWN;
  if (!is_scratch (v, to))
    v->changed = true;
  if (offset == OFFSET_UNKNOWN && n)
    {
      set->target[first].offset = OFFSET_UNKNOWN;
      memmove (set->target + first + 1, set->target + first + n,
	       (set->count - first - n) * sizeof *set->target);
      set->count -= n - 1;
      return;
    }
  make_room (v, set);
  memmove (set->target + at + 1, set->target + at,
	   (set->count - at) * sizeof *set->target);
  set->target[at] = (struct points_to_target) { object, 0, offset };
  if (++set->count > MOST_TARGETS)
    coarsen (v, to);
}

void
set_add_all (struct solver *v, uint32_t to, uint32_t from, int64_t by)
{
  /* Whatever this does to TO, FROM may be the same set.  */
  for (uint32_t i = 0; i < v->sets[from].count; i++)
    {
      struct points_to_target t = v->sets[from].target[i];

      set_add (v, to, t.object, offset_plus (t.offset, by));
    }
}

/* Memory.  */

/* Whether OBJECT's memory may hold what is not in its cells.  */
static bool
holds_outside (const struct solver *v, uint32_t object)
{
  const struct points_to_object *o = &v->objects[object];
  const struct snap_statement *t;
  const struct snap_decl *d;

  switch (o->kind)
    {
    case OBJECT_VARIABLE:
      d = &snapshot_decls (v->s)[o->index];
      return o->escapes || d->kind == DECL_PARAMETER
	     || (d->flags & DECL_IS_VOLATILE);
    case OBJECT_ALLOCATED:
      t = &snapshot_statements (v->s)[o->index];
      return o->escapes || t->decl == NONE
	     || snapshot_decls (v->s)[t->decl].builtin == BUILTIN_NONE;
    default:
      return true;
    }
}

static void
make_room_for_cell (struct solver *v)
{
  struct pointer_cell *cells;
  struct pointer_set *sets;

  if (v->n_cells == v->cells_room)
    {
      v->cells_room = v->cells_room ? 2 * v->cells_room : 32;
      cells = query_alloc (v->cx, v->cells_room, sizeof *cells);
      if (v->n_cells)
	memcpy (cells, v->cells, v->n_cells * sizeof *cells);
      v->cells = cells;
    }
  if (v->n_sets == v->sets_room)
    {
      v->sets_room *= 2;
      sets = query_alloc (v->cx, v->sets_room, sizeof *sets);
      memcpy (sets, v->sets, v->n_sets * sizeof *sets);
      v->sets = sets;
    }
}

/* The set of what lies in OBJECT at OFFSET.  */
static uint32_t
cell_of (struct solver *v, uint32_t object, int64_t offset)
{
  uint32_t *link = &v->first_cell[object], cell;

  if (v->n_cells_of[object] >= MOST_CELLS)
    offset = OFFSET_UNKNOWN;
  while (*link != NONE && v->cells[*link].offset < offset)
    link = &v->cells[*link].next;
  if (*link != NONE && v->cells[*link].offset == offset)
    return set_of_cell (v, *link);
  cell = *link;
  make_room_for_cell (v);
  /* The cells may have moved.  */
  link = &v->first_cell[object];
  while (*link != cell)
    link = &v->cells[*link].next;
  v->cells[v->n_cells] = (struct pointer_cell) { object, cell, offset };
  *link = v->n_cells;
  v->n_cells_of[object]++;
  v->n_sets++;
  return set_of_cell (v, v->n_cells++);
}

/* Whether a pointer at OFFSET, A, may have a byte in common with the SIZE bytes
   at B.  */
static bool
overlaps (const struct solver *v, int64_t a, int64_t b, uint64_t size)
{
  if (a == OFFSET_UNKNOWN || b == OFFSET_UNKNOWN)
    return true;
  if (a >= b)
    return size == SIZE_UNKNOWN || (uint64_t) a - (uint64_t) b < size;
  return (uint64_t) b - (uint64_t) a < v->pointer_bytes;
}

/* Whether what is read at B, of a pointer that lies at A, may be that pointer
   as it is, and not only some bytes of it.  */
static bool
is_whole (int64_t a, int64_t b)
{
  return a == b || a == OFFSET_UNKNOWN || b == OFFSET_UNKNOWN;
}

void
cells_load (struct solver *v, uint32_t places, uint64_t size, uint32_t to)
{
  for (uint32_t i = 0; i < v->sets[places].count; i++)
    {
      struct points_to_target t = v->sets[places].target[i];

      if (holds_outside (v, t.object))
	set_add (v, to, OUTSIDE, OFFSET_UNKNOWN);
      for (uint32_t c = v->first_cell[t.object]; c != NONE;
	   c = v->cells[c].next)
	if (overlaps (v, v->cells[c].offset, t.offset, size))
	  set_add_all (v, to, set_of_cell (v, c),
		       is_whole (v->cells[c].offset, t.offset)
		       ? 0 : OFFSET_UNKNOWN);
    }
}

void
cells_store (struct solver *v, uint32_t places, uint32_t from)
{
  for (uint32_t i = 0; i < v->sets[places].count; i++)
    {
      struct points_to_target t = v->sets[places].target[i];

      if (object_is_own (&v->objects[t.object]))
	{
	  set_add_all (v, cell_of (v, t.object, t.offset), from, 0);
	  if (v->objects[t.object].escapes)
	    set_escapes (v, from, ESCAPE_CONTENT);
	}
      else
	set_escapes (v, from, ESCAPE_STORED);
    }
}

/* From one object to one other.  */
static void
copy_object (struct solver *v, struct points_to_target to,
	     struct points_to_target from, uint64_t size)
{
  bool is_own = object_is_own (&v->objects[to.object]);

  if (is_own && holds_outside (v, from.object))
    set_add (v, cell_of (v, to.object, size <= v->pointer_bytes
				       ? to.offset : OFFSET_UNKNOWN),
	     OUTSIDE, OFFSET_UNKNOWN);
  for (uint32_t c = v->first_cell[from.object]; c != NONE;
       c = v->cells[c].next)
    {
      int64_t at = v->cells[c].offset;

      if (!overlaps (v, at, from.offset, size))
	continue;
      if (at == OFFSET_UNKNOWN || from.offset == OFFSET_UNKNOWN)
	at = OFFSET_UNKNOWN;
      else
	at = offset_plus (to.offset, at - from.offset);
      if (is_own)
	set_add_all (v, cell_of (v, to.object, at), set_of_cell (v, c), 0);
      else
	set_escapes (v, set_of_cell (v, c), ESCAPE_STORED);
    }
}

void
cells_copy (struct solver *v, uint32_t to, uint32_t from, uint64_t size)
{
  for (uint32_t i = 0; i < v->sets[to].count; i++)
    for (uint32_t j = 0; j < v->sets[from].count; j++)
      copy_object (v, v->sets[to].target[i], v->sets[from].target[j], size);
}
