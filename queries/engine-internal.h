/* engine-internal.h - what the engine's own files share.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     table.c	slots and keys: where results are found
     task.c	asking, running providers, recording edges
     mark.c	green or red: what the store remembered
     wait.c	sleeping for another thread's result; rings
     pool.c	workers and batches
     save.c	records for the store
     verify.c	running green queries again
     engine.c	a session's life, statistics

   Life of a slot:  empty -> running(context) -> node
   and, for a node that was proved green but never loaded, once more
		    node -> running(context) -> node with the value.
   A slot never moves; a node never changes once published.  */

#ifndef QUERIES_ENGINE_INTERNAL_H
#define QUERIES_ENGINE_INTERNAL_H

#include <setjmp.h>
#include <stdatomic.h>

#include "queries/engine.h"
#include "queries/record.h"
#include "queries/sync.h"

#define likely(x) __builtin_expect (!!(x), 1)
#define unlikely(x) __builtin_expect (!!(x), 0)

/* What an evaluation came to.  */
enum
{
  NODE_INPUT = 1,
  NODE_EXECUTED = 2,		/* Its provider ran in this session.  */
  NODE_GREEN = 4,		/* The store's trace holds.  */
  NODE_FOR_VERIFICATION = 8	/* Ran for engine_verify only: not saved.  */
};

struct node
{
  const void *value;		/* NULL: green, not loaded.  */
  size_t size;
  struct fingerprint print;
  const uint64_t *edges;	/* What it read, in order, each once.  */
  uint32_t n_edges;
  uint32_t flags;		/* NODE_*  */
  const struct trace *trace;	/* NODE_GREEN: in its key's record.  */
};

/* An edge, also any (query, key): query in the upper half.  */
static inline uint64_t
edge_make (uint32_t query, uint32_t key)
{
  return (uint64_t) query << 32 | key;
}

static inline uint32_t
edge_query (uint64_t edge)
{
  return (uint32_t) (edge >> 32);
}

static inline uint32_t
edge_key (uint64_t edge)
{
  return (uint32_t) edge;
}

/* 0: empty.  Odd: running, the context's number in the other bits.
   Else a struct node.  */
struct slot
{
  _Atomic uintptr_t state;
};

static inline bool
state_is_running (uintptr_t state)
{
  return state & 1;
}

static inline uintptr_t
state_running (unsigned context)
{
  return (uintptr_t) context << 1 | 1;
}

static inline unsigned
state_context (uintptr_t state)
{
  return (unsigned) (state >> 1);
}

/* An array that grows without moving: segment S holds 64 << S elements.  */
#define SEGMENTS 26

struct segments
{
  _Atomic (char *) segment[SEGMENTS];
};

/* Where element INDEX is.  */
static inline unsigned
segment_of (uint32_t index, uint32_t *offset)
{
  uint64_t shifted = (uint64_t) index + 64;
  unsigned s = 63 - (unsigned) __builtin_clzll (shifted) - 6;
  *offset = (uint32_t) (shifted - ((uint64_t) 64 << s));
  return s;
}

struct key
{
  struct fingerprint identity;
  const char *name;
  struct fingerprint content;	/* Local keys.  */
  const struct record *record;	/* What the store had, or NULL.  */
  bool local;
  bool complete;		/* CONTENT covers all inputs of the key.  */
};

struct key_space
{
  struct segments keys;		/* struct key */
  _Atomic uint32_t count;
  /* Open addressing, indices + 1; power of two.  Under pool_lock.  */
  uint32_t *index;
  uint32_t index_size;
};

/* One provider at work.  */
struct task
{
  struct task *parent;
  uint64_t what;		/* edge_make (query, key) */
  size_t first_edge;		/* In the context's edge stack.  */
  uint64_t children;		/* Nanoseconds spent in queries it asked.  */
  uint32_t serial;		/* For the edge filter.  */
};

/* Edges seen lately: keeps a loop that asks one thing from recording it each
   time.  Misses only cost; what is left double goes at the task's end.  */
#define EDGE_FILTER 64

struct edge_filter_entry
{
  uint64_t edge;
  uint32_t serial;
};

struct gave_up
{
  struct gave_up *next;
  uint64_t what;
  const char *reason;
};

/* What one thread has.  Number 0 is the owner's.  */
struct query_context
{
  struct engine *engine;
  unsigned number;
  struct task *task;		/* Innermost, or NULL.  */
  jmp_buf *landing;		/* Where a failed evaluation goes.  */
  bool may_not_execute;		/* engine_try_green.  */
  bool verifying;
  uint32_t serial;
  struct arena values;		/* Nodes, edges, values: until the end.  */
  struct arena scratch;		/* Of running providers.  */
  uint64_t *edges;		/* Stack; the innermost task's on top.  */
  size_t n_edges, edges_capacity;
  struct buffer **outs;		/* One per depth of nested providers.  */
  unsigned depth, n_outs;
  struct query_statistics *statistics;	/* Per query.  */
  struct gave_up *gave_up;
  /* Under wait_lock: the slot this thread sleeps for, or NULL.  */
  const struct slot *waiting_for;
  uint64_t waiting_what;
  struct thread thread;
  struct edge_filter_entry filter[EDGE_FILTER];
};

/* Keys to be evaluated by whoever is free.  Lives until the engine ends.  */
struct batch
{
  struct batch *next;		/* Under pool_lock.  */
  uint32_t query;
  const uint32_t *keys;
  size_t count;
  _Atomic size_t taken;
  unsigned active;		/* Workers in it; under pool_lock.  */
};

struct providers
{
  query_provider *local, *external;
};

struct engine
{
  struct engine_config config;
  struct providers *providers;	/* Per query.  */
  struct fingerprint build;
  struct segments *tables;	/* Per query: struct slot.  */
  struct key_space keys[KEY_KINDS];
  struct query_context **contexts;
  unsigned n_contexts;		/* The owner's included.  */
  unsigned n_threads;		/* Workers that run.  */
  unsigned n_started;		/* Workers that ever ran.  */
  struct arena arena;		/* Owner's thread, before engine_start.  */
  struct arena shared;		/* Under pool_lock: names of keys, batches.  */

  _Atomic bool failed;

  struct mutex wait_lock;
  struct condition wait_changed;
  _Atomic unsigned n_waiting;

  struct mutex pool_lock;
  struct condition pool_changed;
  struct batch *batches;	/* Open ones, newest first.  */
  bool stopping;
};

/* table.c */
struct slot *table_slot (struct engine *e, uint32_t query, uint32_t key);
/* The slot if its segment exists, else NULL.  */
struct slot *table_find (const struct engine *e, uint32_t query, uint32_t key);
void tables_release (struct engine *e);
struct key *key_at (const struct engine *e, enum key_kind kind, uint32_t key);
uint32_t key_intern (struct engine *e, enum key_kind kind,
		     struct fingerprint identity, const char *name);

static inline const struct query_kind *
kind_of (const struct engine *e, uint32_t query)
{
  return &e->config.kinds[query];
}

static inline struct key *
key_of (const struct engine *e, uint64_t what)
{
  return key_at (e, kind_of (e, edge_query (what))->key, edge_key (what));
}

/* The published node, or NULL.  */
static inline const struct node *
slot_node (const struct slot *s)
{
  uintptr_t state = atomic_load_explicit (&s->state, memory_order_acquire);
  return state_is_running (state) ? NULL : (const struct node *) state;
}

/* task.c */
struct query_context *context_new (struct engine *e, unsigned number);
void context_free (struct query_context *cx);
/* The result of (QUERY, KEY); with its value if NEED_VALUE.  NULL only where
   CX may not execute.  Records no edge.  */
const struct node *task_force (struct query_context *cx, uint32_t query,
			       uint32_t key, bool need_value);
/* Run the provider whatever is known, and return what it gave; publishes
   nothing.  */
struct node *task_execute (struct query_context *cx, uint32_t query,
			   uint32_t key);
/* Leave all providers of this thread.  */
void task_unwind (struct query_context *cx) __attribute__ ((noreturn));
/* Calls RUN with a landing in place; false if it was left by task_unwind.  */
bool task_protect (struct query_context *cx,
		   void (*run) (struct query_context *cx, void *data),
		   void *data);
void report (struct engine *e, const char *text);
void describe (const struct engine *e, uint64_t what, struct buffer *text);

/* mark.c */
enum mark { MARK_RED, MARK_GREEN, MARK_UNKNOWN };
/* Whether what the store remembers of (QUERY, KEY) holds.  GREEN: *TRACE is
   set.  UNKNOWN: that needs a provider, and CX may not execute.  */
enum mark mark_try (struct query_context *cx, uint32_t query, uint32_t key,
		    const struct trace **trace);
/* A node for a green trace, its value in place if the store has it whole.  */
struct node *mark_node (struct query_context *cx, uint32_t query,
			uint32_t key, const struct trace *trace);

/* wait.c */
/* Sleep until SLOT is not running any more.  If that would close a ring:
   reports it and unwinds.  */
void wait_for (struct query_context *cx, const struct slot *slot,
	       uint64_t what);
void wait_wake (struct engine *e);
/* The running task of CX itself is asked again by CX.  */
void wait_report_own_ring (struct query_context *cx, uint64_t what)
  __attribute__ ((noreturn));
void engine_fail (struct engine *e);

/* pool.c */
void pool_start (struct engine *e, unsigned workers);
/* Let workers at KEYS, which are copied.  */
struct batch *pool_open (struct query_context *cx, uint32_t query,
			 const uint32_t *keys, size_t count);
/* Take part until nothing is left to take.  */
void pool_work (struct query_context *cx, struct batch *b);
/* No worker is in B any more and none comes.  */
void pool_close (struct query_context *cx, struct batch *b);
/* Take part in whatever batch is open.  */
void pool_help (struct query_context *cx);
void pool_stop (struct engine *e);

#endif
