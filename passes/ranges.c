/* ranges.c - the query ranges.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/ranges-internal.h"
#include "passes/snapshot-print.h"
#include "passes/structure.h"

#include <string.h>

/* Operands that may be read for each one there is, and for each statement.  What
   is linear needs a few of them.  */
#define STEPS_PER_OPERAND 200

/* The value in the making.  */
struct writer
{
  const struct solver *v;
  struct buffer intervals, limbs, better, first;
  uint32_t *table;		/* Sets by content; 0: free, else 1 + set.  */
  uint32_t table_mask, n_sets;
  uint32_t *entry;		/* By version: what holds there, in BETTER.  */
};

static struct stored_integer
store_integer (struct writer *w, struct integer a)
{
  uint32_t n = a.size < 0 ? -(uint32_t) a.size : (uint32_t) a.size;
  struct stored_integer stored = { .size = a.size };
  if (n <= 1)
    {
      stored.limb = a.limb;
      return stored;
    }
  stored.limb = w->limbs.size / sizeof (uint64_t);
  buffer_add (&w->limbs, a.limbs, n * sizeof (uint64_t));
  return stored;
}

static struct integer
load_integer (const struct stored_integer *stored, const uint64_t *limbs)
{
  struct integer a = { .size = stored->size };
  if (a.size >= -1 && a.size <= 1)
    a.limb = stored->limb;
  else
    a.limbs = limbs + stored->limb;
  return a;
}

static void
load_range (const struct stored_interval *part, uint32_t count,
	    const uint64_t *limbs, struct range *r)
{
  r->count = count;
  for (uint32_t i = 0; i < count; i++)
    {
      r->part[i].low = load_integer (&part[i].low, limbs);
      r->part[i].high = load_integer (&part[i].high, limbs);
    }
}

static uint64_t
hash_range (const struct range *r)
{
  uint64_t hash = r->count;
  for (uint32_t i = 0; i < r->count; i++)
    {
      const struct integer ends[2] = { r->part[i].low, r->part[i].high };
      for (unsigned j = 0; j < 2; j++)
	{
	  bool is_small = ends[j].size >= -1 && ends[j].size <= 1;
	  hash = (hash ^ (is_small ? ends[j].limb : ends[j].limbs[0])
		  ^ (uint64_t) (uint32_t) ends[j].size << 32)
		 * UINT64_C (0x9e3779b97f4a7c15);
	  hash ^= hash >> 29;
	}
    }
  return hash >> 7;
}

static void
set_of (struct writer *w, uint32_t set, struct range *r)
{
  const uint32_t *first = (const uint32_t *) w->first.bytes;
  uint32_t end = set + 1 < w->n_sets
		 ? first[set + 1]
		 : (uint32_t) (w->intervals.size
			       / sizeof (struct stored_interval));
  load_range ((const struct stored_interval *) w->intervals.bytes
	      + first[set], end - first[set],
	      (const uint64_t *) w->limbs.bytes, r);
}

/* What ranges.of says for R, of a name of which all is FULL.  */
static uint32_t
code_of (struct writer *w, const struct range *r, const struct range *full)
{
  struct range known;
  if (!r->count)
    return RANGE_NEVER;
  if (r == full || range_equal (r, full))
    return RANGE_ANY;
  for (uint32_t i = (uint32_t) hash_range (r);; i++)
    {
      uint32_t *slot = &w->table[i & w->table_mask];
      if (*slot)
	{
	  set_of (w, *slot - 1, &known);
	  if (!range_equal (&known, r))
	    continue;
	  return RANGE_FIRST + *slot - 1;
	}
      uint32_t first = (uint32_t) (w->intervals.size
				   / sizeof (struct stored_interval));
      buffer_add (&w->first, &first, sizeof first);
      for (uint32_t j = 0; j < r->count; j++)
	{
	  struct stored_interval part;
	  part.low = store_integer (w, r->part[j].low);
	  part.high = store_integer (w, r->part[j].high);
	  buffer_add (&w->intervals, &part, sizeof part);
	}
      *slot = ++w->n_sets;
      return RANGE_FIRST + w->n_sets - 1;
    }
}

static bool
is_reached (const struct solver *v, uint32_t version)
{
  uint32_t definition = version < v->n_ssa
			? snapshot_ssa (v->s)[version].definition : 0;
  return definition == NONE || v->block[version_block (v, version)];
}

static uint32_t
code_of_version (struct writer *w, uint32_t name, uint32_t version)
{
  if (!w->v->r->kind[name])
    return RANGE_ANY;
  return is_reached (w->v, version)
	 ? code_of (w, w->v->value[version], w->v->full[name]) : RANGE_NEVER;
}

/* Refinement INDEX, unless it says no more than what holds around it.  */
static void
write_better (struct writer *w, const uint32_t *of, uint32_t index)
{
  const struct refinement *made = &refinements_array (w->v->r)[index];
  uint32_t version = w->v->n_ssa + index;
  uint32_t above = made->parent < w->v->n_ssa ? NONE : w->entry[made->parent
								 - w->v->n_ssa];
  uint32_t code = code_of_version (w, made->name, version);
  struct known_better *all = (struct known_better *) w->better.bytes;
  w->entry[index] = above;
  if (above != NONE && all[above].place == made->place)
    all[above].value = code;
  else if (code != (above == NONE ? of[made->name] : all[above].value))
    {
      struct known_better entry = { made->name, made->place, above, code };
      w->entry[index] = (uint32_t) (w->better.size / sizeof entry);
      buffer_add (&w->better, &entry, sizeof entry);
    }
}

/* All entries, blocks by preorder, then edges.  */
static void
write_all_better (struct writer *w, const uint32_t *of)
{
  const struct refinements *r = w->v->r;
  const uint32_t *first = dominators_first (r->dominators);
  uint32_t n = snapshot_n_blocks (w->v->s);
  uint32_t *block = scratch_numbers (w->v->m, n + 1);
  for (uint32_t b = 0; b < n; b++)
    block[b] = NONE;
  for (uint32_t b = 0; b < n; b++)
    if (first[b] != NONE)
      block[first[b]] = b;
  for (uint32_t i = 0; i < n && block[i] != NONE; i++)
    for (uint32_t j = 0; j < r->count_of_block[block[i]]; j++)
      {
	uint32_t index = r->first_of_block[block[i]] + j;
	if (version_place (refinements_array (r)[index].place) != ON_EDGE)
	  write_better (w, of, index);
      }
  for (uint32_t e = 0; e < snapshot_n_edges (w->v->s); e++)
    for (uint32_t j = 0; j < r->count_on_edge[e]; j++)
      write_better (w, of, r->first_on_edge[e] + j);
}

/* The entries sorted by name, as they lie otherwise.  */
static void
sort_better (struct writer *w, struct known_better *sorted)
{
  const struct known_better *all
    = (const struct known_better *) w->better.bytes;
  uint32_t n = (uint32_t) (w->better.size / sizeof *all);
  uint32_t *at = scratch_numbers (w->v->m, w->v->n_ssa + 2);
  uint32_t *moved = scratch_numbers (w->v->m, n + 1);
  for (uint32_t i = 0; i < n; i++)
    at[all[i].name + 1]++;
  for (uint32_t i = 0; i < w->v->n_ssa; i++)
    at[i + 1] += at[i];
  for (uint32_t i = 0; i < n; i++)
    {
      moved[i] = at[all[i].name]++;
      sorted[moved[i]] = all[i];
      if (all[i].above != NONE)
	sorted[moved[i]].above = moved[all[i].above];
    }
}

static void
writer_init (struct writer *w, const struct solver *v)
{
  uint32_t size = 64;
  memset (w, 0, sizeof *w);
  w->v = v;
  while (size / 2 < v->n_versions)
    size *= 2;
  w->table = scratch_numbers (v->m, size);
  w->table_mask = size - 1;
  w->entry = scratch_numbers (v->m, refinements_count (v->r) + 1);
}

static struct ranges
ranges_head (const struct snapshot *s, bool is_complete)
{
  struct ranges head = { .n_ssa = snapshot_n_ssa (s),
			 .n_blocks = snapshot_n_blocks (s),
			 .n_statements = snapshot_n_statements (s),
			 .n_edges = snapshot_n_edges (s),
			 .is_complete = is_complete };
  return head;
}

static void
write_ranges (const struct solver *v, struct buffer *out)
{
  struct writer w;
  struct ranges head = ranges_head (v->s, true);
  uint32_t *of = scratch_numbers (v->m, v->n_ssa + 1);
  writer_init (&w, v);
  for (uint32_t i = 0; i < v->n_ssa; i++)
    of[i] = code_of_version (&w, i, i);
  write_all_better (&w, of);
  head.n_sets = w.n_sets;
  head.n_better = (uint32_t) (w.better.size / sizeof (struct known_better));
  head.n_limbs = (uint32_t) (w.limbs.size / sizeof (uint64_t));
  head.n_intervals
    = (uint32_t) (w.intervals.size / sizeof (struct stored_interval));
  struct known_better *sorted
    = scratch_alloc (v->m, head.n_better + 1, sizeof *sorted);
  sort_better (&w, sorted);
  buffer_add (out, &head, sizeof head);
  buffer_add (out, w.intervals.bytes, w.intervals.size);
  buffer_add (out, w.limbs.bytes, w.limbs.size);
  buffer_add (out, sorted, head.n_better * sizeof *sorted);
  buffer_add (out, w.first.bytes, w.first.size);
  buffer_add (out, &head.n_intervals, sizeof head.n_intervals);
  buffer_add (out, of, v->n_ssa * sizeof *of);
  buffer_add (out, v->edge, head.n_edges);
  buffer_release (&w.intervals);
  buffer_release (&w.limbs);
  buffer_release (&w.better);
  buffer_release (&w.first);
}

/* Nothing is known, or there is nothing to know.  */
static void
write_nothing (const struct snapshot *s, bool is_complete, struct buffer *out)
{
  struct ranges head = ranges_head (s, is_complete);
  uint32_t zero = 0, any = RANGE_ANY;
  uint8_t taken = 1;
  buffer_add (out, &head, sizeof head);
  buffer_add (out, &zero, sizeof zero);
  for (uint32_t i = 0; i < head.n_ssa; i++)
    buffer_add (out, &any, sizeof any);
  for (uint32_t i = 0; i < head.n_edges; i++)
    buffer_add (out, &taken, sizeof taken);
}

bool
ranges_compute (const struct snapshot *s, const struct cfg_order *order,
		const struct dominators *dominators, const struct scratch *m,
		uint64_t budget, struct buffer *out)
{
  struct refinements refinements;
  struct solver v = { .r = &refinements, .s = s, .m = m, .budget = budget };
  if (snapshot_n_blocks (s) <= BLOCK_EXIT + 1)
    {
      write_nothing (s, true, out);
      return true;
    }
  refinements_init (&refinements, s, order, dominators, m);
  bool is_complete = solver_run (&v);
  if (is_complete)
    write_ranges (&v, out);
  else
    write_nothing (s, false, out);
  refinements_release (&refinements);
  return is_complete;
}

void
provide_ranges (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  const struct cfg_order *order = q_cfg_order (cx, key);
  const struct dominators *dominators = q_dominators (cx, key);
  struct scratch m = scratch_of_query (cx);
  uint64_t budget = STEPS_PER_OPERAND
		    * ((uint64_t) snapshot_n_operands (s)
		       + snapshot_n_statements (s) + snapshot_n_edges (s) + 1);
  if (!ranges_compute (s, order, dominators, &m, budget, out))
    query_give_up (cx, "values that change too often");
}

/* Questions.  */

static bool
read_range (const struct ranges_reader *q, uint32_t name, uint32_t code,
	    struct range *r)
{
  struct integer_type t;
  bool is_pointer;
  range_clear (r);
  if (!range_type (q->body, snapshot_ssa (q->body)[name].type, &t,
		   &is_pointer))
    return false;
  if (code == RANGE_ANY)
    range_full (q->scratch, t, r);
  else if (code >= RANGE_FIRST)
    {
      const uint32_t *first = ranges_first (q->ranges) + code - RANGE_FIRST;
      load_range (ranges_intervals (q->ranges) + first[0],
		  first[1] - first[0], ranges_limbs (q->ranges), r);
    }
  return true;
}

static bool
read_entry (const struct ranges_reader *q, uint32_t name, uint32_t entry,
	    struct range *r)
{
  return read_range (q, name, entry == NONE
			      ? ranges_of (q->ranges)[name]
			      : ranges_better (q->ranges)[entry].value, r);
}

static bool
block_is_reached (const struct ranges_reader *q, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (q->body)[block];
  for (uint32_t i = 0; i < b->n_predecessors; i++)
    if (ranges_edge (q->ranges)[snapshot_preds (q->body)
				[b->first_predecessor + i]])
      return true;
  return block == BLOCK_ENTRY;
}

bool
ranges_at_definition (const struct ranges_reader *q, uint32_t name,
		      struct range *r)
{
  return read_entry (q, name, NONE, r);
}

static bool
read_at (const struct ranges_reader *q, uint32_t name, uint32_t block,
	 uint32_t statement, struct range *r)
{
  uint32_t entry = better_find (q->body, q->dominators,
				ranges_better (q->ranges),
				q->ranges->n_better, name, block, statement);
  bool known = read_entry (q, name, entry, r);
  if (!block_is_reached (q, block))
    range_clear (r);
  return known;
}

bool
ranges_at_block (const struct ranges_reader *q, uint32_t name, uint32_t block,
		 struct range *r)
{
  return read_at (q, name, block, NONE, r);
}

bool
ranges_at_statement (const struct ranges_reader *q, uint32_t name,
		     uint32_t statement, struct range *r)
{
  return read_at (q, name, snapshot_statements (q->body)[statement].block,
		  statement, r);
}

bool
ranges_on_edge (const struct ranges_reader *q, uint32_t name, uint32_t edge,
		struct range *r)
{
  uint32_t entry
    = better_find_on_edge (q->body, q->dominators, ranges_better (q->ranges),
			   q->ranges->n_better, name, edge);
  bool known = read_entry (q, name, entry, r);
  if (!ranges_edge (q->ranges)[edge])
    range_clear (r);
  return known;
}

/* Verifying and printing.  */

static bool
integer_verify (const struct stored_integer *a, uint32_t n_limbs,
		const uint64_t *limbs)
{
  int64_t n = a->size < 0 ? -(int64_t) a->size : a->size;
  if (n <= 1)
    return (n == 0) == (a->limb == 0);
  return n <= INTEGER_LIMBS && a->limb < n_limbs
	 && n_limbs - a->limb >= (uint64_t) n
	 && limbs[a->limb + (uint64_t) n - 1] != 0;
}

bool
ranges_verify (const void *bytes, size_t size)
{
  const struct ranges *r = bytes;
  if (size < sizeof *r)
    return false;
  const uint64_t count[] = { r->n_intervals, r->n_limbs, r->n_better,
			     (uint64_t) r->n_sets + 1, r->n_ssa, r->n_edges };
  const uint32_t width[] = { sizeof (struct stored_interval), 8,
			     sizeof (struct known_better), 4, 4, 1 };
  if (!value_has_size (size, sizeof *r, count, width, 6)
      || !better_verify (ranges_better (r), r->n_better, &r->n_ssa,
			 r->n_sets + RANGE_FIRST)
      || !numbers_below (ranges_of (r), r->n_ssa, r->n_sets + RANGE_FIRST,
			 false)
      || ranges_first (r)[0] != 0
      || ranges_first (r)[r->n_sets] != r->n_intervals)
    return false;
  for (uint32_t i = 0; i < r->n_sets; i++)
    if (ranges_first (r)[i] > ranges_first (r)[i + 1]
	|| ranges_first (r)[i + 1] - ranges_first (r)[i] > RANGE_PARTS)
      return false;
  for (uint32_t i = 0; i < r->n_intervals; i++)
    if (!integer_verify (&ranges_intervals (r)[i].low, r->n_limbs,
			 ranges_limbs (r))
	|| !integer_verify (&ranges_intervals (r)[i].high, r->n_limbs,
			    ranges_limbs (r)))
      return false;
  return true;
}

static void
range_print (FILE *file, bool is_pointer, bool is_any, const struct range *r)
{
  static const char *const words[] = { "never", "null", "not null", "any" };
  struct buffer text = BUFFER_INIT;
  if (is_pointer || is_any)
    {
      fprintf (file, "%s\n", is_any ? "any" : words[range_truth (r)]);
      return;
    }
  range_text (r, &text);
  fprintf (file, "%.*s\n", (int) text.size, text.bytes);
  buffer_release (&text);
}

/* NAME, if more is known than its type, or if ALL are wanted; *NEXT is the first
   entry of it or of a later name.  */
static void
name_print (FILE *file, const struct ranges_reader *q, uint32_t name,
	    bool all, uint32_t *next)
{
  const struct ranges *r = q->ranges;
  const struct known_better *better = ranges_better (r);
  struct integer_type t;
  bool is_pointer, is_better = *next < r->n_better
			       && better[*next].name == name;
  struct range range;
  if (!range_type (q->body, snapshot_ssa (q->body)[name].type, &t,
		   &is_pointer)
      || (ranges_of (r)[name] == RANGE_ANY && !is_better && !all))
    return;
  ssa_print (file, q->body, name);
  fprintf (file, ": ");
  ranges_at_definition (q, name, &range);
  range_print (file, is_pointer, ranges_of (r)[name] == RANGE_ANY, &range);
  for (; *next < r->n_better && better[*next].name == name; ++*next)
    {
      fprintf (file, "  ");
      better_place_print (file, q->body, better[*next].place);
      fprintf (file, ": ");
      read_entry (q, name, *next, &range);
      range_print (file, is_pointer, better[*next].value == RANGE_ANY,
		   &range);
    }
}

void
ranges_print (FILE *file, const struct snapshot *body,
	      const struct ranges *r, unsigned flags)
{
  struct arena arena;
  uint32_t next = 0, impossible = 0;
  arena_init (&arena, "dump");
  struct scratch scratch = scratch_of_arena (&arena);
  struct ranges_reader q = { body, NULL, r, &scratch };
  if (!r->is_complete)
    fprintf (file, "gave up\n");
  for (uint32_t i = 0; i < r->n_ssa; i++)
    name_print (file, &q, i, flags & DUMP_DETAILS, &next);
  for (uint32_t i = 0; i < r->n_edges; i++)
    if (!ranges_edge (r)[i])
      fprintf (file, "%s %u->%u", impossible++ ? "" : "never taken:",
	       (unsigned) snapshot_edges (body)[i].source,
	       (unsigned) snapshot_edges (body)[i].destination);
  if (impossible)
    fputc ('\n', file);
  arena_release (&arena);
}
