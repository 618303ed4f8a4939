/* type-identity.c - what makes two types the same, and what to call them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/types.h"

/* How deep types are followed into their parts.  Deeper ones, and such as are
   parameters of themselves, are the same as each other; no program has them,
   but bytes from outside may.  */
#define DEEPEST 100

enum state { NEW, OPEN, KNOWN };

struct identities
{
  const struct snapshot *s;
  struct fingerprint *of;
  uint8_t *state;		/* enum state */
};

/* What of a type's own entry tells it from others.  */
struct own
{
  uint64_t size_bits, elements;
  uint32_t kind, flags, precision, n_parameters;
};

/* Those that are known by name, complete or not.  */
static bool
is_named (const struct snap_type *t)
{
  return t->kind == SNAP_TYPE_RECORD || t->kind == SNAP_TYPE_UNION
	 || t->kind == SNAP_TYPE_ENUM;
}

static struct own
own_of (const struct snap_type *t)
{
  struct own own = { .kind = t->kind };
  if (is_named (t))
    return own;
  own.size_bits = t->size_bits;
  own.elements = t->elements;
  own.precision = t->precision;
  own.n_parameters = t->n_parameters;
  own.flags = t->flags & (TYPE_IS_UNSIGNED | TYPE_WRAPS | TYPE_IS_VARIADIC
			  | TYPE_UNPROTOTYPED);
  return own;
}

static uint32_t
unqualified (const struct snapshot *s, uint32_t type)
{
  uint32_t main_variant = snapshot_types (s)[type].main_variant;
  return main_variant == NONE ? type : main_variant;
}

static struct fingerprint
identity_of (struct identities *w, uint32_t type, unsigned depth)
{
  if (type == NONE || depth == 0)
    return (struct fingerprint) { depth == 0, 0 };
  type = unqualified (w->s, type);
  if (w->state[type] == KNOWN)
    return w->of[type];
  if (w->state[type] == OPEN)
    return (struct fingerprint) { 1, 0 };
  w->state[type] = OPEN;
  const struct snap_type *t = &snapshot_types (w->s)[type];
  struct own own = own_of (t);
  struct fingerprint f = fingerprint_of (&own, sizeof own);
  const char *name = snapshot_string (w->s, t->name);
  f = fingerprint_combine (f, fingerprint_of_string (name));
  if (!is_named (t))
    {
      f = fingerprint_combine (f, identity_of (w, t->element, depth - 1));
      const uint32_t *parameters
	= snapshot_lists (w->s) + t->first_parameter;
      for (uint32_t i = 0; i < t->n_parameters; i++)
	f = fingerprint_combine (f, identity_of (w, parameters[i],
						 depth - 1));
    }
  /* Zero is nobody's identity.  */
  if (fingerprint_is_zero (f))
    f.low = 1;
  w->of[type] = f;
  w->state[type] = KNOWN;
  return f;
}

struct fingerprint *
type_identities (const struct snapshot *s, const struct scratch *m)
{
  uint32_t n = snapshot_n_types (s);
  struct identities w = { .s = s };
  w.of = scratch_alloc (m, n, sizeof *w.of);
  w.state = scratch_alloc (m, n, 1);
  for (uint32_t t = 0; t < n; t++)
    if (unqualified (s, t) == t)
      identity_of (&w, t, DEEPEST);
  for (uint32_t t = 0; t < n; t++)
    if (unqualified (s, t) != t)
      w.of[t] = w.of[unqualified (s, t)];
  return w.of;
}

uint32_t
type_find (const struct type_list *l, struct fingerprint identity)
{
  uint32_t low = 0, high = l->count;
  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      int c = fingerprint_compare (&type_list_array (l)[middle].identity,
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

/* Before a tag; or instead of a name.  */
static const char *
word_of (const struct type *t)
{
  switch (t->kind)
    {
    case SNAP_TYPE_RECORD: return "struct";
    case SNAP_TYPE_UNION: return "union";
    case SNAP_TYPE_ENUM: return "enum";
    case SNAP_TYPE_VOID: return "void";
    case SNAP_TYPE_NULLPTR: return "nullptr_t";
    default: return "type";
    }
}

static void
describe_array (const struct type *t, struct buffer *out)
{
  if (t->elements == SIZE_UNKNOWN)
    buffer_add_format (out, " []");
  else
    buffer_add_format (out, " [%llu]", (unsigned long long) t->elements);
}

static void
describe (const struct type_list *l, uint32_t type, unsigned depth,
	  struct buffer *out)
{
  if (type == NONE || depth == 0)
    {
      buffer_add_format (out, "...");
      return;
    }
  const struct type *t = &type_list_array (l)[type];
  const char *name = type_list_text (l) + t->name;
  if (t->kind == SNAP_TYPE_POINTER || t->kind == SNAP_TYPE_REFERENCE)
    {
      describe (l, t->element, depth - 1, out);
      buffer_add_format (out, t->kind == SNAP_TYPE_POINTER ? " *" : " &");
    }
  else if (t->kind == SNAP_TYPE_ARRAY || t->kind == SNAP_TYPE_VECTOR)
    {
      describe (l, t->element, depth - 1, out);
      describe_array (t, out);
    }
  else if (t->kind == SNAP_TYPE_FUNCTION || t->kind == SNAP_TYPE_METHOD)
    {
      describe (l, t->element, depth - 1, out);
      buffer_add_format (out, " ()");
    }
  else if (t->kind == SNAP_TYPE_RECORD || t->kind == SNAP_TYPE_UNION
	   || t->kind == SNAP_TYPE_ENUM)
    buffer_add_format (out, "%s %s", word_of (t), *name ? name : "{...}");
  else
    buffer_add_format (out, "%s", *name ? name : word_of (t));
}

void
type_describe (const struct type_list *l, uint32_t type, struct buffer *out)
{
  describe (l, type, 12, out);
}
