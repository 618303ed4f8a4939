/* points-to.c - the queries points_to and escapes: where pointers may lead, and
   what gets out.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/points-to-internal.h"

#include <stdlib.h>
#include <string.h>

#include "passes/parameter-effects.h"
#include "passes/snapshot-print.h"
#include "passes/structure.h"

/* Sets that are alike are one, numbered by their first use.  */
struct set_numbers
{
  const struct solver *v;
  uint32_t *of;			/* By set of V.  */
  uint32_t *table, mask;	/* Of sets of V, 1 + number; 0: free.  */
  uint32_t *kept, n_kept;	/* Sets of V, by number.  */
};

static uint32_t
hash_of (const struct pointer_set *set)
{
  uint64_t h = set->count;

  for (uint32_t i = 0; i < set->count; i++)
    h = (h ^ set->target[i].object ^ (uint64_t) set->target[i].offset << 20)
	* 0x9e3779b97f4a7c15u;
  return (uint32_t) (h >> 32);
}

static bool
same_set (const struct pointer_set *a, const struct pointer_set *b)
{
  return a->count == b->count
	 && (a->count == 0
	     || !memcmp (a->target, b->target, a->count * sizeof *a->target));
}

static void
number_set (struct set_numbers *n, uint32_t set)
{
  const struct pointer_set *sets = n->v->sets;
  uint32_t h = hash_of (&sets[set]) & n->mask;

  while (n->table[h])
    {
      if (same_set (&sets[n->kept[n->table[h] - 1]], &sets[set]))
	{
	  n->of[set] = n->table[h] - 1;
	  return;
	}
      h = (h + 1) & n->mask;
    }
  n->of[set] = n->n_kept;
  n->kept[n->n_kept++] = set;
  n->table[h] = n->n_kept;
}

static struct set_numbers
number_sets (const struct solver *v)
{
  struct set_numbers n = { .v = v };
  uint32_t none = snapshot_n_ssa (v->s);

  n.mask = 7;
  while (n.mask < 2 * v->n_sets)
    n.mask = 2 * n.mask + 1;
  n.of = query_alloc (v->cx, (size_t) v->n_sets + 1, sizeof *n.of);
  n.kept = query_alloc (v->cx, (size_t) v->n_sets + 1, sizeof *n.kept);
  n.table = query_alloc (v->cx, (size_t) n.mask + 1, sizeof *n.table);
  v->sets[none].count = 0;
  number_set (&n, none);
  for (uint32_t i = 0; i < v->n_sets; i++)
    if (i < none || i >= none + SCRATCH_SETS)
      number_set (&n, i);
  return n;
}

static int
compare_cells (const void *a, const void *b)
{
  const struct points_to_cell *x = a, *y = b;

  if (x->object != y->object)
    return x->object < y->object ? -1 : 1;
  return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static int
compare_escapes (const void *a, const void *b)
{
  const struct points_to_escape *x = a, *y = b;

  if (x->object != y->object)
    return x->object < y->object ? -1 : 1;
  if (x->statement != y->statement)
    return x->statement < y->statement ? -1 : 1;
  return x->how < y->how ? -1 : x->how > y->how;
}

static void
write_cells (const struct solver *v, const struct set_numbers *n,
	     struct buffer *out)
{
  struct buffer cells = BUFFER_INIT;

  for (uint32_t i = 0; i < v->n_cells; i++)
    {
      uint32_t set = snapshot_n_ssa (v->s) + SCRATCH_SETS + i;
      struct points_to_cell c = { v->cells[i].object, n->of[set],
				  v->cells[i].offset };

      buffer_add (&cells, &c, sizeof c);
    }
  if (v->n_cells)
    qsort (cells.bytes, v->n_cells, sizeof (struct points_to_cell),
	   compare_cells);
  buffer_add (out, cells.bytes, cells.size);
  buffer_release (&cells);
}

/* Sort the escapes and leave each there once.  */
static void
tidy_escapes (struct buffer *escapes)
{
  struct points_to_escape *e = (struct points_to_escape *) escapes->bytes;
  size_t count = escapes->size / sizeof *e, kept = 0;

  if (count)
    qsort (e, count, sizeof *e, compare_escapes);
  for (size_t i = 0; i < count; i++)
    if (i == 0 || compare_escapes (&e[i], &e[kept - 1]))
      e[kept++] = e[i];
  escapes->size = kept * sizeof *e;
}

static void
write_points_to (struct solver *v, struct buffer *out)
{
  struct set_numbers n = number_sets (v);
  struct buffer escapes = BUFFER_INIT;
  struct points_to head = { .n_ssa = snapshot_n_ssa (v->s),
			    .n_objects = v->n_objects, .n_sets = n.n_kept,
			    .n_cells = v->n_cells };
  uint32_t *first = query_alloc (v->cx, (size_t) n.n_kept + 1, sizeof *first);

  for (uint32_t i = 0; i < n.n_kept; i++)
    first[i + 1] = head.n_targets += v->sets[n.kept[i]].count;
  head.flags = v->is_coarse ? POINTS_TO_IS_COARSE : 0;
  buffer_add (out, &head, sizeof head);
  buffer_add (out, v->objects, v->n_objects * sizeof *v->objects);
  for (uint32_t i = 0; i < n.n_kept; i++)
    buffer_add (out, v->sets[n.kept[i]].target,
		v->sets[n.kept[i]].count * sizeof *v->sets->target);
  write_cells (v, &n, out);
  /* The sets are written: noting the escapes uses the scratch ones again.  */
  note_escapes (v, &escapes);
  tidy_escapes (&escapes);
  head.n_escapes = (uint32_t) (escapes.size
			       / sizeof (struct points_to_escape));
  memcpy (buffer_at (out, 0), &head, sizeof head);
  buffer_add (out, escapes.bytes, escapes.size);
  buffer_add (out, first, ((size_t) n.n_kept + 1) * sizeof *first);
  buffer_add (out, n.of, head.n_ssa * sizeof *n.of);
  buffer_release (&escapes);
}

void
provide_points_to (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct solver v;

  memset (&v, 0, sizeof v);
  v.cx = cx;
  v.s = q_body (cx, key);
  v.callee = parameter_effects_of_calls (cx, v.s);
  solve_points_to (&v);
  write_points_to (&v, out);
  if (v.is_coarse)
    query_give_up (cx, "pointers lead to too many objects");
}

void
provide_escapes (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const struct points_to *p = q_points_to (cx, key);
  struct escapes head = { p->n_objects, p->n_escapes };

  buffer_add (out, &head, sizeof head);
  buffer_add (out, points_to_objects (p),
	      p->n_objects * sizeof *points_to_objects (p));
  buffer_add (out, points_to_escapes (p),
	      p->n_escapes * sizeof *points_to_escapes (p));
}

/* Reading.  */

uint32_t
points_to_find_object (const struct points_to *p, enum points_to_kind kind,
		       uint32_t index)
{
  const struct points_to_object *o = points_to_objects (p);
  uint32_t low = 0, high = p->n_objects;

  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;

      if (o[middle].kind < (uint32_t) kind
	  || (o[middle].kind == (uint32_t) kind && o[middle].index < index))
	low = middle + 1;
      else
	high = middle;
    }
  return low < p->n_objects && o[low].kind == (uint32_t) kind
	 && o[low].index == index ? low : NONE;
}

static bool
objects_verify (const struct points_to_object *o, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++)
    if (o[i].kind >= OBJECT_KINDS || o[i].escapes > ESCAPES
	|| (o[i].kind == OBJECT_OUTSIDE) != (i == OUTSIDE))
      return false;
  return n > 0;
}

static bool
escapes_are_bounded (const struct points_to_escape *e, uint32_t n,
		     uint32_t n_objects)
{
  for (uint32_t i = 0; i < n; i++)
    if (e[i].object >= n_objects || e[i].how > ESCAPES)
      return false;
  return true;
}

bool
escapes_verify (const void *bytes, size_t size)
{
  const struct escapes *e = bytes;

  if (size < sizeof *e)
    return false;
  const uint64_t count[] = { e->n_objects, e->n_escapes };
  const uint32_t width[] = { sizeof (struct points_to_object),
			     sizeof (struct points_to_escape) };
  return value_has_size (size, sizeof *e, count, width, 2)
	 && objects_verify (escapes_objects (e), e->n_objects)
	 && escapes_are_bounded (escapes_array (e), e->n_escapes,
				 e->n_objects);
}

static bool
sets_verify (const struct points_to *p)
{
  const uint32_t *first = points_to_first (p), *set = points_to_sets (p);

  if (first[0] != 0 || first[p->n_sets] != p->n_targets)
    return false;
  for (uint32_t i = 0; i < p->n_sets; i++)
    if (first[i] > first[i + 1])
      return false;
  for (uint32_t i = 0; i < p->n_targets; i++)
    if (points_to_targets (p)[i].object >= p->n_objects)
      return false;
  for (uint32_t i = 0; i < p->n_cells; i++)
    if (points_to_cells (p)[i].object >= p->n_objects
	|| points_to_cells (p)[i].set >= p->n_sets)
      return false;
  for (uint32_t i = 0; i < p->n_ssa; i++)
    if (set[i] >= p->n_sets)
      return false;
  return true;
}

bool
points_to_verify (const void *bytes, size_t size)
{
  const struct points_to *p = bytes;

  if (size < sizeof *p)
    return false;
  const uint64_t count[] = { p->n_objects, p->n_targets, p->n_cells,
			     p->n_escapes, (uint64_t) p->n_sets + 1,
			     p->n_ssa };
  const uint32_t width[] = { sizeof (struct points_to_object),
			     sizeof (struct points_to_target),
			     sizeof (struct points_to_cell),
			     sizeof (struct points_to_escape), 4, 4 };
  return value_has_size (size, sizeof *p, count, width, 6)
	 && p->n_sets > 0
	 && objects_verify (points_to_objects (p), p->n_objects)
	 && escapes_are_bounded (points_to_escapes (p), p->n_escapes,
				 p->n_objects)
	 && sets_verify (p);
}

/* Dumps.  */

static void
print_object (FILE *file, const struct snapshot *body,
	      const struct points_to_object *o)
{
  static const char *const kinds[]
    = { "outside", "variable", "global", "function", "string", "parameter",
	"allocated" };

  fputs (kinds[o->kind], file);
  if (o->kind == OBJECT_OUTSIDE || !body)
    return;
  fputc (' ', file);
  switch (o->kind)
    {
    case OBJECT_STRING:
      operand_print (file, body, OPERAND (OPERAND_CONSTANT, o->index));
      break;
    case OBJECT_PARAMETER:
      ssa_print (file, body, o->index);
      break;
    case OBJECT_ALLOCATED:
      fprintf (file, "by statement %u", (unsigned) o->index);
      break;
    default:
      operand_print (file, body, OPERAND (OPERAND_DECL, o->index));
      break;
    }
}

static void
print_offset (FILE *file, int64_t offset)
{
  if (offset == OFFSET_UNKNOWN)
    fputs (" + ?", file);
  else if (offset)
    fprintf (file, " %c %llu", offset < 0 ? '-' : '+',
	     (unsigned long long) (offset < 0 ? 0 - (uint64_t) offset
					      : (uint64_t) offset));
}

static void
print_set (FILE *file, const struct snapshot *body, const struct points_to *p,
	   uint32_t set)
{
  for (uint32_t i = points_to_first (p)[set];
       i < points_to_first (p)[set + 1]; i++)
    {
      const struct points_to_target *t = &points_to_targets (p)[i];

      fputs (i == points_to_first (p)[set] ? " " : ", ", file);
      print_object (file, body, &points_to_objects (p)[t->object]);
      if (t->object != OUTSIDE)
	print_offset (file, t->offset);
    }
  fputc ('\n', file);
}

static void
print_escapes (FILE *file, const struct snapshot *body,
	       const struct points_to_object *objects,
	       const struct points_to_escape *escapes, uint32_t n)
{
  static const char *const words[]
    = { "stored", "returned", "passed", "stored in what escapes",
	"exposed" };

  for (uint32_t i = 0; i < n; i++)
    {
      print_object (file, body, &objects[escapes[i].object]);
      fputs (" is", file);
      for (unsigned j = 0; j < sizeof words / sizeof *words; j++)
	if (escapes[i].how >> j & 1)
	  fprintf (file, " %s", words[j]);
      fprintf (file, " by statement %u\n", (unsigned) escapes[i].statement);
    }
}

void
points_to_print (FILE *file, const struct snapshot *body,
		 const struct points_to *p, unsigned flags)
{
  (void) flags;
  if (p->flags & POINTS_TO_IS_COARSE)
    fprintf (file, "not all was told apart\n");
  for (uint32_t i = 0; body && i < p->n_ssa; i++)
    if (points_to_sets (p)[i])
      {
	ssa_print (file, body, i);
	fputs (" leads to", file);
	print_set (file, body, p, points_to_sets (p)[i]);
      }
  for (uint32_t i = 0; i < p->n_cells; i++)
    {
      const struct points_to_cell *c = &points_to_cells (p)[i];

      print_object (file, body, &points_to_objects (p)[c->object]);
      print_offset (file, c->offset);
      fputs (" holds", file);
      print_set (file, body, p, c->set);
    }
}

void
escapes_print (FILE *file, const struct snapshot *body,
	       const struct escapes *e, unsigned flags)
{
  (void) flags;
  print_escapes (file, body, escapes_objects (e), escapes_array (e),
		 e->n_escapes);
}
