/* store-answers.h - what a server of the shared store says, read with limits.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   hiredis takes the protocol (RESP2) apart; here stands what is expected of
   the answers, in their order, and that nothing else is believed: no other
   type, no other number of elements, no array in an array, no line and no
   value that is longer than it may be.  Values are handed on as they come, out
   of the reader's buffer, so that no answer is ever in memory as a whole: what
   a server can make us hold is one value, of the largest size.

   One thread.  */

#ifndef QUERIES_STORE_ANSWERS_H
#define QUERIES_STORE_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "queries/store-internal.h"

/* The commands whose answers are known.  */
enum answers_command
{
  ANSWERS_AUTH, ANSWERS_SELECT,	/* OK; an error is the end.  */
  ANSWERS_PING,			/* PONG; as above.  */
  ANSWERS_SET,			/* OK; an error concerns that one.  */
  ANSWERS_MGET			/* Values and nils; as AUTH.  */
};

/* So many keys are asked for by one MGET; servers have limits.  */
#define ANSWERS_BATCH ((size_t) 1 << 16)

/* All answers to one request.  Larger ones are given up.  */
#define ANSWERS_LARGEST ((uint64_t) 256 << 20)

enum answers_status
{
  ANSWERS_FINE, ANSWERS_NO_MEMORY,
  ANSWERS_GARBAGE,		/* Not what was to come.  */
  ANSWERS_TOO_LARGE,
  ANSWERS_REFUSED		/* An error: COMMAND and CODE.  */
};

struct answers
{
  struct redisReader *reader;
  /* What is to come: COUNT answers, or of MGET values.  */
  struct { enum answers_command command; size_t count; } due[3];
  unsigned first, n_due;
  size_t index;			/* Of the next value.  */
  store_take *take;
  void *data;			/* TAKE's.  */
  uint64_t received;		/* Bytes since nothing was due.  */
  size_t accepted, refused;	/* SETs, likewise.  */
  size_t unwanted;		/* Values that TAKE did not take, likewise.  */
  /* Of the last error.  */
  enum answers_command command;
  char code[24];
  enum answers_status status;	/* What ANSWERS_FEED returned.  */
};

/* False: no memory, or no hiredis (errno); nothing to release.  The first call
   loads hiredis.  */
bool answers_init (struct answers *a);
/* Also of zeroed memory.  */
void answers_release (struct answers *a);

/* COUNT > 0 answers to COMMAND will come after what is due already; for MGET
   the values of COUNT keys, ANSWERS_BATCH in each answer but the last.  At most
   three calls, then wait until nothing is due.  */
void answers_expect (struct answers *a, enum answers_command command,
		     size_t count);

/* TAKE gets the values, with DATA and the key's index in the request.  */
void answers_take (struct answers *a, store_take *take, void *data);

bool answers_are_due (const struct answers *a);

/* SIZE bytes have come, cut anywhere.  After any status but ANSWERS_FINE the
   connection is of no use.  Time: linear.  */
enum answers_status answers_feed (struct answers *a, const char *bytes,
				  size_t size);

/* "refuses AUTH: wrong user or password", of an error that CODE names.  Nothing
   else of what the server said is in it.  To be freed.  */
char *answers_refusal (const struct answers *a);

#endif
