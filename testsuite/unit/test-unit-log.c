/* test-unit-log.c - the log of a unit's last compile, and what it retires.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "passes/unit-log.h"
#include "testsuite/unit/suite.h"

/* What was to be removed.  */
struct removed
{
  struct fingerprint record[4096], print[4096];
  unsigned count;
};

static void
note_removed (void *data, struct fingerprint record, struct fingerprint print)
{
  struct removed *r = data;
  ck_assert_uint_lt (r->count, 4096);
  r->record[r->count] = record;
  r->print[r->count++] = print;
}

static struct fingerprint
print_of (const char *what, unsigned number)
{
  char text[64];
  snprintf (text, sizeof text, "%s %u", what, number);
  return fingerprint_of_string (text);
}

/* A function whose record and body have the number NUMBER.  */
static void
add_function (struct unit_log_builder *b, unsigned number, uint32_t size)
{
  char name[64];
  snprintf (name, sizeof name, "f%u", number % 100);
  struct log_function f = {
    .record = print_of ("record", number), .print = print_of ("body", number),
    .record_size = size, .body_size = size, .first_line = number,
    .last_line = number + 3
  };
  f.name = unit_log_add_text (b, name);
  f.file = unit_log_add_text (b, "unit.c");
  unit_log_add_function (b, &f);
}

/* A log of COUNT functions with the numbers NUMBERS, on top of OLD, in memory of
   malloc's.  */
static struct unit_log *
make_log (const unsigned *numbers, unsigned count, uint32_t size,
	  const struct unit_log *old, struct removed *removed)
{
  struct unit_log_builder b;
  struct buffer out = BUFFER_INIT;
  unit_log_builder_init (&b);
  b.head.record = print_of ("unit", 0);
  b.head.source = unit_log_add_text (&b, "/somewhere/unit.c");
  b.head.output = unit_log_add_text (&b, "/somewhere/unit.o");
  for (unsigned i = 0; i < count; i++)
    add_function (&b, numbers[i], size);
  removed->count = 0;
  ck_assert (unit_log_finish (&b, old, note_removed, removed, &out));
  unit_log_builder_release (&b);
  ck_assert_ptr_nonnull (unit_log_check (out.bytes, out.size));
  return (struct unit_log *) out.bytes;
}

START_TEST (test_round_trip)
{
  static const unsigned numbers[] = { 5, 3, 8, 1, 4 };
  struct removed removed;
  struct unit_log *l = make_log (numbers, 5, 100, NULL, &removed);
  ck_assert_uint_eq (removed.count, 0);
  ck_assert_uint_eq (l->n_functions, 5);
  ck_assert_uint_eq (l->n_retired, 0);
  ck_assert_str_eq (unit_log_text (l, l->source), "/somewhere/unit.c");
  ck_assert_str_eq (unit_log_text (l, l->why), "");
  for (unsigned i = 0; i < 5; i++)
    {
      const struct log_function *f
	= unit_log_find (l, print_of ("record", numbers[i]));
      ck_assert_ptr_nonnull (f);
      ck_assert_uint_eq (f->first_line, numbers[i]);
      ck_assert_str_eq (unit_log_text (l, f->file), "unit.c");
      ck_assert (fingerprint_equal (f->print, print_of ("body", numbers[i])));
    }
  ck_assert_ptr_null (unit_log_find (l, print_of ("record", 2)));
  free (l);
}
END_TEST

/* Thousands of texts, each once.  */
START_TEST (test_texts)
{
  struct unit_log_builder b;
  unit_log_builder_init (&b);
  ck_assert_uint_eq (unit_log_add_text (&b, ""), 0);
  for (unsigned round = 0; round < 2; round++)
    for (unsigned i = 0; i < 5000; i++)
      {
	char text[32];
	static uint32_t offsets[5000];
	snprintf (text, sizeof text, "text %u", i);
	uint32_t offset = unit_log_add_text (&b, text);
	ck_assert_str_eq (b.text.bytes + offset, text);
	if (round == 0)
	  offsets[i] = offset;
	ck_assert_uint_eq (offset, offsets[i]);
      }
  unit_log_builder_release (&b);
}
END_TEST

/* An edit retires a key, its undoing brings it back.  */
START_TEST (test_retire_and_return)
{
  static const unsigned before[] = { 1, 2, 3 }, after[] = { 1, 2, 103 };
  struct removed removed;
  struct unit_log *a = make_log (before, 3, 100, NULL, &removed);
  struct unit_log *b = make_log (after, 3, 100, a, &removed);
  ck_assert_uint_eq (removed.count, 0);
  ck_assert_uint_eq (b->n_retired, 1);
  ck_assert (fingerprint_equal (unit_log_retired (b)[0].record,
				print_of ("record", 3)));
  struct unit_log *c = make_log (before, 3, 100, b, &removed);
  ck_assert_uint_eq (removed.count, 0);
  ck_assert_uint_eq (c->n_retired, 1);
  ck_assert (fingerprint_equal (unit_log_retired (c)[0].record,
				print_of ("record", 103)));
  ck_assert (!unit_log_same (a, b));
  ck_assert (!unit_log_same (a, c));
  /* The time is no difference.  */
  struct unit_log *d = make_log (before, 3, 100, c, &removed);
  d->written = 12345;
  ck_assert (unit_log_same (c, d));
  free (a);
  free (b);
  free (c);
  free (d);
}
END_TEST

/* After a thousand edits there is no more retired than in use, and what was
   removed is the oldest.  */
START_TEST (test_bounded)
{
  unsigned numbers[20];
  struct removed removed;
  unsigned n_removed = 0;
  for (unsigned i = 0; i < 20; i++)
    numbers[i] = i;
  struct unit_log *log = make_log (numbers, 20, 100, NULL, &removed);
  for (unsigned edit = 1; edit <= 1000; edit++)
    {
      numbers[edit % 20] += 100;
      struct unit_log *next = make_log (numbers, 20, 100, log, &removed);
      free (log);
      log = next;
      ck_assert_uint_le (log->n_retired, 20);
      for (unsigned i = 0; i < removed.count; i++)
	for (unsigned k = 0; k < 20; k++)
	  ck_assert (!fingerprint_equal (removed.record[i],
					 print_of ("record", numbers[k])));
      n_removed += removed.count;
    }
  ck_assert_uint_eq (log->n_retired, 20);
  ck_assert_uint_eq (n_removed, 980);
  free (log);
}
END_TEST

/* Other records of the same bodies (another version of the plugin wrote them):
   the bodies stay.  */
START_TEST (test_bodies_stay)
{
  struct removed removed;
  struct unit_log *log = NULL;
  for (unsigned version = 0; version < 3; version++)
    {
      struct unit_log_builder b;
      struct buffer out = BUFFER_INIT;
      unit_log_builder_init (&b);
      b.head.record = print_of ("unit", version);
      for (unsigned i = 0; i < 10; i++)
	{
	  struct log_function f = {
	    .record = print_of ("record", 1000 * version + i),
	    .print = print_of ("body", i), .record_size = 50, .body_size = 50
	  };
	  unit_log_add_function (&b, &f);
	}
      removed.count = 0;
      ck_assert (unit_log_finish (&b, log, note_removed, &removed, &out));
      unit_log_builder_release (&b);
      free (log);
      log = (struct unit_log *) out.bytes;
    }
  ck_assert_uint_gt (removed.count, 0);
  for (unsigned i = 0; i < removed.count; i++)
    ck_assert (fingerprint_is_zero (removed.print[i]));
  free (log);
}
END_TEST

/* No damage is taken for a log, or leads astray.  */
START_TEST (test_damage)
{
  static const unsigned numbers[] = { 1, 2, 3, 4 }, more[] = { 1, 2, 3, 5 };
  struct removed removed;
  struct unit_log *a = make_log (numbers, 4, 100, NULL, &removed);
  struct unit_log *b = make_log (more, 4, 100, a, &removed);
  unsigned refused = 0;
  for (size_t size = 0; size < b->size; size++)
    {
      /* Of its own size, so that sanitizers see what is read beyond.  */
      void *copy = malloc (size + !size);
      memcpy (copy, b, size);
      ck_assert_ptr_null (unit_log_check (copy, size));
      free (copy);
    }
  for (size_t bit = 0; bit < 8 * (size_t) b->size; bit++)
    {
      unsigned char *copy = malloc (b->size);
      memcpy (copy, b, b->size);
      copy[bit / 8] ^= (unsigned char) (1 << bit % 8);
      const struct unit_log *l = unit_log_check (copy, b->size);
      refused += !l;
      if (l)
	{
	  struct unit_log *c = make_log (numbers, 4, 100, l, &removed);
	  for (uint32_t i = 0; i < l->n_functions; i++)
	    ck_assert_uint_le (strlen (unit_log_text
				       (l, unit_log_functions (l)[i].name)),
			       l->text_size);
	  free (c);
	}
      free (copy);
    }
  ck_assert_uint_gt (refused, 100);
  free (a);
  free (b);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("unit-log");
  TCase *t = tcase_create ("unit-log");
  tcase_add_test (t, test_round_trip);
  tcase_add_test (t, test_texts);
  tcase_add_test (t, test_retire_and_return);
  tcase_add_test (t, test_bounded);
  tcase_add_test (t, test_bodies_stay);
  tcase_add_test (t, test_damage);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
