/* memory-bounds.c - accesses outside of objects whose size is known.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The size of what was allocated lies in front of it, where no access goes: bound
   like everything that a region holds, so it is joined, copied and summed up as
   that is.

   Where an index is not one number its range says where an access goes, and in a
   loop whose rounds are known (memory-rounds.c) the first and the last of them.  */

#include "passes/memory-claim.h"
#include "passes/memory-summary.h"
#include "passes/memory.h"

#include <string.h>

#include "passes/alias.h"
#include "passes/undefined.h"

#define SIZE_PLACE (-((int64_t) 1 << 40))
#define SIZE_BITS 64

void
memory_set_size (struct memory *m, struct memory_state *s, uint32_t region,
		 uint32_t size)
{
  memory_bind (&m->pool, s, &m->values, region, SIZE_PLACE, SIZE_BITS, size);
}

void
memory_clear_contents (struct memory *m, struct memory_state *s,
		       uint32_t region)
{
  uint32_t n, i = memory_find_binding (s, region, SIZE_PLACE);
  const struct binding *b = memory_bindings (s, &n);
  uint32_t size = i < n && b[i].region == region && b[i].offset == SIZE_PLACE
		  ? b[i].value : 0;

  memory_clear_bits (&m->pool, s, &m->values, region, INT64_MIN / 4,
		     SIZE_UNKNOWN);
  if (size != 0)
    memory_set_size (m, s, region, size);
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
      if (n->a == NONE)
	return false;
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

/* Which of the places is meant where an access goes to several.  */
enum which_place { IN_ANY_ROUND, IN_FIRST_ROUND, IN_LAST_ROUND, WHICH_PLACES };

/* Bytes behind where an object begins.  */
struct span
{
  int64_t low, high;
};

/* Offsets beyond are none that an object has.  */
#define MOST_OFFSET ((int64_t) 1 << 48)

struct placing
{
  struct memory *m;
  struct memory_state *s;
  uint32_t statement;
  enum which_place which;
  bool is_in_round;		/* Some index depended on it.  */
};

static bool
to_number (struct integer a, int64_t *number)
{
  if (a.size < -1 || a.size > 1)
    return false;
  /* An offset is of the size of an address: large ones are negative.  */
  *number = (int64_t) (a.size < 0 ? -a.limb : a.limb);
  return *number > -MOST_OFFSET && *number < MOST_OFFSET;
}

static bool
move_span (struct span *x, int64_t low, int64_t high)
{
  return !__builtin_add_overflow (x->low, low, &x->low)
	 && !__builtin_add_overflow (x->high, high, &x->high);
}

/* Add what OPERAND is, FACTOR times, to *X.  */
static bool
add_index (struct placing *p, uint32_t operand, int64_t factor, struct span *x)
{
  struct span index;
  struct range r;
  uint32_t value;

  if (p->which != IN_ANY_ROUND
      && memory_index_in_round (p->m, operand, p->statement,
				p->which == IN_LAST_ROUND, &index.low))
    {
      index.high = index.low;
      p->is_in_round = true;
    }
  else if (operand_kind (operand) == OPERAND_CONSTANT)
    {
      if (!constant_value (p->m->s, operand, &index.low))
	return false;
      index.high = index.low;
    }
  else
    {
      value = memory_operand (p->m, p->s, operand, NONE, false);
      if (value == 0
	  || !memory_range (p->m, p->s, value, memory_operand_type (p->m->s,
								    operand),
			    &r)
	  || r.count != 1 || !to_number (r.part[0].low, &index.low)
	  || !to_number (r.part[0].high, &index.high)
	  || index.low > index.high)
	return false;
    }
  return !__builtin_mul_overflow (index.low, factor, &index.low)
	 && !__builtin_mul_overflow (index.high, factor, &index.high)
	 && move_span (x, factor < 0 ? index.high : index.low,
		       factor < 0 ? index.low : index.high);
}

/* Add the number of bytes OPERAND, maybe the product of an index and a size.  */
static bool
add_bytes (struct placing *p, uint32_t operand, struct span *x)
{
  for (unsigned i = 0; p->which != IN_ANY_ROUND && i < 4; i++)
    {
      uint32_t d = snapshot_definition (p->m->s, operand);
      const struct snap_statement *t;
      const uint32_t *o;
      int64_t size;

      if (d == NONE)
	break;
      t = &snapshot_statements (p->m->s)[d];
      o = snapshot_operands (p->m->s) + t->first_operand;
      if (t->code == STATEMENT_ASSIGN && t->operation == OPERATION_MULTIPLY
	  && constant_value (p->m->s, o[1], &size))
	return add_index (p, o[0], size, x);
      if (!statement_is_copy (t))
	break;
      operand = o[0];
    }
  return add_index (p, operand, 1, x);
}

/* Add where the steps of MEMORY go.  */
static bool
add_steps (struct placing *p, const struct snap_memory *memory,
	   struct span *x)
{
  const struct snapshot *s = p->m->s;

  for (uint32_t i = 0; i < memory->n_steps; i++)
    {
      const struct snap_step *step
	= &snapshot_steps (s)[memory->first_step + i];
      uint64_t bits = 0;

      switch (step->kind)
	{
	case STEP_DEREFERENCE:
	  bits = 8 * (uint64_t) (step->offset % MOST_OFFSET);
	  break;
	case STEP_FIELD:
	  bits = snapshot_fields (s)[step->index].offset_bits;
	  break;
	case STEP_INDEX:
	  if (step->type == NONE
	      || snapshot_types (s)[step->type].size_bits > INT32_MAX
	      || !add_index (p, step->index,
			     (int64_t) snapshot_types (s)[step->type].size_bits
			     / 8, x))
	    return false;
	  break;
	case STEP_VIEW:
	  break;
	default:
	  return false;
	}
      if (bits % 8 || (int64_t) bits / 8 <= -MOST_OFFSET
	  || (int64_t) bits / 8 >= MOST_OFFSET
	  || !move_span (x, (int64_t) bits / 8, (int64_t) bits / 8))
	return false;
    }
  return true;
}

/* Add where pointer BASE goes in its object; false if there are several.  */
static bool
add_base (struct placing *p, uint32_t base, uint32_t region, struct span *x)
{
  const struct snap_statement *d;
  const uint32_t *o;
  const struct memory_node *n;

  switch (operand_kind (base))
    {
    case OPERAND_DECL:
    case OPERAND_CONSTANT:
      return true;
    case OPERAND_SSA:
      break;
    default:
      return false;
    }
  d = ssa_definition (p->m->s, operand_index (base));
  if (d && d->code == STATEMENT_ASSIGN
      && d->operation == OPERATION_POINTER_PLUS)
    {
      o = snapshot_operands (p->m->s) + d->first_operand;
      if (!add_bytes (p, o[1], x))
	return false;
      base = o[0];
    }
  n = memory_node (&p->m->values, memory_operand (p->m, p->s, base, NONE,
						  false));
  return n->kind == NODE_POINTER && n->a == region && n->number > -MOST_OFFSET
	 && n->number < MOST_OFFSET && move_span (x, n->number, n->number);
}

/* Where L, an access with an index, lies.  */
static bool
span_of (struct placing *p, const struct location *l, struct span *x)
{
  const struct snap_memory *memory
    = &snapshot_memory (p->m->s)[operand_index (l->memory)];

  x->low = x->high = 0;
  return add_steps (p, memory, x) && add_base (p, memory->base, l->region, x);
}

static const char *
describe (struct memory *m, const struct span *x, uint64_t bytes,
	  uint64_t size, enum which_place which)
{
  static const char *const words[WHICH_PLACES]
    = { "", ", in the first round", ", in the last round" };
  struct buffer text = BUFFER_INIT;
  bool is_behind = x->low >= 0;

  buffer_add_format (&text, "%llu byte%s at offset %lld%s of an object of "
		     "%llu byte%s%s", (unsigned long long) bytes,
		     bytes == 1 ? "" : "s",
		     (long long) (is_behind ? x->low : x->high),
		     x->low == x->high ? ""
		     : is_behind ? " or more" : " or less",
		     (unsigned long long) size, size == 1 ? "" : "s",
		     words[which]);
  return memory_keep_text (m, &text);
}

/* Whether some byte of BYTES at each place of X is none of an object of SIZE.  */
static bool
is_outside (const struct span *x, uint64_t bytes, uint64_t size)
{
  /* An offset may be next to the greatest: as unsigned numbers they add up.  */
  return x->high < 0 || (x->low >= 0 && (uint64_t) x->low + bytes > size);
}

/* Whether the access to L, at STATEMENT, goes outside of an object of SIZE: at *X,
   as *WHICH says.  */
static bool
goes_outside (struct memory *m, struct memory_state *s,
	      const struct location *l, uint32_t statement, uint64_t size,
	      struct span *x, enum which_place *which)
{
  struct placing p = { m, s, statement, IN_ANY_ROUND, false };
  uint32_t block = snapshot_statements (m->s)[statement].block;

  if (operand_kind (l->memory) == OPERAND_MEMORY && m->loop_of[block] != NONE)
    for (p.which = IN_FIRST_ROUND; p.which < WHICH_PLACES; p.which++)
      {
	p.is_in_round = false;
	if (span_of (&p, l, x) && p.is_in_round
	    && is_outside (x, l->size / 8, size))
	  {
	    *which = p.which;
	    return true;
	  }
      }
  *which = p.which = IN_ANY_ROUND;
  if (l->offset == OFFSET_UNKNOWN)
    return operand_kind (l->memory) == OPERAND_MEMORY && span_of (&p, l, x)
	   && is_outside (x, l->size / 8, size);
  x->low = x->high = l->offset / 8;
  return is_outside (x, l->size / 8, size);
}

/* Whether L is whole bytes of an object whose size is known: *SIZE.  */
static bool
is_measured (struct memory *m, const struct memory_state *s,
	     const struct location *l, uint64_t *size)
{
  return l->size != SIZE_UNKNOWN && l->size > 0 && l->size % 8 == 0
	 && l->size <= INT64_MAX / 4
	 && (l->offset == OFFSET_UNKNOWN || l->offset % 8 == 0)
	 && size_of_region (m, s, l->region, size) && *size <= INT64_MAX / 16;
}

bool
memory_is_outside (struct memory *m, const struct memory_state *s,
		   const struct location *l)
{
  uint64_t size;
  struct span x;

  if (l->offset == OFFSET_UNKNOWN || !is_measured (m, s, l, &size))
    return false;
  x.low = x.high = l->offset / 8;
  return is_outside (&x, l->size / 8, size);
}

/* Bytes of an access that a claim has room for.  */
#define MOST_CLAIMED UINT16_MAX

/* BYTES are accessed OFFSET, a value, behind the beginning of REGION, which callers
   know.  */
static void
claim_access (struct memory *m, struct memory_state *s, uint32_t statement,
	      uint32_t operand, uint32_t region, uint32_t offset,
	      uint32_t bytes, bool writes)
{
  struct integer number;

  if (memory_is_integer (&m->values, offset, &number)
      || memory_is_of_callers (m, offset))
    memory_claim (m, s, writes ? SUMMARY_WRITES_AT : SUMMARY_READS_AT,
		  statement, operand, region, offset, bytes);
}

/* OFFSET and BYTES more, as a value.  */
static uint32_t
add_to_offset (struct memory *m, struct memory_state *s, uint32_t offset,
	       int64_t bytes)
{
  return bytes == 0 || offset == 0
	 ? offset : memory_operate (m, s, OPERATION_PLUS,
				    memory_node (&m->values, offset)->type,
				    offset,
				    memory_make_small (&m->values, bytes));
}

/* The access to L, which callers know, is by a pointer that was moved.  */
static void
claim_moved_access (struct memory *m, struct memory_state *s,
		    const struct location *l, uint32_t statement, bool writes)
{
  const struct snap_memory *memory;
  const struct snap_statement *d;
  struct placing p = { m, s, statement, IN_ANY_ROUND, false };
  struct span x = { 0, 0 };
  struct memory_node n;
  const uint32_t *o;

  if (memory_kind (&m->values, l->region) != NODE_POINTEE
      || operand_kind (l->memory) != OPERAND_MEMORY || l->size % 8
      || l->size / 8 > MOST_CLAIMED)
    return;
  memory = &snapshot_memory (m->s)[operand_index (l->memory)];
  d = operand_kind (memory->base) == OPERAND_SSA
      ? ssa_definition (m->s, operand_index (memory->base)) : NULL;
  if (!d || d->code != STATEMENT_ASSIGN
      || d->operation != OPERATION_POINTER_PLUS
      || memory->flags & MEMORY_IS_VARIABLE || !add_steps (&p, memory, &x))
    return;
  o = snapshot_operands (m->s) + d->first_operand;
  n = *memory_node (&m->values, memory_operand (m, s, o[0], NONE, false));
  if (n.kind == NODE_POINTER && n.a == l->region
      && n.number != OFFSET_UNKNOWN)
    claim_access (m, s, statement, o[0], l->region,
		  add_to_offset (m, s,
				 memory_operand (m, s, o[1], NONE, false),
				 x.low + n.number),
		  (uint32_t) (l->size / 8), writes);
}

void
memory_access_at (struct memory *m, struct memory_state *s,
		  uint32_t statement, uint32_t pointer, uint32_t offset,
		  uint32_t bytes, bool writes)
{
  struct memory_node n = *memory_node (&m->values, pointer);
  struct memory_found *f;
  struct span x;
  struct range r;
  uint64_t size;

  if (n.kind != NODE_POINTER || n.number <= -MOST_OFFSET
      || n.number >= MOST_OFFSET || offset == 0)
    return;
  if (memory_kind (&m->values, n.a) == NODE_POINTEE)
    {
      claim_access (m, s, statement, OPERAND (OPERAND_NONE, 0), n.a,
		    add_to_offset (m, s, offset, n.number), bytes, writes);
      return;
    }
  if (!size_of_region (m, s, n.a, &size) || size > INT64_MAX / 16
      || !memory_range (m, s, offset, NONE, &r) || r.count != 1
      || !to_number (r.part[0].low, &x.low)
      || !to_number (r.part[0].high, &x.high) || x.low > x.high)
    return;
  x.low += n.number;
  x.high += n.number;
  if (!is_outside (&x, bytes, size))
    {
      memory_is_unharmed (m, statement);
      return;
    }
  f = memory_find (m, s, writes ? FOUND_OUT_OF_BOUNDS_WRITE
				: FOUND_OUT_OF_BOUNDS_READ,
		   statement, OPERAND (OPERAND_NONE, 0), n.a);
  if (!f)
    return;
  f->if_always = memory_goes_round (m) || x.low != x.high;
  f->name = describe (m, &x, bytes, size, IN_ANY_ROUND);
}

void
memory_check_bounds (struct memory *m, struct memory_state *s,
		     const struct location *l, uint32_t statement, bool writes)
{
  uint64_t size;
  struct span x;
  enum which_place which;
  struct memory_found *f;
  uint32_t region = l->region;

  if (statement == NONE)
    return;
  if (!is_measured (m, s, l, &size)
      || !goes_outside (m, s, l, statement, size, &x, &which))
    {
      memory_is_unharmed (m, statement);
      claim_moved_access (m, s, l, statement, writes);
      return;
    }
  if (operand_kind (l->operand) == OPERAND_SSA
      && (memory_is_doubtful (m, s, l->operand, statement)
	  || (!m->is_likely && memory_is_of_variable (m, l->operand))))
    return;
  f = memory_find (m, s, writes ? FOUND_OUT_OF_BOUNDS_WRITE
				: FOUND_OUT_OF_BOUNDS_READ,
		   statement, l->operand, region);
  if (!f)
    return;
  /* Who comes to a loop goes through all of its rounds.  */
  f->if_always = which == IN_ANY_ROUND
		 && (memory_goes_round (m) || x.low != x.high);
  f->name = describe (m, &x, l->size / 8, size, which);
  if (memory_kind (&m->values, region) == NODE_VARIABLE)
    f->text = snapshot_string (m->s, snapshot_decls (m->s)
				     [memory_node (&m->values, region)->a]
				     .name);
}
