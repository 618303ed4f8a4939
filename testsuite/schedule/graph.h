/* graph.h - graphs of queries, written down, and sessions that ask them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A graph is a text of nodes with `;' between:

     S0 = S1 L2; S1 * S3 S4; L2 ? S3; ...

   A node is a letter, its query, and a number, its key:

     I	an input			S  a sum, stored with its value
     L	a sum, stored without		D  a sum with a default in rings
     T	one whose value is stolen	E  one that is only ensured
     A	anonymous			P  a sum about a pair: P3.4

   and what it does with what it needs:

     =	reads it in order		?  ensures it in order
     *	query_for_each (one query)	<  steals the first, reads the rest
     !	reads it, then fails		~  reads it with much C stack taken

   Inputs have no node.  Keys from KEYS_MADE on are made by those who need
   them.  A value is 8 bytes that depend on all that was read, in order.  */

#ifndef SCHEDULE_GRAPH_H
#define SCHEDULE_GRAPH_H

#include "queries/buffer.h"
#include "queries/query.h"

#define KEYS_MADE 16
#define KEYS_MOST 24
#define GRAPH_NODES_MOST 64
#define GRAPH_NEEDS_MOST 8

enum
{
  GRAPH_INPUT,
  GRAPH_SUM,
  GRAPH_LIGHT,
  GRAPH_DEFAULT,
  GRAPH_TAKE,
  GRAPH_ENSURED,
  GRAPH_ANON,
  GRAPH_PAIR,
  GRAPH_QUERIES
};

struct graph_place
{
  uint8_t query;
  uint8_t key, second;		/* Numbers; SECOND of pairs.  */
};

struct graph_node
{
  struct graph_place place;
  char action;
  unsigned n_needs;
  struct graph_place needs[GRAPH_NEEDS_MOST];
};

struct graph
{
  unsigned n_nodes;
  struct graph_node nodes[GRAPH_NODES_MOST];
};

extern const struct query_kind graph_kinds[GRAPH_QUERIES];

/* The graph that the providers follow from now on.  Ends the program if TEXT
   is none.  */
void graph_set (const char *text);

/* The places that TEXT lists; returns how many.  */
unsigned graph_places (const char *text, struct graph_place *places,
		       unsigned most);

/* What key NUMBER is called, and across sessions.  */
void graph_key_name (unsigned number, char *name, size_t size);
struct fingerprint graph_key_identity (unsigned number);

#endif
