/* engine-timeline.c - all steps of a case, with one thread and with several.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "testsuite/fuzz/engine-session.h"

static struct store *store;

bool
timeline_use_store (const char *folder)
{
  char *message = NULL;
  store = store_open_folder (folder, &message);
  if (!store)
    fprintf (stderr, "%s: %s\n", folder, message ? message : "no store");
  free (message);
  return store != NULL;
}

static void
world_begin (const struct fuzz_case *c, struct world *w)
{
  memset (w, 0, sizeof *w);
  for (unsigned unit = 0; unit < UNITS; unit++)
    {
      w->locals[unit] = c->locals;
      for (unsigned q = 0; c->initial && q < QUERIES_MOST; q++)
	for (unsigned k = 0; k < KEYS_MOST; k++)
	  w->input[unit][q][k]
	    = (uint8_t) (mix (c->initial * 1009u + q * 64 + k) % 16);
    }
}

static void
edit (struct world *w, const struct step *s)
{
  for (unsigned unit = 0; unit < UNITS; unit++)
    if (s->units >> unit & 1 && s->kind == STEP_SET)
      w->input[unit][s->query][s->key] = s->value;
    else if (s->units >> unit & 1 && s->kind == STEP_LOCAL)
      w->locals[unit] = (uint8_t) ((w->locals[unit] & ~(1 << s->key))
				   | (s->value & 1) << s->key);
  if (s->kind == STEP_UNTRACKED)
    w->untracked = s->value;
}

/* Run C with so many THREADS; OUTCOMES has room for STEPS_MOST.  */
static bool
run_with (const struct fuzz_case *c, unsigned threads,
	  struct outcome *outcomes, struct failure *failure)
{
  struct world world;
  struct oracle oracle;
  struct memory memory;
  struct session *s = aligned_alloc (16, (sizeof *s + 15) / 16 * 16);
  if (!s)
    abort ();
  memset (s, 0, sizeof *s);
  world_begin (c, &world);
  oracle_init (&oracle, c);
  memory_init (&memory);
  pthread_mutex_init (&s->lock, NULL);
  s->c = c;
  s->world = &world;
  s->memory = &memory;
  s->store = store;
  s->threads = threads;
  s->failure = failure;
  for (unsigned i = 0; i < STEPS_MOST && !failure->kind[0]; i++)
    {
      s->step = &c->step[i];
      if (s->step->kind != STEP_SESSION)
	edit (&world, s->step);
      else
	session_run (s, &oracle, &outcomes[i]);
      if (failure->kind[0])
	{
	  size_t used = strlen (failure->message);
	  snprintf (failure->message + used, sizeof failure->message - used,
		    " (step %u, %u threads)", i, threads);
	}
    }
  pthread_mutex_destroy (&s->lock);
  memory_release (&memory);
  oracle_release (&oracle);
  free (s);
  return !failure->kind[0];
}

/* The first difference between two sessions that must be the same; NULL if
   there is none.  */
static const char *
difference (const struct outcome *a, const struct outcome *b, bool same_store)
{
  if (a->poisoned != b->poisoned)
    return "poisoned";
  if (a->poisoned)
    return NULL;
  /* Where a limit of depth is met depends on what is there already.  */
  if (a->oracle != ORACLE_OK && a->oracle != ORACLE_DEPTH
      && a->report != b->report)
    return "report of a failure";
  if (!same_store || !a->comparable)
    return NULL;
  if (a->green != b->green)
    return "green roots";
  if (a->ran != b->ran)
    return "what ran";
  if (a->gave_up != b->gave_up)
    return "who gave up";
  if (a->inspected != b->inspected)
    return "graph or reasons";
  return a->store != b->store ? "records" : NULL;
}

bool
timeline_run (const struct fuzz_case *c, struct failure *failure)
{
  struct outcome one[STEPS_MOST] = { { 0 } }, many[STEPS_MOST] = { { 0 } };
  memset (failure, 0, sizeof *failure);
  if (!run_with (c, 1, one, failure))
    return false;
  if (c->threads == 1)
    return true;
  if (!run_with (c, c->threads, many, failure))
    return false;
  bool same_store = true;
  for (unsigned i = 0; i < STEPS_MOST; i++)
    {
      if (c->step[i].kind != STEP_SESSION)
	continue;
      const char *what = difference (&one[i], &many[i], same_store);
      if (what)
	{
	  snprintf (failure->kind, sizeof failure->kind, "threads");
	  snprintf (failure->message, sizeof failure->message,
		    "step %u: with %u threads another: %s", i, c->threads,
		    what);
	  return false;
	}
      /* What rings leave in the store depends on who came first.  */
      same_store &= one[i].comparable || one[i].oracle != ORACLE_OK;
    }
  return true;
}
