/* memory-descriptor.h - what has become of descriptors.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A descriptor is a number.  What has become of it is kept as of a region, under
   the node of its value: opened here, closed, or got out to where others may close
   it.  A summary claims (memory-claim.h) that a parameter is used or closed, but not
   that it is left open: who passes one to a function of this unit gives it away, as to
   any unknown one.  */

#ifndef PASSES_MEMORY_DESCRIPTOR_H
#define PASSES_MEMORY_DESCRIPTOR_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct memory;
struct memory_state;
struct model_argument;

/* A new one of TYPE, not negative, that FAMILY closes; its value.  */
uint32_t memory_open (struct memory *m, struct memory_state *s,
		      uint32_t statement, uint32_t type, const char *family);
/* STATEMENT, a call of NAME, has it as an argument of which the model says A.  */
void memory_use_descriptor (struct memory *m, struct memory_state *s,
			    uint32_t statement, uint32_t operand,
			    uint32_t value, const struct model_argument *a,
			    const char *name);
/* The same in what STATEMENT calls, a function of the unit; CLOSES: it is closed.  */
void memory_use_passed_descriptor (struct memory *m, struct memory_state *s,
				   uint32_t statement, uint32_t operand,
				   uint32_t value, bool closes);
/* STATEMENT calls a function with VALUE.  If that is one that was opened here it is
   given away; one that was closed is lost only BEHIND the call, unless the call has
   closed it.  */
void memory_pass_descriptor (struct memory *m, struct memory_state *s,
			     uint32_t statement, uint32_t value, bool behind);
/* If VALUE is one, others have it from now on, or nobody knows who.  */
void memory_lose_descriptor (struct memory *m, struct memory_state *s,
			     uint32_t value);
/* The function returns RETURNED, at STATEMENT: those that nobody has are told.  */
void memory_check_descriptors (struct memory *m, struct memory_state *s,
			       uint32_t statement, uint32_t returned);

#ifdef __cplusplus
}
#endif
#endif
