/* program.h - units of several small functions, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Between program_begin and program_end one body is in the making: a function
   of type int (void) with one block, 2.  What is added to it may be used in
   statements of it only.  */

#ifndef UNIT_PROGRAM_H
#define UNIT_PROGRAM_H

#include "passes/unit.h"
#include "testsuite/unit/cfg.h"

struct program
{
  struct arena arena;
  struct cfg cfg;
  struct buffer bodies;		/* const struct snapshot *  */
  struct buffer files;		/* const char *, by body; NULL: not known.  */
};

void program_init (struct program *p);
void program_release (struct program *p);

void program_begin (struct program *p, const char *name);
/* FILE: where it is defined, or NULL.  Dies if the body is not valid.  */
const struct snapshot *program_end (struct program *p, const char *file);

/* All at once: a function that calls CALLEE (NULL: nobody).  */
void program_add_caller (struct program *p, const char *name,
			 const char *callee);

/* A global variable of type int or, if TYPE is not 0, of another.  */
uint32_t program_variable (struct program *p, const char *name,
			   uint32_t type);
/* A structure; of SIZE_UNKNOWN bits if it is incomplete.  */
uint32_t program_record (struct program *p, const char *tag,
			 uint64_t size_bits);
uint32_t program_array (struct program *p, uint32_t element,
			uint64_t elements);
/* A field of RECORD, without which nobody knows of it.  */
uint32_t program_field (struct program *p, uint32_t record, const char *name,
			uint32_t type, uint64_t offset_bits,
			uint64_t size_bits);

/* Statements: x = VARIABLE, VARIABLE = 1, x = &VARIABLE (so odd a type is as
   good as any here), a call.  */
void program_read (struct program *p, uint32_t variable);
void program_write (struct program *p, uint32_t variable);
void program_address (struct program *p, uint32_t variable);
/* Declaration flags of the callee: DECL_*, of the call: CALL_*.  */
void program_call (struct program *p, const char *callee, uint32_t decl_flags,
		   uint32_t call_flags);

/* A unit of all bodies, in the order in which they were added; not started.  */
struct unit *program_unit (const struct program *p,
			   const struct unit_config *config);

/* What unit_dump prints; to be freed.  */
char *program_dump (struct unit *u, enum query_id query, unsigned flags);

#endif
