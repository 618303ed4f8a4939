/* memory-guarded.c - what has no value on a path that its own conditions rule out.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Whether a variable of the function may be read before it has a value is asked
   by the check uninit, too, by another way: backwards from the use, with what
   has to hold there (undefined-path.h).  A path of the memory analysis goes
   round a loop once and then as if any round had been before, so it forgets what
   the rounds have in common; and what it knows of a condition it may have lost
   where states became one.  So uninit is asked as well: if it comes from the use
   to the variable without a value, but by no way whose conditions go
   together, the use is guarded.  If it does not come there at all, it does not
   know: a callee may have written, and memory knows better.  */

#include "passes/memory.h"
#include "passes/parameter-effects.h"
#include "passes/undefined-path.h"
#include "passes/uninit-memory.h"

static struct path_search *
prepare (struct memory *m)
{
  struct path_search *p = scratch_alloc (&m->scratch, 1, sizeof *p);
  struct points_to_reader *points_to
    = scratch_alloc (&m->scratch, 1, sizeof *points_to);

  path_search_init (p, m->cx, m->key);
  points_to->s = m->s;
  points_to->of = p->names.of;
  points_to->callee = p->callee = parameter_effects_of_calls (m->cx, m->s);
  points_to->value = q_points_to (m->cx, m->key);
  p->points_to = points_to;
  return p;
}

/* Whether OPERAND may have no value at STATEMENT.  */
static bool
may_be_undefined (struct path_search *p, uint32_t operand,
		  uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (p->s)[statement];
  struct path_origin origin;
  struct reference r;

  if (operand_kind (operand) == OPERAND_SSA)
    return path_to_name (p, operand_index (operand), statement, &origin);
  r = reference_of_memory (p->s, operand_index (operand));
  return t->vuse != NONE
	 && path_to_memory (p, &r, t->vuse, statement, &origin);
}

bool
memory_is_guarded (struct memory *m, const struct memory_found *f)
{
  struct path_search *p = m->paths;
  bool is_guarded;

  if (f->is_in_callee || (operand_kind (f->operand) != OPERAND_SSA
			  && operand_kind (f->operand) != OPERAND_MEMORY))
    return false;
  if (!p)
    p = m->paths = prepare (m);
  p->ignores_conditions = true;
  is_guarded = may_be_undefined (p, f->operand, f->statement);
  p->ignores_conditions = false;
  return is_guarded && !may_be_undefined (p, f->operand, f->statement)
	 && !p->gave_up;
}
