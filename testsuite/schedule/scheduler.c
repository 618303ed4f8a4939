/* scheduler.c - who runs next, and when nobody can.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/schedule/scheduler-internal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* One step in this many, if there is a delayed store, lets one out; wakes a
   thread for no reason.  */
#define DELIVERY_RATE 32
#define SPURIOUS_RATE 32

#define DEPTH_MOST 16

/* Words are named in traces by the order in which they are met.  */
#define NAMES_MOST 8192

static struct
{
  struct schedule_options options;
  struct schedule_result *result;
  uint64_t random;
  struct strand *strands[STRANDS_MOST];	/* Kept from run to run.  */
  unsigned n_strands;
  unsigned n_numbers;
  uint64_t falls[DEPTH_MOST];	/* PCT: steps at which a priority falls.  */
  struct fibre outside;		/* Of who called schedule_run.  */
  void (*program) (void *data);
  void *data;
  const void **names;		/* Open addressing.  */
  unsigned *name_numbers;
  unsigned n_names;
} all;

struct strand *strand_now;

uint64_t
schedule_random (uint64_t *state)
{
  /* SplitMix64 (Steele, Lea, Flood 2014).  */
  uint64_t z = *state += UINT64_C (0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C (0x94d049bb133111eb);
  return z ^ z >> 31;
}

static uint64_t
random_below (uint64_t limit)
{
  return schedule_random (&all.random) % limit;
}

const char *
schedule_policy_name (enum schedule_policy policy)
{
  static const char *const names[] = { "alone", "uniform", "pct" };
  return names[policy];
}

struct schedule_options
schedule_options_of (enum schedule_policy policy, uint64_t seed,
		     uint64_t length)
{
  uint64_t state = seed;
  uint64_t r = schedule_random (&state);
  struct schedule_options o = {
    .seed = seed, .policy = policy, .length = length,
    .depth = 1 + (unsigned) (r >> 8) % 8,
    .steps_most = 100000 + 100 * length,
    .spurious = (r & 3) == 3, .delayed = (r & 4) != 0
  };
  return o;
}

unsigned
schedule_number (void)
{
  return ++all.n_numbers;
}

bool
schedule_delays (void)
{
  unsigned n_alive = 0;
  for (unsigned i = 0; i < all.n_strands; i++)
    n_alive += all.strands[i]->state != STRAND_ENDED;
  return all.options.delayed && n_alive > 1;
}

struct strand *
strand_numbered (unsigned number)
{
  return number < all.n_strands ? all.strands[number] : NULL;
}

/* Messages.  */

static unsigned
name_of_word (const void *word)
{
  size_t at = ((uintptr_t) word >> 3) * 0x9e3779b1u % NAMES_MOST;
  while (all.names[at] && all.names[at] != word)
    at = (at + 1) % NAMES_MOST;
  if (!all.names[at] && all.n_names < NAMES_MOST / 2)
    {
      all.names[at] = word;
      all.name_numbers[at] = ++all.n_names;
    }
  return all.names[at] ? all.name_numbers[at] : 0;
}

static unsigned
object_number (enum operation operation, const void *object)
{
  switch (operation)
    {
    case OPERATION_BEGIN:
    case OPERATION_PAUSE:
    case OPERATION_END:
      return 0;
    case OPERATION_LOCK:
    case OPERATION_UNLOCK:
      return ((const struct mutex *) object)->number;
    case OPERATION_WAIT:
    case OPERATION_BROADCAST:
      return ((const struct condition *) object)->number;
    case OPERATION_START:
    case OPERATION_JOIN:
      return ((const struct strand *) object)->number;
    default:
      return all.options.trace ? name_of_word (object) : 0;
    }
}

static const char *
operation_text (enum operation operation)
{
  static const char *const texts[] = {
    "begin", "load word", "load ordered word", "store word", "exchange word",
    "add to word", "lock mutex", "unlock mutex", "wait for condition",
    "broadcast condition", "start thread", "join thread", "pause", "end"
  };
  return texts[operation];
}

static void
trace_step (const struct strand *s, unsigned n_ready)
{
  fprintf (all.options.trace, "%6" PRIu64 "  thread %u, %u ready: %s",
	   all.result->steps, s->number, n_ready,
	   operation_text (s->operation));
  unsigned number = object_number (s->operation, s->object);
  if (number)
    fprintf (all.options.trace, " %u", number);
  fprintf (all.options.trace, " in %s\n", s->caller);
}

static void
say (const char *format, ...)
{
  char *text = all.result->text;
  size_t used = strlen (text), room = sizeof all.result->text - used;
  va_list args;
  va_start (args, format);
  vsnprintf (text + used, room, format, args);
  va_end (args);
}

static void
say_strand (const struct strand *s)
{
  say ("\n  thread %u ", s->number);
  switch (s->state)
    {
    case STRAND_READY:
      say ("can go on: %s", operation_text (s->operation));
      break;
    case STRAND_LOCKING:
      say ("wants mutex %u, which thread %u holds", s->mutex->number,
	   s->mutex->holder->number);
      break;
    case STRAND_WAITING:
      say ("waits for condition %u with mutex %u", s->condition->number,
	   s->mutex->number);
      break;
    case STRAND_JOINING:
      say ("waits for the end of thread %u", s->joined->number);
      break;
    case STRAND_ENDED:
      say ("has ended");
      return;
    }
  say (", in %s", s->caller);
}

static void leave (enum schedule_end end) __attribute__ ((noreturn));

static void
leave (enum schedule_end end)
{
  const struct schedule_options *o = &all.options;
  struct strand *s = strand_now;
  all.result->end = end;
  if (end != SCHEDULE_DONE)
    {
      for (unsigned i = 0; i < all.n_strands; i++)
	say_strand (all.strands[i]);
      say ("\n  after %" PRIu64 " steps of schedule %s %" PRIu64,
	   all.result->steps, schedule_policy_name (o->policy), o->seed);
    }
  strand_now = NULL;
  fibre_switch (&s->fibre, &all.outside, true);
  abort ();
}

void
schedule_fail (const char *format, ...)
{
  va_list args;
  va_start (args, format);
  vsnprintf (all.result->text, sizeof all.result->text, format, args);
  va_end (args);
  leave (SCHEDULE_MISUSE);
}

/* Choosing.  */

/* A decision, so that equal hashes are equal schedules.  */
static void
decided (uint64_t what)
{
  uint64_t state = all.result->hash ^ what;
  all.result->hash = schedule_random (&state);
}

void
strand_deliver (struct strand *s)
{
  atomic_store (s->delayed[0].word, s->delayed[0].value);
  s->n_delayed--;
  memmove (s->delayed, s->delayed + 1, s->n_delayed * sizeof s->delayed[0]);
}

void
strand_deliver_all (struct strand *s)
{
  while (s->n_delayed > 0)
    strand_deliver (s);
}

/* Some strand of those for which PICK is true; NULL if there is none.  */
static struct strand *
some_strand (bool (*pick) (const struct strand *s))
{
  struct strand *some[STRANDS_MOST];
  unsigned n = 0;
  for (unsigned i = 0; i < all.n_strands; i++)
    if (pick (all.strands[i]))
      some[n++] = all.strands[i];
  return n > 0 ? some[random_below (n)] : NULL;
}

static bool
has_delayed (const struct strand *s)
{
  return s->n_delayed > 0;
}

static bool
may_wake (const struct strand *s)
{
  return s->state == STRAND_WAITING;
}

/* After a wait: it must get its lock first.  */
static void
wake (struct strand *s)
{
  s->state = s->mutex->holder ? STRAND_LOCKING : STRAND_READY;
}

/* What happens to the program besides its steps.  */
static void
disturb (void)
{
  struct strand *s;
  if (all.options.delayed && random_below (DELIVERY_RATE) == 0
      && (s = some_strand (has_delayed)) != NULL)
    {
      strand_deliver (s);
      decided (s->number + 1000);
      if (all.options.trace)
	fprintf (all.options.trace, "\t  a store of thread %u is seen\n",
		 s->number);
    }
  if (all.options.spurious && random_below (SPURIOUS_RATE) == 0
      && (s = some_strand (may_wake)) != NULL)
    {
      wake (s);
      decided (s->number + 2000);
      if (all.options.trace)
	fprintf (all.options.trace, "\t  thread %u wakes for no reason\n",
		 s->number);
    }
}

static struct strand *
choose_by_priority (struct strand *const *ready, unsigned n)
{
  for (unsigned i = 0; i + 1 < all.options.depth; i++)
    if (all.falls[i] == all.result->steps)
      strand_now->priority = all.options.depth - 1 - i;
  struct strand *best = ready[0];
  for (unsigned i = 1; i < n; i++)
    if (ready[i]->priority > best->priority)
      best = ready[i];
  return best;
}

static struct strand *
choose (struct strand *const *ready, unsigned n)
{
  switch (all.options.policy)
    {
    case SCHEDULE_UNIFORM:
      return ready[random_below (n)];
    case SCHEDULE_PCT:
      return choose_by_priority (ready, n);
    default:
      return strand_now->state == STRAND_READY ? strand_now : ready[0];
    }
}

/* Let whoever is chosen go on.  */
static void
step (void)
{
  struct strand *ready[STRANDS_MOST], *from = strand_now;
  unsigned n = 0;
  if (++all.result->steps > all.options.steps_most)
    {
      say ("livelock: no end in sight");
      leave (SCHEDULE_LIVELOCK);
    }
  if (all.options.delayed || all.options.spurious)
    disturb ();
  for (unsigned i = 0; i < all.n_strands; i++)
    if (all.strands[i]->state == STRAND_READY)
      ready[n++] = all.strands[i];
  if (n == 0)
    {
      say ("deadlock: nobody can go on");
      leave (SCHEDULE_DEADLOCK);
    }
  struct strand *to = choose (ready, n);
  if (n > 1)
    {
      all.result->choices++;
      decided (to->number);
    }
  if (all.options.trace)
    trace_step (to, n);
  if (to == from)
    return;
  all.result->switches++;
  strand_now = to;
  fibre_switch (&from->fibre, &to->fibre, from->state == STRAND_ENDED);
}

void
strand_pause (enum operation operation, const void *object,
	      const char *caller)
{
  struct strand *s = strand_now;
  s->operation = operation;
  s->object = object;
  s->caller = caller;
  step ();
}

void
strand_block (void)
{
  strand_deliver_all (strand_now);
  step ();
}

void
strands_wake_for_mutex (const struct mutex *m)
{
  for (unsigned i = 0; i < all.n_strands; i++)
    if (all.strands[i]->state == STRAND_LOCKING && all.strands[i]->mutex == m)
      all.strands[i]->state = STRAND_READY;
}

void
strands_wake_for_condition (const struct condition *c)
{
  for (unsigned i = 0; i < all.n_strands; i++)
    if (may_wake (all.strands[i]) && all.strands[i]->condition == c)
      wake (all.strands[i]);
}

void
schedule_pause (void)
{
  if (strand_now)
    strand_pause (OPERATION_PAUSE, NULL, __func__);
}

/* Beginnings and ends.  */

static void
strand_main (void *data)
{
  struct strand *s = data;
  s->run (s->data);
  strand_pause (OPERATION_END, NULL, __func__);
  if (s->n_held > 0)
    schedule_fail ("misuse: thread %u ends and holds a lock", s->number);
  strand_deliver_all (s);
  s->state = STRAND_ENDED;
  for (unsigned i = 0; i < all.n_strands; i++)
    if (all.strands[i]->state == STRAND_JOINING && all.strands[i]->joined == s)
      all.strands[i]->state = STRAND_READY;
  if (s->number == 0)
    {
      for (unsigned i = 1; i < all.n_strands; i++)
	if (all.strands[i]->state != STRAND_ENDED)
	  schedule_fail ("misuse: the program ends, but not thread %u", i);
      leave (SCHEDULE_DONE);
    }
  step ();
}

struct strand *
strand_new (void *(*run) (void *data), void *data)
{
  if (all.n_strands == STRANDS_MOST)
    return NULL;
  struct strand *s = all.strands[all.n_strands];
  if (!s && !(s = calloc (1, sizeof *s)))
    abort ();
  struct fibre fibre = s->fibre;
  *s = (struct strand) { .number = all.n_strands, .operation = OPERATION_BEGIN,
			 .caller = __func__, .run = run, .data = data,
			 .fibre = fibre };
  /* Above all that ever fell.  */
  s->priority = DEPTH_MOST + random_below (UINT32_MAX);
  fibre_init (&s->fibre, strand_main, s);
  all.strands[all.n_strands++] = s;
  return s;
}

static void *
first_strand (void *data)
{
  all.program (data);
  return NULL;
}

static void
prepare_trace (void)
{
  free (all.names);
  free (all.name_numbers);
  all.n_names = 0;
  all.names = calloc (NAMES_MOST, sizeof *all.names);
  all.name_numbers = calloc (NAMES_MOST, sizeof *all.name_numbers);
  if (!all.names || !all.name_numbers)
    abort ();
}

void
schedule_run (const struct schedule_options *options,
	      void (*program) (void *data), void *data,
	      struct schedule_result *result)
{
  all.options = *options;
  if (all.options.depth > DEPTH_MOST)
    all.options.depth = DEPTH_MOST;
  all.result = result;
  memset (result, 0, sizeof *result);
  all.random = options->seed ^ (uint64_t) options->policy << 60;
  all.n_strands = 0;
  all.n_numbers = 0;
  for (unsigned i = 0; i < DEPTH_MOST; i++)
    all.falls[i] = 1 + random_below (options->length ? options->length : 1);
  if (options->trace)
    prepare_trace ();
  all.program = program;
  all.data = data;
  fibre_init_own (&all.outside);
  struct strand *s = strand_new (first_strand, data);
  strand_now = s;
  fibre_switch (&all.outside, &s->fibre, false);
  result->threads = all.n_strands;
}

void
schedule_release (void)
{
  for (unsigned i = 0; i < STRANDS_MOST && all.strands[i]; i++)
    {
      fibre_release (&all.strands[i]->fibre);
      free (all.strands[i]);
      all.strands[i] = NULL;
    }
  free (all.names);
  free (all.name_numbers);
  all.names = NULL;
  all.name_numbers = NULL;
}
