/* fake-make.c - a pipe that plays make's job server.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "testsuite/unit/fake-make.h"

int make_reader, make_writer;
char makeflags[200];

void
make_begins (const char *tokens, size_t count)
{
  int ends[2];
  ck_assert_int_eq (pipe (ends), 0);
  make_reader = ends[0];
  make_writer = ends[1];
  ck_assert_int_eq (write (make_writer, tokens, count), count);
  snprintf (makeflags, sizeof makeflags, " -j6 --jobserver-auth=%d,%d -- A=b",
	    make_reader, make_writer);
}

void
make_gives (const char *token)
{
  ck_assert_int_eq (write (make_writer, token, 1), 1);
}

int
make_has (void)
{
  char byte[100];
  int n = 0;
  struct pollfd file = { make_reader, POLLIN, 0 };
  while (n < (int) sizeof byte && poll (&file, 1, 0) == 1)
    ck_assert_int_eq (read (make_reader, &byte[n++], 1), 1);
  ck_assert_int_eq (write (make_writer, byte, (size_t) n), n);
  return n;
}

static int
compare_bytes (const void *a, const void *b)
{
  return *(const char *) a - *(const char *) b;
}

void
make_ends (const char *tokens, size_t count)
{
  char got[100], expected[100];
  ck_assert_int_eq (fcntl (make_reader, F_GETFL) & O_NONBLOCK, 0);
  ck_assert_int_eq (fcntl (make_writer, F_GETFL) & O_NONBLOCK, 0);
  ck_assert_int_eq (make_has (), count);
  ck_assert (count == 0 || read (make_reader, got, sizeof got) == (int) count);
  memcpy (expected, tokens, count);
  qsort (got, count, 1, compare_bytes);
  qsort (expected, count, 1, compare_bytes);
  ck_assert_int_eq (memcmp (got, expected, count), 0);
  close (make_reader);
  close (make_writer);
}

struct jobserver *
make_open (void)
{
  struct jobserver *j = jobserver_open (makeflags);
  ck_assert_ptr_nonnull (j);
  ck_assert_uint_eq (jobserver_tokens (j), 0);
  return j;
}
