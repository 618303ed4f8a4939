/* capture.cc - from GIMPLE to snapshots: the driver, and places.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/capture-internal.h"

/* Locations are GCC's, with whatever block they carry: that pointer may dangle
   by the time they are asked for, so captured_location takes it off without
   looking at it.  */
struct captured
{
  const struct snapshot *snapshot;
  tree decl;
  const tree *decls, *types;
  const location_t *statements, *lowered;
  const struct sparse_location *operands, *edges;
  uint32_t n_operands, n_edges;
  location_t end;
  struct captured *older;
};

static struct capture state;
static struct arena places;	/* Everything struct captured points to.  */
static struct captured *newest;
static uint64_t statements_captured;
static bool initialised;

static void
initialise (void)
{
  if (initialised)
    return;
  initialised = true;
  memset (&state, 0, sizeof state);
  builder_init (&state.builder);
  tree_table_clear (&state.names);
  tree_table_clear (&state.symbols);
  tree_table_clear (&state.symbol_counts);
  arena_init (&places, "places");
  capture_statements_init ();
}

static void
start (struct capture *c, function *fun, tree decl)
{
  initialise ();
  builder_clear (&c->builder);
  tree_table_clear (&c->types);
  tree_table_clear (&c->decls);
  tree_table_clear (&c->fields);
  tree_table_clear (&c->constants);
  struct buffer *const cleared[]
    = { &c->type_trees, &c->decl_trees, &c->decl_memory,
	&c->statement_locations, &c->operand_locations, &c->edge_locations,
	&c->lowered_locations, &c->scratch };
  for (unsigned i = 0; i < ARRAY_SIZE (cleared); i++)
    buffer_clear (cleared[i]);
  c->fun = fun;
  c->decl = decl;
  c->end = UNKNOWN_LOCATION;
  size_t count = fun ? vec_safe_length (SSANAMES (fun)) : 0;
  if (count > c->ssa_capacity)
    {
      free (c->ssa);
      c->ssa_capacity = count * 2;
      c->ssa = XNEWVEC (uint32_t, c->ssa_capacity);
    }
  if (count)
    memset (c->ssa, 0xff, count * sizeof *c->ssa);
}

/* Which events of a path the user wants, as GCC's analyzer shows them.  */
static uint32_t
events_wanted (void)
{
  switch (analyzer_verbosity)
    {
    case 0:
      return SNAPSHOT_OPTION_NO_ENTRIES | SNAPSHOT_OPTION_NO_BRANCHES;
    case 1:
      return SNAPSHOT_OPTION_NO_BRANCHES;
    case 2:
      return 0;
    default:
      return SNAPSHOT_OPTION_ALL_BRANCHES;
    }
}

static void
fill_header (struct capture *c, uint32_t flags)
{
  struct snapshot *h = &c->builder.header;
  h->flags = flags;
  if (lang_GNU_C ())
    h->flags |= SNAPSHOT_IS_C;
  if (lang_GNU_CXX ())
    h->flags |= SNAPSHOT_IS_CXX;
  h->pointer_bits = POINTER_SIZE;
  if (flag_wrapv)
    h->options |= SNAPSHOT_OPTION_WRAPV;
  if (flag_trapv)
    h->options |= SNAPSHOT_OPTION_TRAPV;
  if (flag_wrapv_pointer)
    h->options |= SNAPSHOT_OPTION_WRAPV_POINTER;
  if (!flag_delete_null_pointer_checks)
    h->options |= SNAPSHOT_OPTION_NULL_IS_VALID;
  if (flag_non_call_exceptions)
    h->options |= SNAPSHOT_OPTION_NON_CALL_EXCEPTIONS;
  if (flag_exceptions)
    h->options |= SNAPSHOT_OPTION_EXCEPTIONS;
  if (flag_analyzer_checker && strcmp (flag_analyzer_checker, "taint") == 0)
    h->options |= SNAPSHOT_OPTION_TAINT;
  h->options |= events_wanted ();
  if (DECL_FUNCTION_SPECIFIC_OPTIMIZATION (c->decl))
    h->options |= opt_for_fn (c->decl, optimize) ? SNAPSHOT_OPTION_OPTIMISED
						 : SNAPSHOT_OPTION_AT_O0;
}

static const void *
keep (const struct buffer *b)
{
  return arena_copy (&places, b->bytes, b->size);
}

static struct captured *
finish (struct capture *c, struct arena *arena)
{
  const struct snapshot *snapshot = builder_finish (&c->builder, arena);
  if (!snapshot)
    return NULL;
  struct captured *k
    = (struct captured *) arena_calloc (&places, 1, sizeof *k);
  k->snapshot = snapshot;
  k->decl = c->decl;
  k->decls = (const tree *) keep (&c->decl_trees);
  k->types = (const tree *) keep (&c->type_trees);
  k->statements = (const location_t *) keep (&c->statement_locations);
  k->lowered = (const location_t *) keep (&c->lowered_locations);
  k->operands = (const struct sparse_location *) keep (&c->operand_locations);
  k->n_operands = c->operand_locations.size / sizeof *k->operands;
  k->edges = (const struct sparse_location *) keep (&c->edge_locations);
  k->n_edges = c->edge_locations.size / sizeof *k->edges;
  k->end = c->fun ? c->fun->function_end_locus : UNKNOWN_LOCATION;
  k->older = newest;
  newest = k;
  statements_captured += snapshot_n_statements (snapshot);
  return k;
}

static struct captured *
capture_lowered_only (tree decl, struct arena *arena)
{
  struct capture *c = &state;
  start (c, NULL, decl);
  fill_header (c, SNAPSHOT_IS_LOWERED_ONLY);
  c->builder.header.decl = capture_decl (c, decl);
  capture_signature (c);
  capture_lowered (c);
  struct captured *k = finish (c, arena);
  struct function *fun = DECL_STRUCT_FUNCTION (decl);
  if (k)
    k->end = fun ? fun->function_end_locus : c->end;
  return k;
}

struct captured *
capture_function (function *fun, struct arena *arena)
{
  if (!fun->cfg || !gimple_in_ssa_p (fun))
    return capture_lowered_only (fun->decl, arena);
  struct capture *c = &state;
  start (c, fun, fun->decl);
  fill_header (c, 0);
  c->builder.header.decl = capture_decl (c, fun->decl);
  if (cgraph_node::get (fun->decl)->get_availability () <= AVAIL_INTERPOSABLE)
    builder_decls (&c->builder, c->builder.header.decl)->flags
      |= DECL_IS_REPLACEABLE;
  capture_signature (c);
  capture_body (c);
  capture_lowered (c);
  struct captured *k = finish (c, arena);
  return k ? k : capture_lowered_only (fun->decl, arena);
}

struct captured *
capture_next_lowered (struct arena *arena)
{
  tree decl = capture_lowered_next ();
  return decl ? capture_lowered_only (decl, arena) : NULL;
}

const struct snapshot *
captured_snapshot (const struct captured *k)
{
  return k->snapshot;
}

tree
captured_function_decl (const struct captured *k)
{
  return k->decl;
}

static location_t
sparse_lookup (const struct sparse_location *entries, uint32_t count,
	       uint32_t index)
{
  uint32_t low = 0, high = count;
  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      if (entries[middle].index < index)
	low = middle + 1;
      else
	high = middle;
    }
  return low < count && entries[low].index == index
	 ? entries[low].location : UNKNOWN_LOCATION;
}

static location_t
location_with_block (const struct captured *k, uint32_t place)
{
  uint32_t index = place_index (place);
  const struct snapshot *s = k->snapshot;
  switch (place_kind (place))
    {
    case PLACE_FUNCTION:
      return DECL_SOURCE_LOCATION (k->decl);
    case PLACE_END:
      return k->end;
    case PLACE_STATEMENT:
      return index < snapshot_n_statements (s) ? k->statements[index]
	     : UNKNOWN_LOCATION;
    case PLACE_OPERAND:
      return sparse_lookup (k->operands, k->n_operands, index);
    case PLACE_EDGE:
      return sparse_lookup (k->edges, k->n_edges, index);
    case PLACE_DECL:
      return index < snapshot_n_decls (s)
	     ? DECL_SOURCE_LOCATION (k->decls[index]) : UNKNOWN_LOCATION;
    case PLACE_LOWERED:
      return index < snapshot_n_lowered (s) ? k->lowered[index]
	     : UNKNOWN_LOCATION;
    case PLACE_PROMISE:
      return capture_promise_location (k->decl);
    default:
      return UNKNOWN_LOCATION;
    }
}

location_t
captured_location (const struct captured *k, uint32_t place)
{
  location_t location = location_with_block (k, place);
  if (LOCATION_LOCUS (location) == UNKNOWN_LOCATION)
    return UNKNOWN_LOCATION;
  return IS_ADHOC_LOC (location) ? set_block (location, NULL_TREE) : location;
}

tree
captured_decl (const struct captured *k, uint32_t index)
{
  return index < snapshot_n_decls (k->snapshot) ? k->decls[index] : NULL_TREE;
}

tree
captured_type (const struct captured *k, uint32_t index)
{
  return index < snapshot_n_types (k->snapshot) ? k->types[index] : NULL_TREE;
}

void
capture_mark_trees (void)
{
  for (const struct captured *k = newest; k; k = k->older)
    {
      gt_ggc_mx_tree_node (k->decl);
      for (uint32_t i = 0; i < snapshot_n_decls (k->snapshot); i++)
	gt_ggc_mx_tree_node (k->decls[i]);
      for (uint32_t i = 0; i < snapshot_n_types (k->snapshot); i++)
	gt_ggc_mx_tree_node (k->types[i]);
    }
  capture_lowered_mark_trees ();
}

uint64_t
capture_statements (void)
{
  return statements_captured;
}

void
capture_release (void)
{
  capture_lowered_release ();
  capture_promises_release ();
  if (!initialised)
    return;
  initialised = false;
  struct capture *c = &state;
  builder_release (&c->builder);
  struct tree_table *const tables[]
    = { &c->types, &c->decls, &c->fields, &c->constants, &c->names,
	&c->symbols, &c->symbol_counts };
  for (unsigned i = 0; i < ARRAY_SIZE (tables); i++)
    tree_table_release (tables[i]);
  struct buffer *const buffers[]
    = { &c->type_trees, &c->decl_trees, &c->decl_memory,
	&c->statement_locations, &c->operand_locations, &c->edge_locations,
	&c->lowered_locations, &c->scratch, &c->blocks, &c->edge_to,
	&c->name_text };
  for (unsigned i = 0; i < ARRAY_SIZE (buffers); i++)
    buffer_release (buffers[i]);
  free (c->ssa);
  c->ssa = NULL;
  c->ssa_capacity = 0;
  arena_release (&places);
  newest = NULL;
  statements_captured = 0;
}
