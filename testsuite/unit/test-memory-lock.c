/* test-memory-lock.c - locks that are taken twice, or released twice.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Random functions that take and release two mutexes, or do not, as three
   parameters say.  Each is run with all of these: what is found must happen, and
   where all runs do something wrong something is found.  */

#include <string.h>

#include "testsuite/unit/ask.h"
#include "testsuite/unit/suite.h"
#include "testsuite/unit/typed.h"

#define NO_OPERAND OPERAND (OPERAND_NONE, 0)
#define MOST_STEPS 7
#define FLAGS 3
#define LOCKS 2
#define RUNS (1 << FLAGS)

enum action { TAKE, RELEASE, ACTIONS };

/* if (flag == 0) ACTION (&lock); FLAG is FLAGS: always.  */
struct step
{
  unsigned flag, lock;
  enum action action;
  uint32_t statement;		/* STATEMENTS, in the end.  */
};

struct locking
{
  struct step steps[MOST_STEPS];
  unsigned count;
};

static struct cfg c;
static uint32_t locks[LOCKS];	/* DECLS */

static struct locking
any_locking (uint64_t *seed)
{
  struct locking l = { .count = 1 + random_below (seed, MOST_STEPS) };

  for (unsigned i = 0; i < l.count; i++)
    {
      l.steps[i].flag = random_below (seed, FLAGS + 2);
      if (l.steps[i].flag > FLAGS)
	l.steps[i].flag = FLAGS;
      l.steps[i].lock = random_below (seed, 4) == 0;
      l.steps[i].action = (enum action) random_below (seed, ACTIONS);
    }
  return l;
}

static void
act (uint32_t block, const struct step *s)
{
  static const char *const names[ACTIONS]
    = { "pthread_mutex_lock", "pthread_mutex_unlock" };
  struct snap_memory m = { .base = OPERAND (OPERAND_DECL, locks[s->lock]),
			   .type = 0, .size_bits = 32, .max_size_bits = 32 };

  m.first_step = builder_n_steps (&c.builder);
  typed_call (&c, block, NO_OPERAND, names[s->action],
	      OPERAND (OPERAND_ADDRESS, builder_add_memory (&c.builder, &m)));
}

/* Blocks: 2 + 2 * I asks for step I, 3 + 2 * I does it.  */
static void
make (struct locking *l)
{
  uint32_t flags[FLAGS], at = 0;

  cfg_init (&c);
  for (unsigned i = 0; i < LOCKS; i++)
    {
      struct snap_decl *d;

      locks[i] = typed_variable (&c, DECL_VARIABLE, i ? "b" : "a", 0,
				 DECL_IS_GLOBAL | DECL_IS_STATIC
				 | DECL_IS_ADDRESSABLE);
      d = builder_decls (&c.builder, locks[i]);
      d->size_bits = 320;
      d->symbol = builder_symbol (i ? "b" : "a", "file.c");
    }
  for (unsigned i = 0; i < FLAGS; i++)
    flags[i] = typed_parameter (&c, "pqr" + i, 0, 0);
  cfg_parse (&c, "0>2");
  for (unsigned i = 0; i < l->count; i++)
    {
      struct step *s = &l->steps[i];
      uint32_t block = 2 + 2 * i;

      if (s->flag == FLAGS)
	cfg_edge (&c, block, block + 1, EDGE_IS_FALLTHRU);
      else
	{
	  typed_branch (&c, block, OPERATION_EQUAL, flags[s->flag],
			cfg_number (&c, 0), block + 1, block + 2);
	  at++;
	}
      act (block + 1, s);
      s->statement = at++;
      cfg_edge (&c, block + 1, block + 2, EDGE_IS_FALLTHRU);
    }
  cfg_edge (&c, 2 + 2 * l->count, 1, EDGE_IS_FALLTHRU);
}

/* What becomes of one lock.  What is released twice that the caller had has been
   taken by it nobody knows how often.  */
enum state { UNKNOWN, HELD, RELEASED, UNCERTAIN };

/* Run L with FLAGS; FAULTY gets bit ACTION for each step that is wrong.  */
static bool
run (const struct locking *l, unsigned flags, uint8_t *faulty)
{
  enum state state[LOCKS] = { UNKNOWN, UNKNOWN };
  bool was_held[LOCKS] = { false, false }, any = false;

  for (unsigned i = 0; i < l->count; i++)
    {
      const struct step *s = &l->steps[i];
      enum state *at = &state[s->lock];

      if ((s->flag < FLAGS && flags & 1u << s->flag) || *at == UNCERTAIN)
	continue;
      if (s->action == RELEASE && *at == UNKNOWN)
	was_held[s->lock] = true;
      if (*at != (s->action == TAKE ? HELD : RELEASED))
	{
	  *at = s->action == TAKE ? HELD : RELEASED;
	  continue;
	}
      if (s->action == TAKE || !was_held[s->lock])
	{
	  faulty[i] |= (uint8_t) (1 << s->action);
	  any = true;
	}
      /* It waits for ever.  */
      if (s->action == TAKE)
	return true;
      *at = UNCERTAIN;
    }
  return any;
}

/* Whether the step at STATEMENT was wrong in some run.  */
static bool
is_shown (const struct locking *l, const uint8_t *faulty, uint32_t statement,
	  enum action action)
{
  for (unsigned i = 0; i < l->count; i++)
    if (l->steps[i].statement == statement)
      return l->steps[i].action == action && faulty[i] & 1 << action;
  return false;
}

START_TEST (test_runs)
{
  static const enum query_id queries[ACTIONS]
    = { QUERY_ID_double_lock, QUERY_ID_double_unlock };
  unsigned n_found = 0, n_wrong = 0, rounds = is_long () ? 50000 : 3000;
  uint64_t seed = 3;

  for (unsigned round = 0; round < rounds; round++)
    {
      struct locking l = any_locking (&seed);
      uint8_t faulty[MOST_STEPS] = { 0 };
      unsigned wrong = 0, found = 0;
      struct ask a;

      make (&l);
      for (unsigned i = 0; i < RUNS; i++)
	wrong += run (&l, i, faulty);
      ask_init (&a, &c);
      for (unsigned k = 0; k < ACTIONS; k++)
	{
	  const struct findings *f = ask_findings (&a, queries[k]);

	  for (uint32_t i = 0; i < f->n_findings; i++)
	    {
	      const struct finding *one = &findings_array (f)[i];

	      if (one->flags & FINDING_IS_NOTE)
		continue;
	      found++;
	      ck_assert_msg (is_shown (&l, faulty, place_index (one->place),
				       (enum action) k),
			     "round %u: %s at %u", round, ask_text (&a, f, i),
			     (unsigned) place_index (one->place));
	    }
	}
      ask_release (&a);
      ck_assert_msg (found || wrong < RUNS, "round %u: nothing found", round);
      n_found += found;
      n_wrong += wrong == RUNS;
    }
  ck_assert_uint_gt (n_wrong, rounds / 50);
  ck_assert_uint_gt (n_found, n_wrong);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("memory-lock");
  TCase *cases = tcase_create ("memory-lock");

  tcase_set_timeout (cases, 600);
  tcase_add_test (cases, test_runs);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
