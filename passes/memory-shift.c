/* memory-shift.c - shifts by a count that the integer has no room for.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A count that callers choose is noted on the path: the summary tells them of it,
   and who passes a number that is wrong is told where it is used.  */

#include "passes/memory-claim.h"
#include "passes/memory.h"
#include "passes/memory-summary.h"

static bool
is_shift (uint32_t operation)
{
  return operation == OPERATION_SHIFT_LEFT || operation == OPERATION_SHIFT_RIGHT;
}

void
memory_shift (struct memory *m, struct memory_state *s, uint32_t statement,
	      uint32_t operand, uint32_t count, uint32_t size)
{
  struct memory_found *f = NULL;
  struct integer value;
  struct range r;
  bool is_number = memory_is_integer (&m->values, count, &value);

  if (!is_number)
    {
      memory_claim (m, s, SUMMARY_SHIFTS, statement, OPERAND (OPERAND_NONE, 0),
		    count, 0, size);
      if (count == 0 || !memory_range (m, s, count, NONE, &r)
	  || !range_is_single (&r))
	{
	  memory_is_unharmed (m, statement);
	  return;
	}
      value = r.part[0].low;
    }
  /* Zero less one, unsigned: that it is zero is mostly what a loop without a round
     says, and who wrote the shift knows that there is one.  */
  if (integer_compare (value, integer_of (INT32_MAX)) > 0)
    return;
  if (integer_sign (value) < 0)
    f = memory_find (m, s, FOUND_NEGATIVE_SHIFT, statement, operand, 0);
  else if (integer_compare (value, integer_of (size)) >= 0)
    f = memory_find (m, s, FOUND_LARGE_SHIFT, statement, operand, 0);
  if (f)
    {
      /* A condition has made it that number.  */
      f->if_always = !is_number;
      f->argument = size;
      f->text = memory_integer_text (m, value);
    }
}

void
memory_check_shift (struct memory *m, struct memory_state *s,
		    uint32_t statement, uint32_t operand, uint32_t count)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  struct integer_type type;

  if (is_shift (t->operation) && integer_type (m->s, t->type, &type))
    memory_shift (m, s, statement, operand, count, type.precision);
}
