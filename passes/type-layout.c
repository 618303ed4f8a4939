/* type-layout.c - the queries type_layout and type_use.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/effects.h"
#include "passes/structure.h"

/* Whether the field is an array without elements of its own.  */
static bool
is_open_array (const struct type_list *l, const struct type_field *f)
{
  const struct type *t = &type_list_array (l)[f->type];
  return t->kind == SNAP_TYPE_ARRAY
	 && (t->elements == SIZE_UNKNOWN || t->elements == 0);
}

/* Walks the fields of T, which ascend by offset; GAPS has room for one before
   each and one at the end.  */
static void
find_gaps (const struct type_list *l, const struct type *t,
	   struct type_layout *layout, struct layout_gap *gaps)
{
  const struct type_field *fields = type_list_fields (l) + t->first_field;
  uint64_t end = 0;
  for (uint32_t i = 0; i < t->n_fields; i++)
    {
      const struct type_field *f = &fields[i];
      if (f->offset_bits == SIZE_UNKNOWN)
	{
	  layout->flags |= LAYOUT_HAS_VARIABLE_FIELD;
	  break;
	}
      if (f->offset_bits > end)
	gaps[layout->n_gaps++]
	  = (struct layout_gap) { end, f->offset_bits - end };
      if (f->offset_bits < end)
	layout->flags |= LAYOUT_OVERLAPS;
      if (f->size_bits == SIZE_UNKNOWN)
	end = is_open_array (l, f) && f->offset_bits > end ? f->offset_bits
							   : end;
      else if (f->size_bits > SIZE_UNKNOWN - f->offset_bits)
	layout->flags |= LAYOUT_HAS_VARIABLE_FIELD;
      else if (f->offset_bits + f->size_bits > end)
	end = f->offset_bits + f->size_bits;
      if (f->size_bits == SIZE_UNKNOWN && !is_open_array (l, f))
	layout->flags |= LAYOUT_HAS_VARIABLE_FIELD;
    }
  if (t->n_fields > 0 && is_open_array (l, &fields[t->n_fields - 1]))
    layout->flags |= LAYOUT_ENDS_IN_ARRAY;
  else if (t->size_bits != SIZE_UNKNOWN && end < t->size_bits)
    gaps[layout->n_gaps++] = (struct layout_gap) { end, t->size_bits - end };
  if (layout->flags & LAYOUT_HAS_VARIABLE_FIELD)
    layout->n_gaps = 0;
}

static void
write_layout (const struct type_list *l, const struct type *t,
	      const struct scratch *m, struct buffer *out)
{
  struct buffer text = BUFFER_INIT;
  struct layout_gap *gaps
    = scratch_alloc (m, (size_t) t->n_fields + 1, sizeof *gaps);
  struct type_layout header
    = { .size_bits = t->size_bits, .align_bits = t->align_bits,
	.flags = LAYOUT_IS_KNOWN, .n_fields = t->n_fields, .kind = t->kind };
  if (t->size_bits != SIZE_UNKNOWN)
    header.flags |= LAYOUT_IS_COMPLETE;
  if (t->n_fields > 0)
    find_gaps (l, t, &header, gaps);
  size_t at = buffer_add (out, &header, sizeof header);
  buffer_add_zero (&text, 1);
  for (uint32_t i = 0; i < t->n_fields; i++)
    {
      const struct type_field *f = &type_list_fields (l)[t->first_field + i];
      struct layout_field field
	= { .offset_bits = f->offset_bits, .size_bits = f->size_bits,
	    .flags = f->flags };
      field.name = (uint32_t) buffer_add_string (&text, type_list_text (l)
							+ f->name);
      field.type = (uint32_t) text.size;
      type_describe (l, f->type, &text);
      buffer_add_zero (&text, 1);
      buffer_add (out, &field, sizeof field);
    }
  buffer_add (out, gaps, header.n_gaps * sizeof *gaps);
  buffer_add (out, text.bytes, text.size);
  ((struct type_layout *) buffer_at (out, at))->text_size
    = (uint32_t) text.size;
  buffer_release (&text);
}

void
provide_type_layout (struct query_context *cx, uint32_t key,
		     struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  const struct type_list *l = q_types (cx, 0);
  uint32_t type = type_find (l, query_key_identity (cx, KEY_TYPE, key));
  struct type nothing = { .size_bits = SIZE_UNKNOWN };
  const struct type *t = type == NONE ? &nothing : &type_list_array (l)[type];
  if (type != NONE && !(t->state & TYPE_HAS_CONFLICT))
    {
      write_layout (l, t, &m, out);
      return;
    }
  struct type_layout header
    = { .size_bits = SIZE_UNKNOWN, .kind = t->kind, .text_size = 1,
	.flags = type == NONE ? 0 : LAYOUT_IS_KNOWN | LAYOUT_HAS_CONFLICT };
  buffer_add (out, &header, sizeof header);
  buffer_add_zero (out, 1);
}

bool
type_layout_verify (const void *bytes, size_t size)
{
  const struct type_layout *t = bytes;
  static const uint32_t width[]
    = { sizeof (struct layout_field), sizeof (struct layout_gap), 1 };
  if (size < sizeof *t)
    return false;
  uint64_t count[] = { t->n_fields, t->n_gaps, t->text_size };
  if (!value_has_size (size, sizeof *t, count, width, 3)
      || t->text_size == 0 || type_layout_text (t)[t->text_size - 1] != '\0')
    return false;
  for (uint32_t i = 0; i < t->n_fields; i++)
    if (type_layout_fields (t)[i].name >= t->text_size
	|| type_layout_fields (t)[i].type >= t->text_size)
      return false;
  return true;
}

static void
print_bits (FILE *file, const char *before, uint64_t bits)
{
  if (bits == SIZE_UNKNOWN)
    fprintf (file, "%s?", before);
  else if (bits % 8 == 0)
    fprintf (file, "%s%llu", before, (unsigned long long) bits / 8);
  else
    fprintf (file, "%s%llu:%llu", before, (unsigned long long) bits / 8,
	     (unsigned long long) bits % 8);
}

void
type_layout_print (FILE *file, const struct snapshot *body,
		   const struct type_layout *t, unsigned flags)
{
  static const struct { uint32_t flag; const char *text; } words[] = {
    { LAYOUT_HAS_CONFLICT, ", several of that name" },
    { LAYOUT_ENDS_IN_ARRAY, ", flexible" },
    { LAYOUT_HAS_VARIABLE_FIELD, ", variable" },
    { LAYOUT_OVERLAPS, ", overlapping" }
  };
  (void) body;
  (void) flags;
  print_bits (file, "size ", t->size_bits);
  fprintf (file, ", alignment %u", t->align_bits / 8);
  for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
    if (t->flags & words[i].flag)
      fputs (words[i].text, file);
  putc ('\n', file);
  for (uint32_t i = 0; i < t->n_fields; i++)
    {
      const struct layout_field *f = &type_layout_fields (t)[i];
      print_bits (file, "  at ", f->offset_bits);
      print_bits (file, ", size ", f->size_bits);
      fprintf (file, ": %s (%s)\n", type_layout_text (t) + f->name,
	       type_layout_text (t) + f->type);
    }
  for (uint32_t i = 0; i < t->n_gaps; i++)
    {
      print_bits (file, "  gap at ", type_layout_gaps (t)[i].offset_bits);
      print_bits (file, ", size ", type_layout_gaps (t)[i].size_bits);
      putc ('\n', file);
    }
}

/* One type in one body.  */
struct user
{
  const struct snapshot *s;
  const struct fingerprint *identities;	/* By TYPES.  */
  struct fingerprint identity;
  struct type_use use;
};

static bool
is_it (const struct user *u, uint32_t type)
{
  return type != NONE
	 && fingerprint_equal (u->identities[type], u->identity);
}

static bool
count_effect (void *data, const struct effect *effect)
{
  struct user *u = data;
  if (operand_kind (effect->operand) != OPERAND_MEMORY
      || (effect->kind != EFFECT_LOADS && effect->kind != EFFECT_STORES))
    return true;
  const struct snap_memory *m
    = &snapshot_memory (u->s)[operand_index (effect->operand)];
  if (is_it (u, m->type))
    ++*(effect->kind == EFFECT_LOADS ? &u->use.n_loads : &u->use.n_stores);
  for (uint32_t i = 0; i < m->n_steps; i++)
    {
      const struct snap_step *step = &snapshot_steps (u->s)[m->first_step + i];
      if (step->kind == STEP_FIELD)
	u->use.n_fields
	  += is_it (u, snapshot_fields (u->s)[step->index].record);
    }
  return true;
}

void
provide_type_use (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  uint32_t function = query_key_part (cx, KEY_FUNCTION_TYPE, key, 0);
  uint32_t type = query_key_part (cx, KEY_FUNCTION_TYPE, key, 1);
  struct user u = { .identity = query_key_identity (cx, KEY_TYPE, type) };
  if (query_key_is_local (cx, KEY_FUNCTION, function))
    {
      u.s = q_body (cx, function);
      u.identities = type_identities (u.s, &m);
      u.use.known = 1;
      for (uint32_t i = 0; i < snapshot_n_decls (u.s); i++)
	u.use.n_declarations += is_it (&u, snapshot_decls (u.s)[i].type);
      for (uint32_t i = 0; i < snapshot_n_ssa (u.s); i++)
	u.use.n_names += is_it (&u, snapshot_ssa (u.s)[i].type);
      for (uint32_t i = 0; i < snapshot_n_statements (u.s); i++)
	effects_visit (u.s, i, count_effect, &u);
    }
  buffer_add (out, &u.use, sizeof u.use);
}

bool
type_use_verify (const void *bytes, size_t size)
{
  (void) bytes;
  return size == sizeof (struct type_use);
}

void
type_use_print (FILE *file, const struct snapshot *body,
		const struct type_use *u, unsigned flags)
{
  (void) body;
  (void) flags;
  fprintf (file, "declarations %u, names %u, loads %u, stores %u, fields %u\n",
	   u->n_declarations, u->n_names, u->n_loads, u->n_stores,
	   u->n_fields);
}
