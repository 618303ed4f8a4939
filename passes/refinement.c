/* refinement.c - where more is known of an SSA name than where it is defined.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   One walk over the dominator tree, as when SSA names are given: what holds in a
   block holds in all below it and is taken back when they are done.  Children are
   visited in reverse postorder, so that at a join all predecessors but those in
   loops have been seen.  */

#include "passes/refinement-internal.h"

#include <string.h>

/* How many predecessors a join may have, how many names are joined there, and how
   many refinements are looked through for one of them.  */
#define MOST_JOINED_EDGES 64
#define MOST_JOINED_NAMES 8
#define MOST_LOOKED_AT 32

/* How far a refinement is carried to what was computed from it.  */
#define MOST_DEPENDENTS 3

void
walk_set (struct walk *w, uint32_t *where, uint32_t value)
{
  struct change c = { where, *where };
  if (*where == value)
    return;
  buffer_add (&w->changes, &c, sizeof c);
  *where = value;
}

static uint32_t
changes_count (const struct walk *w)
{
  return (uint32_t) (w->changes.size / sizeof (struct change));
}

static void
walk_undo (struct walk *w, uint32_t count)
{
  const struct change *c = (const struct change *) w->changes.bytes;
  for (uint32_t i = changes_count (w); i > count; i--)
    *c[i - 1].where = c[i - 1].old;
  w->changes.size = count * sizeof *c;
}

static void
add_refinement (struct walk *w, uint32_t name, struct refinement *made)
{
  uint32_t index = refinements_count (w->r);
  made->name = name;
  made->parent = w->current[name];
  made->place = w->place;
  made->previous = w->r->latest[name];
  buffer_add (&w->r->all, made, sizeof *made);
  w->r->latest[name] = index;
  walk_set (w, &w->current[name], snapshot_n_ssa (w->s) + index);
}

/* More is known of NAME: so of what was computed from it, but for statement
   EXCEPT.  */
static void
refine_dependents (struct walk *w, uint32_t name, uint32_t except)
{
  for (unsigned i = 0; i < MOST_DEPENDENTS && w->left > 0; i++)
    {
      uint32_t dependent = w->dependent[name];
      if (dependent == NONE)
	return;
      uint32_t statement = snapshot_ssa (w->s)[dependent].definition;
      struct refinement made
	= { .kind = REFINED_BY_OPERAND, .a = w->current[name],
	    .b = statement,
	    .operand = (uint8_t) only_operand (w, &snapshot_statements (w->s)
					       [statement]) };
      if (statement == except)
	return;
      w->left--;
      add_refinement (w, dependent, &made);
      name = dependent;
    }
}

bool
walk_refine (struct walk *w, uint32_t name, struct refinement *made)
{
  uint32_t partner = w->partner[name];
  if (w->left == 0)
    return false;
  w->left--;
  add_refinement (w, name, made);
  refine_dependents (w, name, made->kind == REFINED_BY_RESULT ? made->b
							      : NONE);
  if (partner != NONE && w->left > 0 && w->r->kind[partner])
    {
      struct refinement equal
	= { .kind = REFINED_BY_COMPARISON, .operation = OPERATION_EQUAL,
	    .a = OPERAND (OPERAND_SSA, name), .b = w->current[name] };
      w->left--;
      add_refinement (w, partner, &equal);
    }
  return true;
}

/* Joins.  */

/* The version of NAME at the end of BLOCK, which the walk has left, or NONE if it
   takes too long to find.  */
static uint32_t
version_at_end (struct walk *w, uint32_t name, uint32_t block)
{
  uint32_t index = w->r->latest[name];
  for (unsigned i = 0; i < MOST_LOOKED_AT; i++)
    {
      if (index == NONE)
	return name;
      const struct refinement *x = &refinements_array (w->r)[index];
      uint32_t at = operand_index (x->place);
      if (version_place (x->place) == AFTER_STATEMENT)
	at = snapshot_statements (w->s)[at].block;
      if (version_place (x->place) != ON_EDGE
	  && dominates (w->r->dominators, at, block))
	return snapshot_n_ssa (w->s) + index;
      index = x->previous;
    }
  return NONE;
}

/* The version of NAME on EDGE.  */
static uint32_t
version_on_edge (struct walk *w, uint32_t name, uint32_t edge)
{
  const struct refinement *all = refinements_array (w->r);
  for (uint32_t i = w->r->count_on_edge[edge]; i > 0; i--)
    if (all[w->r->first_on_edge[edge] + i - 1].name == name)
      return snapshot_n_ssa (w->s) + w->r->first_on_edge[edge] + i - 1;
  return version_at_end (w, name, snapshot_edges (w->s)[edge].source);
}

/* NAME has another version on each edge into BLOCK than above it.  */
static void
join_name (struct walk *w, uint32_t name, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (w->s)[block];
  uint32_t definition = snapshot_ssa (w->s)[name].definition;
  struct refinement made
    = { .kind = REFINED_BY_JOIN,
	.a = (uint32_t) (w->r->joins.size / sizeof (uint32_t)) };
  if (definition != NONE
      && !dominates (w->r->dominators,
		     snapshot_statements (w->s)[definition].block, block))
    return;
  for (uint32_t i = 0; i < b->n_predecessors; i++)
    {
      uint32_t version
	= version_on_edge (w, name,
			   snapshot_preds (w->s)[b->first_predecessor + i]);
      if (version == NONE || version == w->current[name])
	{
	  w->r->joins.size = made.a * sizeof (uint32_t);
	  return;
	}
      buffer_add (&w->r->joins, &version, sizeof version);
    }
  add_refinement (w, name, &made);
}

/* Names that a branch straight into BLOCK says something of, if that holds on
   all ways into it: `if (a == 1 || a == 2)'.  */
static void
join_block (struct walk *w, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (w->s)[block];
  const uint32_t *position = cfg_order_positions (w->r->order);
  uint32_t names[MOST_JOINED_NAMES], n = 0, best = NONE;
  if (b->n_predecessors < 2 || b->n_predecessors > MOST_JOINED_EDGES)
    return;
  for (uint32_t i = 0; i < b->n_predecessors; i++)
    {
      uint32_t e = snapshot_preds (w->s)[b->first_predecessor + i];
      if (position[snapshot_edges (w->s)[e].source] >= position[block])
	return;
      if (w->r->count_on_edge[e] && (best == NONE
			       || w->r->count_on_edge[e] < w->r->count_on_edge[best]))
	best = e;
    }
  for (uint32_t i = 0; best != NONE && i < w->r->count_on_edge[best]
       && n < MOST_JOINED_NAMES; i++)
    {
      uint32_t name
	= refinements_array (w->r)[w->r->first_on_edge[best] + i].name, j = 0;
      while (j < n && names[j] != name)
	j++;
      if (j < n)
	continue;
      names[n++] = name;
      join_name (w, name, block);
    }
}

/* Statements.  */

static uint32_t
current_version (struct walk *w, uint32_t operand)
{
  if (operand_kind (operand) == OPERAND_ADDRESS)
    operand = snapshot_memory (w->s)[operand_index (operand)].base;
  if (operand_kind (operand) != OPERAND_SSA
      || !w->r->kind[operand_index (operand)])
    return NONE;
  return w->current[operand_index (operand)];
}

/* The entry for accesses like MEMORY in STATE of memory, or a free one.  */
static struct known_memory *
find_known (struct walk *w, uint32_t memory, uint32_t state)
{
  const struct snap_memory *m = &snapshot_memory (w->s)[memory];
  uint64_t hash = ((uint64_t) m->base << 32 | state)
		  * UINT64_C (0x9e3779b97f4a7c15);
  hash = (hash ^ (uint64_t) m->offset_bits ^ m->type)
	 * UINT64_C (0xbf58476d1ce4e5b9);
  for (uint32_t i = (uint32_t) (hash >> 32);; i++)
    {
      struct known_memory *k = &w->known[i & w->known_mask];
      if (k->memory == NONE)
	return k;
      const struct snap_memory *n = &snapshot_memory (w->s)[k->memory];
      if (k->state == state && n->base == m->base && n->type == m->type
	  && n->offset_bits == m->offset_bits && n->size_bits == m->size_bits
	  && n->flags == m->flags)
	return k;
    }
}

/* Memory whose place and extent are known from its base alone.  */
static bool
is_plain (const struct snapshot *s, uint32_t operand)
{
  if (operand_kind (operand) != OPERAND_MEMORY)
    return false;
  const struct snap_memory *m = &snapshot_memory (s)[operand_index (operand)];
  return (m->flags & (MEMORY_IS_VOLATILE | MEMORY_IS_REVERSED
		      | MEMORY_IS_VARIABLE | MEMORY_IS_TARGET)) == 0
	 && m->size_bits == m->max_size_bits && m->size_bits != SIZE_UNKNOWN
	 && (operand_kind (m->base) == OPERAND_SSA
	     || operand_kind (m->base) == OPERAND_DECL);
}

static void
remember (struct walk *w, uint32_t memory, uint32_t state, uint32_t operand)
{
  struct known_memory *k = find_known (w, memory, state);
  if (k->memory == NONE)
    {
      k->memory = memory;
      k->state = state;
      k->operand = 0;
    }
  walk_set (w, &k->operand, operand);
}

/* T loads or stores a name that is tracked.  */
static void
visit_memory (struct walk *w, const struct snap_statement *t)
{
  uint32_t value = snapshot_operands (w->s)[t->first_operand];
  if (t->operation != OPERATION_COPY || t->flags & STATEMENT_IS_VOLATILE)
    return;
  if (t->vdef != NONE && is_plain (w->s, t->lhs)
      && (operand_kind (value) == OPERAND_SSA
	  || operand_kind (value) == OPERAND_CONSTANT))
    remember (w, operand_index (t->lhs), t->vdef, value);
  if (t->vuse == NONE || t->vdef != NONE || !is_plain (w->s, value)
      || operand_kind (t->lhs) != OPERAND_SSA)
    return;
  uint32_t name = operand_index (t->lhs), memory = operand_index (value);
  struct known_memory *k = find_known (w, memory, t->vuse);
  if (k->memory != NONE && k->operand)
    {
      uint32_t same = operand_index (k->operand);
      if (!w->r->kind[name])
	return;
      if (operand_kind (k->operand) == OPERAND_CONSTANT)
	{
	  w->r->same_as[name] = k->operand;
	  return;
	}
      if (w->r->kind[name] != w->r->kind[same])
	return;
      w->r->same_as[name] = k->operand;
      w->r->same_version[name] = w->current[same];
      walk_set (w, &w->partner[name], same);
      walk_set (w, &w->partner[same], name);
      return;
    }
  remember (w, memory, t->vuse, t->lhs);
}

static void
visit_assignment (struct walk *w, const struct snap_statement *t)
{
  uint32_t operand = only_operand (w, t);
  if (operand != NONE)
    {
      uint32_t from = snapshot_operands (w->s)[t->first_operand + operand];
      walk_set (w, &w->dependent[operand_index (from)],
		operand_index (t->lhs));
    }
  else if (t->n_operands == 1)
    visit_memory (w, t);
}

static void
visit_reached (void *data, uint32_t name)
{
  struct walk *w = data;
  w->left = REFINEMENTS_PER_BRANCH;
  assume_not_null (w, name);
}

static void
visit_statement (struct walk *w, uint32_t index)
{
  const struct snap_statement *t = &snapshot_statements (w->s)[index];
  const uint32_t *operands = snapshot_operands (w->s);
  if (t->code == STATEMENT_PHI)
    return;
  for (uint32_t i = 0; i < t->n_operands; i++)
    w->r->version[t->first_operand + i]
      = current_version (w, operands[t->first_operand + i]);
  if (t->code == STATEMENT_ASSIGN)
    visit_assignment (w, t);
  w->place = OPERAND (AFTER_STATEMENT, index);
  visit_not_null (w->s, index, visit_reached, w);
}

/* Blocks.  */

/* What the phis of the block behind EDGE read on it.  */
static void
visit_phis (struct walk *w, uint32_t edge)
{
  const struct snap_block *b
    = &snapshot_blocks (w->s)[snapshot_edges (w->s)[edge].destination];
  uint32_t argument = w->argument[edge];
  for (uint32_t i = 0; i < b->n_phis; i++)
    {
      const struct snap_statement *t
	= &snapshot_statements (w->s)[b->first_statement + i];
      if (t->flags & STATEMENT_IS_VIRTUAL)
	continue;
      w->r->version[t->first_operand + argument]
	= current_version (w, snapshot_operands (w->s)[t->first_operand
						       + argument]);
    }
}

static void
leave_by_edge (struct walk *w, uint32_t edge)
{
  uint32_t to = snapshot_edges (w->s)[edge].destination;
  const struct snap_block *b = &snapshot_blocks (w->s)[to];
  uint32_t mark = changes_count (w);
  if (b->n_predecessors < 2)
    {
      if (b->n_phis)
	visit_phis (w, edge);
      return;
    }
  w->place = OPERAND (ON_EDGE, edge);
  w->left = REFINEMENTS_PER_BRANCH;
  w->r->first_on_edge[edge] = refinements_count (w->r);
  assume_edge (w, edge);
  w->r->count_on_edge[edge] = refinements_count (w->r) - w->r->first_on_edge[edge];
  if (b->n_phis)
    visit_phis (w, edge);
  walk_undo (w, mark);
}

static void
visit_block (struct walk *w, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (w->s)[block];
  w->r->first_of_block[block] = refinements_count (w->r);
  w->place = OPERAND (IN_BLOCK, block);
  w->left = REFINEMENTS_PER_BRANCH;
  if (w->entry_edge[block] != NONE)
    assume_edge (w, w->entry_edge[block]);
  else
    join_block (w, block);
  for (uint32_t i = 0; i < b->n_statements; i++)
    visit_statement (w, b->first_statement + i);
  for (uint32_t i = 0; i < b->n_successors; i++)
    leave_by_edge (w, b->first_successor + i);
  w->r->count_of_block[block]
    = refinements_count (w->r) - w->r->first_of_block[block];
}

static void
visit_predecessors (struct walk *w)
{
  for (uint32_t b = 0; b < snapshot_n_blocks (w->s); b++)
    {
      const struct snap_block *block = &snapshot_blocks (w->s)[b];
      uint32_t found = NONE, n = 0;
      for (uint32_t i = 0; i < block->n_predecessors; i++)
	{
	  uint32_t e = snapshot_preds (w->s)[block->first_predecessor + i];
	  uint32_t from = snapshot_edges (w->s)[e].source;
	  w->argument[e] = i;
	  if (cfg_order_positions (w->r->order)[from] == NONE
	      || dominates (w->r->dominators, b, from))
	    continue;
	  found = e;
	  n++;
	}
      w->entry_edge[b] = n == 1 ? found : NONE;
    }
}

/* FIRST_CHILD, NEXT: the dominator tree, children in reverse postorder.  */
static void
walk_tree (struct walk *w, const uint32_t *first_child, const uint32_t *next)
{
  const struct scratch *m = &w->r->scratch;
  uint32_t *stack = scratch_numbers (m, w->r->order->n_reachable + 1);
  uint32_t *mark = scratch_numbers (m, w->r->order->n_reachable + 1);
  uint32_t depth = 0, block = BLOCK_ENTRY;
  for (;;)
    {
      stack[depth] = block;
      mark[depth++] = changes_count (w);
      visit_block (w, block);
      block = first_child[block];
      while (block == NONE)
	{
	  if (!depth)
	    return;
	  walk_undo (w, mark[--depth]);
	  block = next[stack[depth]];
	}
    }
}

static void
walk_blocks (struct walk *w)
{
  const struct scratch *m = &w->r->scratch;
  uint32_t n = snapshot_n_blocks (w->s);
  uint32_t *first_child = scratch_numbers (m, n), *next = scratch_numbers (m, n);
  for (uint32_t b = 0; b < n; b++)
    first_child[b] = next[b] = NONE;
  for (uint32_t i = w->r->order->n_reachable; i-- > 0;)
    {
      uint32_t b = cfg_order_blocks (w->r->order)[i];
      uint32_t above = dominators_immediate (w->r->dominators)[b];
      if (above == NONE)
	continue;
      next[b] = first_child[above];
      first_child[above] = b;
    }
  if (w->r->order->n_reachable)
    walk_tree (w, first_child, next);
}

static void
init_names (struct walk *w)
{
  struct refinements *r = w->r;
  uint32_t n = snapshot_n_ssa (w->s);
  for (uint32_t i = 0; i < n; i++)
    {
      bool is_pointer;
      w->current[i] = i;
      w->partner[i] = w->dependent[i] = r->latest[i] = NONE;
      r->same_version[i] = NONE;
      if (range_type (w->s, snapshot_ssa (w->s)[i].type, &r->type[i],
		      &is_pointer))
	r->kind[i] = is_pointer ? NAME_POINTER : NAME_INTEGER;
    }
  for (uint32_t i = 0; i < snapshot_n_operands (w->s); i++)
    r->version[i] = NONE;
}

static void
init_known (struct walk *w)
{
  uint32_t size = 16;
  while (size / 2 < snapshot_n_statements (w->s))
    size *= 2;
  w->known = scratch_alloc (&w->r->scratch, size, sizeof *w->known);
  w->known_mask = size - 1;
  for (uint32_t i = 0; i < size; i++)
    w->known[i].memory = NONE;
}

void
refinements_init (struct refinements *r, const struct snapshot *s,
		  const struct cfg_order *order,
		  const struct dominators *dominators,
		  const struct scratch *scratch)
{
  static const struct range bits[2]
    = { { .count = 1 },
	{ .count = 1, .part = { { .low = { .size = 1, .limb = 1 },
				  .high = { .size = 1, .limb = 1 } } } } };
  struct walk w = { .r = r, .s = s };
  uint32_t n_ssa = snapshot_n_ssa (s), n_edges = snapshot_n_edges (s);
  memset (r, 0, sizeof *r);
  r->s = s;
  r->order = order;
  r->dominators = dominators;
  r->scratch = *scratch;
  r->kind = scratch_alloc (scratch, n_ssa + 1, 1);
  r->type = scratch_alloc (scratch, n_ssa + 1, sizeof *r->type);
  r->version = scratch_numbers (scratch, snapshot_n_operands (s) + 1);
  r->same_as = scratch_numbers (scratch, n_ssa + 1);
  r->same_version = scratch_numbers (scratch, n_ssa + 1);
  r->first_of_block = scratch_numbers (scratch, snapshot_n_blocks (s));
  r->count_of_block = scratch_numbers (scratch, snapshot_n_blocks (s));
  for (unsigned i = 0; i < 2; i++)
    {
      const struct range *set = &bits[i];
      buffer_add (&r->sets, &set, sizeof set);
    }
  w.current = scratch_numbers (scratch, n_ssa + 1);
  w.partner = scratch_numbers (scratch, n_ssa + 1);
  w.dependent = scratch_numbers (scratch, n_ssa + 1);
  r->latest = scratch_numbers (scratch, n_ssa + 1);
  w.entry_edge = scratch_numbers (scratch, snapshot_n_blocks (s));
  w.argument = scratch_numbers (scratch, n_edges + 1);
  r->first_on_edge = scratch_numbers (scratch, n_edges + 1);
  r->count_on_edge = scratch_numbers (scratch, n_edges + 1);
  r->cases = scratch_alloc (scratch, n_edges + 1, sizeof *r->cases);
  buffer_init (&w.changes);
  init_names (&w);
  init_known (&w);
  visit_predecessors (&w);
  walk_blocks (&w);
  buffer_release (&w.changes);
}

void
refinements_release (struct refinements *r)
{
  buffer_release (&r->all);
  buffer_release (&r->sets);
  buffer_release (&r->joins);
}
