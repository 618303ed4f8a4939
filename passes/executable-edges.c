/* executable-edges.c - which edges can be taken at all.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   One walk over the blocks that are found reachable, in reverse postorder, with
   value numbers: of each SSA name whether it is a constant, an address, or the
   same as another name.  What a back edge brings is unknown, so nothing is
   visited twice and the cost is linear; that is how GCC's do_rpo_vn goes when
   it does not iterate.  A condition may also be known from a branch above it
   that compared the same two values.  */

#include "passes/all.h"

#include <string.h>

#include "passes/snapshot-print.h"
#include "passes/points-to.h"
#include "passes/structure.h"
#include "passes/value-number.h"

/* How many dominators are searched for a branch on the same values.  */
#define BRANCHES_ABOVE 256

struct propagation
{
  const struct snapshot *s;
  const struct cfg_order *order;
  const struct dominators *dominators;
  struct values values;
  uint8_t *edge, *block;	/* The result: executable or not.  */
  uint8_t *visited;		/* By block.  */
  uint32_t *heap;		/* Positions of blocks to be visited.  */
  uint32_t heap_size;
  bool is_irreducible;
};

/* A heap of positions in reverse postorder, the smallest on top.  */

static void
heap_add (struct propagation *p, uint32_t position)
{
  uint32_t i = p->heap_size++;

  for (; i && p->heap[(i - 1) / 2] > position; i = (i - 1) / 2)
    p->heap[i] = p->heap[(i - 1) / 2];
  p->heap[i] = position;
}

static uint32_t
heap_take (struct propagation *p)
{
  uint32_t top = p->heap[0], last = p->heap[--p->heap_size];
  uint32_t i = 0;

  for (;;)
    {
      uint32_t child = 2 * i + 1;

      if (child >= p->heap_size)
	break;
      if (child + 1 < p->heap_size && p->heap[child + 1] < p->heap[child])
	child++;
      if (p->heap[child] >= last)
	break;
      p->heap[i] = p->heap[child];
      i = child;
    }
  p->heap[i] = last;
  return top;
}

/* Whether a block is entered from a block that it does not dominate and that
   comes later: then what was not visited so far may be, after all.  */
static bool
is_irreducible (struct propagation *p)
{
  const uint32_t *position = cfg_order_positions (p->order);
  const struct snap_edge *edges = snapshot_edges (p->s);

  for (uint32_t i = 0; i < snapshot_n_edges (p->s); i++)
    {
      uint32_t from = position[edges[i].source];
      uint32_t to = position[edges[i].destination];

      if (from != NONE && to != NONE && from >= to
	  && !dominates (p->dominators, edges[i].destination,
			 edges[i].source))
	return true;
    }
  return false;
}

/* Whether EDGE, into the block at POSITION that is visited now, is from a block
   of which nothing is known yet.  */
static bool
is_unknown (struct propagation *p, uint32_t edge, uint32_t position)
{
  uint32_t source = snapshot_edges (p->s)[edge].source;
  uint32_t from = cfg_order_positions (p->order)[source];

  if (from == NONE || source == BLOCK_ENTRY || p->visited[source])
    return false;
  return from >= position || p->is_irreducible;
}

/* The edge by which alone BLOCK may be entered, or NONE.  */
static uint32_t
only_way_in (struct propagation *p, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (p->s)[block];
  uint32_t found = NONE, position = cfg_order_positions (p->order)[block];

  for (uint32_t i = 0; i < b->n_predecessors; i++)
    {
      uint32_t e = snapshot_preds (p->s)[b->first_predecessor + i];

      if (!p->edge[e] && !is_unknown (p, e, position))
	continue;
      if (found != NONE)
	return NONE;
      found = e;
    }
  return found;
}

static const struct snap_statement *
last_statement (const struct snapshot *s, uint32_t block)
{
  uint32_t last = snapshot_last_statement (s, block);

  return last == NONE ? NULL : &snapshot_statements (s)[last];
}

/* Whether the condition T of BLOCK follows from a branch above: TRUTH_*.  */
static enum truth
known_from_above (struct propagation *p, const struct snap_statement *t,
		  uint32_t block)
{
  const struct snapshot *s = p->s;
  const uint32_t *o = snapshot_operands (s) + t->first_operand;
  struct comparison asked = values_comparison (&p->values, t->operation, o);

  for (unsigned i = 0; i < BRANCHES_ABOVE && block != NONE; i++)
    {
      uint32_t e = only_way_in (p, block);

      if (e != NONE)
	{
	  const struct snap_edge *edge = &snapshot_edges (s)[e];
	  const struct snap_statement *branch
	    = last_statement (s, edge->source);

	  if (branch && branch->code == STATEMENT_COND
	      && branch->n_operands == 2
	      && (edge->flags & (EDGE_IS_TRUE | EDGE_IS_FALSE)))
	    {
	      struct comparison known
		= values_comparison (&p->values, branch->operation,
				     snapshot_operands (s)
				     + branch->first_operand);
	      enum truth truth
		= comparison_implies (&known, edge->flags & EDGE_IS_TRUE,
				      &asked);

	      if (truth != TRUTH_UNKNOWN)
		return truth;
	    }
	}
      block = dominators_immediate (p->dominators)[block];
    }
  return TRUTH_UNKNOWN;
}

static void
take_edge (struct propagation *p, uint32_t e)
{
  uint32_t to = snapshot_edges (p->s)[e].destination;

  p->edge[e] = 1;
  if (p->block[to])
    return;
  p->block[to] = 1;
  if (to != BLOCK_EXIT && cfg_order_positions (p->order)[to] != NONE)
    heap_add (p, cfg_order_positions (p->order)[to]);
}

/* The edge that SWITCH T takes with VALUE; NONE if it has none for it.  */
static uint32_t
switch_edge (struct propagation *p, const struct snap_statement *t,
	     struct value value)
{
  uint32_t otherwise = NONE;

  for (uint32_t i = 0; i < t->n_extra; i++)
    {
      const struct snap_case *c
	= &snapshot_cases (p->s)[t->first_extra + i];

      if (operand_kind (c->low) == OPERAND_NONE)
	otherwise = c->edge;
      else if (values_in_case (&p->values, value, c->low, c->high))
	return c->edge;
    }
  return otherwise;
}

/* The only edge that can be taken at the end of BLOCK, or NONE.  */
static uint32_t
taken_edge (struct propagation *p, uint32_t block)
{
  const struct snapshot *s = p->s;
  const struct snap_block *b = &snapshot_blocks (s)[block];
  const struct snap_statement *t = last_statement (s, block);
  enum truth truth;

  if (!t)
    return NONE;
  if (t->code == STATEMENT_SWITCH && t->n_operands == 1)
    {
      struct value v
	= values_operand (&p->values, snapshot_operands (s)[t->first_operand]);

      return v.kind == KNOWN_CONSTANT ? switch_edge (p, t, v) : NONE;
    }
  if (t->code != STATEMENT_COND || t->n_operands != 2)
    return NONE;
  truth = values_compare (&p->values, t->operation,
			  snapshot_operands (s) + t->first_operand);
  if (truth == TRUTH_UNKNOWN)
    truth = known_from_above (p, t, block);
  if (truth == TRUTH_UNKNOWN)
    return NONE;
  for (uint32_t i = 0; i < b->n_successors; i++)
    if (snapshot_edges (s)[b->first_successor + i].flags
	& (truth == TRUTH_TRUE ? EDGE_IS_TRUE : EDGE_IS_FALSE))
      return b->first_successor + i;
  return NONE;
}

static void
visit_phi (struct propagation *p, uint32_t index, uint32_t block)
{
  const struct snapshot *s = p->s;
  const struct snap_block *b = &snapshot_blocks (s)[block];
  const struct snap_statement *t = &snapshot_statements (s)[index];
  uint32_t position = cfg_order_positions (p->order)[block];
  struct phi_value v;

  if (operand_kind (t->lhs) != OPERAND_SSA)
    return;
  phi_value_init (&v);
  for (uint32_t i = 0; i < b->n_predecessors && i < t->n_operands; i++)
    {
      uint32_t e = snapshot_preds (s)[b->first_predecessor + i];
      uint32_t source = snapshot_edges (s)[e].source;
      uint32_t from = cfg_order_positions (p->order)[source];

      if (p->edge[e])
	phi_value_add (&p->values, &v, t->lhs,
		       snapshot_operands (s)[t->first_operand + i],
		       from != NONE && from < position && p->visited[source]);
    }
  phi_value_finish (&p->values, &v, t->lhs);
}

static void
visit_block (struct propagation *p, uint32_t block)
{
  const struct snapshot *s = p->s;
  const struct snap_block *b = &snapshot_blocks (s)[block];
  uint32_t position = cfg_order_positions (p->order)[block], e;

  for (uint32_t i = 0; i < b->n_predecessors; i++)
    {
      e = snapshot_preds (s)[b->first_predecessor + i];
      if (is_unknown (p, e, position))
	p->edge[e] = 1;
    }
  p->visited[block] = 1;
  for (uint32_t i = 0; i < b->n_statements; i++)
    if (snapshot_statements (s)[b->first_statement + i].code
	== STATEMENT_PHI)
      visit_phi (p, b->first_statement + i, block);
    else
      values_visit (&p->values, b->first_statement + i);
  e = taken_edge (p, block);
  if (e != NONE)
    take_edge (p, e);
  else
    for (uint32_t i = 0; i < b->n_successors; i++)
      take_edge (p, b->first_successor + i);
}

/* Walk over the function KEY; P is empty but for what says how.  */
static void
propagate (struct propagation *p, struct query_context *cx, uint32_t key,
	   const struct points_to_reader *points_to,
	   const struct returns_constant *const *returned)
{
  const struct snap_block *entry;
  uint32_t n_blocks, n_edges;

  p->s = q_body (cx, key);
  n_edges = snapshot_n_edges (p->s);
  n_blocks = snapshot_n_blocks (p->s);
  p->order = q_cfg_order (cx, key);
  p->dominators = q_dominators (cx, key);
  p->edge = query_alloc (cx, n_edges + 1, 1);
  p->block = query_alloc (cx, n_blocks + 1, 1);
  p->visited = query_alloc (cx, n_blocks + 1, 1);
  p->heap = query_alloc (cx, n_blocks + 1, sizeof *p->heap);
  values_init (&p->values, cx, p->s);
  p->values.points_to = points_to;
  p->values.returned = returned;
  if (n_blocks > BLOCK_EXIT + 1)
    {
      p->is_irreducible = is_irreducible (p);
      p->block[BLOCK_ENTRY] = p->visited[BLOCK_ENTRY] = 1;
      entry = &snapshot_blocks (p->s)[BLOCK_ENTRY];
      for (uint32_t i = 0; i < entry->n_successors; i++)
	take_edge (p, entry->first_successor + i);
      while (p->heap_size)
	visit_block (p, cfg_order_blocks (p->order)[heap_take (p)]);
    }
  /* An edge that could not be trusted may come from a block that was never
     entered: then it is not executable either.  */
  for (uint32_t i = 0; i < n_edges; i++)
    if (!p->block[snapshot_edges (p->s)[i].source])
      p->edge[i] = 0;
}

void
provide_executable_edges (struct query_context *cx, uint32_t key,
			  struct buffer *out)
{
  struct propagation p;
  struct executable_edges head;

  memset (&p, 0, sizeof p);
  propagate (&p, cx, key, NULL, NULL);
  head.n_edges = snapshot_n_edges (p.s);
  head.n_blocks = snapshot_n_blocks (p.s);
  buffer_add (out, &head, sizeof head);
  buffer_add (out, p.edge, head.n_edges);
  buffer_add (out, p.block, head.n_blocks);
}

void
provide_value_numbers (struct query_context *cx, uint32_t key,
		       struct buffer *out)
{
  struct propagation p;
  struct value_numbers head;
  struct points_to_reader points_to;

  memset (&p, 0, sizeof p);
  memset (&points_to, 0, sizeof points_to);
  points_to.s = q_body (cx, key);
  points_to.callee = parameter_effects_of_calls (cx, points_to.s);
  points_to.value = q_points_to (cx, key);
  propagate (&p, cx, key, &points_to,
	     returns_constant_of_calls (cx, points_to.s));
  memset (&head, 0, sizeof head);
  head.n_ssa = snapshot_n_ssa (p.s);
  head.n_edges = snapshot_n_edges (p.s);
  buffer_add (out, &head, sizeof head);
  buffer_add (out, p.values.of, head.n_ssa * sizeof *p.values.of);
  buffer_add (out, p.edge, head.n_edges);
}

bool
value_numbers_verify (const void *bytes, size_t size)
{
  const struct value_numbers *n = bytes;
  const uint64_t count[] = { size < sizeof *n ? 0 : n->n_ssa,
			     size < sizeof *n ? 0 : n->n_edges };
  const uint32_t width[] = { sizeof (struct value), 1 };
  const struct value *of;

  if (size < sizeof *n || !value_has_size (size, sizeof *n, count, width, 2))
    return false;
  of = value_numbers_of (n);
  for (uint32_t i = 0; i < n->n_ssa; i++)
    if (of[i].kind > KNOWN_ADDRESS
	|| (of[i].kind == KNOWN_NAME && of[i].index >= n->n_ssa))
      return false;
  return true;
}

/* What VALUE is, in the words of dumps.  */
static void
print_value (FILE *file, const struct value *value)
{
  switch (value->kind)
    {
    case KNOWN_NAME:
      fprintf (file, "%%%u", (unsigned) value->index);
      break;
    case KNOWN_CONSTANT:
      fprintf (file, "%lld", (long long) (int64_t) value->bits);
      break;
    case KNOWN_ADDRESS:
      fprintf (file, "&memory %u", (unsigned) value->index);
      break;
    default:
      fprintf (file, "unknown");
      break;
    }
}

void
value_numbers_print (FILE *file, const struct snapshot *body,
		     const struct value_numbers *n, unsigned flags)
{
  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < n->n_ssa; i++)
    {
      const struct value *value = &value_numbers_of (n)[i];

      if (value->kind == KNOWN_NAME && value->index == i)
	continue;
      fprintf (file, "%%%u is ", (unsigned) i);
      print_value (file, value);
      fputc ('\n', file);
    }
}

bool
executable_edges_verify (const void *bytes, size_t size)
{
  const struct executable_edges *e = bytes;
  const uint8_t *flags;

  if (size < sizeof *e
      || size != sizeof *e + (uint64_t) e->n_edges + e->n_blocks)
    return false;
  flags = executable_edges_edge (e);
  for (size_t i = 0; i < size - sizeof *e; i++)
    if (flags[i] > 1)
      return false;
  return true;
}

void
executable_edges_print (FILE *file, const struct snapshot *body,
			const struct executable_edges *value, unsigned flags)
{
  if (flags & DUMP_GRAPH)
    {
      fprintf (file, "digraph executable_edges {\n");
      for (uint32_t i = 0; i < value->n_edges; i++)
	{
	  fputs ("  ", file);
	  edge_print (file, body, i);
	  fputs (executable_edges_edge (value)[i] ? ";\n"
		 : " [style=dotted];\n", file);
	}
      fprintf (file, "}\n");
      return;
    }
  fprintf (file, "never executed: blocks");
  for (uint32_t i = 0; i < value->n_blocks; i++)
    if (!executable_edges_block (value)[i])
      fprintf (file, " %u", (unsigned) i);
  fprintf (file, "; edges");
  for (uint32_t i = 0; i < value->n_edges; i++)
    if (!executable_edges_edge (value)[i])
      {
	putc (' ', file);
	edge_print (file, body, i);
      }
  fputc ('\n', file);
}
