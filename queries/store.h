/* store.h - a plain map from 128-bit keys to checked bytes, on disk and shared.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A cache: what it has lost costs work, never an answer.  No function here
   fails a compile.  Whatever is wrong with a store or with one value counts as
   a miss and shows in the counters.

   A store has up to two sides: a folder on this machine (queries/store-lmdb.h)
   and servers that several machines share (queries/store-remote.h).  What the
   folder lacks is asked of the servers; what they had is written to the folder
   with the next store_put_many, so that a value travels once.

   Every value travels in an envelope (magic, format version, length, checksum
   of the bytes and their key): store_put_many writes it, store_get_many checks
   and strips it.  With a secret, servers' values carry a keyed hash instead,
   so that who does not know the secret can plant none.  Callers see bytes that
   are as they were written, though not necessarily well formed: a store is
   input from outside.

   Threads: a store belongs to one thread at a time.  Several processes may use
   one folder at once.

   If the process dies inside store_put_many the whole batch is in the folder
   or none of it (one LMDB transaction).  The environment is opened no-sync:
   after a machine crash pages may be torn, which checks detect.  */

#ifndef QUERIES_STORE_H
#define QUERIES_STORE_H

#include <stdbool.h>

#include "arena.h"
#include "counters.h"
#include "fingerprint.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

/* When a value was last used, in units of this many seconds since 1970: coarse,
   because a new stamp is a value to be written.  */
#define STORE_STAMP_SECONDS (3 * 60 * 60)

struct store_config
{
  /* A folder; it and its parents are made, 0700.  NULL: none.  */
  const char *folder;
  /* Servers: URLs separated by commas (queries/store-url.h).  NULL: none.  */
  const char *remote;
  bool remote_read_only;	/* Never write to the servers.  */
  unsigned connect_timeout;	/* Milliseconds; 0: the default.  */
  unsigned request_timeout;	/* Milliseconds without an answer; as above.  */
  const void *secret;		/* NULL: none.  Copied.  */
  size_t secret_size;
  /* The folder's limits: bytes, 0: none; and seconds since the last use, 0:
     none.  */
  uint64_t max_size, max_age;
  uint64_t now;			/* Seconds since 1970; 0: ask the clock.  */
};

struct store_value
{
  const void *bytes;		/* NULL: a miss.  Aligned to 16.  */
  size_t size;
  bool stale;			/* Its stamp is an old one: STORE_TOUCH it.  */
};

enum store_action
{
  STORE_PUT,			/* Keys that are there are overwritten.  */
  STORE_PUT_LOCAL,		/* The same, but never sent to servers.  */
  STORE_PUT_DENSE,		/* That, and packing would not make it smaller.  */
  STORE_TOUCH,			/* Give it today's stamp, if it is there.  */
  STORE_REMOVE			/* From the folder, if it is there.  */
};

struct store_item
{
  struct fingerprint key;
  const void *bytes;		/* Of those that put.  */
  size_t size;
  enum store_action action;
};

/* The counters of the group STORE, by name; see counters.def.  */
struct store_counters
{
#define COUNTER(NUMBER, GROUP, NAME, LABEL) COUNTER_IF_##GROUP (NAME)
#define COUNTER_IF_UNIT(NAME)
#define COUNTER_IF_STORE(NAME) uint64_t NAME;
#include "counters.def"
#undef COUNTER_IF_UNIT
#undef COUNTER_IF_STORE
};

/* The folder to use when none is named: $QUERIES_DIR, else
   $XDG_CACHE_HOME/queries, else $HOME/.cache/queries; NULL if there is none.
   The caller frees it.  */
char *store_default_folder (void);

/* Open what CONFIG names; of a side that cannot be used the store does without.
   Never waits for a server: connecting goes on behind the caller's back until
   the first store_get_many.  Host names are looked up here, though.
   Returns NULL if nothing is left.  *MESSAGE (to be freed by the caller; NULL:
   all is well) says what cannot be used and why: for a verbose note, never an
   error.  */
struct store *store_open (const struct store_config *config, char **message);

/* The same for a folder alone, without limits.  */
struct store *store_open_folder (const char *folder, char **message);

/* NULL is allowed.  */
void store_close (struct store *s);

/* Look KEYS up: one read transaction for all, then one round trip to each
   server for the rest.  Sets VALUES[0..COUNT-1]; the bytes are copied into
   ARENA, which must live until the store is closed.  Returns the number
   found.  */
size_t store_get_many (struct store *s, const struct fingerprint *keys,
		       size_t count, struct store_value *values,
		       struct arena *arena);

/* Do what ITEMS say: one transaction, and one round trip to each server, and
   write to the folder what servers have given since the last call.  Waits only
   briefly for another writer, then drops all and counts.  If the folder is
   over its limits, the values that were not used for the longest time leave
   it.  COUNT may be 0.  Returns the number done: COUNT or 0.  */
size_t store_put_many (struct store *s, const struct store_item *items,
		       size_t count);

/* Load what store_put_many calls, so that it need not.  Any thread, beside
   others that use S.  */
void store_prepare_put (const struct store *s);

/* A number that grows by one with each write to the folder by any process.  It
   selects what verify=sample looks at, so that a failure repeats until
   something was written.  Begins anew with the file.  0 if unknown.  */
uint64_t store_session (struct store *s);

/* One value of the folder, for store_for_each.  */
struct store_entry
{
  struct fingerprint key;
  const void *bytes;		/* NULL: damaged.  */
  size_t size;
  uint64_t stamp;		/* In STORE_STAMP_SECONDS.  */
};

/* Calls EACH for every key of the folder, those with a damaged envelope
   included; stops when it returns nonzero, and returns that.  BYTES live for
   that call only.  */
int store_for_each (struct store *s,
		    int (*each) (void *data, const struct store_entry *entry),
		    void *data);

/* How large the folder's files are, and how much of that is in use.  */
struct store_size
{
  uint64_t file_bytes, used_bytes, values;
};
bool store_measure (struct store *s, struct store_size *size);

/* How to go through the folder; all zero: apply its limits.  */
struct store_collecting
{
  /* True: ENTRY leaves, whatever the limits say.  It is whole: what is damaged
     leaves in any case.  BYTES live for that call only.  NULL: none.  */
  bool (*leaves) (void *data, const struct store_entry *entry);
  /* Called now and then: DONE of about TOTAL.  True: stop, and leave all as it
     is.  NULL: none.  */
  bool (*progress) (void *data, uint64_t done, uint64_t total);
  void *data;			/* For both.  */
  bool without_limits;		/* Only what LEAVES wants.  */
  /* Only say what would leave: at least, as how well the new file's pages are
     filled is not known.  */
  bool dry_run;
};

struct store_collected
{
  struct store_size before, after;	/* AFTER a dry run: values only.  */
  /* Values that left: LEAVES wanted it, older than max_age, the least recently
     used beyond max_size, or not whole.  */
  uint64_t unwanted, expired, evicted, damaged;
};

/* Write the folder's file anew, without what shall leave: so it takes no more
   room than it needs, and if max_size was reached, some less, so that there is
   room again.  Waits some seconds for another writer; others drop what they
   have to write meanwhile; readers go on.  If the process dies, or the disk is
   full, the old file stays.  False: nothing was changed, and *MESSAGE (to be
   freed by the caller; NULL: PROGRESS stopped it) says why.  WHAT may be
   NULL.  */
bool store_collect (struct store *s, const struct store_collecting *how,
		    struct store_collected *what, char **message);

const struct store_counters *store_counters (const struct store *s);

#ifdef __cplusplus
}
#endif
#endif
