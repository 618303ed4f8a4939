/* test-packing.c - values in fewer bytes, and back.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "queries/packing.h"
#include "queries/store-internal.h"

static struct packing packing;
static struct arena arena;
static uint64_t seed;

static void
setup (void)
{
  packing = (struct packing) { 0 };
  arena_init (&arena, "test");
  seed = 1;
}

static void
teardown (void)
{
  packing_release (&packing);
  arena_release (&arena);
}

static uint64_t
random_number (void)
{
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return seed >> 33;
}

/* SIZE bytes like a record's: words with few values of their own.  */
static unsigned char *
make_record (size_t size)
{
  unsigned char *bytes = malloc (size + 4);
  for (size_t i = 0; i < size; i += 4)
    {
      uint32_t word = (uint32_t) (random_number () % 3
				  ? random_number () % 16
				  : random_number ());
      memcpy (bytes + i, &word, 4);
    }
  return bytes;
}

START_TEST (test_round_trip)
{
  unsigned packed_ones = 0;
  for (size_t size = 0; size < 100000; size = size * 5 / 4 + 1)
    {
      unsigned char *bytes = make_record (size);
      const void *packed, *back;
      size_t n, back_size;
      if (packing_pack (&packing, bytes, size, &arena, &packed, &n))
	{
	  packed_ones++;
	  ck_assert_uint_le (n, size - size / 8);
	  ck_assert (packing_unpack (&packing, packed, n, &arena, &back,
				     &back_size));
	  ck_assert_uint_eq (back_size, size);
	  ck_assert (memcmp (back, bytes, size) == 0);
	}
      free (bytes);
    }
  ck_assert_uint_gt (packed_ones, 20);
}
END_TEST

/* What gains nothing, and what would gain more than anybody may claim.  */
START_TEST (test_left_alone)
{
  static unsigned char noise[4096], zeros[1 << 20];
  const void *packed;
  size_t n;
  for (size_t i = 0; i < sizeof noise; i++)
    noise[i] = (unsigned char) random_number ();
  ck_assert (!packing_pack (&packing, noise, sizeof noise, &arena, &packed,
			    &n));
  ck_assert (!packing_pack (&packing, zeros, sizeof zeros, &arena, &packed,
			    &n));
  ck_assert (!packing_pack (&packing, zeros, 100, &arena, &packed, &n));
}
END_TEST

/* Cut anywhere, or with any byte changed: refused, or other bytes of a bounded
   size.  */
START_TEST (test_hostile)
{
  unsigned char *bytes = make_record (2000);
  const void *packed, *back;
  size_t n, back_size;
  ck_assert (packing_pack (&packing, bytes, 2000, &arena, &packed, &n));
  for (size_t i = 0; i < n; i++)
    ck_assert (!packing_unpack (&packing, packed, i, &arena, &back,
				&back_size));
  unsigned char *changed = malloc (n);
  for (size_t i = 0; i < n; i++)
    for (unsigned bit = 0; bit < 8; bit++)
      {
	struct arena_mark mark = arena_mark (&arena);
	memcpy (changed, packed, n);
	changed[i] ^= (unsigned char) (1u << bit);
	if (packing_unpack (&packing, changed, n, &arena, &back, &back_size))
	  ck_assert_uint_le (back_size, 33 * n);
	arena_cut (&arena, mark);
      }
  free (changed);
  free (bytes);
}
END_TEST

/* A frame of a few bytes that becomes a mebibyte.  */
START_TEST (test_bomb)
{
  static unsigned char zeros[1 << 20], bomb[4096];
  const void *back;
  size_t back_size;
  size_t n = ZSTD_compress (bomb, sizeof bomb, zeros, sizeof zeros, 1);
  ck_assert (!ZSTD_isError (n));
  size_t before = arena.allocated;
  ck_assert (!packing_unpack (&packing, bomb, n, &arena, &back, &back_size));
  ck_assert_uint_eq (arena.allocated, before);
}
END_TEST

/* That a value is packed is under the checksum, too.  */
START_TEST (test_flag)
{
  struct fingerprint key = { 1, 2 };
  unsigned char *bytes = make_record (1000), raw[sizeof (struct envelope) + 1000];
  struct store_piece p = { .key = key, .bytes = bytes, .size = 1000 };
  struct envelope e;
  const void *inner;
  size_t size;
  uint32_t stamp;
  p.packed = packing_pack (&packing, bytes, 1000, &arena, &p.bytes, &p.size);
  ck_assert (p.packed);
  envelope_seal (&p, 5, NULL);
  memcpy (raw, &p.envelope, sizeof e);
  memcpy (raw + sizeof e, p.bytes, p.size);
  ck_assert_int_eq (envelope_open (&key, raw, sizeof e + p.size, NULL,
				   &packing, &arena, &inner, &size, &stamp),
		    ENVELOPE_FINE);
  ck_assert_uint_eq (size, 1000);
  ck_assert (memcmp (inner, bytes, size) == 0);
  e = p.envelope;
  e.flags = 0;
  memcpy (raw, &e, sizeof e);
  ck_assert_int_eq (envelope_open (&key, raw, sizeof e + p.size, NULL,
				   &packing, &arena, &inner, &size, &stamp),
		    ENVELOPE_DAMAGED);
  free (bytes);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("packing");
  TCase *cases = tcase_create ("packing");
  tcase_add_checked_fixture (cases, setup, teardown);
  tcase_add_test (cases, test_round_trip);
  tcase_add_test (cases, test_left_alone);
  tcase_add_test (cases, test_hostile);
  tcase_add_test (cases, test_bomb);
  tcase_add_test (cases, test_flag);
  suite_add_tcase (suite, cases);
  SRunner *runner = srunner_create (suite);
  srunner_run_all (runner, CK_NORMAL);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
