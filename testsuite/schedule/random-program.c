/* random-program.c - programs that nobody thought of.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/schedule/random-program.h"
#include "testsuite/schedule/schedule.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define NODES_MOST 12
#define TEXT_SIZE 1024

static struct
{
  uint64_t random;
  unsigned n;			/* Nodes.  */
  bool rings, each, fails;	/* Whether there are such.  */
  char letter[NODES_MOST];
  int loot[NODES_MOST];		/* What it steals, or -1.  */
  char name[32], graph[TEXT_SIZE], prefetched[TEXT_SIZE];
  char demanded[TEXT_SIZE], changed[TEXT_SIZE];
} at;

static unsigned
below (unsigned limit)
{
  return (unsigned) (schedule_random (&at.random) % limit);
}

static void __attribute__ ((format (printf, 2, 3)))
add (char *text, const char *format, ...)
{
  size_t used = strlen (text);
  va_list args;
  va_start (args, format);
  vsnprintf (text + used, TEXT_SIZE - used, format, args);
  va_end (args);
}

/* Which queries; each value to be stolen has one thief, above it.  */
static void
choose_letters (void)
{
  static const char letters[] = "SSSLLLDDAE";
  for (unsigned i = 0; i < at.n; i++)
    {
      at.letter[i] = letters[below (sizeof letters - 1)];
      at.loot[i] = -1;
    }
  if (at.n > 4 && below (3) == 0)
    {
      unsigned taken = at.n - 1 - below (2), thief = below (at.n - 3);
      at.letter[taken] = 'T';
      at.loot[thief] = (int) taken;
    }
}

/* Something that node I may need: mostly below it.  */
static void
add_need (char *text, unsigned i)
{
  unsigned to = at.rings && below (4) == 0 ? below (at.n)
					   : i + 1 + below (at.n - i);
  if (to >= at.n)
    add (text, " I%u", below (4));
  else
    add (text, " %c%u", at.letter[to], to);
}

/* A query_for_each over nodes of one query; false if there are none.  */
static bool
add_each (char *text, unsigned i)
{
  static const char letters[] = "SLD";
  char letter = letters[below (sizeof letters - 1)];
  char needs[TEXT_SIZE] = "";
  unsigned n = 0;
  for (unsigned to = at.rings ? 0 : i + 1; to < at.n && n < 5; to++)
    if (at.letter[to] == letter && below (3) != 0)
      {
	add (needs, " %c%u", letter, to);
	n++;
      }
  if (n < 2)
    return false;
  add (text, " *%s", needs);
  return at.each = true;
}

static void
add_node (char *text, unsigned i)
{
  static const char actions[] = "===?~";
  add (text, "%s%c%u", i ? "; " : "", at.letter[i], i);
  if (at.loot[i] >= 0)
    add (text, " < T%d", at.loot[i]);
  else if (below (5) == 0 && add_each (text, i))
    return;
  else if (!at.rings && below (100) == 0)
    {
      add (text, " !");
      at.fails = true;
    }
  else
    add (text, " %c", actions[below (sizeof actions - 1)]);
  for (unsigned n = 1 + below (3); n > 0; n--)
    add_need (text, i);
}

static void
add_asked (char *text, unsigned count, bool values)
{
  while (count-- > 0)
    {
      unsigned i = below (at.n);
      if (at.letter[i] != 'T' && !(values && at.letter[i] == 'E'))
	add (text, " %c%u", at.letter[i], i);
    }
}

void
random_program (struct program *p, uint64_t seed)
{
  memset (&at, 0, sizeof at);
  at.random = seed * 7919;
  at.n = 3 + below (NODES_MOST - 2);
  at.rings = below (2);
  snprintf (at.name, sizeof at.name, "random %" PRIu64, seed);
  choose_letters ();
  for (unsigned i = 0; i < at.n; i++)
    add_node (at.graph, i);
  add_asked (at.prefetched, 2 + below (4), false);
  add_asked (at.demanded, below (3), true);
  bool stored = below (2);
  for (unsigned i = 0; stored && i < 4; i++)
    if (below (3) == 0)
      add (at.changed, " I%u", i);
  *p = (struct program) {
    .name = at.name, .graph = at.graph, .prefetched = at.prefetched,
    .demanded = at.demanded, .changed = stored ? at.changed : NULL,
    .flags = (at.rings ? PROGRAM_RUNS_VARY : 0)
	     | (at.rings && at.each ? PROGRAM_RECORDS_VARY : 0)
	     | (at.fails ? PROGRAM_WHO_FIRST : 0)
	     | (stored && below (2) ? PROGRAM_TRIED : 0)
	     | (!at.rings && below (4) == 0 ? PROGRAM_VERIFIED : 0)
	     | (below (4) == 0 ? PROGRAM_WATCHED : 0)
  };
}
