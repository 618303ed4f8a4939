/* memory-claim.c - what is done with values that callers choose.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-claim.h"
#include "passes/memory-apply.h"
#include "passes/memory-mark.h"

bool
memory_is_of_callers (const struct memory *m, uint32_t value)
{
  const struct memory_node *n = memory_node (&m->values, value);

  switch (n->kind)
    {
    case NODE_UNARY:
      return memory_is_of_callers (m, n->a);
    case NODE_BINARY:
      return memory_is_of_callers (m, n->a) || memory_is_of_callers (m, n->b);
    default:
      return memory_is_input (&m->values, value);
    }
}

void
memory_claim (struct memory *m, struct memory_state *s, uint32_t kind,
	      uint32_t statement, uint32_t operand, uint32_t value,
	      uint32_t other, uint32_t size)
{
  struct memory_path *p;

  if (!memory_is_of_callers (m, value))
    return;
  p = memory_note (m, s, PATH_CLAIMED, statement, value);
  p->operand = operand;
  p->claim.kind = (uint16_t) kind;
  p->claim.size = (uint16_t) size;
  p->claim.other = other;
}

/* Whether way D makes the claim E.  */
static bool
is_made (const struct applying *a, uint32_t d, const struct summary_entry *e)
{
  const struct summary_entry *all = memory_summary_entries (a->summary);

  for (uint32_t i = a->ways->end_write[d]; i < a->ways->first[d + 1]; i++)
    if (all[i].kind == e->kind && all[i].node == e->node
	&& all[i].value == e->value && all[i].size == e->size)
      return true;
  return false;
}

/* Whether every way that may be taken here makes the claim E.  */
static bool
is_made_always (struct applying *a, const struct summary_entry *e)
{
  for (uint32_t d = 0; d < a->summary->n_disjuncts; d++)
    if (!is_made (a, d, e) && memory_way_is_possible (a, d))
      return false;
  return true;
}

/* Something behind POINTER is written.  */
static void
alter (struct applying *a, uint32_t pointer)
{
  const struct memory_node *n = memory_node (&a->m->values, pointer);
  struct location l = { 0 };

  if (n->kind != NODE_POINTER)
    return;
  l.region = n->a;
  l.operand = OPERAND (OPERAND_NONE, 0);
  if (memory_kind (&a->m->values, l.region) == NODE_POINTEE)
    memory_claim (a->m, a->s, SUMMARY_ALTERS, a->statement, l.operand,
		  l.region, 0, 0);
  else
    memory_check_write (a->m, a->s, &l, a->statement, NULL);
}

/* Whether an argument that NODE is computed from may be ruled out by what the
   author of the call knows.  */
static bool
is_doubtful (const struct applying *a, uint32_t node)
{
  const struct summary_node *n = &memory_summary_nodes (a->summary)[node];

  switch (n->kind)
    {
    case SUMMARY_PARAMETER:
      return n->b < a->n_arguments
	     && memory_is_doubtful (a->m, a->s, a->operands[n->b], a->statement);
    case SUMMARY_UNARY:
      return is_doubtful (a, n->a);
    case SUMMARY_BINARY:
      return is_doubtful (a, n->a) || is_doubtful (a, n->b);
    default:
      return false;
    }
}

void
memory_apply_claim (struct applying *a, const struct summary_entry *e)
{
  struct memory *m = a->m;
  uint32_t value = a->value[e->node];
  uint32_t none = OPERAND (OPERAND_NONE, 0);

  switch (e->kind)
    {
    case SUMMARY_SHIFTS:
      if (is_made_always (a, e) && !is_doubtful (a, e->node))
	memory_shift (m, a->s, a->statement, none, value, e->size);
      break;
    case SUMMARY_EXPOSES:
      memory_expose (m, a->s, a->statement,
		     memory_passed_operand (a, e->node), value);
      break;
    case SUMMARY_DIVIDES:
      if (is_made_always (a, e) && !is_doubtful (a, e->node))
	memory_divide (m, a->s, a->statement, none, value);
      break;
    case SUMMARY_ALTERS:
      if (is_made_always (a, e))
	alter (a, value);
      break;
    case SUMMARY_READS_AT:
    case SUMMARY_WRITES_AT:
      if (is_made_always (a, e) && !is_doubtful (a, e->value))
	memory_access_at (m, a->s, a->statement, value, a->value[e->value],
			  e->size, e->kind == SUMMARY_WRITES_AT);
      break;
    case SUMMARY_CALLS_THROUGH:
      if (is_made_always (a, e))
	memory_call_through (m, a->s, a->statement,
			     memory_passed_operand (a, e->node), value);
      break;
    case SUMMARY_USES_OPEN:
    case SUMMARY_CLOSES:
      if (is_made_always (a, e))
	memory_use_passed_descriptor (m, a->s, a->statement,
				      memory_passed_operand (a, e->node), value,
				      e->kind == SUMMARY_CLOSES);
      break;
    default:
      break;
    }
}
