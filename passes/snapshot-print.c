/* snapshot-print.c - a snapshot as text, in the manner of GCC's dumps.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/snapshot-print.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const struct
{
  const char *text;
  int arity;
} operations[OPERATIONS] = {
#define OPERATION(NAME, text, arity, tree_code) { text, arity },
#include "passes/operation.def"
};

static void
block_name_print (FILE *file, uint32_t block)
{
  if (block == BLOCK_ENTRY)
    fputs ("ENTRY", file);
  else if (block == BLOCK_EXIT)
    fputs ("EXIT", file);
  else
    fprintf (file, "<bb %u>", block);
}

static void
operands_print (FILE *file, const struct snapshot *s, const uint32_t *operands,
		uint32_t count)
{
  for (uint32_t i = 0; i < count; i++)
    {
      if (i > 0)
	fputs (", ", file);
      operand_print (file, s, operands[i]);
    }
}

/* Operands with an operation between them; the comparison of a COND_EXPR is
   in its first_extra.  */
static void
operation_print (FILE *file, const struct snapshot *s,
		 const struct snap_statement *t, const uint32_t *o)
{
  const char *text = operations[t->operation].text;
  int arity = operations[t->operation].arity;
  if (t->operation == OPERATION_CONDITIONAL)
    {
      operand_print (file, s, o[0]);
      fprintf (file, " %s ", operations[t->first_extra].text);
      operand_print (file, s, o[1]);
      fputs (" ? ", file);
      operand_print (file, s, o[2]);
      fputs (" : ", file);
      operand_print (file, s, o[3]);
    }
  else if (t->operation == OPERATION_CONVERT)
    {
      putc ('(', file);
      type_print (file, s, t->type);
      fputs (") ", file);
      operand_print (file, s, o[0]);
    }
  else if (arity == 1 && !isalpha ((unsigned char) *text))
    {
      fputs (text, file);
      operand_print (file, s, o[0]);
    }
  else if (arity == 2 && !(isalpha ((unsigned char) text[0])
			   && isalpha ((unsigned char) text[1])))
    {
      operand_print (file, s, o[0]);
      fprintf (file, " %s ", text);
      operand_print (file, s, o[1]);
    }
  else
    {
      fputs (t->operation == OPERATION_CONSTRUCT ? "" : text, file);
      fputs (t->operation == OPERATION_CONSTRUCT ? "{" : " <", file);
      operands_print (file, s, o, t->n_operands);
      putc (t->operation == OPERATION_CONSTRUCT ? '}' : '>', file);
    }
}

static void
phi_print (FILE *file, const struct snapshot *s,
	   const struct snap_statement *t, const uint32_t *o)
{
  const struct snap_block *b = &snapshot_blocks (s)[t->block];
  fputs ("# ", file);
  operand_print (file, s, t->lhs);
  fputs (" = PHI <", file);
  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t edge = snapshot_preds (s)[b->first_predecessor + i];
      if (i > 0)
	fputs (", ", file);
      operand_print (file, s, o[i]);
      fprintf (file, "(%u)", snapshot_edges (s)[edge].source);
    }
  putc ('>', file);
}

static void
call_print (FILE *file, const struct snapshot *s,
	    const struct snap_statement *t, const uint32_t *o)
{
  if (t->flags & CALL_IS_INTERNAL)
    {
      const char *text = snapshot_string (s, t->text);
      putc ('.', file);
      text_print (file, text, strlen (text));
    }
  else
    operand_print (file, s, o[0]);
  uint32_t n_arguments = t->n_operands - 1 - t->n_extra;
  fputs (" (", file);
  operands_print (file, s, o + 1, n_arguments);
  putc (')', file);
  if (t->n_extra)
    {
      fputs (" [static-chain: ", file);
      operand_print (file, s, o[n_arguments + 1]);
      putc (']', file);
    }
}

static void
switch_print (FILE *file, const struct snapshot *s,
	      const struct snap_statement *t, const uint32_t *o)
{
  fputs ("switch (", file);
  operand_print (file, s, o[0]);
  fputs (") <", file);
  for (uint32_t i = 0; i < t->n_extra; i++)
    {
      const struct snap_case *c = &snapshot_cases (s)[t->first_extra + i];
      fputs (i > 0 ? ", " : "", file);
      if (operand_kind (c->low) == OPERAND_NONE)
	fputs ("default", file);
      else
	{
	  fputs ("case ", file);
	  operand_print (file, s, c->low);
	}
      if (operand_kind (c->high) != OPERAND_NONE)
	{
	  fputs (" ... ", file);
	  operand_print (file, s, c->high);
	}
      fputs (": ", file);
      if (c->edge == NONE)
	fputs ("nowhere", file);
      else
	block_name_print (file, snapshot_edges (s)[c->edge].destination);
    }
  putc ('>', file);
}

static void
condition_print (FILE *file, const struct snapshot *s,
		 const struct snap_statement *t, const uint32_t *o)
{
  const struct snap_block *b = &snapshot_blocks (s)[t->block];
  const struct snap_edge *edges = snapshot_edges (s) + b->first_successor;
  uint32_t on_true = edges[0].flags & EDGE_IS_TRUE ? 0 : 1;
  fputs ("if (", file);
  operand_print (file, s, o[0]);
  fprintf (file, " %s ", operations[t->operation].text);
  operand_print (file, s, o[1]);
  fputs (") goto ", file);
  block_name_print (file, edges[on_true].destination);
  fputs ("; else goto ", file);
  block_name_print (file, edges[!on_true].destination);
}

static void
asm_print (FILE *file, const struct snapshot *s,
	   const struct snap_statement *t, const uint32_t *o)
{
  const char *text = snapshot_string (s, t->text);
  fprintf (file, "__asm__%s (\"",
	   t->flags & STATEMENT_IS_VOLATILE ? " __volatile__" : "");
  text_print (file, text, strlen (text));
  fputs ("\" : ", file);
  operands_print (file, s, o, t->n_extra);
  fputs (" : ", file);
  operands_print (file, s, o + t->n_extra, t->n_operands - t->n_extra);
  if (t->flags & ASM_CLOBBERS_MEMORY)
    fputs (" : \"memory\"", file);
  putc (')', file);
}

/* The kinds that are a word and their operands.  */
static void
plain_print (FILE *file, const struct snapshot *s,
	     const struct snap_statement *t, const uint32_t *o)
{
  static const char *const words[STATEMENT_CODES] = {
#define STATEMENT(NAME, text, flags) text,
#include "passes/statement.def"
  };
  fputs (words[t->code], file);
  if (t->code == STATEMENT_OPAQUE || *snapshot_string (s, t->text))
    {
      const char *text = snapshot_string (s, t->text);
      fputs (" \"", file);
      text_print (file, text, strlen (text));
      putc ('"', file);
    }
  if (t->n_operands > 0)
    {
      putc (' ', file);
      operands_print (file, s, o, t->n_operands);
    }
}

void
statement_print (FILE *file, const struct snapshot *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  const uint32_t *o = snapshot_operands (s) + t->first_operand;
  if (t->code != STATEMENT_PHI && operand_kind (t->lhs) != OPERAND_NONE)
    {
      operand_print (file, s, t->lhs);
      fputs (" = ", file);
    }
  switch (t->code)
    {
    case STATEMENT_PHI:
      phi_print (file, s, t, o);
      return;
    case STATEMENT_ASSIGN:
      operation_print (file, s, t, o);
      break;
    case STATEMENT_CLOBBER:
      fputs ("{CLOBBER}", file);
      break;
    case STATEMENT_CALL:
      call_print (file, s, t, o);
      break;
    case STATEMENT_COND:
      condition_print (file, s, t, o);
      break;
    case STATEMENT_SWITCH:
      switch_print (file, s, t, o);
      break;
    case STATEMENT_LABEL:
      decl_name_print (file, s, t->decl);
      putc (':', file);
      return;
    case STATEMENT_ASM:
      asm_print (file, s, t, o);
      break;
    default:
      plain_print (file, s, t, o);
    }
  putc (';', file);
}

/* A statement as a line, with its states of memory as GCC's -vops.  */
static void
statement_lines_print (FILE *file, const struct snapshot *s, uint32_t index)
{
  const struct snap_statement *t = &snapshot_statements (s)[index];
  if (t->vdef != NONE)
    {
      fputs ("  # ", file);
      ssa_print (file, s, t->vdef);
      fputs (" = VDEF <", file);
      if (t->vuse != NONE)
	ssa_print (file, s, t->vuse);
      fputs (">\n", file);
    }
  else if (t->vuse != NONE)
    {
      fputs ("  # VUSE <", file);
      ssa_print (file, s, t->vuse);
      fputs (">\n", file);
    }
  fputs ("  ", file);
  statement_print (file, s, index);
  putc ('\n', file);
}

static void
edge_flags_print (FILE *file, uint32_t flags)
{
  static const struct { uint32_t flag; const char *word; } words[] = {
    { EDGE_IS_FALLTHRU, "fallthru" }, { EDGE_IS_TRUE, "true" },
    { EDGE_IS_FALSE, "false" }, { EDGE_IS_EH, "eh" },
    { EDGE_IS_ABNORMAL, "abnormal" },
    { EDGE_IS_ABNORMAL_CALL, "abnormal_call" }, { EDGE_IS_FAKE, "fake" },
    { EDGE_IS_PREDICTED_COLD, "cold" }
  };
  const char *separator = "";
  for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
    if (flags & words[i].flag)
      {
	fprintf (file, "%s%s", separator, words[i].word);
	separator = ",";
      }
}

static void
block_print (FILE *file, const struct snapshot *s, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (s)[block];
  const struct snap_edge *edges = snapshot_edges (s);
  putc ('\n', file);
  block_name_print (file, block);
  fputs (": ;; preds:", file);
  for (uint32_t i = 0; i < b->n_predecessors; i++)
    {
      uint32_t e = snapshot_preds (s)[b->first_predecessor + i];
      fprintf (file, " %u", edges[e].source);
    }
  putc ('\n', file);
  for (uint32_t i = 0; i < b->n_statements; i++)
    statement_lines_print (file, s, b->first_statement + i);
  fputs ("  ;; succs:", file);
  for (uint32_t i = 0; i < b->n_successors; i++)
    {
      const struct snap_edge *e = &edges[b->first_successor + i];
      fprintf (file, " %u (", e->destination);
      edge_flags_print (file, e->flags);
      putc (')', file);
    }
  putc ('\n', file);
}

static void
heading_print (FILE *file, const struct snapshot *s)
{
  const struct snap_decl *d = &snapshot_decls (s)[s->decl];
  const struct snap_type *t = &snapshot_types (s)[d->type];
  const char *assembler_name = snapshot_string (s, d->assembler_name);
  fputs ("\n;; Function ", file);
  decl_name_print (file, s, s->decl);
  fputs (" (", file);
  text_print (file, assembler_name, strlen (assembler_name));
  fputs (")\n\n", file);
  type_print (file, s, t->element);
  putc (' ', file);
  decl_name_print (file, s, s->decl);
  fputs (" (", file);
  for (uint32_t i = 0; i < s->n_parameters; i++)
    {
      uint32_t decl = snapshot_lists (s)[s->first_parameter + i];
      fputs (i > 0 ? ", " : "", file);
      type_print (file, s, snapshot_decls (s)[decl].type);
      putc (' ', file);
      decl_name_print (file, s, decl);
    }
  fputs (")\n", file);
}

/* A block's statements as the label of a DOT node, cut at the left.  */
static void
graph_label_print (FILE *file, const struct snapshot *s, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (s)[block];
  for (uint32_t i = 0; i < b->n_statements; i++)
    {
      char *text = NULL;
      size_t size = 0;
      FILE *line = open_memstream (&text, &size);
      if (!line)
	return;
      statement_print (line, s, b->first_statement + i);
      fclose (line);
      text_print (file, text, size);
      fputs ("\\l", file);
      free (text);
    }
}

static void
graph_print (FILE *file, const struct snapshot *s)
{
  const char *name = snapshot_name (s);
  fputs ("digraph \"", file);
  text_print (file, name, strlen (name));
  fputs ("\" {\n  node [shape=box];\n", file);
  for (uint32_t b = 0; b < snapshot_n_blocks (s); b++)
    {
      fprintf (file, "  %u [label=\"", b);
      block_name_print (file, b);
      fputs ("\\l", file);
      graph_label_print (file, s, b);
      fputs ("\"];\n", file);
    }
  for (uint32_t i = 0; i < snapshot_n_edges (s); i++)
    {
      const struct snap_edge *e = &snapshot_edges (s)[i];
      fprintf (file, "  %u -> %u [label=\"", e->source, e->destination);
      edge_flags_print (file, e->flags);
      fputs ("\"];\n", file);
    }
  fputs ("}\n", file);
}

void
snapshot_print (FILE *file, const struct snapshot *body,
		const struct snapshot *value, unsigned flags)
{
  (void) body;
  if (flags & DUMP_GRAPH)
    {
      graph_print (file, value);
      return;
    }
  heading_print (file, value);
  fputs ("{\n", file);
  if (value->flags & SNAPSHOT_IS_LOWERED_ONLY)
    fputs ("  ;; no blocks: only facts from lowering\n", file);
  for (uint32_t b = 0; b < snapshot_n_blocks (value); b++)
    block_print (file, value, b);
  fputs ("}\n", file);
  if (flags & DUMP_DETAILS)
    snapshot_print_tables (file, value);
}
