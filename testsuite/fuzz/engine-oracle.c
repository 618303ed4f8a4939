/* engine-oracle.c - a direct evaluator of a fuzzer's queries.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A program that needs what is not there is left, and run again from its
   beginning when it is: slow, and too simple to be wrong.  */

#include "testsuite/fuzz/engine-oracle.h"

#include <stdlib.h>
#include <string.h>

/* A run of one program.  */
struct run
{
  struct asker asker;
  struct oracle *oracle;
  struct result result;
  bool bug;
  int need;			/* result_index, or -1.  */
};

void
oracle_init (struct oracle *o, const struct fuzz_case *c)
{
  memset (o, 0, sizeof *o);
  o->c = c;
  o->result = calloc (QUERIES_MOST * KEYS_MOST, sizeof *o->result);
  if (!o->result)
    abort ();
}

void
oracle_release (struct oracle *o)
{
  free (o->result);
}

void
oracle_begin (struct oracle *o, const struct world *world, unsigned unit)
{
  for (unsigned i = 0; i < o->n_reached; i++)
    o->result[o->reached[i]].state = RESULT_NONE;
  o->n_reached = 0;
  o->world = world;
  o->unit = unit;
  o->outcome = ORACLE_OK;
  o->saw_ring = o->saw_give_up = false;
  o->n_ring = 0;
}

bool
world_is_local (const struct fuzz_case *c, const struct world *world,
		unsigned unit, unsigned kind, unsigned key)
{
  if (kind_is_pair (kind))
    return world_is_local (c, world, unit, kind_of_part (kind, 0),
			   number_of_part (kind, key, 0));
  return c->contents[kind] && key < c->known[kind]
	 && (kind != KEY_FUNCTION || world->locals[unit] >> key & 1);
}

bool
world_input (const struct fuzz_case *c, const struct world *world,
	     unsigned unit, unsigned query, unsigned key,
	     struct words *value)
{
  unsigned kind = c->query[query].key;
  if (!key_exists (c, kind, key, true))
    return false;
  if (query == QUERY_BODY && !world_is_local (c, world, unit, kind, key))
    return false;
  if (query != QUERY_LOCALS)
    {
      input_value (c, world->input[unit][query][key], value);
      return true;
    }
  value->n = 0;
  for (unsigned f = 0; f < c->known[KEY_FUNCTION]; f++)
    if (world->locals[unit] >> f & 1)
      value->word[value->n++] = f;
  return true;
}

static void
add_read (struct result *r, unsigned query, unsigned key, bool value)
{
  for (unsigned i = 0; i < r->n_reads; i++)
    if (r->read[i].query == query && r->read[i].key == key)
      {
	r->read[i].value |= value;
	return;
      }
  if (r->n_reads == READS_MOST)
    abort ();
  r->read[r->n_reads++]
    = (struct seen) { (uint8_t) query, (uint8_t) key, value };
}

/* The result of an input, or one that is there; else the run needs it.  */
static struct result *
reach (struct run *run, unsigned query, unsigned key)
{
  struct oracle *o = run->oracle;
  unsigned index = result_index (query, key);
  struct result *r = &o->result[index];
  if (r->state == RESULT_DONE)
    return r;
  if (!(o->c->query[query].flags & QUERY_INPUT))
    {
      run->need = (int) index;
      return NULL;
    }
  if (!world_input (o->c, o->world, o->unit, query, key, &r->value))
    {
      run->bug = true;
      return NULL;
    }
  r->state = RESULT_DONE;
  r->n_reads = 0;
  r->gave_up = false;
  o->reached[o->n_reached++] = (uint16_t) index;
  return r;
}

static bool
ask (struct run *run, unsigned query, unsigned key, struct words *value)
{
  const struct result *r = reach (run, query, key);
  if (!r)
    return false;
  add_read (&run->result, query, key, value != NULL);
  if (value)
    *value = r->value;
  return true;
}

static bool
ask_get (struct asker *a, unsigned query, unsigned key, struct words *value)
{
  return ask ((struct run *) a, query, key, value);
}

static bool
ask_ensure (struct asker *a, unsigned query, unsigned key)
{
  return ask ((struct run *) a, query, key, NULL);
}

static bool
ask_each (struct asker *a, unsigned query, const uint8_t *keys,
	  unsigned count)
{
  struct words value;
  for (unsigned i = 0; i < count; i++)
    if (!ask ((struct run *) a, query, keys[i], &value))
      return false;
  return true;
}

static bool
ask_bug (struct asker *a)
{
  ((struct run *) a)->bug = true;
  return false;
}

static void
ask_give_up (struct asker *a)
{
  ((struct run *) a)->result.gave_up = true;
}

/* Run the program of INDEX.  False if it was left.  */
static bool
try_program (struct run *run, struct oracle *o, unsigned index)
{
  unsigned query = index / KEYS_MOST, key = index % KEYS_MOST;
  const struct query_row *row = &o->c->query[query];
  run->asker = (struct asker) { o->c, ask_get, ask_ensure, ask_each, ask_get,
				ask_bug, ask_give_up, false, false, 0 };
  run->asker.local = world_is_local (o->c, o->world, o->unit, row->key, key);
  run->asker.external = row->flags & QUERY_SEPARATE_EXTERN
			&& !run->asker.local;
  run->asker.untracked = o->world->untracked;
  run->oracle = o;
  run->result.state = RESULT_DONE;
  run->result.gave_up = false;
  run->result.n_reads = 0;
  run->bug = false;
  run->need = -1;
  return program_run (&run->asker, query, key, &run->result.value);
}

/* How deep R, of INDEX, stands on answers of its own query.  */
static unsigned
depth_of (const struct oracle *o, unsigned index, const struct result *r)
{
  unsigned depth = 0, query = index / KEYS_MOST;
  for (unsigned i = 0; i < r->n_reads; i++)
    if (r->read[i].query == query
	&& oracle_result (o, query, r->read[i].key)->depth > depth)
      depth = oracle_result (o, query, r->read[i].key)->depth;
  return depth + 1;
}

static void
finish (struct oracle *o, unsigned index, const struct result *r)
{
  struct result *to = &o->result[index];
  to->depth = (uint8_t) depth_of (o, index, r);
  to->state = r->state;
  to->gave_up = r->gave_up;
  to->value = r->value;
  to->n_reads = r->n_reads;
  memcpy (to->read, r->read, r->n_reads * sizeof *r->read);
  o->reached[o->n_reached++] = (uint16_t) index;
  o->saw_give_up |= r->gave_up;
}

/* The members of a ring have their defaults.  False if none has one.  */
static bool
settle_ring (struct oracle *o, const uint16_t *member, unsigned count)
{
  struct result r = { .state = RESULT_DONE };
  bool settled = false;
  for (unsigned i = 0; i < count; i++)
    if (o->c->query[member[i] / KEYS_MOST].flags & QUERY_CYCLE_DEFAULT)
      {
	program_recover (o->c, member[i] / KEYS_MOST, member[i] % KEYS_MOST,
			 &r.value);
	finish (o, member[i], &r);
	o->saw_ring = settled = true;
      }
  if (settled)
    return true;
  o->outcome = ORACLE_RING;
  o->n_ring = (uint16_t) count;
  memcpy (o->ring, member, count * sizeof *member);
  return false;
}

/* The tasks of STACK, each of which needs the next, are DEPTH.  Go on with the
   last one.  Returns the new depth, or -1: that cannot be.  */
static int
advance (struct oracle *o, uint16_t *stack, int depth)
{
  struct run run;
  unsigned limit = o->c->query[stack[depth - 1] / KEYS_MOST].depth_limit;
  if (try_program (&run, o, stack[depth - 1]))
    {
      finish (o, stack[depth - 1], &run.result);
      if (!limit || o->result[stack[depth - 1]].depth <= limit)
	return depth - 1;
      o->outcome = ORACLE_DEPTH;
      return -1;
    }
  if (run.bug)
    {
      o->outcome = ORACLE_BUG;
      return -1;
    }
  int at = 0;
  while (at < depth && stack[at] != run.need)
    at++;
  if (at == depth)
    {
      stack[depth] = (uint16_t) run.need;
      return depth + 1;
    }
  /* Members without a default run again when they are asked for again.  */
  return settle_ring (o, stack + at, (unsigned) (depth - at)) ? at : -1;
}

bool
oracle_ask (struct oracle *o, unsigned query, unsigned key)
{
  uint16_t stack[QUERIES_MOST * KEYS_MOST];
  unsigned index = result_index (query, key);
  /* It may itself be in a ring, without a default.  */
  while (o->result[index].state != RESULT_DONE)
    {
      int depth = 1;
      stack[0] = (uint16_t) index;
      while (depth > 0)
	depth = advance (o, stack, depth);
      if (depth < 0)
	return false;
    }
  return true;
}

static unsigned
add_dependency (uint16_t *list, unsigned n, unsigned index)
{
  for (unsigned i = 0; i < n; i++)
    if (list[i] == index)
      return n;
  list[n] = (uint16_t) index;
  return n + 1;
}

static unsigned
flatten (const struct oracle *o, unsigned query, unsigned key,
	 uint16_t *list, unsigned n)
{
  const struct result *r = oracle_result (o, query, key);
  for (unsigned i = 0; i < r->n_reads; i++)
    if (o->c->query[r->read[i].query].flags & QUERY_ANON)
      n = flatten (o, r->read[i].query, r->read[i].key, list, n);
    else
      n = add_dependency (list, n, result_index (r->read[i].query,
						 r->read[i].key));
  return n;
}

unsigned
oracle_dependencies (const struct oracle *o, unsigned query, unsigned key,
		     uint16_t *list)
{
  return flatten (o, query, key, list, 0);
}

uint64_t
oracle_trace (const struct oracle *o, unsigned query, unsigned key)
{
  uint16_t list[QUERIES_MOST * KEYS_MOST];
  unsigned n = flatten (o, query, key, list, 0);
  uint64_t hash = 1;
  for (unsigned i = 0; i < n; i++)
    {
      unsigned q = list[i] / KEYS_MOST;
      hash = mix (hash ^ mix (list[i] + 1u));
      /* What is not hashed is what it read.  */
      hash = mix (hash * 3
		  + (o->c->query[q].flags & QUERY_NO_HASH
		     ? oracle_trace (o, q, list[i] % KEYS_MOST)
		     : words_hash (&o->result[list[i]].value)));
    }
  return hash;
}
