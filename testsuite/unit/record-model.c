/* record-model.c - records as tests think of them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/record-model.h"

#include <string.h>

const struct query_kind record_kinds[QUERIES] = {
  [INPUT] = { .name = "input", .key = KEY_FUNCTION, .flags = QUERY_INPUT },
  [BODY] = { .name = "body", .key = KEY_FUNCTION,
	     .flags = QUERY_CACHE_ON_DISK },
  [DEEP] = { .name = "deep", .key = KEY_FUNCTION, .depth_limit = 10,
	     .flags = QUERY_CACHE_ON_DISK },
  [WHOLE] = { .name = "whole", .key = KEY_UNIT, .flags = QUERY_CACHE_ON_DISK },
  [SHAPE] = { .name = "shape", .key = KEY_TYPE, .flags = QUERY_CACHE_ON_DISK },
  [CALL] = { .name = "call", .key = KEY_FUNCTION_FUNCTION,
	     .flags = QUERY_CACHE_ON_DISK },
  [USE] = { .name = "use", .key = KEY_FUNCTION_SYMBOL },
};

unsigned
record_model_identities (const struct key_model *k,
			 struct fingerprint *identities)
{
  for (unsigned i = 0; i < k->width; i++)
    identities[i] = fingerprint_number (k->numbers[i]);
  return k->width;
}

bool
record_model_key_equal (const struct key_model *a, const struct key_model *b)
{
  return a->width == b->width && a->where == b->where
	 && memcmp (a->numbers, b->numbers, sizeof a->numbers) == 0;
}

/* A key of KIND, as a record of a key of HOME can name it.  */
static struct key_model
random_key (uint64_t *seed, enum key_kind home, enum key_kind kind)
{
  struct key_model k = { .where = KEY_SELF };
  if (kind == KEY_UNIT)
    {
      if (home != KEY_UNIT || random_below (seed, 2))
	k.where = KEY_THE_UNIT;
      return k;
    }
  if (kind == home && random_below (seed, 3) == 0)
    return k;
  k.where = 0;
  k.width = key_width (kind);
  for (unsigned i = 0; i < k.width; i++)
    k.numbers[i] = random_below (seed, 12);
  return k;
}

static void
random_subject (uint64_t *seed, enum key_kind home, struct trace_model *t)
{
  static const uint32_t of_function[] = { BODY, DEEP, CALL, USE };
  static const uint32_t of_unit[] = { WHOLE, BODY, DEEP, SHAPE, CALL, USE };
  t->query = home == KEY_UNIT ? of_unit[random_below (seed, 6)]
			      : of_function[random_below (seed, 4)];
  enum key_kind kind = record_kinds[t->query].key;
  t->subject = (struct key_model) { .where = KEY_SELF };
  while (kind != home && t->subject.width == 0)
    t->subject = random_key (seed, home, kind);
}

void
record_model_random (uint64_t *seed, struct record_model *m)
{
  memset (m, 0, sizeof *m);
  m->home = random_below (seed, 2) ? KEY_UNIT : KEY_FUNCTION;
  m->n_traces = random_below (seed, TRACES_MOST + 1);
  for (uint32_t i = 0; i < m->n_traces; i++)
    {
      struct trace_model *t = &m->traces[i];
      random_subject (seed, m->home, t);
      t->depth = random_below (seed, record_kinds[t->query].depth_limit + 1u);
      t->print = random_below (seed, 1000000);
      if (t->subject.width == 0 && random_below (seed, 3) == 0)
	t->flags = TRACE_CLOSED;
      else
	t->n_dependencies = random_below (seed, DEPENDENCIES_MOST + 1);
      for (uint32_t j = 0; j < t->n_dependencies; j++)
	{
	  uint32_t query = random_below (seed, QUERIES);
	  t->dependencies[j].query = query;
	  t->dependencies[j].key = random_key (seed, m->home,
					       record_kinds[query].key);
	  t->dependencies[j].print = random_below (seed, 1000000);
	}
      t->has_value = record_kinds[t->query].flags & QUERY_CACHE_ON_DISK
		     && random_below (seed, 2);
      t->value_size = t->has_value ? random_below (seed, VALUE_MOST + 1) : 0;
      for (uint32_t j = 0; j < t->value_size; j++)
	t->value[j] = (char) random_below (seed, 256);
    }
}

static void
write_trace (struct record_writer *w, const struct trace_model *t)
{
  struct fingerprint identities[KEY_WIDTH_MOST];
  record_add_trace (w, t->query, t->flags, t->depth,
		    fingerprint_number (t->print));
  for (uint32_t j = 0; j < t->n_dependencies; j++)
    {
      const struct key_model *k = &t->dependencies[j].key;
      unsigned width = record_model_identities (k, identities);
      record_add_dependency (w, t->dependencies[j].query, k->where,
			     identities, width, t->dependencies[j].print);
    }
  record_add_value (w, t->has_value ? t->value : NULL, t->value_size);
}

void
record_model_write (struct record_writer *w, const struct record_model *m)
{
  struct fingerprint identities[KEY_WIDTH_MOST];
  record_writer_clear (w);
  for (uint32_t i = 0; i < m->n_traces; i++)
    {
      const struct trace_model *t = &m->traces[i];
      if (i == 0 || !record_model_key_equal (&t->subject, &t[-1].subject))
	record_set_subject (w, identities,
			    record_model_identities (&t->subject, identities));
      write_trace (w, t);
    }
}
