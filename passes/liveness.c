/* liveness.c - the query liveness: SSA names live at block borders.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Name by name, each use walks up from its block until it meets the definition
   or a block where the name is known to be live (Boissinot et al., "Computing
   Liveness Sets for SSA-Form Programs", 2011, section 6).  So time and memory
   are what the sets hold: most names of a large function never cross a border,
   and bit sets of blocks times names would not fit.  */

#include "passes/all.h"
#include "passes/effects.h"
#include "passes/snapshot-print.h"
#include "passes/structure.h"

/* Budget: members of all sets, and predecessor edges looked at.  */
#define MOST_MEMBERS (16u << 20)
#define MOST_STEPS (64u << 20)

/* A use: a block, and whether the name is read at its end (by a phi of a
   successor) or in it.  */
#define USE_AT_END 0x80000000u

/* Sets in the making: MEMBERS of the set of BLOCKS[I] is NAMES[I].  A block has
   the stamp of the name that it was last given.  */
struct sets
{
  struct buffer blocks, names;
  uint32_t *stamp;
};

struct live
{
  const struct snapshot *s;
  uint32_t *first_use, *uses;	/* By name.  */
  bool counting;
  uint32_t statement;		/* The one at hand.  */
  struct sets in, out;
  uint32_t *stack;
  uint32_t steps;
};

/* The block that defines NAME, or NONE.  */
static uint32_t
defining_block (const struct live *l, uint32_t name)
{
  uint32_t definition = snapshot_ssa (l->s)[name].definition;
  return definition == NONE ? NONE
	 : snapshot_statements (l->s)[definition].block;
}

/* Uses.  */

static void
add_use (struct live *l, uint32_t name, uint32_t use)
{
  if (l->counting)
    l->first_use[name + 1]++;
  else
    l->uses[l->first_use[name]++] = use;
}

static bool
visit_effect (void *data, const struct effect *effect)
{
  struct live *l = data;
  uint32_t name = operand_index (effect->operand);
  uint32_t block = snapshot_statements (l->s)[l->statement].block;
  if (effect->kind != EFFECT_USES)
    return true;
  /* In blocks that are never reached a use may come before its definition.  */
  if (defining_block (l, name) != block
      || snapshot_ssa (l->s)[name].definition >= l->statement)
    add_use (l, name, block);
  return true;
}

/* A phi reads an argument at the end of the predecessor: a name, or an address
   such as &a[i_1].  */
static void
visit_argument (struct live *l, uint32_t operand, uint32_t use)
{
  while (operand_kind (operand) == OPERAND_ADDRESS)
    {
      const struct snap_memory *m
	= &snapshot_memory (l->s)[operand_index (operand)];
      const struct snap_step *step = snapshot_steps (l->s) + m->first_step;
      for (uint32_t i = 0; i < m->n_steps; i++)
	if ((step[i].kind == STEP_INDEX || step[i].kind == STEP_RANGE)
	    && operand_kind (step[i].index) == OPERAND_SSA)
	  add_use (l, operand_index (step[i].index), use);
      operand = m->base;
    }
  if (operand_kind (operand) == OPERAND_SSA)
    add_use (l, operand_index (operand), use);
}

static void
visit_phi (struct live *l)
{
  const struct snap_statement *t = &snapshot_statements (l->s)[l->statement];
  const uint32_t *operands = snapshot_operands (l->s) + t->first_operand;
  const struct snap_block *b = &snapshot_blocks (l->s)[t->block];
  if (t->flags & STATEMENT_IS_VIRTUAL)
    return;
  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t e = snapshot_preds (l->s)[b->first_predecessor + i];
      visit_argument (l, operands[i],
		      snapshot_edges (l->s)[e].source | USE_AT_END);
    }
}

static void
visit_statements (struct live *l)
{
  for (uint32_t i = 0; i < snapshot_n_statements (l->s); i++)
    {
      l->statement = i;
      if (snapshot_statements (l->s)[i].code == STATEMENT_PHI)
	visit_phi (l);
      else
	effects_visit (l->s, i, visit_effect, l);
    }
}

/* Count, make room, and fill: uses of NAME are then in USES from
   FIRST_USE[NAME - 1] (0 for the first) to FIRST_USE[NAME].  */
static void
collect_uses (struct live *l, const struct scratch *m)
{
  uint32_t n = snapshot_n_ssa (l->s);
  l->first_use = scratch_numbers (m, n + 1);
  for (uint32_t name = 0; name <= n; name++)
    l->first_use[name] = 0;
  l->counting = true;
  visit_statements (l);
  for (uint32_t name = 0; name < n; name++)
    l->first_use[name + 1] += l->first_use[name];
  l->uses = scratch_numbers (m, l->first_use[n]);
  l->counting = false;
  visit_statements (l);
}

/* Sets.  */

static void
sets_init (struct sets *sets, const struct scratch *m, uint32_t n_blocks)
{
  buffer_init (&sets->blocks);
  buffer_init (&sets->names);
  sets->stamp = scratch_numbers (m, n_blocks);
  for (uint32_t b = 0; b < n_blocks; b++)
    sets->stamp[b] = NONE;
}

static void
sets_release (struct sets *sets)
{
  buffer_release (&sets->blocks);
  buffer_release (&sets->names);
}

static uint32_t
sets_size (const struct sets *sets)
{
  return (uint32_t) (sets->names.size / sizeof (uint32_t));
}

/* Add NAME to the set of BLOCK; false if it is there.  */
static bool
sets_add (struct sets *sets, uint32_t block, uint32_t name)
{
  if (sets->stamp[block] == name)
    return false;
  sets->stamp[block] = name;
  buffer_add (&sets->blocks, &block, sizeof block);
  buffer_add (&sets->names, &name, sizeof name);
  return true;
}

/* NAME is live out of BLOCK.  True if that makes it live in there, which was
   not known.  */
static bool
pass_block (struct live *l, uint32_t block, uint32_t name)
{
  sets_add (&l->out, block, name);
  return defining_block (l, name) != block && sets_add (&l->in, block, name);
}

/* NAME was found live in at BLOCK: and so it is live out of what comes before.
   False if the budget ran out.  */
static bool
walk_up (struct live *l, uint32_t block, uint32_t name)
{
  uint32_t depth = 0;
  l->stack[depth++] = block;
  while (depth)
    {
      const struct snap_block *b = &snapshot_blocks (l->s)[l->stack[--depth]];
      if (b->n_predecessors > MOST_STEPS - l->steps
	  || sets_size (&l->in) > MOST_MEMBERS
	  || sets_size (&l->out) > MOST_MEMBERS)
	return false;
      l->steps += b->n_predecessors;
      for (uint32_t i = 0; i < b->n_predecessors; i++)
	{
	  uint32_t e = snapshot_preds (l->s)[b->first_predecessor + i];
	  uint32_t from = snapshot_edges (l->s)[e].source;
	  if (pass_block (l, from, name))
	    l->stack[depth++] = from;
	}
    }
  return true;
}

/* Where NAME is live.  False if the budget ran out.  */
static bool
walk_name (struct live *l, uint32_t name)
{
  uint32_t definition = snapshot_ssa (l->s)[name].definition;
  uint32_t i = name ? l->first_use[name - 1] : 0;
  if (snapshot_ssa (l->s)[name].flags & SSA_IS_VIRTUAL)
    return true;
  if (definition != NONE
      && snapshot_statements (l->s)[definition].code == STATEMENT_PHI)
    sets_add (&l->in, defining_block (l, name), name);
  for (; i < l->first_use[name]; i++)
    {
      uint32_t block = l->uses[i] & ~USE_AT_END;
      bool found = l->uses[i] & USE_AT_END ? pass_block (l, block, name)
					   : sets_add (&l->in, block, name);
      if (found && !walk_up (l, block, name))
	return false;
    }
  return true;
}

/* Append the sets by block: where each begins, and then the names, which are
   ascending in each set as they were found in that order.  */
static void
add_sets (struct buffer *out, const struct sets *sets, uint32_t n_blocks,
	  const struct scratch *m)
{
  const uint32_t *blocks = (const uint32_t *) sets->blocks.bytes;
  const uint32_t *names = (const uint32_t *) sets->names.bytes;
  uint32_t n = sets_size (sets);
  uint32_t *next = scratch_numbers (m, n_blocks + 1);
  for (uint32_t b = 0; b <= n_blocks; b++)
    next[b] = 0;
  for (uint32_t i = 0; i < n; i++)
    next[blocks[i] + 1]++;
  for (uint32_t b = 0; b < n_blocks; b++)
    next[b + 1] += next[b];
  buffer_add (out, next, (n_blocks + 1) * sizeof *next);
  size_t at = buffer_add_zero (out, n * sizeof (uint32_t));
  uint32_t *members = buffer_at (out, at);
  for (uint32_t i = 0; i < n; i++)
    members[next[blocks[i]]++] = names[i];
}

bool
liveness_compute (const struct snapshot *s, const struct scratch *m,
		  struct buffer *out)
{
  struct live l = { .s = s };
  struct liveness header = { .n_blocks = snapshot_n_blocks (s),
			     .n_ssa = snapshot_n_ssa (s) };
  bool affordable = true;
  collect_uses (&l, m);
  sets_init (&l.in, m, header.n_blocks);
  sets_init (&l.out, m, header.n_blocks);
  l.stack = scratch_numbers (m, header.n_blocks);
  for (uint32_t name = 0; affordable && name < header.n_ssa; name++)
    affordable = walk_name (&l, name);
  if (affordable)
    {
      header.n_in = sets_size (&l.in);
      header.n_out = sets_size (&l.out);
      buffer_add (out, &header, sizeof header);
      add_sets (out, &l.in, header.n_blocks, m);
      add_sets (out, &l.out, header.n_blocks, m);
    }
  else
    {
      header.n_ssa = header.n_blocks = 0;
      buffer_add (out, &header, sizeof header);
      buffer_add_zero (out, 2 * sizeof (uint32_t));
    }
  sets_release (&l.in);
  sets_release (&l.out);
  return affordable;
}

bool
liveness_contains (const uint32_t *first, const uint32_t *names,
		   uint32_t block, uint32_t name)
{
  uint32_t low = first[block], high = first[block + 1];
  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      if (names[middle] < name)
	low = middle + 1;
      else if (names[middle] > name)
	high = middle;
      else
	return true;
    }
  return false;
}

/* Whether FIRST begins sets of N_BLOCKS blocks that take up N members.  */
static bool
first_ok (const uint32_t *first, uint32_t n_blocks, uint32_t n)
{
  for (uint32_t b = 0; b < n_blocks; b++)
    if (first[b] > first[b + 1])
      return false;
  return first[0] == 0 && first[n_blocks] == n;
}

bool
liveness_verify (const void *bytes, size_t size)
{
  const struct liveness *l = bytes;
  static const uint32_t width[] = { 4, 4, 4, 4 };
  if (size < sizeof *l || l->n_blocks == UINT32_MAX)
    return false;
  uint64_t count[] = { (uint64_t) l->n_blocks + 1, l->n_in,
		       (uint64_t) l->n_blocks + 1, l->n_out };
  return value_has_size (size, sizeof *l, count, width, 4)
	 && first_ok (liveness_first_in (l), l->n_blocks, l->n_in)
	 && first_ok (liveness_first_out (l), l->n_blocks, l->n_out);
}

static void
set_print (FILE *file, const struct snapshot *body, const char *what,
	   const uint32_t *first, const uint32_t *names, uint32_t block)
{
  fputs (what, file);
  for (uint32_t i = first[block]; i < first[block + 1]; i++)
    if (names[i] < snapshot_n_ssa (body))
      {
	putc (' ', file);
	ssa_print (file, body, names[i]);
      }
}

static void
sets_print (FILE *file, const struct snapshot *body,
	    const struct liveness *l, uint32_t block, const char *in,
	    const char *out)
{
  set_print (file, body, in, liveness_first_in (l), liveness_in (l), block);
  set_print (file, body, out, liveness_first_out (l), liveness_out (l),
	     block);
}

static void
graph_print (FILE *file, const struct snapshot *body,
	     const struct liveness *l)
{
  fprintf (file, "digraph liveness {\n  node [shape=box];\n");
  for (uint32_t b = 0; b < l->n_blocks; b++)
    {
      fprintf (file, "  %u [label=\"bb %u", b, b);
      sets_print (file, body, l, b, "\\lin:", "\\lout:");
      fprintf (file, "\\l\"];\n");
    }
  for (uint32_t i = 0; i < snapshot_n_edges (body); i++)
    fprintf (file, "  %u -> %u;\n", snapshot_edges (body)[i].source,
	     snapshot_edges (body)[i].destination);
  fprintf (file, "}\n");
}

void
liveness_print (FILE *file, const struct snapshot *body,
		const struct liveness *l, unsigned flags)
{
  if (flags & DUMP_GRAPH)
    {
      graph_print (file, body, l);
      return;
    }
  if (l->n_ssa == 0 && snapshot_n_ssa (body) > 0)
    {
      fprintf (file, "too large: nothing is known\n");
      return;
    }
  for (uint32_t b = 0; b < l->n_blocks; b++)
    {
      fprintf (file, "bb %u: ", b);
      sets_print (file, body, l, b, "in:", "; out:");
      putc ('\n', file);
    }
}

void
provide_liveness (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  if (!liveness_compute (q_body (cx, key), &m, out))
    query_give_up (cx, "liveness sets are too large");
}
