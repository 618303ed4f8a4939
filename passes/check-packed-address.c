/* check-packed-address.c - a packed member used as if it were aligned.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   -Waddress-of-packed-member speaks where the address of a member gets a type that
   wants more alignment.  By way of void *, char * or an integer it does not; then
   this looks for the access.  Only members whose place in the structure is no
   multiple of the alignment count: the others are aligned where the structure
   is.  */

#include "passes/all.h"

/* Copies that are followed.  */
#define COPIES_MOST 32

struct packed_address
{
  uint32_t statement;		/* Where it is taken.  */
  uint32_t memory;
};

/* The alignment that a pointer of TYPE wants of what it points to; in bits.  */
static uint32_t
wanted_alignment (const struct snapshot *s, uint32_t type)
{
  const struct snap_type *t;

  if (type == NONE)
    return 8;
  t = &snapshot_types (s)[type];
  if (t->kind != SNAP_TYPE_POINTER || t->element == NONE)
    return 8;
  return snapshot_types (s)[t->element].align_bits;
}

/* The field that MEMORY ends with, if that lies in a packed record; or NULL.  */
static const struct snap_field *
packed_field (const struct snapshot *s, const struct snap_memory *m)
{
  const struct snap_step *step;
  const struct snap_field *f;

  if (m->n_steps == 0)
    return NULL;
  step = &snapshot_steps (s)[m->first_step + m->n_steps - 1];
  if (step->kind != STEP_FIELD)
    return NULL;
  f = &snapshot_fields (s)[step->index];
  return f->record != NONE
	 && (snapshot_types (s)[f->record].flags & TYPE_IS_PACKED) ? f : NULL;
}

/* The address of a packed member that NAME is a copy of, of which GCC has not
   warned: none of the pointers between wants alignment.  */
static bool
find_address (const struct snapshot *s, uint32_t name,
	      struct packed_address *found)
{
  for (unsigned n = 0; n < COPIES_MOST; n++)
    {
      const struct snap_statement *t;
      uint32_t d = snapshot_ssa (s)[name].definition, o;

      if (d == NONE)
	return false;
      t = &snapshot_statements (s)[d];
      if (!statement_is_copy (t))
	return false;
      o = snapshot_operands (s)[t->first_operand];
      if (operand_kind (o) == OPERAND_ADDRESS)
	{
	  *found = (struct packed_address) { d, operand_index (o) };
	  return wanted_alignment (s, snapshot_ssa (s)[name].type) <= 8
		 && packed_field (s, &snapshot_memory (s)[operand_index (o)]);
	}
      if (operand_kind (o) != OPERAND_SSA)
	return false;
      name = operand_index (o);
    }
  return false;
}

/* Whether OPERAND is an access, through a pointer, to what is not aligned.  */
static bool
is_misaligned (const struct snapshot *s, uint32_t operand,
	       struct packed_address *found)
{
  const struct snap_memory *m;
  const struct snap_step *step;
  uint64_t alignment;

  if (operand_kind (operand) != OPERAND_MEMORY)
    return false;
  m = &snapshot_memory (s)[operand_index (operand)];
  if (operand_kind (m->base) != OPERAND_SSA || m->n_steps == 0)
    return false;
  step = &snapshot_steps (s)[m->first_step];
  if (step->kind != STEP_DEREFERENCE || step->offset != 0
      || step->type == NONE)
    return false;
  alignment = snapshot_types (s)[step->type].align_bits;
  return alignment > 8 && find_address (s, operand_index (m->base), found)
	 && !(snapshot_memory (s)[found->memory].flags & MEMORY_IS_VARIABLE)
	 && (uint64_t) snapshot_memory (s)[found->memory].offset_bits
	    % alignment != 0;
}

static void
check_statement (const struct snapshot *s, uint32_t index,
		 struct findings_builder *b)
{
  const struct snap_statement *t = &snapshot_statements (s)[index];
  struct packed_address found;
  bool any = is_misaligned (s, t->lhs, &found);
  const struct snap_field *f;

  for (uint32_t i = 0; !any && i < t->n_operands; i++)
    any = is_misaligned (s, snapshot_operands (s)[t->first_operand + i],
			 &found);
  if (!any)
    return;
  f = packed_field (s, &snapshot_memory (s)[found.memory]);
  findings_add (b, CHECK_packed_address, MESSAGE_PACKED_MEMBER,
		PLACE (PLACE_STATEMENT, index), 0);
  findings_add_text (b, snapshot_string (s, f->name));
  findings_add_type (b, f->record);
  findings_add (b, CHECK_packed_address, MESSAGE_ADDRESS_TAKEN,
		PLACE (PLACE_STATEMENT, found.statement), FINDING_IS_NOTE);
}

void
provide_packed_address (struct query_context *cx, uint32_t key,
			struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  struct findings_builder b;

  findings_builder_init (&b);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    check_statement (s, i, &b);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
