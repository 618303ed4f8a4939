/* test-record-damage.c - records that are not what they should be.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/record-model.h"
#include "testsuite/unit/suite.h"

/* A record of a function with one of everything, for damage by name:
   trace 0	body of itself: closed, a value of 4 bytes
   trace 1	call of (1, 2): reads whole of the unit, body of itself, body of
		3, use of (4, 5); no value  */
static void
sample (struct buffer *out)
{
  struct record_writer w;
  struct fingerprint call[2] = { { 1, 1 }, { 2, 2 } }, other = { 3, 3 };
  struct fingerprint use[2] = { { 4, 4 }, { 5, 5 } };
  record_writer_init (&w, QUERIES);
  record_set_subject (&w, NULL, 0);
  record_add_trace (&w, BODY, TRACE_CLOSED, 0, fingerprint_number (1));
  record_add_value (&w, "abc", 4);
  record_set_subject (&w, call, 2);
  record_add_trace (&w, CALL, 0, 0, fingerprint_number (2));
  record_add_dependency (&w, WHOLE, KEY_THE_UNIT, NULL, 0, 10);
  record_add_dependency (&w, BODY, KEY_SELF, NULL, 0, 11);
  record_add_dependency (&w, BODY, 0, &other, 1, 12);
  record_add_dependency (&w, USE, 0, use, 2, 13);
  record_add_value (&w, NULL, 0);
  ck_assert (record_finish (&w, out));
  record_writer_release (&w);
}

struct parts
{
  struct record *r;
  struct trace *self, *call;
  struct dependency *whole, *own, *other, *use;
};

static struct parts
parts_of (struct buffer *b)
{
  struct parts p = { .r = (struct record *) b->bytes };
  p.self = (struct trace *) record_first (p.r);
  p.call = (struct trace *) trace_next (p.self);
  p.whole = (struct dependency *) trace_dependencies (p.call);
  p.own = p.whole + 1;
  p.other = p.whole + 2;
  p.use = p.whole + 3;
  return p;
}

/* The record with FIELD, a member of struct parts, set to VALUE.  */
#define EXPECT(OK, FIELD, VALUE)					\
  do									\
    {									\
      struct buffer b = BUFFER_INIT;					\
      sample (&b);							\
      struct parts p = parts_of (&b);					\
      p.FIELD = VALUE;							\
      ck_assert_msg (record_good (&b, KEY_FUNCTION) == OK,		\
		     #FIELD " = " #VALUE);				\
      buffer_release (&b);						\
    }									\
  while (0)
#define REFUSE(FIELD, VALUE) EXPECT (false, FIELD, VALUE)
#define ACCEPT(FIELD, VALUE) EXPECT (true, FIELD, VALUE)

START_TEST (test_damaged_header)
{
  ACCEPT (r->n_traces, 2);
  REFUSE (r->magic, RECORD_MAGIC);
  REFUSE (r->magic, RECORD_MAGIC + RECORD_VERSION + 1);
  REFUSE (r->size, p.r->size - 16);
  REFUSE (r->size, p.r->size + 16);
  REFUSE (r->size, 0);
  REFUSE (r->n_traces, 0);
  REFUSE (r->n_traces, 1);
  REFUSE (r->n_traces, 3);
  REFUSE (r->n_traces, UINT32_MAX);
  REFUSE (r->n_identities, 4);
  REFUSE (r->n_identities, 6);
  REFUSE (r->n_identities, 0);
  REFUSE (r->n_identities, p.r->size / 16);
  REFUSE (r->n_identities, 0x10000000);
  REFUSE (r->n_identities, UINT32_MAX);
}
END_TEST

START_TEST (test_damaged_bytes)
{
  struct buffer b = BUFFER_INIT;
  sample (&b);
  ck_assert (record_good (&b, KEY_FUNCTION));
  ck_assert (!record_good (&b, KEY_UNIT));
  ck_assert (!record_good (&b, KEY_TYPE));
  for (size_t size = 0; size < b.size; size++)
    ck_assert (!record_check (b.bytes, size, KEY_FUNCTION, record_kinds,
			      QUERIES));
  for (uint32_t count = 0; count < QUERIES; count++)
    ck_assert (!record_check (b.bytes, b.size, KEY_FUNCTION, record_kinds,
			      count));
  size_t size = b.size;
  buffer_add_zero (&b, 16);
  ck_assert (!record_good (&b, KEY_FUNCTION));
  memmove (b.bytes + 8, b.bytes, size);
  ck_assert (!record_check (b.bytes + 8, size, KEY_FUNCTION, record_kinds,
			    QUERIES));
  ck_assert (!record_check (NULL, 0, KEY_FUNCTION, record_kinds, QUERIES));
  buffer_release (&b);
}
END_TEST

START_TEST (test_damaged_trace)
{
  ACCEPT (self->query, DEEP);
  REFUSE (self->query, QUERIES);
  REFUSE (self->query, UINT16_MAX);
  REFUSE (self->query, INPUT);
  REFUSE (self->query, CALL);
  REFUSE (self->query, WHOLE);
  REFUSE (self->flags, TRACE_CLOSED);
  REFUSE (self->flags, TRACE_CLOSED | TRACE_HAS_VALUE | 4);
  REFUSE (self->flags, TRACE_CLOSED | TRACE_HAS_VALUE | 128);
  REFUSE (self->depth, 1);
  REFUSE (self->depth, 255);
  REFUSE (self->subject, 0);
  REFUSE (self->subject, KEY_THE_UNIT);
  REFUSE (self->n_dependencies, 1);
  REFUSE (self->n_dependencies, 0x10000000);
  REFUSE (self->n_dependencies, UINT32_MAX);
  ACCEPT (self->value_size, 16);
  REFUSE (self->value_size, 0);
  REFUSE (self->value_size, 17);
  REFUSE (self->value_size, UINT32_MAX);
  REFUSE (self->value_size, UINT32_MAX - 15);

  ACCEPT (call->query, USE);
  REFUSE (call->query, BODY);
  REFUSE (call->query, SHAPE);
  REFUSE (call->flags, TRACE_CLOSED);
  ACCEPT (call->flags, TRACE_HAS_VALUE);
  /* Not a query whose values are kept.  */
  ACCEPT (call->query, USE);
  REFUSE (call->flags, (p.call->query = USE, TRACE_HAS_VALUE));
  REFUSE (call->depth, 1);
  ACCEPT (call->subject, 3);
  REFUSE (call->subject, 4);
  REFUSE (call->subject, 5);
  REFUSE (call->subject, KEY_SELF);
  REFUSE (call->subject, KEY_THE_UNIT);
  REFUSE (call->n_dependencies, 3);
  REFUSE (call->n_dependencies, 5);
  REFUSE (call->value_size, 1);
}
END_TEST

START_TEST (test_damaged_dependency)
{
  REFUSE (whole->query, QUERIES);
  REFUSE (whole->query, BODY);
  REFUSE (whole->key, KEY_SELF);
  REFUSE (whole->key, 0);
  REFUSE (whole->reserved, 1);
  ACCEPT (own->query, INPUT);
  REFUSE (own->query, WHOLE);
  REFUSE (own->query, CALL);
  REFUSE (own->query, UINT16_MAX);
  REFUSE (own->key, KEY_THE_UNIT);
  ACCEPT (other->query, SHAPE);
  REFUSE (other->query, WHOLE);
  ACCEPT (other->key, 4);
  REFUSE (other->key, 5);
  REFUSE (other->key, KEY_THE_UNIT - 1);
  REFUSE (other->reserved, 256);
  ACCEPT (use->key, 0);
  REFUSE (use->key, 4);
  REFUSE (use->key, KEY_SELF);
  REFUSE (use->key, KEY_THE_UNIT);
}
END_TEST

/* No deeper than the query may be.  */
START_TEST (test_depth)
{
  struct record_writer w;
  struct buffer out = BUFFER_INIT;
  record_writer_init (&w, QUERIES);
  for (unsigned depth = 0; depth <= UINT8_MAX; depth++)
    {
      record_writer_clear (&w);
      record_add_trace (&w, DEEP, 0, depth, fingerprint_number (1));
      record_add_value (&w, NULL, 0);
      ck_assert (record_finish (&w, &out));
      ck_assert_int_eq (record_good (&out, KEY_FUNCTION), depth <= 10);
    }
  record_writer_release (&w);
  buffer_release (&out);
}
END_TEST

/* Closed: only about the home key itself, and without dependencies.  */
START_TEST (test_closed)
{
  struct record_writer w;
  struct buffer out = BUFFER_INIT;
  struct fingerprint pair[2] = { { 1, 1 }, { 2, 2 } };
  record_writer_init (&w, QUERIES);
  for (unsigned form = 0; form < 8; form++)
    {
      bool closed = form & 1, of_pair = form & 2, reads = form & 4;
      record_writer_clear (&w);
      record_set_subject (&w, pair, of_pair ? 2 : 0);
      record_add_trace (&w, of_pair ? CALL : BODY,
			closed ? TRACE_CLOSED : 0, 0, pair[0]);
      if (reads)
	record_add_dependency (&w, INPUT, KEY_SELF, NULL, 0, 1);
      record_add_value (&w, NULL, 0);
      ck_assert (record_finish (&w, &out));
      ck_assert_int_eq (record_good (&out, KEY_FUNCTION),
			!closed || (!of_pair && !reads));
    }
  record_writer_release (&w);
  buffer_release (&out);
}
END_TEST

/* Which subjects can have which home.  */
START_TEST (test_homes)
{
  static const enum key_kind homes[]
    = { KEY_UNIT, KEY_FUNCTION, KEY_TYPE, KEY_FUNCTION_FUNCTION };
  struct record_writer w;
  struct buffer out = BUFFER_INIT;
  struct fingerprint identities[KEY_WIDTH_MOST] = { { 1, 1 }, { 2, 2 } };
  record_writer_init (&w, QUERIES);
  for (unsigned h = 0; h < sizeof homes / sizeof *homes; h++)
    for (uint32_t q = 0; q < QUERIES; q++)
      {
	enum key_kind kind = record_kinds[q].key;
	bool itself = q != INPUT && kind == homes[h];
	bool with = q != INPUT && kind != KEY_UNIT
		    && (homes[h] == KEY_UNIT
			|| (key_is_pair (kind)
			    && key_first_kind (kind) == homes[h]));
	record_writer_clear (&w);
	record_add_trace (&w, q, TRACE_CLOSED, 0, identities[0]);
	record_add_value (&w, NULL, 0);
	ck_assert (record_finish (&w, &out));
	ck_assert_int_eq (record_good (&out, homes[h]), itself);
	record_writer_clear (&w);
	record_set_subject (&w, identities, key_width (kind));
	record_add_trace (&w, q, 0, 0, identities[0]);
	record_add_value (&w, NULL, 0);
	ck_assert (record_finish (&w, &out));
	ck_assert_int_eq (record_good (&out, homes[h]), with);
      }
  record_writer_release (&w);
  buffer_release (&out);
}
END_TEST

/* One of the things that happen to bytes.  */
static void
damage (uint64_t *seed, struct buffer *b)
{
  static const uint32_t words[]
    = { 0, 1, 2, 5, 15, 16, 17, 0x7fffffff, 0x80000000, 0x0fffffff,
	0x10000000, UINT32_MAX, UINT32_MAX - 1, UINT32_MAX - 15 };
  uint32_t at = random_below (seed, (uint32_t) b->size);
  uint32_t word = words[random_below (seed, sizeof words / sizeof *words)];
  uint32_t half;
  switch (random_below (seed, 6))
    {
    case 0:
      b->bytes[at] ^= (char) (1 << random_below (seed, 8));
      break;
    case 1:
      b->bytes[at] = (char) random_below (seed, 256);
      break;
    case 2:
      if (b->size >= 4)
	memcpy (b->bytes + (at & ~3u) % (b->size - 3), &word, 4);
      break;
    case 3:
      /* A field one off.  */
      if (b->size >= 4)
	{
	  char *field = b->bytes + (at & ~3u) % (b->size - 3);
	  memcpy (&half, field, 4);
	  half += random_below (seed, 2) ? 1 : UINT32_MAX;
	  memcpy (field, &half, 4);
	}
      break;
    case 4:
      b->size = at & (random_below (seed, 2) ? ~0u : ~15u);
      break;
    default:
      /* A part of it at another place.  */
      half = (uint32_t) b->size / 2;
      memmove (b->bytes + random_below (seed, half + 1),
	       b->bytes + random_below (seed, half + 1), b->size - half);
    }
}

/* Read all that a reader of the record R may read; whether it is what
   record_check has promised.  The sum keeps the reads.  */
static bool
walk (struct record_writer *w, struct buffer *out, const struct record *r,
      enum key_kind home, uint64_t *sum)
{
  const char *end = (const char *) record_identities (r);
  const struct trace *t = record_first (r);
  record_writer_clear (w);
  for (uint32_t i = 0; i < r->n_traces; i++, t = trace_next (t))
    {
      if (end - (const char *) t < (ptrdiff_t) sizeof *t)
	return false;
      const unsigned char *value = trace_value (t);
      for (uint32_t j = 0; j < t->value_size; j++)
	*sum += value[j];
      if (t->subject == KEY_SELF)
	record_set_subject (w, NULL, 0);
      else
	record_set_subject (w, record_identities (r) + t->subject,
			    key_width (record_kinds[t->query].key));
      record_copy_trace (w, r, t, record_kinds);
    }
  return (const char *) t == end && record_finish (w, out)
	 && record_good (out, home);
}

/* 200,000 damaged records are refused or can be read; every one in memory of
   its exact size, so that a sanitizer sees a step beside it.  */
START_TEST (test_random_damage)
{
  enum { ROUNDS = 200000, ROUNDS_PER_RECORD = 500 };
  struct record_writer w;
  struct buffer out = BUFFER_INIT, b = BUFFER_INIT;
  struct record_model *m = malloc (sizeof *m);
  uint64_t seed = 2, sum = 0;
  unsigned accepted = 0, refused = 0;
  record_writer_init (&w, QUERIES);
  for (unsigned i = 0; i < ROUNDS; i++)
    {
      if (i % ROUNDS_PER_RECORD == 0)
	{
	  record_model_random (&seed, m);
	  m->n_traces %= 6;
	}
      record_model_write (&w, m);
      ck_assert (record_finish (&w, &b));
      for (uint32_t n = 1 + random_below (&seed, 3); n > 0 && b.size; n--)
	damage (&seed, &b);
      if (b.size >= sizeof (struct record) && random_below (&seed, 2))
	((struct record *) b.bytes)->size = (uint32_t) b.size;
      char *exact = malloc (b.size ? b.size : 1);
      memcpy (exact, b.bytes, b.size);
      if (!record_check (exact, b.size, m->home, record_kinds, QUERIES))
	refused++;
      else if (walk (&w, &out, (struct record *) exact, m->home, &sum))
	accepted++;
      else
	ck_abort_msg ("round %u: accepted, but cannot be read", i);
      free (exact);
    }
  ck_assert_uint_gt (sum, 0);
  ck_assert_uint_gt (accepted, ROUNDS / 10);
  ck_assert_uint_gt (refused, ROUNDS / 3);
  record_writer_release (&w);
  buffer_release (&out);
  buffer_release (&b);
  free (m);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("record-damage");
  TCase *t = tcase_create ("record-damage");
  tcase_set_timeout (t, 30);
  tcase_add_test (t, test_homes);
  tcase_add_test (t, test_depth);
  tcase_add_test (t, test_closed);
  tcase_add_test (t, test_damaged_header);
  tcase_add_test (t, test_damaged_bytes);
  tcase_add_test (t, test_damaged_trace);
  tcase_add_test (t, test_damaged_dependency);
  tcase_add_test (t, test_random_damage);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
