/* memory-mark.c - what is said of values besides what they are.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-mark.h"

uint32_t
memory_marks_of (const struct memory_state *s, uint32_t node)
{
  const struct memory_mark *k = s->marks;

  while (k && k->node < node)
    k = k->next;
  return k && k->node == node ? k->flags : 0;
}

void
memory_set_marks (const struct scratch *scratch, struct memory_state *s,
		  uint32_t node, uint32_t flags)
{
  const struct memory_mark *k = s->marks;
  const struct memory_mark **last = &s->marks;
  struct memory_mark *copy;

  if (memory_marks_of (s, node) == flags)
    return;
  for (; k && k->node < node; k = k->next)
    {
      copy = scratch_alloc (scratch, 1, sizeof *copy);
      *copy = *k;
      *last = copy;
      last = &copy->next;
    }
  if (k && k->node == node)
    k = k->next;
  if (flags)
    {
      copy = scratch_alloc (scratch, 1, sizeof *copy);
      copy->node = node;
      copy->flags = flags;
      *last = copy;
      last = &copy->next;
    }
  *last = k;
}

bool
memory_same_marks (const struct memory_state *a, const struct memory_state *b)
{
  const struct memory_mark *x = a->marks, *y = b->marks;

  for (; x != y; x = x->next, y = y->next)
    if (!x || !y || x->node != y->node || x->flags != y->flags)
      return false;
  return true;
}

void
memory_replace_marks (struct memory_state *s, struct memory_values *v,
		      const struct replacement *r)
{
  const struct memory_mark *k = s->marks;

  s->marks = NULL;
  for (; k; k = k->next)
    {
      uint32_t node = memory_substitute (v, k->node, r);

      if (node != 0)
	memory_set_marks (v->scratch, s, node,
			  memory_marks_of (s, node) | k->flags);
    }
}
