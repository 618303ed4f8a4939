/* value-memory.c - states of memory in which a load gives the same.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A load is moved up over what leaves its memory as it is: statements, and where
   states of memory meet, whatever lies between that and a state from which all
   of them come.  */

#include "passes/value-number.h"

#include "passes/points-to.h"

/* Statements that a load is moved up over.  */
#define SEES_THROUGH 64
/* Where states of memory meet: phis that are gone through, states above that
   are tried.  */
#define MOST_PHIS 6
#define MOST_TARGETS 6

/* Whether STATEMENT may change R.  The symbols of two variables that are defined
   here, and that the linker may not replace, are two.  */
static bool
may_change (const struct values *v, uint32_t statement,
	    const struct reference *r)
{
  const struct snap_statement *t = &snapshot_statements (v->s)[statement];
  const uint32_t shared = DECL_IS_EXTERNAL | DECL_IS_WEAK;
  struct reference lhs;
  uint32_t x, y;

  if (!points_to_may_define (v->points_to, statement, r))
    return false;
  if (t->code != STATEMENT_ASSIGN)
    return true;
  lhs = reference_of_memory (v->s, operand_index (t->lhs));
  x = reference_decl (r);
  y = reference_decl (&lhs);
  return x == NONE || y == NONE || x == y
	 || (snapshot_decls (v->s)[x].flags & shared)
	 || (snapshot_decls (v->s)[y].flags & shared);
}

/* The state before the one NAME, if R is the same in both; else NONE.  A phi has
   none.  */
static uint32_t
state_before (struct values *v, uint32_t name, const struct reference *r)
{
  uint32_t definition = snapshot_ssa (v->s)[name].definition;

  if (definition == NONE || v->steps_left == 0
      || snapshot_statements (v->s)[definition].code == STATEMENT_PHI
      || snapshot_statements (v->s)[definition].vuse == NONE)
    return NONE;
  v->steps_left--;
  if (may_change (v, definition, r))
    return NONE;
  return snapshot_statements (v->s)[definition].vuse;
}

static const struct snap_statement *
phi_of_state (const struct values *v, uint32_t name)
{
  uint32_t definition = snapshot_ssa (v->s)[name].definition;

  return definition != NONE
	 && snapshot_statements (v->s)[definition].code == STATEMENT_PHI
	 ? &snapshot_statements (v->s)[definition] : NULL;
}

/* Whether R is the same in the states FROM and TARGET, which all ways to FROM
   pass: PHIS, N of them, are the phis that are being asked about.  */
static bool
comes_from (struct values *v, uint32_t from, uint32_t target,
	    const struct reference *r, uint32_t *phis, unsigned n)
{
  for (unsigned i = 0; i < SEES_THROUGH && from != NONE; i++)
    {
      const struct snap_statement *phi = phi_of_state (v, from);

      if (from == target)
	return true;
      if (v->steps_left == 0)
	return false;
      v->steps_left--;
      if (!phi)
	{
	  from = state_before (v, from, r);
	  continue;
	}
      for (unsigned j = 0; j < n; j++)
	if (phis[j] == from)
	  return true;
      if (n == MOST_PHIS)
	return false;
      phis[n++] = from;
      for (uint32_t j = 0; j < phi->n_operands; j++)
	{
	  uint32_t o = snapshot_operands (v->s)[phi->first_operand + j];

	  if (operand_kind (o) != OPERAND_SSA
	      || !comes_from (v, operand_index (o), target, r, phis, n))
	    return false;
	}
      return true;
    }
  return false;
}

/* A state above PHI, of NAME, in which R is as it is there; else NAME.  It is
   one on the way to the first argument; if that is a round of a loop, to the
   second.  */
static uint32_t
state_above (struct values *v, uint32_t name, const struct snap_statement *phi,
	     const struct reference *r)
{
  for (uint32_t a = 0; a < 2 && a < phi->n_operands; a++)
    {
      uint32_t o = snapshot_operands (v->s)[phi->first_operand + a];
      uint32_t target = operand_kind (o) == OPERAND_SSA ? operand_index (o)
							: NONE;

      for (unsigned i = 0; i < MOST_TARGETS && target != NONE
			   && target != name; i++)
	{
	  uint32_t phis[MOST_PHIS];

	  if (comes_from (v, name, target, r, phis, 0))
	    return target;
	  target = state_before (v, target, r);
	}
    }
  return name;
}

uint32_t
values_earlier_state (struct values *v, uint32_t name, uint32_t memory)
{
  struct reference r = reference_of_memory (v->s, memory);

  if (r.is_volatile)
    return name;
  r = points_to_fold (v->points_to, &r);
  for (unsigned i = 0; i < SEES_THROUGH; i++)
    {
      const struct snap_statement *phi = phi_of_state (v, name);
      uint32_t before = phi ? state_above (v, name, phi, &r)
			    : state_before (v, name, &r);

      if (before == NONE || before == name)
	break;
      name = before;
    }
  return name;
}
