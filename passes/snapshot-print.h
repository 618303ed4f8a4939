/* snapshot-print.h - parts of a snapshot as text.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   In the manner of GCC's dumps: x_3 is an SSA name (its variable, its index in
   SSA), x_3(D) a value on entry, .MEM_4 a state of memory.  One line each,
   control characters escaped, bounded in length by the snapshot's size.  */

#ifndef PASSES_SNAPSHOT_PRINT_H
#define PASSES_SNAPSHOT_PRINT_H

#include <stdio.h>

#include "passes/snapshot.h"

/* TYPE may be NONE.  Nested types are cut short somewhere.  */
void type_print (FILE *file, const struct snapshot *s, uint32_t type);
void decl_name_print (FILE *file, const struct snapshot *s, uint32_t decl);
void ssa_print (FILE *file, const struct snapshot *s, uint32_t name);
void constant_print (FILE *file, const struct snapshot *s, uint32_t constant);
/* "3->4"; a value may name edges that the body at hand does not have: "?".  */
void edge_print (FILE *file, const struct snapshot *s, uint32_t edge);
void operand_print (FILE *file, const struct snapshot *s, uint32_t operand);
/* STATEMENT without the lines for its states of memory and without the end
   of its line.  */
void statement_print (FILE *file, const struct snapshot *s,
		      uint32_t statement);
/* COUNT bytes, escaped as in a C string.  */
void text_print (FILE *file, const char *text, size_t count);

/* The tables that a dump with details adds.  */
void snapshot_print_tables (FILE *file, const struct snapshot *s);

#endif
