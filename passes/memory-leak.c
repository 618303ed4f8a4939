/* memory-leak.c - what must be released and cannot be any more.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory.h"

#include <string.h>

bool
memory_is_main (const struct memory *m)
{
  return strcmp (snapshot_name (m->s), "main") == 0;
}

uint32_t
memory_place (const struct memory *m, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];

  return t->code == STATEMENT_CLOBBER && !(t->flags & STATEMENT_HAS_PLACE)
	 ? PLACE (PLACE_END, 0) : PLACE (PLACE_STATEMENT, statement);
}

uint32_t
memory_place_of_loss (struct memory *m, const struct memory_state *s,
		      uint32_t statement)
{
  const struct snap_block *b;
  const struct memory_path *p = s->path;
  uint32_t block = snapshot_statements (m->s)[statement].block;
  uint32_t i = statement + 1;

  if (snapshot_statements (m->s)[statement].code == STATEMENT_CLOBBER)
    return statement;
  for (;;)
    {
      b = &snapshot_blocks (m->s)[block];
      while (i-- > b->first_statement + b->n_phis)
	if (snapshot_statements (m->s)[i].flags & STATEMENT_HAS_PLACE)
	  return i;
      while (p && p->kind != PATH_EDGE)
	p = p->before;
      if (!p)
	return statement;
      block = snapshot_edges (m->s)[p->where].source;
      p = p->before;
      i = snapshot_blocks (m->s)[block].first_statement
	  + snapshot_blocks (m->s)[block].n_statements;
    }
}

/* What only a temporary held, whose last use is STATEMENT, is lost behind it: GCC
   sees that at the statement that comes next.  So it is with what STATEMENT made
   and gave to nobody.  */
static uint32_t
behind_last_use (struct memory *m, const struct memory_state *s,
		 uint32_t region, uint32_t statement)
{
  uint32_t n;
  const struct name_value *names = memory_names (s, &n);
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const struct snap_block *b = &snapshot_blocks (m->s)[t->block];
  const struct memory_node *r = memory_node (&m->values, region);
  bool any = t->code == STATEMENT_CALL
	     && operand_kind (t->lhs) == OPERAND_NONE
	     && r->kind == NODE_HEAP && r->a == statement && !r->number;

  for (uint32_t i = 0; i < n; i++)
    any |= memory_mentions (&m->values, names[i].value, region)
	   && m->last_use[names[i].name] == statement;
  if (any)
    for (uint32_t next = statement + 1;
	 next < b->first_statement + b->n_statements; next++)
      if (snapshot_statements (m->s)[next].flags & STATEMENT_HAS_PLACE)
	return next;
  return statement;
}

struct naming
{
  const struct memory *m;
  uint32_t statement;
};

static bool
is_in_use (void *data, const struct name_value *e)
{
  const struct naming *n = data;

  return snapshot_ssa (n->m->s)[e->name].decl != NONE
	 || n->m->last_use[e->name] >= n->statement;
}

/* What REGION is called in S, at STATEMENT: temporaries that nothing reads any
   more name nothing.  */
static const char *
name_of (struct memory *m, const struct memory_state *s, uint32_t region,
	 uint32_t statement)
{
  struct naming n = { m, statement };
  struct memory_state named;
  const char *name;

  memory_state_copy (&named, s);
  memory_filter_names (&m->pool, &named, is_in_use, &n);
  name = memory_call_it (m, &named, OPERAND (OPERAND_NONE, 0),
			 memory_make_pointer (&m->values, region, 0));
  memory_state_release (&m->pool, &named);
  return name;
}

/* The first name of a variable of the source that holds REGION in S, or NONE.  */
static uint32_t
name_of_variable (struct memory *m, const struct memory_state *s,
		  uint32_t region)
{
  uint32_t n;
  const struct name_value *names = memory_names (s, &n);
  uint32_t found = NONE;

  for (uint32_t i = 0; i < n; i++)
    if (names[i].value == memory_make_pointer (&m->values, region, 0)
	&& snapshot_ssa (m->s)[names[i].name].decl != NONE
	&& (found == NONE
	    || memory_comes_first (m->s, names[i].name, found)))
      found = names[i].name;
  return found;
}

/* STATEMENT, or where the variable was first given something else, on the way
   that S has come: who reads the source sees its old value go there.  NAME, an
   SSA name of it, held that.  */
static uint32_t
next_write (const struct memory *m, const struct memory_state *s,
	    uint32_t name, uint32_t statement)
{
  const struct memory_path *p = s->path;
  uint32_t definition = snapshot_ssa (m->s)[name].definition;
  uint32_t block = snapshot_statements (m->s)[statement].block;
  uint32_t i = statement + 1, found = statement;

  for (;;)
    {
      const struct snap_block *b = &snapshot_blocks (m->s)[block];

      while (i-- > b->first_statement + b->n_phis)
	{
	  const struct snap_statement *t = &snapshot_statements (m->s)[i];

	  if (i == definition)
	    return found;
	  if (t->code == STATEMENT_ASSIGN && t->flags & STATEMENT_HAS_PLACE
	      && operand_kind (t->lhs) == OPERAND_SSA
	      && snapshot_ssa (m->s)[operand_index (t->lhs)].decl
		 == snapshot_ssa (m->s)[name].decl)
	    found = i;
	}
      while (p && p->kind != PATH_EDGE)
	p = p->before;
      if (!p)
	return statement;
      block = snapshot_edges (m->s)[p->where].source;
      p = p->before;
      i = snapshot_blocks (m->s)[block].first_statement
	  + snapshot_blocks (m->s)[block].n_statements;
    }
}

/* Where REGION, which BEFORE leads to, is lost by STATEMENT.  */
static uint32_t
place_of_leak (struct memory *m, const struct memory_state *s,
	       const struct memory_state *before, uint32_t region,
	       uint32_t statement)
{
  uint32_t name = name_of_variable (m, before, region);
  uint32_t place
    = memory_place_of_loss (m, s,
			    behind_last_use (m, before, region, statement));

  return name != NONE
	 && snapshot_statements (m->s)[statement].code == STATEMENT_RETURN
	 ? next_write (m, s, name, place) : place;
}

void
memory_lost (struct memory *m, struct memory_state *s,
	     const struct memory_state *before, uint32_t region,
	     uint32_t statement)
{
  struct region_state r = memory_region (s, region);
  struct memory_found *f
    = memory_find (m, s, FOUND_LEAK,
		   place_of_leak (m, s, before, region, statement),
		   OPERAND (OPERAND_NONE, 0), region);

  if (f)
    {
      f->family = r.family;
      f->text = name_of (m, before, region, statement);
    }
  /* What only it leads to is lost, too.  */
  r.resource = RESOURCE_NONE;
  memory_set_region (&m->pool, s, &r);
}

/* Whether R may be lost: it must be released, and nobody else has it.  */
static bool
may_leak (const struct memory *m, const struct region_state *r)
{
  return (r->resource == RESOURCE_UNCHECKED || r->resource == RESOURCE_HELD)
	 && !(r->flags & (REGION_HAS_ESCAPED | REGION_IS_NULL))
	 && memory_kind (&m->values, r->region) == NODE_HEAP;
}

void
memory_check_leaks (struct memory *m, struct memory_state *s,
		    const struct memory_state *before, uint32_t statement,
		    uint32_t returned)
{
  uint32_t n;
  const struct region_state *r = memory_regions (s, &n);
  bool is_marked = false;

  if (returned != NONE
      && snapshot_statements (m->s)[statement].code == STATEMENT_RETURN
      && memory_is_main (m))
    return;
  for (uint32_t i = 0; i < n;)
    {
      uint32_t region = r[i].region;

      if (!may_leak (m, &r[i]))
	{
	  i++;
	  continue;
	}
      /* Once for all: a loss changes neither names nor memory.  */
      if (!is_marked
	  && !memory_mark_reachable (m, s, statement, returned))
	return;
      is_marked = true;
      if (m->marks[region] == m->mark)
	{
	  i++;
	  continue;
	}
      memory_lost (m, s, before, region, statement);
      /* There may be nothing left to say of it.  */
      r = memory_regions (s, &n);
      i += i < n && r[i].region == region;
    }
}
