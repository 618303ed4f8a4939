/* memory-lost.c - what is lost because realloc fails.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   `s->p = realloc (s->p, n)' overwrites with null what still must be released.
   Told is what lay in memory: of what was allocated here a leak is told anyway,
   and what a caller or another function gave, that one may have, too.  A path on
   which the failure ends the program loses nothing, nor does one that goes on as
   if there had been none: some function called in between has ended it.  */

#include "passes/memory.h"

/* Whether the pointer to REGION came from where it lay in memory.  */
static bool
was_loaded (const struct memory *m, uint32_t region)
{
  const struct memory_node *n = memory_node (&m->values, region);

  if (n->kind != NODE_POINTEE)
    return false;
  n = memory_node (&m->values, n->a);
  return n->kind == NODE_INITIAL
	 || (n->kind == NODE_RESULT
	     && snapshot_statements (m->s)[n->a].code == STATEMENT_ASSIGN);
}

void
memory_fail_to_resize (struct memory *m, struct memory_state *s,
		       uint32_t statement, uint32_t pointer, const char *name)
{
  struct memory_node n = *memory_node (&m->values, pointer);
  struct region_state r;

  memory_note_outcome (m, s, statement, MESSAGE_EVENT_FAILS, name);
  if (n.kind != NODE_POINTER || n.number != 0
      || memory_kind (&m->values, n.a) != NODE_POINTEE)
    return;
  r = memory_region (s, n.a);
  if (r.flags & (REGION_IS_NULL | REGION_HAS_ESCAPED)
      || r.resource != RESOURCE_NONE)
    return;
  r.region = n.a;
  r.flags |= REGION_IS_UNRESIZED;
  memory_set_region (&m->pool, s, &r);
  m->has_unresized = true;
}

/* Whether S holds a pointer to REGION in a name that is still read behind
   STATEMENT, or in memory.  */
static bool
is_held (struct memory *m, const struct memory_state *s, uint32_t region,
	 uint32_t statement)
{
  uint32_t block = snapshot_statements (m->s)[statement].block, n;
  const struct name_value *names = memory_names (s, &n);
  const struct binding *b;

  for (uint32_t i = 0; i < n; i++)
    if (memory_mentions (&m->values, names[i].value, region)
	&& (m->last_use[names[i].name] > statement
	    || live_out (m->liveness, block, names[i].name)))
      return true;
  b = memory_bindings (s, &n);
  for (uint32_t i = 0; i < n; i++)
    if (memory_mentions (&m->values, b[i].value, region))
      return true;
  return false;
}

/* What lies at L, if null must not be put there: a pointer to what was not
   resized.  0: nothing like that.  */
static uint32_t
unresized_at (struct memory *m, struct memory_state *s,
	      const struct location *l, uint32_t value, uint32_t statement)
{
  struct memory_node n;
  struct region_state r;

  if (l->region == 0 || l->offset == OFFSET_UNKNOWN
      || l->size != m->s->pointer_bits
      || memory_nullness (m, s, value) != 1)
    return 0;
  n = *memory_node (&m->values, memory_load (m, s, l, statement));
  if (n.kind != NODE_POINTER || n.number != 0 || !was_loaded (m, n.a))
    return 0;
  r = memory_region (s, n.a);
  return r.flags & REGION_IS_UNRESIZED
	 && !(r.flags & (REGION_HAS_ESCAPED | REGION_IS_NULL))
	 && r.resource == RESOURCE_NONE ? n.a : 0;
}

void
memory_overwrite (struct memory *m, struct memory_state *s,
		  const struct location *l, uint32_t value, uint32_t statement)
{
  uint32_t region;
  struct region_state r;
  struct memory_state after;
  bool is_lost;

  if (!m->has_unresized || statement == NONE)
    return;
  region = unresized_at (m, s, l, value, statement);
  if (region == 0)
    return;
  memory_state_copy (&after, s);
  memory_bind (&m->pool, &after, &m->values, l->region, l->offset, l->size,
	       value);
  is_lost = !is_held (m, &after, region, statement);
  memory_state_release (&m->pool, &after);
  if (!is_lost)
    return;
  r = memory_region (s, region);
  r.region = region;
  r.flags |= REGION_IS_LOST;
  memory_set_region (&m->pool, s, &r);
  memory_note (m, s, PATH_LOST, statement, region);
}

/* Whether the function takes it, by now, that there is something where the pointer
   to REGION lay.  */
static bool
goes_on (struct memory *m, struct memory_state *s, uint32_t region,
	 uint32_t statement)
{
  const struct memory_node *n
    = memory_node (&m->values, memory_node (&m->values, region)->a);
  struct location l
    = { n->a, 0, OPERAND (OPERAND_NONE, 0), n->number, m->s->pointer_bits,
	n->type, OPERAND (OPERAND_NONE, 0) };
  uint32_t value;

  if (s->epoch == 0)
    return false;
  if (n->kind != NODE_INITIAL)
    return true;
  value = memory_load (m, s, &l, statement);
  return memory_is_pointer (&m->values, value)
	 && memory_region (s, memory_node (&m->values, value)->a).flags
	    & (REGION_IS_NONNULL | REGION_IS_USED);
}

static void
found (struct memory *m, const struct memory_state *s, uint32_t region)
{
  const struct memory_path *p = s->path, *failure;
  struct memory_found *f;
  uint32_t lhs;

  while (p && (p->kind != PATH_LOST || p->region != region))
    p = p->before;
  if (!p)
    return;
  for (failure = p; failure && (failure->kind != PATH_OUTCOME
				|| failure->event != MESSAGE_EVENT_FAILS);)
    failure = failure->before;
  lhs = snapshot_statements (m->s)[p->where].lhs;
  f = memory_find (m, s, FOUND_LOST_REALLOC, p->where, lhs, region);
  if (!f)
    return;
  f->text = memory_operand_text (m, lhs);
  f->name = failure ? failure->name : "realloc";
}

void
memory_check_lost (struct memory *m, struct memory_state *s,
		   uint32_t statement)
{
  uint32_t n;
  const struct region_state *r = memory_regions (s, &n);

  if (!m->has_unresized)
    return;
  for (uint32_t i = 0; i < n; i++)
    if (r[i].flags & REGION_IS_LOST && r[i].resource == RESOURCE_NONE
	&& !goes_on (m, s, r[i].region, statement))
      {
	found (m, s, r[i].region);
	r = memory_regions (s, &n);
      }
}

void
memory_cut_paths (struct memory *m)
{
  for (struct memory_found *f = m->found; f; f = f->next)
    if (f->kind == FOUND_LOST_REALLOC)
      while (f->path->kind != PATH_LOST || f->path->region != f->region)
	f->path = f->path->before;
}
