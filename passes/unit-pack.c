/* unit-pack.c - bodies packed for the store while GCC goes on.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Packing the bodies was half of what writing a unit to the store took, and a cold
   compile would wait for it at its end.  A body is known when it is captured; so
   workers pack them, when no query is to be evaluated, and load LMDB.  */

#include "passes/body-block.h"
#include "passes/unit-internal.h"
#include "queries/memory.h"

#include <stdlib.h>

/* What one thread packs with; free ones are in a list.  */
struct packer
{
  struct packer *next;
  struct body_packer packer;
  struct buffer room;		/* As large as the greatest body.  */
};

struct body_packing
{
  const struct unit *unit;
  struct mutex lock;
  struct packer *free;		/* Under the lock.  */
  /* By key; size 0: not packed yet.  Each is written by one thread, and read after
     engine_join.  */
  struct buffer *blocks;
};

static struct packer *
take_packer (struct body_packing *p)
{
  mutex_lock (&p->lock);
  struct packer *packer = p->free;
  if (packer)
    p->free = packer->next;
  mutex_unlock (&p->lock);
  return packer ? packer : xcalloc (1, sizeof *packer);
}

static void
give_back (struct body_packing *p, struct packer *packer)
{
  mutex_lock (&p->lock);
  packer->next = p->free;
  p->free = packer;
  mutex_unlock (&p->lock);
}

static void
pack (struct body_packing *p, uint32_t k)
{
  const struct body *body = p->unit->by_key[k];
  struct packer *packer = take_packer (p);
  buffer_clear (&packer->room);
  if (body_block_encode (&packer->packer, body->snapshot, body->print,
			 &packer->room))
    buffer_add (&p->blocks[k], packer->room.bytes, packer->room.size);
  give_back (p, packer);
}

static void
pack_new (void *data, uint32_t k)
{
  struct body_packing *p = data;
  if (k == 0)
    store_prepare_put (p->unit->store);
  if (!p->unit->values[k].bytes)
    pack (p, k);
}

static struct body_packing *
packing (struct unit *u)
{
  if (!u->packing)
    {
      u->packing = xcalloc (1, sizeof *u->packing);
      u->packing->unit = u;
      u->packing->blocks = xcalloc (u->n_keys + 1, sizeof *u->packing->blocks);
      mutex_init (&u->packing->lock);
    }
  return u->packing;
}

void
unit_pack_bodies (struct unit *u)
{
  for (uint32_t k = 0; k < u->n_keys; k++)
    if (!u->values[k].bytes)
      {
	engine_background (u->engine, pack_new, packing (u), u->n_keys);
	return;
      }
}

const struct buffer *
unit_packed_body (struct unit *u, uint32_t k)
{
  struct body_packing *p = packing (u);
  if (p->blocks[k].size == 0)
    pack (p, k);
  return &p->blocks[k];
}

void
unit_pack_release (struct unit *u)
{
  struct body_packing *p = u->packing;
  if (!p)
    return;
  for (uint32_t k = 0; k < u->n_keys; k++)
    buffer_release (&p->blocks[k]);
  while (p->free)
    {
      struct packer *next = p->free->next;
      body_packer_release (&p->free->packer);
      buffer_release (&p->free->room);
      free (p->free);
      p->free = next;
    }
  mutex_release (&p->lock);
  free (p->blocks);
  free (p);
  u->packing = NULL;
}
