/* store-opening.c - a store that is opened behind its user's back.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-opening.h"

#include <stdlib.h>

#include "queries/memory.h"
#include "queries/profile.h"
#include "queries/sync.h"

struct opening
{
  struct settings *settings;
  bool has_thread, done;
  struct thread thread;
  struct store *store;
  char *message;
  uint64_t start, end;
};

static void *
open_store (void *data)
{
  struct opening *o = data;
  struct store_config config;
  char *message = NULL;
  o->start = profile_clock ();
  settings_store_config (o->settings, &config, &o->message);
  if (config.folder || config.remote)
    o->store = store_open (&config, &message);
  /* One reason is enough.  */
  if (o->message)
    free (message);
  else
    o->message = message;
  o->end = profile_clock ();
  return NULL;
}

struct opening *
opening_new (struct settings *settings, bool own_thread)
{
  struct opening *o = xcalloc (1, sizeof *o);
  o->settings = settings;
  o->has_thread = own_thread && thread_start (&o->thread, open_store, o);
  return o;
}

struct store *
opening_wait (struct opening *o)
{
  if (o->has_thread)
    thread_join (&o->thread);
  else if (!o->done)
    open_store (o);
  o->has_thread = false;
  o->done = true;
  return o->store;
}

const char *
opening_message (const struct opening *o)
{
  return o->message;
}

void
opening_times (const struct opening *o, uint64_t *start, uint64_t *end)
{
  *start = o->start;
  *end = o->end;
}

void
opening_free (struct opening *o)
{
  if (!o)
    return;
  if (o->has_thread)
    thread_join (&o->thread);
  store_close (o->store);
  free (o->message);
  free (o);
}
