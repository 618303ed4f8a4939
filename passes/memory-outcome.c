/* memory-outcome.c - whether an allocation has failed, by what was asked.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   `return (*out = malloc (n)) != NULL;' has no branch, and is one way for the
   caller as it is: whether *OUT is null and what is returned are two things then
   that know nothing of each other.  So such a return is two ways out.  */

#include "passes/memory.h"

static bool
is_unchecked (const struct memory *m, const struct memory_state *s,
	      uint32_t value)
{
  const struct memory_node *n = memory_node (&m->values, value);

  return n->kind == NODE_POINTER
	 && memory_region (s, n->a).resource == RESOURCE_UNCHECKED;
}

bool
memory_tells_failure (struct memory *m, const struct memory_state *s,
		      uint32_t value)
{
  struct memory_node n = *memory_node (&m->values, value);
  struct range r;

  while (n.kind == NODE_UNARY && n.operation == OPERATION_CONVERT)
    n = *memory_node (&m->values, n.a);
  return n.kind == NODE_BINARY
	 && (n.operation == OPERATION_EQUAL
	     || n.operation == OPERATION_NOT_EQUAL)
	 && ((is_unchecked (m, s, n.a) && memory_is_zero (&m->values, n.b))
	     || (is_unchecked (m, s, n.b) && memory_is_zero (&m->values, n.a)))
	 && memory_range (m, s, value, NONE, &r) && range_truth (&r) == 3;
}

bool
memory_can_have_failed (struct memory *m, const struct memory_state *s,
			uint32_t pointer)
{
  uint32_t zero = memory_make_small (&m->values, 0);
  struct memory_state null;
  bool can;

  memory_state_copy (&null, s);
  can = memory_assume (m, &null, OPERATION_EQUAL, NONE, pointer, zero, true)
	&& memory_is_consistent (m, &null);
  memory_state_release (&m->pool, &null);
  return can;
}
