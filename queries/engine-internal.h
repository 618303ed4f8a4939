/* engine-internal.h - what the engine's own files share.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     table.c	slots and keys: where results are found
     task.c	a thread's claims: evaluating, publishing, giving back
     execute.c	running a provider; what it read
     ask.c	query_get and its kin, as providers call them
     stack.c	leaving a deep C stack, and coming back
     ring.c	queries that ask for themselves
     mark.c	green or red: what the store remembered
     wait.c	sleeping for another thread's result
     pool.c	workers and batches
     save.c	records for the store
     verify.c	running green queries again
     forbid.c	edges that must not be, inputs that must not change
     profile.c	events and numbers
     inspect.c	filters, and results in order, for the two below
     inspect-why.c	why something ran
     inspect-graph.c	the graph of dependencies
     engine.c	a session's life

   Life of a slot:  empty -> running(context) -> node
   and, for a node that was proved green but never loaded, once more
		    node -> running(context) -> node with the value;
   and for a value that is stolen
		    node -> node without the value.
   A claim that is given up puts back what was there.  A slot never moves; a
   node never changes once published.  */

#ifndef QUERIES_ENGINE_INTERNAL_H
#define QUERIES_ENGINE_INTERNAL_H

#include <setjmp.h>

#include "queries/engine.h"
#include "queries/jobserver.h"
#include "queries/profile.h"
#include "queries/record.h"
#include "queries/sync.h"

#define likely(x) __builtin_expect (!!(x), 1)
#define unlikely(x) __builtin_expect (!!(x), 0)

/* What an evaluation came to.  */
enum
{
  NODE_INPUT = 1,		/* Fed.  */
  NODE_EXECUTED = 2,		/* Its provider ran in this session.  */
  NODE_GREEN = 4,		/* The store's trace holds.  */
  NODE_FOR_VERIFICATION = 8,	/* Ran for engine_verify only: not saved.  */
  NODE_ANON = 16,		/* Readers have read its edges instead.  */
  NODE_DEFAULT = 32,		/* A ring's member's default: not saved.  */
  NODE_TO_STEAL = 64,		/* A struct node_to_steal.  */
  NODE_STOLEN = 128		/* WHY_EDGE is who has the value.  */
};

/* Why a provider ran.  */
enum why
{
  WHY_NOT,			/* It did not.  */
  WHY_NO_RECORD,		/* The store had nothing of its key.  */
  WHY_NO_TRACE,			/* ... of the key, but not of the query.  */
  WHY_RED,			/* why_edge is another one than before.  */
  WHY_ALWAYS,			/* QUERY_EVAL_ALWAYS.  */
  WHY_ANON,			/* QUERY_ANON: it always does.  */
  WHY_NO_VALUE			/* Green, but the value was not stored.  */
};

struct node
{
  const void *value;		/* NULL: not loaded, not kept, stolen.  */
  size_t size;
  struct fingerprint print;
  const uint64_t *edges;	/* What it read, in order, each once.  */
  uint32_t n_edges;
  uint16_t flags;		/* NODE_*  */
  uint8_t why;			/* enum why */
  uint8_t depth;		/* Of queries with a depth limit, from 1.  */
  uint64_t why_edge;
  const struct trace *trace;	/* NODE_GREEN: in its home's record.  */
  /* Of the bytes of VALUE, where config.check_inputs asks for it.  */
  const struct fingerprint *bytes_print;
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
  sync_word state;
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
  _Atomic (const char *) name;	/* "" until somebody knows it.  */
  uint32_t part[2];		/* Pairs.  */
  struct fingerprint content;	/* Keys with a record of their own.  */
  bool has_content;
  bool local;			/* Pairs: their first part is.  */
  bool complete;		/* CONTENT covers all inputs of the key.  */
  /* What the store has of it: in the record of its home.  */
  const struct record *record;	/* NULL: nothing.  */
  const struct trace *traces;	/* The first of N_TRACES about this key.  */
  uint32_t n_traces;
};

struct key_space
{
  struct segments keys;		/* struct key */
  _Atomic uint32_t count;
  /* Open addressing, indices + 1; power of two.  Under pool_lock.  */
  uint32_t *index;
  uint32_t index_size;
};

/* A claim: a slot that this thread answers for.  Its trace is tried or its
   provider runs; or it is suspended, when the C stack it was on has been left
   (stack.c).  Read by other threads under wait_lock while this one sleeps, so
   it is not on the C stack.  */
struct task
{
  struct task *parent;		/* That asked for this one.  */
  uint64_t what;		/* edge_make (query, key) */
  struct slot *slot;		/* NULL: no claim, run to verify.  */
  const struct node *before;	/* What the slot held: NULL or a green node.  */
  size_t first_edge;		/* In the context's edge stack.  */
  uint64_t children;		/* Nanoseconds spent in queries it asked.  */
  struct gave_up *gave_up;	/* Its own; the context's once it is done.  */
  struct stolen *stolen;	/* Values it took.  */
  uint32_t serial;		/* For the edge filter.  */
  bool need_value;
  bool suspended;
  uint8_t why;			/* enum why, with WHY_EDGE */
  uint64_t why_edge;
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

/* The bytes of a QUERY_STEAL value: of its node until stolen, then in the
   thief's task.  */
struct stolen
{
  struct stolen *next;
  size_t size;
  _Alignas (16) char bytes[];
};

/* The node of a QUERY_STEAL query that ran.  */
struct node_to_steal
{
  struct node node;		/* Without value.  */
  struct stolen *stolen;	/* Whoever takes it sets this to NULL.  */
  struct node_to_steal *next;	/* The context's list.  */
};

/* Where a thread can go back to on its C stack, tasks above it suspended.  */
struct base
{
  jmp_buf landing;
  struct base *outer;
  struct task *task;		/* Innermost when the base was made.  */
  size_t n_edges;
  unsigned depth;
  struct arena_mark scratch;
  const char *stack;		/* Its frame's address.  */
};

#define EVENTS_PER_CHUNK 510

struct event_chunk
{
  struct event_chunk *next;	/* Older.  */
  uint32_t count;
  struct event events[EVENTS_PER_CHUNK];
};

/* What one thread has.  Number 0 is the owner's.  */
struct query_context
{
  struct engine *engine;
  unsigned number;
  struct task *task;		/* Innermost, or NULL.  */
  jmp_buf *landing;		/* Where a failed evaluation goes.  */
  struct base *base;		/* Innermost, or NULL.  */
  const char *stack;		/* The outermost landing's frame.  */
  bool may_not_execute;		/* engine_try_green.  */
  bool verifying;
  bool recovering;		/* In query_kind.recover: asks nothing.  */
  uint32_t serial;
  struct arena values;		/* Nodes, edges, values: until the end.  */
  struct arena scratch;		/* Of running providers.  */
  struct task *free_tasks;
  uint64_t *edges;		/* Stack; the innermost task's on top.  */
  size_t n_edges, edges_capacity;
  struct buffer **outs;		/* One per depth of nested providers.  */
  unsigned depth, n_outs;
  struct query_statistics *statistics;	/* Per query.  */
  uint32_t *nesting;		/* Per query with a depth limit: claims.  */
  struct gave_up *gave_up;
  struct event_chunk *events;
  struct node_to_steal *to_steal;
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
  /* Not NULL: EACH is called with DATA and 0 to COUNT - 1, and there is no query
     and no key.  */
  void (*each) (void *data, uint32_t index);
  void *data;
  size_t count;
  sync_word taken;
  struct batch *next_prefetched;
};

struct providers
{
  query_provider *local, *external;
};

struct forbidden
{
  struct forbidden *next;
  uint32_t from, to;		/* UINT32_MAX: any.  */
  const char *from_key, *to_key;	/* NULL: any.  */
};

/* Why everybody has to leave what he is at.  */
enum
{
  STOP_NOT,
  /* A ring or a failure, seen while several threads run: the owner goes on
     alone, so that no schedule decides what becomes of it.  */
  STOP_ALONE,
  STOP_FAILED
};

struct engine
{
  struct engine_config config;
  struct providers *providers;	/* Per query.  */
  struct fingerprint build;
  struct segments *tables;	/* Per query: struct slot.  */
  struct key_space keys[KEY_KINDS];
  struct query_context **contexts;
  sync_word n_contexts;		/* The owner's included.  */
  unsigned n_threads_most;	/* Workers that may be started.  */
  unsigned n_threads;		/* Workers that run.  Under pool_lock.  */
  unsigned n_started;		/* Workers that ever ran.  */
  sync_word parallel;		/* Whether there may be workers.  */
  struct arena arena;		/* Owner's thread, before engine_start.  */
  struct arena shared;		/* Under pool_lock: keys, batches.  */
  struct forbidden *forbidden;

  sync_word stop;		/* STOP_*  */
  char *seen;			/* The failure that made for STOP_ALONE.  */
  bool had_ring;		/* Of members with a default.  Owner's.  */
  bool is_alone;		/* The owner has gone on by itself.  Owner's.  */

  struct mutex wait_lock;
  struct condition wait_changed;
  sync_word n_waiting;

  struct mutex pool_lock;
  struct condition pool_changed;
  struct batch *batches;	/* Open ones, newest first.  */
  struct batch *prefetched;	/* All that the owner opened, oldest first.  */
  struct batch *background;	/* NULL: engine_background opened none.  */
  struct batch **prefetched_end;
  unsigned n_idle;		/* Workers asleep for want of work.  */
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
uint32_t key_intern_pair (struct engine *e, enum key_kind kind,
			  uint32_t first, uint32_t second);
/* The key whose simple parts are IDENTITIES[0 .. key_width (KIND) - 1].  */
uint32_t key_intern_parts (struct engine *e, enum key_kind kind,
			   const struct fingerprint *identities);
/* The other way round; returns the width.  */
unsigned key_identities (const struct engine *e, enum key_kind kind,
			 uint32_t key, struct fingerprint *identities);
/* The name of a key; of a pair, its parts' with a comma between.  */
void key_add_name (const struct engine *e, enum key_kind kind, uint32_t key,
		   struct buffer *text);
/* Whose record holds what is known of KEY: false if nobody's.  */
bool key_home (const struct engine *e, enum key_kind kind, uint32_t key,
	       enum key_kind *home_kind, uint32_t *home);

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
  uintptr_t state = sync_load (&s->state);
  return state_is_running (state) ? NULL : (const struct node *) state;
}

static inline const struct node *
node_of (const struct engine *e, uint64_t what)
{
  const struct slot *s = table_find (e, edge_query (what), edge_key (what));
  return s ? slot_node (s) : NULL;
}

/* Smaller query, then smaller identity of the key.  */
bool what_comes_before (const struct engine *e, uint64_t a, uint64_t b);

/* task.c */
struct query_context *context_new (struct engine *e, unsigned number);
void context_free (struct query_context *cx);
/* The result of (QUERY, KEY); with its value if NEED_VALUE.  NULL only where
   CX may not execute.  Records no edge.  */
const struct node *task_force (struct query_context *cx, uint32_t query,
			       uint32_t key, bool need_value);
/* Evaluate the claim T, the innermost, and publish what comes out; T is gone
   then.  NULL only where CX may not execute.  */
const struct node *task_run (struct query_context *cx, struct task *t);
/* Make N the slot's, and wake who waits for it.  */
void task_publish (struct engine *e, struct slot *s, const struct node *n);
/* A new innermost task, and its end.  */
struct task *task_push (struct query_context *cx, uint64_t what,
			struct slot *slot, const struct node *before);
void task_pop (struct query_context *cx);
/* The end of *AT, which need not be the innermost.  */
void task_drop (struct query_context *cx, struct task **at);
/* Leave all providers of this thread, down to the landing; claims go back.
   After engine_stop, or where CX may not execute.  */
void task_unwind (struct query_context *cx) __attribute__ ((noreturn));
/* Calls RUN with a landing in place; false if it was left by task_unwind.  */
bool task_protect (struct query_context *cx,
		   void (*run) (struct query_context *cx, void *data),
		   void *data);
/* Stop everybody for REASON, if nobody did before, and wake all; whether it
   was this call that did.  */
bool engine_stop (struct engine *e, unsigned reason);

static inline unsigned
engine_stopped (const struct engine *e)
{
  return (unsigned) sync_load (&e->stop);
}

/* execute.c */
void edge_record (struct query_context *cx, uint64_t edge);
/* The result that an edge of a finished provider leads to: there, but for the
   moment in which another thread loads the value of one that is green.  */
const struct node *edge_node (struct query_context *cx, uint64_t edge);
/* Run the provider of the innermost task and return what it gave; publishes
   nothing.  */
struct node *task_execute (struct query_context *cx, struct task *t);
/* The node of a ring's member T: what its recover provider gives.  */
struct node *task_recover (struct query_context *cx, struct task *t);
void stolen_free (struct stolen *list);
/* The bytes of N, a node_to_steal of this thread's own or just stolen.  */
struct stolen *stolen_take (const struct node *n);
void report (struct engine *e, const char *text);
void describe (const struct engine *e, uint64_t what, struct buffer *text);
/* "QUERY of `KEY'".  */
void describe_short (const struct engine *e, uint64_t what,
		     struct buffer *text);

/* stack.c */
/* task_force for a thread that is on no base, or that makes one so that what
   is deep comes back to here and not further.  */
const struct node *stack_force (struct query_context *cx, uint32_t query,
				uint32_t key, bool need_value);
/* (QUERY, KEY) shall be known; what is deep comes back to here.  */
void stack_force_known (struct query_context *cx, uint32_t query,
			uint32_t key);
/* Leave the C stack for a base if it is deep.  */
void stack_check (struct query_context *cx);
/* Leave it for the innermost base below task T.  */
void stack_leave (struct query_context *cx, const struct task *t)
  __attribute__ ((noreturn));

/* ring.c */
/* The task of CX for WHAT, or one that waits for it, asks for WHAT again.  */
void ring_found (struct query_context *cx, uint64_t what)
  __attribute__ ((noreturn));

/* mark.c */
enum mark { MARK_RED, MARK_GREEN, MARK_UNKNOWN };
/* Whether what the store remembers of T holds.  GREEN: *TRACE is set.  RED: T
   says why.  UNKNOWN: that needs a provider, and CX may not execute.  */
enum mark mark_try (struct query_context *cx, struct task *t,
		    const struct trace **trace);
/* A node for a green trace, its value in place if the store has it whole and
   with the trace's fingerprint.  */
struct node *mark_node (struct query_context *cx, uint64_t what,
			const struct trace *trace);
/* The key that D, a dependency of a trace in the record of KEY (of KIND),
   names.  */
uint32_t mark_dependency_key (struct engine *e, const struct dependency *d,
			      enum key_kind kind, uint32_t key);

/* wait.c */
/* Sleep until SLOT, that of WHAT, is not running any more.  If that would
   close a ring, says so instead.  */
void wait_for (struct query_context *cx, const struct slot *slot,
	       uint64_t what);
void wait_wake (struct engine *e);

/* pool.c */
/* Up to WORKERS will be started, as there is work for them.  */
void pool_start (struct engine *e, unsigned workers);
/* Let workers at KEYS, which are copied.  PREFETCH: the owner does not wait for
   them now, but pool_finish shall.  */
struct batch *pool_open (struct query_context *cx, uint32_t query,
			 const uint32_t *keys, size_t count, bool prefetch);
/* A batch of calls; all that is opened later goes before it.  */
void pool_open_background (struct query_context *cx,
			   void (*each) (void *data, uint32_t index),
			   void *data, size_t count);
/* Take part until nothing is left to take.  */
void pool_work (struct query_context *cx, struct batch *b);
/* Evaluate what was prefetched, with the workers as long as there are any.  */
void pool_finish (struct query_context *cx);
/* Wait until no worker is left; none comes any more.  */
void pool_stop (struct engine *e);

/* forbid.c */
/* A provider of T read N's edges: whether one is forbidden, or an input is
   not what it was.  */
void forbid_check (struct query_context *cx, const struct task *t,
		   const struct node *n);

/* profile.c */
void event_add (struct query_context *cx, enum event_kind kind, uint64_t what,
		uint64_t start);
/* When something begins that event_add may want to know; 0 without events.  */
static inline uint64_t
event_start (const struct query_context *cx)
{
  return unlikely (cx->engine->config.events) ? profile_clock () : 0;
}

#endif
