/* memory-resize.c - calls that resize what they are given, as realloc does.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-modelled.h"

/* Whether argument I must not be given to realloc: it was freed before, or is to
   be freed by another function.  Then the path ends with a finding.  */
static bool
cannot_resize (const struct modelled *c, struct memory_state *s, uint32_t i)
{
  struct memory_node n = *memory_node (&c->m->values, c->value[i]);
  const char *name = c->model->argument[i].family;
  uint32_t family = memory_family (c->m, name);
  struct region_state r;

  if (n.kind != NODE_POINTER)
    return false;
  r = memory_region (s, n.a);
  if (r.resource != RESOURCE_RELEASED
      && ((r.resource != RESOURCE_UNCHECKED && r.resource != RESOURCE_HELD)
	  || r.family == family))
    return false;
  memory_release (c->m, s, c->statement, c->argument[i], c->value[i], family,
		  r.resource == RESOURCE_RELEASED ? name : c->name);
  c->m->has_left = true;
  return true;
}

/* What argument I points to has grown where it is.  */
static void
resize_in_place (const struct modelled *c, struct memory_state *s, uint32_t i)
{
  struct memory *m = c->m;
  struct memory_node n = *memory_node (&m->values, c->value[i]);
  struct region_state r = memory_region (s, n.a);

  if (r.resource == RESOURCE_UNCHECKED)
    r.resource = RESOURCE_HELD;
  r.flags |= REGION_IS_NONNULL;
  if (r.flags & REGION_IS_CLEARED)
    r.flags |= REGION_IS_FILLED;
  memory_set_region (&m->pool, s, &r);
  memory_set_size (m, s, n.a, memory_size_of_new (c, s));
  memory_note_outcome (m, s, c->statement, MESSAGE_EVENT_STAYS, c->name);
  memory_set_result (c, s, c->value[i]);
}

/* Argument I is what it was.  */
static void
fail_to_resize (const struct modelled *c, struct memory_state *s, uint32_t i)
{
  struct memory *m = c->m;
  uint32_t size = memory_size_of_new (c, s);

  memory_fail_to_resize (m, s, c->statement, c->value[i], c->name);
  if (size != 0)
    memory_assume (m, s, OPERATION_NOT_EQUAL, NONE, size,
		   memory_make_small (&m->values, 0), true);
  memory_set_result (c, s, memory_make_small (&m->values, 0));
  if (operand_kind (c->t->lhs) == OPERAND_NONE)
    memory_check_leaks (m, s, s, c->statement, NONE);
}

/* realloc to a size of zero: argument I is free.  What is returned is null in one
   library and something small in another, which nobody is blamed for.  */
static void
resize_to_nothing (const struct modelled *c, struct memory_state *s, uint32_t i)
{
  uint32_t type;

  memory_release (c->m, s, c->statement, c->argument[i], c->value[i],
		  memory_family (c->m, c->model->argument[i].family), c->name);
  if (c->m->has_left)
    return;
  type = c->t->type == NONE
	 ? NONE : snapshot_types (c->m->s)[c->t->type].element;
  memory_set_result (c, s,
		     memory_as_value (&c->m->values,
				      memory_fresh (c->m, c->statement, 0,
						    type)));
}

/* Whether the size that is asked for is zero, by its value or by what the path has
   come through.  */
static bool
is_for_nothing (const struct modelled *c, struct memory_state *s)
{
  uint32_t size = memory_size_of_new (c, s);
  struct range r;

  return memory_is_zero (&c->m->values, size)
	 || (size != 0 && memory_range (c->m, s, size, NONE, &r)
	     && range_is_single (&r)
	     && integer_sign (r.part[0].low) == 0);
}

/* NEW, a region, holds what OLD held.  */
static void
move_contents (struct memory *m, struct memory_state *s, uint32_t old,
	       uint32_t new)
{
  struct region_state from = memory_region (s, old), to;
  struct memory_state before;
  uint32_t count;
  const struct binding *b;

  memory_state_copy (&before, s);
  b = memory_bindings (&before, &count);
  for (uint32_t j = memory_find_binding (&before, old, INT64_MIN / 4);
       j < count && b[j].region == old; j++)
    memory_bind (&m->pool, s, &m->values, new, b[j].offset, b[j].size,
		 b[j].value);
  memory_state_release (&m->pool, &before);
  to = memory_region (s, new);
  if (memory_kind (&m->values, old) != NODE_HEAP
      || from.flags & (REGION_IS_OPEN | REGION_IS_FILLED | REGION_IS_CLEARED))
    to.flags |= REGION_IS_FILLED;
  memory_set_region (&m->pool, s, &to);
}

/* Argument I, a pointer that is not null, is released, and what it pointed to lies
   in something new: a pointer to that; 0 if the path ends.  */
static uint32_t
move (const struct modelled *c, struct memory_state *s, uint32_t i)
{
  struct memory *m = c->m;
  uint32_t old = memory_node (&m->values, c->value[i])->a, value, new;

  memory_release (m, s, c->statement, c->argument[i], c->value[i],
		  memory_family (m, c->model->argument[i].family), c->name);
  if (m->has_left)
    return 0;
  memory_note_outcome (m, s, c->statement, MESSAGE_EVENT_MOVES, c->name);
  value = memory_make_new (c, s, true);
  new = memory_node (&m->values, value)->a;
  memory_assume (m, s, OPERATION_NOT_EQUAL, NONE, value, c->value[i], true);
  move_contents (m, s, old, new);
  memory_set_size (m, s, new, memory_size_of_new (c, s));
  return value;
}

/* realloc: it fails and nothing has happened, or there is more room where it was,
   or there is something new with what the old one held.  */
void
memory_resize (const struct modelled *c, struct memory_state *s, uint32_t i,
	       struct memory_forks *forks)
{
  struct memory *m = c->m;
  struct memory_node n = *memory_node (&m->values, c->value[i]);
  bool is_old = n.kind == NODE_POINTER
		&& memory_nullness (m, s, c->value[i]) != 1;

  if (cannot_resize (c, s, i))
    return;
  if (is_old && is_for_nothing (c, s))
    {
      resize_to_nothing (c, s, i);
      return;
    }
  if (!(c->model->flags & MODEL_RESULT_IS_NONNULL))
    fail_to_resize (c, memory_fork (m, forks, s), i);
  if (is_old)
    {
      uint32_t value;

      if (n.number == 0 && !memory_is_object (&m->values, n.a))
	resize_in_place (c, memory_fork (m, forks, s), i);
      value = move (c, s, i);
      if (value != 0)
	memory_set_result (c, s, value);
      return;
    }
  memory_note_outcome (m, s, c->statement, MESSAGE_EVENT_MOVES, c->name);
  memory_set_result (c, s, memory_make_new (c, s, true));
}
