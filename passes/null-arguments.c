/* null-arguments.c - the queries null_arguments and returns_null.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/arithmetic.h"

/* How many definitions one question follows, and how many branches above a
   block it looks at.  */
#define DEFINITIONS 64
#define BRANCHES_ABOVE 256

struct null_search
{
  struct query_context *cx;
  uint32_t key;
  const struct snapshot *s;
  const struct executable_edges *edges;
  const struct dominators *dominators;
  unsigned budget;		/* Definitions left to follow.  */
};

static bool is_null (struct null_search *n, uint32_t operand, uint32_t block);

static bool
is_null_constant (const struct snapshot *s, uint32_t operand)
{
  return integer_has_limbs (s, operand, 0);
}

static bool
is_pointer (const struct snapshot *s, uint32_t type)
{
  return type != NONE && snapshot_types (s)[type].kind == SNAP_TYPE_POINTER;
}

/* If T copies a pointer: what it copies; else the NONE-operand.  */
static uint32_t
copied_pointer (const struct snapshot *s, const struct snap_statement *t)
{
  if (!statement_is_copy (t) || operand_kind (t->lhs) != OPERAND_SSA
      || !is_pointer (s, snapshot_ssa (s)[operand_index (t->lhs)].type))
    return OPERAND (OPERAND_NONE, 0);
  return snapshot_operands (s)[t->first_operand];
}

/* The name that OPERAND is a copy of, or OPERAND itself.  */
static uint32_t
original (const struct snapshot *s, uint32_t operand)
{
  for (unsigned i = 0; i < DEFINITIONS; i++)
    {
      uint32_t definition = snapshot_definition (s, operand), from;

      if (definition == NONE)
	break;
      from = copied_pointer (s, &snapshot_statements (s)[definition]);
      if (operand_kind (from) != OPERAND_SSA)
	break;
      operand = from;
    }
  return operand;
}

/* Whether edge E is taken only if NAME, an original, is null.  */
static bool
edge_says_null (const struct snapshot *s, uint32_t e, uint32_t name)
{
  const struct snap_edge *edge = &snapshot_edges (s)[e];
  uint32_t last = snapshot_last_statement (s, edge->source), wanted;
  const struct snap_statement *t;
  const uint32_t *o;

  if (last == NONE)
    return false;
  t = &snapshot_statements (s)[last];
  if (t->code != STATEMENT_COND)
    return false;
  o = snapshot_operands (s) + t->first_operand;
  wanted = t->operation == OPERATION_EQUAL ? EDGE_IS_TRUE
	   : t->operation == OPERATION_NOT_EQUAL ? EDGE_IS_FALSE : 0;
  return (edge->flags & wanted) != 0 && is_null_constant (s, o[1])
	 && original (s, o[0]) == name;
}

/* Whether a comparison on the way to BLOCK says that NAME is null.  */
static bool
is_null_on_the_way (struct null_search *n, uint32_t name, uint32_t block)
{
  const uint32_t *immediate = dominators_immediate (n->dominators);

  name = original (n->s, name);
  for (unsigned i = 0; block != NONE && i < BRANCHES_ABOVE;
       block = immediate[block], i++)
    {
      const struct snap_block *b = &snapshot_blocks (n->s)[block];

      if (b->n_predecessors == 1
	  && edge_says_null (n->s, snapshot_preds (n->s)[b->first_predecessor],
			     name))
	return true;
    }
  return false;
}

/* Whether the phi PHI, asked for itself, gives null along all edges that can be
   taken.  */
static bool
phi_is_null (struct null_search *n, uint32_t phi)
{
  const struct snap_statement *t = &snapshot_statements (n->s)[phi];
  const struct snap_block *b = &snapshot_blocks (n->s)[t->block];
  bool any = false;

  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t e = snapshot_preds (n->s)[b->first_predecessor + i];
      uint32_t o = snapshot_operands (n->s)[t->first_operand + i];

      if (!executable_edges_edge (n->edges)[e] || o == t->lhs)
	continue;
      if (!edge_says_null (n->s, e, original (n->s, o))
	  && !is_null (n, o, snapshot_edges (n->s)[e].source))
	return false;
      any = true;
    }
  return any;
}

/* Whether the call T of a function of this unit returns null.  */
static bool
call_is_null (struct null_search *n, const struct snap_statement *t)
{
  uint32_t callee = called_outside_ring (n->cx, n->key, n->s, t);

  return callee != NONE && q_returns_null (n->cx, callee)->always;
}

/* Whether OPERAND is null whenever BLOCK is executed.  */
static bool
is_null (struct null_search *n, uint32_t operand, uint32_t block)
{
  uint32_t definition;
  const struct snap_statement *t;

  if (is_null_constant (n->s, operand))
    return true;
  if (operand_kind (operand) != OPERAND_SSA || n->budget == 0)
    return false;
  n->budget--;
  if (is_null_on_the_way (n, operand, block))
    return true;
  definition = snapshot_ssa (n->s)[operand_index (operand)].definition;
  if (definition == NONE)
    return false;
  t = &snapshot_statements (n->s)[definition];
  switch (t->code)
    {
    case STATEMENT_PHI:
      return phi_is_null (n, definition);
    case STATEMENT_CALL:
      return call_is_null (n, t);
    default:
      return is_null (n, copied_pointer (n->s, t), t->block);
    }
}

static void
null_search_init (struct null_search *n, struct query_context *cx, uint32_t key)
{
  n->cx = cx;
  n->key = key;
  n->s = q_body (cx, key);
  n->edges = q_executable_edges (cx, key);
  n->dominators = q_dominators (cx, key);
}

/* The attribute nonnull of the function that T calls, or NULL.  */
static const struct snap_attribute *
nonnull_attribute (const struct snapshot *s, const struct snap_statement *t)
{
  const struct snap_type *type;

  if (t->code != STATEMENT_CALL || t->type == NONE
      || (t->flags & (CALL_IS_INTERNAL | NO_WARNING_NONNULL)))
    return NULL;
  type = &snapshot_types (s)[t->type];
  for (uint32_t i = 0; i < type->n_attributes; i++)
    {
      const struct snap_attribute *a
	= &snapshot_attributes (s)[type->first_attribute + i];

      if (a->kind == SNAP_ATTRIBUTE_NONNULL)
	return a;
    }
  return NULL;
}

/* Whether A speaks of argument I.  */
static bool
is_nonnull (const struct snap_attribute *a, uint32_t i)
{
  return a->mask == 0 || a->mask >> (i < 63 ? i : 63) & 1;
}

/* The type of OPERAND, if it is a name or a constant; else NONE.  */
static uint32_t
type_of (const struct snapshot *s, uint32_t operand)
{
  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      return snapshot_ssa (s)[operand_index (operand)].type;
    case OPERAND_CONSTANT:
      return snapshot_constants (s)[operand_index (operand)].type;
    default:
      return NONE;
    }
}

/* Append the null arguments of the call STATEMENT to FOUND, at most MOST of
   them.  Returns how many.  */
static uint32_t
find_in_call (struct null_search *n, uint32_t statement,
	      struct null_argument *found, uint32_t most)
{
  const struct snap_statement *t = &snapshot_statements (n->s)[statement];
  const struct snap_attribute *a = nonnull_attribute (n->s, t);
  uint32_t count = 0;
  /* The function comes first, a static chain last.  */
  uint32_t end = a ? t->n_operands - (t->n_extra == 1) : 0;

  for (uint32_t i = 1; i < end && count < most; i++)
    {
      uint32_t o = snapshot_operands (n->s)[t->first_operand + i];

      if (!is_nonnull (a, i - 1) || !is_pointer (n->s, type_of (n->s, o)))
	continue;
      n->budget = DEFINITIONS;
      if (is_null (n, o, t->block))
	{
	  found[count].statement = statement;
	  found[count++].argument = i - 1;
	}
    }
  return count;
}

/* How many arguments there are to look at.  */
static uint32_t
count_candidates (const struct snapshot *s)
{
  uint32_t count = 0;

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];

      if (nonnull_attribute (s, t))
	count += t->n_operands;
    }
  return count;
}

bool
calls_want_nonnull (const struct snapshot *s)
{
  return count_candidates (s) > 0;
}

void
provide_null_arguments (struct query_context *cx, uint32_t key,
			struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  struct null_arguments header = { 0, 0 };
  uint32_t most = count_candidates (s);
  struct null_argument *found = query_alloc (cx, most, sizeof *found);
  struct null_search n;

  null_search_init (&n, cx, key);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    if (executable_edges_block (n.edges)[snapshot_statements (s)[i].block])
      header.count += find_in_call (&n, i, found + header.count,
				    most - header.count);
  buffer_add (out, &header, sizeof header);
  if (header.count)
    buffer_add (out, found, header.count * sizeof *found);
}

/* What the function returns, as far as it is reached.  */
static bool
returns_nothing_but_null (struct null_search *n)
{
  bool any = false;

  for (uint32_t i = 0; i < snapshot_n_statements (n->s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (n->s)[i];

      if (t->code != STATEMENT_RETURN
	  || !executable_edges_block (n->edges)[t->block])
	continue;
      n->budget = DEFINITIONS;
      if (t->n_operands != 1
	  || !is_null (n, snapshot_operands (n->s)[t->first_operand],
		       t->block))
	return false;
      any = true;
    }
  return any;
}

void
provide_returns_null (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  const struct snap_decl *d = &snapshot_decls (s)[s->decl];
  struct returns_null value = { 0 };

  if (!(s->flags & SNAPSHOT_IS_LOWERED_ONLY)
      && !(d->flags & DECL_IS_REPLACEABLE)
      && is_pointer (s, snapshot_types (s)[d->type].element))
    {
      struct null_search n;

      null_search_init (&n, cx, key);
      value.always = returns_nothing_but_null (&n);
    }
  buffer_add (out, &value, sizeof value);
}

void
provide_returns_null_external (struct query_context *cx, uint32_t key,
			       struct buffer *out)
{
  struct returns_null value = { 0 };

  (void) cx;
  (void) key;
  buffer_add (out, &value, sizeof value);
}

bool
null_arguments_verify (const void *bytes, size_t size)
{
  const struct null_arguments *n = bytes;

  return size >= sizeof *n
	 && (size - sizeof *n) / sizeof (struct null_argument) == n->count
	 && (size - sizeof *n) % sizeof (struct null_argument) == 0;
}

void
null_arguments_print (FILE *file, const struct snapshot *body,
		      const struct null_arguments *n, unsigned flags)
{
  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < n->count; i++)
    fprintf (file, "argument %u of statement %u is null\n",
	     null_arguments_array (n)[i].argument + 1,
	     null_arguments_array (n)[i].statement);
}

bool
returns_null_verify (const void *bytes, size_t size)
{
  const struct returns_null *r = bytes;

  return size == sizeof *r && r->always <= 1;
}

void
returns_null_print (FILE *file, const struct snapshot *body,
		    const struct returns_null *r, unsigned flags)
{
  (void) body;
  (void) flags;
  fprintf (file, "%s\n", r->always ? "always null" : "not known to be null");
}
