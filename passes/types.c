/* types.c - the queries body_types and types.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Both lists are made alike: what there is, from one body's tables or from all
   bodies' lists, is gathered, sorted by identity and merged.  */

#include "passes/all.h"
#include "passes/structure.h"

#include <stdlib.h>
#include <string.h>

/* One mention of a type: names are text, other types identities.  */
struct mention
{
  struct type type;		/* NAME, ELEMENT, FIRST_FIELD, N_FIELDS: 0.  */
  const char *name;
  struct fingerprint element;
};

struct field_mention
{
  struct fingerprint record, type;
  const char *name;
  struct type_field field;	/* NAME, TYPE: 0.  */
};

struct gathering
{
  struct mention *types;
  struct field_mention *fields;
  uint32_t n_types, n_fields;
};

static void
gathering_init (struct gathering *g, const struct scratch *m,
		uint64_t n_types, uint64_t n_fields)
{
  g->types = scratch_alloc (m, n_types, sizeof *g->types);
  g->fields = scratch_alloc (m, n_fields, sizeof *g->fields);
  g->n_types = g->n_fields = 0;
}

static int
compare_numbers (uint64_t a, uint64_t b)
{
  return a < b ? -1 : a > b;
}

/* By identity; complete ones first, so that these are the merged one.  */
static int
compare_types (const void *a, const void *b)
{
  const struct mention *x = a, *y = b;
  int c = fingerprint_compare (&x->type.identity, &y->type.identity);
  if (c == 0)
    c = compare_numbers (x->type.size_bits, y->type.size_bits);
  if (c == 0)
    c = compare_numbers (x->type.align_bits, y->type.align_bits);
  return c ? c : compare_numbers (x->type.flags, y->type.flags);
}

static int
compare_fields (const void *a, const void *b)
{
  const struct field_mention *x = a, *y = b;
  int c = fingerprint_compare (&x->record, &y->record);
  if (c == 0)
    c = compare_numbers (x->field.offset_bits, y->field.offset_bits);
  if (c == 0)
    c = strcmp (x->name, y->name);
  if (c == 0)
    c = fingerprint_compare (&x->type, &y->type);
  if (c == 0)
    c = compare_numbers (x->field.size_bits, y->field.size_bits);
  return c ? c : compare_numbers (x->field.flags, y->field.flags);
}

/* INTO is the smaller one, OTHER has its identity.  An incomplete mention adds
   nothing.  */
static void
merge (struct mention *into, const struct mention *other)
{
  if (other->type.size_bits == SIZE_UNKNOWN
      && into->type.size_bits != SIZE_UNKNOWN)
    into->type.flags |= other->type.flags & ~TYPE_IS_EMPTY;
  else if (other->type.size_bits != into->type.size_bits
	   || other->type.align_bits != into->type.align_bits)
    into->type.state |= TYPE_HAS_CONFLICT;
  else
    into->type.flags |= other->type.flags;
  into->type.state |= other->type.state;
}

static bool
same_field (const struct field_mention *a, const struct field_mention *b)
{
  return fingerprint_equal (a->record, b->record)
	 && fingerprint_equal (a->type, b->type)
	 && strcmp (a->name, b->name) == 0
	 && a->field.offset_bits == b->field.offset_bits
	 && a->field.size_bits == b->field.size_bits;
}

/* Sort, and let what is equal be one.  */
static void
gathering_merge (struct gathering *g)
{
  uint32_t n = 0;
  qsort (g->types, g->n_types, sizeof *g->types, compare_types);
  for (uint32_t i = 0; i < g->n_types; i++)
    if (n > 0 && fingerprint_equal (g->types[n - 1].type.identity,
				    g->types[i].type.identity))
      merge (&g->types[n - 1], &g->types[i]);
    else
      g->types[n++] = g->types[i];
  g->n_types = n;
  n = 0;
  qsort (g->fields, g->n_fields, sizeof *g->fields, compare_fields);
  for (uint32_t i = 0; i < g->n_fields; i++)
    if (n > 0 && same_field (&g->fields[n - 1], &g->fields[i]))
      g->fields[n - 1].field.flags |= g->fields[i].field.flags;
    else
      g->fields[n++] = g->fields[i];
  g->n_fields = n;
}

static uint32_t
index_of (const struct gathering *g, struct fingerprint identity)
{
  uint32_t low = 0, high = g->n_types;
  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      int c = fingerprint_compare (&g->types[middle].type.identity,
				   &identity);
      if (c == 0)
	return middle;
      if (c < 0)
	low = middle + 1;
      else
	high = middle;
    }
  return NONE;
}

static void
gathering_write (struct gathering *g, struct buffer *out)
{
  struct type_list header = { .count = g->n_types, .n_fields = g->n_fields };
  struct buffer text = BUFFER_INIT;
  buffer_add_zero (&text, 1);
  size_t at = buffer_add (out, &header, sizeof header);
  uint32_t field = 0;
  for (uint32_t i = 0; i < g->n_types; i++)
    {
      struct mention *t = &g->types[i];
      if (*t->name)
	t->type.name = (uint32_t) buffer_add_string (&text, t->name);
      t->type.element = index_of (g, t->element);
      t->type.first_field = field;
      while (field < g->n_fields
	     && fingerprint_equal (g->fields[field].record,
				   t->type.identity))
	field++;
      t->type.n_fields = field - t->type.first_field;
      buffer_add (out, &t->type, sizeof t->type);
    }
  for (uint32_t i = 0; i < g->n_fields; i++)
    {
      struct field_mention *f = &g->fields[i];
      if (*f->name)
	f->field.name = (uint32_t) buffer_add_string (&text, f->name);
      f->field.type = index_of (g, f->type);
      buffer_add (out, &f->field, sizeof f->field);
    }
  buffer_add (out, text.bytes, text.size);
  ((struct type_list *) buffer_at (out, at))->text_size
    = (uint32_t) text.size;
  buffer_release (&text);
}

/* From one body.  */

#define QUALIFIERS (TYPE_IS_CONST | TYPE_IS_VOLATILE | TYPE_IS_RESTRICT	\
		    | TYPE_IS_ATOMIC)

static void
gather_body (struct gathering *g, const struct snapshot *s,
	     const struct scratch *m)
{
  const struct fingerprint *identity = type_identities (s, m);
  gathering_init (g, m, snapshot_n_types (s), snapshot_n_fields (s));
  for (uint32_t i = 0; i < snapshot_n_types (s); i++)
    {
      const struct snap_type *t = &snapshot_types (s)[i];
      struct mention *mention = &g->types[g->n_types];
      if (t->main_variant != NONE && t->main_variant != i)
	continue;
      mention->type = (struct type)
	{ .identity = identity[i], .size_bits = t->size_bits,
	  .elements = t->elements, .align_bits = t->align_bits,
	  .precision = t->precision, .kind = t->kind,
	  .flags = (uint16_t) (t->flags & ~(QUALIFIERS)) };
      mention->name = snapshot_string (s, t->name);
      if (t->element != NONE)
	mention->element = identity[t->element];
      g->n_types++;
    }
  for (uint32_t i = 0; i < snapshot_n_fields (s); i++)
    {
      const struct snap_field *f = &snapshot_fields (s)[i];
      struct field_mention *mention = &g->fields[g->n_fields++];
      *mention = (struct field_mention)
	{ .record = identity[f->record], .type = identity[f->type],
	  .name = snapshot_string (s, f->name),
	  .field = { .offset_bits = f->offset_bits,
		     .size_bits = f->size_bits, .flags = f->flags } };
    }
}

void
provide_body_types (struct query_context *cx, uint32_t key,
		    struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  struct gathering g;
  gather_body (&g, q_body (cx, key), &m);
  gathering_merge (&g);
  gathering_write (&g, out);
}

/* From the lists of all bodies.  */

static void
gather_list (struct gathering *g, const struct type_list *l)
{
  const struct type *types = type_list_array (l);
  const struct type_field *fields = type_list_fields (l);
  const char *text = type_list_text (l);
  for (uint32_t i = 0; i < l->count; i++)
    {
      struct mention *mention = &g->types[g->n_types++];
      mention->type = types[i];
      mention->name = text + types[i].name;
      mention->type.name = 0;
      if (types[i].element != NONE)
	mention->element = types[types[i].element].identity;
      for (uint32_t j = 0; j < types[i].n_fields; j++)
	{
	  const struct type_field *f = &fields[types[i].first_field + j];
	  struct field_mention *field = &g->fields[g->n_fields++];
	  field->record = types[i].identity;
	  field->type = types[f->type].identity;
	  field->name = text + f->name;
	  field->field = *f;
	  field->field.name = 0;
	}
    }
}

void
provide_types (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  const struct function_list *functions = q_functions (cx, key);
  const struct type_list **lists
    = scratch_alloc (&m, functions->count, sizeof *lists);
  struct gathering g;
  uint64_t n_types = 0, n_fields = 0;
  for (uint32_t p = 0; p < functions->count; p++)
    {
      lists[p] = q_body_types (cx, function_list_keys (functions)[p]);
      n_types += lists[p]->count;
      n_fields += lists[p]->n_fields;
    }
  gathering_init (&g, &m, n_types, n_fields);
  for (uint32_t p = 0; p < functions->count; p++)
    gather_list (&g, lists[p]);
  gathering_merge (&g);
  gathering_write (&g, out);
}

bool
type_list_verify (const void *bytes, size_t size)
{
  const struct type_list *l = bytes;
  static const uint32_t width[]
    = { sizeof (struct type), sizeof (struct type_field), 1 };
  if (size < sizeof *l)
    return false;
  uint64_t count[] = { l->count, l->n_fields, l->text_size };
  if (!value_has_size (size, sizeof *l, count, width, 3)
      || l->text_size == 0 || type_list_text (l)[l->text_size - 1] != '\0')
    return false;
  uint64_t field = 0;
  for (uint32_t i = 0; i < l->count; i++)
    {
      const struct type *t = &type_list_array (l)[i];
      if (t->name >= l->text_size || t->kind >= SNAP_TYPE_KINDS
	  || (t->element >= l->count && t->element != NONE)
	  || t->first_field != field)
	return false;
      field += t->n_fields;
    }
  for (uint32_t i = 0; i < l->n_fields; i++)
    if (type_list_fields (l)[i].name >= l->text_size
	|| type_list_fields (l)[i].type >= l->count)
      return false;
  return field == l->n_fields;
}

void
type_list_print (FILE *file, const struct snapshot *body,
		 const struct type_list *l, unsigned flags)
{
  struct buffer text = BUFFER_INIT;
  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < l->count; i++)
    {
      const struct type *t = &type_list_array (l)[i];
      buffer_clear (&text);
      type_describe (l, i, &text);
      fprintf (file, "%.*s", (int) text.size, text.bytes);
      if (t->size_bits != SIZE_UNKNOWN)
	fprintf (file, ", %llu bits", (unsigned long long) t->size_bits);
      fprintf (file, "%s\n", t->state & TYPE_HAS_CONFLICT
	       ? ", several of that name" : "");
      for (uint32_t j = 0; j < t->n_fields; j++)
	fprintf (file, "  .%s\n", type_list_text (l)
		 + type_list_fields (l)[t->first_field + j].name);
    }
  buffer_release (&text);
}
