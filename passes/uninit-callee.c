/* uninit-callee.c - what has no value and is read by the function that gets it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   `struct s x; use (&x);' is a read of x.f if use reads that first of all
   (parameter_reads).  All is asked before any finding is made: what answers may
   let go of this query.  */

#include "passes/early-uninit.h"

#include "passes/expression.h"
#include "passes/parameter-reads.h"
#include "passes/undefined.h"

/* Definitions that are looked at for one read.  */
#define MOST_STEPS 1024

struct uninit_callee_read
{
  uint32_t statement, argument;
  uint32_t decl;		/* The variable, or NONE: it was allocated.  */
  uint32_t place;		/* STATEMENTS of the callee.  */
  bool certain;
  struct reference reference;
  const char *name;		/* Of what is read, behind the argument's.  */
  const char *type;		/* As a number of this type; "" if as none.  */
};

/* How what is read is called: by its variable; by the argument and the name of what is
   read there; or, of a variable that the argument leads into by no name, by where that
   is.  */
enum naming { BY_VARIABLE, BY_ARGUMENT, BY_OFFSET };

/* The object that ARGUMENT leads to, of which nobody outside could have given a
   value: *DECL is the variable; false if it is none that was made here.  */
static bool
is_made_here (const struct uninit *u, const struct reference *argument,
	      uint32_t *decl)
{
  struct origin origin = reference_origin (&u->walk, argument);
  const struct snap_decl *d;

  *decl = NONE;
  if (origin.is_allocated)
    return true;
  if (origin.kind != ORIGIN_DECL)
    return false;
  *decl = origin.index;
  d = &snapshot_decls (u->s)[origin.index];
  return d->kind == DECL_VARIABLE && !uninit_is_silenced (u->s, origin.index)
	 && !(d->flags & (DECL_IS_GLOBAL | DECL_IS_STATIC | DECL_IS_EXTERNAL
			  | DECL_IS_REGISTER | DECL_IS_VOLATILE));
}

/* Whether READ's memory has no value there on any way.  That it has none on some is not
   asked: who writes and who calls is often told by one condition, on both sides of
   calls that may change it.  */
static bool
is_without_value (struct uninit *u, const struct uninit_callee_read *read)
{
  uint32_t vuse = snapshot_statements (u->s)[read->statement].vuse;
  struct walk_result result;

  return vuse != NONE
	 && definition_walk_run (&u->walk, vuse, &read->reference, MOST_STEPS,
				 &result)
	 && !result.is_defined && result.reaches_entry;
}

static bool
is_known (const struct uninit *u, const struct uninit_callee_read *read)
{
  for (uint32_t i = 0; i < u->n_callee_reads; i++)
    {
      const struct uninit_callee_read *other = &u->callee_reads[i];

      if (other->decl == read->decl
	  && other->reference.base == read->reference.base
	  && other->reference.offset == read->reference.offset
	  && other->reference.size == read->reference.size)
	return true;
    }
  return false;
}

/* The first of what CALLEE, of function KEY, reads by ARGUMENT without a value: what
   else it reads of the same object has the same cause.  */
static void
find_read (struct uninit *u, struct query_context *cx, uint32_t key,
	    const struct parameter_reads *callee,
	    const struct uninit_callee_read *argument)
{
  for (uint32_t i = 0; i < callee->n_reads; i++)
    {
      const struct parameter_read *r = &parameter_reads_array (callee)[i];
      struct uninit_callee_read read = *argument;
      const struct parameter_read_places *places;

      if (r->parameter != read.argument
	  || u->n_callee_reads == MOST_CALLEE_READS
	  || __builtin_add_overflow (read.reference.offset, r->offset_bits,
				     &read.reference.offset))
	continue;
      read.reference.size = read.reference.max_size = r->size_bits;
      read.name = parameter_reads_text (callee) + r->name;
      read.type = parameter_reads_text (callee) + r->type;
      if (uninit_is_out_of_question (u->s, &read.reference)
	  || is_known (u, &read) || !is_without_value (u, &read))
	continue;
      places = q_parameter_read_places (cx, key);
      read.place = i < places->n_places
		   ? parameter_read_places_array (places)[i] : NONE;
      if (!u->callee_reads)
	u->callee_reads = query_alloc (cx, MOST_CALLEE_READS,
				       sizeof *u->callee_reads);
      u->callee_reads[u->n_callee_reads++] = read;
      return;
    }
}

static void
look_at_argument (struct uninit *u, struct query_context *cx,
		  uint32_t statement, uint32_t argument)
{
  const struct snapshot *s = u->s;
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  const struct parameter_effect *e
    = parameter_effect (u->callee[statement], argument);
  struct uninit_callee_read read
    = { .statement = statement, .argument = argument };
  const struct parameter_reads *callee;
  uint32_t key;

  if (e && !(e->may & PARAMETER_IS_READ))
    return;
  read.reference
    = reference_of_pointer (s, snapshot_operands (s)[t->first_operand + 1
						    + argument],
			    OPERAND (OPERAND_NONE, 0));
  if (operand_kind (read.reference.base) != OPERAND_SSA
      && operand_kind (read.reference.base) != OPERAND_DECL)
    return;
  read.reference = points_to_fold (u->walk.points_to, &read.reference);
  if (!is_made_here (u, &read.reference, &read.decl))
    return;
  read.certain = uninit_is_always_executed (u, t->block);
  callee = parameter_reads_of_call (cx, s, t, &key);
  if (callee)
    find_read (u, cx, key, callee, &read);
}

void
uninit_find_callee_reads (struct uninit *u, struct query_context *cx)
{
  const struct snapshot *s = u->s;

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];

      if (t->code == STATEMENT_CALL && t->decl != NONE && t->vuse != NONE
	  && uninit_is_reachable (u, t->block))
	for (uint32_t j = 0; j < call_arguments (t); j++)
	  look_at_argument (u, cx, i, j);
    }
}

/* Whether READ is best called by its offset: a number inside of something greater.  */
static bool
is_number_inside (const struct uninit *u,
		  const struct uninit_callee_read *read)
{
  const struct snap_decl *d = &snapshot_decls (u->s)[read->decl];
  const struct snap_type *type;

  if (d->type == NONE || !*read->type || read->reference.offset < 0
      || read->reference.offset % 8 != 0)
    return false;
  type = &snapshot_types (u->s)[d->type];
  return (type->kind == SNAP_TYPE_RECORD || type->kind == SNAP_TYPE_UNION
	  || type->kind == SNAP_TYPE_ARRAY)
	 && type->size_bits != SIZE_UNKNOWN
	 && read->reference.size <= type->size_bits
	 && (uint64_t) read->reference.offset
	    <= type->size_bits - read->reference.size;
}

/* How READ is called, and by what TEXT if by the argument.  */
static enum naming
name_of (const struct uninit *u, const struct uninit_callee_read *read,
	 struct buffer *text)
{
  const struct snapshot *s = u->s;
  const struct snap_statement *t = &snapshot_statements (s)[read->statement];
  uint32_t o
    = copied_address (s, snapshot_operands (s)[t->first_operand + 1
					      + read->argument]);

  if (operand_kind (o) == OPERAND_ADDRESS)
    {
      const struct snap_memory *m = &snapshot_memory (s)[operand_index (o)];

      if (read->decl == NONE || *read->name
	  || (m->n_steps != 0 && m->size_bits == read->reference.size))
	{
	  memory_text (s, operand_index (o), text);
	  buffer_add (text, read->name, strlen (read->name));
	  return BY_ARGUMENT;
	}
    }
  if (read->decl != NONE)
    return is_number_inside (u, read) ? BY_OFFSET : BY_VARIABLE;
  if (*read->name != '.')
    buffer_add (text, "*", 1);
  operand_text (s, o, text);
  if (*read->name == '.')
    {
      buffer_add (text, "->", 2);
      buffer_add (text, read->name + 1, strlen (read->name + 1));
    }
  return BY_ARGUMENT;
}

/* What the finding is about: the variable, or its part if that has been looked at
   here, too.  */
static struct uninit_subject
subject_of (const struct uninit *u, const struct uninit_callee_read *read,
	    bool is_part)
{
  const struct snapshot *s = u->s;
  struct uninit_subject subject = { 0, 0, NONE };
  uint32_t n = snapshot_n_memory (s), part;

  if (read->decl == NONE)
    return subject;
  part = uninit_first_of_part (s, &read->reference, n);
  if (!is_part)
    {
      subject.decl = read->decl;
      subject.group = 1 + read->decl;
    }
  else
    {
      subject.group = part < n ? uninit_groups (s).memory + part : 0;
      subject.group2 = 1 + read->decl;
    }
  return subject;
}

static void
report (struct uninit *u, const struct uninit_callee_read *read)
{
  const struct snap_statement *t
    = &snapshot_statements (u->s)[read->statement];
  uint32_t place = PLACE (PLACE_STATEMENT, read->statement);
  struct buffer text = BUFFER_INIT;
  enum naming naming = name_of (u, read, &text);
  bool is_part = naming != BY_VARIABLE;
  enum message message
    = is_part
      ? (read->certain ? MESSAGE_UNINITIALIZED_EXPRESSION
	 : MESSAGE_MAYBE_UNINITIALIZED_EXPRESSION)
      : (read->certain ? MESSAGE_UNINITIALIZED : MESSAGE_MAYBE_UNINITIALIZED);

  buffer_add_zero (&text, 1);
  if (uninit_report (u, message, UNINIT_O0, subject_of (u, read, is_part),
		     true, place))
    {
      struct finding_part part
	= { read->decl, (uint64_t) read->reference.offset / 8, read->type };

      if (naming == BY_OFFSET)
	findings_add_part (&u->b, &part);
      else if (naming == BY_ARGUMENT)
	findings_add_text (&u->b, text.bytes);
      else
	findings_add_decl (&u->b, read->decl);
      if (read->place != NONE)
	{
	  findings_add (&u->b, u->check, MESSAGE_READ_BY, place,
			FINDING_IS_NOTE);
	  findings_add_callee (&u->b, read->place);
	  findings_add_decl (&u->b, t->decl);
	}
      if (read->decl != NONE)
	{
	  findings_add (&u->b, u->check, MESSAGE_DECLARED_HERE,
			PLACE (PLACE_DECL, read->decl), FINDING_IS_NOTE);
	  findings_add_decl (&u->b, read->decl);
	}
    }
  buffer_release (&text);
}

void
uninit_report_callee_reads (struct uninit *u, uint32_t statement)
{
  for (uint32_t i = 0; i < u->n_callee_reads; i++)
    if (u->callee_reads[i].statement == statement)
      report (u, &u->callee_reads[i]);
}
