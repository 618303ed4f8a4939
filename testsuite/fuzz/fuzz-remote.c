/* fuzz-remote.c - answers of servers, mutated: nothing crashes, nothing wrong is
   read.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   fuzz-remote [COUNT [SEED [SECONDS]]]

   COUNT times (100000) a store is opened whose server is this program, which
   has laid down its answers before it is asked anything: those that a good
   server would give to reading or to writing, damaged.  A value that is found
   must be the one that was written under its key, in half of the rounds under a
   secret.  The same SEED (1) damages in the same way.  Stops after SECONDS
   (100), and says so.

   With -DFUZZ_LIBFUZZER it has no main, and LLVMFuzzerTestOneInput takes the
   answers as they are:

     clang -DFUZZ_LIBFUZZER -DHAVE_HIREDIS -D_GNU_SOURCE -I. \
       -fsanitize=fuzzer,address testsuite/fuzz/fuzz-remote.c \
       queries/{arena,buffer,envelope,fingerprint}.c queries/store*.c \
       -lhiredis -lnettle -llmdb -lxxhash  */

#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "queries/buffer.h"
#include "queries/store.h"
#include "queries/store-internal.h"

enum { KEYS = 24, LARGEST = 3000, TIMEOUT = 2000 };

static const char secret[] = "a secret";

static struct sockaddr_un address = { .sun_family = AF_UNIX };
static char url[sizeof address.sun_path + 64];

static struct totals
{
  uint64_t tried, found, missed, refused, off, late, accepted, wrong;
} totals;

static struct fingerprint
key_of (unsigned index)
{
  return fingerprint_of (&index, sizeof index);
}

/* A server has two of three.  */
static bool
is_there (unsigned index)
{
  return index % 3 != 1;
}

static size_t
value_of (unsigned index, unsigned char *bytes)
{
  size_t size = index % 8 == 0 ? index * 113 % LARGEST : index * 7 % 60;
  for (size_t i = 0; i < size; i++)
    bytes[i] = (unsigned char) (index + i * (index | 1));
  return size;
}

/* What a good server answers to one MGET of all keys.  */
static void
good_values (struct buffer *b, bool keyed)
{
  struct store_secret *s = keyed ? store_secret_new (secret, sizeof secret)
				 : NULL;
  buffer_add_format (b, "*%d\r\n", KEYS);
  for (unsigned i = 0; i < KEYS; i++)
    {
      unsigned char bytes[LARGEST];
      struct store_piece p = { .key = key_of (i), .bytes = bytes };
      if (!is_there (i))
	{
	  buffer_add_format (b, "$-1\r\n");
	  continue;
	}
      p.size = value_of (i, bytes);
      envelope_seal (&p, 0, s);
      buffer_add_format (b, "$%zu\r\n", sizeof p.envelope + p.size);
      buffer_add (b, &p.envelope, sizeof p.envelope);
      buffer_add (b, bytes, p.size);
      buffer_add_format (b, "\r\n");
    }
  store_secret_free (s);
}

static void
check_values (struct store *s, bool keyed)
{
  struct fingerprint keys[KEYS];
  struct store_value values[KEYS];
  unsigned char expected[LARGEST];
  struct arena arena;
  arena_init (&arena, "fuzz");
  for (unsigned i = 0; i < KEYS; i++)
    keys[i] = key_of (i);
  store_get_many (s, keys, KEYS, values, &arena);
  for (unsigned i = 0; i < KEYS; i++)
    if (!values[i].bytes)
      totals.missed++;
    else if (values[i].size == value_of (i, expected)
	     && memcmp (values[i].bytes, expected, values[i].size) == 0
	     && is_there (i))
      totals.found++;
    else
      {
	printf ("key %u has a wrong value%s\n", i,
		keyed ? ", under a secret" : "");
	totals.wrong++;
      }
  arena_release (&arena);
}

static void
put_values (struct store *s)
{
  static unsigned char bytes[KEYS][LARGEST];
  struct store_item items[KEYS];
  for (unsigned i = 0; i < KEYS; i++)
    items[i] = (struct store_item) { key_of (i), bytes[i],
				     value_of (i, bytes[i]), STORE_PUT };
  store_put_many (s, items, KEYS);
}

/* Read or WRITE, from or to a server that says ANSWERS and then hangs up.  It
   has done so before it is asked, and nobody else can connect: what happens
   does not depend on when.  */
static void
try_answers (const void *answers, size_t size, bool writing, bool keyed)
{
  char *message;
  struct store_config config = {
    .remote = url, .connect_timeout = TIMEOUT, .request_timeout = TIMEOUT,
    .secret = keyed ? secret : NULL, .secret_size = sizeof secret
  };
  int listener = socket (AF_UNIX, SOCK_STREAM, 0);
  if (bind (listener, (struct sockaddr *) &address, sizeof address) != 0
      || listen (listener, 1) != 0)
    abort ();
  struct store *s = store_open (&config, &message);
  free (message);
  int fd = accept (listener, NULL, NULL);
  if (!s || fd < 0)
    abort ();
  close (listener);
  unlink (address.sun_path);
  /* There is room for more than that.  */
  if (send (fd, answers, size, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && size > 0)
    abort ();
  shutdown (fd, SHUT_WR);
  if (writing)
    put_values (s);
  else
    check_values (s, keyed);
  const struct store_counters *c = store_counters (s);
  if (c->remote_puts > KEYS)
    abort ();
  totals.refused += c->remote_damaged + c->remote_forged;
  totals.off += c->remote_errors;
  totals.late += c->remote_timeouts;
  totals.accepted += c->remote_puts;
  totals.tried++;
  store_close (s);
  close (fd);
}

static void
clean_up (void)
{
  unlink (address.sun_path);
}

static void
set_up (void)
{
  snprintf (address.sun_path, sizeof address.sun_path, "/tmp/fuzz-remote-%d",
	    (int) getpid ());
  snprintf (url, sizeof url, "redis+unix:%s?1", address.sun_path);
  unlink (address.sun_path);
  atexit (clean_up);
}

#ifdef FUZZ_LIBFUZZER

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (!*url)
    set_up ();
  if (size > 0)
    try_answers (data + 1, size - 1, data[0] & 1, data[0] & 2);
  if (totals.wrong)
    abort ();
  return 0;
}

#else

static uint64_t state;
static volatile sig_atomic_t iteration;

static uint64_t
next_random (void)
{
  /* Marsaglia's xorshift64.  */
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

static size_t
below (size_t limit)
{
  return (size_t) (next_random () % limit);
}

/* Replace the SIZE bytes at AT of B by MORE.  */
static void
splice (struct buffer *b, size_t at, size_t size, const char *more,
	size_t more_size)
{
  char *rest = malloc (b->size - at - size + 1);
  size_t rest_size = b->size - at - size;
  memcpy (rest, b->bytes + at + size, rest_size);
  b->size = at;
  buffer_add (b, more, more_size);
  buffer_add (b, rest, rest_size);
  free (rest);
}

/* Where a line begins that the protocol knows, most of the time.  */
static size_t
somewhere (const struct buffer *b)
{
  size_t at = below (b->size);
  if (below (4) == 0)
    return at;
  while (at > 0 && !(b->bytes[at - 1] == '\n' && strchr ("$*+", b->bytes[at])))
    at--;
  return at;
}

static void
damage (struct buffer *b)
{
  static const char *const lines[] = {
    "$-1\r\n", "$0\r\n\r\n", "*0\r\n", "*-1\r\n", "*1\r\n", "*24\r\n", "+OK\r\n",
    "+\r\n", ":1\r\n", "-ERR x\r\n", "-NOAUTH x\r\n", "$1\r\nx\r\n", "\r\n", "\n",
    "$33554464\r\n", "$33554465\r\n", "$9223372036854775807\r\n",
    "*2147483647\r\n", "%1\r\n", "_\r\n", "#t\r\n", ",1.5\r\n", "(1\r\n", "!3\r\nERR\r\n"
  };
  size_t at = somewhere (b), more = below (40);
  const char *line = lines[below (sizeof lines / sizeof *lines)];
  char digit = (char) ('0' + below (10));
  size_t left = b->size - at;
  switch (below (8))
    {
    case 0:			/* The end.  */
      b->size = at;
      break;
    case 1:			/* A line more, or in another's place.  */
      splice (b, at, 0, line, strlen (line));
      break;
    case 2:
      splice (b, at, left < more ? left : more, line, strlen (line));
      break;
    case 3:			/* A digit of a count or a length.  */
      at += left > 1;
      splice (b, at, below (2) && at < b->size, &digit, 1);
      break;
    case 4:			/* Bytes that are missing.  */
      splice (b, at, left < more ? left : more, "", 0);
      break;
    case 5:			/* The same again, somewhere else.  */
      {
	char copy[40];
	size_t from = somewhere (b), n = b->size - from;
	n = n < more ? n : more;
	memcpy (copy, b->bytes + from, n);
	splice (b, at, 0, copy, n);
	break;
      }
    default:
      b->bytes[below (b->size)] ^= (char) (1 << below (8));
    }
}

static void
crashed (int signal)
{
  char text[64];
  int length = snprintf (text, sizeof text,
			 "fuzz-remote: signal %d in iteration %d\n", signal,
			 (int) iteration);
  if (write (2, text, (size_t) length) < 0)
    _exit (2);
  _exit (1);
}

static void
one_round (struct buffer *b)
{
  bool keyed = below (2), writing = below (4) == 0;
  buffer_clear (b);
  buffer_add_format (b, "+OK\r\n");	/* To SELECT.  */
  if (writing)
    for (unsigned i = 0; i < KEYS; i++)
      buffer_add_format (b, "+OK\r\n");
  else
    good_values (b, keyed);
  for (size_t n = below (4); n > 0 && b->size > 0; n--)
    damage (b);
  try_answers (b->bytes, b->size, writing, keyed);
}

int
main (int argc, char **argv)
{
  int count = argc > 1 ? atoi (argv[1]) : 100000;
  uint64_t seed = argc > 2 ? strtoull (argv[2], NULL, 10) : 1;
  time_t seconds = argc > 3 ? atoi (argv[3]) : 100;
#ifndef HAVE_HIREDIS
  puts ("fuzz-remote: no Redis support in this build");
  return 0;
#endif
  static const int fatal[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM,
			       SIGPIPE };
  set_up ();
  for (unsigned i = 0; i < sizeof fatal / sizeof *fatal; i++)
    signal (fatal[i], crashed);
  struct buffer b = BUFFER_INIT;
  time_t end = time (NULL) + seconds;
  for (int i = 0; i < count && time (NULL) < end; i++)
    {
      iteration = i;
      state = (seed << 32 | (uint64_t) i) * UINT64_C (0x9e3779b97f4a7c15) + 1;
      alarm (60);
      one_round (&b);
    }
  buffer_release (&b);
  printf ("values found %" PRIu64 ", missed %" PRIu64 ", refused %" PRIu64
	  ", accepted %" PRIu64 "; servers off %" PRIu64 ", late %" PRIu64
	  "\n", totals.found, totals.missed, totals.refused, totals.accepted,
	  totals.off, totals.late);
  printf ("fuzz-remote: seed %" PRIu64 ", %" PRIu64 " of %d servers tried, "
	  "wrong values: %" PRIu64 "\n", seed, totals.tried, count,
	  totals.wrong);
  return totals.wrong > 0 || totals.tried == 0;
}

#endif
