/* parameter-reads.c - the queries parameter_reads and parameter_read_places.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/parameter-reads.h"

#include <inttypes.h>
#include <string.h>

#include "passes/all.h"
#include "passes/points-to.h"
#include "passes/undefined-path.h"
#include "passes/undefined.h"
#include "passes/uninit-memory.h"

/* Definitions of memory that are looked at for one read.  */
#define MOST_STEPS 64
/* Blocks of which it is asked whether all who come back were there.  */
#define MOST_SEARCHES 64
/* Loads that are always reached of which it is asked whether they are made use
   of.  */
#define MOST_LOADS 64
/* Phis of memory in all walks.  */
#define MOST_PHIS 4096
/* Of all names and types, without their ends.  */
#define TEXT_ROOM 2048

enum { NOT_KNOWN, ALWAYS, NOT_ALWAYS };

struct reader
{
  struct query_context *cx;
  const struct snapshot *s;
  struct definition_walk walk;
  struct points_to_reader fold;	/* Only what points_to_fold needs.  */
  uint32_t parameter;		/* The one at hand, from 0.  */
  uint8_t *passed;		/* By block: ALWAYS, ...  */
  uint8_t *seen;		/* By block, of one search.  */
  uint32_t *stack;		/* BLOCKS.  */
  uint32_t searches_left;	/* Of ways, for this parameter.  */
  uint32_t loads_left;		/* Whose use is looked for.  */
  uint8_t *carries;		/* By name: depends on the value at hand.  */
  /* Found.  NAMES: offsets into TEXT.  */
  struct parameter_read reads[MOST_PARAMETER_READS];
  uint32_t places[MOST_PARAMETER_READS];
  uint32_t n_reads;
  char *text;
  uint32_t text_size;
  bool text_is_full;
};

const struct parameter_reads *
parameter_reads_of_call (struct query_context *cx, const struct snapshot *s,
			 const struct snap_statement *call, uint32_t *callee)
{
  const struct snap_decl *d;
  const struct parameter_reads *p;

  if (call->decl == NONE || (call->flags & CALL_IS_INTERNAL))
    return NULL;
  d = &snapshot_decls (s)[call->decl];
  if (fingerprint_is_zero (d->symbol) || d->builtin != BUILTIN_NONE)
    return NULL;
  *callee = query_key (cx, KEY_FUNCTION, d->symbol,
		       snapshot_string (s, d->name));
  p = q_parameter_reads (cx, *callee);
  return p->n_reads ? p : NULL;
}

uint32_t
copied_address (const struct snapshot *s, uint32_t operand)
{
  const struct snap_statement *d;

  if (operand_kind (operand) != OPERAND_SSA)
    return operand;
  d = ssa_definition (s, operand_index (operand));
  if (d && d->code == STATEMENT_ASSIGN && d->operation == OPERATION_COPY
      && operand_kind (snapshot_operands (s)[d->first_operand])
	 == OPERAND_ADDRESS)
    return snapshot_operands (s)[d->first_operand];
  return operand;
}

/* Ways through the function.  */

/* Whether edge E is taken only if the parameter at hand is null.  */
static bool
is_for_null (const struct reader *r, uint32_t e)
{
  const struct snapshot *s = r->s;
  const struct snap_edge *edge = &snapshot_edges (s)[e];
  const struct snap_block *b = &snapshot_blocks (s)[edge->source];
  const struct snap_statement *t;
  const uint32_t *o;
  int64_t value;

  if (!b->n_statements || !(edge->flags & (EDGE_IS_TRUE | EDGE_IS_FALSE)))
    return false;
  t = &snapshot_statements (s)[b->first_statement + b->n_statements - 1];
  o = snapshot_operands (s) + t->first_operand;
  return t->code == STATEMENT_COND && t->n_operands == 2
	 && t->operation == (edge->flags & EDGE_IS_TRUE
			     ? OPERATION_EQUAL : OPERATION_NOT_EQUAL)
	 && constant_value (s, o[1], &value) && value == 0
	 && parameter_number (s, o[0]) == r->parameter;
}

/* Whether the exit is reached by a way that leaves out block WITHOUT.  */
static bool
exit_is_reached (const struct reader *r, uint32_t without)
{
  const struct snapshot *s = r->s;
  uint32_t n = 0;

  memset (r->seen, 0, snapshot_n_blocks (s));
  r->stack[n++] = BLOCK_ENTRY;
  r->seen[BLOCK_ENTRY] = 1;
  while (n && !r->seen[BLOCK_EXIT])
    {
      const struct snap_block *b = &snapshot_blocks (s)[r->stack[--n]];

      for (uint32_t i = 0; i < b->n_successors; i++)
	{
	  uint32_t e = b->first_successor + i;
	  uint32_t to = snapshot_edges (s)[e].destination;

	  if (to == without || r->seen[to] || is_for_null (r, e))
	    continue;
	  r->seen[to] = 1;
	  r->stack[n++] = to;
	}
    }
  return r->seen[BLOCK_EXIT];
}

/* Whether whoever comes back has been in BLOCK.  */
static bool
is_always_passed (struct reader *r, uint32_t block)
{
  if (r->passed[block] == NOT_KNOWN && r->searches_left)
    {
      r->searches_left--;
      r->passed[block] = exit_is_reached (r, block) ? NOT_ALWAYS : ALWAYS;
    }
  return r->passed[block] == ALWAYS;
}

static bool
is_carrier (const struct reader *r, uint32_t operand)
{
  return operand_kind (operand) == OPERAND_SSA
	 && r->carries[operand_index (operand)];
}

/* Whether what T computes depends on the value that is carried: of a phi all that
   comes in must, so far as it was not found that it does not.  */
static bool
depends (const struct reader *r, const struct snap_statement *t)
{
  const uint32_t *o = snapshot_operands (r->s) + t->first_operand;
  uint32_t n = 0;

  for (uint32_t i = 0; i < t->n_operands; i++)
    n += is_carrier (r, o[i]);
  return t->code == STATEMENT_PHI ? n == t->n_operands : n > 0;
}

/* Find what depends on the value of NAME: CARRIES, by name.  Whatever may is taken
   first, so that phis of loops are; then what does not is taken out.  */
static void
find_carriers (const struct reader *r, uint32_t name)
{
  const struct snapshot *s = r->s;
  bool changed = true, grows = true;

  memset (r->carries, 0, snapshot_n_ssa (s));
  r->carries[name] = 1;
  while (changed || grows)
    {
      grows &= changed;
      changed = false;
      for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
	{
	  const struct snap_statement *t = &snapshot_statements (s)[i];
	  const uint32_t *o = snapshot_operands (s) + t->first_operand;
	  bool is_one = false;

	  if ((t->code != STATEMENT_PHI && t->code != STATEMENT_ASSIGN)
	      || operand_kind (t->lhs) != OPERAND_SSA
	      || operand_index (t->lhs) == name
	      || is_carrier (r, t->lhs) == grows)
	    continue;
	  for (uint32_t j = 0; grows && j < t->n_operands; j++)
	    is_one |= is_carrier (r, o[j]);
	  if (grows ? is_one : !depends (r, t))
	    {
	      r->carries[operand_index (t->lhs)] = grows;
	      changed = true;
	    }
	}
    }
}

/* Whether T makes use of the value NAME, or what depends on it, at OPERAND: more than
   to put NAME elsewhere.  */
static bool
is_use (const struct reader *r, const struct snap_statement *t,
	uint32_t operand, uint32_t name)
{
  if (operand_kind (operand) == OPERAND_MEMORY
      || operand_kind (operand) == OPERAND_ADDRESS)
    return is_carrier (r, snapshot_memory (r->s)[operand_index (operand)]
			    .base);
  return is_carrier (r, operand)
	 && !(operand_index (operand) == name && t->code == STATEMENT_ASSIGN
	      && operand_kind (t->lhs) == OPERAND_MEMORY);
}

/* Whether NAME, once it was loaded, is made use of on every way back.  */
static bool
is_always_used (struct reader *r, uint32_t name)
{
  const struct snapshot *s = r->s;

  find_carriers (r, name);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      const uint32_t *o = snapshot_operands (s) + t->first_operand;
      bool is_used;

      if (t->code == STATEMENT_PHI || path_hands_on (s, t))
	continue;
      is_used = operand_kind (t->lhs) == OPERAND_MEMORY
		&& is_use (r, t, t->lhs, name);
      for (uint32_t j = 0; j < t->n_operands; j++)
	is_used |= is_use (r, t, o[j], name);
      if (is_used && is_always_passed (r, t->block))
	return true;
    }
  return false;
}

/* Names.  */

static void
add_text (struct reader *r, const char *text)
{
  size_t length = strlen (text);

  r->text_is_full |= r->text_size + length > TEXT_ROOM;
  if (r->text_is_full)
    return;
  memcpy (r->text + r->text_size, text, length);
  r->text_size += (uint32_t) length;
}

/* The steps of MEMORY behind its pointer, as text; false if they have none.  */
static bool
add_steps (struct reader *r, uint32_t memory)
{
  const struct snapshot *s = r->s;
  const struct snap_memory *m = &snapshot_memory (s)[memory];
  const struct snap_step *steps = snapshot_steps (s) + m->first_step;

  if (m->n_steps == 0 || steps[0].kind != STEP_DEREFERENCE
      || steps[0].offset != 0)
    return false;
  for (uint32_t i = 1; i < m->n_steps; i++)
    {
      char number[32];
      int64_t value;

      if (steps[i].kind == STEP_INDEX
	  && constant_value (s, steps[i].index, &value))
	{
	  snprintf (number, sizeof number, "[%" PRId64 "]", value);
	  add_text (r, number);
	}
      else if (steps[i].kind == STEP_FIELD)
	{
	  const char *name
	    = snapshot_string (s, snapshot_fields (s)[steps[i].index].name);

	  /* One sees through what has no name, as the program does.  */
	  if (*name)
	    {
	      add_text (r, ".");
	      add_text (r, name);
	    }
	}
      else
	return false;
    }
  return true;
}

/* Reads.  */

static bool
is_found (const struct reader *r, const struct reference *reference)
{
  for (uint32_t i = 0; i < r->n_reads; i++)
    if (r->reads[i].parameter == r->parameter
	&& r->reads[i].offset_bits == reference->offset
	&& r->reads[i].size_bits == reference->size)
      return true;
  return false;
}

/* Whether what REFERENCE is has at STATEMENT the value that it has on entry.  */
static bool
is_as_on_entry (struct reader *r, uint32_t statement,
		const struct reference *reference)
{
  uint32_t vuse = snapshot_statements (r->s)[statement].vuse;
  struct walk_result result;

  return vuse != NONE
	 && definition_walk_run (&r->walk, vuse, reference, MOST_STEPS,
				 &result)
	 && !result.is_defined && result.reaches_entry;
}

/* Whether STATEMENT, if it reads REFERENCE, behind the parameter, does so always, and
   before it is written, and that is not known yet.  */
static bool
is_read (struct reader *r, uint32_t statement,
	 const struct reference *reference)
{
  return r->n_reads < MOST_PARAMETER_READS && !reference->is_volatile
	 && reference->size != SIZE_UNKNOWN
	 && reference->size == reference->max_size
	 && !is_found (r, reference)
	 && is_always_passed (r, snapshot_statements (r->s)[statement].block)
	 && is_as_on_entry (r, statement, reference);
}

/* STATEMENT reads REFERENCE.  Its name follows.  */
static struct parameter_read *
add_read (struct reader *r, uint32_t statement,
	  const struct reference *reference)
{
  struct parameter_read *read;

  r->places[r->n_reads] = statement;
  read = &r->reads[r->n_reads++];
  read->reserved = 0;
  read->parameter = r->parameter;
  read->name = r->text_size;
  read->offset_bits = reference->offset;
  read->size_bits = reference->size;
  return read;
}

/* The name of the last read ends here; it has none if not IS_NAMED.  */
static void
end_name (struct reader *r, struct parameter_read *read, bool is_named)
{
  if (!is_named || r->text_is_full)
    r->text_size = read->name;
  r->text[r->text_size++] = '\0';
}

/* The type of the last read, of which the name has ended.  */
static void
add_type (struct reader *r, struct parameter_read *read, const char *type)
{
  read->type = r->text_size;
  add_text (r, type);
  r->text[r->text_size++] = '\0';
}

/* What the number that name SSA holds is, by name.  */
static const char *
number_type (const struct snapshot *s, uint32_t ssa)
{
  uint32_t type = snapshot_ssa (s)[ssa].type;
  const struct snap_type *t;

  if (type == NONE)
    return "";
  t = &snapshot_types (s)[type];
  if (t->main_variant != NONE)
    t = &snapshot_types (s)[t->main_variant];
  return t->kind == SNAP_TYPE_INTEGER || t->kind == SNAP_TYPE_BOOLEAN
	 || t->kind == SNAP_TYPE_REAL
	 ? snapshot_string (s, t->name) : "";
}

static void
look_at_load (struct reader *r, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (r->s)[statement];
  uint32_t from;
  struct reference reference;
  struct parameter_read *read;

  if (t->n_operands != 1 || operand_kind (t->lhs) != OPERAND_SSA)
    return;
  from = snapshot_operands (r->s)[t->first_operand];
  if (operand_kind (from) != OPERAND_MEMORY)
    return;
  reference = reference_of_memory (r->s, operand_index (from));
  reference = points_to_fold (&r->fold, &reference);
  if (!reference.is_indirect
      || parameter_number (r->s, reference.base) != r->parameter
      || !is_read (r, statement, &reference) || r->loads_left == 0)
    return;
  r->loads_left--;
  if (!is_always_used (r, operand_index (t->lhs)))
    return;
  read = add_read (r, statement, &reference);
  end_name (r, read, reference.memory == operand_index (from)
		     && add_steps (r, operand_index (from)));
  add_type (r, read, number_type (r->s, operand_index (t->lhs)));
}

/* What the call STATEMENT reads through its argument number I.  */
static void
look_at_argument (struct reader *r, uint32_t statement, uint32_t i)
{
  const struct snapshot *s = r->s;
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  uint32_t o = snapshot_operands (s)[t->first_operand + 1 + i];
  struct reference at
    = reference_of_pointer (s, o, OPERAND (OPERAND_NONE, 0));
  const struct parameter_reads *callee;
  uint32_t key;

  at = points_to_fold (&r->fold, &at);
  if (!at.is_indirect || parameter_number (s, at.base) != r->parameter
      || !is_always_passed (r, t->block))
    return;
  callee = parameter_reads_of_call (r->cx, s, t, &key);
  for (uint32_t j = 0; callee && j < callee->n_reads; j++)
    {
      const struct parameter_read *inner = &parameter_reads_array (callee)[j];
      struct reference reference = at;
      struct parameter_read *read;
      const char *name = parameter_reads_text (callee) + inner->name;
      bool is_named;

      if (inner->parameter != i
	  || __builtin_add_overflow (at.offset, inner->offset_bits,
				     &reference.offset))
	continue;
      reference.size = reference.max_size = inner->size_bits;
      if (!is_read (r, statement, &reference))
	continue;
      read = add_read (r, statement, &reference);
      o = copied_address (s, o);
      is_named = parameter_number (s, o) != NONE
		 || (operand_kind (o) == OPERAND_ADDRESS
		     && add_steps (r, operand_index (o)));
      add_text (r, name);
      end_name (r, read, is_named);
      add_type (r, read, parameter_reads_text (callee) + inner->type);
    }
}

static void
look_at (struct reader *r, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (r->s)[statement];

  if (t->code == STATEMENT_ASSIGN)
    look_at_load (r, statement);
  else if (t->code == STATEMENT_CALL)
    for (uint32_t i = 0; i < call_arguments (t); i++)
      look_at_argument (r, statement, i);
}

/* Whether parameter I is a pointer that somebody looks at.  */
static bool
is_pointer (const struct snapshot *s, uint32_t i)
{
  const struct snap_decl *d
    = &snapshot_decls (s)[snapshot_lists (s)[s->first_parameter + i]];

  return d->default_def != NONE && d->type != NONE
	 && (snapshot_types (s)[d->type].kind == SNAP_TYPE_POINTER
	     || snapshot_types (s)[d->type].kind == SNAP_TYPE_REFERENCE);
}

static bool
has_pointer (const struct snapshot *s)
{
  for (uint32_t i = 0; i < s->n_parameters; i++)
    if (is_pointer (s, i))
      return true;
  return false;
}

/* What is read behind parameter I.  */
static void
look_at_parameter (struct reader *r, uint32_t i)
{
  r->parameter = i;
  r->searches_left = MOST_SEARCHES;
  r->loads_left = MOST_LOADS;
  memset (r->passed, NOT_KNOWN, snapshot_n_blocks (r->s));
  if (!exit_is_reached (r, NONE))
    return;
  for (uint32_t j = 0; j < snapshot_n_statements (r->s); j++)
    look_at (r, j);
}

static void
find_reads (struct reader *r, struct query_context *cx, uint32_t key)
{
  const struct snapshot *s = q_body (cx, key);

  memset (r, 0, sizeof *r);
  r->cx = cx;
  r->s = r->fold.s = s;
  if (snapshot_n_blocks (s) <= BLOCK_EXIT + 1
      || (snapshot_decls (s)[s->decl].flags
	  & (DECL_IS_WEAK | DECL_IS_REPLACEABLE))
      || !has_pointer (s) || q_call_component (cx, key)->recursive)
    return;
  r->carries = query_alloc (cx, snapshot_n_ssa (s) + 1, 1);
  definition_walk_init (&r->walk, cx, s);
  r->walk.phis_left = MOST_PHIS;
  r->passed = query_alloc (cx, snapshot_n_blocks (s), 1);
  r->seen = query_alloc (cx, snapshot_n_blocks (s), 1);
  r->stack = query_alloc (cx, snapshot_n_blocks (s), sizeof *r->stack);
  r->text = query_alloc (cx, TEXT_ROOM + 2 * MOST_PARAMETER_READS, 1);
  for (uint32_t i = 0; i < s->n_parameters; i++)
    if (is_pointer (s, i))
      look_at_parameter (r, i);
}

void
provide_parameter_reads (struct query_context *cx, uint32_t key,
			 struct buffer *out)
{
  struct reader r;
  struct parameter_reads head = { 0, 0 };

  find_reads (&r, cx, key);
  head.n_reads = r.n_reads;
  head.text_size = r.text_size;
  buffer_add (out, &head, sizeof head);
  buffer_add (out, r.reads, r.n_reads * sizeof *r.reads);
  buffer_add (out, r.text, r.text_size);
}

void
provide_parameter_reads_external (struct query_context *cx, uint32_t key,
				  struct buffer *out)
{
  struct parameter_reads head = { 0, 0 };

  (void) cx;
  (void) key;
  buffer_add (out, &head, sizeof head);
}

void
provide_parameter_read_places (struct query_context *cx, uint32_t key,
			       struct buffer *out)
{
  struct reader r;
  struct parameter_read_places head = { 0, 0 };

  find_reads (&r, cx, key);
  head.n_places = r.n_reads;
  buffer_add (out, &head, sizeof head);
  buffer_add (out, r.places, r.n_reads * sizeof *r.places);
}

bool
parameter_reads_verify (const void *bytes, size_t size)
{
  const struct parameter_reads *p = bytes;
  const char *text;

  if (size < sizeof *p || p->n_reads > MOST_PARAMETER_READS
      || size != sizeof *p + (uint64_t) p->n_reads
			     * sizeof (struct parameter_read) + p->text_size)
    return false;
  text = parameter_reads_text (p);
  if (p->n_reads && (p->text_size == 0 || text[p->text_size - 1] != '\0'))
    return false;
  for (uint32_t i = 0; i < p->n_reads; i++)
    if (parameter_reads_array (p)[i].name >= p->text_size
	|| parameter_reads_array (p)[i].type >= p->text_size)
      return false;
  return true;
}

bool
parameter_read_places_verify (const void *bytes, size_t size)
{
  const struct parameter_read_places *p = bytes;

  return size >= sizeof *p && p->n_places <= MOST_PARAMETER_READS
	 && size == sizeof *p + p->n_places * sizeof (uint32_t);
}

void
parameter_reads_print (FILE *file, const struct snapshot *body,
		       const struct parameter_reads *p, unsigned flags)
{
  (void) body;
  (void) flags;
  if (p->n_reads == 0)
    fprintf (file, "nothing is known to be read\n");
  for (uint32_t i = 0; i < p->n_reads; i++)
    {
      const struct parameter_read *read = &parameter_reads_array (p)[i];

      fprintf (file, "%u%s: %s%s%" PRIu64 " bits at %" PRId64 "\n",
	       (unsigned) read->parameter + 1,
	       parameter_reads_text (p) + read->name,
	       parameter_reads_text (p) + read->type,
	       parameter_reads_text (p)[read->type] ? ", " : "",
	       read->size_bits, read->offset_bits);
    }
}

void
parameter_read_places_print (FILE *file, const struct snapshot *body,
			     const struct parameter_read_places *p,
			     unsigned flags)
{
  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < p->n_places; i++)
    fprintf (file, "%u. read by statement %u\n", (unsigned) i + 1,
	     (unsigned) parameter_read_places_array (p)[i]);
}
