/* check-unreachable.c - what a condition above has made unreachable.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A condition that another one above it rules out, by the same values: `if (a) ...
   else if (a)', `x > 5' and in it `x < 3'.  What it guards is never executed.

   Much of what is unreachable is meant: what a macro or a configuration decides,
   the last `else' of a chain that has named every case, a second look at what was
   looked at before.  So it must be the true branch of a condition that no other
   way leads to, both conditions must be written out (FINDING_AS_WRITTEN), and
   either the first one is true there and is not simply asked again to get away; or
   nothing happens between the two, and they are the same or two of one chain.  */

#include "passes/all.h"
#include "passes/expression.h"

/* How many dominators are searched for a condition.  */
#define CONDITIONS_ABOVE 64

struct unreachable_check
{
  const struct snapshot *s;
  const struct dominators *dominators;
  struct predicate_names names;
};

/* A condition that is never true, and why.  */
struct dead_condition
{
  uint32_t statement;		/* COND */
  uint32_t edge;		/* The edge that is never taken.  */
  uint32_t reason;		/* Another COND, above it, ...  */
  bool is_true;			/* ... which is then true.  */
};

static const struct snap_statement *
block_condition (const struct snapshot *s, uint32_t block,
		 uint32_t *statement)
{
  const struct snap_statement *t;

  *statement = snapshot_last_statement (s, block);
  if (*statement == NONE)
    return NULL;
  t = &snapshot_statements (s)[*statement];
  return t->code == STATEMENT_COND ? t : NULL;
}

static bool
literal_of_condition (const struct unreachable_check *k,
		      const struct snap_statement *t, struct literal *l)
{
  const uint32_t *o = snapshot_operands (k->s) + t->first_operand;

  return literal_of_comparison (&k->names, t->operation, o[0], o[1], l)
	 == TRUTH_UNKNOWN
	 && l->is_exact && l->holds != ORDERS_ALL;
}

/* The edge by which alone BLOCK is entered, or NONE.  */
static uint32_t
only_way_in (const struct snapshot *s, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (s)[block];

  return b->n_predecessors == 1
	 ? snapshot_preds (s)[b->first_predecessor] : NONE;
}

static uint32_t
edge_with (const struct snapshot *s, uint32_t block, uint32_t flag)
{
  const struct snap_block *b = &snapshot_blocks (s)[block];

  for (uint32_t i = 0; i < b->n_successors; i++)
    if (snapshot_edges (s)[b->first_successor + i].flags & flag)
      return b->first_successor + i;
  return NONE;
}

/* Whether something happens in BLOCK that a condition is not made of.  */
static bool
happens (const struct snapshot *s, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (s)[block];

  for (uint32_t i = 0; i < b->n_statements; i++)
    {
      const struct snap_statement *t
	= &snapshot_statements (s)[b->first_statement + i];
      if (t->vdef != NONE && t->code != STATEMENT_PHI)
	return true;
    }
  return false;
}

/* Whether BLOCK does nothing: without optimisation, GCC keeps what is only the way
   to another one.  */
static bool
is_empty (const struct snapshot *s, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (s)[block];

  for (uint32_t i = b->n_phis; i < b->n_statements; i++)
    switch (snapshot_statements (s)[b->first_statement + i].code)
      {
      case STATEMENT_LABEL:
      case STATEMENT_NOP:
      case STATEMENT_PREDICT:
	break;
      default:
	return false;
      }
  return true;
}

/* The block that EDGE leads to, if nothing else does and it does something; or
   NONE.  */
static uint32_t
guarded_block (const struct snapshot *s, uint32_t edge)
{
  uint32_t to = snapshot_edges (s)[edge].destination;

  return only_way_in (s, to) == edge && !is_empty (s, to) ? to : NONE;
}

/* Whether BLOCK ends with a return or a jump, which GCC's front end leaves a
   prediction for, or does not come to its end.  */
static bool
leaves (const struct snapshot *s, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (s)[block];

  for (uint32_t i = 0; i < b->n_statements; i++)
    {
      enum statement_code code
	= snapshot_statements (s)[b->first_statement + i].code;
      if (code == STATEMENT_PREDICT || code == STATEMENT_RETURN)
	return true;
    }
  return b->n_successors == 0;
}

/* Whether control comes from REASON, where it is false, to BLOCK with nothing
   happening between but other conditions that are false.  */
static bool
is_next (const struct snapshot *s, uint32_t reason, uint32_t block)
{
  for (unsigned i = 0; i < CONDITIONS_ABOVE && !happens (s, block); i++)
    {
      uint32_t e = only_way_in (s, block);

      if (e == NONE || !(snapshot_edges (s)[e].flags & EDGE_IS_FALSE))
	return false;
      block = snapshot_edges (s)[e].source;
      if (block == reason)
	return true;
    }
  return false;
}

/* Whether D is worth telling.  KNOWN excludes ASKED, its condition.  */
static bool
is_certain (const struct unreachable_check *k,
	    const struct dead_condition *d, const struct literal *known,
	    const struct literal *asked)
{
  uint32_t block = snapshot_statements (k->s)[d->statement].block;
  uint32_t reason = snapshot_statements (k->s)[d->reason].block;
  uint32_t dead = guarded_block (k->s, d->edge), first;
  struct literal opposite = literal_opposite (asked);

  if (dead == NONE)
    return false;
  if (d->is_true)
    return !literals_same (known, &opposite) || !leaves (k->s, dead);
  if (!is_next (k->s, reason, block))
    return false;
  if (literals_same (known, &opposite))
    return true;
  /* A chain goes on behind it.  */
  first = guarded_block (k->s, edge_with (k->s, reason, EDGE_IS_TRUE));
  return first != NONE && !leaves (k->s, first);
}

/* Look whether the condition of BLOCK is never true, for another one's sake.  */
static bool
find_reason (struct unreachable_check *k, uint32_t block,
	     struct dead_condition *d)
{
  struct literal asked, known;
  const struct snap_statement *t
    = block_condition (k->s, block, &d->statement);
  uint32_t at = block;

  if (!t || !literal_of_condition (k, t, &asked))
    return false;
  for (unsigned i = 0; i < CONDITIONS_ABOVE && at != NONE; i++)
    {
      uint32_t e = only_way_in (k->s, at);
      const struct snap_edge *edge = &snapshot_edges (k->s)[e];

      at = dominators_immediate (k->dominators)[at];
      if (e == NONE || !(edge->flags & (EDGE_IS_TRUE | EDGE_IS_FALSE)))
	continue;
      t = block_condition (k->s, edge->source, &d->reason);
      if (!t || !literal_of_condition (k, t, &known))
	continue;
      d->is_true = edge->flags & EDGE_IS_TRUE;
      if (!d->is_true)
	known = literal_opposite (&known);
      if (literals_exclude (&known, 1, &asked))
	{
	  d->edge = edge_with (k->s, block, EDGE_IS_TRUE);
	  return d->edge != NONE && is_certain (k, d, &known, &asked);
	}
    }
  return false;
}

/* The condition STATEMENT as the text of the last finding, which says NAMED or, if
   it has no name in the source, UNNAMED.  */
static void
add_condition (struct findings_builder *b, const struct snapshot *s,
	       enum message named, enum message unnamed, uint32_t statement,
	       uint32_t flags)
{
  struct buffer text = BUFFER_INIT;
  bool has_name = condition_text (s, statement, &text);

  findings_add (b, CHECK_unreachable, has_name ? named : unnamed,
		PLACE (PLACE_STATEMENT, statement),
		flags | FINDING_AS_WRITTEN);
  if (has_name)
    {
      buffer_add (&text, "", 1);
      findings_add_text (b, text.bytes);
    }
  buffer_release (&text);
}

static void
report (struct findings_builder *b, const struct snapshot *s,
	const struct dead_condition *d)
{
  add_condition (b, s, MESSAGE_NEVER_TRUE, MESSAGE_NEVER_TRUE_UNNAMED,
		 d->statement, 0);
  if (d->is_true)
    add_condition (b, s, MESSAGE_AS_TRUE, MESSAGE_AS_TRUE_UNNAMED, d->reason,
		   FINDING_IS_NOTE);
  else
    add_condition (b, s, MESSAGE_AS_FALSE, MESSAGE_AS_FALSE_UNNAMED,
		   d->reason, FINDING_IS_NOTE);
}

/* Whether BLOCK lies behind one of the N conditions DEAD: it has no finding of its
   own.  */
static bool
is_behind (const struct unreachable_check *k,
	   const struct dead_condition *dead, uint32_t n, uint32_t block)
{
  for (uint32_t i = 0; i < n; i++)
    if (dominates (k->dominators,
		   snapshot_edges (k->s)[dead[i].edge].destination, block))
      return true;
  return false;
}

/* Whether two conditions may be about the same values: only then is more asked
   for.  */
static bool
has_two_conditions (const struct snapshot *s)
{
  unsigned count = 0;

  for (uint32_t i = 0; i < snapshot_n_blocks (s) && count < 2; i++)
    {
      uint32_t statement;
      count += block_condition (s, i, &statement) != NULL;
    }
  return count == 2;
}

void
provide_unreachable (struct query_context *cx, uint32_t key,
		     struct buffer *out)
{
  struct unreachable_check k = { .s = q_body (cx, key) };
  struct dead_condition *dead = NULL;
  struct findings_builder b;
  uint32_t n = 0;

  if (has_two_conditions (k.s))
    {
      k.names.s = k.s;
      k.names.of = value_numbers_of (q_value_numbers (cx, key));
      k.dominators = q_dominators (cx, key);
      dead = query_alloc (cx, snapshot_n_blocks (k.s) + 1, sizeof *dead);
      for (uint32_t i = 0; i < snapshot_n_blocks (k.s); i++)
	if (find_reason (&k, i, &dead[n])
	    && !is_behind (&k, dead, n, i))
	  n++;
    }
  findings_builder_init (&b);
  for (uint32_t i = 0; i < n; i++)
    report (&b, k.s, &dead[i]);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
