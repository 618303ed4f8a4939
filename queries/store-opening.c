/* store-opening.c - a store that is opened when it is first asked for.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-opening.h"

#include <stdlib.h>

#include "queries/memory.h"
#include "queries/profile.h"

struct opening
{
  struct settings *settings;
  bool done;
  struct store *store;
  char *message;
  uint64_t start, end;
};

static void
open_store (struct opening *o)
{
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
}

struct opening *
opening_new (struct settings *settings)
{
  struct opening *o = xcalloc (1, sizeof *o);
  o->settings = settings;
  return o;
}

struct store *
opening_store (struct opening *o)
{
  if (!o->done)
    open_store (o);
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
  store_close (o->store);
  free (o->message);
  free (o);
}
