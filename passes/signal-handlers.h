/* signal-handlers.h - which functions run inside a signal handler.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     signal_registrations (f)	the handlers that f gives to signal or, as a field
				of a structure, to sigaction
     signal_reach (unit)	all that these call, by names, and how
     signal_context (f)		the shortest way to f among those

   A unit in which nobody calls these pays a look at the declarations of each
   body.  Who reads signal_context does not run again because some other
   function has become part of a handler.  */

#ifndef PASSES_SIGNAL_HANDLERS_H
#define PASSES_SIGNAL_HANDLERS_H

#include "queries/query.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

struct signal_registration
{
  struct fingerprint handler;	/* Identity of its key.  */
  uint32_t statement;		/* STATEMENTS */
  uint32_t reserved;
};

struct signal_registrations
{
  uint32_t count;
  uint32_t reserved;
  /* struct signal_registration[count]	by statement  */
};

static inline const struct signal_registration *
signal_registrations_array (const struct signal_registrations *r)
{
  return (const struct signal_registration *) (r + 1);
}

/* A function on a way from a registration.  */
struct signal_step
{
  struct fingerprint function;	/* Identity of its key.  */
  uint32_t before;		/* signal_reach: the step that calls it; NONE of a
				   function that registers.  signal_context: the
				   number of the step.  */
  uint32_t statement;		/* STATEMENTS of step BEFORE: the call, or the
				   registration; NONE if there is none.  */
  uint32_t name;		/* TEXT */
  uint32_t reserved;
};

/* Breadth first: a step comes behind the one before it.  A function is there
   once as one that runs in a handler; those that register come first.  */
struct signal_reach
{
  uint32_t count;
  uint32_t n_registering;
  uint32_t text_size;
  uint32_t reserved;
  /* struct signal_step[count], char[text_size]  */
};

static inline const struct signal_step *
signal_reach_steps (const struct signal_reach *r)
{
  return (const struct signal_step *) (r + 1);
}

static inline const char *
signal_reach_text (const struct signal_reach *r)
{
  return (const char *) (signal_reach_steps (r) + r->count);
}

#ifdef __cplusplus
}
#endif
#endif
