/* memory-lock.h - which locks a function has taken and released.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What has become of a lock is kept as of a region, under the node of the pointer
   to it: RESOURCE_HELD since it was taken here, RESOURCE_RELEASED since it was
   released here.  Locks with a variable index are not followed.  A summary tells
   of locks that parameters lead to.  */

#ifndef PASSES_MEMORY_LOCK_H
#define PASSES_MEMORY_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct memory;
struct memory_state;
struct model_argument;

enum				/* region_state.flags of a lock */
{
  LOCK_WAS_HELD = 1,		/* By who called the function: it was released
				   before it was taken.  */
  LOCK_WAS_PASSED = 2,		/* Somebody may have taken or released it since.  */
  LOCK_IS_UNCERTAIN = 4,	/* How often it is held is not known.  */
  LOCK_IN_CALLEE = 8,		/* It was taken by a function called.  */
  LOCK_IS_ONCE = 16		/* Who has it must not take it again.  */
};

/* Where a lock is released.  */
struct lock_release
{
  struct lock_release *next;
  uint32_t lock, statement;
};

/* STATEMENT, a call of NAME, does to the lock at VALUE what A says; HAS_RESULT: and
   has succeeded.  */
void memory_use_lock (struct memory *m, struct memory_state *s,
		      uint32_t statement, uint32_t operand, uint32_t value,
		      const struct model_argument *a, const char *name,
		      bool has_result);
/* The same of a function with a summary: FLAGS, RESOURCE and FAMILY as the lock has
   them at its end.  */
void memory_apply_lock (struct memory *m, struct memory_state *s,
			uint32_t statement, uint32_t operand, uint32_t value,
			uint32_t flags, uint32_t resource, const char *family);
/* STATEMENT calls a function, OF_UNIT or not, that may do anything to locks that it
   can get at by their names.  */
void memory_pass_locks (struct memory *m, struct memory_state *s,
			uint32_t statement, bool of_unit);
/* It gets VALUE, and with it the locks of the object that that leads to.  */
void memory_pass_lock_in (struct memory *m, struct memory_state *s,
			  uint32_t statement, uint32_t value);
/* The lock at VALUE is new, or gone.  */
void memory_lose_lock (struct memory *m, struct memory_state *s,
		       uint32_t value);
/* VALUE is another one from now on, and so are the locks that it leads to.  */
void memory_lose_locks_of (struct memory *m, struct memory_state *s,
			   uint32_t value);

/* memory-unreleased.c: the function returns at STATEMENT, while a path is walked
   again.  */
void memory_check_locks (struct memory *m, struct memory_state *s,
			 uint32_t statement);
/* All ways out are known: what some release and others do not is told.  */
void memory_find_unreleased (struct memory *m);

#ifdef __cplusplus
}
#endif
#endif
