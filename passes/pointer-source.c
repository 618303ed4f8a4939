/* pointer-source.c - all that a pointer may have been made from; the query
   returned_parameter.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"

#include <string.h>

#include "passes/alias.h"
#include "passes/arithmetic.h"
#include "passes/calls.h"

/* Phis and conversions in one another.  */
#define MOST_NESTED 200
#define MOST_STEPS 10000

/* In source_search.visited.  */
#define IS_DONE 0x80000000u

void
source_search_init (struct source_search *search, struct query_context *cx,
		    const struct snapshot *s, const uint8_t *edge,
		    const uint32_t *returned)
{
  search->cx = cx;
  search->s = s;
  search->edge = edge;
  search->returned = returned;
  search->visited = query_alloc (cx, (size_t) snapshot_n_ssa (s) + 1,
				 sizeof *search->visited);
  search->number = 0;
  search->found = (struct pointer_sources) { NULL, 0, 0 };
}

static void
add_source (struct source_search *search, enum source_kind kind,
	    uint32_t index)
{
  struct pointer_sources *f = &search->found;

  if (f->count == f->capacity)
    {
      uint32_t capacity = f->capacity ? 2 * f->capacity : 8;
      struct pointer_source *items
	= query_alloc (search->cx, capacity, sizeof *items);

      if (f->count)
	memcpy (items, f->items, f->count * sizeof *items);
      f->items = items;
      f->capacity = capacity;
    }
  f->items[f->count++] = (struct pointer_source) { kind, index };
}

static void search_operand (struct source_search *search, uint32_t operand,
			    unsigned depth);

/* Whether M begins where its base does.  */
static bool
is_at_start (const struct snap_memory *m)
{
  return m->offset_bits == 0 && m->size_bits == m->max_size_bits;
}

/* The object that MEMORY[INDEX] is a part of.  */
static void
search_memory (struct source_search *search, uint32_t index, unsigned depth)
{
  const struct snap_memory *m = &snapshot_memory (search->s)[index];
  uint32_t base = m->base;

  search->n_moved += !is_at_start (m);
  switch (operand_kind (base))
    {
    case OPERAND_DECL:
      add_source (search, SOURCE_VARIABLE, operand_index (base));
      break;
    case OPERAND_SSA:
      search_operand (search, base, depth + 1);
      break;
    case OPERAND_ADDRESS:
      search_memory (search, operand_index (base), depth + 1);
      break;
    default:
      add_source (search, SOURCE_OTHER, NONE);
      break;
    }
}

static bool
is_pointer_type (const struct snapshot *s, uint32_t type)
{
  return type != NONE
	 && (snapshot_types (s)[type].kind == SNAP_TYPE_POINTER
	     || snapshot_types (s)[type].kind == SNAP_TYPE_REFERENCE);
}

/* The variable whose address OPERAND certainly is not when control takes EDGE, as
   it was just compared with that, or NONE.  */
static uint32_t
variable_ruled_out (const struct snapshot *s, uint32_t edge, uint32_t operand)
{
  const struct snap_edge *e = &snapshot_edges (s)[edge];
  uint32_t last = snapshot_last_statement (s, e->source);
  const struct snap_statement *t;
  const struct snap_memory *m;
  uint32_t other;
  const uint32_t *o;

  if (operand_kind (operand) != OPERAND_SSA || last == NONE)
    return NONE;
  t = &snapshot_statements (s)[last];
  if (t->code != STATEMENT_COND || t->n_operands != 2
      || !(t->operation == OPERATION_EQUAL ? e->flags & EDGE_IS_FALSE
	   : t->operation == OPERATION_NOT_EQUAL && e->flags & EDGE_IS_TRUE))
    return NONE;
  o = snapshot_operands (s) + t->first_operand;
  other = o[0] == operand ? o[1] : o[1] == operand ? o[0] : operand;
  if (operand_kind (other) != OPERAND_ADDRESS)
    return NONE;
  m = &snapshot_memory (s)[operand_index (other)];
  return operand_kind (m->base) == OPERAND_DECL && is_at_start (m)
	 ? operand_index (m->base) : NONE;
}

/* Take VARIABLE out of what was found from FIRST on.  */
static void
drop_variable (struct source_search *search, uint32_t first,
	       uint32_t variable)
{
  struct pointer_sources *f = &search->found;
  uint32_t kept = first;

  for (uint32_t i = first; i < f->count; i++)
    if (f->items[i].kind != SOURCE_VARIABLE || f->items[i].index != variable)
      f->items[kept++] = f->items[i];
  f->count = kept;
}

static void
search_phi (struct source_search *search, const struct snap_statement *t,
	    unsigned depth)
{
  const struct snapshot *s = search->s;
  const struct snap_block *b = &snapshot_blocks (s)[t->block];

  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t edge = snapshot_preds (s)[b->first_predecessor + i];
      uint32_t operand = snapshot_operands (s)[t->first_operand + i];
      uint32_t first = search->found.count, n_moved = search->n_moved;
      uint32_t variable;

      if (search->edge && !search->edge[edge])
	continue;
      search_operand (search, operand, depth + 1);
      variable = variable_ruled_out (s, edge, operand);
      /* What was moved may be in the variable and not equal its address.  */
      if (variable != NONE && search->n_moved == n_moved)
	drop_variable (search, first, variable);
    }
}

static void
search_statement (struct source_search *search, uint32_t statement,
		  unsigned depth)
{
  const struct snapshot *s = search->s;
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  const uint32_t *o = snapshot_operands (s) + t->first_operand;

  if (t->code == STATEMENT_PHI)
    search_phi (search, t, depth);
  else if (t->code == STATEMENT_CALL)
    {
      uint32_t argument = search->returned[statement];

      if (argument == NONE)
	add_source (search, SOURCE_CALL, statement);
      else
	{
	  search->n_moved++;
	  search_operand (search, o[1 + argument], depth + 1);
	}
    }
  else if (statement_is_copy (t)
	   || (t->code == STATEMENT_ASSIGN
	       && t->operation == OPERATION_POINTER_PLUS))
    {
      search->n_moved += !statement_is_copy (t);
      search_operand (search, o[0], depth + 1);
    }
  else if (t->code == STATEMENT_ASSIGN
	   && (t->operation == OPERATION_MINIMUM
	       || t->operation == OPERATION_MAXIMUM
	       || t->operation == OPERATION_CONDITIONAL))
    {
      search_operand (search, o[t->n_operands - 2], depth + 1);
      search_operand (search, o[t->n_operands - 1], depth + 1);
    }
  else
    add_source (search, SOURCE_OTHER, statement);
}

static void
search_name (struct source_search *search, uint32_t name, unsigned depth)
{
  const struct snapshot *s = search->s;
  const struct snap_ssa *n = &snapshot_ssa (s)[name];

  if (!is_pointer_type (s, n->type) || depth > MOST_NESTED
      || search->steps == 0)
    add_source (search, SOURCE_OTHER, NONE);
  else if (search->visited[name] == search->number)
    /* It goes round.  */
    return;
  else if (n->definition == NONE)
    {
      bool is_parameter
	= n->decl != NONE
	  && snapshot_decls (s)[n->decl].kind == DECL_PARAMETER;

      add_source (search, is_parameter ? SOURCE_PARAMETER : SOURCE_UNDEFINED,
		  n->decl);
    }
  else
    {
      search->steps--;
      search->visited[name] = search->number;
      search_statement (search, n->definition, depth);
      /* A copy of what is there already is one more way; a phi is not.  */
      if (snapshot_statements (s)[n->definition].code != STATEMENT_PHI)
	search->visited[name] |= IS_DONE;
    }
}

static void
search_operand (struct source_search *search, uint32_t operand,
		unsigned depth)
{
  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      search_name (search, operand_index (operand), depth);
      break;
    case OPERAND_ADDRESS:
      search_memory (search, operand_index (operand), depth);
      break;
    case OPERAND_CONSTANT:
      add_source (search, integer_has_limbs (search->s, operand, 0)
			  ? SOURCE_NULL : SOURCE_OTHER, NONE);
      break;
    default:
      add_source (search, SOURCE_OTHER, NONE);
      break;
    }
}

void
find_sources (struct source_search *search, uint32_t operand)
{
  search->number++;
  search->steps = MOST_STEPS;
  search->n_moved = 0;
  search->found.count = 0;
  search_operand (search, operand, 0);
}

/* Built-in functions that return a place in their first argument.  Of those that
   return the argument itself GCC's table tells.  */
static bool
returns_inside (const char *name)
{
  static const char *const names[] = {
    "mempcpy", "__mempcpy_chk", "stpcpy", "__stpcpy_chk", "stpncpy",
    "__stpncpy_chk", "strchr", "strrchr", "strstr", "memchr", "index",
    "rindex"
  };

  name = function_plain_name (name);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp (name, names[i]) == 0)
      return true;
  return false;
}

/* What the library function of T gives back.  */
static uint32_t
returned_by_library (const struct snapshot *s, const struct snap_statement *t)
{
  const char *spec = call_specification (s, t);
  const struct snap_decl *d = &snapshot_decls (s)[t->decl];

  if (*spec >= '1' && *spec <= '4')
    return (uint32_t) (*spec - '1');
  return d->builtin != BUILTIN_NONE
	 && returns_inside (snapshot_string (s, d->name)) ? 0 : NONE;
}

uint32_t *
returned_arguments (struct query_context *cx, uint32_t key,
		    const struct snapshot *s, bool library)
{
  uint32_t *result = query_alloc (cx, (size_t) snapshot_n_statements (s) + 1,
				  sizeof *result);

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      uint32_t callee;

      result[i] = NONE;
      if (t->code != STATEMENT_CALL || t->decl == NONE
	  || t->flags & CALL_IS_INTERNAL
	  || operand_kind (t->lhs) != OPERAND_SSA
	  || !is_pointer_type (s, snapshot_ssa (s)[operand_index (t->lhs)]
				  .type))
	continue;
      result[i] = returned_by_library (s, t);
      if (result[i] == NONE && !library
	  && snapshot_decls (s)[t->decl].builtin == BUILTIN_NONE)
	{
	  callee = called_outside_ring (cx, key, s, t);
	  if (callee != NONE)
	    result[i] = q_returned_parameter (cx, callee)->parameter;
	}
      if (result[i] != NONE && result[i] >= call_arguments (t))
	result[i] = NONE;
    }
  return result;
}

/* The position of parameter DECL.  */
static uint32_t
parameter_position (const struct snapshot *s, uint32_t decl)
{
  for (uint32_t i = 0; i < s->n_parameters; i++)
    if (snapshot_lists (s)[s->first_parameter + i] == decl)
      return i;
  return NONE;
}

void
provide_returned_parameter (struct query_context *cx, uint32_t key,
			    struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  struct returned_parameter value = { NONE, 0 };
  bool known = !(snapshot_decls (s)[s->decl].flags & DECL_IS_REPLACEABLE)
	       && s->result != NONE
	       && is_pointer_type (s, snapshot_decls (s)[s->result].type);
  struct source_search search;

  if (known)
    source_search_init (&search, cx, s, NULL,
			returned_arguments (cx, key, s, false));
  for (uint32_t i = 0; known && i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];

      if (t->code != STATEMENT_RETURN)
	continue;
      known = t->n_operands == 1;
      if (known)
	find_sources (&search, snapshot_operands (s)[t->first_operand]);
      for (uint32_t j = 0; known && j < search.found.count; j++)
	{
	  const struct pointer_source *p = &search.found.items[j];
	  uint32_t position
	    = p->kind == SOURCE_PARAMETER ? parameter_position (s, p->index)
					  : NONE;

	  known = position != NONE && (value.parameter == NONE
				       || value.parameter == position);
	  value.parameter = position;
	}
    }
  if (!known)
    value.parameter = NONE;
  buffer_add (out, &value, sizeof value);
}

void
provide_returned_parameter_external (struct query_context *cx, uint32_t key,
				     struct buffer *out)
{
  struct returned_parameter value = { NONE, 0 };

  (void) cx;
  (void) key;
  buffer_add (out, &value, sizeof value);
}

bool
returned_parameter_verify (const void *bytes, size_t size)
{
  (void) bytes;
  return size == sizeof (struct returned_parameter);
}

void
returned_parameter_print (FILE *file, const struct snapshot *body,
			  const struct returned_parameter *r, unsigned flags)
{
  (void) body;
  (void) flags;
  if (r->parameter == NONE)
    fprintf (file, "none\n");
  else
    fprintf (file, "parameter %u\n", r->parameter);
}
