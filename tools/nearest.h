/* nearest.h - what somebody may have meant to type.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef TOOLS_NEAREST_H
#define TOOLS_NEAREST_H

/* Looks for the name that the fewest slips of the finger lead away from: a
   letter left out, put in, taken for another one, or exchanged with the
   next.  */
struct nearest
{
  const char *text;		/* What was typed.  */
  const char *name;		/* The nearest so far; NULL: all too far.  */
  unsigned distance;
};

void nearest_init (struct nearest *n, const char *text);
void nearest_try (struct nearest *n, const char *name);

#endif
