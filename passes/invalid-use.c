/* invalid-use.c - uses of a pointer behind the end of what it leads to.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/invalid-use.h"

#include "passes/all.h"
#include "passes/alias.h"
#include "passes/effects.h"
#include "passes/necessary.h"
#include "passes/structure.h"

struct use_listing
{
  struct invalid_uses *u;
  uint32_t statement;
  uint32_t *last;		/* By name: the statement that was added last, plus
				   1.  */
  uint32_t *count;		/* By name; or where its row goes on.  */
  bool fills;
};

uint32_t
invalid_uses_leader (const struct invalid_uses *u, uint32_t name)
{
  return u->of && u->of[name].kind == KNOWN_NAME ? u->of[name].index : name;
}

static bool
list_use (void *data, const struct effect *e)
{
  struct use_listing *l = data;
  uint32_t name;

  if (e->kind != EFFECT_USES || operand_kind (e->operand) != OPERAND_SSA)
    return true;
  name = invalid_uses_leader (l->u, operand_index (e->operand));
  if (l->last[name] == l->statement + 1)
    return true;
  l->last[name] = l->statement + 1;
  if (l->fills)
    l->u->use[l->count[name]] = l->statement;
  l->count[name]++;
  return true;
}

static void
list_uses (struct invalid_uses *u)
{
  const struct snapshot *s = u->s;
  uint32_t n = snapshot_n_ssa (s), sum = 0;
  struct use_listing l = { .u = u };

  l.last = query_alloc (u->cx, (size_t) n + 1, sizeof *l.last);
  l.count = query_alloc (u->cx, (size_t) n + 1, sizeof *l.count);
  for (; l.statement < snapshot_n_statements (s); l.statement++)
    effects_visit (s, l.statement, list_use, &l);
  u->first = query_alloc (u->cx, (size_t) n + 1, sizeof *u->first);
  for (uint32_t i = 0; i < n; i++)
    {
      u->first[i] = sum;
      sum += l.count[i];
      l.count[i] = u->first[i];
      l.last[i] = 0;
    }
  u->first[n] = sum;
  u->use = query_alloc (u->cx, (size_t) sum + 1, sizeof *u->use);
  l.fills = true;
  for (l.statement = 0; l.statement < snapshot_n_statements (s);
       l.statement++)
    effects_visit (s, l.statement, list_use, &l);
}

void
invalid_uses_init (struct invalid_uses *u, struct query_context *cx,
		   uint32_t key, const struct snapshot *s, bool is_optimised)
{
  *u = (struct invalid_uses) { .cx = cx, .s = s };
  u->is_optimised = is_optimised;
  u->dominators = q_dominators (cx, key);
  u->post_dominators = q_post_dominators (cx, key);
  u->returned = returned_arguments (cx, key, s, !is_optimised);
  if (is_optimised)
    {
      const struct value_numbers *numbers = q_value_numbers (cx, key);
      struct scratch m = scratch_of_query (cx);

      u->of = value_numbers_of (numbers);
      u->edge = value_numbers_edge (numbers);
      u->is_needed = necessary_statements (s, NULL, &m);
    }
  source_search_init (&u->search, cx, s, u->edge, u->returned);
  list_uses (u);
  u->stack = query_alloc (cx, (size_t) snapshot_n_ssa (s) + 1,
			  sizeof *u->stack);
  u->visited = query_alloc (cx, (size_t) snapshot_n_ssa (s) + 1,
			    sizeof *u->visited);
  u->is_reported = query_alloc (cx, (size_t) snapshot_n_statements (s) + 1, 1);
  u->found = query_alloc (cx, (size_t) snapshot_n_statements (s) + 1,
			  sizeof *u->found);
}

/* Whether statement INDEX clobbers what END does.  */
static bool
clobbers_the_same (const struct snapshot *s, uint32_t index, uint32_t end)
{
  const struct snap_statement *t = &snapshot_statements (s)[index];
  const struct snap_memory *memory = snapshot_memory (s);

  return t->code == STATEMENT_CLOBBER
	 && memory[operand_index (t->lhs)].base
	    == memory[operand_index (snapshot_statements (s)[end].lhs)].base;
}

/* Whether control comes from statement USE to the end of the function, and
   nowhere else, before the variable of END is clobbered again.  */
static bool
falls_to_exit (const struct snapshot *s, uint32_t use, uint32_t end)
{
  uint32_t block = snapshot_statements (s)[use].block;
  uint32_t from = use;

  for (uint32_t n = 0; n < snapshot_n_blocks (s); n++)
    {
      const struct snap_block *b = &snapshot_blocks (s)[block];
      const struct snap_edge *e;

      if (block == BLOCK_EXIT)
	return true;
      if (b->n_successors != 1)
	return false;
      e = &snapshot_edges (s)[b->first_successor];
      if (e->flags & (EDGE_IS_EH | EDGE_IS_ABNORMAL))
	return false;
      for (; from < b->first_statement + b->n_statements; from++)
	if (clobbers_the_same (s, from, end))
	  return false;
      block = e->destination;
      from = snapshot_blocks (s)[block].first_statement;
    }
  return false;
}

bool
statement_follows (const struct invalid_uses *u, uint32_t a, uint32_t b,
		   bool to_exit)
{
  const struct snap_statement *t = snapshot_statements (u->s);

  if (t[a].block == t[b].block)
    return a < b;
  if (dominates (u->dominators, t[a].block, t[b].block))
    return true;
  return to_exit && t[a].code == STATEMENT_CLOBBER
	 && falls_to_exit (u->s, b, a);
}

uint32_t
invalid_use_variable (const struct snapshot *s, uint32_t name)
{
  uint32_t decl = name == NONE ? NONE : snapshot_ssa (s)[name].decl;

  return decl != NONE && snapshot_decls (s)[decl].name != 0
	 && !(snapshot_decls (s)[decl].flags & DECL_IS_ARTIFICIAL)
	 ? decl : NONE;
}

void
add_invalid_use (struct invalid_uses *u, uint32_t statement, uint32_t name,
		 uint32_t end, uint32_t decl, bool maybe, bool is_equality)
{
  if (u->is_reported[statement])
    return;
  /* Nobody could tell where.  */
  if (!(snapshot_statements (u->s)[statement].flags & STATEMENT_HAS_PLACE)
      && invalid_use_variable (u->s, name) == NONE)
    return;
  u->is_reported[statement] = 1;
  u->found[u->n_found++] = (struct invalid_use)
    { statement, name, end, decl, maybe, is_equality };
}

/* The one object that NAME leads to; false if there are several, or it may be
   null.  */
static bool
find_root (struct invalid_uses *u, uint32_t name, struct pointer_source *root)
{
  struct source_search *search = &u->search;

  find_sources (search, OPERAND (OPERAND_SSA, name));
  if (search->found.count == 0)
    return false;
  *root = search->found.items[0];
  for (uint32_t i = 1; i < search->found.count; i++)
    if (search->found.items[i].kind != root->kind
	|| search->found.items[i].index != root->index)
      return false;
  return root->kind != SOURCE_NULL && root->index != NONE;
}

static bool
are_related (struct invalid_uses *u, uint32_t a, uint32_t b)
{
  struct pointer_source x, y;

  return a == b
	 || (find_root (u, a, &x) && find_root (u, b, &y) && x.kind == y.kind
	     && x.index == y.index);
}

static bool
is_equality (const struct snap_statement *t)
{
  return (t->code == STATEMENT_ASSIGN || t->code == STATEMENT_COND)
	 && (t->operation == OPERATION_EQUAL
	     || t->operation == OPERATION_NOT_EQUAL);
}

/* Whether RESULT, what a call that resizes returned, is known to be null at
   STATEMENT.  */
static bool
is_null_there (const struct invalid_uses *u, uint32_t result,
	       uint32_t statement)
{
  const struct snapshot *s = u->s;
  uint32_t block = snapshot_statements (s)[statement].block;

  for (uint32_t i = u->first[result]; i < u->first[result + 1]; i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[u->use[i]];
      const uint32_t *o = snapshot_operands (s) + t->first_operand;
      int64_t zero;

      if (t->code != STATEMENT_COND || !is_equality (t)
	  || !constant_value (s, o[1], &zero) || zero != 0)
	continue;
      for (uint32_t j = 0; j < snapshot_blocks (s)[t->block].n_successors; j++)
	{
	  const struct snap_edge *e
	    = &snapshot_edges (s)[snapshot_blocks (s)[t->block].first_successor
				  + j];
	  bool is_null = (t->operation == OPERATION_EQUAL)
			 == ((e->flags & EDGE_IS_TRUE) != 0);

	  if (is_null
	      && snapshot_blocks (s)[e->destination].n_predecessors == 1
	      && dominates (u->dominators, e->destination, block))
	    return true;
	}
    }
  return false;
}

struct walk
{
  uint32_t end, decl;
  bool maybe;
  bool is_call;
  uint32_t resized, result;	/* Names, where END resizes; else NONE.  */
  uint32_t n;			/* On the stack.  */
};

static void
push (struct invalid_uses *u, struct walk *w, uint32_t operand)
{
  uint32_t name;

  if (operand_kind (operand) != OPERAND_SSA)
    return;
  name = invalid_uses_leader (u, operand_index (operand));
  if (u->visited[name] != u->n_searches)
    {
      u->visited[name] = u->n_searches;
      u->stack[w->n++] = name;
    }
}

/* Whether STATEMENT makes another pointer to the same from NAME.  */
static bool
gives_on (const struct invalid_uses *u, uint32_t statement, uint32_t name)
{
  const struct snap_statement *t = &snapshot_statements (u->s)[statement];
  const uint32_t *o = snapshot_operands (u->s) + t->first_operand;

  if (operand_kind (t->lhs) != OPERAND_SSA)
    return false;
  if (t->code == STATEMENT_ASSIGN)
    return (t->operation == OPERATION_POINTER_PLUS
	    || (t->operation == OPERATION_COPY && t->n_operands == 1
		&& operand_kind (o[0]) == OPERAND_SSA)
	    || (u->is_optimised && statement_is_copy (t)
		&& operand_kind (o[0]) == OPERAND_SSA));
  return t->code == STATEMENT_CALL && u->returned[statement] != NONE
	 && operand_kind (o[1 + u->returned[statement]]) == OPERAND_SSA
	 && invalid_uses_leader (u, operand_index (o[1 + u->returned[statement]]))
	    == name;
}

/* NAME is used by STATEMENT.  */
static void
visit_use (struct invalid_uses *u, struct walk *w, uint32_t name,
	   uint32_t statement)
{
  const struct snapshot *s = u->s;
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  bool is_copy = u->is_optimised && statement_is_copy (t)
		 && operand_kind (t->lhs) == OPERAND_SSA
		 && operand_kind (snapshot_operands (s)[t->first_operand])
		    == OPERAND_SSA;
  bool maybe;

  if (statement == w->end
      || (u->is_needed && !u->is_needed[statement])
      || (!w->is_call && t->code == STATEMENT_RETURN))
    return;
  if (w->result != NONE
      && (is_null_there (u, w->result, statement)
	  || !are_related (u, name, w->resized)))
    return;
  if (!statement_follows (u, w->end, statement, !w->is_call))
    {
      if (gives_on (u, statement, name)
	  || (u->is_optimised && t->code == STATEMENT_PHI
	      && operand_kind (t->lhs) == OPERAND_SSA
	      && are_related (u, operand_index (t->lhs), name)))
	push (u, w, t->lhs);
      return;
    }
  if (t->code == STATEMENT_PHI)
    {
      if (are_related (u, operand_index (t->lhs), name))
	push (u, w, t->lhs);
      return;
    }
  if (is_copy)
    {
      push (u, w, t->lhs);
      return;
    }
  maybe = w->maybe
	  || !dominates (u->post_dominators, t->block,
			 snapshot_statements (s)[w->end].block);
  add_invalid_use (u, statement, name, w->end, w->decl, maybe,
		   is_equality (t));
}

/* Whether T resizes; then *POINTER is what and the result is a name.  */
static bool
resizes (const struct snapshot *s, const struct snap_statement *t,
	 uint32_t *pointer)
{
  const uint32_t *o = snapshot_operands (s) + t->first_operand;
  const struct snap_decl *d;
  uint32_t argument = NONE;

  if (t->code != STATEMENT_CALL || t->decl == NONE
      || operand_kind (t->lhs) != OPERAND_SSA)
    return false;
  d = &snapshot_decls (s)[t->decl];
  if (d->builtin == BUILTIN_REALLOC)
    argument = 0;
  for (uint32_t i = 0; i < d->n_attributes; i++)
    {
      const struct snap_attribute *a
	= &snapshot_attributes (s)[d->first_attribute + i];

      if (a->kind == SNAP_ATTRIBUTE_RELEASES && a->text == d->name)
	argument = a->argument;
    }
  if (argument == NONE || argument >= call_arguments (t)
      || operand_kind (o[1 + argument]) != OPERAND_SSA)
    return false;
  *pointer = operand_index (o[1 + argument]);
  return true;
}

void
find_invalid_uses (struct invalid_uses *u, uint32_t end, uint32_t name,
		   uint32_t decl, bool maybe)
{
  const struct snap_statement *t = &snapshot_statements (u->s)[end];
  struct walk w = { end, decl, maybe, t->code == STATEMENT_CALL, NONE, NONE,
		    0 };

  u->n_searches++;
  if (resizes (u->s, t, &w.resized))
    w.result = invalid_uses_leader (u, operand_index (t->lhs));
  push (u, &w, OPERAND (OPERAND_SSA, name));
  while (w.n)
    {
      uint32_t pointer = u->stack[--w.n];

      for (uint32_t i = u->first[pointer]; i < u->first[pointer + 1]; i++)
	visit_use (u, &w, pointer, u->use[i]);
    }
}
