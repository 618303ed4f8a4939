/* memory-summary.c - summaries as bytes.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-summary.h"

#include "passes/memory-state.h"

int
summary_compare_entries (const struct summary_entry *a, const struct summary_entry *b)
{
  return a->disjunct != b->disjunct ? (a->disjunct < b->disjunct ? -1 : 1)
	 : (int) a->kind - (int) b->kind;
}

/* Whether what node N, number I, has besides A is in bounds.  */
static bool
node_verify (const struct memory_summary *s, const struct summary_node *n,
	     uint32_t i)
{
  switch (n->kind)
    {
    case SUMMARY_INITIAL:
      return n->b <= FORM_POINTER;
    case SUMMARY_HEAP:
      return n->b < s->n_nodes;
    case SUMMARY_FUNCTION:
    case SUMMARY_STRING:
    case SUMMARY_GLOBAL:
      return n->b < s->text_size;
    case SUMMARY_UNARY:
      return n->number >= 0 && n->number / 2 < OPERATIONS;
    case SUMMARY_BINARY:
      return n->b < i && n->number >= 0 && n->number / 2 < OPERATIONS;
    case SUMMARY_FRAME:
      return n->b < s->n_nodes && n->number >= 0
	     && n->number <= (int64_t) s->text_size;
    default:
      return true;
    }
}

bool
memory_summary_verify (const void *bytes, size_t size)
{
  const struct memory_summary *s = bytes;
  const struct summary_node *n;
  const struct summary_entry *e;

  if (size < sizeof *s
      || size != sizeof *s + (uint64_t) s->n_nodes * sizeof *n
		 + (uint64_t) s->n_entries * sizeof *e + s->text_size
      || s->is_known > 1 || (s->is_known && s->n_nodes == 0)
      || s->n_nodes > SUMMARY_MOST_NODES
      || s->n_disjuncts > SUMMARY_MOST_DISJUNCTS
      || (s->text_size && memory_summary_text (s)[s->text_size - 1] != '\0'))
    return false;
  n = memory_summary_nodes (s);
  e = memory_summary_entries (s);
  for (uint32_t i = 0; i < s->n_nodes; i++)
    if (n[i].kind >= SUMMARY_NODE_KINDS || (i > 0 && n[i].a >= i)
	|| (i == 0 && n[i].kind != SUMMARY_UNKNOWN)
	|| !node_verify (s, &n[i], i))
      return false;
  for (uint32_t i = 0; i < s->n_entries; i++)
    if (e[i].kind >= SUMMARY_ENTRY_KINDS || e[i].node >= s->n_nodes
	|| e[i].value >= s->n_nodes || e[i].disjunct >= s->n_disjuncts
	|| (e[i].family && e[i].family >= s->text_size)
	|| (e[i].kind == SUMMARY_MAKES && (e[i].low < 0
					   || e[i].low > RESOURCE_RELEASED))
	|| (i > 0 && summary_compare_entries (&e[i - 1], &e[i]) > 0))
      return false;
  return true;
}

void
memory_summary_print (FILE *file, const struct snapshot *body,
		      const struct memory_summary *s, unsigned flags)
{
  static const char *const words[SUMMARY_ENTRY_KINDS]
    = { "in range", "is null", "is not null", "is used", "is released",
	"is not resized", "is locked or unlocked",
	"escapes", "may hold anything", "others change", "is new",
	"is written", "returns", "result in range", "is marked", "unwinds",
	"is called", "shifts", "is exposed", "divides", "is altered",
	"is read at", "is written at", "is called through",
	"must be open", "is closed" };
  static const char *const nodes[SUMMARY_NODE_KINDS]
    = { "unknown", "number", "parameter", "initial", "pointee", "new",
	"pointer", "function", "unary", "binary", "literal", "argument",
	"frame", "global" };

  (void) body;
  (void) flags;
  if (!s->is_known)
    {
      fputs ("not known\n", file);
      return;
    }
  for (uint32_t i = 0; i < s->n_nodes; i++)
    {
      const struct summary_node *n = &memory_summary_nodes (s)[i];

      fprintf (file, "%u: %s %u %u %lld\n", i, nodes[n->kind], n->a, n->b,
	       (long long) n->number);
    }
  for (uint32_t i = 0; i < s->n_entries; i++)
    {
      const struct summary_entry *e = &memory_summary_entries (s)[i];

      fprintf (file, "way %u: %u %s [%lld, %lld] %u %s\n", e->disjunct,
	       e->node, words[e->kind], (long long) e->low,
	       (long long) e->high, e->value,
	       s->text_size ? memory_summary_text (s) + e->family : "");
    }
}
