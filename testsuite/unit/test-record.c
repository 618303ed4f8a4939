/* test-record.c - records: keys, round trips, sizes, copies.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/record-model.h"
#include "testsuite/unit/suite.h"

static void
expect_key (const struct record *r, uint32_t key, const struct key_model *k)
{
  if (k->width == 0)
    ck_assert_uint_eq (key, k->where);
  else
    {
      struct fingerprint identities[KEY_WIDTH_MOST];
      record_model_identities (k, identities);
      ck_assert_uint_le ((uint64_t) key + k->width, r->n_identities);
      ck_assert_mem_eq (record_identities (r) + key, identities,
			k->width * sizeof *identities);
    }
}

static void
expect_trace (const struct record *r, const struct trace *t,
	      const struct trace_model *m)
{
  ck_assert_uint_eq (t->query, m->query);
  ck_assert_uint_eq (t->flags,
		     m->flags | (m->has_value ? TRACE_HAS_VALUE : 0));
  ck_assert_uint_eq (t->depth, m->depth);
  ck_assert (fingerprint_equal (t->print, fingerprint_number (m->print)));
  expect_key (r, t->subject, &m->subject);
  ck_assert_uint_eq (t->n_dependencies, m->n_dependencies);
  const struct dependency *d = trace_dependencies (t);
  for (uint32_t j = 0; j < m->n_dependencies; j++)
    {
      ck_assert_uint_eq (d[j].query, m->dependencies[j].query);
      ck_assert_uint_eq (d[j].print, m->dependencies[j].print);
      expect_key (r, d[j].key, &m->dependencies[j].key);
    }
  ck_assert_uint_eq (t->value_size, m->value_size);
  ck_assert_uint_eq ((uintptr_t) trace_value (t) % 16, 0);
  if (m->value_size)
    ck_assert_mem_eq (trace_value (t), m->value, m->value_size);
}

static void
expect_model (const struct record *r, const struct record_model *m)
{
  ck_assert_uint_eq (r->n_traces, m->n_traces);
  const struct trace *t = record_first (r);
  for (uint32_t i = 0; i < m->n_traces; i++, t = trace_next (t))
    expect_trace (r, t, &m->traces[i]);
  ck_assert_ptr_eq (t, record_identities (r));
}

/* No key's identities stand in the record twice.  */
static void
expect_no_double (const struct record *r, const struct record_model *m)
{
  const struct key_model *seen[TRACES_MOST * (DEPENDENCIES_MOST + 1)];
  uint32_t n = 0, n_identities = 0;
  for (uint32_t i = 0; i < m->n_traces; i++)
    for (uint32_t j = 0; j <= m->traces[i].n_dependencies; j++)
      {
	const struct key_model *k
	  = j == 0 ? &m->traces[i].subject
		   : &m->traces[i].dependencies[j - 1].key;
	uint32_t s = 0;
	while (s < n && !record_model_key_equal (seen[s], k))
	  s++;
	if (s < n)
	  continue;
	seen[n++] = k;
	n_identities += k->width;
      }
  ck_assert_uint_eq (r->n_identities, n_identities);
}

/* A second writer that copies trace by trace makes the same bytes.  */
static void
expect_copy_equal (struct record_writer *w, struct buffer *out,
		   const struct buffer *of)
{
  const struct record *r = (const struct record *) of->bytes;
  const struct trace *t = record_first (r);
  record_writer_clear (w);
  for (uint32_t i = 0; i < r->n_traces; i++, t = trace_next (t))
    {
      if (t->subject == KEY_SELF)
	record_set_subject (w, NULL, 0);
      else
	record_set_subject (w, record_identities (r) + t->subject,
			    key_width (record_kinds[t->query].key));
      record_copy_trace (w, r, t, record_kinds);
    }
  ck_assert (record_finish (w, out));
  ck_assert_uint_eq (out->size, of->size);
  ck_assert_mem_eq (out->bytes, of->bytes, of->size);
}

/* 600 times: what was written is there; copies, and a writer that was used
   before, make the same bytes.  */
START_TEST (test_round_trips)
{
  struct record_writer used, fresh;
  struct buffer out = BUFFER_INIT, again = BUFFER_INIT;
  struct record_model *m = malloc (sizeof *m);
  uint64_t seed = 1;
  record_writer_init (&used, QUERIES);
  for (unsigned i = 0; i < 600; i++)
    {
      record_model_random (&seed, m);
      record_model_write (&used, m);
      ck_assert (record_finish (&used, &out));
      ck_assert (record_good (&out, m->home));
      ck_assert_uint_eq (out.size % 16, 0);
      expect_model ((const struct record *) out.bytes, m);
      expect_no_double ((const struct record *) out.bytes, m);

      record_writer_init (&fresh, QUERIES);
      record_model_write (&fresh, m);
      ck_assert (record_finish (&fresh, &again));
      ck_assert_uint_eq (again.size, out.size);
      ck_assert_mem_eq (again.bytes, out.bytes, out.size);
      record_writer_release (&fresh);
      expect_copy_equal (&used, &again, &out);
    }
  record_writer_release (&used);
  buffer_release (&out);
  buffer_release (&again);
  free (m);
}
END_TEST

START_TEST (test_keys)
{
#define SIMPLE_KEY(NAME, NOUN)						\
  ck_assert_uint_eq (key_width (KEY_##NAME), 1);			\
  ck_assert (!key_is_pair (KEY_##NAME));				\
  ck_assert_uint_eq (key_first_kind (KEY_##NAME), KEY_##NAME);
#define TUPLE_KEY(NAME, FIRST, SECOND)					\
  ck_assert_uint_eq (key_width (KEY_##NAME),				\
		     key_width (KEY_##FIRST) + key_width (KEY_##SECOND)); \
  ck_assert_uint_le (key_width (KEY_##NAME), KEY_WIDTH_MOST);		\
  ck_assert (key_is_pair (KEY_##NAME));					\
  ck_assert_uint_eq (key_part_kind (KEY_##NAME, 0), KEY_##FIRST);	\
  ck_assert_uint_eq (key_part_kind (KEY_##NAME, 1), KEY_##SECOND);	\
  ck_assert_uint_eq (key_first_kind (KEY_##NAME),			\
		     key_first_kind (KEY_##FIRST));
#include "queries/keys.def"
}
END_TEST

START_TEST (test_sizes)
{
  static const struct { size_t value, size; } sizes[]
    = { { 0, 48 }, { 1, 64 }, { 4, 64 }, { 16, 64 }, { 17, 80 } };
  static const char value[32] = "a value";
  struct record_writer w;
  struct buffer out = BUFFER_INIT;
  record_writer_init (&w, QUERIES);
  ck_assert (record_finish (&w, &out));
  ck_assert_uint_eq (out.size, 16);
  ck_assert (record_good (&out, KEY_FUNCTION));
  for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++)
    {
      record_writer_clear (&w);
      ck_assert_uint_eq (record_set_subject (&w, NULL, 0), KEY_SELF);
      record_add_trace (&w, BODY, TRACE_CLOSED, 0, fingerprint_number (1));
      record_add_value (&w, value, sizes[i].value);
      ck_assert (record_finish (&w, &out));
      ck_assert_uint_eq (out.size, sizes[i].size);
      ck_assert (record_good (&out, KEY_FUNCTION));
      ck_assert_uint_eq (record_first ((struct record *) out.bytes)->flags,
			 TRACE_CLOSED | TRACE_HAS_VALUE);
    }
  /* More than 32 bits can say is no record, and says so; nothing of that size
     has to be there to be refused.  */
  size_t size = w.entries.size;
  w.entries.size = UINT32_MAX;
  ck_assert (!record_finish (&w, &out));
  ck_assert_uint_eq (out.size, 0);
  w.entries.size = size;
  ck_assert (record_finish (&w, &out));
  record_writer_release (&w);
  buffer_release (&out);
}
END_TEST

START_TEST (test_count)
{
  struct record_writer w;
  struct fingerprint pair[2] = { { 1, 2 }, { 3, 4 } };
  record_writer_init (&w, QUERIES);
  ck_assert_uint_eq (record_count (&w, BODY), 0);
  for (unsigned i = 1; i <= 300; i++)
    {
      record_add_trace (&w, BODY, 0, 0, pair[0]);
      record_add_value (&w, NULL, 0);
      ck_assert_uint_eq (record_count (&w, BODY), i < 255 ? i : 255);
    }
  ck_assert_uint_eq (record_count (&w, DEEP), 0);
  ck_assert_uint_eq (record_set_subject (&w, pair, 2), 0);
  ck_assert_uint_eq (record_count (&w, BODY), 0);
  record_add_trace (&w, CALL, 0, 0, pair[0]);
  record_add_value (&w, NULL, 0);
  ck_assert_uint_eq (record_count (&w, CALL), 1);
  record_writer_clear (&w);
  ck_assert_uint_eq (record_count (&w, CALL), 0);
  record_writer_release (&w);
}
END_TEST

/* One record with very many subjects, then very many small ones: neither
   takes time for what the other needs.  Quadratic, they would run into the
   time limit.  */
START_TEST (test_many)
{
  enum { MANY = 200000 };
  struct record_writer w;
  struct buffer out = BUFFER_INIT;
  record_writer_init (&w, QUERIES);
  for (uint32_t i = 0; i < MANY; i++)
    {
      struct fingerprint pair[2] = { { 7, 7 }, fingerprint_number (i) };
      struct fingerprint other = fingerprint_number ((i * 7) % MANY);
      record_set_subject (&w, pair, 2);
      record_add_trace (&w, CALL, 0, 0, other);
      record_add_dependency (&w, BODY, 0, &other, 1, i);
      record_add_value (&w, &i, sizeof i);
    }
  ck_assert (record_finish (&w, &out));
  ck_assert (record_good (&out, KEY_FUNCTION));
  ck_assert_uint_eq (((struct record *) out.bytes)->n_traces, MANY);
  ck_assert_uint_eq (((struct record *) out.bytes)->n_identities, 3 * MANY);
  for (uint32_t i = 0; i < MANY; i++)
    {
      record_writer_clear (&w);
      record_add_trace (&w, BODY, 0, 0, fingerprint_number (i));
      for (uint32_t j = 0; j < 10; j++)
	{
	  struct fingerprint other = fingerprint_number (j);
	  record_add_dependency (&w, BODY, 0, &other, 1, i);
	}
      record_add_value (&w, NULL, 0);
      if (!record_finish (&w, &out) || out.size != 16 + 32 + 2 * 160)
	ck_abort_msg ("record %u has %zu bytes", i, out.size);
    }
  record_writer_release (&w);
  buffer_release (&out);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("record");
  TCase *t = tcase_create ("record");
  tcase_set_timeout (t, 30);
  tcase_add_test (t, test_keys);
  tcase_add_test (t, test_sizes);
  tcase_add_test (t, test_count);
  tcase_add_test (t, test_round_trips);
  tcase_add_test (t, test_many);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
