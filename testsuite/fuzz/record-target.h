/* record-target.h - everything that reads a store's bytes, on one input.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   An input is a struct record_head and then bytes as a store would give them.
   Whatever they are, nothing may crash, hang or
   read out of bounds; that is all that is asked, but for two laws that end the
   process: a record that was checked can be copied trace by trace, and what is
   copied, or saved by a session that used it, is a record again; a log finds
   its functions, and what comes after it is a log.  */

#ifndef FUZZ_RECORD_TARGET_H
#define FUZZ_RECORD_TARGET_H

#include <stddef.h>
#include <stdint.h>

enum record_input
{
  RECORD_INPUT_OF_FUNCTION,	/* A record, that of a function.  */
  RECORD_INPUT_OF_UNIT,		/* ... of the unit.  */
  RECORD_INPUT_VALUE,		/* A value of a query.  */
  RECORD_INPUT_SNAPSHOT,	/* A body, as it lies unpacked.  */
  RECORD_INPUT_BODY_BLOCK,	/* A body, as it is stored.  */
  RECORD_INPUT_LOG,		/* What is kept of a unit's last compile.  */
  RECORD_INPUT_ENVELOPE,	/* Anything, with its envelope.  */
  RECORD_INPUTS
};

struct record_head
{
  uint8_t what;			/* enum record_input */
  uint8_t query;		/* Whose value it is.  */
  uint8_t asked;		/* Which one is asked when these are known.  */
  uint8_t flags;		/* DUMP_*  */
};

void record_target (const uint8_t *bytes, size_t size);

#endif
