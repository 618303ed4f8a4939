/* ranges-solve.c - the ranges of all versions, from nothing up and then down.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Conditional and sparse, as constant propagation is (Wegman and Zadeck, 1991):
   only what can be reached is looked at, and a version again only when one that it
   reads has grown.  What is waiting lies in a bit set by reverse postorder and the
   first one is taken, so an inner loop is stable before what follows it is looked at.

   Where a phi closes a loop its range grows in steps: a few times as it likes, then
   to the next number that a condition on it names, then to its type's bounds.  So
   every version changes a bounded number of times, and the whole is linear.  Then
   a few steps down: what was widened is computed again from what it
   became, which is where conditions of the loop get their say (Cousot and Cousot,
   1977, widening and narrowing).  A value that is sound stays so in each such step, so
   it may end anywhere.  */

#include "passes/ranges-internal.h"

#include <string.h>

/* How often a loop's phi grows as it likes, then to the next threshold; from then
   on it has its type's bounds.  How often anything else may grow before it is
   everything, and how often a version may shrink again.  */
#define FREE_GROWTHS 3
#define THRESHOLD_GROWTHS 6
#define MOST_GROWTHS 40
#define MOST_SHRINKS 4

/* How many refinements of a name are asked for a threshold.  */
#define MOST_THRESHOLDS 16

struct solving
{
  struct solver *v;
  uint32_t n_items;		/* Versions, then the ends of blocks.  */
  uint32_t *position;		/* By item: in ORDER; NONE: never looked at.  */
  uint32_t *order;		/* Items.  */
  uint32_t n_order;
  uint32_t *first_item;		/* By block: in ORDER.  */
  uint32_t *n_block_items;
  uint32_t *first_user, *user;	/* By version: items that read it.  */
  uint8_t *is_loop_phi;		/* By SSA.  */
  uint8_t *grown, *shrunk;	/* By version: how often.  */
  uint64_t *waiting[6];		/* Bit sets by position: of items, of words that
				   are not empty, and so on.  */
  unsigned n_levels;
};

static const struct range nothing = { .count = 0 };

/* What waits.  */

static void
waiting_init (struct solving *x, uint32_t n)
{
  do
    {
      n = (n + 63) / 64;
      x->waiting[x->n_levels++]
	= scratch_alloc (x->v->m, n + 1, sizeof (uint64_t));
    }
  while (n > 1);
}

static void
wait_for (struct solving *x, uint32_t item)
{
  uint32_t i = x->position[item];
  if (i == NONE)
    return;
  for (unsigned l = 0; l < x->n_levels; l++, i /= 64)
    x->waiting[l][i / 64] |= UINT64_C (1) << (i % 64);
}

/* The first item that waits, taken out; NONE if there is none.  */
static uint32_t
take_first (struct solving *x)
{
  uint32_t i = 0;
  if (!x->waiting[x->n_levels - 1][0])
    return NONE;
  for (unsigned l = x->n_levels; l-- > 0;)
    i = i * 64 + (uint32_t) __builtin_ctzll (x->waiting[l][i]);
  uint32_t found = i;
  for (unsigned l = 0; l < x->n_levels; l++, i /= 64)
    {
      x->waiting[l][i / 64] &= ~(UINT64_C (1) << (i % 64));
      if (x->waiting[l][i / 64])
	break;
    }
  return x->order[found];
}

/* Who reads what.  */

static void
add_user (struct solving *x, uint32_t version, uint32_t item, bool counting)
{
  if (version == NONE)
    return;
  if (counting)
    x->first_user[version + 1]++;
  else
    x->user[x->first_user[version]++] = item;
}

static void
add_users_of_refinement (struct solving *x, uint32_t index, bool counting)
{
  const struct refinement *made = &refinements_array (x->v->r)[index];
  uint32_t item = x->v->n_ssa + index;
  add_user (x, made->parent, item, counting);
  if (made->kind == REFINED_BY_COMPARISON)
    add_user (x, made->b, item, counting);
  if (made->kind == REFINED_BY_RESULT || made->kind == REFINED_BY_OPERAND)
    add_user (x, made->a, item, counting);
  if (made->kind == REFINED_BY_JOIN)
    {
      uint32_t block = operand_index (made->place);
      const uint32_t *joins = (const uint32_t *) x->v->r->joins.bytes;
      for (uint32_t i = 0;
	   i < snapshot_blocks (x->v->s)[block].n_predecessors; i++)
	add_user (x, joins[made->a + i], item, counting);
    }
}

static void
add_users_of_statement (struct solving *x, uint32_t index, bool counting)
{
  const struct snap_statement *t = &snapshot_statements (x->v->s)[index];
  uint32_t item;
  if (t->code == STATEMENT_COND || t->code == STATEMENT_SWITCH)
    item = x->v->n_versions + t->block;
  else if (operand_kind (t->lhs) == OPERAND_SSA
	   && x->v->r->kind[operand_index (t->lhs)])
    item = operand_index (t->lhs);
  else
    return;
  if (item < x->v->n_ssa)
    add_user (x, x->v->r->same_version[item], item, counting);
  for (uint32_t i = 0; i < t->n_operands; i++)
    add_user (x, x->v->r->version[t->first_operand + i], item, counting);
}

static void
add_all_users (struct solving *x, bool counting)
{
  for (uint32_t i = 0; i < snapshot_n_statements (x->v->s); i++)
    add_users_of_statement (x, i, counting);
  for (uint32_t i = 0; i < refinements_count (x->v->r); i++)
    add_users_of_refinement (x, i, counting);
}

static void
find_users (struct solving *x)
{
  uint32_t n = x->v->n_versions;
  x->first_user = scratch_numbers (x->v->m, n + 2);
  add_all_users (x, true);
  for (uint32_t i = 0; i < n; i++)
    x->first_user[i + 1] += x->first_user[i];
  x->user = scratch_numbers (x->v->m, x->first_user[n] + 1);
  add_all_users (x, false);
  memmove (x->first_user + 1, x->first_user, n * sizeof *x->first_user);
  x->first_user[0] = 0;
}

/* The order: blocks in reverse postorder; in each what its branch says, its
   statements and what they say, its end, what its edges say.  */

static void
add_item (struct solving *x, uint32_t item)
{
  x->position[item] = x->n_order;
  x->order[x->n_order++] = item;
}

/* The refinements of BLOCK from *NEXT on that hold in PLACE, or earlier.  */
static void
add_refinements (struct solving *x, uint32_t block, uint32_t *next,
		 uint32_t place)
{
  const struct refinement *all = refinements_array (x->v->r);
  uint32_t end = x->v->r->first_of_block[block]
		 + x->v->r->count_of_block[block];
  for (; *next < end && all[*next].place <= place; ++*next)
    add_item (x, x->v->n_ssa + *next);
}

static void
order_statement (struct solving *x, const struct snap_statement *t)
{
  const uint32_t *operands = snapshot_operands (x->v->s) + t->first_operand;
  uint32_t outputs = t->code == STATEMENT_ASM ? t->n_extra : 0;
  if (operand_kind (t->lhs) == OPERAND_SSA
      && x->v->r->kind[operand_index (t->lhs)])
    add_item (x, operand_index (t->lhs));
  for (uint32_t i = 0; i < outputs; i++)
    if (operand_kind (operands[i]) == OPERAND_SSA
	&& x->v->r->kind[operand_index (operands[i])])
      add_item (x, operand_index (operands[i]));
}

static void
order_block (struct solving *x, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (x->v->s)[block];
  uint32_t next = x->v->r->first_of_block[block];
  x->first_item[block] = x->n_order;
  add_refinements (x, block, &next, OPERAND (IN_BLOCK, block));
  for (uint32_t i = 0; i < b->n_statements; i++)
    {
      uint32_t index = b->first_statement + i;
      order_statement (x, &snapshot_statements (x->v->s)[index]);
      add_refinements (x, block, &next, OPERAND (AFTER_STATEMENT, index));
    }
  add_item (x, x->v->n_versions + block);
  add_refinements (x, block, &next, UINT32_MAX);
  x->n_block_items[block] = x->n_order - x->first_item[block];
}

static void
find_loop_phis (struct solving *x, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (x->v->s)[block];
  const uint32_t *position = cfg_order_positions (x->v->r->order);
  bool closes = false;
  for (uint32_t i = 0; i < b->n_predecessors && !closes; i++)
    {
      uint32_t e = snapshot_preds (x->v->s)[b->first_predecessor + i];
      uint32_t from = position[snapshot_edges (x->v->s)[e].source];
      closes = from != NONE && from >= position[block];
    }
  for (uint32_t i = 0; i < b->n_phis && closes; i++)
    {
      const struct snap_statement *t
	= &snapshot_statements (x->v->s)[b->first_statement + i];
      x->is_loop_phi[operand_index (t->lhs)] = 1;
    }
}

static void
order_items (struct solving *x)
{
  struct solver *v = x->v;
  x->n_items = v->n_versions + snapshot_n_blocks (v->s);
  x->position = scratch_numbers (v->m, x->n_items);
  x->order = scratch_numbers (v->m, x->n_items);
  x->first_item = scratch_numbers (v->m, snapshot_n_blocks (v->s));
  x->n_block_items = scratch_numbers (v->m, snapshot_n_blocks (v->s));
  x->is_loop_phi = scratch_alloc (v->m, v->n_ssa + 1, 1);
  for (uint32_t i = 0; i < x->n_items; i++)
    x->position[i] = NONE;
  for (uint32_t i = 0; i < v->r->order->n_reachable; i++)
    {
      uint32_t block = cfg_order_blocks (v->r->order)[i];
      find_loop_phis (x, block);
      order_block (x, block);
    }
}

/* Up.  */

static void
reach_edge (struct solving *x, uint32_t edge)
{
  uint32_t to = snapshot_edges (x->v->s)[edge].destination;
  if (x->v->edge[edge])
    return;
  x->v->edge[edge] = 1;
  const struct snap_block *b = &snapshot_blocks (x->v->s)[to];
  if (!x->v->block[to])
    {
      x->v->block[to] = 1;
      for (uint32_t i = 0; i < x->n_block_items[to]; i++)
	wait_for (x, x->order[x->first_item[to] + i]);
      return;
    }
  for (uint32_t i = 0; i < b->n_phis; i++)
    wait_for (x, operand_index (snapshot_statements (x->v->s)
				[b->first_statement + i].lhs));
  for (uint32_t i = 0; i < x->v->r->count_of_block[to]; i++)
    {
      uint32_t index = x->v->r->first_of_block[to] + i;
      if (refinements_array (x->v->r)[index].kind != REFINED_BY_JOIN)
	break;
      wait_for (x, x->v->n_ssa + index);
    }
}

/* The successors of the block that T ends which its index allows.  */
static void
reach_cases (struct solving *x, const struct snap_statement *t)
{
  const struct snap_block *b = &snapshot_blocks (x->v->s)[t->block];
  uint32_t version = x->v->r->version[t->first_operand];
  for (uint32_t i = 0; i < b->n_successors; i++)
    {
      uint32_t edge = b->first_successor + i;
      struct range both;
      if (version != NONE && x->v->r->cases[edge])
	{
	  range_intersect (x->v->value[version], x->v->r->cases[edge], &both);
	  if (!both.count)
	    continue;
	}
      reach_edge (x, edge);
    }
}

static void
reach_successors (struct solving *x, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (x->v->s)[block];
  const struct snap_statement *t = block_end (x->v->s, block);
  unsigned truth = 3;
  if (t && t->code == STATEMENT_SWITCH)
    {
      reach_cases (x, t);
      return;
    }
  if (t && t->code == STATEMENT_COND)
    truth = evaluate_condition (x->v, t);
  for (uint32_t i = 0; i < b->n_successors; i++)
    {
      uint32_t flags = snapshot_edges (x->v->s)[b->first_successor + i].flags;
      if ((flags & EDGE_IS_TRUE && !(truth & 2))
	  || (flags & EDGE_IS_FALSE && !(truth & 1)))
	continue;
      reach_edge (x, b->first_successor + i);
    }
}

/* The set that confines NAME by refinement INDEX, if it names one that does not
   grow with the loop.  */
static bool
threshold_set (struct solving *x, const struct refinement *made,
	       struct range *set)
{
  struct integer value;
  if (made->kind == REFINED_BY_SET)
    {
      range_copy (((const struct range *const *)
		   x->v->r->sets.bytes)[made->a], set);
      return true;
    }
  if (made->kind != REFINED_BY_COMPARISON
      || x->v->r->kind[made->name] != NAME_INTEGER)
    return false;
  if (made->a == 0)
    value = integer_of (0);
  else if (made->b != NONE && x->v->value[made->b]->count
	   && operand_kind (made->a) == OPERAND_SSA)
    {
      range_copy (x->v->value[made->b], set);
      return true;
    }
  else if (!constant_integer (x->v->s, x->v->m, made->a, &value))
    return false;
  range_single (value, set);
  return true;
}

struct thresholds
{
  struct integer low, high;	/* The nearest so far; at first the bounds.  */
};

static void
consider (const struct range *old, struct integer value,
	  struct thresholds *t)
{
  if (integer_compare (value, old->part[0].low) <= 0
      && integer_compare (value, t->low) > 0)
    t->low = value;
  if (integer_compare (value, old->part[old->count - 1].high) >= 0
      && integer_compare (value, t->high) < 0)
    t->high = value;
}

/* The numbers next outside of GROWN that conditions on NAME have, one more and one
   less included, since loops end there.  */
static void
consider_conditions (struct solving *x, uint32_t name,
		     const struct range *grown, struct thresholds *t)
{
  const struct refinement *all = refinements_array (x->v->r);
  uint32_t index = x->v->r->latest[name];
  struct range set;
  for (unsigned i = 0; index != NONE && i < MOST_THRESHOLDS; i++)
    {
      if (threshold_set (x, &all[index], &set))
	for (uint32_t j = 0; j < set.count; j++)
	  for (int more = -1; more <= 1; more++)
	    {
	      struct integer by = integer_of (more);
	      consider (grown, integer_add (x->v->m, set.part[j].low, by), t);
	      consider (grown, integer_add (x->v->m, set.part[j].high, by),
			t);
	    }
      index = all[index].previous;
    }
}

static struct thresholds
find_thresholds (struct solving *x, uint32_t name, const struct range *grown)
{
  const struct range *full = x->v->full[name];
  struct thresholds t = { full->part[0].low, full->part[0].high };
  const struct snap_statement *phi
    = &snapshot_statements (x->v->s)[snapshot_ssa (x->v->s)[name].definition];
  consider_conditions (x, name, grown, &t);
  for (uint32_t i = 0; i < phi->n_operands && i < MOST_THRESHOLDS; i++)
    {
      uint32_t operand = snapshot_operands (x->v->s)[phi->first_operand + i];
      if (operand_kind (operand) == OPERAND_SSA)
	consider_conditions (x, operand_index (operand), grown, &t);
    }
  return t;
}

/* NAME's phi has grown from OLD to GROWN once more.  */
static void
widen (struct solving *x, uint32_t name, const struct range *old,
       struct range *grown)
{
  const struct range *full = x->v->full[name];
  uint8_t times = x->grown[name];
  if (times < FREE_GROWTHS || !old->count)
    return;
  bool down = integer_compare (grown->part[0].low, old->part[0].low) < 0;
  bool up = integer_compare (grown->part[grown->count - 1].high,
			     old->part[old->count - 1].high) > 0;
  struct thresholds t = { full->part[0].low, full->part[0].high };
  if (times < THRESHOLD_GROWTHS)
    t = find_thresholds (x, name, grown);
  else
    range_hull (grown);
  if (down)
    range_add (x->v->m, grown, t.low, grown->part[0].low);
  if (up)
    range_add (x->v->m, grown, grown->part[grown->count - 1].high, t.high);
  range_finish (x->v->m, grown);
}

static void
change_version (struct solving *x, uint32_t version,
		const struct range *value)
{
  x->v->value[version] = value;
  for (uint32_t i = x->first_user[version]; i < x->first_user[version + 1];
       i++)
    wait_for (x, x->user[i]);
}

/* Where VERSION, which has a definition, is computed.  */
uint32_t
version_block (const struct solver *v, uint32_t version)
{
  if (version < v->n_ssa)
    return snapshot_statements (v->s)[snapshot_ssa (v->s)[version].definition]
      .block;
  uint32_t place = refinements_array (v->r)[version - v->n_ssa].place;
  uint32_t index = operand_index (place);
  switch (version_place (place))
    {
    case AFTER_STATEMENT:
      return snapshot_statements (v->s)[index].block;
    case ON_EDGE:
      return snapshot_edges (v->s)[index].source;
    default:
      return index;
    }
}

static uint32_t
name_of (struct solver *v, uint32_t version)
{
  return version < v->n_ssa
	 ? version : refinements_array (v->r)[version - v->n_ssa].name;
}

static void
grow_version (struct solving *x, uint32_t version)
{
  struct solver *v = x->v;
  const struct range *old = v->value[version];
  const struct range *full = v->full[name_of (v, version)];
  struct range now;
  if (old == full || !v->block[version_block (v, version)])
    return;
  evaluate_version (v, version, &now);
  range_unite (v->m, &now, old);
  if (range_equal (&now, old))
    return;
  if (version < v->n_ssa && x->is_loop_phi[version])
    widen (x, version, old, &now);
  x->grown[version]++;
  if (x->grown[version] > MOST_GROWTHS || range_equal (&now, full))
    change_version (x, version, full);
  else
    change_version (x, version, range_keep (v->m, &now));
}

static bool
go_up (struct solving *x)
{
  uint32_t item;
  for (uint32_t i = 0; i < x->v->n_ssa; i++)
    if (x->v->r->kind[i] && snapshot_ssa (x->v->s)[i].definition == NONE)
      {
	struct range now;
	evaluate_version (x->v, i, &now);
	x->v->value[i] = range_equal (&now, x->v->full[i])
			 ? x->v->full[i] : range_keep (x->v->m, &now);
      }
  x->v->block[BLOCK_ENTRY] = 1;
  for (uint32_t i = 0; i < x->n_block_items[BLOCK_ENTRY]; i++)
    wait_for (x, x->order[x->first_item[BLOCK_ENTRY] + i]);
  while ((item = take_first (x)) != NONE)
    {
      if (x->v->steps++ > x->v->budget)
	return false;
      if (item < x->v->n_versions)
	grow_version (x, item);
      else if (x->v->block[item - x->v->n_versions])
	reach_successors (x, item - x->v->n_versions);
    }
  return true;
}

/* Down.  */

static void
shrink_version (struct solving *x, uint32_t version)
{
  struct solver *v = x->v;
  const struct range *old = v->value[version];
  struct range now;
  if (!old->count || x->shrunk[version] >= MOST_SHRINKS)
    return;
  evaluate_version (v, version, &now);
  range_intersect (&now, old, &now);
  range_finish (v->m, &now);
  if (range_equal (&now, old))
    return;
  x->shrunk[version]++;
  change_version (x, version, range_keep (v->m, &now));
}

static bool
go_down (struct solving *x)
{
  uint32_t item;
  for (uint32_t i = 0; i < x->v->n_ssa; i++)
    if (x->is_loop_phi[i] && x->grown[i] > FREE_GROWTHS)
      wait_for (x, i);
  for (uint32_t i = 0; i < x->v->n_versions; i++)
    if (x->grown[i] > MOST_GROWTHS)
      wait_for (x, i);
  while ((item = take_first (x)) != NONE)
    {
      if (x->v->steps++ > x->v->budget)
	return false;
      if (item < x->v->n_versions)
	shrink_version (x, item);
    }
  return true;
}

/* Which edges can be taken, with what is known in the end.  */
static void
reach_again (struct solving *x)
{
  memset (x->v->edge, 0, snapshot_n_edges (x->v->s));
  memset (x->v->block, 0, snapshot_n_blocks (x->v->s));
  x->v->block[BLOCK_ENTRY] = 1;
  wait_for (x, x->v->n_versions + BLOCK_ENTRY);
  for (uint32_t item = take_first (x); item != NONE; item = take_first (x))
    if (item >= x->v->n_versions)
      reach_successors (x, item - x->v->n_versions);
}

static void
init_full (struct solver *v)
{
  uint32_t n_types = snapshot_n_types (v->s);
  const struct range **of_type
    = scratch_alloc (v->m, n_types + 1, sizeof *of_type);
  for (uint32_t i = 0; i < v->n_ssa; i++)
    {
      struct range full;
      if (!v->r->kind[i])
	continue;
      const struct range **of = &of_type[snapshot_ssa (v->s)[i].type];
      if (!*of)
	{
	  range_full (v->m, v->r->type[i], &full);
	  *of = range_keep (v->m, &full);
	}
      v->full[i] = *of;
    }
}

bool
solver_run (struct solver *v)
{
  struct solving x = { .v = v };
  v->n_ssa = snapshot_n_ssa (v->s);
  v->n_versions = v->n_ssa + refinements_count (v->r);
  v->value = scratch_alloc (v->m, v->n_versions + 1, sizeof *v->value);
  v->full = scratch_alloc (v->m, v->n_ssa + 1, sizeof *v->full);
  v->edge = scratch_alloc (v->m, snapshot_n_edges (v->s) + 1, 1);
  v->block = scratch_alloc (v->m, snapshot_n_blocks (v->s), 1);
  x.grown = scratch_alloc (v->m, v->n_versions + 1, 1);
  x.shrunk = scratch_alloc (v->m, v->n_versions + 1, 1);
  for (uint32_t i = 0; i < v->n_versions; i++)
    v->value[i] = &nothing;
  init_full (v);
  order_items (&x);
  find_users (&x);
  waiting_init (&x, x.n_order + 1);
  if (!go_up (&x) || !go_down (&x))
    return false;
  reach_again (&x);
  return true;
}
