/* print-operand.c - types, names, constants and memory as text.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/snapshot-print.h"

#include <inttypes.h>
#include <string.h>

/* Elements of a type that are followed before it is cut short.  */
#define DEEPEST_TYPE 16

void
text_print (FILE *file, const char *text, size_t count)
{
  for (size_t i = 0; i < count; i++)
    {
      unsigned char c = text[i];
      if (c == '"' || c == '\\')
	fprintf (file, "\\%c", c);
      else if (c == '\n')
	fputs ("\\n", file);
      else if (c == '\t')
	fputs ("\\t", file);
      else if (c < ' ' || c == 0x7f)
	fprintf (file, "\\%03o", c);
      else
	putc (c, file);
    }
}

/* A name from the text section.  */
static void
string_print (FILE *file, const struct snapshot *s, uint32_t offset)
{
  const char *text = snapshot_string (s, offset);
  text_print (file, text, strlen (text));
}

static const char *
type_word (const struct snap_type *t)
{
  static const char *const words[SNAP_TYPE_KINDS] = {
    [SNAP_TYPE_VOID] = "void", [SNAP_TYPE_BOOLEAN] = "bool",
    [SNAP_TYPE_INTEGER] = "int", [SNAP_TYPE_ENUM] = "enum",
    [SNAP_TYPE_REAL] = "real", [SNAP_TYPE_FIXED] = "fixed",
    [SNAP_TYPE_COMPLEX] = "complex", [SNAP_TYPE_VECTOR] = "vector",
    [SNAP_TYPE_NULLPTR] = "nullptr_t", [SNAP_TYPE_OFFSET] = "offset",
    [SNAP_TYPE_RECORD] = "struct", [SNAP_TYPE_UNION] = "union",
    [SNAP_TYPE_OTHER] = "type"
  };
  return words[t->kind] ? words[t->kind] : "";
}

static void type_print_at (FILE *file, const struct snapshot *s,
			   uint32_t type, unsigned depth);

static void
parameters_print (FILE *file, const struct snapshot *s,
		  const struct snap_type *t, unsigned depth)
{
  fputs (" (", file);
  /* Inside of another type they could repeat without end.  */
  if (depth > 0 && t->n_parameters > 0)
    fputs ("...", file);
  else if (!(t->flags & TYPE_UNPROTOTYPED))
    {
      for (uint32_t i = 0; i < t->n_parameters; i++)
	{
	  if (i > 0)
	    fputs (", ", file);
	  type_print_at (file, s, snapshot_lists (s)[t->first_parameter + i],
			 depth + 1);
	}
      if (t->flags & TYPE_IS_VARIADIC)
	fputs (t->n_parameters ? ", ..." : "...", file);
      else if (t->n_parameters == 0)
	fputs ("void", file);
    }
  fputs (")", file);
}

/* The type without its qualifiers.  */
static void
unqualified_print (FILE *file, const struct snapshot *s,
		   const struct snap_type *t, unsigned depth)
{
  if (*snapshot_string (s, t->name))
    {
      if (t->kind == SNAP_TYPE_RECORD || t->kind == SNAP_TYPE_UNION
	  || t->kind == SNAP_TYPE_ENUM)
	fprintf (file, "%s ", type_word (t));
      string_print (file, s, t->name);
      return;
    }
  switch (t->kind)
    {
    case SNAP_TYPE_POINTER:
    case SNAP_TYPE_REFERENCE:
      type_print_at (file, s, t->element, depth + 1);
      fputs (t->kind == SNAP_TYPE_POINTER ? " *" : " &", file);
      break;
    case SNAP_TYPE_ARRAY:
      type_print_at (file, s, t->element, depth + 1);
      if (t->elements == SIZE_UNKNOWN)
	fputs ("[]", file);
      else
	fprintf (file, "[%" PRIu64 "]", t->elements);
      break;
    case SNAP_TYPE_FUNCTION:
    case SNAP_TYPE_METHOD:
      type_print_at (file, s, t->element, depth + 1);
      parameters_print (file, s, t, depth);
      break;
    case SNAP_TYPE_COMPLEX:
    case SNAP_TYPE_VECTOR:
      fprintf (file, "%s ", type_word (t));
      type_print_at (file, s, t->element, depth + 1);
      if (t->kind == SNAP_TYPE_VECTOR && t->elements != SIZE_UNKNOWN)
	fprintf (file, "[%" PRIu64 "]", t->elements);
      break;
    case SNAP_TYPE_INTEGER:
      fprintf (file, "%s%u", t->flags & TYPE_IS_UNSIGNED ? "unsigned" : "int",
	       t->precision);
      break;
    case SNAP_TYPE_REAL:
      fprintf (file, "real%u", t->precision);
      break;
    case SNAP_TYPE_RECORD:
    case SNAP_TYPE_UNION:
    case SNAP_TYPE_ENUM:
      fprintf (file, "%s <anonymous>", type_word (t));
      break;
    default:
      fputs (type_word (t), file);
    }
}

static void
type_print_at (FILE *file, const struct snapshot *s, uint32_t type,
	       unsigned depth)
{
  if (type == NONE)
    {
      fputs ("void", file);
      return;
    }
  if (depth == DEEPEST_TYPE)
    {
      fputs ("...", file);
      return;
    }
  const struct snap_type *t = &snapshot_types (s)[type];
  bool is_pointer = t->kind == SNAP_TYPE_POINTER
		    || t->kind == SNAP_TYPE_REFERENCE;
  static const struct { unsigned flag; const char *word; } qualifiers[] = {
    { TYPE_IS_CONST, "const" }, { TYPE_IS_VOLATILE, "volatile" },
    { TYPE_IS_ATOMIC, "_Atomic" }, { TYPE_IS_RESTRICT, "restrict" }
  };
  if (is_pointer)
    unqualified_print (file, s, t, depth);
  for (unsigned i = 0; i < sizeof qualifiers / sizeof *qualifiers; i++)
    if (t->flags & qualifiers[i].flag)
      fprintf (file, is_pointer ? " %s" : "%s ", qualifiers[i].word);
  if (!is_pointer)
    unqualified_print (file, s, t, depth);
}

void
type_print (FILE *file, const struct snapshot *s, uint32_t type)
{
  type_print_at (file, s, type, 0);
}

void
decl_name_print (FILE *file, const struct snapshot *s, uint32_t decl)
{
  uint32_t name = snapshot_decls (s)[decl].name;
  if (*snapshot_string (s, name))
    string_print (file, s, name);
  else
    fprintf (file, "D.%u", decl);
}

void
ssa_print (FILE *file, const struct snapshot *s, uint32_t name)
{
  const struct snap_ssa *n = &snapshot_ssa (s)[name];
  if (n->flags & SSA_IS_VIRTUAL)
    fputs (".MEM", file);
  else if (n->decl != NONE)
    string_print (file, s, snapshot_decls (s)[n->decl].name);
  fprintf (file, "_%u", name);
  if (n->flags & SSA_IS_DEFAULT)
    fputs ("(D)", file);
  if (n->flags & SSA_IS_ABNORMAL)
    fputs ("(ab)", file);
}

void
edge_print (FILE *file, const struct snapshot *s, uint32_t edge)
{
  if (edge < snapshot_n_edges (s))
    fprintf (file, "%u->%u", snapshot_edges (s)[edge].source,
	     snapshot_edges (s)[edge].destination);
  else
    putc ('?', file);
}

static void
integer_print (FILE *file, const struct snapshot *s,
	       const struct snap_constant *c)
{
  const uint64_t *limbs = snapshot_limbs (s) + c->first;
  if (c->kind == CONSTANT_INTEGER && c->count == 1)
    {
      if (snapshot_types (s)[c->type].flags & TYPE_IS_UNSIGNED)
	fprintf (file, "%" PRIu64, limbs[0]);
      else
	fprintf (file, "%" PRId64, (int64_t) limbs[0]);
      return;
    }
  fputs ("0x", file);
  for (uint32_t i = c->count; i-- > 0;)
    fprintf (file, i == c->count - 1 ? "%" PRIx64 : "%016" PRIx64, limbs[i]);
}

/* Elements of constants are scalars, so this does not recurse further.  */
static void
elements_print (FILE *file, const struct snapshot *s,
		const struct snap_constant *c)
{
  fputs ("{ ", file);
  for (uint32_t i = 0; i < c->count; i++)
    {
      if (i > 0)
	fputs (", ", file);
      constant_print (file, s,
		      operand_index (snapshot_lists (s)[c->first + i]));
    }
  fputs (" }", file);
}

void
constant_print (FILE *file, const struct snapshot *s, uint32_t constant)
{
  const struct snap_constant *c = &snapshot_constants (s)[constant];
  switch (c->kind)
    {
    case CONSTANT_INTEGER:
      integer_print (file, s, c);
      break;
    case CONSTANT_REAL:
      fputs ("real:", file);
      integer_print (file, s, c);
      break;
    case CONSTANT_STRING:
      putc ('"', file);
      text_print (file, snapshot_string (s, c->first), c->count);
      putc ('"', file);
      break;
    case CONSTANT_OTHER:
      putc ('<', file);
      string_print (file, s, c->first);
      putc ('>', file);
      break;
    default:
      elements_print (file, s, c);
    }
  if (c->flags & CONSTANT_OVERFLOWED)
    fputs ("(OVF)", file);
}

static void
operand_print_at (FILE *file, const struct snapshot *s, uint32_t operand,
		  unsigned depth);

/* Steps that are written around what they apply to.  */
static void
step_open (FILE *file, const struct snapshot *s, const struct snap_step *step)
{
  switch (step->kind)
    {
    case STEP_BITS:
      fputs ("BIT_FIELD_REF <", file);
      break;
    case STEP_REAL:
      fputs ("REALPART_EXPR <", file);
      break;
    case STEP_IMAGINARY:
      fputs ("IMAGPART_EXPR <", file);
      break;
    case STEP_VIEW:
      fputs ("VIEW_CONVERT_EXPR<", file);
      type_print (file, s, step->type);
      fputs (">(", file);
      break;
    case STEP_OTHER:
      fputs ("<opaque>(", file);
      break;
    default:
      break;
    }
}

static void
step_close (FILE *file, const struct snapshot *s,
	    const struct snap_step *step, bool after_arrow)
{
  switch (step->kind)
    {
    case STEP_FIELD:
      fputs (after_arrow ? "->" : ".", file);
      if (*snapshot_string (s, snapshot_fields (s)[step->index].name))
	string_print (file, s, snapshot_fields (s)[step->index].name);
      else
	fprintf (file, "F.%u", step->index);
      break;
    case STEP_INDEX:
    case STEP_RANGE:
      putc ('[', file);
      operand_print_at (file, s, step->index, 1);
      fputs (step->kind == STEP_RANGE ? " ...]" : "]", file);
      break;
    case STEP_BITS:
      fprintf (file, ", %u, %" PRId64 ">", step->index, step->offset);
      break;
    case STEP_REAL:
    case STEP_IMAGINARY:
      putc ('>', file);
      break;
    case STEP_VIEW:
    case STEP_OTHER:
      putc (')', file);
      break;
    default:
      break;
    }
}

static void
memory_print (FILE *file, const struct snapshot *s, uint32_t memory,
	      unsigned depth)
{
  const struct snap_memory *m = &snapshot_memory (s)[memory];
  const struct snap_step *step = snapshot_steps (s) + m->first_step;
  uint32_t n = m->n_steps, i = 0;
  for (uint32_t j = n; j-- > 0;)
    step_open (file, s, &step[j]);
  bool arrow = false;
  if (n > 0 && step[0].kind == STEP_DEREFERENCE)
    {
      arrow = n > 1 && step[1].kind == STEP_FIELD && step[0].offset == 0;
      bool plain = !arrow && step[0].offset == 0;
      if (plain)
	fputs (n > 1 ? "(*" : "*", file);
      else if (!arrow)
	{
	  fputs ("MEM[(", file);
	  type_print (file, s, step[0].type);
	  fputs (" *)", file);
	}
      operand_print_at (file, s, m->base, depth + 1);
      if (plain && n > 1)
	putc (')', file);
      else if (!plain && !arrow)
	fprintf (file, " + %" PRId64 "B]", step[0].offset);
      i = 1;
    }
  else
    operand_print_at (file, s, m->base, depth + 1);
  for (; i < n; i++, arrow = false)
    step_close (file, s, &step[i], arrow);
  if (m->flags & MEMORY_IS_VOLATILE)
    fputs (" {v}", file);
}

static void
operand_print_at (FILE *file, const struct snapshot *s, uint32_t operand,
		  unsigned depth)
{
  uint32_t index = operand_index (operand);
  switch (operand_kind (operand))
    {
    case OPERAND_NONE:
      fputs ("<none>", file);
      break;
    case OPERAND_SSA:
      ssa_print (file, s, index);
      break;
    case OPERAND_CONSTANT:
      constant_print (file, s, index);
      break;
    case OPERAND_ADDRESS:
      putc ('&', file);
      /* FALLTHRU */
    case OPERAND_MEMORY:
      if (depth == DEEPEST_TYPE)
	fputs ("...", file);
      else
	memory_print (file, s, index, depth);
      break;
    case OPERAND_DECL:
      decl_name_print (file, s, index);
      break;
    case OPERAND_OPAQUE:
      putc ('<', file);
      string_print (file, s, index);
      putc ('>', file);
      break;
    }
}

void
operand_print (FILE *file, const struct snapshot *s, uint32_t operand)
{
  operand_print_at (file, s, operand, 0);
}
