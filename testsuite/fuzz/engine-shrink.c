/* engine-shrink.c - making a case smaller that goes wrong.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Greedy: everything is taken out or made simpler if the case goes wrong
   without it, again and again until nothing more can be.  */

#include "testsuite/fuzz/engine-shrink.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct shrinker
{
  struct fuzz_case *c;
  struct failure *failure;
  unsigned times;
  time_t end;
  bool any;			/* Something got smaller.  */
};

static void
describe_end (int status, struct failure *failure)
{
  if (WIFSIGNALED (status) && WTERMSIG (status) == SIGALRM)
    {
      strcpy (failure->kind, "hang");
      strcpy (failure->message, "it does not come to an end");
    }
  else if (WIFSIGNALED (status) || WEXITSTATUS (status) > 1)
    {
      strcpy (failure->kind, "crash");
      snprintf (failure->message, sizeof failure->message,
		WIFSIGNALED (status) ? "signal %d" : "exit status %d",
		WIFSIGNALED (status) ? WTERMSIG (status)
				     : WEXITSTATUS (status));
    }
}

bool
run_apart (const struct fuzz_case *c, unsigned times, unsigned seconds,
	   struct failure *failure)
{
  struct failure *shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE,
				 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int status = 0;
  if (shared == MAP_FAILED)
    return true;
  fflush (NULL);
  pid_t child = fork ();
  if (child == 0)
    {
      bool well = true;
      for (unsigned i = 0; i < times && well; i++)
	{
	  alarm (seconds);
	  well = timeline_run (c, shared);
	}
      _exit (!well);
    }
  while (child > 0 && waitpid (child, &status, 0) < 0)
    ;
  *failure = *shared;
  munmap (shared, sizeof *shared);
  if (child > 0 && (!WIFEXITED (status) || WEXITSTATUS (status) > 1))
    describe_end (status, failure);
  return !failure->kind[0];
}

/* Keep SMALLER if it fails too.  */
static bool
keep_if_failing (struct shrinker *s, const struct fuzz_case *smaller)
{
  struct failure failure;
  if (memcmp (smaller, s->c, sizeof *smaller) == 0 || time (NULL) >= s->end
      || !case_valid (smaller)
      || run_apart (smaller, s->times, 1, &failure)
      || strcmp (failure.kind, s->failure->kind) != 0)
    return false;
  *s->c = *smaller;
  *s->failure = failure;
  s->any = true;
  return true;
}

/* Try without steps FROM up to and not including TO.  */
static void
without_steps (struct shrinker *s, unsigned from, unsigned to)
{
  struct fuzz_case smaller = *s->c;
  memset (&smaller.step[from], 0, (to - from) * sizeof *smaller.step);
  keep_if_failing (s, &smaller);
}

static void
shrink_steps (struct shrinker *s)
{
  for (unsigned half = STEPS_MOST / 2; half >= 1; half /= 2)
    for (unsigned i = 0; i < STEPS_MOST; i += half)
      without_steps (s, i, i + half < STEPS_MOST ? i + half : STEPS_MOST);
}

/* Try with *BYTE, a place in the case, as small as it goes.  */
static void
lower_byte (struct shrinker *s, uint8_t *byte, uint8_t least)
{
  size_t offset = (size_t) (byte - (uint8_t *) s->c);
  const uint8_t values[] = { least, (uint8_t) (least + 1),
			     (uint8_t) (*byte / 2), (uint8_t) (*byte - 1) };
  for (unsigned i = 0; i < sizeof values; i++)
    {
      struct fuzz_case smaller = *s->c;
      if (values[i] >= *byte || values[i] < least)
	continue;
      ((uint8_t *) &smaller)[offset] = values[i];
      if (keep_if_failing (s, &smaller))
	return;
    }
}

static void
lower_bytes (struct shrinker *s, uint8_t *first, size_t count)
{
  for (size_t i = 0; i < count; i++)
    lower_byte (s, first + i, 0);
}

static void
shrink_roots (struct shrinker *s)
{
  for (unsigned i = 0; i < s->c->n_roots; i++)
    {
      struct fuzz_case smaller = *s->c;
      smaller.n_roots--;
      for (unsigned j = i; j < smaller.n_roots; j++)
	{
	  smaller.root_query[j] = smaller.root_query[j + 1];
	  smaller.root_key[j] = smaller.root_key[j + 1];
	}
      for (unsigned j = 0; j < STEPS_MOST; j++)
	{
	  struct step *t = &smaller.step[j];
	  uint8_t below = (uint8_t) ((1 << i) - 1);
	  t->roots = (uint8_t) ((t->roots & below)
				| (t->roots >> 1 & ~below));
	  t->try_green = (uint8_t) ((t->try_green & below)
				    | (t->try_green >> 1 & ~below));
	}
      keep_if_failing (s, &smaller);
    }
}

static void
shrink_statements (struct shrinker *s, unsigned q)
{
  for (unsigned i = 0; i < STATEMENTS_MOST; i++)
    {
      struct fuzz_case smaller = *s->c;
      struct statement *t = smaller.query[q].statement;
      if (t[i].operation == DO_NOTHING)
	continue;
      memmove (&t[i], &t[i + 1], (STATEMENTS_MOST - 1 - i) * sizeof *t);
      memset (&t[STATEMENTS_MOST - 1], 0, sizeof *t);
      if (keep_if_failing (s, &smaller))
	i--;
      else
	lower_bytes (s, &s->c->query[q].statement[i].to,
		     sizeof (struct statement) - 1);
    }
}

static void
shrink_query (struct shrinker *s, unsigned q)
{
  struct fuzz_case smaller = *s->c;
  memset (&smaller.query[q], 0, sizeof smaller.query[q]);
  if (!s->c->query[q].used || keep_if_failing (s, &smaller))
    return;
  for (uint32_t flag = 1; flag <= QUERY_CYCLE_DEFAULT; flag <<= 1)
    {
      smaller = *s->c;
      smaller.query[q].flags &= ~flag;
      keep_if_failing (s, &smaller);
    }
  lower_byte (s, &s->c->query[q].depth_limit, 0);
  lower_byte (s, &s->c->query[q].cache_if, 0);
  shrink_statements (s, q);
}

static void
shrink_rest (struct shrinker *s)
{
  struct fuzz_case *c = s->c;
  lower_byte (s, &c->threads, 1);
  lower_byte (s, &c->modulus, 2);
  lower_byte (s, &c->initial, 0);
  lower_byte (s, &c->locals, 0);
  lower_byte (s, &c->anonymous, 0);
  lower_byte (s, &c->cyclic, 0);
  lower_byte (s, &c->burn, 0);
  for (unsigned k = 0; k < SIMPLE_KINDS; k++)
    {
      lower_byte (s, &c->known[k], 1);
      lower_byte (s, &c->universe[k], c->known[k]);
      lower_byte (s, &c->contents[k], 0);
    }
  for (unsigned i = 0; i < c->n_roots; i++)
    lower_byte (s, &c->root_key[i], 0);
  for (unsigned i = 0; i < STEPS_MOST; i++)
    if (c->step[i].kind != STEP_NOTHING)
      lower_bytes (s, &c->step[i].units, sizeof c->step[i] - 1);
}

void
case_shrink (struct fuzz_case *c, struct failure *failure, unsigned seconds)
{
  struct shrinker s = { c, failure, c->threads > 1 ? 20 : 1,
			time (NULL) + seconds, true };
  while (s.any && time (NULL) < s.end)
    {
      s.any = false;
      lower_byte (&s, &c->threads, 1);
      shrink_steps (&s);
      shrink_roots (&s);
      for (unsigned q = QUERIES_MOST; q-- > 0; )
	shrink_query (&s, q);
      shrink_rest (&s);
    }
}
