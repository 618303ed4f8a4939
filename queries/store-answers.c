/* store-answers.c - what a server of the shared store says, read with limits.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifdef HAVE_HIREDIS

#include "queries/store-answers.h"

#include <errno.h>
#include <hiredis/hiredis.h>
#include <hiredis/read.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "queries/late-library.h"
#include "queries/store-remote.h"

/* Statuses, errors and the headers of values are shorter.  */
#define LONGEST_LINE 1024

#define LARGEST_BULK (REMOTE_LARGEST_VALUE + sizeof (struct envelope))

/* A reader's buffer that is larger is freed when it is empty.  */
#define LARGEST_IDLE_BUFFER (256 << 10)

#if HIREDIS_MAJOR >= 1
typedef size_t element_count;
#else
typedef int element_count;
#endif

/* What the reader's functions return for an answer that is fine: it only asks
   whether that is NULL.  */
static char fine[1];

static void *
stop (struct answers *a, enum answers_status status)
{
  a->status = status;
  return NULL;
}

static enum answers_command
due_command (const struct answers *a)
{
  return a->due[a->first].command;
}

static size_t
smaller (size_t a, size_t b)
{
  return a < b ? a : b;
}

/* The capital letters that an error begins with: WRONGPASS, ERR ...  */
static void
set_code (struct answers *a, const char *text, size_t size)
{
  size_t n = 0;
  while (n < size && n < sizeof a->code - 1 && text[n] >= 'A'
	 && text[n] <= 'Z')
    n++;
  memcpy (a->code, text, n);
  a->code[n] = '\0';
  a->command = due_command (a);
}

static bool
is (const char *text, size_t size, const char *expected)
{
  return size == strlen (expected) && memcmp (text, expected, size) == 0;
}

static void *
on_status (struct answers *a, const char *text, size_t size)
{
  enum answers_command command = due_command (a);
  if (command == ANSWERS_MGET
      || !is (text, size, command == ANSWERS_PING ? "PONG" : "OK"))
    return stop (a, ANSWERS_GARBAGE);
  a->accepted += command == ANSWERS_SET;
  return fine;
}

static void *
on_error (struct answers *a, const char *text, size_t size)
{
  set_code (a, text, size);
  if (due_command (a) != ANSWERS_SET)
    return stop (a, ANSWERS_REFUSED);
  a->refused++;
  return fine;
}

static void *
on_value (struct answers *a, size_t index, const char *bytes, size_t size)
{
  /* First of all, for the reader has not checked it on 32-bit hosts.  */
  if (size > LARGEST_BULK)
    return stop (a, ANSWERS_TOO_LARGE);
  /* The reader skips these two, whatever they are.  */
  if (bytes[size] != '\r' || bytes[size + 1] != '\n')
    return stop (a, ANSWERS_GARBAGE);
  if (!a->take (a->data, index, bytes, size))
    a->unwanted++;
  return fine;
}

static void *
on_string (const redisReadTask *task, char *text, size_t size)
{
  struct answers *a = task->privdata;
  if (task->parent)
    return task->type == REDIS_REPLY_STRING
	   ? on_value (a, a->index + (size_t) task->idx, text, size)
	   : stop (a, ANSWERS_GARBAGE);
  switch (task->type)
    {
    case REDIS_REPLY_STATUS:
      return on_status (a, text, size);
    case REDIS_REPLY_ERROR:
      return on_error (a, text, size);
    default:
      return stop (a, ANSWERS_GARBAGE);
    }
}

static void *
on_array (const redisReadTask *task, element_count elements)
{
  struct answers *a = task->privdata;
  if (task->parent || task->type != REDIS_REPLY_ARRAY
      || due_command (a) != ANSWERS_MGET
      || (size_t) elements != smaller (a->due[a->first].count, ANSWERS_BATCH))
    return stop (a, ANSWERS_GARBAGE);
  return fine;
}

static void *
on_integer (const redisReadTask *task, long long value)
{
  (void) value;
  return stop (task->privdata, ANSWERS_GARBAGE);
}

/* A key that is not there; there are nil arrays too.  */
static void *
on_nil (const redisReadTask *task)
{
  return task->parent && task->type == REDIS_REPLY_STRING
	 ? fine : stop (task->privdata, ANSWERS_GARBAGE);
}

static void
on_free (void *object)
{
  (void) object;
}

static redisReplyObjectFunctions functions = {
  .createString = on_string,
  .createArray = on_array,
  .createInteger = on_integer,
  .createNil = on_nil,
  .freeObject = on_free
};

/* hiredis's, once LOADED.  */
static __typeof__ (&redisReaderCreateWithFunctions) reader_new;
static __typeof__ (&redisReaderFree) reader_free;
static __typeof__ (&redisReaderFeed) reader_feed;
static __typeof__ (&redisReaderGetReply) reader_get;
static bool loaded;

static void
load_reader (void)
{
  const struct late_symbol symbols[] = {
    { "redisReaderCreateWithFunctions", &reader_new },
    { "redisReaderFree", &reader_free },
    { "redisReaderFeed", &reader_feed },
    { "redisReaderGetReply", &reader_get }
  };
  loaded = late_library_load (LATE_LIBRARY_NAME (HIREDIS_LIBRARY), symbols,
			      sizeof symbols / sizeof *symbols);
}

bool
answers_init (struct answers *a)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  memset (a, 0, sizeof *a);
  pthread_once (&once, load_reader);
  errno = loaded ? ENOMEM : ELIBACC;
  if (loaded)
    a->reader = reader_new (&functions);
  if (!a->reader)
    return false;
  a->reader->privdata = a;
  a->reader->maxbuf = LARGEST_IDLE_BUFFER;
  return true;
}

void
answers_release (struct answers *a)
{
  if (a->reader)
    reader_free (a->reader);
  a->reader = NULL;
  a->n_due = 0;
}

bool
answers_are_due (const struct answers *a)
{
  return a->n_due > 0;
}

void
answers_expect (struct answers *a, enum answers_command command,
		size_t count)
{
  if (a->n_due == 0)
    {
      a->first = 0;
      a->index = a->accepted = a->refused = a->unwanted = 0;
      a->received = 0;
    }
  a->due[a->first + a->n_due].command = command;
  a->due[a->first + a->n_due].count = count;
  a->n_due++;
}

void
answers_take (struct answers *a, store_take *take, void *data)
{
  a->take = take;
  a->data = data;
}

/* One answer was read to its end.  */
static void
count_answer (struct answers *a)
{
  size_t done = 1;
  if (due_command (a) == ANSWERS_MGET)
    {
      done = smaller (a->due[a->first].count, ANSWERS_BATCH);
      a->index += done;
    }
  a->due[a->first].count -= done;
  if (a->due[a->first].count == 0)
    {
      a->first++;
      a->n_due--;
    }
}

/* The reader waits for the end of something, of which it has taken the first
   byte off.  If that is a value, its length stands in the first line and is one
   that we take; nothing else is that long.  */
static enum answers_status
check_unfinished (const redisReader *reader)
{
  const char *line = reader->buf + reader->pos;
  if (reader->len - reader->pos <= LONGEST_LINE)
    return ANSWERS_FINE;
  if (!memchr (line, '\n', LONGEST_LINE))
    return ANSWERS_GARBAGE;
  return strtoull (line, NULL, 10) > LARGEST_BULK ? ANSWERS_TOO_LARGE
						  : ANSWERS_FINE;
}

enum answers_status
answers_feed (struct answers *a, const char *bytes, size_t size)
{
  void *answer;
  a->received += size;
  if (a->received > ANSWERS_LARGEST)
    return a->status = ANSWERS_TOO_LARGE;
  if (reader_feed (a->reader, bytes, size) != REDIS_OK)
    return a->status = ANSWERS_NO_MEMORY;
  while (a->n_due > 0)
    {
      if (reader_get (a->reader, &answer) != REDIS_OK)
	/* The reader's own complaints, or ours.  */
	return a->status = a->status ? a->status : ANSWERS_GARBAGE;
      if (!answer)
	return a->status = check_unfinished (a->reader);
      count_answer (a);
    }
  /* Nothing more was asked for.  */
  return a->status = a->reader->len > a->reader->pos ? ANSWERS_GARBAGE
						     : ANSWERS_FINE;
}

/* What an error's code means; COMMAND NULL: of any command.  */
static const struct meaning
{
  const char *command, *code, *text;
} meanings[] = {
  { "AUTH", "ERR", "no password is set there" },
  { "SELECT", "ERR", "no such database" },
  /* So many arguments before there was a password.  */
  { "MGET", "ERR", "it may want a password" },
  { NULL, "WRONGPASS", "wrong user or password" },
  { NULL, "NOAUTH", "it wants a password" },
  { NULL, "NOPERM", "this user may not" },
  { NULL, "DENIED", "it is in protected mode" },
  { NULL, "LOADING", "it is still loading its data" },
  { NULL, "READONLY", "it is a read-only replica" },
  { NULL, "OOM", "its memory is full, and nothing may be evicted" },
  { NULL, "MISCONF", "it cannot save its data" },
  { NULL, "MASTERDOWN", "it is a replica without its master" },
  { NULL, "MOVED", "it is one of a cluster" },
  { NULL, "CROSSSLOT", "it is one of a cluster" },
  { NULL, "CLUSTERDOWN", "its cluster is down" },
  { NULL, "BUSY", "it is busy with a script" }
};

char *
answers_refusal (const struct answers *a)
{
  static const char *const commands[] = { "AUTH", "SELECT", "PING", "SET",
					  "MGET" };
  const char *command = commands[a->command], *meaning = a->code;
  char *text;
  for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
    if (strcmp (meanings[i].code, a->code) == 0
	&& (!meanings[i].command || strcmp (meanings[i].command, command) == 0))
      {
	meaning = meanings[i].text;
	break;
      }
  return asprintf (&text, "refuses %s%s%s", command, *meaning ? ": " : "",
		   meaning) < 0 ? NULL : text;
}

#endif
