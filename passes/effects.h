/* effects.h - what a statement does, for every statement kind, in one place.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Every analysis reads effects through this visitor, so that a statement kind
   that is new or opaque is handled once.  */

#ifndef PASSES_EFFECTS_H
#define PASSES_EFFECTS_H

#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

enum effect_kind
{
  EFFECT_DEFINES,		/* OPERAND: an SSA name gets its value.  */
  EFFECT_USES,			/* OPERAND: an SSA name's value is read, also the
				   pointers and indices inside memory operands.  */
  EFFECT_LOADS,			/* OPERAND: OPERAND_MEMORY is read.  */
  EFFECT_STORES,		/* OPERAND: OPERAND_MEMORY is written.  */
  EFFECT_CLOBBERS,		/* OPERAND: OPERAND_MEMORY has no value now.  */
  EFFECT_ADDRESS,		/* OPERAND: OPERAND_ADDRESS is taken.  */
  EFFECT_CALLS,			/* OPERAND: the function, whatever it does.  */
  EFFECT_MEMORY			/* No operand: may read and write anything that
				   escaped (see vuse and vdef).  */
};

struct effect
{
  enum effect_kind kind;
  uint32_t operand;
  /* The operand's position in OPERANDS, or NONE if it is lhs or is nested in
     a memory operand.  For phis that tells the predecessor.  */
  uint32_t position;
};

/* Calls VISIT for each effect of STATEMENT: uses and addresses taken in operand
   order, those inside lhs after them; then loads; then calls, then
   EFFECT_MEMORY; then stores, clobbers and definitions.  Stops when VISIT
   returns false; returns whether it never did.  O(operands).

   The state of memory (vuse, vdef) is told as EFFECT_MEMORY only; a phi of
   memory, a label, a no-op have no effects.  An internal function has
   EFFECT_CALLS with operand 0.  An address that memory is reached through
   (MEM[&x + 4]) counts as part of that memory, not as taken.  An OPAQUE's
   operands are uses and loads even where it may in truth write them: for that
   stands its EFFECT_MEMORY.  */
bool effects_visit (const struct snapshot *s, uint32_t statement,
		    bool (*visit) (void *data, const struct effect *effect),
		    void *data);

#ifdef __cplusplus
}
#endif
#endif
