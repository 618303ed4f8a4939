/* memory.h - the memory analysis of one function, from the inside.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Path-sensitive symbolic execution with a bounded number of states a block.
   memory-value.h and memory-state.h are what states are made of; here is the
   run over one body: what statements do to a state (memory-access.c,
   memory-evaluate.c, memory-call.c), which branches can be taken
   (memory-condition.c), in which order blocks are done and where states become
   one (memory-explore.c, memory-join.c), and what is found (memory-report.c).

   Everything lives in the scratch memory of the query that runs it.
   doc/memory.md has the reasons.  */

#ifndef PASSES_MEMORY_H
#define PASSES_MEMORY_H

#include "passes/all.h"
#include "passes/loop-exits.h"
#include "passes/memory-descriptor.h"
#include "passes/memory-lock.h"
#include "passes/memory-own.h"
#include "passes/memory-path.h"
#include "passes/memory-va-list.h"
#include "passes/memory-state.h"
#include "passes/memory-summary-ways.h"
#include "passes/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where an access goes.  REGION is 0 if nobody knows; OFFSET and SIZE are in
   bits, OFFSET_UNKNOWN and SIZE_UNKNOWN if they depend on values that are not
   known.  POINTER is the value through which it goes, 0 for a variable's own
   memory.  */
struct location
{
  uint32_t region;
  uint32_t pointer;
  uint32_t operand;		/* What the pointer is called: a name, or
				   NONE-operand.  */
  int64_t offset;
  uint64_t size;
  uint32_t type;
  uint32_t memory;		/* The MEMORY operand that it is, or
				   NONE-operand.  */
};

/* States that wait at a block, and those that were there.  */
struct block_states
{
  struct memory_state **states;
  uint8_t *is_done;
  uint32_t count, capacity;
  uint32_t arrivals;
};

struct memory
{
  struct query_context *cx;
  uint32_t key;
  const struct snapshot *s;
  struct scratch scratch;
  struct memory_values values;
  struct memory_pool pool;
  const struct cfg_order *order;
  const struct liveness *liveness;
  const uint8_t *is_in_loop;	/* By block.  */
  const uint32_t *loop_of;	/* By block: the innermost, or NONE.  */
  const struct loops *loops;
  const struct dominators *dominators;
  struct loop_exits *exits_of_loops;	/* Once somebody wants them.  */
  const uint32_t *last_use;	/* By SSA: the last statement that reads it.  */
  uint32_t aged;		/* What the statement at hand, or NONE, has
				   made before is marked as older.  */
  uint8_t *was_done;		/* By statement: it has made something.  */
  const uint8_t *is_target;	/* By block: a back edge ends here.  */
  struct block_states *blocks;
  uint32_t *constants;		/* By CONSTANTS: 1 + its value, or 0: not asked
				   yet.  */
  uint32_t *marks;		/* By node: those with MARK are reached.  */
  uint32_t mark_capacity, mark;
  const uint32_t *position;	/* By block: when it is its turn; NONE: never.  */
  const uint32_t *block_at;	/* By position.  */
  uint8_t *is_waiting;		/* By position ...  */
  uint32_t next;		/* ... none below this one.  */

  /* What deallocators are called; their numbers begin with 1.  */
  const char **families;
  uint32_t n_families, families_capacity;

  const struct model_list *models;	/* The user's.  */
  struct model *unused_model;	/* Room for the next one, or NULL.  */

  struct memory_found *found;
  struct memory_found **last_found;
  uint32_t n_found;

  const struct memory_summary **callee;	/* By DECLS; NULL: not known.  */
  struct ring_calls *ring;	/* memory-ring.h; NULL: none, or not known.  */
  struct summary_ways **ways;	/* The same, of those that were called.  */
  struct memory_exit *exits;
  struct memory_exit **last_exit;
  uint32_t n_exits;

  /* What the call at hand calls, DECLS, or NONE.  */
  uint32_t called;
  /* What is done now is what entry APPLIED_ENTRY of the summary of
     APPLIED_CALLEE, DECLS, says; NONE: nothing of that kind.  */
  uint32_t applied_callee, applied_entry;

  uint32_t integer_types[2][65];	/* By whether it is unsigned, and bits: 2 +
				   a type of the body; 1: none; 0: not asked yet.  */
  uint32_t watches;		/* WATCH_* (memory-mark.h).  */
  uint32_t steps, most_steps;	/* Left; in all.  */
  uint8_t *is_fine;		/* By statement: see memory-own.h.  */
  bool gave_up;
  bool is_likely;		/* More is shown than what is certain.  */
  bool has_unresized;		/* See memory-lost.c.  */
  bool has_elements;		/* See memory-element.h.  */
  bool has_locks;		/* See memory-lock.h.  */
  struct lock_release *lock_releases;
  uint32_t n_followed;		/* Edges.  */
  bool is_forced;		/* What is known leaves no edge but the one at
				   hand.  */
  const uint32_t *branches;	/* Of the finding that is told: see
				   memory_find_branches; else NULL.  */
  struct replay *replay;	/* NULL unless a path is walked again.  */
  struct path_search *paths;	/* See memory-guarded.c; NULL: not yet.  */
  struct memory_write *writes;	/* See memory-alias.c.  */
  uint32_t n_writes, writes_capacity;
  bool has_left;		/* The path at hand ends here.  */
  uint32_t nested;		/* Calls in its block that have split it.  */
};

/* Where the summary comes from: the way out of each disjunct, and the region of
   each node, or 0.  */
struct memory_told
{
  const struct memory_exit **exits;
  const uint32_t *regions;
  /* Of a function in a ring of calls: the new regions by way and number.  Else
     NULL.  */
  const uint32_t (*visible)[SUMMARY_MOST_VISIBLE];
};

/* A way out of the function.  */
struct memory_exit
{
  struct memory_exit *next;
  struct memory_state state;
  uint32_t value;		/* What is returned; 0: not known, or nothing.  */
  uint32_t statement;		/* That leaves.  */
  bool unwinds;			/* By longjmp: in entry ENTRY of the summary of
				   CALLEE, DECLS; NONE: here.  */
  uint32_t callee, entry;
};

/* check-memory.c: a run over the function KEY; asks all that it needs.  What M says
   of a ring of calls stays.  False: the ring has the answer (memory-ring.h).  */
bool memory_begin (struct memory *m, struct query_context *cx, uint32_t key);
/* What was found: what is certain, and in which words.  Asks.  */
void memory_conclude (struct memory *m);
/* A struct memory_analysis: SUMMARY has the summary, of SUMMARY_SIZE bytes, and its
   events.  M may be NULL.  */
void memory_write_analysis (struct memory *m, const struct buffer *summary,
			    uint32_t summary_size, struct buffer *out);
/* The steps that a run over S may take.  */
uint32_t memory_budget (const struct snapshot *s);
/* Whether callers may be told what the body S does.  */
bool memory_has_summary (const struct snapshot *s);

/* memory-access.c: memory.  */

/* Where OPERAND, memory or an address, is.  */
/* What lies, or reaches, farther than any object does lies somewhere: sums of what
   remains do not overflow.  */
void memory_bound (struct location *l);
/* The region of DECL, a variable or a function.  */
uint32_t memory_of_decl (struct memory *m, uint32_t decl);
struct location memory_locate (struct memory *m, struct memory_state *s,
			       uint32_t operand);
/* What lies there, at STATEMENT.  */
uint32_t memory_load (struct memory *m, struct memory_state *s,
		      const struct location *l, uint32_t statement);
/* If VALUE was read where nothing was known: what lay there, a NODE_INITIAL;
   else 0.  */
uint32_t memory_place_loaded (const struct memory *m, uint32_t value);
/* Whether nothing is known of what lies in R, a region of S: a write there of which
   neither value nor place are known leaves all as it is.  */
bool memory_is_forgotten (const struct memory *m, const struct memory_state *s,
			  const struct region_state *r);
void memory_store (struct memory *m, struct memory_state *s,
		   const struct location *l, uint32_t value,
		   uint32_t statement);
void memory_use_whole (struct memory *m, struct memory_state *s,
		       const struct location *l, uint32_t operand,
		       uint32_t statement);
/* The access to L by STATEMENT, of which the pointer must be good; reports.  */
void memory_check_access (struct memory *m, struct memory_state *s,
			  const struct location *l, uint32_t statement,
			  bool writes);
/* A write to L, which must not be constant.  ATTRIBUTE: of the function that
   writes; or NULL.  */
void memory_check_write (struct memory *m, struct memory_state *s,
			 const struct location *l, uint32_t statement,
			 const struct snap_attribute *attribute);
/* Copy SIZE bits.  */
void memory_copy_bits (struct memory *m, struct memory_state *s,
		       const struct location *to, const struct location *from,
		       uint64_t size, uint32_t statement);

/* Whether OPERAND is what it is at STATEMENT, in S, by an assumption: by a way that
   need not lead there.  */
bool memory_is_by_assumption (struct memory *m, const struct memory_state *s,
			      uint32_t operand, uint32_t statement);

/* memory-escape.c: what others can get at.  */

/* Whether REGION is a variable of static storage that nobody writes to.  */
bool memory_is_constant (const struct memory *m, uint32_t region);
/* Others may have VALUE from now on, and what lies behind it.  */
void memory_escape (struct memory *m, struct memory_state *s, uint32_t value);
void memory_escape_contents (struct memory *m, struct memory_state *s,
			     uint32_t region);
/* REGION, which a pointer leads to that was read where others may have changed it,
   is released or kept.  It may still be what was there on entry: that has got out,
   which is what callers are told.  */
void memory_escape_unchanged (struct memory *m, struct memory_state *s,
			      uint32_t region);
/* What lies at L may be another thing from now on, or what it was.  */
void memory_store_perhaps (struct memory *m, struct memory_state *s,
			   const struct location *l, uint32_t statement);
/* They change what they can get at.  */
void memory_change_escaped (struct memory *m, struct memory_state *s,
			    uint32_t statement);
/* memory-given.c: they change what STATEMENT gives them, and what they are known
   to write to; all else stays as it is.  */
void memory_change_given (struct memory *m, struct memory_state *s,
			  uint32_t statement);
/* memory-alias.c: a pointer is written to L, which others may lead to, too.  */
void memory_note_write (struct memory *m, struct memory_state *s,
			const struct location *l);
/* In which epoch what lies at L was last changed.  */
uint32_t memory_epoch_of (const struct memory *m, const struct memory_state *s,
			  const struct location *l);
/* Whether something may be as it was in EPOCH.  */
bool memory_is_epoch (const struct memory *m, const struct memory_state *s,
		      uint32_t epoch);
/* All that REGION, which has escaped, leads to may have changed.  */
void memory_change_behind (struct memory *m, struct memory_state *s,
			   uint32_t region);
/* Mark the regions that anything refers to behind STATEMENT.  RETURNED: what is
   handed to the caller; NONE if the function goes on.  False: there are so many
   that any may be one.  O(names and bindings).  */
bool memory_mark_reachable (struct memory *m, const struct memory_state *s,
			    uint32_t statement, uint32_t returned);
/* Make room for a new STATEMENT's results: what it made before is older, what
   is older still is unknown.  */
void memory_age (struct memory *m, struct memory_state *s, uint32_t statement);

/* memory-evaluate.c: values.  */

/* The value of OPERAND at STATEMENT.  USE: it matters there, so that one
   without a value is reported.  */
uint32_t memory_operand (struct memory *m, struct memory_state *s,
			 uint32_t operand, uint32_t statement, bool use);
uint32_t memory_operate (struct memory *m, struct memory_state *s,
			 uint32_t operation, uint32_t type, uint32_t a,
			 uint32_t b);
/* Numbers of what a statement makes.  The first are its results, as many as asm may
   have; what it read from memory, by the node of the place; what a call has looked at, by
   the entry of its summary; and what it read that had no value.  */
enum
{
  MEMORY_FIRST_LOADED = 0x100,
  MEMORY_FIRST_CHECKED = 0x40000000,
  MEMORY_WITHOUT_VALUE = 0x7fffffff
};
uint32_t memory_fresh (struct memory *m, uint32_t statement, uint32_t n,
		       uint32_t type);
void memory_assign (struct memory *m, struct memory_state *s,
		    uint32_t statement);
/* The type of a value that OPERAND has, or NONE.  */
uint32_t memory_operand_type (const struct snapshot *s, uint32_t operand);

/* memory-condition.c: what holds.  */

/* The values that VALUE, of TYPE, may have; false if it has no range.  */
bool memory_range (struct memory *m, const struct memory_state *s,
		   uint32_t value, uint32_t type, struct range *r);
/* What A OPERATION B may be: bit 0 false, bit 1 true.  */
unsigned memory_decide (struct memory *m, const struct memory_state *s,
			uint32_t operation, uint32_t type, uint32_t a,
			uint32_t b);
/* Take it that A OPERATION B, operands of TYPE, is TRUTH.  False: that cannot
   be.  */
bool memory_assume (struct memory *m, struct memory_state *s,
		    uint32_t operation, uint32_t type, uint32_t a, uint32_t b,
		    bool truth);
/* Take it that VALUE lies in R.  */
bool memory_restrict (struct memory *m, struct memory_state *s, uint32_t value,
		      uint32_t type, const struct range *r);
/* Whether what is known of conjunctions, disjunctions and comparisons can still be
   so, after their operands have become known.  */
bool memory_is_consistent (struct memory *m, const struct memory_state *s);
/* Whether pointer VALUE may be null (1), may be something else (2).  */
unsigned memory_nullness (struct memory *m, const struct memory_state *s,
			  uint32_t value);

/* memory-call.c, memory-model.c: calls.  Successors but one are appended to
   FORKS.  */
struct memory_forks
{
  struct memory_state *states;
  uint32_t count, capacity;
};
struct memory_state *memory_fork (struct memory *m, struct memory_forks *f,
				  const struct memory_state *s);
void memory_call (struct memory *m, struct memory_state *s, uint32_t statement,
		  struct memory_forks *forks);
/* What STATEMENT calls calls FUNCTION, a value, with POINTER, the value of
   OPERAND: what is known to release it does.  */
void memory_call_back (struct memory *m, struct memory_state *s,
		       uint32_t statement, uint32_t function,
		       uint32_t operand, uint32_t pointer);
bool memory_call_modelled (struct memory *m, struct memory_state *s,
			   uint32_t statement, const struct model *model,
			   const char *name, struct memory_forks *forks);
/* memory-attributes.c: the model that attributes make of DECL, which T calls;
   false if they say nothing of memory.  */
bool memory_model_by_attributes (const struct snapshot *s, uint32_t decl,
				 const struct snap_statement *t,
				 struct model *model);
/* MODEL is what is known of DECL.  If that says no more of an argument than that it
   is kept, and attributes that it is released, they count, for the result, too.  */
void memory_add_attributes (const struct snapshot *s, uint32_t decl,
			    const struct snap_statement *t,
			    struct model *model);
/* Several deallocators that attributes of DECL name are one family, their names
   with a bar between them.  */
void memory_name_deallocators (const struct snapshot *s, uint32_t decl,
			       struct model *model);
bool memory_returns_nonnull (const struct snapshot *s, uint32_t decl,
			     const struct snap_statement *t);
/* memory-called.c: what STATEMENT calls, by name or through a pointer that can be
   followed: sets M->called.  Its name, or NULL.  */
const char *memory_called (struct memory *m, struct memory_state *s,
			   uint32_t statement);
/* T as if it called what it calls through a pointer by its name.  */
struct snap_statement memory_direct_call (const struct snapshot *s,
					  const struct snap_statement *t);
/* What the function that VALUE points to is called in all units, or NULL.  */
const char *memory_function_name (const struct memory *m, uint32_t value);
/* Which arguments of that function must not be null, by its attributes: bits; all
   that are pointers if all are set.  */
uint64_t memory_nonnull_arguments (const struct memory *m, uint32_t value);
/* A pointer to the function of that NAME, and of those arguments if the body does
   not mention it.  */
uint32_t memory_named_function (struct memory *m, const char *name,
				uint64_t nonnull);
/* POINTER, an argument, is released by NAME of FAMILY.  */
void memory_release (struct memory *m, struct memory_state *s,
		     uint32_t statement, uint32_t operand, uint32_t pointer,
		     uint32_t family, const char *name);
void memory_check_nonnull (struct memory *m, struct memory_state *s,
			   uint32_t statement, uint32_t argument,
			   uint32_t pointer);
uint32_t memory_family (struct memory *m, const char *name);
/* Whether family ONE is ALL or one of those that ALL names.  */
bool memory_in_family (const struct memory *m, uint32_t all, uint32_t one);

/* memory-summarize.c, memory-apply.c: functions from outside.  */
void memory_summarize (struct memory *m, struct buffer *out,
		       struct memory_told *told);
/* memory-events.c  */
struct memory_summary;
void memory_tell_events (struct memory *m, const struct memory_summary *summary,
			 const struct memory_told *told, struct buffer *out);
void memory_apply (struct memory *m, struct memory_state *s,
		   uint32_t statement, const struct memory_summary *summary,
		   struct memory_forks *forks);

/* memory-order.c */

/* Set m->position and m->block_at.  O(edges x depth of loops).  */
void memory_find_order (struct memory *m);

/* memory-arrive.c */

/* S comes to BLOCK; GOES_ROUND: of a loop, from within.  S has forgotten then what
   nothing leads to.  O(states of BLOCK x entries of S).  */
void memory_arrive (struct memory *m, uint32_t block, struct memory_state *s,
		    bool goes_round);
/* Whether all that BLOCK leads to has been come to as often as it may be: a way
   more through it ends there.  */
bool memory_is_exhausted (const struct memory *m, uint32_t block);

/* memory-join.c: where ways meet.  */

enum likeness
{
  SAME_BUT_NULLNESS,		/* They differ in nothing of regions but which
				   pointers are null.  */
  SAME_RESOURCES,		/* The same resources are in the same states.  */
  SAME_HELD			/* The same, but for what others have allocated
				   and one of them has released.  */
};

/* Whether A and B are so.  */
bool memory_same_property (const struct memory *m,
			   const struct memory_state *a,
			   const struct memory_state *b,
			   enum likeness likeness);
/* STATE, about to enter BLOCK, becomes one with INTO, of the same property.
   False: INTO covered it already.  WIDEN: ranges that grow are given up.  */
bool memory_join (struct memory *m, uint32_t block, struct memory_state *into,
		  const struct memory_state *state, bool widen);
/* STATE, left by a way through the call STATEMENT, becomes one with INTO, left by
   another, of the same property and with the same names.  */
void memory_join_ways (struct memory *m, uint32_t statement,
		       struct memory_state *into,
		       const struct memory_state *state);

/* memory-forget.c: no node is marked.  */
void memory_marks_begin (struct memory *m);

/* S, about to enter BLOCK, forgets what nothing there or
   later asks for.  */
void memory_forget_dead (struct memory *m, struct memory_state *s,
			 uint32_t block);

/* memory-explore.c.  */
void memory_explore (struct memory *m);
/* A way out, by STATEMENT; NULL while a path is walked again.  */
struct memory_exit *memory_leave (struct memory *m,
				  const struct memory_state *s,
				  uint32_t statement);
/* The rest of BLOCK from its I'th statement, and on.  */
void memory_do_statements (struct memory *m, struct memory_state *s,
			   uint32_t block, uint32_t i);
/* S goes along EDGE.  */
void memory_enter_phis (struct memory *m, struct memory_state *s,
			uint32_t edge);

/* memory-replay.c: whether what was found is so on a path of its own.  */

/* Decide which findings are certain, and leave the others out.  */
void memory_confirm (struct memory *m);
/* While a path is walked again: S goes along EDGE, or something is found.  */
void memory_replay_follow (struct memory *m, struct memory_state *s,
			   uint32_t edge);
void memory_replay_find (struct memory *m, enum found_kind kind,
			 uint32_t statement, uint32_t operand);
/* Whether calls change there what they are given only.  */
bool memory_replay_is_calm (const struct memory *m);

/* memory-doubt.c: what whoever wrote the code may know better.  */

/* Whether the loop with HEAD hands on what REGION is, so that whoever skips it
   may do so because there is nothing.  */
bool memory_loop_takes (struct memory *m, uint32_t head, uint32_t region);
/* Whether OPERAND was read from memory, perhaps moved since.  */
bool memory_is_loaded (const struct memory *m, uint32_t operand);
/* Whether OPERAND is where a search found nothing, while on PATH the same was
   found in another string.  */
bool memory_is_found_elsewhere (const struct memory *m, uint32_t operand,
				const struct memory_path *path);

/* memory-return.c: whether all calls on PATH, which leads to F, return, and only once,
   as far as names tell.  */
bool memory_path_returns (struct memory *m, const struct memory_found *f,
			  const struct memory_path *path);

/* Whether STATEMENT is told a size of nothing: then null is as good a place as any
   (WG14 N3322).  */
bool memory_has_no_size (struct memory *m, struct memory_state *s,
			 uint32_t statement);

/* memory-guarded.c: whether the check uninit knows that what F found has a value, by
   what has to hold where it is read.  */
bool memory_is_guarded (struct memory *m, const struct memory_found *f);

/* memory-outcome.c: whether VALUE is true or false as an allocation has failed, which
   nobody has asked yet.  */
bool memory_tells_failure (struct memory *m, const struct memory_state *s,
			   uint32_t value);
/* Whether POINTER, to what was allocated and not asked for, can be null.  */
bool memory_can_have_failed (struct memory *m, const struct memory_state *s,
			     uint32_t pointer);

/* memory-unwind.c: STATEMENT jumps to where a caller has called setjmp.  */
void memory_unwind (struct memory *m, struct memory_state *s,
		    uint32_t statement);
/* STATEMENT, if it calls NAME, which is such a function, saves the frame.  */
void memory_save_frame (struct memory *m, struct memory_state *s,
			uint32_t statement, const char *name);
/* What has saved the frame that REGION stands for, or NULL.  */
const char *memory_saved_by (const struct memory *m, uint32_t region);

/* memory-shift.c: STATEMENT, if it is a shift, shifts by COUNT, the value of
   OPERAND.  */
void memory_check_shift (struct memory *m, struct memory_state *s,
			 uint32_t statement, uint32_t operand, uint32_t count);
/* An integer of SIZE bits is shifted by COUNT, in what STATEMENT calls or there.  */
void memory_shift (struct memory *m, struct memory_state *s,
		   uint32_t statement, uint32_t operand, uint32_t count,
		   uint32_t size);

/* memory-leak.c: where STATEMENT is: a clobber without a place, at the end of the
   function.  */
uint32_t memory_place (const struct memory *m, uint32_t statement);
/* STATEMENT, or if it has no location the last place on S's path
   that has one.  */
uint32_t memory_place_of_loss (struct memory *m, const struct memory_state *s,
			       uint32_t statement);
/* Nobody refers to it any more.  BEFORE: where it still has a
   name.  RETURNED: NONE as long as the function goes on.  */
void memory_check_leaks (struct memory *m, struct memory_state *s,
			 const struct memory_state *before,
			 uint32_t statement, uint32_t returned);
/* Whether the function is the program's: what is held when it returns is the
   system's to release.  */
bool memory_is_main (const struct memory *m);
void memory_lost (struct memory *m, struct memory_state *s,
		  const struct memory_state *before, uint32_t region,
		  uint32_t statement);

#ifdef __cplusplus
}
#endif
#endif
