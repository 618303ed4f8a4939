/* known-better.c - finding what holds of a name at a place.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Entries of a name are sorted by the preorder numbers of their blocks, and each
   knows the one that holds around it.  So the last one that begins before a place
   holds there, or one around it does.  */

#include "passes/ranges-internal.h"
#include "passes/snapshot-print.h"

/* Where a place lies: the preorder number above, the statement below.  */
static uint64_t
place_key (const struct snapshot *s, const struct dominators *d,
	   uint32_t place)
{
  uint32_t index = operand_index (place);
  switch (version_place (place))
    {
    case ON_EDGE:
      return (uint64_t) UINT32_MAX << 32 | index;
    case AFTER_STATEMENT:
      return (uint64_t) dominators_first (d)[snapshot_statements (s)[index]
					     .block] << 32 | (index + 1);
    default:
      return (uint64_t) dominators_first (d)[index] << 32;
    }
}

/* How many entries lie before KEY of NAME or there.  */
static uint32_t
count_up_to (const struct snapshot *s, const struct dominators *d,
	     const struct known_better *better, uint32_t n_better,
	     uint32_t name, uint64_t key)
{
  uint32_t low = 0, high = n_better;
  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      const struct known_better *b = &better[middle];
      if (b->name < name
	  || (b->name == name && place_key (s, d, b->place) <= key))
	low = middle + 1;
      else
	high = middle;
    }
  return low;
}

uint32_t
better_find (const struct snapshot *s, const struct dominators *d,
	     const struct known_better *better, uint32_t n_better,
	     uint32_t name, uint32_t block, uint32_t statement)
{
  uint64_t key = (uint64_t) dominators_first (d)[block] << 32
		 | (statement == NONE ? 0 : statement);
  if (dominators_first (d)[block] == NONE)
    return NONE;
  uint32_t i = count_up_to (s, d, better, n_better, name, key);
  if (i == 0 || better[i - 1].name != name)
    return NONE;
  for (i--; i != NONE; i = better[i].above)
    {
      uint32_t at = operand_index (better[i].place);
      if (version_place (better[i].place) == AFTER_STATEMENT)
	at = snapshot_statements (s)[at].block;
      if (dominates (d, at, block))
	return i;
    }
  return NONE;
}

uint32_t
better_find_on_edge (const struct snapshot *s, const struct dominators *d,
		     const struct known_better *better, uint32_t n_better,
		     uint32_t name, uint32_t edge)
{
  const struct snap_edge *e = &snapshot_edges (s)[edge];
  uint32_t place = OPERAND (ON_EDGE, edge);
  uint32_t i = count_up_to (s, d, better, n_better, name,
			    place_key (s, d, place));
  if (i > 0 && better[i - 1].name == name && better[i - 1].place == place)
    return i - 1;
  /* What the only branch into a block says is kept with the block.  */
  if (snapshot_blocks (s)[e->destination].n_predecessors == 1)
    return better_find (s, d, better, n_better, name, e->destination, NONE);
  return better_find (s, d, better, n_better, name, e->source, UINT32_MAX - 1);
}

/* COUNTS of blocks, statements and edges, in the order of enum version_place.  */
static bool
place_in_bounds (uint32_t place, const uint32_t *counts)
{
  uint32_t kind = operand_kind (place);
  return kind <= ON_EDGE && operand_index (place) < counts[kind];
}

bool
better_verify (const struct known_better *better, uint32_t n_better,
	       const uint32_t *counts, uint32_t n_values)
{
  for (uint32_t i = 0; i < n_better; i++)
    if (better[i].name >= counts[0] || better[i].value >= n_values
	|| !place_in_bounds (better[i].place, counts + 1)
	|| (i && better[i].name < better[i - 1].name)
	|| (better[i].above != NONE
	    && (better[i].above >= i
		|| better[better[i].above].name != better[i].name)))
      return false;
  return true;
}

void
better_place_print (FILE *file, const struct snapshot *s, uint32_t place)
{
  uint32_t index = operand_index (place);
  switch (version_place (place))
    {
    case ON_EDGE:
      fprintf (file, "on %u->%u", (unsigned) snapshot_edges (s)[index].source,
	       (unsigned) snapshot_edges (s)[index].destination);
      break;
    case AFTER_STATEMENT:
      fprintf (file, "bb %u after ",
	       (unsigned) snapshot_statements (s)[index].block);
      statement_print (file, s, index);
      break;
    default:
      fprintf (file, "bb %u", (unsigned) index);
      break;
    }
}
