/* expression.c - operands and types as C source.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/expression.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "passes/alias.h"
#include "passes/undefined.h"

/* Bases may be addresses of objects with a base, and unnamed values may be
   computed from unnamed ones: how deep to follow them.  */
#define DEPTH 8
/* Longer access paths are not written out.  */
#define STEPS 64

/* The level of C's grammar that the surrounding text asks for: operands that
   do not reach it are put in parentheses, or print in another way.  */
enum level { LEVEL_EXPRESSION, LEVEL_CAST, LEVEL_UNARY, LEVEL_POSTFIX };

struct printer
{
  const struct snapshot *s;
  struct buffer *out;
  unsigned depth;
  bool folds;			/* Pointers are seen through.  */
  bool arrows;			/* `p->f' is so; GCC's %qE has `*p.f'.  */
};

static void print_operand (struct printer *p, uint32_t operand,
			   enum level level);
static void print_path (struct printer *p, uint32_t memory, uint32_t n,
			enum level level);
static void print_type (struct printer *p, uint32_t type);

static void
print (struct printer *p, const char *text)
{
  buffer_add (p->out, text, strlen (text));
}

static char
last_character (struct printer *p)
{
  return p->out->size ? p->out->bytes[p->out->size - 1] : '\0';
}

static const char *
string (struct printer *p, uint32_t text)
{
  return snapshot_string (p->s, text);
}

/* Types.  */

static void
print_qualifiers (struct printer *p, uint32_t flags)
{
  static const struct { uint32_t flag; const char *name; } names[]
    = { { TYPE_IS_ATOMIC, "_Atomic" }, { TYPE_IS_CONST, "const" },
	{ TYPE_IS_VOLATILE, "volatile" }, { TYPE_IS_RESTRICT, "restrict" } };
  bool is_pointer = last_character (p) == '*' || last_character (p) == '&';

  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (flags & names[i].flag)
      {
	if (is_pointer || (last_character (p) != ' ' && i && p->out->size
			   && strchr ("*&cde", last_character (p))))
	  print (p, " ");
	print (p, names[i].name);
	is_pointer = false;
      }
}

static void
print_tag (struct printer *p, const struct snap_type *t, const char *keyword)
{
  const char *name = string (p, t->name);

  if (p->s->flags & SNAPSHOT_IS_C)
    {
      print (p, keyword);
      print (p, " ");
    }
  print (p, *name ? name : "<anonymous>");
}

static bool
is_pointer (const struct snap_type *t)
{
  return t->kind == SNAP_TYPE_POINTER || t->kind == SNAP_TYPE_REFERENCE;
}

static void print_specifiers (struct printer *p, uint32_t type);

static void
print_element (struct printer *p, const struct snap_type *t)
{
  if (t->element == NONE || p->depth >= DEPTH)
    return;
  p->depth++;
  print_specifiers (p, t->element);
  p->depth--;
}

/* What comes before the declarator of TYPE.  */
static void
print_specifiers (struct printer *p, uint32_t type)
{
  const struct snap_type *types = snapshot_types (p->s);
  const struct snap_type *t = &types[type];

  /* Pointers and derived types have the specifiers of what they are made of;
     each is a finite chain, but nobody promises that for damaged input.  */
  for (unsigned i = 0; i < STEPS; i++)
    {
      t = &types[type];
      if (!(is_pointer (t) || t->kind == SNAP_TYPE_ARRAY
	    || t->kind == SNAP_TYPE_FUNCTION || t->kind == SNAP_TYPE_METHOD)
	  || t->element == NONE)
	break;
      type = t->element;
    }
  if (t->flags & (TYPE_IS_CONST | TYPE_IS_VOLATILE | TYPE_IS_ATOMIC))
    {
      print_qualifiers (p, t->flags);
      print (p, " ");
    }
  switch (t->kind)
    {
    case SNAP_TYPE_RECORD:
      print_tag (p, t, "struct");
      break;
    case SNAP_TYPE_UNION:
      print_tag (p, t, "union");
      break;
    case SNAP_TYPE_ENUM:
      print_tag (p, t, "enum");
      break;
    case SNAP_TYPE_COMPLEX:
      print (p, "_Complex ");
      print_element (p, t);
      break;
    case SNAP_TYPE_VECTOR:
      buffer_add_format (p->out, "__vector(%" PRIu64 ") ", t->elements);
      print_element (p, t);
      break;
    default:
      if (*string (p, t->name))
	print (p, string (p, t->name));
      else
	buffer_add_format (p->out, "<unnamed-%s:%u>",
			   t->flags & TYPE_IS_UNSIGNED ? "unsigned" : "signed",
			   (unsigned) t->precision);
      break;
    }
}

static void
print_parameters (struct printer *p, const struct snap_type *t)
{
  print (p, "(");
  for (uint32_t i = 0; i < t->n_parameters && p->depth < DEPTH; i++)
    {
      if (i)
	print (p, ", ");
      print_type (p, snapshot_lists (p->s)[t->first_parameter + i]);
    }
  if (t->flags & TYPE_IS_VARIADIC)
    print (p, t->n_parameters ? ", ..." : "...");
  else if (!t->n_parameters && !(t->flags & TYPE_UNPROTOTYPED))
    print (p, "void");
  print (p, ")");
}

/* The `*' and what is on its left.  */
static void
print_pointer (struct printer *p, uint32_t type, unsigned depth)
{
  const struct snap_type *t = &snapshot_types (p->s)[type];

  if (t->element != NONE && depth < STEPS)
    {
      const struct snap_type *e = &snapshot_types (p->s)[t->element];

      if (is_pointer (e))
	print_pointer (p, t->element, depth + 1);
      else if (e->kind == SNAP_TYPE_ARRAY || e->kind == SNAP_TYPE_FUNCTION
	       || e->kind == SNAP_TYPE_METHOD)
	print (p, " (");
      else
	print (p, " ");
    }
  print (p, t->kind == SNAP_TYPE_POINTER ? "*" : "&");
  print_qualifiers (p, t->flags & ~(uint32_t) TYPE_IS_ATOMIC);
}

/* What comes behind: bounds and parameters, from the outside in.  */
static void
print_suffix (struct printer *p, uint32_t type, unsigned depth)
{
  const struct snap_type *t = &snapshot_types (p->s)[type];

  if (depth >= STEPS)
    return;
  if (is_pointer (t) && t->element != NONE)
    {
      const struct snap_type *e = &snapshot_types (p->s)[t->element];

      if (e->kind == SNAP_TYPE_ARRAY || e->kind == SNAP_TYPE_FUNCTION
	  || e->kind == SNAP_TYPE_METHOD)
	print (p, ")");
      print_suffix (p, t->element, depth + 1);
    }
  else if (t->kind == SNAP_TYPE_ARRAY)
    {
      print (p, "[");
      if (t->elements != SIZE_UNKNOWN)
	buffer_add_format (p->out, "%" PRIu64, t->elements);
      print (p, "]");
      if (t->element != NONE)
	print_suffix (p, t->element, depth + 1);
    }
  else if (t->kind == SNAP_TYPE_FUNCTION || t->kind == SNAP_TYPE_METHOD)
    {
      print_parameters (p, t);
      if (t->element != NONE)
	print_suffix (p, t->element, depth + 1);
    }
}

static void
print_type (struct printer *p, uint32_t type)
{
  p->depth++;
  print_specifiers (p, type);
  if (is_pointer (&snapshot_types (p->s)[type]))
    print_pointer (p, type, 0);
  print_suffix (p, type, 0);
  p->depth--;
}

/* Values.  */

static void
print_string (struct printer *p, const struct snap_constant *c)
{
  const char *bytes = snapshot_text (p->s) + c->first;

  print (p, "\"");
  for (uint32_t i = 0; i + 1 < c->count; i++)
    switch (bytes[i])
      {
      case '\n':
	print (p, "\\n");
	break;
      case '\t':
	print (p, "\\t");
	break;
      case '"':
      case '\\':
	buffer_add_format (p->out, "\\%c", bytes[i]);
	break;
      default:
	if (bytes[i] >= ' ' && bytes[i] < 127)
	  buffer_add (p->out, &bytes[i], 1);
	else
	  buffer_add_format (p->out, "\\%03o", (unsigned char) bytes[i]);
	break;
      }
  print (p, "\"");
}

static void
print_integer (struct printer *p, const struct snap_constant *c)
{
  const uint64_t *limbs = snapshot_limbs (p->s) + c->first;
  bool is_unsigned
    = (snapshot_types (p->s)[c->type].flags & TYPE_IS_UNSIGNED) != 0;
  uint32_t n = c->count;
  uint64_t sign = is_unsigned || !n ? 0 : -(limbs[n - 1] >> 63);

  /* Limbs that only extend the sign say nothing.  */
  while (n > 1 && limbs[n - 1] == sign
	 && (is_unsigned || -(limbs[n - 2] >> 63) == sign))
    n--;
  if (n == 0)
    print (p, "0");
  else if (n == 1 && is_unsigned)
    buffer_add_format (p->out, "%" PRIu64, limbs[0]);
  else if (n == 1)
    buffer_add_format (p->out, "%" PRId64, (int64_t) limbs[0]);
  else
    {
      uint64_t carry = sign & 1;
      size_t at;

      print (p, sign ? "-0x" : "0x");
      at = p->out->size;
      for (uint32_t i = 0; i < n; i++)
	{
	  uint64_t limb = (limbs[i] ^ sign) + carry;
	  char text[17];

	  carry = carry && limb == 0;
	  snprintf (text, sizeof text, i + 1 == n ? "%" PRIx64 : "%016" PRIx64,
		    limb);
	  buffer_reserve (p->out, 16);
	  memmove (p->out->bytes + at + strlen (text), p->out->bytes + at,
		   p->out->size - at);
	  memcpy (p->out->bytes + at, text, strlen (text));
	  p->out->size += strlen (text);
	}
    }
}

static void
print_constant (struct printer *p, uint32_t index)
{
  const struct snap_constant *c = &snapshot_constants (p->s)[index];

  if (c->kind == CONSTANT_INTEGER)
    print_integer (p, c);
  else if (c->kind == CONSTANT_STRING)
    print_string (p, c);
  else
    print (p, "<constant>");
}

/* How far the constant OPERAND, added to a pointer, moves it back: sizes are
   unsigned in GIMPLE.  0 if it does not.  */
static int64_t
bytes_back (struct printer *p, uint32_t operand)
{
  const struct snap_constant *c
    = &snapshot_constants (p->s)[operand_index (operand)];

  if (operand_kind (operand) != OPERAND_CONSTANT
      || c->kind != CONSTANT_INTEGER || c->count != 1)
    return 0;
  int64_t bytes = (int64_t) snapshot_limbs (p->s)[c->first];
  return bytes < 0 && bytes != INT64_MIN ? -bytes : 0;
}

/* A value without a variable: what it is computed from.  */
static void
print_definition (struct printer *p, uint32_t definition)
{
  const struct snap_statement *d = &snapshot_statements (p->s)[definition];
  const uint32_t *operands
    = snapshot_operands (p->s) + d->first_operand;

  if (d->code == STATEMENT_CALL && d->n_operands
      && operand_kind (operands[0]) == OPERAND_DECL)
    {
      print_operand (p, operands[0], LEVEL_POSTFIX);
      print (p, " (");
      for (uint32_t i = 1; i < d->n_operands; i++)
	{
	  if (i > 1)
	    print (p, ", ");
	  print_operand (p, operands[i], LEVEL_UNARY);
	}
      print (p, ")");
    }
  else if (d->code == STATEMENT_ASSIGN && d->n_operands == 2
	   && (d->operation == OPERATION_PLUS
	       || d->operation == OPERATION_MINUS
	       || d->operation == OPERATION_POINTER_PLUS))
    {
      int64_t back = d->operation == OPERATION_POINTER_PLUS
		     ? bytes_back (p, operands[1]) : 0;

      print_operand (p, operands[0], LEVEL_UNARY);
      print (p, back || d->operation == OPERATION_MINUS ? " - " : " + ");
      if (back)
	buffer_add_format (p->out, "%" PRId64, back);
      else
	print_operand (p, operands[1], LEVEL_UNARY);
    }
  else if (d->code == STATEMENT_ASSIGN && d->operation == OPERATION_COPY
	   && d->n_operands == 1)
    print_operand (p, operands[0], LEVEL_UNARY);
  else
    print (p, "<unknown>");
}

static void
print_ssa (struct printer *p, uint32_t index, enum level level)
{
  const struct snap_ssa *ssa = &snapshot_ssa (p->s)[index];

  if (ssa->decl != NONE)
    {
      const struct snap_decl *d = &snapshot_decls (p->s)[ssa->decl];
      const char *name = string (p, d->name);
      const char *dot = strchr (name, '.');

      if (!(d->flags & DECL_IS_ARTIFICIAL))
	print (p, name);
      else if (level == LEVEL_EXPRESSION || !*name)
	print (p, "<unknown>");
      else
	buffer_add (p->out, name, dot ? (size_t) (dot - name) : strlen (name));
    }
  else if (level == LEVEL_EXPRESSION || ssa->definition == NONE
	   || p->depth >= DEPTH)
    print (p, "<unknown>");
  else
    {
      p->depth++;
      print_definition (p, ssa->definition);
      p->depth--;
    }
}

static void
print_memory (struct printer *p, uint32_t index, enum level level)
{
  if (p->depth >= DEPTH || snapshot_memory (p->s)[index].n_steps > STEPS)
    {
      print (p, "<unknown>");
      return;
    }
  p->depth++;
  print_path (p, index, snapshot_memory (p->s)[index].n_steps, level);
  p->depth--;
}

static void
print_operand (struct printer *p, uint32_t operand, enum level level)
{
  uint32_t index = operand_index (operand);

  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      print_ssa (p, index, level);
      break;
    case OPERAND_CONSTANT:
      print_constant (p, index);
      break;
    case OPERAND_MEMORY:
      print_memory (p, index, level);
      break;
    case OPERAND_ADDRESS:
      {
	const struct snap_memory *m = &snapshot_memory (p->s)[index];

	if (m->n_steps || operand_kind (m->base) != OPERAND_CONSTANT)
	  print (p, "&");
	print_memory (p, index, LEVEL_CAST);
      }
      break;
    case OPERAND_DECL:
      {
	const struct snap_decl *d = &snapshot_decls (p->s)[index];

	print (p, d->kind == DECL_RESULT ? "<return-value>"
	       : *string (p, d->name) ? string (p, d->name) : "<unknown>");
      }
      break;
    default:
      print (p, "<unknown>");
      break;
    }
}

/* Access paths.  */

/* The type that BASE points to, or NONE.  */
static uint32_t
pointee (struct printer *p, uint32_t base)
{
  uint32_t type, index = operand_index (base);

  switch (operand_kind (base))
    {
    case OPERAND_SSA:
      type = snapshot_ssa (p->s)[index].type;
      break;
    case OPERAND_CONSTANT:
      type = snapshot_constants (p->s)[index].type;
      break;
    case OPERAND_ADDRESS:
      return snapshot_memory (p->s)[index].type;
    case OPERAND_DECL:
      return snapshot_decls (p->s)[index].type;
    default:
      return NONE;
    }
  if (type == NONE || !is_pointer (&snapshot_types (p->s)[type]))
    return NONE;
  return snapshot_types (p->s)[type].element;
}

static bool
types_compatible (struct printer *p, uint32_t a, uint32_t b)
{
  const struct snap_type *types = snapshot_types (p->s);

  if (types[a].main_variant != NONE)
    a = types[a].main_variant;
  if (types[b].main_variant != NONE)
    b = types[b].main_variant;
  return a == b
	 || (types[a].kind == types[b].kind && types[a].name == types[b].name
	     && types[a].size_bits == types[b].size_bits
	     && types[a].precision == types[b].precision
	     && types[a].element == types[b].element
	     && types[a].elements == types[b].elements
	     && !((types[a].flags ^ types[b].flags) & TYPE_IS_UNSIGNED));
}

/* *(BASE + offset) as the step's type.  A whole number of elements prints as an
   index, the rest as bytes added to a pointer to char.  */
static void
print_dereference (struct printer *p, uint32_t base,
		   const struct snap_step *step)
{
  const struct snap_type *types = snapshot_types (p->s);
  uint32_t to = pointee (p, base);
  uint64_t size_bits = types[step->type].size_bits;
  int64_t bytes = step->offset, element = 0;
  bool access_cast, char_cast;

  if (bytes && size_bits != SIZE_UNKNOWN && size_bits / 8 > 0
      && size_bits / 8 <= INT64_MAX)
    {
      element = bytes / (int64_t) (size_bits / 8);
      bytes %= (int64_t) (size_bits / 8);
    }
  access_cast = to == NONE || types[to].kind == SNAP_TYPE_VOID
		|| !types_compatible (p, step->type, to);
  char_cast = bytes && (to == NONE || types[to].size_bits != 8);

  if (element == 0)
    print (p, "*");
  else if (access_cast || char_cast)
    print (p, "(");
  if (access_cast)
    {
      print (p, "(");
      print_specifiers (p, step->type);
      switch (types[step->type].kind)
	{
	case SNAP_TYPE_POINTER:
	case SNAP_TYPE_REFERENCE:
	  print_pointer (p, step->type, 0);
	  print (p, "*");
	  break;
	case SNAP_TYPE_ARRAY:
	case SNAP_TYPE_FUNCTION:
	case SNAP_TYPE_METHOD:
	  print (p, " (*)");
	  break;
	default:
	  print (p, " *");
	  break;
	}
      print_suffix (p, step->type, 0);
      print (p, ")");
    }
  if (bytes)
    print (p, "(");
  if (char_cast)
    print (p, "(char *)");
  if (operand_kind (base) == OPERAND_DECL)
    print (p, "&");
  print_operand (p, base, LEVEL_UNARY);
  if (bytes)
    buffer_add_format (p->out, " + %" PRId64 ")", bytes);
  if (element)
    buffer_add_format (p->out, "%s[%" PRId64 "]",
		       access_cast || char_cast ? ")" : "", element);
}

/* *BASE + *OFFSET is the same pointer as before, further back.  */
static void
fold_pointer (const struct snapshot *s, uint32_t *base, int64_t *offset)
{
  for (unsigned i = 0; i < 2 * DEPTH && operand_kind (*base) == OPERAND_SSA;
       i++)
    {
      const struct snap_statement *d = ssa_definition (s,
						       operand_index (*base));
      const uint32_t *o;
      int64_t bytes = 0;

      if (!d || d->code != STATEMENT_ASSIGN || d->n_operands == 0)
	return;
      o = snapshot_operands (s) + d->first_operand;
      if (operand_kind (o[0]) != OPERAND_SSA)
	return;
      if (d->operation == OPERATION_POINTER_PLUS)
	{
	  if (!constant_value (s, o[1], &bytes))
	    return;
	}
      else if (d->operation != OPERATION_COPY
	       && d->operation != OPERATION_CONVERT)
	return;
      if (__builtin_add_overflow (*offset, bytes, offset))
	return;
      *base = o[0];
    }
}

static void
print_field (struct printer *p, uint32_t field, const char *before)
{
  const struct snap_field *f = &snapshot_fields (p->s)[field];
  const char *name = string (p, f->name);

  print (p, before);
  if ((p->s->flags & SNAPSHOT_IS_CXX) && f->record != NONE)
    {
      const char *record
	= string (p, snapshot_types (p->s)[f->record].name);

      if (*record)
	buffer_add_format (p->out, "%s::", record);
    }
  print (p, *name ? name : "<anonymous>");
}

/* MEMORY with its first N steps only.  */
static void
print_path (struct printer *p, uint32_t memory, uint32_t n, enum level level)
{
  const struct snap_memory *m = &snapshot_memory (p->s)[memory];
  const struct snap_step *step;

  if (n == 0)
    {
      print_operand (p, m->base, level);
      return;
    }
  step = &snapshot_steps (p->s)[m->first_step + n - 1];
  switch (step->kind)
    {
    case STEP_DEREFERENCE:
      {
	struct snap_step folded = *step;
	uint32_t base = m->base;

	if (p->folds)
	  fold_pointer (p->s, &base, &folded.offset);
	print_dereference (p, base, &folded);
      }
      break;
    case STEP_FIELD:
      if (p->arrows && n == 2 && step[-1].kind == STEP_DEREFERENCE
	  && step[-1].offset == 0)
	{
	  print_operand (p, m->base, LEVEL_POSTFIX);
	  print_field (p, step->index, "->");
	  break;
	}
      print_path (p, memory, n - 1, LEVEL_POSTFIX);
      print_field (p, step->index, ".");
      break;
    case STEP_INDEX:
      print_path (p, memory, n - 1, LEVEL_POSTFIX);
      print (p, "[");
      print_operand (p, step->index, LEVEL_EXPRESSION);
      print (p, "]");
      break;
    case STEP_REAL:
    case STEP_IMAGINARY:
      if (level == LEVEL_POSTFIX)
	print (p, "(");
      print (p, step->kind == STEP_REAL ? "__real__ " : "__imag__ ");
      print_path (p, memory, n - 1, LEVEL_UNARY);
      if (level == LEVEL_POSTFIX)
	print (p, ")");
      break;
    case STEP_VIEW:
      if (level >= LEVEL_UNARY)
	print (p, "(");
      print (p, "(");
      print_type (p, step->type);
      print (p, ")");
      print_path (p, memory, n - 1, LEVEL_CAST);
      if (level >= LEVEL_UNARY)
	print (p, ")");
      break;
    default:
      print_path (p, memory, n - 1, level);
      break;
    }
}

void
operand_text (const struct snapshot *s, uint32_t operand, struct buffer *out)
{
  struct printer p = { s, out, 0, false, false };

  print_operand (&p, operand, LEVEL_EXPRESSION);
}

void
operand_text_folded (const struct snapshot *s, uint32_t operand,
		     struct buffer *out)
{
  struct printer p = { s, out, 0, true, false };

  print_operand (&p, operand, LEVEL_EXPRESSION);
}

void
memory_text (const struct snapshot *s, uint32_t index, struct buffer *out)
{
  struct printer p = { s, out, 0, false, false };

  print_memory (&p, index, LEVEL_EXPRESSION);
}

static const char *
comparison_text (uint32_t operation)
{
  switch (operation)
    {
    case OPERATION_LESS:
      return " < ";
    case OPERATION_LESS_EQUAL:
      return " <= ";
    case OPERATION_GREATER:
      return " > ";
    case OPERATION_GREATER_EQUAL:
      return " >= ";
    case OPERATION_EQUAL:
      return " == ";
    case OPERATION_NOT_EQUAL:
      return " != ";
    default:
      return NULL;
    }
}

bool
condition_text (const struct snapshot *s, uint32_t statement,
		struct buffer *out)
{
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  const uint32_t *o = snapshot_operands (s) + t->first_operand;
  struct buffer text = BUFFER_INIT;
  struct printer p = { s, &text, 0, false, true };
  bool is_named = true;

  if (t->code == STATEMENT_COND)
    {
      const char *between = comparison_text (t->operation);

      print_operand (&p, o[0], LEVEL_UNARY);
      print (&p, between ? between : "<unknown>");
      print_operand (&p, o[1], LEVEL_UNARY);
    }
  else
    print_operand (&p, o[0], LEVEL_UNARY);
  buffer_add (&text, "", 1);
  is_named = !strstr (text.bytes, "<unknown>");
  if (is_named)
    buffer_add (out, text.bytes, text.size - 1);
  buffer_release (&text);
  return is_named;
}

void
type_text (const struct snapshot *s, uint32_t type, struct buffer *out)
{
  struct printer p = { s, out, 0, false, false };

  print_type (&p, type);
}
