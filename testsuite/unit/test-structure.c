/* test-structure.c - the structure queries of a function against definitions.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Each random graph is checked against the plain definition of what is
   computed, by paths.  */

#include <stdlib.h>
#include <string.h>

#include "passes/all.h"
#include "passes/structure.h"
#include "testsuite/unit/cfg.h"
#include "testsuite/unit/suite.h"

#define MOST_BLOCKS 24
#define MOST_NAMES 64
#define ROUNDS 3000

struct values
{
  struct arena arena;
  const struct snapshot *s;
  struct buffer order, dominators, loops, post_dominators, liveness;
};

static void
values_init (struct values *v, const struct snapshot *s)
{
  struct scratch m;
  memset (v, 0, sizeof *v);
  arena_init (&v->arena, "test");
  m = scratch_of_arena (&v->arena);
  v->s = s;
  cfg_order_compute (s, &m, &v->order);
  dominators_compute (s, &m, &v->dominators);
  loops_compute (s, (const void *) v->order.bytes,
		 (const void *) v->dominators.bytes, &m, &v->loops);
  if (!post_dominators_compute (s, NULL, &m, &v->post_dominators))
    {
      ck_assert_uint_eq (v->post_dominators.size, 0);
      ck_assert (post_dominators_compute (s, (const void *) v->loops.bytes,
					  &m, &v->post_dominators));
    }
  liveness_compute (s, &m, &v->liveness);
  ck_assert (cfg_order_verify (v->order.bytes, v->order.size));
  ck_assert (dominators_verify (v->dominators.bytes, v->dominators.size));
  ck_assert (dominators_verify (v->post_dominators.bytes,
				v->post_dominators.size));
  ck_assert (loops_verify (v->loops.bytes, v->loops.size));
  ck_assert (liveness_verify (v->liveness.bytes, v->liveness.size));
}

static void
values_release (struct values *v)
{
  buffer_release (&v->order);
  buffer_release (&v->dominators);
  buffer_release (&v->loops);
  buffer_release (&v->post_dominators);
  buffer_release (&v->liveness);
  arena_release (&v->arena);
}

#define ORDER(v) ((const struct cfg_order *) (v)->order.bytes)
#define DOMINATORS(v) ((const struct dominators *) (v)->dominators.bytes)
#define POST_DOMINATORS(v) \
  ((const struct dominators *) (v)->post_dominators.bytes)
#define LOOPS(v) ((const struct loops *) (v)->loops.bytes)
#define LIVENESS(v) ((const struct liveness *) (v)->liveness.bytes)

/* Reachability by matrices.  */

struct matrix
{
  uint32_t n;
  bool edge[MOST_BLOCKS][MOST_BLOCKS];
};

static void
matrix_of (struct matrix *x, const struct snapshot *s)
{
  memset (x, 0, sizeof *x);
  x->n = snapshot_n_blocks (s);
  for (uint32_t i = 0; i < snapshot_n_edges (s); i++)
    x->edge[snapshot_edges (s)[i].source][snapshot_edges (s)[i].destination]
      = true;
}

/* What FROM reaches without entering AVOIDED.  */
static void
reach (const struct matrix *x, uint32_t from, uint32_t avoided,
       bool reached[MOST_BLOCKS])
{
  bool changed = true;
  memset (reached, 0, MOST_BLOCKS);
  reached[from] = from != avoided;
  while (changed)
    {
      changed = false;
      for (uint32_t a = 0; a < x->n; a++)
	for (uint32_t b = 0; reached[a] && b < x->n; b++)
	  if (x->edge[a][b] && b != avoided && !reached[b])
	    reached[b] = changed = true;
    }
}

/* Check D against its definition on X, seen from ROOT.  */
static void
check_dominance (const struct matrix *x, const struct dominators *d,
		 uint32_t root, const char *where)
{
  bool all[MOST_BLOCKS], without[MOST_BLOCKS];
  ck_assert_uint_eq (d->root, root);
  reach (x, root, NONE, all);
  for (uint32_t a = 0; a < x->n; a++)
    {
      reach (x, root, a, without);
      for (uint32_t b = 0; b < x->n; b++)
	ck_assert_msg (dominates (d, a, b)
		       == (all[a] && all[b] && !without[b]),
		       "%s: %u over %u", where, a, b);
    }
  for (uint32_t b = 0; b < x->n; b++)
    {
      uint32_t up = dominators_immediate (d)[b];
      ck_assert_msg ((up == NONE) == (b == root || !all[b]), "%s: %u", where,
		     b);
      for (uint32_t a = 0; up != NONE && a < x->n; a++)
	ck_assert_msg (a == b || !dominates (d, a, b) || dominates (d, a, up),
		       "%s: immediate of %u", where, b);
    }
}

/* Loops by paths: the same that loops.h asks for.  */
static bool
brute_in_loop (const struct matrix *x, const struct dominators *d,
	       uint32_t header, uint32_t block)
{
  bool reached[MOST_BLOCKS];
  if (block == header)
    return true;
  reach (x, block, header, reached);
  for (uint32_t latch = 0; latch < x->n; latch++)
    if (x->edge[latch][header] && dominates (d, header, latch)
	&& reached[latch] && dominates (d, header, block))
      return true;
  return false;
}

static bool
brute_is_header (const struct matrix *x, const struct dominators *d,
		 uint32_t block)
{
  for (uint32_t latch = 0; latch < x->n; latch++)
    if (x->edge[latch][block] && dominates (d, block, latch))
      return true;
  return false;
}

static void
check_loops (const struct matrix *x, const struct values *v,
	     const char *where)
{
  const struct loops *l = LOOPS (v);
  const struct dominators *d = DOMINATORS (v);
  uint32_t n_headers = 0, sizes[MOST_BLOCKS] = { 0 };
  for (uint32_t h = 0; h < x->n; h++)
    n_headers += brute_is_header (x, d, h);
  ck_assert_msg (l->n_loops == n_headers, "%s: %u loops", where, l->n_loops);
  for (uint32_t b = 0; b < x->n; b++)
    {
      uint32_t depth = 0, inner = loops_innermost (l)[b];
      for (uint32_t i = 0; i < l->n_loops; i++)
	{
	  bool in = false;
	  for (uint32_t j = inner; j != NONE; j = loops_array (l)[j].parent)
	    in |= j == i;
	  ck_assert_msg (in == brute_in_loop (x, d, loops_array (l)[i].header,
					      b),
			 "%s: block %u, loop %u", where, b, i);
	  depth += in;
	  sizes[i] += in;
	}
      ck_assert_msg (depth == (inner == NONE ? 0
			       : loops_array (l)[inner].depth),
		     "%s: depth of block %u", where, b);
    }
  for (uint32_t i = 0; i < l->n_loops; i++)
    {
      const struct loop *loop = &loops_array (l)[i];
      ck_assert_uint_eq (loop->n_blocks, sizes[i]);
      ck_assert (brute_is_header (x, d, loop->header));
      ck_assert (i == 0
		 || cfg_order_positions (ORDER (v))[loop[-1].header]
		    < cfg_order_positions (ORDER (v))[loop->header]);
    }
}

static void
check_order (const struct matrix *x, const struct values *v,
	     const char *where)
{
  const struct cfg_order *o = ORDER (v);
  bool all[MOST_BLOCKS];
  uint32_t n = 0, back = 0, irreducible = 0;
  reach (x, BLOCK_ENTRY, NONE, all);
  for (uint32_t b = 0; b < x->n; b++)
    {
      uint32_t position = cfg_order_positions (o)[b];
      ck_assert_msg ((position != NONE) == all[b], "%s: block %u", where, b);
      n += all[b];
      if (all[b])
	ck_assert_uint_eq (cfg_order_blocks (o)[position], b);
    }
  ck_assert_uint_eq (o->n_reachable, n);
  ck_assert_uint_eq (cfg_order_blocks (o)[0], BLOCK_ENTRY);
  /* In reverse postorder exactly the back edges go up.  */
  for (uint32_t i = 0; i < snapshot_n_edges (v->s); i++)
    {
      const struct snap_edge *e = &snapshot_edges (v->s)[i];
      if (!all[e->source]
	  || cfg_order_positions (o)[e->source]
	     < cfg_order_positions (o)[e->destination])
	continue;
      ck_assert_msg (back < o->n_back_edges
		     && cfg_order_back_edges (o)[back] == i,
		     "%s: back edge %u", where, i);
      back++;
      if (!dominates (DOMINATORS (v), e->destination, e->source))
	ck_assert_uint_eq (loops_irreducible (LOOPS (v))[irreducible++], i);
    }
  ck_assert_uint_eq (back, o->n_back_edges);
  ck_assert_uint_eq (irreducible, LOOPS (v)->n_irreducible);
}

/* The header of the innermost loop around BLOCK, or NONE.  */
static uint32_t
brute_innermost (const struct matrix *x, const struct dominators *d,
		 uint32_t block)
{
  uint32_t best = NONE;
  for (uint32_t h = 0; h < x->n; h++)
    if (brute_is_header (x, d, h) && brute_in_loop (x, d, h, block)
	&& (best == NONE || dominates (d, best, h)))
      best = h;
  return best;
}

/* Where GCC connects the endless region behind BLOCK to the exit.  */
static uint32_t
brute_end (const struct matrix *x, const struct values *v, uint32_t block)
{
  bool visited[MOST_BLOCKS] = { 0 };
  uint32_t last = block, next = block;
  while (!visited[next])
    {
      visited[next] = true;
      last = next;
      const struct snap_block *b = &snapshot_blocks (v->s)[last];
      uint32_t loop = brute_innermost (x, DOMINATORS (v), last);
      next = NONE;
      for (uint32_t i = 0; i < b->n_successors; i++)
	{
	  uint32_t to
	    = snapshot_edges (v->s)[b->first_successor + i].destination;
	  if (next == NONE && loop != NONE
	      && !brute_in_loop (x, DOMINATORS (v), loop, to))
	    next = to;
	}
      if (next == NONE)
	next = snapshot_edges (v->s)[b->first_successor].destination;
    }
  return last;
}

static void
check_post_dominance (const struct matrix *x, const struct values *v,
		      const char *where)
{
  struct matrix back = { .n = x->n };
  bool reached[MOST_BLOCKS];
  for (uint32_t a = 0; a < x->n; a++)
    for (uint32_t b = 0; b < x->n; b++)
      back.edge[b][a] = x->edge[a][b];
  for (uint32_t b = 0; b < x->n; b++)
    if (b != BLOCK_EXIT && snapshot_blocks (v->s)[b].n_successors == 0)
      back.edge[BLOCK_EXIT][b] = true;
  for (uint32_t b = x->n; b-- > 0;)
    {
      reach (&back, BLOCK_EXIT, NONE, reached);
      if (!reached[b])
	back.edge[BLOCK_EXIT][brute_end (x, v, b)] = true;
    }
  check_dominance (&back, POST_DOMINATORS (v), BLOCK_EXIT, where);
}

/* A random graph; SHAPE 0: sparse, 1: dense, 2: with ends and unreachable
   parts, 3: nothing reaches the exit.  */
static void
random_cfg (struct cfg *c, uint64_t *state, uint32_t shape)
{
  uint32_t n = 3 + random_below (state, MOST_BLOCKS - 3);
  bool used[MOST_BLOCKS][MOST_BLOCKS] = { { 0 } };
  cfg_clear (c);
  c->n_blocks = n;
  cfg_edge (c, BLOCK_ENTRY, 2, EDGE_IS_FALLTHRU);
  for (uint32_t b = 2; b < n; b++)
    {
      uint32_t degree = 1 + random_below (state, shape == 1 ? 4 : 2);
      if (shape == 2 && random_below (state, 5) == 0)
	degree = 0;
      for (uint32_t i = 0; i < degree; i++)
	{
	  uint32_t to = 1 + random_below (state, n - 1);
	  if (shape == 0 && random_below (state, 2))
	    to = b + 1 < n ? b + 1 : BLOCK_EXIT;
	  if (shape == 3 && to == BLOCK_EXIT)
	    to = 2;
	  if (used[b][to])
	    continue;
	  used[b][to] = true;
	  cfg_edge (c, b, to, EDGE_IS_FALLTHRU);
	}
    }
}

START_TEST (test_random_graphs)
{
  struct cfg c;
  uint64_t state = 1000 + (uint64_t) _i;
  cfg_init (&c);
  for (uint32_t round = 0; round < ROUNDS; round++)
    {
      struct arena arena;
      struct values v;
      struct matrix x;
      char where[80];
      uint64_t seed = state;
      arena_init (&arena, "test");
      random_cfg (&c, &state, (uint32_t) _i);
      const struct snapshot *s = cfg_finish (&c, &arena);
      snprintf (where, sizeof where, "shape %d, seed %llu", _i,
		(unsigned long long) seed);
      ck_assert_msg (!snapshot_validate (s, s->size, NULL), "%s", where);
      matrix_of (&x, s);
      values_init (&v, s);
      check_dominance (&x, DOMINATORS (&v), BLOCK_ENTRY, where);
      check_order (&x, &v, where);
      check_loops (&x, &v, where);
      check_post_dominance (&x, &v, where);
      values_release (&v);
      arena_release (&arena);
    }
  cfg_release (&c);
}
END_TEST

/* Ends of endless regions, as GCC chooses them: TEXT, then for each block its
   immediate post-dominator.  */
static const struct
{
  const char *text;
  uint32_t immediate[8];
} ends[] = {
  /* while (1); : the last block walks to itself.  */
  { "0>2 2>2", { 2, NONE, 1 } },
  /* From 3 back to 2, on to 3: 2 is the last before the walk meets 3.  */
  { "0>2 2>3 3>2", { 2, NONE, 1, 2 } },
  /* A loop in an endless loop: the walk leaves the inner one.  */
  { "0>2 2>3 3>3,4 4>2", { 2, NONE, 3, 1, 2 } },
  /* A call that does not return, and a way out.  */
  { "0>2 2>3,4 3 4>1", { 2, NONE, 1, 1, 1 } },
  /* Only one of two ways is endless.  */
  { "0>2 2>3,4 3>3 4>1", { 2, NONE, 1, 1, 1 } },
  /* The inner loop has an abnormal way in, so GCC does not see it and goes
     along its first edge, in a circle.  */
  { "0>2 2>3,4! 3>4! 4>4!,2", { 2, NONE, 4, 4, 1 } },
};

START_TEST (test_ends)
{
  struct arena arena;
  struct values v;
  arena_init (&arena, "test");
  values_init (&v, cfg_snapshot (&arena, ends[_i].text));
  for (uint32_t b = 0; b < snapshot_n_blocks (v.s); b++)
    ck_assert_msg (dominators_immediate (POST_DOMINATORS (&v))[b]
		   == ends[_i].immediate[b], "%s: block %u: %u", ends[_i].text,
		   b, dominators_immediate (POST_DOMINATORS (&v))[b]);
  values_release (&v);
  arena_release (&arena);
}
END_TEST

/* Liveness.  A random valid program, then every name by paths.  */

static void
random_program (struct cfg *c, uint64_t *state, const struct dominators *d,
		const struct snapshot *shape)
{
  uint32_t name[MOST_NAMES], block[MOST_NAMES], n = 0;
  bool phi[MOST_NAMES];
  /* Names first: where each is defined.  */
  for (uint32_t b = 2; b < c->n_blocks; b++)
    for (uint32_t i = random_below (state, 4); n < MOST_NAMES && i-- > 0;)
      {
	name[n] = cfg_name (c, 0);
	block[n] = b;
	phi[n++] = i >= 2;
      }
  uint32_t number = cfg_number (c, 7), entry = cfg_name (c, SSA_IS_DEFAULT);
  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t b = block[i], operands[MOST_BLOCKS] = { 0 };
      const struct snap_block *sb = &snapshot_blocks (shape)[b];
      if (phi[i])
	{
	  for (uint32_t p = 0; p < sb->n_predecessors; p++)
	    {
	      uint32_t e = snapshot_preds (shape)[sb->first_predecessor + p];
	      uint32_t from = snapshot_edges (shape)[e].source;
	      uint32_t pick = random_below (state, n);
	      operands[p] = dominates (d, block[pick], from) ? name[pick]
			    : random_below (state, 2) ? number : entry;
	    }
	  cfg_statement (c, b, STATEMENT_PHI, OPERATION_COPY, name[i],
			 operands, sb->n_predecessors);
	}
      else
	{
	  for (uint32_t p = 0; p < 2; p++)
	    {
	      uint32_t pick = random_below (state, n);
	      bool earlier = block[pick] == b && pick < i;
	      bool above = block[pick] != b && dominates (d, block[pick], b);
	      operands[p] = earlier || above ? name[pick]
			    : random_below (state, 2) ? number : entry;
	    }
	  cfg_statement (c, b, STATEMENT_ASSIGN, OPERATION_PLUS, name[i],
			 operands, 2);
	}
    }
}

/* Whether a use of NAME is met first in BLOCK, or stands on an edge out of it
   without a definition before.  */
static bool
brute_exposed (const struct snapshot *s, uint32_t block, uint32_t name,
	       bool *defines)
{
  const struct snap_block *b = &snapshot_blocks (s)[block];
  bool defined = false;
  for (uint32_t i = 0; i < b->n_statements; i++)
    {
      const struct snap_statement *t
	= &snapshot_statements (s)[b->first_statement + i];
      for (uint32_t j = 0; t->code != STATEMENT_PHI && j < t->n_operands; j++)
	if (!defined && snapshot_operands (s)[t->first_operand + j]
			== OPERAND (OPERAND_SSA, name))
	  return true;
      defined |= t->lhs == OPERAND (OPERAND_SSA, name);
    }
  *defines = defined;
  return false;
}

static bool
brute_on_edge (const struct snapshot *s, uint32_t block, uint32_t name)
{
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      const struct snap_block *b = &snapshot_blocks (s)[t->block];
      for (uint32_t j = 0; t->code == STATEMENT_PHI && j < t->n_operands; j++)
	{
	  uint32_t e = snapshot_preds (s)[b->first_predecessor + j];
	  if (snapshot_edges (s)[e].source == block
	      && snapshot_operands (s)[t->first_operand + j]
		 == OPERAND (OPERAND_SSA, name))
	    return true;
	}
    }
  return false;
}

static bool
brute_is_phi_of (const struct snapshot *s, uint32_t block, uint32_t name)
{
  uint32_t definition = snapshot_ssa (s)[name].definition;
  return definition != NONE
	 && snapshot_statements (s)[definition].code == STATEMENT_PHI
	 && snapshot_statements (s)[definition].block == block;
}

static void
check_liveness (const struct snapshot *s, const struct liveness *l,
		const char *where)
{
  uint32_t n = snapshot_n_blocks (s);
  for (uint32_t name = 0; name < snapshot_n_ssa (s); name++)
    {
      bool in[MOST_BLOCKS] = { 0 }, out[MOST_BLOCKS] = { 0 }, changed = true;
      while (changed)
	{
	  changed = false;
	  for (uint32_t b = 0; b < n; b++)
	    {
	      const struct snap_block *sb = &snapshot_blocks (s)[b];
	      bool defines = false, o = brute_on_edge (s, b, name);
	      bool i = brute_exposed (s, b, name, &defines);
	      for (uint32_t j = 0; j < sb->n_successors; j++)
		{
		  uint32_t to
		    = snapshot_edges (s)[sb->first_successor + j].destination;
		  o |= in[to] && !brute_is_phi_of (s, to, name);
		}
	      i |= (o && !defines) || brute_is_phi_of (s, b, name);
	      changed |= i != in[b] || o != out[b];
	      in[b] = i;
	      out[b] = o;
	    }
	}
      for (uint32_t b = 0; b < n; b++)
	ck_assert_msg (live_in (l, b, name) == in[b]
		       && live_out (l, b, name) == out[b],
		       "%s: name %u at block %u", where, name, b);
    }
}

START_TEST (test_random_programs)
{
  struct cfg c;
  uint64_t state = 2000 + (uint64_t) _i;
  cfg_init (&c);
  for (uint32_t round = 0; round < ROUNDS / 4; round++)
    {
      struct arena arena;
      struct values v;
      char where[80];
      uint64_t seed = state;
      uint64_t again = state;
      arena_init (&arena, "test");
      random_cfg (&c, &state, (uint32_t) _i);
      const struct snapshot *shape = cfg_finish (&c, &arena);
      values_init (&v, shape);
      random_cfg (&c, &again, (uint32_t) _i);
      random_program (&c, &state, DOMINATORS (&v), shape);
      const struct snapshot *s = cfg_finish (&c, &arena);
      values_release (&v);
      snprintf (where, sizeof where, "shape %d, seed %llu", _i,
		(unsigned long long) seed);
      const char *wrong = snapshot_validate (s, s->size, NULL);
      ck_assert_msg (!wrong, "%s: %s", where, wrong);
      values_init (&v, s);
      check_liveness (s, LIVENESS (&v), where);
      values_release (&v);
      arena_release (&arena);
    }
  cfg_release (&c);
}
END_TEST

/* A million blocks, in shapes that make naive algorithms slow: 0 a chain, 1 a
   chain with an edge back from each block to the one before, 2 a nest of
   loops, 3 one endless ring, 4 a ladder whose rungs make dominators climb.  */
START_TEST (test_million_blocks)
{
  struct cfg c;
  struct arena arena;
  struct values v;
  uint32_t n = 1000000;
  cfg_init (&c);
  arena_init (&arena, "test");
  cfg_edge (&c, BLOCK_ENTRY, 2, EDGE_IS_FALLTHRU);
  for (uint32_t b = 2; b < n; b++)
    {
      uint32_t next = b + 1 < n ? b + 1 : _i == 3 ? 2 : BLOCK_EXIT;
      cfg_edge (&c, b, next, EDGE_IS_FALLTHRU);
      if (_i == 1 && b > 2)
	cfg_edge (&c, b, b - 1, EDGE_IS_FALLTHRU);
      if (_i == 2 && b > n / 2)
	cfg_edge (&c, b, n - b + 2, EDGE_IS_FALLTHRU);
      if (_i == 4 && b < n / 2)
	cfg_edge (&c, b, n - b, EDGE_IS_FALLTHRU);
    }
  const struct snapshot *s = cfg_finish (&c, &arena);
  const char *wrong = snapshot_validate (s, s->size, NULL);
  ck_assert_msg (!wrong, "%s", wrong);
  values_init (&v, s);
  ck_assert_uint_eq (ORDER (&v)->n_reachable, _i == 3 ? n - 1 : n);
  ck_assert (dominates (DOMINATORS (&v), 2, n - 1));
  if (_i == 2)
    ck_assert_uint_eq (loops_array (LOOPS (&v))[LOOPS (&v)->n_loops - 1].depth,
		       LOOPS (&v)->n_loops);
  values_release (&v);
  arena_release (&arena);
  cfg_release (&c);
}
END_TEST

/* A chain of N_BLOCKS blocks through which N_NAMES names are live.  */
static bool
liveness_of_chain (uint32_t n_blocks, uint32_t n_names, struct arena *arena,
		   struct buffer *out)
{
  struct cfg c;
  uint32_t names[128];
  cfg_init (&c);
  cfg_edge (&c, BLOCK_ENTRY, 2, EDGE_IS_FALLTHRU);
  for (uint32_t i = 0; i < n_names; i++)
    names[i] = cfg_name (&c, SSA_IS_DEFAULT);
  for (uint32_t b = 2; b < n_blocks; b++)
    {
      cfg_edge (&c, b, b + 1 < n_blocks ? b + 1 : BLOCK_EXIT,
		EDGE_IS_FALLTHRU);
      /* A name that leaves its block, and two that do not.  */
      uint32_t operands[] = { names[b % n_names], names[0] };
      for (uint32_t i = 0; i < 3; i++)
	{
	  uint32_t name = cfg_name (&c, 0);
	  cfg_statement (&c, b, STATEMENT_ASSIGN, OPERATION_PLUS, name,
			 operands, 2);
	  operands[0] = name;
	}
    }
  for (uint32_t i = 0; i < n_names; i++)
    {
      uint32_t operands[] = { names[i], names[i] };
      cfg_statement (&c, n_blocks - 1, STATEMENT_ASSIGN, OPERATION_PLUS,
		     cfg_name (&c, 0), operands, 2);
    }
  const struct snapshot *s = cfg_finish (&c, arena);
  struct scratch m = scratch_of_arena (arena);
  bool done = liveness_compute (s, &m, out);
  ck_assert (liveness_verify (out->bytes, out->size));
  cfg_release (&c);
  return done;
}

/* A million statements are no matter; it is what is live that counts, and if
   that is too much, nothing is said.  */
START_TEST (test_liveness_budget)
{
  struct arena arena;
  struct buffer out = BUFFER_INIT;
  arena_init (&arena, "test");
  ck_assert (liveness_of_chain (300000, 10, &arena, &out));
  const struct liveness *l = (const void *) out.bytes;
  /* Every block but the exit.  */
  ck_assert_uint_eq (l->n_in, 10 * (300000 - 1));
  ck_assert (live_in (l, 299999, 3) && !live_in (l, 299999, 11));
  buffer_clear (&out);
  ck_assert (!liveness_of_chain (300000, 100, &arena, &out));
  l = (const void *) out.bytes;
  ck_assert_uint_eq (l->n_ssa, 0);
  ck_assert (!live_in (l, 5, 0) && !live_out (l, 5, 100));
  buffer_release (&out);
  arena_release (&arena);
}
END_TEST

/* Verifiers refuse what is cut short, and numbers out of bounds.  */
START_TEST (test_verifiers)
{
  struct arena arena;
  struct values v;
  arena_init (&arena, "test");
  values_init (&v, cfg_snapshot (&arena, "0>2 2>3,4 3>2 4>5,1 5>4"));
  struct { struct buffer *b; bool (*verify) (const void *, size_t); } all[]
    = { { &v.order, cfg_order_verify }, { &v.dominators, dominators_verify },
	{ &v.loops, loops_verify }, { &v.liveness, liveness_verify },
	{ &v.post_dominators, dominators_verify } };
  for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
    for (size_t size = 0; size < all[i].b->size; size++)
      ck_assert (!all[i].verify (all[i].b->bytes, size));
  ((uint32_t *) cfg_order_blocks (ORDER (&v)))[1] = 6;
  ck_assert (!cfg_order_verify (v.order.bytes, v.order.size));
  ((uint32_t *) dominators_immediate (DOMINATORS (&v)))[3] = 6;
  ck_assert (!dominators_verify (v.dominators.bytes, v.dominators.size));
  ((struct loop *) loops_array (LOOPS (&v)))[0].parent = 0;
  ck_assert (!loops_verify (v.loops.bytes, v.loops.size));
  values_release (&v);
  arena_release (&arena);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("structure");
  TCase *cases = tcase_create ("structure");
  tcase_set_timeout (cases, 300);
  tcase_add_loop_test (cases, test_random_graphs, 0, 4);
  tcase_add_loop_test (cases, test_ends, 0, sizeof ends / sizeof *ends);
  tcase_add_loop_test (cases, test_random_programs, 0, 4);
  tcase_add_loop_test (cases, test_million_blocks, 0, 5);
  tcase_add_test (cases, test_liveness_budget);
  tcase_add_test (cases, test_verifiers);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
