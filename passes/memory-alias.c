/* memory-alias.c - writes through pointers that were found somewhere.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What a pointer that nobody has made here points to is a region of its own, as
   if all such pointers led to different places.  They need not: an element of a
   list has a pointer back, and what is written through that when the element is
   taken out is the head of the list, which is read again in the next round.  So
   where a path is walked again, a write of a pointer through one that is not
   a parameter's may have gone to every place where a pointer of that type was
   read before: it is read once more, as something else.

   States know of such writes by their epoch: EPOCH_WRITTEN and the number of the
   last one, which knows the epoch before.  */

#include "passes/memory.h"

#include <string.h>

#define EPOCH_WRITTEN 0x60000000u
#define MOST_WRITES 0x10000u

struct memory_write
{
  uint32_t before;		/* Epoch.  */
  uint32_t region;		/* Where it went to, as far as is known.  */
  uint32_t type;		/* TYPES, of what is pointed to; NONE: any.  */
};

static const struct memory_write *
write_of (const struct memory *m, uint32_t epoch)
{
  return m->replay && epoch >= EPOCH_WRITTEN
	 && epoch - EPOCH_WRITTEN < m->n_writes
	 ? &m->writes[epoch - EPOCH_WRITTEN] : NULL;
}

/* Whether what is of TYPE is a pointer, as far as is known; to what goes to
 *POINTEE.  */
static bool
is_pointer_type (const struct snapshot *s, uint32_t type, uint32_t *pointee)
{
  *pointee = NONE;
  if (type == NONE)
    return true;
  if (snapshot_types (s)[type].kind != SNAP_TYPE_POINTER)
    return false;
  type = snapshot_types (s)[type].element;
  if (type != NONE && snapshot_types (s)[type].main_variant != NONE)
    type = snapshot_types (s)[type].main_variant;
  if (type != NONE && snapshot_types (s)[type].kind != SNAP_TYPE_VOID)
    *pointee = type;
  return true;
}

/* Whether others may lead to REGION than those it is known by.  */
static bool
has_aliases (const struct memory *m, uint32_t region)
{
  const struct memory_node *n = memory_node (&m->values, region);

  if (n->kind == NODE_VARIABLE)
    return snapshot_decls (m->s)[n->a].flags & DECL_IS_GLOBAL;
  return n->kind == NODE_POINTEE;
}

/* Whether a read of a pointer to what W wrote, or to anything, may find it.  */
static bool
may_read (const struct memory_write *w, uint32_t region, uint32_t pointee)
{
  return w->region != region
	 && (w->type == NONE || pointee == NONE || w->type == pointee);
}

struct writing
{
  const struct memory *m;
  const struct memory_write *write;
};

/* What was read somewhere is known to lie there.  */
static bool
keep_unread (void *data, const struct binding *b)
{
  const struct writing *g = data;
  const struct memory_values *v = &g->m->values;
  const struct memory_node *n = memory_node (v, b->value);
  uint32_t pointer, pointee;

  if (n->kind != NODE_POINTER || memory_kind (v, n->a) != NODE_POINTEE)
    return true;
  pointer = memory_node (v, n->a)->a;
  return memory_place_loaded (g->m, pointer) == 0
	 || !has_aliases (g->m, b->region)
	 || !is_pointer_type (g->m->s, memory_node (v, pointer)->type, &pointee)
	 || !may_read (g->write, b->region, pointee);
}

void
memory_note_write (struct memory *m, struct memory_state *s,
		   const struct location *l)
{
  const struct memory_node *n = memory_node (&m->values, l->region);
  uint32_t pointee;

  /* Far in front of it there is what is known of it only (memory-bounds.c).  */
  if (!memory_replay_is_calm (m) || l->size != m->s->pointer_bits
      || l->offset < INT32_MIN || n->kind != NODE_POINTEE
      || memory_kind (&m->values, n->a) == NODE_PARAMETER
      || m->n_writes == MOST_WRITES
      || !is_pointer_type (m->s, l->type, &pointee))
    return;
  if (m->n_writes == m->writes_capacity)
    {
      struct memory_write *old = m->writes;

      m->writes_capacity = old ? 2 * m->writes_capacity : 16;
      m->writes = scratch_alloc (&m->scratch, m->writes_capacity,
				 sizeof *m->writes);
      if (old)
	memcpy (m->writes, old, m->n_writes * sizeof *old);
    }
  m->writes[m->n_writes]
    = (struct memory_write) { s->epoch, l->region, pointee };
  memory_filter_bindings (&m->pool, s, keep_unread,
			  &(struct writing) { m, &m->writes[m->n_writes] });
  s->epoch = EPOCH_WRITTEN + m->n_writes++;
}

uint32_t
memory_epoch_of (const struct memory *m, const struct memory_state *s,
		 const struct location *l)
{
  uint32_t epoch = s->epoch, pointee;
  bool is_pointer = is_pointer_type (m->s, l->type, &pointee)
		    && has_aliases (m, l->region);
  const struct memory_write *w;

  while ((w = write_of (m, epoch))
	 && (!is_pointer || !may_read (w, l->region, pointee)))
    epoch = w->before;
  return epoch;
}

bool
memory_is_epoch (const struct memory *m, const struct memory_state *s,
		 uint32_t epoch)
{
  const struct memory_write *w;

  for (uint32_t e = s->epoch; e != epoch; e = w->before)
    if (!(w = write_of (m, e)))
      return false;
  return true;
}
