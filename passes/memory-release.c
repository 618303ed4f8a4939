/* memory-release.c - what is given back, and by which function.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory.h"

#include <string.h>

uint32_t
memory_family (struct memory *m, const char *name)
{
  for (uint32_t i = 0; i < m->n_families; i++)
    if (strcmp (m->families[i], name) == 0)
      return i + 1;
  if (m->n_families == m->families_capacity)
    {
      const char **old = m->families;

      m->families_capacity = old ? 2 * m->families_capacity : 8;
      m->families = scratch_alloc (&m->scratch, m->families_capacity,
				   sizeof *m->families);
      if (old)
	memcpy (m->families, old, m->n_families * sizeof *old);
    }
  m->families[m->n_families] = name;
  return ++m->n_families;
}

bool
memory_in_family (const struct memory *m, uint32_t all, uint32_t one)
{
  const char *name = m->families[one - 1];
  size_t size = strlen (name);

  if (all == one || all == 0)
    return true;
  for (const char *p = m->families[all - 1]; p; p = strchr (p, '|'))
    {
      p += *p == '|';
      if (strncmp (p, name, size) == 0 && (p[size] == '\0' || p[size] == '|'))
	return true;
    }
  return false;
}

void
memory_release (struct memory *m, struct memory_state *s, uint32_t statement,
		uint32_t operand, uint32_t pointer, uint32_t family,
		const char *name)
{
  struct memory_node n = *memory_node (&m->values, pointer);
  struct region_state r;
  struct memory_path *p;

  if (n.kind != NODE_POINTER)
    return;
  r = memory_region (s, n.a);
  if (memory_is_object (&m->values, n.a))
    {
      if (strcmp (name, "fclose") != 0
	  && memory_kind (&m->values, n.a) != NODE_STALE)
	memory_find_named (m, s, FOUND_NOT_ON_HEAP, statement, operand, n.a, 0,
			   name);
      return;
    }
  if (r.flags & REGION_IS_NULL)
    return;
  if (r.resource == RESOURCE_RELEASED)
    {
      /* By another function: GCC takes it that they count.  */
      if (r.family && r.family != family)
	return;
      memory_find_named (m, s, FOUND_DOUBLE_RELEASE, statement, operand, n.a,
			 r.family, name);
      m->has_left = true;
      return;
    }
  if ((r.resource == RESOURCE_UNCHECKED || r.resource == RESOURCE_HELD)
      && !memory_in_family (m, r.family, family))
    memory_find_named (m, s, FOUND_MISMATCH, statement, operand, n.a, r.family,
		       name);
  if (n.number != 0 && n.number != OFFSET_UNKNOWN)
    {
      if (memory_kind (&m->values, n.a) == NODE_HEAP)
	memory_find_named (m, s, FOUND_MOVED_POINTER, statement, operand, n.a,
			   r.family, name);
      /* It is no pointer that NAME knows: an allocator's own header may lie
	 there, and then it is the caller's pointer that is released.  */
      else
	memory_escape (m, s, pointer);
      return;
    }
  r.resource = RESOURCE_RELEASED;
  r.family = family;
  memory_set_region (&m->pool, s, &r);
  memory_escape_unchanged (m, s, n.a);
  p = memory_note (m, s, PATH_RELEASED, statement, n.a);
  p->name = name;
  p->operand = operand;
}
