/* signature.c - the query signature: how a function is defined.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/alias.h"
#include "passes/expression.h"
#include "passes/structure.h"

/* Narrower integers are passed as ints, which have 32 bits wherever there is a
   GCC with plugins.  */
#define INT_BITS 32

struct value_class
class_of_type (const struct snapshot *s, uint32_t type)
{
  struct value_class c = { CLASS_UNKNOWN, 0, SIZE_UNKNOWN };
  const struct snap_type *t;

  if (type == NONE)
    return c;
  t = &snapshot_types (s)[type];
  c.size_bits = t->size_bits;
  switch (t->kind)
    {
    case SNAP_TYPE_VOID:
      c.kind = CLASS_VOID;
      c.size_bits = SIZE_UNKNOWN;
      break;
    case SNAP_TYPE_BOOLEAN:
    case SNAP_TYPE_INTEGER:
    case SNAP_TYPE_ENUM:
    case SNAP_TYPE_POINTER:
      c.kind = CLASS_WORD;
      if (c.size_bits < INT_BITS)
	c.size_bits = INT_BITS;
      break;
    case SNAP_TYPE_REAL:
      c.kind = CLASS_REAL;
      break;
    case SNAP_TYPE_COMPLEX:
      c.kind = CLASS_COMPLEX;
      break;
    case SNAP_TYPE_VECTOR:
      c.kind = CLASS_VECTOR;
      break;
    case SNAP_TYPE_RECORD:
      c.kind = CLASS_RECORD;
      break;
    default:
      /* Unions, too: a transparent one is passed as its member.  */
      break;
    }
  return c;
}

struct value_class
class_of_operand (const struct snapshot *s, uint32_t operand)
{
  struct value_class c = { CLASS_UNKNOWN, 0, SIZE_UNKNOWN };
  uint32_t pointee = NONE;

  switch (operand_kind (operand))
    {
    case OPERAND_ADDRESS:
      c.kind = CLASS_WORD;
      c.size_bits = s->pointer_bits;
      return c;
    case OPERAND_SSA:
    case OPERAND_CONSTANT:
    case OPERAND_MEMORY:
      return class_of_type (s, operand_type (s, operand, &pointee));
    default:
      return c;
    }
}

bool
classes_fit (struct value_class a, struct value_class b)
{
  return a.kind == CLASS_UNKNOWN || b.kind == CLASS_UNKNOWN
	 || (a.kind == b.kind
	     && (a.size_bits == b.size_bits || a.size_bits == SIZE_UNKNOWN
		 || b.size_bits == SIZE_UNKNOWN));
}

static void
add_name (struct value_class *c, const struct snapshot *s, uint32_t type,
	  struct buffer *text)
{
  c->name = (uint32_t) text->size;
  if (type != NONE)
    type_text (s, type, text);
  buffer_add_zero (text, 1);
}

/* What a parameter of DECL's type is given by callers.  */
static struct value_class
class_of_parameter (const struct snapshot *s, uint32_t decl, bool old_style)
{
  struct value_class c = class_of_type (s, snapshot_decls (s)[decl].type);

  /* Promoted to double.  */
  if (old_style && c.kind == CLASS_REAL && c.size_bits == 32)
    c.size_bits = 64;
  return c;
}

static void
write_signature (const struct snapshot *s, struct buffer *out)
{
  const struct snap_type *t
    = &snapshot_types (s)[snapshot_decls (s)[s->decl].type];
  struct buffer text = BUFFER_INIT;
  struct signature head
    = { .flags = SIGNATURE_IS_KNOWN, .n_parameters = s->n_parameters };
  size_t at;

  if (t->flags & TYPE_IS_VARIADIC)
    head.flags |= SIGNATURE_IS_VARIADIC;
  if (t->flags & TYPE_UNPROTOTYPED)
    head.flags |= SIGNATURE_IS_OLD_STYLE;
  head.result = class_of_type (s, t->element);
  add_name (&head.result, s, t->element, &text);
  at = buffer_add (out, &head, sizeof head);
  for (uint32_t i = 0; i < s->n_parameters; i++)
    {
      uint32_t decl = snapshot_lists (s)[s->first_parameter + i];
      struct value_class c
	= class_of_parameter (s, decl, head.flags & SIGNATURE_IS_OLD_STYLE);

      add_name (&c, s, snapshot_decls (s)[decl].type, &text);
      buffer_add (out, &c, sizeof c);
    }
  buffer_add (out, text.bytes, text.size);
  ((struct signature *) buffer_at (out, at))->text_size
    = (uint32_t) text.size;
  buffer_release (&text);
}

static void
write_nothing (struct buffer *out)
{
  struct signature head = { .flags = 0 };

  buffer_add (out, &head, sizeof head);
}

void
provide_signature (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);

  /* Without blocks nobody has looked at the parameters.  */
  if ((s->flags & SNAPSHOT_IS_LOWERED_ONLY)
      || (snapshot_decls (s)[s->decl].flags & DECL_IS_WEAK))
    write_nothing (out);
  else
    write_signature (s, out);
}

void
provide_signature_external (struct query_context *cx, uint32_t key,
			    struct buffer *out)
{
  (void) cx;
  (void) key;
  write_nothing (out);
}

static bool
class_verify (const struct value_class *c, uint32_t text_size)
{
  return c->kind < CLASS_KINDS && (c->name < text_size || c->name == 0);
}

bool
signature_verify (const void *bytes, size_t size)
{
  const struct signature *s = bytes;
  static const uint32_t width[] = { sizeof (struct value_class), 1 };

  if (size < sizeof *s)
    return false;
  uint64_t count[] = { s->n_parameters, s->text_size };
  if (!value_has_size (size, sizeof *s, count, width, 2)
      || s->flags > SIGNATURE_FLAGS || !class_verify (&s->result, s->text_size)
      || (s->text_size ? signature_text (s)[s->text_size - 1] != '\0'
	  : s->flags || s->n_parameters))
    return false;
  for (uint32_t i = 0; i < s->n_parameters; i++)
    if (!class_verify (&signature_parameters (s)[i], s->text_size))
      return false;
  return true;
}

static void
print_class (FILE *file, const struct signature *s,
	     const struct value_class *c)
{
  static const char *const words[CLASS_KINDS]
    = { "unknown", "void", "word", "real", "complex", "vector", "record" };

  fprintf (file, "%s, %s", signature_text (s) + c->name, words[c->kind]);
  if (c->size_bits != SIZE_UNKNOWN)
    fprintf (file, " of %u bits", (unsigned) c->size_bits);
  fputc ('\n', file);
}

void
signature_print (FILE *file, const struct snapshot *body,
		 const struct signature *s, unsigned flags)
{
  (void) body;
  (void) flags;
  if (!(s->flags & SIGNATURE_IS_KNOWN))
    {
      fprintf (file, "not known\n");
      return;
    }
  fprintf (file, "%s%s%u parameters\n",
	   s->flags & SIGNATURE_IS_OLD_STYLE ? "old style, " : "",
	   s->flags & SIGNATURE_IS_VARIADIC ? "variadic, " : "",
	   s->n_parameters);
  fprintf (file, "result: ");
  print_class (file, s, &s->result);
  for (uint32_t i = 0; i < s->n_parameters; i++)
    {
      fprintf (file, "%u: ", i + 1);
      print_class (file, s, &signature_parameters (s)[i]);
    }
}
