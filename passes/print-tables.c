/* print-tables.c - the tables of a snapshot, for dumps with details.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/snapshot-print.h"

#include <inttypes.h>
#include <string.h>

static void
string_print (FILE *file, const struct snapshot *s, uint32_t offset)
{
  const char *text = snapshot_string (s, offset);
  putc ('"', file);
  text_print (file, text, strlen (text));
  putc ('"', file);
}

static void
size_print (FILE *file, uint64_t bits)
{
  if (bits == SIZE_UNKNOWN)
    fputs (" size ?", file);
  else
    fprintf (file, " size %" PRIu64, bits);
}

static void
index_print (FILE *file, const char *what, uint32_t index)
{
  if (index != NONE)
    fprintf (file, " %s %u", what, index);
}

static void
attributes_print (FILE *file, const struct snapshot *s, uint32_t first,
		  uint32_t count)
{
  static const char *const names[SNAP_ATTRIBUTE_KINDS] = {
    "nonnull", "returns_nonnull", "malloc", "alloc_size", "alloc_align",
    "access", "warn_unused_result", "format", "format_arg", "cleanup",
    "fn spec", "noinline", "nonstring", "sentinel", "no_sanitize", "cold",
    "naked", "tainted_args", "*dealloc", "tainted_args of field",
    "holds function"
  };
  for (uint32_t i = 0; i < count; i++)
    {
      const struct snap_attribute *a = &snapshot_attributes (s)[first + i];
      fprintf (file, " [%s", names[a->kind]);
      index_print (file, "argument", a->argument);
      index_print (file, "argument", a->argument2);
      if (a->mode != ACCESS_NONE)
	fprintf (file, " mode %u", a->mode);
      if (a->mask)
	fprintf (file, " mask %#" PRIx64, a->mask);
      if (a->text)
	{
	  putc (' ', file);
	  string_print (file, s, a->text);
	}
      putc (']', file);
    }
}

static void
types_print (FILE *file, const struct snapshot *s)
{
  fputs ("\n;; Types\n", file);
  for (uint32_t i = 0; i < snapshot_n_types (s); i++)
    {
      const struct snap_type *t = &snapshot_types (s)[i];
      fprintf (file, "%u: ", i);
      type_print (file, s, i);
      fprintf (file, ": kind %u flags %#x", t->kind, t->flags);
      size_print (file, t->size_bits);
      fprintf (file, " align %u precision %u", t->align_bits, t->precision);
      index_print (file, "element", t->element);
      index_print (file, "variant of", t->main_variant);
      attributes_print (file, s, t->first_attribute, t->n_attributes);
      putc ('\n', file);
    }
  fputs ("\n;; Fields\n", file);
  for (uint32_t i = 0; i < snapshot_n_fields (s); i++)
    {
      const struct snap_field *f = &snapshot_fields (s)[i];
      fprintf (file, "%u: ", i);
      string_print (file, s, f->name);
      fprintf (file, " type %u of %u flags %#x at ", f->type, f->record,
	       f->flags);
      if (f->offset_bits == SIZE_UNKNOWN)
	putc ('?', file);
      else
	fprintf (file, "%" PRIu64, f->offset_bits);
      size_print (file, f->size_bits);
      putc ('\n', file);
    }
}

static void
decls_print (FILE *file, const struct snapshot *s)
{
  static const char *const kinds[SNAP_DECL_KINDS] = {
    "variable", "parameter", "result", "function", "label", "constant",
    "other"
  };
  fputs ("\n;; Declarations\n", file);
  for (uint32_t i = 0; i < snapshot_n_decls (s); i++)
    {
      const struct snap_decl *d = &snapshot_decls (s)[i];
      char symbol[FINGERPRINT_TEXT_SIZE];
      fprintf (file, "%u: %s ", i, kinds[d->kind]);
      string_print (file, s, d->name);
      fprintf (file, " type %u flags %#x", d->type, d->flags);
      size_print (file, d->size_bits);
      index_print (file, "default", d->default_def);
      if (d->builtin != BUILTIN_NONE)
	fprintf (file, " builtin %u", d->builtin);
      if (d->assembler_name)
	{
	  fputs (" assembler name ", file);
	  string_print (file, s, d->assembler_name);
	}
      if (d->scope)
	{
	  fputs (" local to ", file);
	  string_print (file, s, d->scope);
	}
      if (!fingerprint_is_zero (d->symbol))
	{
	  fingerprint_print (symbol, d->symbol);
	  fprintf (file, " symbol %s", symbol);
	}
      attributes_print (file, s, d->first_attribute, d->n_attributes);
      putc ('\n', file);
    }
}

static void
values_print (FILE *file, const struct snapshot *s)
{
  fputs ("\n;; Constants\n", file);
  for (uint32_t i = 0; i < snapshot_n_constants (s); i++)
    {
      fprintf (file, "%u: ", i);
      constant_print (file, s, i);
      fprintf (file, " type %u\n", snapshot_constants (s)[i].type);
    }
  fputs ("\n;; SSA names\n", file);
  for (uint32_t i = 0; i < snapshot_n_ssa (s); i++)
    {
      const struct snap_ssa *n = &snapshot_ssa (s)[i];
      fprintf (file, "%u: ", i);
      ssa_print (file, s, i);
      index_print (file, "type", n->type);
      index_print (file, "defined by", n->definition);
      putc ('\n', file);
    }
  fputs ("\n;; Memory\n", file);
  for (uint32_t i = 0; i < snapshot_n_memory (s); i++)
    {
      const struct snap_memory *m = &snapshot_memory (s)[i];
      fprintf (file, "%u: ", i);
      operand_print (file, s, OPERAND (OPERAND_MEMORY, i));
      fprintf (file, " type %u flags %#x bits %" PRId64, m->type, m->flags,
	       m->offset_bits);
      size_print (file, m->size_bits);
      fputs (" in", file);
      size_print (file, m->max_size_bits);
      putc ('\n', file);
    }
}

static void
code_print (FILE *file, const struct snapshot *s)
{
  fputs ("\n;; Statements\n", file);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      fprintf (file, "%u: bb %u flags %#x", i, t->block, t->flags);
      index_print (file, "type", t->type);
      index_print (file, "declaration", t->decl);
      index_print (file, "operands from", t->n_operands ? t->first_operand
		   : NONE);
      putc ('\n', file);
    }
  fputs ("\n;; Facts from lowering\n", file);
  for (uint32_t i = 0; i < snapshot_n_lowered (s); i++)
    {
      const struct snap_lowered *l = &snapshot_lowered (s)[i];
      fprintf (file, "%u: kind %u flags %#x", i, l->kind, l->flags);
      index_print (file, "declaration", l->decl);
      putc ('\n', file);
    }
}

void
snapshot_print_tables (FILE *file, const struct snapshot *s)
{
  fprintf (file, "\n;; %u bytes, flags %#x, options %#x, pointers of %u "
	   "bits\n", s->size, s->flags, s->options, s->pointer_bits);
  types_print (file, s);
  decls_print (file, s);
  values_print (file, s);
  code_print (file, s);
}
