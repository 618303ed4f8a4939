/* memory-bounds.c - accesses outside of objects whose size is known.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The size of what was allocated lies in front of it, where no access goes: bound
   like everything that a region holds, so it is joined, copied and summed up as
   that is.  */

#include "passes/memory.h"

#include <string.h>

#define SIZE_PLACE (-((int64_t) 1 << 40))
#define SIZE_BITS 64

void
memory_set_size (struct memory *m, struct memory_state *s, uint32_t region,
		 uint32_t size)
{
  memory_bind (&m->pool, s, &m->values, region, SIZE_PLACE, SIZE_BITS, size);
}

/* The size of REGION in bytes, if it is one number.  */
static bool
size_of_region (struct memory *m, const struct memory_state *s,
		uint32_t region, uint64_t *size)
{
  const struct memory_node *n = memory_node (&m->values, region);
  const struct snap_decl *d;
  const struct binding *b;
  uint32_t count, i;
  struct integer value;

  switch (n->kind)
    {
    case NODE_VARIABLE:
      d = &snapshot_decls (m->s)[n->a];
      /* What is defined elsewhere may be larger than it looks from here.  */
      if (d->flags & DECL_IS_EXTERNAL || d->size_bits == SIZE_UNKNOWN
	  || (d->kind != DECL_VARIABLE && d->kind != DECL_PARAMETER))
	return false;
      *size = d->size_bits / 8;
      return true;
    case NODE_STRING:
      *size = snapshot_constants (m->s)[n->a].count;
      return true;
    case NODE_HEAP:
    case NODE_ALLOCA:
      b = memory_bindings (s, &count);
      i = memory_find_binding (s, region, SIZE_PLACE);
      return i < count && b[i].region == region && b[i].offset == SIZE_PLACE
	     && memory_is_integer (&m->values, b[i].value, &value)
	     && integer_to_unsigned (value, size);
    default:
      return false;
    }
}

static const char *
describe (struct memory *m, int64_t offset, uint64_t bytes, uint64_t size)
{
  struct buffer text = BUFFER_INIT;
  char *kept;

  buffer_add_format (&text, "%llu byte%s at offset %lld of an object of "
		     "%llu byte%s", (unsigned long long) bytes,
		     bytes == 1 ? "" : "s", (long long) offset,
		     (unsigned long long) size, size == 1 ? "" : "s");
  kept = scratch_alloc (&m->scratch, text.size + 1, 1);
  memcpy (kept, text.bytes, text.size);
  buffer_release (&text);
  return kept;
}

/* Whether some byte of L is certainly none of its object's, which has *SIZE.  */
static bool
is_outside (struct memory *m, const struct memory_state *s,
	    const struct location *l, uint64_t *size)
{
  int64_t end;

  if (l->offset == OFFSET_UNKNOWN || l->size == SIZE_UNKNOWN || l->size == 0
      || l->offset % 8 || l->size % 8 || l->size > INT64_MAX / 4
      || !size_of_region (m, s, l->region, size) || *size > INT64_MAX / 16)
    return false;
  end = l->offset / 8;
  return end < 0
	 || (!__builtin_add_overflow (end, (int64_t) (l->size / 8), &end)
	     && end > (int64_t) *size);
}

void
memory_check_bounds (struct memory *m, struct memory_state *s,
		     const struct location *l, uint32_t statement, bool writes)
{
  uint64_t size;
  int64_t offset;
  struct memory_found *f;
  uint32_t region = l->region;

  if (statement == NONE)
    return;
  if (!is_outside (m, s, l, &size))
    {
      memory_is_unharmed (m, statement);
      return;
    }
  offset = l->offset / 8;
  if (operand_kind (l->operand) == OPERAND_SSA
      && memory_is_doubtful (m, l->operand, statement))
    return;
  f = memory_find (m, s, writes ? FOUND_OUT_OF_BOUNDS_WRITE
				: FOUND_OUT_OF_BOUNDS_READ,
		   statement, l->operand, region);
  if (!f)
    return;
  f->if_always = memory_goes_round (m);
  f->name = describe (m, offset, l->size / 8, size);
  if (memory_kind (&m->values, region) == NODE_VARIABLE)
    f->text = snapshot_string (m->s, snapshot_decls (m->s)
				     [memory_node (&m->values, region)->a]
				     .name);
}
