/* engine-records.c - what a session gets from the store, and puts there.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "testsuite/fuzz/engine-session.h"

/* One key in three.  */
static bool
pick (const struct session *s, struct fingerprint key, unsigned salt)
{
  return mix (key.low + s->step->order * 77 + salt) % 3 == 0;
}

/* The record K, damaged in a way that its envelope would notice.  */
static bool
load_damaged (struct scratch *x, unsigned kind, uint32_t key,
	      const struct kept *k)
{
  struct session *s = x->s;
  char *bytes = copy_aligned (k->bytes, k->size);
  size_t size = k->size;
  uint64_t random = mix (k->key.low + s->step->damage);
  x->damaged[x->n_damaged++] = bytes;
  if (random % 4 == 0)
    size = (random >> 8) % size;
  else
    for (uint64_t i = 0; i <= random % 4; i++)
      {
	random = mix (random + i);
	bytes[(random >> 16) % size] ^= (char) (1 << (random & 7));
      }
  return engine_record_set (s->engine, kind, key, bytes, size);
}

/* The bytes of K: those of the store, if there is one.  */
static const void *
fetch (struct scratch *x, const struct kept *k)
{
  struct session *s = x->s;
  struct store_value value;
  if (!s->store)
    return k->bytes;
  store_get_many (s->store, &k->key, 1, &value, &x->arena);
  if (value.bytes && value.size == k->size
      && memcmp (value.bytes, k->bytes, k->size) == 0)
    return value.bytes;
  session_fail (s, "store", "%zu bytes of %zu that were put",
		value.bytes ? value.size : 0, k->size);
  return k->bytes;
}

static void
load_one (struct scratch *x, unsigned kind, unsigned key)
{
  struct session *s = x->s;
  struct fingerprint name = engine_record_key (s->engine, kind,
					       s->key[kind][key]);
  const struct kept *k = memory_find (s->memory, name);
  if (!k || s->step->load == RECORDS_NONE
      || (s->step->load == RECORDS_SOME && pick (s, name, 1)))
    return;
  if (s->step->damage && pick (s, name, 2))
    s->poisoned |= load_damaged (x, kind, s->key[kind][key], k);
  else if (engine_record_set (s->engine, kind, s->key[kind][key],
			      fetch (x, k), k->size))
    s->loaded[kind][key] = k;
  else
    session_fail (s, "record", "a record of %s was refused",
		  name_of_key (kind, key));
}

void
records_load (struct scratch *x)
{
  struct session *s = x->s;
  arena_init (&x->arena, "records of the store");
  for (unsigned kind = 0; kind < SIMPLE_KINDS; kind++)
    for (unsigned i = 0; i < s->c->known[kind]; i++)
      {
	unsigned key = in_order (s, i, s->c->known[kind]);
	if (world_is_local (s->c, s->world, s->unit, kind, key))
	  load_one (x, kind, key);
      }
}

static void
on_put (void *data, struct fingerprint key, const void *bytes, size_t size)
{
  struct scratch *x = data;
  struct pending *p = malloc (sizeof *p);
  if (!p)
    abort ();
  *p = (struct pending) { x->pending, key, copy_aligned (bytes, size), size,
			  { NULL, 0, 0 } };
  x->pending = p;
  x->n_puts++;
}

/* Note what is in the record P; whether it is anybody's.  */
static bool
note_facts (struct session *s, struct pending *p)
{
  for (unsigned i = 0; i < SIMPLE_KINDS * KEYS_SIMPLE; i++)
    {
      unsigned kind = i / KEYS_SIMPLE, key = i % KEYS_SIMPLE;
      if (!world_is_local (s->c, s->world, s->unit, kind, key)
	  || !fingerprint_equal (engine_record_key (s->engine, kind,
						    s->key[kind][key]),
				 p->key))
	continue;
      facts_after (s, kind, key, &p->facts);
      return true;
    }
  return false;
}

/* To the store; PENDING is newest first.  */
static void
put_all (struct session *s, struct pending *p)
{
  if (!p)
    return;
  put_all (s, p->next);
  struct store_item item = { p->key, p->bytes, p->size, STORE_PUT };
  if (s->store && store_put_many (s->store, &item, 1) != 1)
    session_fail (s, "store", "a record was not written");
  memory_put (s->memory, p->key, p->bytes, p->size, &p->facts);
  free (p);
}

static bool
is_saved (const struct session *s, const struct pending *p)
{
  return !s->poisoned && s->step->save != RECORDS_NONE
	 && !(s->step->save == RECORDS_SOME && pick (s, p->key, 3));
}

/* Forget what this step does not save.  */
static void
drop_unsaved (struct scratch *x)
{
  for (struct pending **at = &x->pending; *at; )
    {
      struct pending *p = *at;
      if (!note_facts (x->s, p))
	session_fail (x->s, "save", "a record that is no key's");
      if (is_saved (x->s, p))
	at = &p->next;
      else
	{
	  *at = p->next;
	  free (p->bytes);
	  free (p->facts.fact);
	  free (p);
	}
    }
}

void
records_save (struct scratch *x)
{
  struct session *s = x->s;
  size_t n = engine_save (s->engine, on_put, x);
  if (n != x->n_puts)
    session_fail (s, "save", "%zu records are said, %zu were put", n,
		  x->n_puts);
  if (n > 0 && engine_failed (s->engine))
    session_fail (s, "save", "a failed session saves");
  drop_unsaved (x);
}

void
records_release (struct scratch *x)
{
  put_all (x->s, x->pending);
  arena_release (&x->arena);
  for (unsigned i = 0; i < x->n_damaged; i++)
    free (x->damaged[i]);
}
