/* renumber.c - the same function under other numbers, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/renumber.h"

#include <stdlib.h>

#include "testsuite/unit/cfg.h"
#include "testsuite/unit/suite.h"

struct renumbering
{
  struct snapshot *s;		/* The new one.  */
  uint32_t *ssa, *decl;		/* By old number: the new one.  */
};

/* Numbers below N, shuffled.  */
static uint32_t *
shuffled (uint32_t n, uint64_t *seed)
{
  uint32_t *number = calloc ((size_t) n + 1, sizeof *number);

  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t j = random_below (seed, i + 1);

      number[i] = number[j];
      number[j] = i;
    }
  return number;
}

static void
change_index (const uint32_t *number, uint32_t *index)
{
  if (*index != NONE)
    *index = number[*index];
}

static void
change_operand (const struct renumbering *r, uint32_t *operand)
{
  enum operand_kind kind = operand_kind (*operand);

  if (kind == OPERAND_SSA)
    *operand = OPERAND (kind, r->ssa[operand_index (*operand)]);
  else if (kind == OPERAND_DECL)
    *operand = OPERAND (kind, r->decl[operand_index (*operand)]);
}

/* Table FIELD of the new snapshot, to be written to.  */
#define TABLE(S, FIELD, TYPE) ((TYPE *) (uintptr_t) snapshot_##FIELD (S))

static void
change_statements (const struct renumbering *r)
{
  struct snap_statement *t = TABLE (r->s, statements, struct snap_statement);
  uint32_t *operands = TABLE (r->s, operands, uint32_t);

  for (uint32_t i = 0; i < snapshot_n_statements (r->s); i++)
    {
      change_operand (r, &t[i].lhs);
      change_index (r->ssa, &t[i].vuse);
      change_index (r->ssa, &t[i].vdef);
      change_index (r->decl, &t[i].decl);
    }
  for (uint32_t i = 0; i < snapshot_n_operands (r->s); i++)
    change_operand (r, &operands[i]);
}

static void
change_memory (const struct renumbering *r)
{
  struct snap_memory *memory = TABLE (r->s, memory, struct snap_memory);
  struct snap_step *steps = TABLE (r->s, steps, struct snap_step);

  for (uint32_t i = 0; i < snapshot_n_memory (r->s); i++)
    change_operand (r, &memory[i].base);
  for (uint32_t i = 0; i < snapshot_n_steps (r->s); i++)
    if (steps[i].kind == STEP_INDEX || steps[i].kind == STEP_RANGE)
      change_operand (r, &steps[i].index);
}

static void
change_names (const struct renumbering *r, const struct snapshot *old)
{
  struct snap_ssa *ssa = TABLE (r->s, ssa, struct snap_ssa);
  struct snap_decl *decls = TABLE (r->s, decls, struct snap_decl);

  for (uint32_t i = 0; i < snapshot_n_ssa (old); i++)
    {
      ssa[r->ssa[i]] = snapshot_ssa (old)[i];
      change_index (r->decl, &ssa[r->ssa[i]].decl);
    }
  for (uint32_t i = 0; i < snapshot_n_decls (old); i++)
    {
      decls[r->decl[i]] = snapshot_decls (old)[i];
      change_index (r->ssa, &decls[r->decl[i]].default_def);
    }
}

static void
change_function (const struct renumbering *r)
{
  struct snapshot *s = r->s;
  struct snap_lowered *lowered = TABLE (s, lowered, struct snap_lowered);
  uint32_t *lists = TABLE (s, lists, uint32_t);

  change_index (r->decl, &s->decl);
  change_index (r->decl, &s->result);
  for (uint32_t i = 0; i < s->n_parameters; i++)
    change_index (r->decl, &lists[s->first_parameter + i]);
  for (uint32_t i = 0; i < snapshot_n_lowered (s); i++)
    change_index (r->decl, &lowered[i].decl);
  for (uint32_t i = 0; i < snapshot_n_attributes (s); i++)
    ck_assert (snapshot_attributes (s)[i].kind
	       < SNAP_ATTRIBUTE_TAINTED_BY_FIELD);
}

const struct snapshot *
renumber (const struct snapshot *s, uint64_t seed, struct arena *arena)
{
  struct renumbering r;
  const char *wrong;
  uint32_t where = 0;

  r.s = arena_alloc (arena, s->size);
  memcpy (r.s, s, s->size);
  r.ssa = shuffled (snapshot_n_ssa (s), &seed);
  r.decl = shuffled (snapshot_n_decls (s), &seed);
  change_names (&r, s);
  change_statements (&r);
  change_memory (&r);
  change_function (&r);
  free (r.ssa);
  free (r.decl);
  wrong = snapshot_validate (r.s, r.s->size, &where);
  ck_assert_msg (!wrong, "%s at %u", wrong, (unsigned) where);
  return r.s;
}
