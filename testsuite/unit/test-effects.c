/* test-effects.c - the effects of each kind of statement.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>

#include "passes/effects.h"
#include "testsuite/unit/sample.h"
#include "testsuite/unit/suite.h"

struct expected
{
  const struct effect *effects;
  unsigned count, seen;
  unsigned stop_after;
};

static bool
compare (void *data, const struct effect *effect)
{
  struct expected *e = data;
  ck_assert_msg (e->seen < e->count, "kind %d, operand %x is too much",
		 effect->kind, effect->operand);
  const struct effect *want = &e->effects[e->seen];
  ck_assert_msg (effect->kind == want->kind
		 && effect->operand == want->operand
		 && effect->position == want->position,
		 "effect %u: kind %d, operand %x, position %x", e->seen,
		 effect->kind, effect->operand, effect->position);
  return ++e->seen != e->stop_after;
}

static void
expect (const struct snapshot *s, uint32_t statement,
	const struct effect *effects, unsigned count)
{
  struct expected e = { effects, count, 0, UINT32_MAX };
  ck_assert (effects_visit (s, statement, compare, &e));
  ck_assert_msg (e.seen == count, "statement %u: %u effects", statement,
		 e.seen);
  for (e.stop_after = 1; e.stop_after <= count; e.stop_after++)
    {
      e.seen = 0;
      ck_assert (!effects_visit (s, statement, compare, &e));
      ck_assert_uint_eq (e.seen, e.stop_after);
    }
}

#define EXPECT(statement, ...)						\
  expect (s, statement, (const struct effect[]) { __VA_ARGS__ },	\
	  sizeof ((const struct effect[]) { __VA_ARGS__ })		\
	  / sizeof (struct effect))

START_TEST (test_each_kind)
{
  struct arena arena;
  struct sample o;
  arena_init (&arena, "test");
  const struct snapshot *s = sample_snapshot (&arena, &o);
  uint32_t where;
  const char *wrong = snapshot_validate (s, s->size, &where);
  ck_assert_msg (!wrong, "%s at %u", wrong, where);
  ck_assert_uint_eq (snapshot_n_statements (s), SAMPLE_STATEMENTS);

  EXPECT (SAMPLE_STORE, { EFFECT_USES, o.pointer, NONE },
	  { EFFECT_USES, o.index, NONE }, { EFFECT_STORES, o.field, NONE });
  EXPECT (SAMPLE_LOAD, { EFFECT_USES, o.pointer, NONE },
	  { EFFECT_LOADS, o.star, 0 }, { EFFECT_DEFINES, o.x, NONE });
  EXPECT (SAMPLE_CALL, { EFFECT_ADDRESS, o.address_v, 1 },
	  { EFFECT_USES, o.x, 2 }, { EFFECT_LOADS, o.based, 3 },
	  { EFFECT_CALLS, OPERAND (OPERAND_DECL, o.g), 0 },
	  { EFFECT_MEMORY, 0, NONE }, { EFFECT_DEFINES, o.y, NONE });
  EXPECT (SAMPLE_COND, { EFFECT_USES, o.y, 0 });
  expect (s, SAMPLE_LABEL, NULL, 0);
  EXPECT (SAMPLE_ASM, { EFFECT_USES, o.x, 2 },
	  { EFFECT_USES, o.pointer, NONE }, { EFFECT_LOADS, o.star, 3 },
	  { EFFECT_MEMORY, 0, NONE }, { EFFECT_DEFINES, o.out, 0 },
	  { EFFECT_STORES, o.v, 1 });
  EXPECT (SAMPLE_SWITCH, { EFFECT_USES, o.out, 0 });
  EXPECT (SAMPLE_PHI, { EFFECT_USES, o.y, 0 },
	  { EFFECT_ADDRESS, o.address_v, 1 }, { EFFECT_DEFINES, o.z, NONE });
  expect (s, SAMPLE_MEMORY_PHI, NULL, 0);
  EXPECT (SAMPLE_CLOBBER, { EFFECT_CLOBBERS, o.v, NONE });
  EXPECT (SAMPLE_CONDITIONAL, { EFFECT_USES, o.z, 0 },
	  { EFFECT_USES, o.x, 2 }, { EFFECT_DEFINES, o.w, NONE });
  EXPECT (SAMPLE_OPAQUE, { EFFECT_ADDRESS, o.address_g, 1 },
	  { EFFECT_LOADS, o.v, 0 }, { EFFECT_MEMORY, 0, NONE });
  EXPECT (SAMPLE_INTERNAL, { EFFECT_CALLS, 0, 0 });
  EXPECT (SAMPLE_RETURN, { EFFECT_USES, o.w, 0 });
  arena_release (&arena);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("effects");
  TCase *cases = tcase_create ("effects");
  tcase_add_test (cases, test_each_kind);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
