/* memory-apply.c - a call of a function that has a summary.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Each way through the callee is one of the caller, if what it asks for can be
   so here.  Its values are looked up in the state before the call.  */

#include "passes/memory-apply.h"
#include "passes/memory-claim.h"
#include "passes/memory-mark.h"
#include "passes/memory-ring.h"

/* The part of a function's steps that may be spent before ways through calls of which
   nobody looks at the result are one again.  */
#define PART_WITHOUT_REJOIN 8

/* Whether the value of E's node may lie in one of the ranges that entries FIRST
   to END give it.  */
static bool
may_be_in_range (struct applying *a, uint32_t first, uint32_t end,
		 const struct summary_entry *e)
{
  const struct summary_entry *all = memory_summary_entries (a->summary);
  uint32_t value = a->value[e->node];
  struct range r;

  range_clear (&r);
  for (; first < end; first++)
    if (all[first].kind == SUMMARY_IN_RANGE && all[first].node == e->node)
      {
	if (r.count == RANGE_ROOM)
	  return true;
	range_add (&a->m->scratch, &r, integer_of (all[first].low),
		   integer_of (all[first].high));
      }
  range_finish (&a->m->scratch, &r);
  if (a->m->watches && value != 0)
    memory_watch_restriction (a->m, a->s, value);
  return value == 0 || memory_restrict (a->m, a->s, value, NONE, &r);
}

static bool
may_be (struct applying *a, uint32_t first, uint32_t end,
	const struct summary_entry *e)
{
  uint32_t value = a->value[e->node];

  switch (e->kind)
    {
    case SUMMARY_IN_RANGE:
      return may_be_in_range (a, first, end, e);
    case SUMMARY_IS_NULL:
    case SUMMARY_IS_NONNULL:
      return value == 0
	     || memory_assume (a->m, a->s, OPERATION_EQUAL, NONE, value,
			       memory_make_small (&a->m->values, 0),
			       e->kind == SUMMARY_IS_NULL);
    default:
      return true;
    }
}

static void
set_new (struct applying *a, const struct summary_entry *e)
{
  struct memory *m = a->m;
  struct region_state r
    = { memory_node (&m->values, a->value[e->node])->a, (uint8_t) e->low, 0,
	e->flags, 0, 0 };
  const char *family = memory_summary_text (a->summary) + e->family;

  if (r.resource != RESOURCE_NONE)
    {
      r.family = memory_family (m, family);
      memory_note (m, a->s, PATH_ALLOCATED, a->statement, r.region);
    }
  memory_set_region (&m->pool, a->s, &r);
}

/* Whether what is returned tells ways D and E apart.  */
static bool
are_told_apart (const struct applying *a, uint32_t d, uint32_t e)
{
  /* Who does not look at the result knows by other means, too.  */
  return operand_kind (a->t->lhs) != OPERAND_NONE
	 && a->ways->is_apart[d * a->summary->n_disjuncts + e];
}

/* Whether a way that nothing tells from that of E does not release its region.  */
static bool
is_released_perhaps (const struct applying *a, const struct summary_entry *e)
{
  const struct summary_entry *all = memory_summary_entries (a->summary);

  for (uint32_t d = 0; d < a->summary->n_disjuncts; d++)
    {
      bool is_released = false;

      for (uint32_t i = 0; i < a->ways->n_releases; i++)
	is_released |= all[a->ways->releases[i]].disjunct == d
		       && all[a->ways->releases[i]].node == e->node;
      if (!is_released && !are_told_apart (a, d, e->disjunct)
	  && !summary_ways_exclude (a->ways, d, e->disjunct))
	return true;
    }
  return false;
}

/* Whether every way says what E says.  */
static bool
is_on_all_ways (const struct applying *a, const struct summary_entry *e)
{
  const struct summary_entry *all = memory_summary_entries (a->summary);
  uint32_t count = 0;

  for (uint32_t i = 0; i < a->summary->n_entries; i++)
    count += all[i].kind == e->kind && all[i].node == e->node
	     && all[i].value == e->value;
  return count == a->summary->n_disjuncts;
}

/* What E leaves in memory.  */
static void
leave_value (struct applying *a, const struct summary_entry *e)
{
  struct memory *m = a->m;
  uint32_t value = a->value[e->value];
  struct location l
    = memory_behind (a, a->value[e->node], e->low, e->size, NONE);
  struct memory_node n = *memory_node (&m->values, value);

  if (l.region == 0
      || memory_region (a->s, l.region).resource == RESOURCE_RELEASED)
    return;
  if (value == 0 && e->flags && m->watches)
    memory_store (m, a->s, &l,
		  memory_fresh (m, a->statement,
				MEMORY_FIRST_CHECKED + m->applied_entry, NONE),
		  a->statement);
  else if (value == 0)
    memory_store_perhaps (m, a->s, &l, a->statement);
  else
    memory_store (m, a->s, &l, value, a->statement);
  if (n.kind == NODE_POINTER && memory_saved_by (m, n.a))
    memory_note (m, a->s, PATH_SAVED, a->statement, n.a);
}

/* Marks of values are of no interest to who does not watch them.  */
static void
set_marks (struct applying *a, const struct summary_entry *e)
{
  struct memory *m = a->m;
  uint32_t node = a->value[e->node];
  struct memory_node n;

  if (!m->watches)
    return;
  if (e->node == 0)
    node = operand_kind (a->t->lhs) == OPERAND_SSA
	   ? memory_operand (m, a->s, a->t->lhs, NONE, false) : 0;
  n = *memory_node (&m->values, node);
  if (e->flags & (MARK_IS_SECRET | MARK_HOLDS_TAINTED))
    node = n.kind == NODE_POINTER ? n.a : 0;
  if (node == 0)
    return;
  memory_set_marks (&m->scratch, a->s, node,
		    memory_marks_of (a->s, node) | e->flags);
  if (e->flags & MARK_IS_SECRET)
    memory_note (m, a->s, PATH_ACQUIRED, a->statement, node);
}

static void
do_effect (struct applying *a, const struct summary_entry *e)
{
  struct memory *m = a->m;
  uint32_t value = a->value[e->node];
  struct location l = memory_behind (a, value, 0, SIZE_UNKNOWN, NONE);
  const char *family;

  switch (e->kind)
    {
    case SUMMARY_USES:
      l.operand = memory_passed_operand (a, e->node);
      if (value == 0)
	{
	  memory_is_not_null (m, a->statement);
	  break;
	}
      if (memory_nullness (m, a->s, value) != 2
	  && !a->ways->is_always_used[e->node])
	{
	  memory_is_not_null (m, a->statement);
	  /* It would have to know that it must not.  */
	  m->has_left |= memory_nullness (m, a->s, value) == 1;
	  break;
	}
      memory_check_access (m, a->s, &l, a->statement, false);
      break;
    case SUMMARY_RELEASES:
      /* It would have to know that it must not.  */
      if (l.region != 0
	  && (memory_is_object (&m->values, l.region)
	      || memory_region (a->s, l.region).resource == RESOURCE_RELEASED)
	  && is_released_perhaps (a, e))
	{
	  m->has_left = true;
	  break;
	}
      family = memory_summary_text (a->summary) + e->family;
      memory_release (m, a->s, a->statement,
		      memory_passed_operand (a, e->node), value,
		      memory_family (m, family), family);
      break;
    case SUMMARY_FAILS_TO_RESIZE:
      memory_fail_to_resize (m, a->s, a->statement, value,
			     snapshot_string (m->s, snapshot_decls (m->s)
						    [m->called].name));
      break;
    case SUMMARY_LOCKS:
      memory_apply_lock (m, a->s, a->statement,
			 memory_passed_operand (a, e->node),
			 memory_move_pointer (a, value, e->low), e->flags, e->size,
			 memory_summary_text (a->summary) + e->family);
      break;
    case SUMMARY_LETS_ESCAPE:
      memory_escape (m, a->s, value);
      memory_pass_lock_in (m, a->s, a->statement, value);
      break;
    case SUMMARY_OPENS:
      if (e->flags & SUMMARY_OPENS_ALL)
	memory_change_behind (m, a->s, l.region);
      else
	memory_store (m, a->s, &l, 0, a->statement);
      break;
    case SUMMARY_MAKES:
      set_new (a, e);
      break;
    case SUMMARY_WRITES:
      leave_value (a, e);
      break;
    case SUMMARY_MARKS:
      set_marks (a, e);
      break;
    case SUMMARY_CALLS:
      if (is_on_all_ways (a, e))
	memory_call_back (m, a->s, a->statement, value,
			  OPERAND (OPERAND_NONE, 0), a->value[e->value]);
      break;
    case SUMMARY_CHANGES:
      memory_change_escaped (m, a->s, a->statement);
      break;
    case SUMMARY_UNWINDS:
      memory_unwind (m, a->s, a->statement);
      break;
    default:
      memory_apply_claim (a, e);
      break;
    }
}

/* Whether every way that may be taken returns a literal.  */
static bool
are_all_literals (struct applying *a)
{
  const struct summary_entry *e = memory_summary_entries (a->summary);
  const struct summary_node *n = memory_summary_nodes (a->summary);

  for (uint32_t i = 0; i < a->summary->n_entries; i++)
    if (e[i].kind == SUMMARY_RETURNS
	&& (n[e[i].value].kind != SUMMARY_POINTER
	    || n[n[e[i].value].a].kind != SUMMARY_STRING)
	&& memory_way_is_possible (a, e[i].disjunct))
      return false;
  return true;
}

static void
set_result (struct applying *a, uint32_t value)
{
  struct memory *m = a->m;
  uint32_t type = a->t->type == NONE
		  ? NONE : snapshot_types (m->s)[a->t->type].element;
  struct location l;

  bool null = memory_is_zero (&m->values, value);
  struct memory_node n = *memory_node (&m->values, value);

  /* A literal on one of several ways: the same.  */
  if (n.kind == NODE_POINTER && a->n_possible > 1
      && memory_kind (&m->values, n.a) == NODE_STRING
      && !are_all_literals (a))
    value = 0;
  /* Null on one of several ways: whether that one was taken the caller may know
     by other means.  */
  if (value == 0 || (null && a->summary->n_disjuncts > 1 && type != NONE
		     && snapshot_types (m->s)[type].kind == SNAP_TYPE_POINTER))
    value = memory_as_value (&m->values, memory_fresh (m, a->statement, 0,
						       type));
  if (null && memory_is_pointer (&m->values, value))
    {
      struct region_state r
	= { memory_node (&m->values, value)->a, 0, 0, REGION_IS_NULL, 0, 0 };

      memory_set_region (&m->pool, a->s, &r);
    }
  if (operand_kind (a->t->lhs) == OPERAND_SSA)
    memory_set_name (&m->pool, a->s, operand_index (a->t->lhs), value);
  else if (operand_kind (a->t->lhs) == OPERAND_MEMORY)
    {
      l = memory_locate (m, a->s, a->t->lhs);
      memory_check_access (m, a->s, &l, a->statement, true);
      if (!m->has_left)
	memory_store (m, a->s, &l, value, a->statement);
    }
}

/* Whether what the summary takes for two regions that are written to is one here.  */
static bool
is_aliased (const struct applying *a)
{
  const struct summary_ways *w = a->ways;
  struct memory *m = a->m;

  memory_marks_begin (m);
  for (uint32_t i = 0; i < w->n_nodes_written; i++)
    {
      const struct memory_node *n
	= memory_node (&m->values, a->value[w->nodes_written[i]]);

      if (n->kind != NODE_POINTER)
	continue;
      if (m->marks[n->a] == m->mark)
	return true;
      m->marks[n->a] = m->mark;
    }
  return false;
}

static bool
any_way_changes (const struct applying *a)
{
  const struct summary_entry *e = memory_summary_entries (a->summary);

  for (uint32_t i = 0; i < a->summary->n_entries; i++)
    if (e[i].kind == SUMMARY_CHANGES)
      return true;
  return false;
}

/* Way D leaves what WRITE, of another way, writes to, or sets it to zero.  */
static void
forget_write (struct applying *a, const struct written_place *write)
{
  const struct summary_entry *e
    = &memory_summary_entries (a->summary)[write->entry];
  struct location l;
  struct region_state r;

  if (a->ways->written_by[write->place] == a->ways->stamp)
    return;
  l = memory_behind (a, a->value[e->node], e->low,
		     e->kind == SUMMARY_WRITES ? e->size : SIZE_UNKNOWN, NONE);
  if (l.region == 0)
    return;
  r = memory_region (a->s, l.region);
  if (r.resource == RESOURCE_RELEASED
      /* Most of what is forgotten was so before.  */
      || (e->kind != SUMMARY_WRITES && memory_is_forgotten (a->m, a->s, &r)))
    return;
  memory_store_perhaps (a->m, a->s, &l, a->statement);
}

/* What another way writes and way D leaves, or sets to zero: the caller may know
   which of them it was, and we do not.  */
static void
forget_what_others_write (struct applying *a, uint32_t d)
{
  const struct summary_entry *e = memory_summary_entries (a->summary);
  struct summary_ways *w = a->ways;
  bool tells_apart = operand_kind (a->t->lhs) != OPERAND_NONE;
  const struct write_list *l;

  if (w->n_writes == 0)
    return;
  w->stamp++;
  for (uint32_t j = w->first_write[d]; j < w->end_write[d]; j++)
    if (!memory_is_zero (&a->m->values, a->value[e[j].value]))
      w->written_by[w->place[j]] = w->stamp;
  if (!a->is_aliased)
    {
      l = summary_ways_others (a->m, w, d, tells_apart);
      for (uint32_t i = 0; i < l->count; i++)
	forget_write (a, &w->writes[l->writes[i]]);
      return;
    }
  for (uint32_t k = 0; k < w->n_writes; k++)
    if (e[w->writes[k].entry].disjunct != d
	&& !are_told_apart (a, d, e[w->writes[k].entry].disjunct))
      forget_write (a, &w->writes[k]);
}

/* What another way releases and way D does not: if nothing here tells them apart,
   the function may know which of them it is.  */
static void
forget_what_others_release (struct applying *a, uint32_t d)
{
  const struct summary_entry *e = memory_summary_entries (a->summary);
  const struct summary_ways *w = a->ways;

  for (uint32_t i = 0; i < w->n_releases; i++)
    {
      const struct summary_entry *other = &e[w->releases[i]];
      struct memory_node n = *memory_node (&a->m->values,
					   a->value[other->node]);
      struct region_state r;
      bool is_released = false;

      if (other->disjunct == d || n.kind != NODE_POINTER
	  || are_told_apart (a, d, other->disjunct)
	  || summary_ways_exclude (a->ways, d, other->disjunct))
	continue;
      for (uint32_t j = 0; j < w->n_releases; j++)
	is_released |= e[w->releases[j]].disjunct == d
		       && e[w->releases[j]].node == other->node;
      r = memory_region (a->s, n.a);
      if (is_released || (r.resource != RESOURCE_HELD
			  && r.resource != RESOURCE_UNCHECKED))
	continue;
      r.resource = RESOURCE_NONE;
      r.flags |= REGION_HAS_ESCAPED | REGION_IS_OPEN;
      memory_set_region (&a->m->pool, a->s, &r);
    }
}

/* The values that way FIRST to END returns, of the name at hand.  */
static void
restrict_result (struct applying *a, uint32_t first, uint32_t end)
{
  const struct summary_entry *e = memory_summary_entries (a->summary);
  uint32_t value;
  struct range r;

  range_clear (&r);
  for (uint32_t i = first; i < end; i++)
    if (e[i].kind == SUMMARY_RESULT_IN_RANGE && r.count < RANGE_ROOM)
      range_add (&a->m->scratch, &r, integer_of (e[i].low),
		 integer_of (e[i].high));
  if (r.count == 0 || operand_kind (a->t->lhs) != OPERAND_SSA)
    return;
  range_finish (&a->m->scratch, &r);
  value = memory_operand (a->m, a->s, a->t->lhs, NONE, false);
  if (value != 0)
    memory_restrict (a->m, a->s, value, NONE, &r);
}

/* Whether what way D asks for can be so in a->s, where that holds then.  */
static bool
is_possible (struct applying *a, uint32_t d)
{
  const struct summary_entry *e = memory_summary_entries (a->summary);
  uint32_t first = a->ways->first[d], end = a->ways->first[d + 1];

  for (uint32_t i = first; i < end && !a->m->has_left; i++)
    if (!may_be (a, first, end, &e[i]))
      return false;
  return !a->m->has_left;
}

bool
memory_way_is_possible (struct applying *a, uint32_t d)
{
  struct memory_state way, *s = a->s;
  bool has_left = a->m->has_left, is_so;

  memory_state_copy (&way, a->before);
  a->s = &way;
  a->m->has_left = false;
  is_so = is_possible (a, d);
  a->m->has_left = has_left;
  a->s = s;
  memory_state_release (&a->m->pool, &way);
  return is_so;
}

/* Way D of the summary; false if it cannot be taken.  */
static bool
take_way (struct applying *a, uint32_t d)
{
  const struct summary_entry *e = memory_summary_entries (a->summary);
  uint32_t first = a->ways->first[d], end = a->ways->first[d + 1];

  if (!is_possible (a, d))
    return false;
  for (uint32_t i = first; i < end && !a->m->has_left; i++)
    if (e[i].kind == SUMMARY_RETURNS)
      set_result (a, a->value[e[i].value]);
    else
      {
	a->m->applied_callee = a->m->called;
	a->m->applied_entry = i;
	do_effect (a, &e[i]);
	a->m->applied_callee = NONE;
      }
  if (!a->m->has_left)
    {
      forget_what_others_write (a, d);
      forget_what_others_release (a, d);
    }
  for (uint32_t i = 0; !a->m->has_left && i < a->n_arguments; i++)
    memory_pass_descriptor (a->m, a->s, a->statement,
			    memory_passed_value (a, i, false), true);
  if (!a->m->has_left)
    restrict_result (a, first, end);
  if (!a->m->has_left)
    memory_check_leaks (a->m, a->s, a->s, a->statement, NONE);
  return !a->m->has_left;
}

static bool
has_literals (const struct memory_summary *s)
{
  for (uint32_t i = 0; i < s->n_nodes; i++)
    if (memory_summary_nodes (s)[i].kind == SUMMARY_STRING)
      return true;
  return false;
}

/* How many ways can be taken; more than is true unless that matters.  */
static uint32_t
count_possible (struct applying *a)
{
  uint32_t count = 0;

  if (a->summary->n_disjuncts == 1 || !has_literals (a->summary))
    return a->summary->n_disjuncts;
  for (uint32_t d = 0; d < a->summary->n_disjuncts; d++)
    count += memory_way_is_possible (a, d);
  return count;
}

/* Whether a way that was taken before left what WAY does.  */
static bool
is_there (const struct memory_state *s, const struct memory_forks *forks,
	  const struct memory_state *way)
{
  for (uint32_t i = 0; i <= forks->count; i++)
    {
      const struct memory_state *old = i ? &forks->states[i - 1] : s;

      if (memory_same_names (old, way) && memory_same_bindings (old, way)
	  && memory_same_regions (old, way)
	  && memory_same_ranges (old, way))
	return true;
    }
  return false;
}

/* In a function that costs much: WAY, another way of a call whose result nobody looks
   at, becomes one with a state that a way before it left, if they have the same names
   and the same has become of resources.  Hardly anything behind the call can tell
   which of them it was, and all that follows would be done for each.  */
static bool
rejoin (struct applying *a, struct memory_state *s,
	struct memory_forks *forks, const struct memory_state *way)
{
  if (operand_kind (a->t->lhs) != OPERAND_NONE || a->m->replay
      || a->m->most_steps - a->m->steps
	 < a->m->most_steps / PART_WITHOUT_REJOIN)
    return false;
  for (uint32_t i = 0; i <= forks->count; i++)
    {
      struct memory_state *old = i ? &forks->states[i - 1] : s;

      if (!memory_same_names (old, way)
	  || !memory_same_property (a->m, old, way, SAME_RESOURCES))
	continue;
      memory_join_ways (a->m, a->statement, old, way);
      if (!old->path || old->path->kind != PATH_REJOINED)
	memory_note (a->m, old, PATH_REJOINED, a->statement, 0);
      return true;
    }
  return false;
}

/* What is passed beside the parameters a summary says nothing of.  */
static void
pass_the_rest (struct applying *a)
{
  struct memory *m = a->m;
  uint32_t n = a->t->type == NONE
	       ? 0 : snapshot_types (m->s)[a->t->type].n_parameters;

  if (n >= a->n_arguments)
    return;
  for (uint32_t i = n; i < a->n_arguments; i++)
    memory_escape (m, a->s, memory_operand (m, a->s, a->operands[i],
					    a->statement, false));
  memory_change_escaped (m, a->s, a->statement);
}

void
memory_apply (struct memory *m, struct memory_state *s, uint32_t statement,
	      const struct memory_summary *summary,
	      struct memory_forks *forks)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  struct summary_ways *w = summary_ways (m, m->called, summary);
  struct applying a
    = { m, s, summary, w, statement, t,
	snapshot_operands (m->s) + t->first_operand + 1, call_arguments (t),
	w->value, NULL, 0, false };
  struct memory_state before;
  bool any = false;

  for (uint32_t i = 0; i < a.n_arguments && !m->has_left; i++)
    {
      struct location l;

      memory_passed_value (&a, i, operand_kind (a.operands[i]) == OPERAND_SSA);
      if (operand_kind (a.operands[i]) != OPERAND_MEMORY || m->has_left)
	continue;
      l = memory_locate (m, s, a.operands[i]);
      memory_use_whole (m, s, &l, a.operands[i], statement);
    }
  if (m->has_left)
    return;
  for (uint32_t i = 0; i < a.n_arguments; i++)
    memory_pass_descriptor (m, s, statement,
			    memory_passed_value (&a, i, false), false);
  memory_age (m, s, statement);
  pass_the_rest (&a);
  if (m->ring && memory_ring_position (m->ring, snapshot_decls (m->s)[m->called]
						.symbol) != NONE)
    memory_note (m, s, PATH_ROUND, statement, 0);
  if (m->has_locks && any_way_changes (&a))
    memory_pass_locks (m, s, statement, true);
  /* All ways begin with the same values.  */
  memory_find_values (&a);
  if (m->has_left)
    return;
  a.is_aliased = is_aliased (&a);
  memory_state_copy (&before, s);
  a.before = &before;
  a.n_possible = count_possible (&a);
  for (uint32_t d = 0; d < summary->n_disjuncts; d++)
    {
      struct memory_state way;

      memory_state_copy (&way, &before);
      a.s = &way;
      m->has_left = false;
      if (take_way (&a, d))
	{
	  if (any)
	    {
	      if (!is_there (s, forks, &way) && !rejoin (&a, s, forks, &way))
		memory_fork (m, forks, &way);
	    }
	  else
	    {
	      memory_state_release (&m->pool, s);
	      memory_state_copy (s, &way);
	    }
	  any = true;
	}
      memory_state_release (&m->pool, &way);
    }
  m->has_left = !any;
  memory_state_release (&m->pool, &before);
}
