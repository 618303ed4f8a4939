/* check-dangling-pointer.c - the check dangling-pointer: a pointer is used, or
   kept, when the variable that it leads to is gone.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC's first instance of waccess, before all optimisers: it sees what we
   see.  The second one, behind inlining, sees through calls.  */

#include "passes/all.h"
#include "passes/alias.h"
#include "passes/expression.h"
#include "passes/invalid-use.h"

struct dangling
{
  const struct snapshot *s;
  struct invalid_uses u;
  uint32_t *clobber;		/* By declaration: STATEMENTS where it ends, or
				   NONE.  */
  struct dangling_store *stores;
  uint32_t n_stores;
};

/* The address of variable DECL is kept by STATEMENT, in what begins at BASE:
   DECLS, a variable or a parameter.  */
struct dangling_store
{
  uint32_t statement, decl, base;
};

static bool
is_automatic (const struct snapshot *s, uint32_t decl)
{
  const struct snap_decl *d = &snapshot_decls (s)[decl];

  return (d->kind == DECL_VARIABLE || d->kind == DECL_PARAMETER
	  || d->kind == DECL_RESULT)
	 && !(d->flags & (DECL_IS_EXTERNAL | DECL_IS_STATIC | DECL_IS_GLOBAL));
}

/* The declaration that MEMORY[INDEX] is all of, or NONE.  */
static uint32_t
whole_variable (const struct snapshot *s, uint32_t index)
{
  const struct snap_memory *m = &snapshot_memory (s)[index];

  return operand_kind (m->base) == OPERAND_DECL && m->n_steps == 0
	 ? operand_index (m->base) : NONE;
}

/* The declaration that OPERAND, memory, is a part of, or NONE.  */
static uint32_t
base_variable (const struct snapshot *s, uint32_t operand)
{
  uint32_t base;

  if (operand_kind (operand) != OPERAND_MEMORY)
    return NONE;
  base = snapshot_memory (s)[operand_index (operand)].base;
  return operand_kind (base) == OPERAND_DECL ? operand_index (base) : NONE;
}

/* The one variable whose address OPERAND is, maybe moved; else NONE.  */
static uint32_t
variable_behind (struct dangling *d, uint32_t operand)
{
  struct source_search *search = &d->u.search;

  find_sources (search, operand);
  if (search->found.count == 0
      || search->found.items[0].kind != SOURCE_VARIABLE)
    return NONE;
  for (uint32_t i = 1; i < search->found.count; i++)
    if (search->found.items[i].kind != SOURCE_VARIABLE
	|| search->found.items[i].index != search->found.items[0].index)
      return NONE;
  return search->found.items[0].index;
}

static void
note_clobber (struct dangling *d, uint32_t statement)
{
  const struct snapshot *s = d->s;
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  const struct snap_block *b = &snapshot_blocks (s)[t->block];
  uint32_t decl = whole_variable (s, operand_index (t->lhs));
  uint32_t edge = b->n_predecessors
		  ? snapshot_preds (s)[b->first_predecessor] : NONE;

  if (decl != NONE
      && (edge == NONE || !(snapshot_edges (s)[edge].flags & EDGE_IS_EH)))
    d->clobber[decl] = statement;
}

/* Addresses of what is gone among the arguments of STATEMENT.  */
static void
check_arguments (struct dangling *d, uint32_t statement)
{
  const struct snapshot *s = d->s;
  const struct snap_statement *t = &snapshot_statements (s)[statement];

  for (uint32_t i = 0; i < call_arguments (t); i++)
    {
      uint32_t o = snapshot_operands (s)[t->first_operand + 1 + i];
      uint32_t decl = operand_kind (o) == OPERAND_ADDRESS
		      ? whole_variable (s, operand_index (o)) : NONE;

      if (decl != NONE && d->clobber[decl] != NONE
	  && statement_follows (&d->u, d->clobber[decl], statement, false))
	add_invalid_use (&d->u, statement, NONE, d->clobber[decl], decl, false,
			 false);
    }
}

static void
check_statements (struct dangling *d)
{
  const struct snapshot *s = d->s;

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      uint32_t decl;

      if (t->code == STATEMENT_CLOBBER)
	note_clobber (d, i);
      else if (t->code == STATEMENT_CALL)
	check_arguments (d, i);
      else if (t->code == STATEMENT_ASSIGN)
	{
	  /* An unnamed temporary may be revived.  */
	  decl = base_variable (s, t->lhs);
	  if (decl != NONE && is_automatic (s, decl))
	    d->clobber[decl] = NONE;
	}
    }
}

/* NAME may, or does, lead to DECL.  */
static void
check_uses (struct dangling *d, uint32_t name, uint32_t decl, bool maybe)
{
  if (decl != NONE && is_automatic (d->s, decl) && d->clobber[decl] != NONE)
    find_invalid_uses (&d->u, d->clobber[decl], name, decl, maybe);
}

/* NAME is loaded from DECL by STATEMENT.  */
static void
check_load (struct dangling *d, uint32_t name, uint32_t statement,
	    uint32_t decl)
{
  const struct snap_statement *t = snapshot_statements (d->s);
  uint32_t end = decl == NONE || !is_automatic (d->s, decl)
		 ? NONE : d->clobber[decl];

  if (end != NONE && statement_follows (&d->u, end, statement, true))
    add_invalid_use (&d->u, statement, name, end, decl,
		     !dominates (d->u.post_dominators, t[statement].block,
				 t[end].block),
		     false);
}

static bool
is_pointer (const struct snapshot *s, uint32_t name)
{
  uint32_t type = snapshot_ssa (s)[name].type;

  return type != NONE
	 && (snapshot_types (s)[type].kind == SNAP_TYPE_POINTER
	     || snapshot_types (s)[type].kind == SNAP_TYPE_REFERENCE);
}

static void
check_definition_of (struct dangling *d, uint32_t name)
{
  const struct snapshot *s = d->s;
  uint32_t definition = snapshot_ssa (s)[name].definition;
  const struct snap_statement *t = &snapshot_statements (s)[definition];
  const uint32_t *o = snapshot_operands (s) + t->first_operand;

  if (t->code == STATEMENT_ASSIGN && t->n_operands > 0)
    {
      if (operand_kind (o[0]) != OPERAND_ADDRESS)
	check_load (d, name, definition, base_variable (s, o[0]));
      else if (is_pointer (s, name))
	check_uses (d, name, whole_variable (s, operand_index (o[0])), false);
    }
  else if (!is_pointer (s, name))
    return;
  else if (t->code == STATEMENT_CALL && d->u.returned[definition] != NONE)
    check_uses (d, name, variable_behind (d, o[1 + d->u.returned[definition]]),
		false);
  else if (t->code == STATEMENT_PHI)
    for (uint32_t i = 0; i < t->n_operands; i++)
      check_uses (d, name, variable_behind (d, o[i]), true);
}

/* The parameter whose value on entry NAME is, in *BASE; false if it is another
   value.  */
static bool
is_entry_value (const struct snapshot *s, uint32_t name, uint32_t *base)
{
  const struct snap_ssa *n = &snapshot_ssa (s)[name];

  if (n->definition != NONE)
    return false;
  *base = n->decl;
  return true;
}

/* The same as find_target for a name that gets a value: GCC takes that for a
   store, to what the value leads to or is loaded from.  */
static bool
find_target_of_name (struct dangling *d, uint32_t name, uint32_t *base)
{
  const struct snapshot *s = d->s;

  for (uint32_t n = 0; n < snapshot_n_ssa (s); n++)
    {
      const struct snap_statement *t;
      const struct snap_memory *m;
      bool follows;
      uint32_t o;

      if (is_entry_value (s, name, base))
	return true;
      t = &snapshot_statements (s)[snapshot_ssa (s)[name].definition];
      if (t->code != STATEMENT_ASSIGN || t->n_operands == 0)
	return false;
      o = snapshot_operands (s)[t->first_operand];
      follows = t->operation == OPERATION_COPY
		|| t->operation == OPERATION_POINTER_PLUS;
      switch (operand_kind (o))
	{
	case OPERAND_SSA:
	  if (!follows)
	    return is_entry_value (s, operand_index (o), base);
	  name = operand_index (o);
	  continue;
	case OPERAND_ADDRESS:
	case OPERAND_MEMORY:
	  m = &snapshot_memory (s)[operand_index (o)];
	  if (operand_kind (m->base) == OPERAND_DECL)
	    {
	      if (!is_automatic (s, operand_index (m->base)))
		*base = operand_index (m->base);
	    }
	  else if (operand_kind (m->base) == OPERAND_SSA && m->n_steps == 1)
	    return snapshot_ssa (s)[operand_index (m->base)].definition == NONE;
	  return true;
	default:
	  return true;
	}
    }
  return false;
}

/* What the store of STATEMENT goes to, by the declaration that it is reached
   from: *BASE is NONE if it is of no interest.  False: nobody knows what it goes
   to, nor what lies before it.  */
static bool
find_target (struct dangling *d, uint32_t statement, uint32_t *base)
{
  const struct snapshot *s = d->s;
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  const struct snap_memory *m;
  struct source_search *search = &d->u.search;
  const struct snap_decl *decl;

  *base = NONE;
  if (operand_kind (t->lhs) == OPERAND_SSA)
    {
      if (!find_target_of_name (d, operand_index (t->lhs), base))
	return false;
      if (*base == NONE || snapshot_decls (s)[*base].kind == DECL_PARAMETER)
	return true;
      m = NULL;
    }
  else if (operand_kind (t->lhs) != OPERAND_MEMORY)
    return true;
  else
    m = &snapshot_memory (s)[operand_index (t->lhs)];
  if (m && operand_kind (m->base) == OPERAND_DECL)
    *base = operand_index (m->base);
  else if (m)
    {
      if (operand_kind (m->base) != OPERAND_SSA)
	return true;
      find_sources (search, m->base);
      if (search->found.count != 1
	  || (search->found.items[0].kind != SOURCE_PARAMETER
	      && search->found.items[0].kind != SOURCE_VARIABLE))
	return false;
      *base = search->found.items[0].index;
      if (search->found.items[0].kind == SOURCE_PARAMETER)
	{
	  if (snapshot_decls (s)[*base].flags & DECL_IS_BY_REFERENCE)
	    *base = NONE;
	  return true;
	}
    }
  decl = &snapshot_decls (s)[*base];
  if (is_automatic (s, *base) || decl->type == NONE
      || (snapshot_types (s)[decl->type].kind != SNAP_TYPE_POINTER
	  && snapshot_types (s)[decl->type].kind != SNAP_TYPE_REFERENCE))
    *base = NONE;
  return true;
}

/* Stores in BLOCK, from its end, that nobody can have used yet.  SEEN: by
   declaration, a later store goes there.  False if such a use may come.  */
static bool
check_stores_of_block (struct dangling *d, uint32_t block, uint8_t *seen)
{
  const struct snapshot *s = d->s;
  const struct snap_block *b = &snapshot_blocks (s)[block];

  for (uint32_t n = b->n_statements; n-- > 0;)
    {
      uint32_t i = b->first_statement + n, base, decl;
      const struct snap_statement *t = &snapshot_statements (s)[i];

      if (t->code == STATEMENT_CALL
	  && !(t->flags & (CALL_IS_CONST | CALL_IS_PURE)))
	return false;
      if (t->code != STATEMENT_ASSIGN || t->n_operands == 0)
	continue;
      if (!find_target (d, i, &base))
	return false;
      if (base == NONE || seen[base])
	continue;
      seen[base] = 1;
      decl = variable_behind (d, snapshot_operands (s)[t->first_operand]);
      if (decl != NONE && is_automatic (s, decl))
	d->stores[d->n_stores++] = (struct dangling_store) { i, decl, base };
    }
  return true;
}

/* The stores that the function leaves behind.  Blocks are taken in the order of
   GCC's walk from the exit, depth first.  */
static void
check_stores (struct dangling *d)
{
  const struct snapshot *s = d->s;
  uint32_t n = snapshot_n_blocks (s), depth = 0;
  uint8_t *visited = query_alloc (d->u.cx, (size_t) n + 1, 1);
  uint8_t *seen = query_alloc (d->u.cx, (size_t) snapshot_n_decls (s) + 1, 1);
  uint32_t *stack = query_alloc (d->u.cx, (size_t) n + 1, sizeof *stack);
  uint32_t *next = query_alloc (d->u.cx, (size_t) n + 1, sizeof *next);

  visited[BLOCK_EXIT] = 1;
  stack[depth++] = BLOCK_EXIT;
  while (depth)
    {
      const struct snap_block *b = &snapshot_blocks (s)[stack[depth - 1]];
      uint32_t i = next[stack[depth - 1]]++, block;

      if (i == b->n_predecessors)
	{
	  depth--;
	  continue;
	}
      block = snapshot_edges (s)[snapshot_preds (s)[b->first_predecessor + i]]
	      .source;
      if (visited[block])
	continue;
      visited[block] = 1;
      if (check_stores_of_block (d, block, seen))
	stack[depth++] = block;
    }
}

static void
report_use (struct findings_builder *b, const struct dangling *d,
	    const struct invalid_use *use, uint32_t flags)
{
  static const enum message messages[2][2][2] = {
    { { MESSAGE_USES_SOME_DANGLING_TEMPORARY,
	MESSAGE_MAY_USE_SOME_DANGLING_TEMPORARY },
      { MESSAGE_USES_DANGLING_TEMPORARY,
	MESSAGE_MAY_USE_DANGLING_TEMPORARY } },
    { { MESSAGE_USES_SOME_DANGLING, MESSAGE_MAY_USE_SOME_DANGLING },
      { MESSAGE_USES_DANGLING, MESSAGE_MAY_USE_DANGLING } }
  };
  const struct snapshot *s = d->s;
  uint32_t variable = invalid_use_variable (s, use->name);
  bool is_named = snapshot_decls (s)[use->decl].name != 0;

  findings_add (b, CHECK_dangling_pointer,
		messages[is_named][variable != NONE][use->maybe],
		PLACE (PLACE_STATEMENT, use->statement),
		flags | (use->maybe ? FINDING_AT_LEVEL_2 : 0));
  findings_add_fallback (b, PLACE (PLACE_END, 0), NONE);
  if (variable != NONE)
    findings_add_text (b, snapshot_string (s, snapshot_decls (s)[variable]
					      .name));
  if (is_named)
    findings_add_decl (b, use->decl);
  findings_add (b, CHECK_dangling_pointer,
		is_named ? MESSAGE_DECLARED_HERE : MESSAGE_TEMPORARY_HERE,
		PLACE (PLACE_DECL, use->decl), FINDING_IS_NOTE);
  if (is_named)
    findings_add_decl (b, use->decl);
}

static void
report_store (struct findings_builder *b, const struct dangling *d,
	      const struct dangling_store *store)
{
  const struct snapshot *s = d->s;
  struct buffer text = BUFFER_INIT;
  uint32_t declared = snapshot_decls (s)[store->base].kind == DECL_PARAMETER
		      ? store->decl : store->base;

  findings_add (b, CHECK_dangling_pointer, MESSAGE_STORES_LOCAL,
		PLACE (PLACE_STATEMENT, store->statement), 0);
  findings_add_decl (b, store->decl);
  operand_text (s, snapshot_statements (s)[store->statement].lhs, &text);
  buffer_add (&text, "", 1);
  findings_add_text (b, text.bytes);
  buffer_release (&text);
  findings_add (b, CHECK_dangling_pointer, MESSAGE_DECLARED_HERE,
		PLACE (PLACE_DECL, store->decl), FINDING_IS_NOTE);
  findings_add_decl (b, store->decl);
  findings_add (b, CHECK_dangling_pointer, MESSAGE_DECLARED_HERE,
		PLACE (PLACE_DECL, declared), FINDING_IS_NOTE);
  findings_add_decl (b, store->base);
}

static bool
has_clobber (const struct snapshot *s)
{
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    if (snapshot_statements (s)[i].code == STATEMENT_CLOBBER)
      return true;
  return false;
}

static bool
has_addressed_variable (const struct snapshot *s)
{
  for (uint32_t i = 0; i < snapshot_n_decls (s); i++)
    if (is_automatic (s, i)
	&& snapshot_decls (s)[i].flags & DECL_IS_ADDRESSABLE)
      return true;
  return false;
}

/* All that there is to find in the body S of KEY, as the first instance of GCC's
   pass sees it or, INLINED, the second one.  */
static struct dangling *
find_dangling (struct query_context *cx, uint32_t key,
	       const struct snapshot *s, bool inlined)
{
  struct dangling *d = query_alloc (cx, 1, sizeof *d);

  d->s = s;
  invalid_uses_init (&d->u, cx, key, s, inlined);
  d->clobber = query_alloc (cx, (size_t) snapshot_n_decls (s) + 1,
			    sizeof *d->clobber);
  for (uint32_t i = 0; i < snapshot_n_decls (s); i++)
    d->clobber[i] = NONE;
  d->stores = query_alloc (cx, (size_t) snapshot_n_statements (s) + 1,
			   sizeof *d->stores);
  check_statements (d);
  for (uint32_t i = 0; i < snapshot_n_ssa (s); i++)
    if (snapshot_ssa (s)[i].definition != NONE
	&& !(snapshot_ssa (s)[i].flags & SSA_IS_VIRTUAL))
      check_definition_of (d, i);
  if (!inlined)
    check_stores (d);
  return d;
}

/* Whether some use of DECL is told already.  */
static bool
is_told (const struct dangling *d, uint32_t decl)
{
  for (uint32_t i = 0; i < d->u.n_found; i++)
    if (d->u.found[i].decl == decl)
      return true;
  return false;
}

/* Whether a call of the unit may give back an argument: else inlining shows
   nothing new.  */
static bool
gives_back (const struct dangling *first, const uint32_t *returned)
{
  for (uint32_t i = 0; i < snapshot_n_statements (first->s); i++)
    if (returned[i] != first->u.returned[i])
      return true;
  return false;
}

void
provide_dangling_pointer (struct query_context *cx, uint32_t key,
			  struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  struct dangling *first = NULL, *second = NULL;
  struct findings_builder b;

  if (!(s->flags & SNAPSHOT_IS_LOWERED_ONLY)
      && (has_clobber (s) || has_addressed_variable (s)))
    {
      first = find_dangling (cx, key, s, false);
      if (has_clobber (s)
	  && gives_back (first, returned_arguments (cx, key, s, false)))
	second = find_dangling (cx, key, s, true);
    }
  findings_builder_init (&b);
  for (uint32_t i = 0; first && i < first->u.n_found; i++)
    if (!first->u.found[i].is_equality)
      report_use (&b, first, &first->u.found[i], 0);
  for (uint32_t i = 0; second && i < second->u.n_found; i++)
    if (!second->u.found[i].is_equality
	&& !is_told (first, second->u.found[i].decl))
      report_use (&b, second, &second->u.found[i], FINDING_NOT_AT_O0);
  for (uint32_t i = 0; first && i < first->n_stores; i++)
    report_store (&b, first, &first->stores[i]);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
