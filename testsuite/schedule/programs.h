/* programs.h - what is asked of the engine under many schedules.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A program is one session of the engine (two, if it has stored records)
   whose outcome no schedule may decide.  The outcome is a text: values,
   reports, numbers, the records that are saved.  */

#ifndef SCHEDULE_PROGRAMS_H
#define SCHEDULE_PROGRAMS_H

enum
{
  /* The report tells who came first: what it starts with is compared.  */
  PROGRAM_WHO_FIRST = 1,
  /* The owner goes before the workers are done.  */
  PROGRAM_LEFT = 2,
  /* All that is green is run again.  */
  PROGRAM_VERIFIED = 4,
  /* With events and compared inputs.  */
  PROGRAM_WATCHED = 8,
  /* How often providers ran is a matter of who came first.  */
  PROGRAM_RUNS_VARY = 16,
  /* And so is what ran: a query_for_each in a ring asks for all at once what
     one thread asks for up to the ring only.  So are the records.  */
  PROGRAM_RECORDS_VARY = 32,
  /* engine_try_green comes first.  */
  PROGRAM_TRIED = 64
};

struct program
{
  const char *name;
  const char *graph;		/* graph.h */
  const char *prefetched;	/* A batch for each run of the same query.  */
  const char *demanded;		/* By the owner, after that.  */
  /* NULL: there are no records.  Else they are those of a session before,
     after which these inputs changed.  */
  const char *changed;
  unsigned flags;		/* PROGRAM_*  */
};

extern const struct program programs[];
extern const unsigned n_programs;

#endif
