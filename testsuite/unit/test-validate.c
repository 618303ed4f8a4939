/* test-validate.c - the snapshot validator: each rule, and random damage.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   An argument: how many random damages to try instead of the default.  */

#include <stdlib.h>
#include <string.h>

#include "passes/all.h"
#include "passes/effects.h"
#include "passes/structure.h"
#include "testsuite/unit/sample.h"
#include "testsuite/unit/suite.h"

static uint32_t fuzz_rounds = 20000;

/* A copy that may be changed, in a block of exactly its size.  */
static struct snapshot *
copy_of (const struct snapshot *s)
{
  struct snapshot *copy = malloc (s->size);
  memcpy (copy, s, s->size);
  return copy;
}

#define CHANGE(field, i) ((TYPEOF_##field *) snapshot_##field (s))[i]
#define TYPEOF_types struct snap_type
#define TYPEOF_fields struct snap_field
#define TYPEOF_decls struct snap_decl
#define TYPEOF_attributes struct snap_attribute
#define TYPEOF_constants struct snap_constant
#define TYPEOF_ssa struct snap_ssa
#define TYPEOF_memory struct snap_memory
#define TYPEOF_steps struct snap_step
#define TYPEOF_blocks struct snap_block
#define TYPEOF_edges struct snap_edge
#define TYPEOF_preds uint32_t
#define TYPEOF_statements struct snap_statement
#define TYPEOF_operands uint32_t
#define TYPEOF_cases struct snap_case
#define TYPEOF_lists uint32_t
#define TYPEOF_lowered struct snap_lowered
#define TYPEOF_text char

/* Each row: the complaint, and the damage to the sample that earns it.  */
#define DAMAGES								\
  D ("no snapshot's magic", s->magic++)					\
  D ("another format version", s->version++)				\
  D ("size is not that of the bytes", s->size -= 8)			\
  D ("section is not aligned", s->sections[SECTION_TYPES].offset += 4)	\
  D ("sections overlap", s->sections[SECTION_TYPES].offset -= 8)	\
  D ("section is out of bounds", s->sections[SECTION_LOWERED].count++)	\
  D ("section is out of bounds",					\
     s->sections[SECTION_LOWERED].count = UINT32_MAX)			\
  D ("text does not start with \"\"", CHANGE (text, 0) = 'x')		\
  D ("text is not ended",						\
     CHANGE (text, snapshot_n_text (s) - 1) = 'x')			\
  D ("function has no declaration", s->decl = snapshot_n_decls (s))	\
  D ("function has no declaration", s->decl = 2)			\
  D ("list is out of range", s->first_parameter = 1000)			\
  D ("lists are shared", s->n_parameters = 0;				\
     CHANGE (types, 1).n_parameters = snapshot_n_lists (s);		\
     CHANGE (types, 1).first_parameter = 0;				\
     memset ((void *) snapshot_lists (s), 0, 4 * snapshot_n_lists (s)))	\
  D ("parameter is not one", CHANGE (lists, s->first_parameter) = 4)	\
  D ("parameter is not one", CHANGE (lists, s->first_parameter) = 400)	\
  D ("result is not one", s->result = 2)				\
  D ("unknown kind of type", CHANGE (types, 2).kind = SNAP_TYPE_KINDS)	\
  D ("type's name is out of range",					\
     CHANGE (types, 2).name = snapshot_n_text (s))			\
  D ("type's element is out of range", CHANGE (types, 3).element = 7)	\
  D ("type's main variant is not one",					\
     CHANGE (types, 2).main_variant = 5)				\
  D ("type's main variant is not one",					\
     CHANGE (types, 5).main_variant = 7)				\
  D ("type's attributes are out of range",				\
     CHANGE (types, 1).n_attributes = 2)				\
  D ("type's parameter is out of range",				\
     CHANGE (lists, CHANGE (types, 1).first_parameter) = 7)		\
  D ("type is an element of itself", CHANGE (types, 3).element = 4;	\
     CHANGE (types, 4).element = 3)					\
  D ("field's name is out of range", CHANGE (fields, 0).name = 9999)	\
  D ("field's type is out of range", CHANGE (fields, 0).type = 7)	\
  D ("field is not of a record", CHANGE (fields, 0).record = 0)		\
  D ("unknown kind of declaration",					\
     CHANGE (decls, 1).kind = SNAP_DECL_KINDS)				\
  D ("unknown built-in", CHANGE (decls, 1).builtin = BUILTINS)		\
  D ("declaration's name is out of range",				\
     CHANGE (decls, 1).scope = NONE)					\
  D ("declaration's type is out of range", CHANGE (decls, 1).type = 7)	\
  D ("declaration's attributes are out of range",			\
     CHANGE (decls, 1).first_attribute = 1)				\
  D ("declaration's default definition is out of range",		\
     CHANGE (decls, 2).default_def = 100)				\
  D ("declaration's default definition is not its own",			\
     CHANGE (decls, 2).default_def = 1)					\
  D ("unknown kind of attribute",					\
     CHANGE (attributes, 0).kind = SNAP_ATTRIBUTE_KINDS)		\
  D ("attribute's text is out of range",				\
     CHANGE (attributes, 0).text = 9999)				\
  D ("unknown kind of constant", CHANGE (constants, 0).kind = 17)	\
  D ("constant's type is out of range", CHANGE (constants, 0).type = 7)	\
  D ("constant's value is out of range", CHANGE (constants, 0).count = 9) \
  D ("constant's string is out of range",				\
     CHANGE (constants, 2).count = 9999)				\
  D ("constant's text is out of range",					\
     CHANGE (constants, 3).first = 9999)				\
  D ("complex constant has not two parts",				\
     CHANGE (constants, 1).kind = CONSTANT_COMPLEX;			\
     CHANGE (constants, 1).count = 1)					\
  D ("constant's element is not a constant",				\
     CHANGE (lists, CHANGE (constants, 1).first) = 0)			\
  D ("constant's element is not a scalar",				\
     CHANGE (lists, CHANGE (constants, 1).first)			\
       = OPERAND (OPERAND_CONSTANT, 1))					\
  D ("SSA name's type is out of range", CHANGE (ssa, 0).type = 7)	\
  D ("SSA name's type is out of range",					\
     CHANGE (ssa, operand_index (o.memory_in)).type = 0)		\
  D ("SSA name's variable is out of range", CHANGE (ssa, 1).decl = 99)	\
  D ("default definition is defined", CHANGE (ssa, 0).definition = 0)	\
  D ("variable has another default definition",				\
     CHANGE (ssa, 1).decl = 2)						\
  D ("SSA name has no definition",					\
     CHANGE (ssa, operand_index (o.x)).definition = NONE)		\
  D ("unknown kind of step", CHANGE (steps, 0).kind = STEP_OTHER + 1)	\
  D ("step's type is out of range", CHANGE (steps, 0).type = 7)		\
  D ("dereference of what is no pointer",				\
     CHANGE (memory, operand_index (o.star)).base			\
       = OPERAND (OPERAND_DECL, 4))					\
  D ("dereference of what is no pointer",				\
     CHANGE (steps, 1).kind = STEP_DEREFERENCE)				\
  D ("step's field is out of range", CHANGE (steps, 1).index = 1)	\
  D ("step's index is not a value",					\
     CHANGE (steps, 2).index = OPERAND (OPERAND_SSA, 99))		\
  D ("step's index is not a value", CHANGE (steps, 2).index = o.field)	\
  D ("memory has no base", CHANGE (memory, 0).base = 0)			\
  D ("memory has no base", CHANGE (memory, 0).base = o.star)		\
  D ("memory's type is out of range", CHANGE (memory, 0).type = 7)	\
  D ("memory's steps are out of range", CHANGE (memory, 0).n_steps = 99) \
  D ("memory's steps are not in order",					\
     CHANGE (memory, 1).first_step = 0)					\
  D ("pointer is not dereferenced",					\
     CHANGE (memory, operand_index (o.v)).base = o.pointer)		\
  D ("address is not dereferenced",					\
     CHANGE (steps, 4).kind = STEP_VIEW)				\
  D ("memory lies at its own address",					\
     CHANGE (memory, operand_index (o.based)).base			\
       = OPERAND (OPERAND_ADDRESS, operand_index (o.based)))		\
  D ("unknown fact from lowering", CHANGE (lowered, 0).kind = 99)	\
  D ("fact's declaration is out of range",				\
     CHANGE (lowered, 0).decl = 99)					\
  D ("code in a function without blocks",				\
     s->flags |= SNAPSHOT_IS_LOWERED_ONLY)				\
  D ("no entry or no exit", s->sections[SECTION_BLOCKS].count = 1)	\
  D ("block's statements are not in order",				\
     CHANGE (blocks, 3).first_statement--)				\
  D ("block's successors are not in order",				\
     CHANGE (blocks, 3).first_successor--)				\
  D ("block's predecessors are not in order",				\
     CHANGE (blocks, 3).first_predecessor++)				\
  D ("block has more phis than statements", CHANGE (blocks, 2).n_phis = 5) \
  D ("statements outside of blocks",					\
     s->sections[SECTION_STATEMENTS].count--)				\
  D ("edges outside of blocks", s->sections[SECTION_EDGES].count--)	\
  D ("not as many predecessors as edges",				\
     s->sections[SECTION_PREDS].count--)				\
  D ("entry or exit has statements", CHANGE (blocks, 0).n_statements = 4; \
     CHANGE (blocks, 1).first_statement = 4;				\
     CHANGE (blocks, 2).first_statement = 4;				\
     CHANGE (blocks, 2).n_statements = 0)				\
  D ("entry has predecessors", CHANGE (blocks, 0).n_predecessors = 1;	\
     CHANGE (blocks, 1).first_predecessor = 1;				\
     CHANGE (blocks, 1).n_predecessors = 0)				\
  D ("exit has successors", CHANGE (blocks, 0).n_successors = 0;	\
     CHANGE (blocks, 1).first_successor = 0;				\
     CHANGE (blocks, 1).n_successors = 1)				\
  D ("edge has another source", CHANGE (edges, 1).source = 3)		\
  D ("edge's destination is out of range",				\
     CHANGE (edges, 1).destination = 6)					\
  D ("predecessor is not an edge to the block",				\
     CHANGE (preds, 0) = 0)						\
  D ("predecessor is not an edge to the block",				\
     CHANGE (preds, 0) = 6)						\
  D ("edge is a predecessor twice",					\
     uint32_t b = CHANGE (blocks, 4).first_predecessor;			\
     CHANGE (preds, b) = CHANGE (preds, b + 1))				\
  D ("statement is of another block", CHANGE (statements, 0).block = 3)	\
  D ("unknown statement", CHANGE (statements, 0).code = STATEMENT_CODES) \
  D ("phis are not first in their block",				\
     CHANGE (statements, SAMPLE_PHI).code = STATEMENT_ASSIGN)		\
  D ("phis are not first in their block",				\
     CHANGE (blocks, 4).n_phis = 1)					\
  D ("statement is not the last of its block",				\
     CHANGE (statements, SAMPLE_LABEL).code = STATEMENT_RESX)		\
  D ("statement's operands are not in order",				\
     CHANGE (statements, SAMPLE_COND).first_operand--)			\
  D ("statement's operands are not in order",				\
     CHANGE (statements, SAMPLE_COND).n_operands = UINT32_MAX)		\
  D ("operands outside of statements",					\
     CHANGE (statements, SAMPLE_RETURN).n_operands = 0)			\
  D ("unknown operation", CHANGE (statements, 0).operation = OPERATIONS) \
  D ("statement's type is out of range", CHANGE (statements, 0).type = 7) \
  D ("statement's declaration is out of range",				\
     CHANGE (statements, SAMPLE_CALL).decl = 99)			\
  D ("statement's declaration is out of range",				\
     CHANGE (statements, SAMPLE_LABEL).decl = NONE)			\
  D ("statement's text is out of range",				\
     CHANGE (statements, 0).text = 9999)				\
  D ("state of memory is not one",					\
     CHANGE (statements, SAMPLE_LOAD).vuse = 0)				\
  D ("state of memory is not one",					\
     CHANGE (statements, SAMPLE_CALL).vdef = 99)			\
  D ("statement cannot have this result",				\
     CHANGE (statements, 0).lhs = o.number)				\
  D ("statement cannot have this result",				\
     CHANGE (statements, 0).lhs = o.memory_called)			\
  D ("statement cannot have this result",				\
     CHANGE (statements, SAMPLE_PHI).lhs = o.v)				\
  D ("statement cannot have this result",				\
     CHANGE (statements, SAMPLE_COND).lhs = o.x)			\
  D ("statement cannot have this result",				\
     CHANGE (statements, SAMPLE_CLOBBER).lhs = 0)			\
  D ("wrong number of operands",					\
     CHANGE (statements, 0).operation = OPERATION_PLUS)			\
  D ("wrong number of operands",					\
     CHANGE (statements, SAMPLE_CONDITIONAL).first_extra		\
       = OPERATION_PLUS)						\
  D ("wrong number of operands",					\
     CHANGE (statements, SAMPLE_COND).operation = OPERATION_PLUS)	\
  D ("wrong number of operands",					\
     CHANGE (statements, SAMPLE_PHI).n_operands = 1)			\
  D ("wrong number of operands",					\
     CHANGE (statements, SAMPLE_ASM).n_extra = 5)			\
  D ("wrong number of operands",					\
     CHANGE (statements, SAMPLE_SWITCH).n_operands = 0)			\
  D ("wrong number of operands",					\
     CHANGE (statements, SAMPLE_INTERNAL).n_extra = 1)			\
  D ("statement cannot have this operand", CHANGE (operands, 0) = 0)	\
  D ("statement cannot have this operand",				\
     CHANGE (operands, 0) = OPERAND (OPERAND_SSA, 99))			\
  D ("statement cannot have this operand",				\
     CHANGE (operands, 0) = OPERAND (OPERAND_KIND_PAST, 0))		\
  D ("statement cannot have this operand",				\
     CHANGE (operands, 0) = OPERAND (OPERAND_DECL, 4))			\
  D ("statement cannot have this operand",				\
     CHANGE (operands, 0) = o.memory_in)				\
  D ("statement cannot have this operand",				\
     CHANGE (operands, CHANGE (statements, SAMPLE_PHI).first_operand)	\
       = o.v)								\
  D ("statement cannot have this operand",				\
     CHANGE (operands, CHANGE (statements, SAMPLE_MEMORY_PHI)		\
       .first_operand) = o.number)					\
  D ("condition without a true and a false edge",			\
     CHANGE (edges, 1).flags = EDGE_IS_FALSE)				\
  D ("switch's cases are not in order",					\
     CHANGE (statements, SAMPLE_SWITCH).first_extra = 1)		\
  D ("switch's cases are not in order",					\
     CHANGE (statements, SAMPLE_SWITCH).n_extra = 3)			\
  D ("case is not a range of constants", CHANGE (cases, 1).low = o.x)	\
  D ("case is not a range of constants", CHANGE (cases, 0).high = o.number) \
  D ("case goes along another block's edge", CHANGE (cases, 0).edge = 1) \
  D ("case goes along another block's edge", CHANGE (cases, 0).edge = 9) \
  D ("statement defines another's SSA name",				\
     CHANGE (statements, SAMPLE_LOAD).lhs = o.y)			\
  D ("statement defines another's SSA name",				\
     CHANGE (statements, SAMPLE_LOAD).vdef				\
       = operand_index (o.memory_in))					\
  D ("SSA name is defined twice",					\
     CHANGE (operands, CHANGE (statements, SAMPLE_ASM).first_operand + 1) \
       = o.out)								\
  D ("SSA name is not defined where it says",				\
     CHANGE (statements, SAMPLE_LOAD).lhs = o.v)			\
  D ("SSA name is used where it is not defined",			\
     CHANGE (operands, CHANGE (statements, SAMPLE_CALL).first_operand + 2) \
       = o.y)								\
  D ("SSA name is used where it is not defined",			\
     CHANGE (operands, CHANGE (statements, SAMPLE_PHI).first_operand)	\
       = o.out)								\
  D ("SSA name is used where it is not defined",			\
     CHANGE (operands, CHANGE (statements, SAMPLE_CONDITIONAL)		\
       .first_operand) = o.out)						\
  D ("SSA name is used where it is not defined",			\
     CHANGE (memory, operand_index (o.star)).base = o.z)		\
  D ("index is used where it is not defined",				\
     CHANGE (steps, 2).index = o.z)					\
  D ("index is used where it is not defined",				\
     CHANGE (steps, 2).index = o.memory_in)				\
  D ("state of memory is used as a pointer",				\
     CHANGE (memory, operand_index (o.star)).base = o.memory_in)	\
  D ("state of memory is used where it is not defined",			\
     CHANGE (statements, SAMPLE_CALL).vuse				\
       = operand_index (o.memory_phi))

enum { OPERAND_KIND_PAST = OPERAND_OPAQUE + 1 };

enum
{
#define D(message, ...) + 1
  N_DAMAGES = 0 DAMAGES
#undef D
};

/* Do damage number INDEX and return the complaint that is due.  */
static const char *
do_damage (int index, struct snapshot *s, const struct sample *operands)
{
  struct sample o = *operands;
  int i = 0;
#define D(message, ...)							\
  if (index == i++)							\
    {									\
      __VA_ARGS__;							\
      return message;							\
    }
  DAMAGES
#undef D
  return NULL;
}

START_TEST (test_each_rule)
{
  struct arena arena;
  struct sample o;
  uint32_t where = 0;
  arena_init (&arena, "test");
  const struct snapshot *sample = sample_snapshot (&arena, &o);
  const char *wrong = snapshot_validate (sample, sample->size, &where);
  ck_assert_msg (!wrong, "%s at %u", wrong, where);

  struct snapshot *s = copy_of (sample);
  const char *due = do_damage (_i, s, &o);
  wrong = snapshot_validate (s, sample->size, &where);
  ck_assert_msg (wrong && strcmp (wrong, due) == 0, "not `%s' but `%s' at %u",
		 due, wrong ? wrong : "valid", where);
  free (s);
  arena_release (&arena);
}
END_TEST

START_TEST (test_short_and_crooked)
{
  struct arena arena;
  struct sample o;
  arena_init (&arena, "test");
  const struct snapshot *s = sample_snapshot (&arena, &o);
  for (size_t size = 0; size < s->size; size++)
    {
      /* Exactly SIZE bytes, so that a reader beyond them is caught.  */
      char *bytes = malloc (size + !size);
      memcpy (bytes, s, size);
      ck_assert (snapshot_validate (bytes, size, NULL) != NULL);
      free (bytes);
    }
  char *bytes = malloc (s->size + 8);
  memcpy (bytes + 4, s, s->size);
  ck_assert_str_eq (snapshot_validate (bytes + 4, s->size, NULL),
		    "bytes are not aligned");
  free (bytes);
  arena_release (&arena);
}
END_TEST

/* Sharing is linear to write down and quadratic to read: refused.  */
START_TEST (test_sharing)
{
  struct cfg c;
  struct arena arena;
  cfg_init (&c);
  arena_init (&arena, "test");
  cfg_parse (&c, "0>2>1 2>1");
  uint32_t pointer = cfg_name (&c, SSA_IS_DEFAULT);
  struct snap_memory m = { .base = pointer, .n_steps = 2000 };
  struct snap_step step = { .kind = STEP_DEREFERENCE };
  for (uint32_t i = 0; i < m.n_steps; i++, step.kind = STEP_VIEW)
    builder_add_steps (&c.builder, &step);
  uint32_t memory = OPERAND (OPERAND_MEMORY, builder_add_memory (&c.builder,
								 &m));
  for (uint32_t i = 0; i < 20000; i++)
    cfg_statement (&c, 2, STATEMENT_ASSIGN, OPERATION_COPY, memory, &memory,
		   1);
  const struct snapshot *s = cfg_finish (&c, &arena);
  const char *wrong = snapshot_validate (s, s->size, NULL);
  ck_assert (wrong != NULL);
  ck_assert_str_eq (wrong, "memory operands are shared beyond measure");
  arena_release (&arena);
  cfg_release (&c);
}
END_TEST

START_TEST (test_lowered_only)
{
  struct cfg c;
  struct arena arena;
  cfg_init (&c);
  arena_init (&arena, "test");
  struct snap_lowered lowered = { .kind = LOWERED_NO_VALUE, .decl = NONE };
  builder_add_lowered (&c.builder, &lowered);
  c.builder.header.flags |= SNAPSHOT_IS_LOWERED_ONLY;
  const struct snapshot *s = builder_finish (&c.builder, &arena);
  const char *wrong = snapshot_validate (s, s->size, NULL);
  ck_assert_msg (!wrong, "%s", wrong);
  arena_release (&arena);
  cfg_release (&c);
}
END_TEST

/* Everything that reads snapshots, on one that was found valid.  */

static bool
look_at (void *data, const struct effect *effect)
{
  uint64_t *sum = data;
  *sum += effect->kind + effect->operand + effect->position;
  return true;
}

static void
use_everything (const struct snapshot *s, FILE *file)
{
  struct arena arena;
  struct buffer order = BUFFER_INIT, dominators = BUFFER_INIT,
    loops = BUFFER_INIT, post = BUFFER_INIT, live = BUFFER_INIT,
    targets = BUFFER_INIT;
  uint64_t sum = 0;
  arena_init (&arena, "test");
  struct scratch m = scratch_of_arena (&arena);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    effects_visit (s, i, look_at, &sum);
  snapshot_print (file, s, s, DUMP_DETAILS);
  snapshot_print (file, s, s, DUMP_GRAPH);
  cfg_order_compute (s, &m, &order);
  dominators_compute (s, &m, &dominators);
  loops_compute (s, (const void *) order.bytes,
		 (const void *) dominators.bytes, &m, &loops);
  ck_assert (post_dominators_compute (s, (const void *) loops.bytes, &m,
				      &post));
  liveness_compute (s, &m, &live);
  call_targets_compute (s, &m, &targets);
#define PRINT(VALUE, buffer)						\
  ck_assert (VALUE##_verify (buffer.bytes, buffer.size));		\
  VALUE##_print (file, s, (const void *) buffer.bytes, DUMP_DETAILS);	\
  VALUE##_print (file, s, (const void *) buffer.bytes, DUMP_GRAPH);	\
  buffer_release (&buffer)
  PRINT (cfg_order, order);
  PRINT (dominators, dominators);
  PRINT (loops, loops);
  PRINT (dominators, post);
  PRINT (liveness, live);
  PRINT (call_targets, targets);
  fprintf (file, "%llu\n", (unsigned long long) sum);
  arena_release (&arena);
}

/* One damage: a byte flipped anywhere, or a word replaced by a small number,
   a neighbour or another word of the snapshot, which is more often valid.  */
static void
damage (struct snapshot *s, uint32_t size, uint64_t *state)
{
  uint32_t words = size / 4, at = random_below (state, words);
  uint32_t *word = (uint32_t *) s + at;
  switch (random_below (state, 5))
    {
    case 0:
      ((unsigned char *) s)[random_below (state, size)]
	^= (unsigned char) (1 + random_below (state, 255));
      break;
    case 1:
      *word = random_below (state, 16);
      break;
    case 2:
      *word += random_below (state, 2) ? 1 : UINT32_MAX;
      break;
    case 3:
      *word = ((uint32_t *) s)[random_below (state, words)];
      break;
    default:
      *word ^= (uint32_t) 1 << random_below (state, 32);
    }
}

START_TEST (test_random_damage)
{
  struct arena arena;
  struct sample o;
  uint32_t valid = 0;
  FILE *file = fopen ("/dev/null", "w");
  arena_init (&arena, "test");
  const struct snapshot *sample = sample_snapshot (&arena, &o);
  for (uint32_t round = 0; round < fuzz_rounds; round++)
    {
      uint64_t state = ((uint64_t) (_i + 1) << 32) + round;
      struct snapshot *s = copy_of (sample);
      uint32_t times = 1 + random_below (&state, 3);
      while (times-- > 0)
	damage (s, sample->size, &state);
      if (!snapshot_validate (s, sample->size, NULL))
	{
	  valid++;
	  use_everything (s, file);
	}
      free (s);
    }
  /* Else the test looks at nothing.  */
  ck_assert_uint_gt (valid, fuzz_rounds / 20);
  fclose (file);
  arena_release (&arena);
}
END_TEST

START_TEST (test_print)
{
  struct arena arena;
  struct sample o;
  char *text = NULL;
  size_t size = 0;
  arena_init (&arena, "test");
  const struct snapshot *s = sample_snapshot (&arena, &o);
  FILE *file = open_memstream (&text, &size);
  snapshot_print (file, NULL, s, 0);
  fclose (file);
  static const char *const lines[] = {
    ";; Function f (f)", "int f (struct record * restrict p)",
    "  p_0(D)->field[_1(D)] = 7;", "  # VUSE <.MEM_5(D)>\n  _3 = *p_0(D);",
    "  # .MEM_6 = VDEF <.MEM_5(D)>\n  _4 = g (&v, _3, ",
    "<bb 2>: ;; preds: 0\n", "  ;; succs: 3 (true) 4 (false)\n",
    "  if (_4 < 7) goto <bb 3>; else goto <bb 4>;", "  l:\n",
    "  __asm__ __volatile__ (\"nop\\n\" : _7, v : _3, *p_0(D) : \"memory\");",
    "  switch (_7) <default: <bb 5>, case 7 ... 7: <bb 4>>;",
    "  # _8 = PHI <_4(2), &v(3)>", "  # .MEM_9 = PHI <.MEM_6(2), .MEM_10(3)>",
    "  v = {CLOBBER};", "  _11 = _8 < 7 ? _3 : 7;",
    "  opaque \"omp\" v, &g;", "  .FENCE ();", "  return _11;"
  };
  for (unsigned i = 0; i < sizeof lines / sizeof *lines; i++)
    ck_assert_msg (strstr (text, lines[i]) != NULL, "no `%s' in:\n%s",
		   lines[i], text);
  free (text);
  arena_release (&arena);
}
END_TEST

static Suite *
make_suite (void)
{
  const char *rounds = getenv ("FUZZ_ROUNDS");
  if (rounds)
    fuzz_rounds = (uint32_t) strtoul (rounds, NULL, 10);
  Suite *suite = suite_create ("validate");
  TCase *cases = tcase_create ("validate");
  tcase_set_timeout (cases, 0);
  tcase_add_loop_test (cases, test_each_rule, 0, N_DAMAGES);
  tcase_add_test (cases, test_short_and_crooked);
  tcase_add_test (cases, test_sharing);
  tcase_add_test (cases, test_lowered_only);
  tcase_add_loop_test (cases, test_random_damage, 0, 4);
  tcase_add_test (cases, test_print);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
