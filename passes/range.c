/* range.c - sets of integers as a few intervals.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/range.h"

#include <string.h>

bool
range_type (const struct snapshot *s, uint32_t type, struct integer_type *t,
	    bool *is_pointer)
{
  if (type == NONE || !integer_form (s, type, t, is_pointer))
    return false;
  if (*is_pointer)
    t->precision = 1;
  return t->precision >= 1 && t->precision <= RANGE_WIDEST;
}

void
range_single (struct integer value, struct range *r)
{
  r->count = 1;
  r->part[0].low = r->part[0].high = value;
}

void
range_full (const struct scratch *m, struct integer_type t, struct range *r)
{
  r->count = 1;
  r->part[0].low = integer_least (m, t.precision, t.is_unsigned);
  r->part[0].high = integer_greatest (m, t.precision, t.is_unsigned);
}

void
range_copy (const struct range *from, struct range *to)
{
  to->count = from->count;
  memcpy (to->part, from->part, from->count * sizeof *from->part);
}

const struct range *
range_keep (const struct scratch *m, const struct range *r)
{
  struct range *kept
    = scratch_alloc (m, 1, offsetof (struct range, part)
			   + r->count * sizeof *r->part);
  range_copy (r, kept);
  return kept;
}

/* Make parts I and I + 1 one.  */
static void
close_gap (struct range *r, uint32_t i)
{
  r->part[i].high = r->part[i + 1].high;
  r->count--;
  memmove (&r->part[i + 1], &r->part[i + 2],
	   (r->count - i - 1) * sizeof *r->part);
}

static void
close_smallest_gap (const struct scratch *m, struct range *r)
{
  uint32_t best = 0;
  struct integer least = integer_of (0);
  for (uint32_t i = 0; i + 1 < r->count; i++)
    {
      struct integer gap = integer_subtract (m, r->part[i + 1].low,
					     r->part[i].high);
      if (i == 0 || integer_compare (gap, least) < 0)
	{
	  least = gap;
	  best = i;
	}
    }
  close_gap (r, best);
}

void
range_finish (const struct scratch *m, struct range *r)
{
  while (r->count > RANGE_PARTS)
    close_smallest_gap (m, r);
}

void
range_hull (struct range *r)
{
  if (r->count > 1)
    {
      r->part[0].high = r->part[r->count - 1].high;
      r->count = 1;
    }
}

/* Whether B begins at most one after A.  */
static bool
is_joined (const struct scratch *m, struct integer a, struct integer b)
{
  return integer_compare (b, a) <= 0
	 || integer_equal (b, integer_add (m, a, integer_of (1)));
}

void
range_add (const struct scratch *m, struct range *r, struct integer low,
	   struct integer high)
{
  uint32_t first = 0, last;
  while (first < r->count && !is_joined (m, r->part[first].high, low))
    first++;
  for (last = first; last < r->count && is_joined (m, high, r->part[last].low);
       last++)
    {
      if (integer_compare (r->part[last].low, low) < 0)
	low = r->part[last].low;
      if (integer_compare (r->part[last].high, high) > 0)
	high = r->part[last].high;
    }
  memmove (&r->part[first + 1], &r->part[last],
	   (r->count - last) * sizeof *r->part);
  r->count = r->count - (last - first) + 1;
  r->part[first].low = low;
  r->part[first].high = high;
  if (r->count > RANGE_ROOM)
    close_smallest_gap (m, r);
}

void
range_unite (const struct scratch *m, struct range *r,
	     const struct range *with)
{
  for (uint32_t i = 0; i < with->count; i++)
    range_add (m, r, with->part[i].low, with->part[i].high);
  range_finish (m, r);
}

void
range_intersect (const struct range *a, const struct range *b,
		 struct range *r)
{
  struct range result;
  uint32_t i = 0, j = 0;
  range_clear (&result);
  while (i < a->count && j < b->count && result.count < RANGE_ROOM)
    {
      const struct interval *x = &a->part[i], *y = &b->part[j];
      struct integer low = integer_compare (x->low, y->low) > 0 ? x->low
								: y->low;
      bool x_ends = integer_compare (x->high, y->high) < 0;
      struct integer high = x_ends ? x->high : y->high;
      if (integer_compare (low, high) <= 0)
	{
	  result.part[result.count].low = low;
	  result.part[result.count++].high = high;
	}
      if (x_ends)
	i++;
      else
	j++;
    }
  range_copy (&result, r);
}

void
range_complement (const struct scratch *m, struct integer_type t,
		  const struct range *a, struct range *r)
{
  struct range result;
  struct integer low = integer_least (m, t.precision, t.is_unsigned);
  struct integer greatest = integer_greatest (m, t.precision, t.is_unsigned);
  range_clear (&result);
  for (uint32_t i = 0; i < a->count; i++)
    {
      if (integer_compare (low, a->part[i].low) < 0)
	{
	  result.part[result.count].low = low;
	  result.part[result.count++].high
	    = integer_add (m, a->part[i].low, integer_of (-1));
	}
      low = integer_add (m, a->part[i].high, integer_of (1));
    }
  if (integer_compare (low, greatest) <= 0)
    {
      result.part[result.count].low = low;
      result.part[result.count++].high = greatest;
    }
  range_finish (m, &result);
  range_copy (&result, r);
}

bool
range_equal (const struct range *a, const struct range *b)
{
  if (a->count != b->count)
    return false;
  for (uint32_t i = 0; i < a->count; i++)
    if (!integer_equal (a->part[i].low, b->part[i].low)
	|| !integer_equal (a->part[i].high, b->part[i].high))
      return false;
  return true;
}

bool
range_within (const struct range *a, const struct range *b)
{
  uint32_t j = 0;
  for (uint32_t i = 0; i < a->count; i++)
    {
      while (j < b->count
	     && integer_compare (b->part[j].high, a->part[i].low) < 0)
	j++;
      if (j == b->count
	  || integer_compare (b->part[j].low, a->part[i].low) > 0
	  || integer_compare (b->part[j].high, a->part[i].high) < 0)
	return false;
    }
  return true;
}

bool
range_contains (const struct range *r, struct integer value)
{
  for (uint32_t i = 0; i < r->count; i++)
    if (integer_compare (r->part[i].low, value) <= 0
	&& integer_compare (value, r->part[i].high) <= 0)
      return true;
  return false;
}

bool
range_is_single (const struct range *r)
{
  return r->count == 1 && integer_equal (r->part[0].low, r->part[0].high);
}

unsigned
range_truth (const struct range *r)
{
  unsigned truth = 0;
  for (uint32_t i = 0; i < r->count; i++)
    {
      int low = integer_sign (r->part[i].low);
      int high = integer_sign (r->part[i].high);
      truth |= (low <= 0 && high >= 0) | (low != 0 || high != 0) << 1;
    }
  return truth;
}

bool
range_is_full (const struct scratch *m, struct integer_type t,
	       const struct range *r)
{
  return r->count == 1
	 && integer_compare (r->part[0].low,
			     integer_least (m, t.precision,
					    t.is_unsigned)) <= 0
	 && integer_compare (r->part[0].high,
			     integer_greatest (m, t.precision,
					       t.is_unsigned)) >= 0;
}

void
range_text (const struct range *r, struct buffer *out)
{
  if (!r->count)
    buffer_add_format (out, "never");
  for (uint32_t i = 0; i < r->count; i++)
    {
      buffer_add_format (out, i ? " [" : "[");
      integer_text (r->part[i].low, out);
      if (!integer_equal (r->part[i].low, r->part[i].high))
	{
	  buffer_add_format (out, ", ");
	  integer_text (r->part[i].high, out);
	}
      buffer_add_format (out, "]");
    }
}
