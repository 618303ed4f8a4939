/* nullness.c - the query nullness: which pointers are null.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Pointers are compared with integers, made of them and turned into flags, so both
   are computed together, in the query ranges; this is the part of pointers.  */

#include "passes/all.h"
#include "passes/ranges-internal.h"
#include "passes/snapshot-print.h"
#include "passes/structure.h"

/* What CODE, of ranges.of, says of a pointer.  */
static enum nullness_value
value_of (const struct ranges *r, uint32_t code)
{
  unsigned bits = 0;
  if (code == RANGE_NEVER)
    return NULLNESS_NEVER;
  if (code == RANGE_ANY)
    return NULLNESS_UNKNOWN;
  const uint32_t *first = ranges_first (r) + code - RANGE_FIRST;
  for (uint32_t i = first[0]; i < first[1]; i++)
    bits |= (ranges_intervals (r)[i].low.size == 0 ? NULLNESS_NULL : 0)
	    | (ranges_intervals (r)[i].high.size ? NULLNESS_NONNULL : 0);
  return (enum nullness_value) bits;
}

static bool
is_pointer (const struct snapshot *s, uint32_t name)
{
  struct integer_type t;
  bool result;
  return range_type (s, snapshot_ssa (s)[name].type, &t, &result) && result;
}

void
provide_nullness (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  const struct ranges *r = q_ranges (cx, key);
  const struct known_better *better = ranges_better (r);
  struct nullness head = { .n_ssa = r->n_ssa, .n_blocks = r->n_blocks,
			   .n_statements = r->n_statements,
			   .n_edges = r->n_edges,
			   .is_complete = r->is_complete };
  uint32_t *moved = query_alloc (cx, r->n_better + 1, sizeof *moved);
  buffer_add (out, &head, sizeof head);
  for (uint32_t i = 0; i < r->n_better; i++)
    if (is_pointer (s, better[i].name))
      {
	struct known_better entry = better[i];
	entry.value = value_of (r, entry.value);
	if (entry.above != NONE)
	  entry.above = moved[entry.above];
	moved[i] = head.n_better++;
	buffer_add (out, &entry, sizeof entry);
      }
  ((struct nullness *) out->bytes)->n_better = head.n_better;
  for (uint32_t i = 0; i < r->n_ssa; i++)
    {
      uint8_t value = is_pointer (s, i)
		      ? (uint8_t) value_of (r, ranges_of (r)[i])
		      : NULLNESS_UNKNOWN;
      buffer_add (out, &value, sizeof value);
    }
}

static enum nullness_value
read_entry (const struct nullness *n, uint32_t name, uint32_t entry)
{
  return (enum nullness_value) (entry == NONE
				? nullness_of (n)[name]
				: nullness_better (n)[entry].value);
}

enum nullness_value
nullness_at_block (const struct snapshot *body,
		   const struct dominators *dominators,
		   const struct nullness *n, uint32_t name, uint32_t block)
{
  return read_entry (n, name, better_find (body, dominators,
					   nullness_better (n), n->n_better,
					   name, block, NONE));
}

enum nullness_value
nullness_at_statement (const struct snapshot *body,
		       const struct dominators *dominators,
		       const struct nullness *n, uint32_t name,
		       uint32_t statement)
{
  return read_entry (n, name,
		     better_find (body, dominators, nullness_better (n),
				  n->n_better, name,
				  snapshot_statements (body)[statement].block,
				  statement));
}

enum nullness_value
nullness_on_edge (const struct snapshot *body,
		  const struct dominators *dominators,
		  const struct nullness *n, uint32_t name, uint32_t edge)
{
  return read_entry (n, name, better_find_on_edge (body, dominators,
						   nullness_better (n),
						   n->n_better, name, edge));
}

/* Of the address of MEMORY[INDEX].  */
static enum nullness_value
nullness_of_address (const struct snapshot *body,
		     const struct dominators *dominators,
		     const struct nullness *n, uint32_t index,
		     uint32_t statement)
{
  uint32_t base = snapshot_memory (body)[index].base;
  unsigned pointer = NULLNESS_UNKNOWN;
  if (operand_kind (base) == OPERAND_SSA)
    pointer = nullness_at_statement (body, dominators, n,
				     operand_index (base), statement);
  return (enum nullness_value) address_nullness (body, index, pointer);
}

enum nullness_value
nullness_of_operand (const struct snapshot *body,
		     const struct dominators *dominators,
		     const struct nullness *n, uint32_t operand,
		     uint32_t statement)
{
  uint32_t index = operand_index (operand);
  const struct snap_constant *c;
  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      return nullness_at_statement (body, dominators, n, index, statement);
    case OPERAND_ADDRESS:
      return nullness_of_address (body, dominators, n, index, statement);
    case OPERAND_CONSTANT:
      c = &snapshot_constants (body)[index];
      if (c->kind != CONSTANT_INTEGER)
	return NULLNESS_UNKNOWN;
      for (uint32_t i = 0; i < c->count; i++)
	if (snapshot_limbs (body)[c->first + i])
	  return NULLNESS_NONNULL;
      return NULLNESS_NULL;
    default:
      return NULLNESS_UNKNOWN;
    }
}

bool
nullness_verify (const void *bytes, size_t size)
{
  const struct nullness *n = bytes;
  if (size < sizeof *n)
    return false;
  const uint64_t count[] = { n->n_better, n->n_ssa };
  const uint32_t width[] = { sizeof (struct known_better), 1 };
  if (!value_has_size (size, sizeof *n, count, width, 2)
      || !better_verify (nullness_better (n), n->n_better, &n->n_ssa,
			 NULLNESS_UNKNOWN + 1))
    return false;
  for (uint32_t i = 0; i < n->n_ssa; i++)
    if (nullness_of (n)[i] > NULLNESS_UNKNOWN)
      return false;
  return true;
}

void
nullness_print (FILE *file, const struct snapshot *body,
		const struct nullness *n, unsigned flags)
{
  static const char *const words[] = { "never", "null", "not null", "any" };
  const struct known_better *better = nullness_better (n);
  uint32_t next = 0;
  if (!n->is_complete)
    fprintf (file, "gave up\n");
  for (uint32_t i = 0; i < n->n_ssa; i++)
    {
      bool is_better = next < n->n_better && better[next].name == i;
      if (!is_pointer (body, i)
	  || (nullness_of (n)[i] == NULLNESS_UNKNOWN && !is_better
	      && !(flags & DUMP_DETAILS)))
	continue;
      ssa_print (file, body, i);
      fprintf (file, ": %s\n", words[nullness_of (n)[i]]);
      for (; next < n->n_better && better[next].name == i; next++)
	{
	  fprintf (file, "  ");
	  better_place_print (file, body, better[next].place);
	  fprintf (file, ": %s\n", words[better[next].value]);
	}
    }
}
