/* check-early-uninit.c - what is read before it has a value.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC's early pass asks two questions at each statement: is an SSA name used
   that has no definition, and is memory read that nothing on any path may have
   written.  Where the statement runs whenever the function does, that is
   certain; elsewhere it is likely, which GCC says at this point at -O0 only, as
   the optimisers will know better.  There it also knows by value numbering
   which blocks are never entered.  Both sets of findings are computed at once
   and marked (FINDING_AT_O0, FINDING_NOT_AT_O0).  */

#include "passes/all.h"

#include <string.h>

#include "passes/early-uninit.h"
#include "passes/undefined.h"

/* After this many steps of walks, walks are cut short if they also are more
   than twice the definitions of memory seen.  */
#define STEPS_BEFORE_LIMIT (128 * 128)
#define STEPS_THEN 32

struct finding_groups
uninit_groups (const struct snapshot *s)
{
  struct finding_groups g;

  g.memory = 1 + snapshot_n_decls (s);
  g.ssa = g.memory + snapshot_n_memory (s);
  g.count = g.ssa + snapshot_n_ssa (s);
  return g;
}

bool
uninit_report (struct uninit *u, enum message message, uint32_t modes,
	       struct uninit_subject subject, bool closes, uint32_t place)
{
  uint32_t flags = FINDING_AT_SPELLING;

  for (uint32_t mode = 0; mode < UNINIT_MODES; mode++)
    if (subject.group && (modes & 1u << mode))
      {
	uint8_t *n = &u->closers[subject.group * UNINIT_MODES + mode];

	if (*n >= GROUP_ALTERNATIVES)
	  modes &= ~(1u << mode);
	else if (closes)
	  ++*n;
      }
  if (!modes)
    return false;
  u->n_reports++;
  if (u->check == CHECK_uninit || modes == UNINIT_OPTIMISING)
    flags |= FINDING_NOT_AT_O0;
  else if (modes == UNINIT_O0)
    flags |= FINDING_AT_O0;
  if (closes)
    flags |= FINDING_SUPPRESSES;
  findings_add (&u->b, u->check, message, place, flags);
  findings_add_group (&u->b, subject.group, subject.group2,
		      closes ? subject.decl : NONE);
  return true;
}

bool
uninit_is_silenced (const struct snapshot *s, uint32_t decl)
{
  return (snapshot_decls (s)[decl].flags & DECL_NO_WARNING_UNINIT) != 0;
}

/* SSA names.  */

/* Whether T gives the variable called TEXT its value: that copies the value
   that .DEFERRED_INIT made.  */
static bool
defines_named (const struct snapshot *s, const struct snap_statement *t,
	       const char *text)
{
  uint32_t decl = NONE;

  if (t->code != STATEMENT_ASSIGN)
    return false;
  if (operand_kind (t->lhs) == OPERAND_SSA)
    decl = snapshot_ssa (s)[operand_index (t->lhs)].decl;
  else if (operand_kind (t->lhs) == OPERAND_MEMORY)
    {
      const struct snap_memory *m
	= &snapshot_memory (s)[operand_index (t->lhs)];

      if (m->n_steps == 0 && operand_kind (m->base) == OPERAND_DECL)
	decl = operand_index (m->base);
    }
  return decl != NONE
	 && !strcmp (snapshot_string (s, snapshot_decls (s)[decl].name), text);
}

/* Whether GCC was told not to warn about T, or the object that it reads; the
   object, if it is a variable, goes to *DECL.  */
static bool
is_silenced (const struct snapshot *s, const struct snap_statement *t,
	     uint32_t *decl)
{
  const struct snap_memory *m;
  uint32_t o;

  *decl = NONE;
  if (t->flags & NO_WARNING_UNINIT)
    return true;
  if (t->code != STATEMENT_ASSIGN || t->n_operands != 1)
    return false;
  o = snapshot_operands (s)[t->first_operand];
  if (operand_kind (o) != OPERAND_MEMORY)
    return false;
  m = &snapshot_memory (s)[operand_index (o)];
  if (m->n_steps == 0 && operand_kind (m->base) == OPERAND_DECL)
    {
      *decl = operand_index (m->base);
      return uninit_is_silenced (s, *decl);
    }
  return (m->flags & MEMORY_NO_WARNING_UNINIT) != 0;
}

/* The argument of a message about a variable: VAR, or if that is NONE, what
   was called TEXT.  */
static void
add_variable (struct findings_builder *b, uint32_t var, const char *text)
{
  if (var != NONE)
    findings_add_decl (b, var);
  else
    findings_add_text (b, text);
}

void
uninit_report_name (struct uninit *u, uint32_t name, uint32_t index,
		    uint32_t place2, bool certain, uint32_t modes)
{
  const struct snapshot *s = u->s;
  const struct snap_statement *t = &snapshot_statements (s)[index];
  struct finding_groups groups = uninit_groups (s);
  struct uninit_subject subject = { 0, 0, NONE };
  uint32_t var = snapshot_ssa (s)[name].decl, read, origin;
  uint32_t place = PLACE (PLACE_STATEMENT, index);
  const char *text = NULL;

  if (!ssa_is_undefined (s, name, true)
      || (t->code == STATEMENT_ASSIGN && t->operation == OPERATION_COMPLEX)
      || (complex_part_of (s, t) != NONE
	  && ssa_is_deferred (s, complex_part_of (s, t))))
    return;
  if (var == NONE)
    var = ssa_variable_of_complex (s, name);
  if (var == NONE)
    {
      text = ssa_deferred_text (s, name);
      if (!text || defines_named (s, t, text)
	  || (ssa_definition (s, name)->flags & NO_WARNING_UNINIT))
	return;
    }
  if (is_silenced (s, t, &read)
      || (var != NONE && uninit_is_silenced (s, var)))
    return;

  subject.decl = var;
  subject.group = var != NONE ? 1 + var : groups.ssa + name;
  if (read != NONE && read != var)
    subject.group2 = 1 + read;
  origin = var != NONE ? PLACE (PLACE_DECL, var)
		       : PLACE (PLACE_STATEMENT,
				snapshot_ssa (s)[name].definition);
  if (!(t->flags & STATEMENT_HAS_PLACE))
    place = place2 != NONE ? place2 : origin;
  if (!uninit_report (u, var != NONE
			 ? (certain ? MESSAGE_UNINITIALIZED
			    : MESSAGE_MAYBE_UNINITIALIZED)
			 : (certain ? MESSAGE_UNINITIALIZED_EXPRESSION
			    : MESSAGE_MAYBE_UNINITIALIZED_EXPRESSION),
		      certain ? modes : modes & UNINIT_O0, subject, true,
		      place))
    return;
  findings_add_fallback (&u->b, place != origin ? origin : NONE, NONE);
  add_variable (&u->b, var, text);
  if (u->check == CHECK_uninit && u->callee_statement != NONE
      && (t->flags & STATEMENT_HAS_PLACE))
    {
      findings_add_callee (&u->b, u->callee_statement);
      findings_add (&u->b, u->check, MESSAGE_PASSED_TO, place,
		    FINDING_IS_NOTE);
      findings_add_decl (&u->b, t->decl);
    }
  /* A warning that is where the variable is says where that is.  */
  if (place == origin)
    return;
  findings_add (&u->b, u->check,
		var != NONE ? MESSAGE_WAS_DECLARED_HERE
			    : MESSAGE_NAMED_WAS_DECLARED_HERE,
		origin, FINDING_IS_NOTE);
  add_variable (&u->b, var, text);
}

static void check_operand (struct uninit *u, uint32_t operand,
			   uint32_t index);

/* The pointers and indices in MEMORY, from the base outward.  */
static void
check_memory (struct uninit *u, uint32_t memory, uint32_t index)
{
  const struct snap_memory *m = &snapshot_memory (u->s)[memory];

  if (operand_kind (m->base) == OPERAND_SSA
      || operand_kind (m->base) == OPERAND_ADDRESS)
    check_operand (u, m->base, index);
  for (uint32_t i = 0; i < m->n_steps; i++)
    {
      const struct snap_step *step
	= &snapshot_steps (u->s)[m->first_step + i];

      if (step->kind == STEP_INDEX || step->kind == STEP_RANGE)
	check_operand (u, step->index, index);
    }
}

static void
check_operand (struct uninit *u, uint32_t operand, uint32_t index)
{
  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      uninit_report_name (u, operand_index (operand), index, NONE,
			  u->always_executed, u->modes_here);
      break;
    case OPERAND_MEMORY:
    case OPERAND_ADDRESS:
      /* Addresses in addresses are finite, but for damaged input.  */
      if (u->depth < 8)
	{
	  u->depth++;
	  check_memory (u, operand_index (operand), index);
	  u->depth--;
	}
      break;
    default:
      break;
    }
}

/* All names that statement INDEX uses, in GCC's order: what it stores to comes
   first.  */
static void
check_names (struct uninit *u, uint32_t index)
{
  const struct snap_statement *t = &snapshot_statements (u->s)[index];
  const uint32_t *o = snapshot_operands (u->s) + t->first_operand;

  if (operand_kind (t->lhs) == OPERAND_MEMORY)
    check_operand (u, t->lhs, index);
  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      /* What bits are inserted into may well be undefined.  */
      if (i == 0 && t->code == STATEMENT_ASSIGN
	  && t->operation == OPERATION_BIT_INSERT)
	continue;
      if (t->code == STATEMENT_ASM && i < t->n_extra
	  && operand_kind (o[i]) == OPERAND_SSA)
	continue;
      check_operand (u, o[i], index);
    }
}

/* Phis.  */

/* The edge that enters BLOCK from outside, if there is one only, and at most
   one from inside, which goes to *BACK.  */
static uint32_t
entering_edge (struct uninit *u, uint32_t block, uint32_t *back,
	       uint32_t *position)
{
  const struct snap_block *b = &snapshot_blocks (u->s)[block];
  uint32_t found = NONE;

  *back = NONE;
  for (uint32_t i = 0; i < b->n_predecessors; i++)
    {
      uint32_t e = snapshot_preds (u->s)[b->first_predecessor + i];
      uint32_t source = snapshot_edges (u->s)[e].source;

      if (dominates (u->dominators, block, source))
	{
	  if (*back != NONE)
	    return NONE;
	  *back = e;
	}
      else if (found != NONE)
	return NONE;
      else
	{
	  found = e;
	  *position = i;
	}
    }
  return found;
}

bool
uninit_is_always_executed (const struct uninit *u, uint32_t block)
{
  return dominates (u->post_dominators, block, u->first_block);
}

static bool
uses_in_memory (const struct snapshot *s, uint32_t operand, uint32_t name,
		unsigned depth)
{
  const struct snap_memory *m;

  if (operand_kind (operand) == OPERAND_SSA)
    return operand_index (operand) == name;
  if ((operand_kind (operand) != OPERAND_MEMORY
       && operand_kind (operand) != OPERAND_ADDRESS) || depth >= 8)
    return false;
  m = &snapshot_memory (s)[operand_index (operand)];
  if (uses_in_memory (s, m->base, name, depth + 1))
    return true;
  for (uint32_t i = 0; i < m->n_steps; i++)
    {
      const struct snap_step *step = &snapshot_steps (s)[m->first_step + i];

      if ((step->kind == STEP_INDEX || step->kind == STEP_RANGE)
	  && uses_in_memory (s, step->index, name, depth + 1))
	return true;
    }
  return false;
}

static bool
statement_uses (const struct snapshot *s, const struct snap_statement *t,
		uint32_t name)
{
  if (operand_kind (t->lhs) == OPERAND_MEMORY
      && uses_in_memory (s, t->lhs, name, 0))
    return true;
  for (uint32_t i = t->code == STATEMENT_ASM ? t->n_extra : 0;
       i < t->n_operands; i++)
    if (uses_in_memory (s, snapshot_operands (s)[t->first_operand + i], name,
			0))
      return true;
  return false;
}

/* The statement that reads NAME, the result of a phi, always and, if there is a
   BACK edge, in its loop; of several the one that GCC linked last, in its walk
   over the dominator tree.  */
static uint32_t
find_certain_use (struct uninit *u, uint32_t name, uint32_t back)
{
  const struct snapshot *s = u->s;
  const uint32_t *order = dominators_first (u->dominators);
  uint32_t best = NONE;

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];

      if (!(t->flags & STATEMENT_HAS_PLACE) || !statement_uses (s, t, name)
	  || (u->is_needed && !u->is_needed[i])
	  || !uninit_is_always_executed (u, t->block)
	  || (back != NONE
	      && !dominates (u->dominators, t->block,
			     snapshot_edges (s)[back].source)))
	continue;
      if (best == NONE
	  || order[t->block] >= order[snapshot_statements (s)[best].block])
	best = i;
    }
  return best;
}

/* A phi at the top of a block that is always executed, where what flows in
   from outside has no value: if the first use comes before anything else can
   flow in, that use is certain.  */
void
uninit_check_phis (struct uninit *u, uint32_t block)
{
  const struct snapshot *s = u->s;
  const struct snap_block *b = &snapshot_blocks (s)[block];
  uint32_t back, position = 0;
  uint32_t edge = entering_edge (u, block, &back, &position);

  if (edge == NONE)
    return;
  for (uint32_t i = 0; i < b->n_phis; i++)
    {
      const struct snap_statement *phi
	= &snapshot_statements (s)[b->first_statement + i];
      uint32_t o, use;

      if ((phi->flags & STATEMENT_IS_VIRTUAL) || position >= phi->n_operands)
	continue;
      o = snapshot_operands (s)[phi->first_operand + position];
      if (operand_kind (o) != OPERAND_SSA
	  || (u->check != CHECK_uninit
	      && !(snapshot_ssa (s)[operand_index (o)].flags
		   & SSA_IS_DEFAULT))
	  || !ssa_is_undefined (s, operand_index (o), true))
	continue;
      if (operand_kind (phi->lhs) != OPERAND_SSA)
	continue;
      use = find_certain_use (u, operand_index (phi->lhs), back);
      if (use == NONE)
	continue;
      if (u->check == CHECK_uninit)
	u->callee_statement
	  = uninit_read_by_callee (u, use, operand_index (phi->lhs));
      uninit_report_name (u, operand_index (o), use, NONE, true,
			  u->modes_here);
    }
}

/* The function.  */

static void
check_block (struct uninit *u, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (u->s)[block];

  u->always_executed = uninit_is_always_executed (u, block);
  if (u->always_executed)
    uninit_check_phis (u, block);
  for (uint32_t i = b->n_phis; i < b->n_statements; i++)
    {
      uint32_t index = b->first_statement + i;
      const struct snap_statement *t = &snapshot_statements (u->s)[index];

      if (is_internal_call (u->s, t, "DEFERRED_INIT"))
	continue;
      check_names (u, index);
      if (t->vdef != NONE)
	for (uint32_t mode = 0; mode < UNINIT_MODES; mode++)
	  if (u->modes_here & 1u << mode)
	    u->budget[mode].definitions++;
      uninit_check_memory (u, index);
    }
}

/* The modes in which GCC's pass visits BLOCK.  */
static uint32_t
block_modes (struct uninit *u, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (u->s)[block];
  uint32_t modes = 0;

  if (b->n_predecessors)
    modes |= UNINIT_OPTIMISING;
  if (!u->executable)
    return modes ? modes | UNINIT_O0 : 0;
  for (uint32_t i = 0; i < b->n_predecessors; i++)
    if (executable_edges_edge (u->executable)
	  [snapshot_preds (u->s)[b->first_predecessor + i]])
      return modes | UNINIT_O0;
  return modes;
}

static void
check_all (struct uninit *u)
{
  memset (u->closers, 0,
	  (size_t) uninit_groups (u->s).count * UNINIT_MODES);
  memset (u->budget, 0, sizeof u->budget);
  u->n_reports = 0;
  u->walk.phis_left = WALK_MOST_PHIS;
  for (uint32_t i = BLOCK_EXIT + 1; i < snapshot_n_blocks (u->s); i++)
    {
      u->modes_here = block_modes (u, i);
      if (u->modes_here)
	check_block (u, i);
    }
}

void
uninit_limit (struct uninit_budget *budget)
{
  if (budget->steps > STEPS_BEFORE_LIMIT
      && budget->steps > 2 * budget->definitions)
    budget->limit = STEPS_THEN;
}

/* Whether at -O0 some block is not visited that is with optimisation.  */
static bool
skips_blocks (struct uninit *u)
{
  for (uint32_t i = BLOCK_EXIT + 1; i < snapshot_n_blocks (u->s); i++)
    if (block_modes (u, i) == UNINIT_OPTIMISING)
      return true;
  return false;
}

/* Names whose bits are overwritten one by one: reading what they were is no use
   of it.  */
static void
find_bit_inserts (struct uninit *u)
{
  for (uint32_t i = 0; i < snapshot_n_statements (u->s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (u->s)[i];
      uint32_t o;

      if (t->code != STATEMENT_ASSIGN || t->n_operands == 0
	  || t->operation != OPERATION_BIT_INSERT)
	continue;
      o = snapshot_operands (u->s)[t->first_operand];
      if (operand_kind (o) == OPERAND_SSA)
	u->is_inserted_into[operand_index (o)] = 1;
    }
}

/* The same with knowledge of what is executed; U has the findings without.  */
static void
check_again (struct uninit *u, struct query_context *cx, uint32_t key)
{
  struct buffer bytes = BUFFER_INIT;
  struct findings *first;

  /* No memory of malloc's may be held while a query is asked.  */
  findings_finish (&u->b, &bytes);
  findings_builder_release (&u->b);
  first = query_alloc (cx, bytes.size, 1);
  memcpy (first, bytes.bytes, bytes.size);
  buffer_release (&bytes);
  u->executable = q_executable_edges (cx, key);
  findings_builder_init (&u->b);
  if (skips_blocks (u))
    check_all (u);
  else
    findings_append (&u->b, first, NULL);
}

bool
uninit_init (struct uninit *u, struct query_context *cx, uint32_t key)
{
  const struct snap_block *entry;

  u->s = q_body (cx, key);
  if (snapshot_n_blocks (u->s) <= BLOCK_EXIT + 1)
    return false;
  entry = &snapshot_blocks (u->s)[BLOCK_ENTRY];
  if (!entry->n_successors)
    return false;
  u->first_block = snapshot_edges (u->s)[entry->first_successor].destination;
  u->dominators = q_dominators (cx, key);
  u->post_dominators = q_post_dominators (cx, key);
  u->is_inserted_into = query_alloc (cx, snapshot_n_ssa (u->s) + 1, 1);
  u->closers = query_alloc (cx, uninit_groups (u->s).count, UNINIT_MODES);
  definition_walk_init (&u->walk, cx, u->s);
  find_bit_inserts (u);
  return true;
}

void
provide_early_uninit (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  struct uninit u;
  bool any;

  memset (&u, 0, sizeof u);
  u.check = CHECK_early_uninit;
  any = uninit_init (&u, cx, key);
  findings_builder_init (&u.b);
  if (any)
    {
      check_all (&u);
      /* Which blocks are entered at -O0 matters to few functions only.  */
      if (u.n_reports || u.budget[0].steps > STEPS_BEFORE_LIMIT
	  || u.budget[1].steps > STEPS_BEFORE_LIMIT)
	check_again (&u, cx, key);
      if (u.walk.phis_left == 0)
	{
	  u.b.flags |= FINDINGS_INCOMPLETE;
	  query_give_up (cx, "too many phis of memory");
	}
    }
  findings_finish (&u.b, out);
  findings_builder_release (&u.b);
}
