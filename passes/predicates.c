/* predicates.c - the query predicates: under which conditions control gets
   where.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Blocks are taken in reverse postorder.  A block is reached from its immediate
   dominator by one of its edges: the condition of the edge, and up the
   dominator tree those of the blocks between; back edges come from the block
   itself and are left out.  What post-dominates its immediate dominator is
   reached whatever happens between, so there it is true; unless that one is in
   a loop that is left on the way: why, is known.  */

#include "passes/all.h"

#include <string.h>

#include "passes/predicate.h"
#include "passes/structure.h"

/* Blocks between an edge and the immediate dominator of its end that are looked
   at; beyond, nothing is known.  */
#define MOST_BETWEEN 64
/* Edges into a block; with more, nothing is known of it.  */
#define MOST_EDGES 64

struct collection
{
  struct predicate_names names;
  const struct cfg_order *order;
  const struct dominators *dominators, *post_dominators;
  const struct loops *loops;
  const uint8_t *executable;	/* By edge.  */
  const struct predicate **of;	/* By block; no longer than their chains.  */
  struct predicate always;
};

/* C, and what holds in FROM and above it, up to ROOT.  */
static void
add_between (struct collection *k, uint32_t from, uint32_t root,
	     struct predicate *c)
{
  for (unsigned i = 0; from != root && from != NONE; i++)
    {
      if (i == MOST_BETWEEN)
	{
	  c->is_cut = 1;
	  return;
	}
      predicate_and (c, k->of[from]);
      from = dominators_immediate (k->dominators)[from];
    }
}

/* Whether LOOP, or NONE, contains BLOCK.  */
static bool
is_in_loop (const struct loops *l, uint32_t loop, uint32_t block)
{
  uint32_t i = loops_innermost (l)[block];

  while (i != NONE && i != loop)
    i = loops_array (l)[i].parent;
  return i == loop;
}

/* Whether BLOCK is reached from ROOT whatever happens.  If only one edge leads
   there, its condition holds: what goes another way comes back to ROOT first, by a
   loop that may have several entries (longjmp), or never ends.  */
static bool
is_reached_anyhow (struct collection *k, uint32_t root, uint32_t block)
{
  return snapshot_blocks (k->names.s)[block].n_predecessors > 1
	 && dominates (k->post_dominators, block, root)
	 && is_in_loop (k->loops, loops_innermost (k->loops)[root], block);
}

/* Whether BLOCK is reached from ROOT, its immediate dominator, under the
   condition OF; false: always, or nothing is known.  */
static bool
find_condition (struct collection *k, uint32_t block, struct predicate *of)
{
  const struct snapshot *s = k->names.s;
  const struct snap_block *b = &snapshot_blocks (s)[block];
  uint32_t root = dominators_immediate (k->dominators)[block];

  if (root == NONE || is_reached_anyhow (k, root, block)
      || b->n_predecessors > MOST_EDGES)
    return false;
  predicate_set_false (of);
  for (uint32_t i = 0; i < b->n_predecessors; i++)
    {
      uint32_t e = snapshot_preds (s)[b->first_predecessor + i];
      uint32_t source = snapshot_edges (s)[e].source;
      struct predicate c;

      if (!k->executable[e] || dominates (k->dominators, block, source))
	continue;
      predicate_of_edge (&k->names, e, &c);
      add_between (k, source, root, &c);
      predicate_or (of, &c);
    }
  return !predicate_is_true (of);
}

static void
set_block (struct collection *k, struct query_context *cx, uint32_t block)
{
  struct predicate c, *of;
  size_t size;

  k->of[block] = &k->always;
  if (!find_condition (k, block, &c))
    return;
  size = offsetof (struct predicate, chain) + c.count * sizeof *c.chain;
  of = query_alloc (cx, 1, size);
  memcpy (of, &c, size);
  k->of[block] = of;
}

/* Appends the chains of C to LITERALS and their ends to ENDS.  */
static void
add_condition (struct buffer *literals, struct buffer *ends,
	       const struct predicate *c)
{
  for (uint32_t i = 0; i < c->count; i++)
    {
      uint32_t end;

      buffer_add (literals, c->chain[i].literal,
		  c->chain[i].count * sizeof (struct literal));
      end = (uint32_t) (literals->size / sizeof (struct literal));
      buffer_add (ends, &end, sizeof end);
    }
}

static uint32_t
n_ends (const struct buffer *ends)
{
  return (uint32_t) (ends->size / sizeof (uint32_t)) - 1;
}

static void
write_value (struct collection *k, struct buffer *out)
{
  const struct snapshot *s = k->names.s;
  struct buffer literals = BUFFER_INIT, ends = BUFFER_INIT;
  struct buffer first = BUFFER_INIT;
  struct predicates head = { snapshot_n_blocks (s), snapshot_n_edges (s),
			     0, 0 };
  uint32_t n = 0;

  buffer_add (&ends, &n, sizeof n);
  for (uint32_t i = 0; i <= head.n_blocks; i++)
    {
      n = n_ends (&ends);
      buffer_add (&first, &n, sizeof n);
      if (i < head.n_blocks)
	add_condition (&literals, &ends, k->of[i]);
    }
  for (uint32_t i = 0; i <= head.n_edges; i++)
    {
      struct predicate c;

      n = n_ends (&ends);
      buffer_add (&first, &n, sizeof n);
      if (i == head.n_edges)
	break;
      predicate_set_false (&c);
      if (k->executable[i])
	predicate_of_edge (&k->names, i, &c);
      add_condition (&literals, &ends, &c);
    }
  head.n_chains = n_ends (&ends);
  head.n_literals = (uint32_t) (literals.size / sizeof (struct literal));
  buffer_add (out, &head, sizeof head);
  buffer_add (out, literals.bytes, literals.size);
  buffer_add (out, ends.bytes, ends.size);
  buffer_add (out, first.bytes, first.size);
  buffer_release (&literals);
  buffer_release (&ends);
  buffer_release (&first);
}

void
provide_predicates (struct query_context *cx, uint32_t key,
		    struct buffer *out)
{
  struct collection k;
  const struct value_numbers *numbers;
  uint32_t n_blocks;

  memset (&k, 0, sizeof k);
  k.names.s = q_body (cx, key);
  n_blocks = snapshot_n_blocks (k.names.s);
  numbers = q_value_numbers (cx, key);
  k.names.of = value_numbers_of (numbers);
  k.executable = value_numbers_edge (numbers);
  k.order = q_cfg_order (cx, key);
  k.dominators = q_dominators (cx, key);
  k.post_dominators = q_post_dominators (cx, key);
  k.loops = q_loops (cx, key);
  k.of = query_alloc (cx, n_blocks + 1, sizeof *k.of);
  predicate_set_true (&k.always);
  for (uint32_t i = 0; i < n_blocks; i++)
    k.of[i] = &k.always;
  for (uint32_t i = 0; i < k.order->n_reachable; i++)
    set_block (&k, cx, cfg_order_blocks (k.order)[i]);
  write_value (&k, out);
}

static void
get_chains (const struct predicates *p, const uint32_t *first,
	    struct predicate *c)
{
  const uint32_t *literal = predicates_first_literal (p);

  predicate_set_false (c);
  for (uint32_t i = first[0]; i < first[1]; i++)
    {
      struct chain *chain = &c->chain[c->count++];

      chain->count = literal[i + 1] - literal[i];
      chain->reserved = 0;
      memcpy (chain->literal, predicates_literals (p) + literal[i],
	      chain->count * sizeof *chain->literal);
    }
}

void
predicates_of_block (const struct predicates *p, uint32_t block,
		     struct predicate *c)
{
  get_chains (p, predicates_first_block (p) + block, c);
}

void
predicates_of_edge (const struct predicates *p, uint32_t edge,
		    struct predicate *c)
{
  get_chains (p, predicates_first_edge (p) + edge, c);
}

/* Whether N + 1 numbers at FIRST begin rows of at most LIMIT each, LAST in all,
   from START.  */
static bool
rows_are_bounded (const uint32_t *first, uint32_t n, uint32_t start,
		  uint32_t last, uint32_t limit)
{
  if (first[0] != start || first[n] != last)
    return false;
  for (uint32_t i = 0; i < n; i++)
    if (first[i] > first[i + 1] || first[i + 1] - first[i] > limit)
      return false;
  return true;
}

bool
predicates_verify (const void *bytes, size_t size)
{
  const struct predicates *p = bytes;
  const uint32_t width[] = { sizeof (struct literal), 4, 4, 4 };
  uint64_t count[4];
  uint32_t n_of_blocks;

  if (size < sizeof *p)
    return false;
  count[0] = p->n_literals;
  count[1] = (uint64_t) p->n_chains + 1;
  count[2] = (uint64_t) p->n_blocks + 1;
  count[3] = (uint64_t) p->n_edges + 1;
  if (!value_has_size (size, sizeof *p, count, width, 4))
    return false;
  n_of_blocks = predicates_first_block (p)[p->n_blocks];
  return n_of_blocks <= p->n_chains
	 && rows_are_bounded (predicates_first_literal (p), p->n_chains, 0,
			      p->n_literals, CHAIN_LITERALS)
	 && rows_are_bounded (predicates_first_block (p), p->n_blocks, 0,
			      n_of_blocks, PREDICATE_CHAINS)
	 && rows_are_bounded (predicates_first_edge (p), p->n_edges,
			      n_of_blocks, p->n_chains, PREDICATE_CHAINS);
}

static void
print_value (FILE *file, const struct value *v, bool is_unsigned)
{
  if (v->kind == KNOWN_NAME)
    fprintf (file, "%%%u", (unsigned) v->index);
  else if (v->kind == KNOWN_ADDRESS)
    fprintf (file, "&memory %u", (unsigned) v->index);
  else if (is_unsigned)
    fprintf (file, "%llu", (unsigned long long) v->bits);
  else
    fprintf (file, "%lld", (long long) (int64_t) v->bits);
}

static void
print_literal (FILE *file, const struct literal *l)
{
  static const char *const exact[]
    = { "never", "<", "==", "<=", ">", "!=", ">=", "any" };
  static const char *const loose[]
    = { "never", "<", "==", "<=", ">", "<>", ">=", "ordered", "unordered",
	"u<", "u==", "u<=", "u>", "!=", "u>=", "any" };

  if (l->mask != UINT64_MAX)
    fputc ('(', file);
  print_value (file, &l->a, l->is_unsigned);
  if (l->mask != UINT64_MAX)
    fprintf (file, " & %llu)", (unsigned long long) l->mask);
  fprintf (file, " %s ",
	   l->is_exact ? exact[l->holds & 7] : loose[l->holds & 15]);
  print_value (file, &l->b, l->is_unsigned);
}

static void
print_condition (FILE *file, const struct predicate *c)
{
  if (c->count == 0)
    fprintf (file, "never");
  for (uint32_t i = 0; i < c->count; i++)
    {
      if (i)
	fprintf (file, " or ");
      if (c->chain[i].count == 0)
	fprintf (file, "always");
      for (uint32_t j = 0; j < c->chain[i].count; j++)
	{
	  if (j)
	    fprintf (file, " and ");
	  print_literal (file, &c->chain[i].literal[j]);
	}
    }
  fputc ('\n', file);
}

void
predicates_print (FILE *file, const struct snapshot *body,
		  const struct predicates *p, unsigned flags)
{
  struct predicate c;

  for (uint32_t i = 0; i < p->n_blocks; i++)
    {
      predicates_of_block (p, i, &c);
      if (c.count == 1 && c.chain[0].count == 0)
	continue;
      fprintf (file, "block %u: ", (unsigned) i);
      print_condition (file, &c);
    }
  for (uint32_t i = 0; body && (flags & DUMP_DETAILS) && i < p->n_edges; i++)
    {
      const struct snap_edge *e = &snapshot_edges (body)[i];

      predicates_of_edge (p, i, &c);
      fprintf (file, "edge %u->%u: ", (unsigned) e->source,
	       (unsigned) e->destination);
      print_condition (file, &c);
    }
}
