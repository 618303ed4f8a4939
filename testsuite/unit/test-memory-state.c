/* test-memory-state.c - states against arrays of bits.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Random programs bind, clear, copy and release states; the oracle keeps for
   each state an array with the value of every bit.  */

#include <stdlib.h>
#include <string.h>

#include "passes/memory-state.h"
#include "testsuite/unit/cfg.h"
#include "testsuite/unit/suite.h"

#define BITS 64
#define REGIONS 3
#define COPIES 4
#define NOT_BOUND UINT32_MAX
/* What a bit of a value has that was cut: not known.  */
#define CUT 0

struct oracle
{
  uint32_t value[REGIONS][BITS];
  uint32_t run[REGIONS][BITS];	/* Of one binding.  */
  uint32_t n_runs;
};

struct world
{
  struct arena arena;
  struct scratch scratch;
  struct memory_values values;
  struct memory_pool pool;
  struct memory_state states[COPIES];
  struct oracle oracles[COPIES];
  uint32_t region[REGIONS], value[4];
};

static void
world_init (struct world *w)
{
  memset (w, 0, sizeof *w);
  arena_init (&w->arena, "test");
  w->scratch = scratch_of_arena (&w->arena);
  w->pool.scratch = &w->scratch;
  memory_values_init (&w->values, cfg_snapshot (&w->arena, "0>2 2>1"),
		      &w->scratch);
  for (uint32_t i = 0; i < REGIONS; i++)
    w->region[i] = memory_make (&w->values, NODE_HEAP, NONE, i, 0, 0);
  w->value[0] = 0;
  w->value[1] = memory_make_small (&w->values, 0);
  w->value[2] = memory_make_small (&w->values, 7);
  w->value[3] = memory_make (&w->values, NODE_UNINITIALIZED, NONE, NONE, 0, 0);
  for (uint32_t i = 0; i < COPIES; i++)
    {
      memory_state_init (&w->states[i]);
      memset (w->oracles[i].value, 0xff, sizeof w->oracles[i].value);
    }
}

/* Runs that stick out of [FIRST, END) keep what is true of each bit.  */
static void
oracle_clear (struct world *w, struct oracle *o, uint32_t region,
	      uint32_t first, uint32_t end)
{
  for (uint32_t i = first; i < end; i++)
    {
      uint32_t run = o->run[region][i];

      if (o->value[region][i] == NOT_BOUND)
	continue;
      if (o->value[region][i] == w->value[2])
	for (uint32_t j = 0; j < BITS; j++)
	  if (o->run[region][j] == run && o->value[region][j] == w->value[2])
	    o->value[region][j] = CUT;
      o->value[region][i] = NOT_BOUND;
    }
}

static void
oracle_bind (struct world *w, struct oracle *o, uint32_t region,
	     uint32_t first, uint32_t end, uint32_t value)
{
  oracle_clear (w, o, region, first, end);
  o->n_runs++;
  for (uint32_t i = first; i < end; i++)
    {
      o->value[region][i] = value;
      o->run[region][i] = o->n_runs;
    }
}

static uint32_t
value_of_bit (const struct world *w, const struct memory_state *s,
	      uint32_t region, uint32_t bit)
{
  uint32_t n;
  const struct binding *b = memory_bindings (s, &n);
  uint32_t i = memory_find_binding (s, w->region[region], bit);

  return i < n && b[i].region == w->region[region] && b[i].offset <= bit
	 ? b[i].value : NOT_BOUND;
}

static void
compare (const struct world *w)
{
  for (uint32_t c = 0; c < COPIES; c++)
    {
      uint32_t n;
      const struct binding *b = memory_bindings (&w->states[c], &n);

      for (uint32_t i = 1; i < n; i++)
	ck_assert (b[i - 1].region < b[i].region
		   || b[i - 1].offset + (int64_t) b[i - 1].size
		      <= b[i].offset);
      for (uint32_t r = 0; r < REGIONS; r++)
	for (uint32_t i = 0; i < BITS; i++)
	  ck_assert_uint_eq (value_of_bit (w, &w->states[c], r, i),
			     w->oracles[c].value[r][i]);
    }
}

START_TEST (test_bindings)
{
  uint64_t seed = (uint64_t) _i + 1;
  struct world w;

  world_init (&w);
  for (unsigned step = 0; step < 200; step++)
    {
      uint32_t c = random_below (&seed, COPIES), d;
      uint32_t region = random_below (&seed, REGIONS);
      uint32_t first = random_below (&seed, BITS);
      uint32_t end = first + 1 + random_below (&seed, BITS - first);
      uint32_t value = w.value[random_below (&seed, 4)];

      switch (random_below (&seed, 4))
	{
	case 0:
	  d = random_below (&seed, COPIES);
	  if (d == c)
	    break;
	  memory_state_release (&w.pool, &w.states[d]);
	  memory_state_copy (&w.states[d], &w.states[c]);
	  w.oracles[d] = w.oracles[c];
	  break;
	case 1:
	  memory_clear_bits (&w.pool, &w.states[c], &w.values,
			     w.region[region], first, end - first);
	  oracle_clear (&w, &w.oracles[c], region, first, end);
	  break;
	default:
	  memory_bind (&w.pool, &w.states[c], &w.values, w.region[region],
		       first, end - first, value);
	  oracle_bind (&w, &w.oracles[c], region, first, end, value);
	  break;
	}
      compare (&w);
    }
  arena_release (&w.arena);
}
END_TEST

/* Names, ranges and regions of a copy change without the original.  */
START_TEST (test_no_bits)
{
  struct memory_state s;
  struct world w;
  uint32_t n;

  world_init (&w);
  memory_state_init (&s);
  memory_bind (&w.pool, &s, &w.values, w.region[0], 8, 16, w.value[1]);
  for (unsigned i = 0; i < 3; i++)
    memory_bind (&w.pool, &s, &w.values, w.region[0], 16, 0, w.value[2]);
  ck_assert_uint_eq (memory_bindings (&s, &n)[0].value, w.value[1]);
  ck_assert_uint_eq (n, 1);
  ck_assert_uint_eq (memory_bindings (&s, &n)[0].size, 16);
  memory_state_release (&w.pool, &s);
  arena_release (&w.arena);
}
END_TEST

START_TEST (test_forks)
{
  struct region_state held = { 0, RESOURCE_HELD, 0, 0, 1, 0 };
  struct memory_state a, b;
  struct range r;
  struct world w;
  uint32_t value;

  world_init (&w);
  memory_state_init (&a);
  held.region = w.region[0];
  memory_set_name (&w.pool, &a, 5, w.value[2]);
  memory_set_region (&w.pool, &a, &held);
  memory_state_copy (&b, &a);
  ck_assert (memory_same_names (&a, &b) && memory_same_regions (&a, &b));
  memory_set_name (&w.pool, &b, 5, w.value[1]);
  memory_set_name (&w.pool, &b, 3, w.value[2]);
  ck_assert (memory_name (&a, 5, &value) && value == w.value[2]);
  ck_assert (memory_name (&b, 5, &value) && value == w.value[1]);
  ck_assert (!memory_name (&a, 3, &value));
  memory_drop_name (&w.pool, &b, 5);
  ck_assert (!memory_name (&b, 5, &value) && memory_name (&b, 3, &value));
  held.resource = RESOURCE_RELEASED;
  memory_set_region (&w.pool, &b, &held);
  ck_assert_uint_eq (memory_region (&a, held.region).resource, RESOURCE_HELD);
  ck_assert (!memory_same_regions (&a, &b));
  range_single (integer_of (4), &r);
  memory_set_range (&w.pool, &b, 9, range_keep (&w.scratch, &r));
  ck_assert (memory_known_range (&b, 9) && !memory_known_range (&a, 9));
  memory_set_range (&w.pool, &b, 9, NULL);
  ck_assert_ptr_null (memory_known_range (&b, 9));
  memory_state_release (&w.pool, &a);
  memory_state_release (&w.pool, &b);
  arena_release (&w.arena);
}
END_TEST

/* Equal contents are one number; a region that becomes unknown goes.  */
static uint32_t
forget_region (void *data, uint32_t node)
{
  return node == *(uint32_t *) data ? 0 : node;
}

START_TEST (test_replace)
{
  struct memory_state s;
  struct world w;
  const struct replacement r = { MADE_AT (1), forget_region, &w.region[1] };
  const struct replacement others
    = { (uint32_t) ~MADE_AT (1), forget_region, &w.region[1] };
  uint32_t pointer, value;

  world_init (&w);
  memory_state_init (&s);
  pointer = memory_make_pointer (&w.values, w.region[1], 8);
  ck_assert_uint_eq (pointer, memory_make_pointer (&w.values, w.region[1], 8));
  ck_assert_uint_ne (pointer, memory_make_pointer (&w.values, w.region[1], 9));
  memory_set_name (&w.pool, &s, 1, pointer);
  memory_set_name (&w.pool, &s, 2, w.value[2]);
  memory_bind (&w.pool, &s, &w.values, w.region[0], 0, 64, pointer);
  memory_bind (&w.pool, &s, &w.values, w.region[1], 0, 8, w.value[2]);
  /* What other statements made has nothing to do with it.  */
  memory_replace (&w.pool, &s, &w.values, &others);
  ck_assert (memory_name (&s, 1, &value) && value == pointer);
  memory_replace (&w.pool, &s, &w.values, &r);
  ck_assert (memory_name (&s, 1, &value) && value == 0);
  ck_assert (memory_name (&s, 2, &value) && value == w.value[2]);
  ck_assert_uint_eq (value_of_bit (&w, &s, 0, 3), 0);
  ck_assert_uint_eq (value_of_bit (&w, &s, 1, 3), NOT_BOUND);
  arena_release (&w.arena);
}
END_TEST

static Suite *
memory_state_suite (void)
{
  Suite *suite = suite_create ("memory-state");
  TCase *cases = tcase_create ("memory-state");

  tcase_add_loop_test (cases, test_bindings, 0, 100);
  tcase_add_test (cases, test_no_bits);
  tcase_add_test (cases, test_forks);
  tcase_add_test (cases, test_replace);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (memory_state_suite)
