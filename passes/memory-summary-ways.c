/* memory-summary-ways.c - what every call of a summary asks of it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-summary-ways.h"

#include "passes/memory.h"

static void
find_entries (struct summary_ways *w, const struct scratch *scratch)
{
  const struct summary_entry *e = memory_summary_entries (w->summary);
  uint32_t n = w->summary->n_entries, ways = w->summary->n_disjuncts, i = 0;

  w->first = scratch_numbers (scratch, ways + 1);
  w->first_write = scratch_numbers (scratch, ways);
  w->end_write = scratch_numbers (scratch, ways);
  for (uint32_t d = 0; d < ways; d++)
    {
      w->first[d] = i;
      while (i < n && e[i].disjunct == d && e[i].kind < SUMMARY_WRITES)
	i++;
      w->first_write[d] = i;
      while (i < n && e[i].disjunct == d && e[i].kind == SUMMARY_WRITES)
	i++;
      w->end_write[d] = i;
      while (i < n && e[i].disjunct == d)
	i++;
    }
  w->first[ways] = i;
}

/* The number that way D returns, if that is always the same.  */
static bool
result_of_way (const struct summary_ways *w, uint32_t d, int64_t *number)
{
  const struct summary_entry *e = memory_summary_entries (w->summary);
  const struct summary_node *n = memory_summary_nodes (w->summary);

  for (uint32_t i = w->end_write[d]; i < w->first[d + 1]; i++)
    if (e[i].kind == SUMMARY_RETURNS)
      {
	*number = n[e[i].value].number;
	return n[e[i].value].kind == SUMMARY_INTEGER;
      }
  return false;
}

static void
compare_results (struct summary_ways *w, const struct scratch *scratch)
{
  uint32_t ways = w->summary->n_disjuncts;

  w->is_apart = scratch_alloc (scratch, ways * ways + 1, 1);
  w->exclusion = scratch_alloc (scratch, ways * ways + 1, 1);
  for (uint32_t d = 0; d < ways; d++)
    for (uint32_t e = 0; e < ways; e++)
      {
	int64_t x, y;

	w->is_apart[d * ways + e] = result_of_way (w, d, &x)
				    && result_of_way (w, e, &y) && x != y;
      }
}

static void
find_nodes (struct summary_ways *w, const struct scratch *scratch)
{
  const struct summary_entry *e = memory_summary_entries (w->summary);
  const struct summary_node *n = memory_summary_nodes (w->summary);
  uint32_t *uses = scratch_numbers (scratch, w->summary->n_nodes + 1);

  w->is_pointed_through = scratch_alloc (scratch, w->summary->n_nodes + 1, 1);
  w->is_always_used = scratch_alloc (scratch, w->summary->n_nodes + 1, 1);
  for (uint32_t i = 0; i < w->summary->n_nodes; i++)
    if (n[i].kind == SUMMARY_POINTEE)
      w->is_pointed_through[n[i].a] = 1;
  for (uint32_t i = 0; i < w->summary->n_entries; i++)
    uses[e[i].node] += e[i].kind == SUMMARY_USES;
  for (uint32_t i = 0; i < w->summary->n_nodes; i++)
    w->is_always_used[i] = uses[i] == w->summary->n_disjuncts;
}

/* Whether way D changes what others can get at.  */
static bool
changes_others (const struct summary_ways *w, uint32_t d)
{
  const struct summary_entry *e = memory_summary_entries (w->summary);

  for (uint32_t i = w->first[d]; i < w->first[d + 1]; i++)
    if (e[i].kind == SUMMARY_CHANGES)
      return true;
  return false;
}

/* Whether E may write to its region.  */
static bool
may_write (const struct summary_ways *w, const struct summary_entry *e)
{
  return e->kind == SUMMARY_WRITES || e->kind == SUMMARY_OPENS
	 || (e->kind == SUMMARY_LETS_ESCAPE
	     && changes_others (w, e->disjunct));
}

/* The number of E's place, among those of the first N writes.  */
static uint32_t
number_place (const struct summary_ways *w, uint32_t n,
	      const struct summary_entry *e, uint32_t *places)
{
  const struct summary_entry *all = memory_summary_entries (w->summary);

  for (uint32_t i = n; i-- > 0;)
    {
      const struct summary_entry *old = &all[w->writes[i].entry];

      if (old->node == e->node && old->low == e->low)
	return w->writes[i].place;
    }
  return (*places)++;
}

/* How many bits E writes; 0: all of its region may have changed.  */
static uint32_t
written_bits (const struct summary_entry *e)
{
  return e->kind == SUMMARY_WRITES ? e->size : 0;
}

/* The next write of W from the K'th on that is of way D and to NODE; W->n_writes
   if there is none.  */
static uint32_t
next_write (const struct summary_ways *w, uint32_t k, uint32_t d, uint32_t node)
{
  const struct summary_entry *e = memory_summary_entries (w->summary);

  while (k < w->n_writes && e[w->writes[k].entry].disjunct <= d
	 && (e[w->writes[k].entry].disjunct != d
	     || e[w->writes[k].entry].node != node))
    k++;
  return k < w->n_writes && e[w->writes[k].entry].disjunct == d
	 ? k : w->n_writes;
}

/* Whether what the ways of the I'th and the K'th write do to their node, and these
   are the first ones that do, is the same.  */
static bool
is_same_sequence (const struct summary_ways *w, uint32_t i, uint32_t k)
{
  const struct summary_entry *all = memory_summary_entries (w->summary);
  uint32_t node = all[w->writes[i].entry].node;

  while (i < w->n_writes && k < w->n_writes)
    {
      const struct summary_entry *x = &all[w->writes[i].entry];
      const struct summary_entry *y = &all[w->writes[k].entry];

      if (x->low != y->low || written_bits (x) != written_bits (y))
	return false;
      i = next_write (w, i + 1, x->disjunct, node);
      k = next_write (w, k + 1, y->disjunct, node);
    }
  return i == k;
}

static void
number_sequences (struct summary_ways *w, const struct scratch *scratch)
{
  const struct summary_entry *e = memory_summary_entries (w->summary);
  uint32_t ways = w->summary->n_disjuncts;
  /* By node and way: 1 + the first write.  */
  uint32_t *first = scratch_numbers (scratch,
				     (size_t) w->summary->n_nodes * ways + 1);
  uint8_t *is_known = scratch_alloc (scratch, w->summary->n_nodes, 1);

  w->nodes_written = scratch_numbers (scratch, w->summary->n_nodes);

  for (uint32_t k = 0; k < w->n_writes; k++)
    {
      const struct summary_entry *x = &e[w->writes[k].entry];
      uint32_t *of_node = first + (size_t) x->node * ways;

      if (of_node[x->disjunct])
	{
	  w->writes[k].sequence
	    = w->writes[of_node[x->disjunct] - 1].sequence;
	  continue;
	}
      of_node[x->disjunct] = k + 1;
      if (!is_known[x->node])
	w->nodes_written[w->n_nodes_written++] = x->node;
      is_known[x->node] = 1;
      w->writes[k].sequence = k + 1;
      for (uint32_t d = 0; d < x->disjunct; d++)
	if (of_node[d] && is_same_sequence (w, of_node[d] - 1, k))
	  {
	    w->writes[k].sequence = w->writes[of_node[d] - 1].sequence;
	    break;
	  }
    }
}

static void
find_writes (struct summary_ways *w, const struct scratch *scratch)
{
  const struct summary_entry *e = memory_summary_entries (w->summary);
  const struct summary_node *n = memory_summary_nodes (w->summary);
  uint32_t entries = w->summary->n_entries, places = 1;

  w->writes = scratch_alloc (scratch, entries + 1, sizeof *w->writes);
  w->place = scratch_numbers (scratch, entries + 1);
  w->releases = scratch_numbers (scratch, entries + 1);
  for (uint32_t i = 0; i < entries; i++)
    {
      if (e[i].kind == SUMMARY_RELEASES)
	w->releases[w->n_releases++] = i;
      if (n[e[i].node].kind == SUMMARY_HEAP || !may_write (w, &e[i]))
	continue;
      w->place[i] = number_place (w, w->n_writes, &e[i], &places);
      w->writes[w->n_writes++]
	= (struct written_place) { i, w->place[i], 0 };
    }
  number_sequences (w, scratch);
  w->written_by = scratch_numbers (scratch, places);
}

struct summary_ways *
summary_ways (struct memory *m, uint32_t decl,
	     const struct memory_summary *summary)
{
  struct summary_ways *w;

  if (!m->ways)
    m->ways = scratch_alloc (&m->scratch, snapshot_n_decls (m->s) + 1,
			     sizeof *m->ways);
  w = m->ways[decl];
  if (w)
    return w;
  m->ways[decl] = w = scratch_alloc (&m->scratch, 1, sizeof *w);
  w->summary = summary;
  w->value = scratch_numbers (&m->scratch, summary->n_nodes + 1);
  find_entries (w, &m->scratch);
  compare_results (w, &m->scratch);
  find_nodes (w, &m->scratch);
  find_writes (w, &m->scratch);
  return w;
}

static bool
find_exclusion (const struct summary_ways *w, uint32_t d, uint32_t e)
{
  const struct summary_entry *x = memory_summary_entries (w->summary);

  for (uint32_t i = w->first[d];
       i < w->first[d + 1] && x[i].kind <= SUMMARY_IS_NONNULL; i++)
    {
      bool overlap = x[i].kind != SUMMARY_IN_RANGE, any = false;

      for (uint32_t j = w->first[e];
	   j < w->first[e + 1] && x[j].kind <= SUMMARY_IS_NONNULL; j++)
	{
	  if (x[j].node != x[i].node)
	    continue;
	  if (x[i].kind != SUMMARY_IN_RANGE && x[j].kind != SUMMARY_IN_RANGE
	      && x[j].kind != x[i].kind)
	    return true;
	  any = true;
	  for (uint32_t k = w->first[d]; k < w->first[d + 1] && !overlap; k++)
	    overlap = x[k].node == x[i].node
		      && x[k].kind == SUMMARY_IN_RANGE
		      && x[k].low <= x[j].high && x[j].low <= x[k].high;
	}
      if (any && !overlap)
	return true;
    }
  return false;
}

bool
summary_ways_exclude (struct summary_ways *w, uint32_t d, uint32_t e)
{
  uint8_t *known = &w->exclusion[d * w->summary->n_disjuncts + e];

  if (*known == 0)
    *known = find_exclusion (w, d, e) ? 2 : 1;
  return *known == 2;
}

/* The writes of ways but D into L; LAST has room for a number for each node.  */
static void
find_others (const struct summary_ways *w, uint32_t d, bool tells_apart,
	     uint32_t *last, struct write_list *l)
{
  const struct summary_entry *e = memory_summary_entries (w->summary);
  uint32_t ways = w->summary->n_disjuncts;

  for (uint32_t k = 0; k < w->n_writes; k++)
    {
      const struct written_place *x = &w->writes[k];
      uint32_t way = e[x->entry].disjunct, node = e[x->entry].node;

      if (way == d || (tells_apart && w->is_apart[d * ways + way]))
	continue;
      /* As a way before it did, and none in between undid.  */
      if (last[node] && w->writes[last[node] - 1].sequence == x->sequence
	  && e[w->writes[last[node] - 1].entry].disjunct != way)
	continue;
      last[node] = k + 1;
      l->writes[l->count++] = k;
    }
}

const struct write_list *
summary_ways_others (struct memory *m, struct summary_ways *w, uint32_t d,
		    bool tells_apart)
{
  struct write_list *l;

  if (!w->others)
    w->others = scratch_alloc (&m->scratch, 2 * w->summary->n_disjuncts,
			       sizeof *w->others);
  l = &w->others[2 * d + tells_apart];
  if (!l->is_known)
    {
      l->is_known = true;
      l->writes = scratch_numbers (&m->scratch, w->n_writes + 1);
      find_others (w, d, tells_apart,
		   scratch_numbers (&m->scratch, w->summary->n_nodes + 1), l);
    }
  return l;
}
