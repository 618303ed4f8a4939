/* check-flexible-array.c - a flexible array where there is no room for it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   In the middle of another structure a flexible array has no elements: each lies in
   what comes next.  Some programs mean that: they put the elements there.  So this
   is likely a mistake, not certain.  An array of no elements that is written so,
   [0], marks a place and does not count.  */

#include "passes/all.h"
#include "passes/effects.h"

/* Whether TYPE is an array without a bound.  */
static bool
is_flexible (const struct snapshot *s, uint32_t type)
{
  return type != NONE
	 && snapshot_types (s)[type].kind == SNAP_TYPE_ARRAY
	 && snapshot_types (s)[type].elements == SIZE_UNKNOWN
	 && snapshot_types (s)[type].size_bits == SIZE_UNKNOWN;
}

static bool
ends_record (const struct snapshot *s, const struct snap_field *f)
{
  return (f->flags & FIELD_IS_LAST) || f->record == NONE
	 || snapshot_types (s)[f->record].kind != SNAP_TYPE_RECORD;
}

/* The field that holds a flexible array that M is an element of, and that others
   follow; or NULL.  *ARRAY is the array.  */
static const struct snap_field *
field_in_the_middle (const struct snapshot *s, const struct snap_memory *m,
		     const struct snap_field **array)
{
  const struct snap_field *middle = NULL;

  for (uint32_t i = 0; i + 1 < m->n_steps; i++)
    {
      const struct snap_step *step = &snapshot_steps (s)[m->first_step + i];
      const struct snap_field *f;

      if (step->kind != STEP_FIELD)
	{
	  middle = NULL;
	  continue;
	}
      f = &snapshot_fields (s)[step->index];
      if (middle && is_flexible (s, f->type)
	  && snapshot_steps (s)[m->first_step + i + 1].kind == STEP_INDEX)
	{
	  *array = f;
	  return middle;
	}
      if (!ends_record (s, f))
	middle = f;
    }
  return NULL;
}

struct flexible_check
{
  const struct snapshot *s;
  uint32_t statement;
  struct findings_builder b;
};

static bool
check_access (void *data, const struct effect *effect)
{
  struct flexible_check *k = data;
  const struct snap_field *middle, *array = NULL;

  if (effect->kind != EFFECT_LOADS && effect->kind != EFFECT_STORES)
    return true;
  middle = field_in_the_middle (k->s, &snapshot_memory (k->s)
					[operand_index (effect->operand)],
				&array);
  if (!middle)
    return true;
  findings_add (&k->b, CHECK_flexible_array, MESSAGE_FLEXIBLE_ARRAY,
		PLACE (PLACE_STATEMENT, k->statement), 0);
  findings_add_text (&k->b, snapshot_string (k->s, array->name));
  findings_add_text (&k->b, snapshot_string (k->s, middle->name));
  findings_add_type (&k->b, middle->record);
  return true;
}

void
provide_flexible_array (struct query_context *cx, uint32_t key,
			struct buffer *out)
{
  struct flexible_check k = { .s = q_body (cx, key) };

  findings_builder_init (&k.b);
  for (k.statement = 0; k.statement < snapshot_n_statements (k.s);
       k.statement++)
    effects_visit (k.s, k.statement, check_access, &k);
  findings_finish (&k.b, out);
  findings_builder_release (&k.b);
}
