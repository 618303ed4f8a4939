/* memory-claim.h - what is done with values that callers choose.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Whether a divisor is zero, or an offset beyond what is there, a function cannot
   know of what its callers pass.  It notes on its path that it divides by that: a
   claim.  The summary tells those claims that a whole way has made since states
   last met, and who passes a value for which it is wrong is told where it is
   done.

   A claim tells no ways apart.  So all ways that a caller cannot rule out must make
   it: else the function may know better than to do it.

   Findings are made in the caller's analysis; one thread.  */

#ifndef PASSES_MEMORY_CLAIM_H
#define PASSES_MEMORY_CLAIM_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct applying;
struct memory;
struct memory_state;
struct summary_entry;

/* Whether callers may know what VALUE is.  O(operations that made it).  */
bool memory_is_of_callers (const struct memory *m, uint32_t value);

/* STATEMENT, or what it calls, does with VALUE, of OPERAND, what KIND says, enum
   summary_entry_kind; OTHER, a value or 0, and SIZE are the entry's.  Noted if
   callers may know VALUE.  */
void memory_claim (struct memory *m, struct memory_state *s, uint32_t kind,
		   uint32_t statement, uint32_t operand, uint32_t value,
		   uint32_t other, uint32_t size);

/* E, a claim of what is called: it is so, and may be wrong here.  */
void memory_apply_claim (struct applying *a, const struct summary_entry *e);

#ifdef __cplusplus
}
#endif
#endif
