/* shapes.h - four shapes of dependency graphs, of any size.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Node 0 is the root; nodes read nodes of larger numbers:
     wide	the root reads all others
     chain	each reads the next one
     tree	each reads two, as in a heap
     dense	the nodes are in layers of 100; each reads all of the next layer
     ring	a chain whose last node reads the first
   Every node also reads its own number, by way of parity (number % 2), so that
   an edit by an even amount stops there.  value (n) = parity (n) + values of
   what it reads, modulo 1000003.

   Traces lie in memory between sessions, in one block.  One thread.  */

#ifndef UNIT_SHAPES_H
#define UNIT_SHAPES_H

#include "queries/engine.h"

enum shape { SHAPE_WIDE, SHAPE_CHAIN, SHAPE_TREE, SHAPE_DENSE, SHAPE_RING,
	     SHAPES };

extern const char *const shape_names[SHAPES];

struct shape_store;

struct shape_run
{
  enum shape shape;
  uint32_t count;		/* Nodes.  */
  unsigned threads;
  uint32_t add;			/* To the number of the last node.  */
  bool top_down;		/* The root alone is asked, not leaves first.  */
  bool cycle_default;		/* Nodes of a ring have a default.  */
  bool save;
  enum verify_mode verify;
  struct shape_store *store;	/* NULL: none.  */
  /* Results.  */
  bool failed;
  uint64_t value;		/* Of the root.  */
  uint64_t executed, green;
  double load_seconds, run_seconds, save_seconds;
  uint64_t records, record_bytes;	/* Saved.  */
  char report[8192];
};

struct shape_store *shape_store_new (void);
void shape_store_free (struct shape_store *s);

/* One session.  */
void shape_session (struct shape_run *run);

/* What the root's value must be.  */
uint64_t shape_expected (const struct shape_run *run);

#endif
