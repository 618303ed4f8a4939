/* check-call-type.c - calls that do not fit the function that they call.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Through a pointer of another type, or without a prototype: C11 6.5.2.2, 6 and 9,
   leaves undefined what happens.  The function is known where the pointer was
   made from its address, or read from a constant table none of whose functions
   fits the call, and its definition where that is in the unit.  Where the
   front end compares types itself, it has warned.  What differs in a way that no
   calling convention sees is not told: signedness, kinds of pointers, an integer
   as large as one.  */

#include "passes/all.h"
#include "passes/alias.h"
#include "passes/function-table.h"
#include "passes/origin.h"
#include "passes/structure.h"

/* Of larger tables nothing is said.  */
#define TABLE_FUNCTIONS 64

struct call_check
{
  struct query_context *cx;
  const struct snapshot *s;
  const struct origin *origins;
  const uint8_t *executable;	/* By block.  */
};

/* What of one call does not fit.  */
struct misfit
{
  uint32_t statement;
  uint32_t decl;		/* DECLS: the function.  */
  const struct signature *signature;
  uint32_t given;		/* Arguments.  */
  uint32_t argument;		/* The first that does not fit, or NONE.  */
  bool count, result;
};

/* The functions one of which T calls, by itself, as the pointer says, or as the
   table that it was read from: how many, at FUNCTIONS.  */
static uint32_t
called (const struct call_check *k, const struct snap_statement *t,
	uint32_t *functions)
{
  const struct snap_type *type;
  uint32_t operand;
  struct origin o;

  if (t->code != STATEMENT_CALL || (t->flags & CALL_IS_INTERNAL)
      || t->type == NONE || t->n_extra || t->n_operands == 0)
    return 0;
  type = &snapshot_types (k->s)[t->type];
  functions[0] = t->decl;
  /* With a prototype the front end has looked at it.  */
  if (t->decl != NONE)
    return (type->flags & TYPE_UNPROTOTYPED) != 0;
  operand = snapshot_operands (k->s)[t->first_operand];
  o = origin_of_operand (k->s, k->origins, operand);
  if (o.kind != ORIGIN_VARIABLE || o.is_moved
      || snapshot_decls (k->s)[o.index].kind != DECL_FUNCTION)
    return table_functions (k->s, k->origins, operand, functions,
			    TABLE_FUNCTIONS);
  functions[0] = o.index;
  return 1;
}

/* How the function is defined; NULL if nobody knows, or it is GCC's.  */
static const struct signature *
signature_of (const struct call_check *k, uint32_t decl)
{
  const struct snap_decl *d = &snapshot_decls (k->s)[decl];
  const struct signature *s;

  if (fingerprint_is_zero (d->symbol) || d->builtin != BUILTIN_NONE
      || (d->flags & DECL_IS_WEAK))
    return NULL;
  s = q_signature (k->cx, query_key (k->cx, KEY_FUNCTION, d->symbol,
				     snapshot_string (k->s, d->name)));
  return s->flags & SIGNATURE_IS_KNOWN ? s : NULL;
}

/* Whether the call STATEMENT of the function DECL does not fit; then *M says
   how.  */
static bool
is_misfit (const struct call_check *k, uint32_t statement, uint32_t decl,
	   struct misfit *m)
{
  const struct snap_statement *t = &snapshot_statements (k->s)[statement];
  const struct value_class *parameters;

  *m = (struct misfit) { .statement = statement, .argument = NONE,
			 .decl = decl, .signature = signature_of (k, decl) };
  if (!m->signature)
    return false;
  m->given = call_arguments (t);
  parameters = signature_parameters (m->signature);
  m->count = m->given < m->signature->n_parameters
	     || (m->given > m->signature->n_parameters
		 && !(m->signature->flags & SIGNATURE_IS_VARIADIC));
  for (uint32_t i = 0; i < m->given && i < m->signature->n_parameters; i++)
    if (m->argument == NONE
	&& !classes_fit (class_of_operand (k->s,
					   snapshot_operands (k->s)
					     [t->first_operand + 1 + i]),
			 parameters[i]))
      m->argument = i;
  m->result = operand_kind (t->lhs) != OPERAND_NONE
	      && !classes_fit (class_of_operand (k->s, t->lhs),
			       m->signature->result);
  return m->count || m->argument != NONE || m->result;
}

/* Whether none of the functions that STATEMENT may call fits; *M gets the first
   of them.  */
static bool
find_misfit (const struct call_check *k, uint32_t statement,
	     struct misfit *m)
{
  const struct snap_statement *t = &snapshot_statements (k->s)[statement];
  uint32_t functions[TABLE_FUNCTIONS], count;
  struct misfit other;

  if (!k->executable[t->block])
    return false;
  count = called (k, t, functions);
  for (uint32_t i = 0; i < count; i++)
    if (!is_misfit (k, statement, functions[i], i ? &other : m))
      return false;
  return count > 0;
}

static void
add_message (const struct misfit *m, enum message message, uint32_t flags,
	     struct findings_builder *b)
{
  findings_add (b, CHECK_call_type, message,
		flags & FINDING_IS_NOTE
		? PLACE (PLACE_DECL, m->decl)
		: PLACE (PLACE_STATEMENT, m->statement), flags);
}

/* The first that does not fit; the rest is of the same cause.  */
static void
report (const struct misfit *m, struct findings_builder *b)
{
  const struct signature *s = m->signature;

  if (m->count)
    {
      add_message (m, MESSAGE_CALL_COUNT, 0, b);
      findings_add_decl (b, m->decl);
      findings_add_number (b, m->given);
      findings_add_number (b, s->n_parameters);
      add_message (m, MESSAGE_DECLARED_HERE, FINDING_IS_NOTE, b);
      findings_add_decl (b, m->decl);
      return;
    }
  if (m->argument != NONE)
    {
      add_message (m, MESSAGE_CALL_ARGUMENT, 0, b);
      findings_add_number (b, m->argument + 1);
      findings_add_decl (b, m->decl);
      add_message (m, MESSAGE_DEFINED_WITH_PARAMETER, FINDING_IS_NOTE, b);
      findings_add_decl (b, m->decl);
      findings_add_number (b, m->argument + 1);
      findings_add_text (b, signature_text (s)
			    + signature_parameters (s)[m->argument].name);
      return;
    }
  add_message (m, MESSAGE_CALL_RESULT, 0, b);
  findings_add_decl (b, m->decl);
  add_message (m, MESSAGE_DEFINED_WITH_RESULT, FINDING_IS_NOTE, b);
  findings_add_decl (b, m->decl);
  findings_add_text (b, signature_text (s) + s->result.name);
}

/* Whether there may be anything to find: an indirect call, or one without a
   prototype.  */
static bool
has_candidate (const struct snapshot *s)
{
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];

      if (t->code == STATEMENT_CALL && t->type != NONE
	  && !(t->flags & CALL_IS_INTERNAL)
	  && (t->decl == NONE
	      || (snapshot_types (s)[t->type].flags & TYPE_UNPROTOTYPED)))
	return true;
    }
  return false;
}

void
provide_call_type (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct call_check k = { .cx = cx, .s = q_body (cx, key) };
  struct scratch m = scratch_of_query (cx);
  struct misfit *found = NULL;
  uint32_t count = 0;
  struct findings_builder b;

  if ((k.s->flags & SNAPSHOT_IS_C) && has_candidate (k.s))
    {
      found = query_alloc (cx, snapshot_n_statements (k.s), sizeof *found);
      k.origins = origins_compute (k.s, &m);
      k.executable = executable_edges_block (q_executable_edges (cx, key));
      for (uint32_t i = 0; i < snapshot_n_statements (k.s); i++)
	count += find_misfit (&k, i, &found[count]);
    }
  findings_builder_init (&b);
  for (uint32_t i = 0; i < count; i++)
    report (&found[i], &b);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
