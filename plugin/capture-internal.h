/* capture-internal.h - what the files of capture share.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   One struct capture lives as long as the process.  Its tables are emptied for
   each function; numbers are given by first appearance in the walk that
   capture.cc makes.  Each noun has a function capture_NOUN that returns the
   index of a tree's entry, made if it is new.  All of them take whatever tree
   GCC has: what they do not know becomes opaque.  */

#ifndef PLUGIN_CAPTURE_INTERNAL_H
#define PLUGIN_CAPTURE_INTERNAL_H

#include "plugin/gcc-adapter.h"
#include "plugin/capture.h"
#include "plugin/tree-table.h"

/* A place that only few entries of its kind have.  */
struct sparse_location
{
  uint32_t index;
  location_t location;
};

struct capture
{
  /* Of the function at hand.  */
  function *fun;		/* NULL: only facts from lowering.  */
  tree decl;
  struct builder builder;
  struct tree_table types, decls, fields, constants;
  struct buffer type_trees, decl_trees;	/* tree[], by index.  */
  struct buffer decl_memory;	/* uint32_t[]: MEMORY of the plain variable.  */
  struct buffer statement_locations;	/* location_t[], by index.  */
  struct buffer operand_locations, edge_locations; /* sparse_location[].  */
  struct buffer lowered_locations;	/* location_t[], by index.  */
  location_t end;		/* The closing brace, as facts from lowering
				   have it; else unknown.  */
  struct buffer scratch;	/* uint32_t[], a stack.  */
  struct buffer blocks;		/* uint32_t[]: BLOCKS by GCC's index.  */
  struct buffer edge_to;	/* uint32_t[]: EDGES by destination, for SWITCH.  */
  uint32_t *ssa;		/* SSA by version.  */
  size_t ssa_capacity;

  /* Of the unit.  */
  struct tree_table names;	/* Declaration or type to name_text.  */
  struct tree_table symbols;	/* Declaration to name_text.  */
  struct tree_table symbol_counts; /* Hash of a symbol's base to how many.  */
  struct buffer name_text;
};

/* Types.  A record behind a pointer is known by its name only, until something
   of it is mentioned.  */
uint32_t capture_type (struct capture *c, tree type);
uint32_t capture_field (struct capture *c, tree field);

/* Attributes of the list LIST, of the function type TYPE if that is not NULL;
   of the function DECL if that is not NULL.  */
void capture_attributes (struct capture *c, tree list, tree type, tree decl,
			 uint32_t *first, uint32_t *count);
/* The attributes "access" of the function type TYPE.  */
void capture_access (struct capture *c, tree type,
		     void (*add) (struct capture *c,
				  const struct snap_attribute *a));

/* Whether an initializer puts FNDECL into a field with the attribute
   tainted_args; then A says so.  */
bool capture_callback (struct capture *c, tree fndecl,
		       struct snap_attribute *a);

/* Add to ATTRIBUTES (struct snap_attribute) what functions the constant variable
   DECL holds, if not all of them fit.  Returns how many.  */
uint32_t capture_table (struct capture *c, tree decl,
			struct buffer *attributes);

uint32_t capture_decl (struct capture *c, tree decl);
/* The parameters and the result of the function at hand.  */
void capture_signature (struct capture *c);

/* Names as the source has them; never with a number that the compiler made.
   Valid until the next call.  */
const char *capture_decl_name (struct capture *c, tree decl);
const char *capture_type_name (struct capture *c, tree type);
/* What a global declaration is called across functions: its assembler name,
   without numbers that depend on other functions of the unit.  */
const char *capture_symbol (struct capture *c, tree decl);
/* The base name of the file that a unit-local declaration is in, else "".  */
const char *capture_scope (tree decl);

uint32_t capture_constant (struct capture *c, tree constant);
uint32_t capture_ssa (struct capture *c, tree name);

/* Coded operands.  */
uint32_t capture_operand (struct capture *c, tree value);
uint32_t capture_opaque (struct capture *c, const char *what);
uint32_t capture_memory (struct capture *c, tree reference);
/* Whether REFERENCE is in memory, not a part of a register's value.  */
bool capture_is_memory (tree reference);

/* The argument of CALL that is __LINE__, or the number of arguments.  */
unsigned capture_line_argument (const gcall *call);

void capture_statements_init (void);
void capture_phi (struct capture *c, gphi *phi, uint32_t block);
void capture_statement (struct capture *c, gimple *statement, uint32_t block);

/* Blocks with all that is in them.  */
void capture_body (struct capture *c);

/* Facts from lowering.  */
void capture_lowered (struct capture *c);
/* The next function with facts that wait; NULL at the end.  */
tree capture_lowered_next (void);
void capture_lowered_mark_trees (void);
void capture_lowered_release (void);

/* Where FNDECL was first declared with an attribute, as capture_promise has seen
   it; UNKNOWN_LOCATION if it was not.  */
location_t capture_promise_location (const_tree fndecl);
void capture_promises_release (void);

/* A stack of numbers: what an entry consists of is collected here while its
   parts are captured, so that lists lie in one piece.  */
static inline size_t
scratch_mark (const struct capture *c)
{
  return c->scratch.size;
}

static inline void
scratch_push (struct capture *c, uint32_t value)
{
  buffer_add (&c->scratch, &value, sizeof value);
}

/* Append what was pushed since MARK to LISTS, and pop it.  */
static inline void
scratch_to_lists (struct capture *c, size_t mark, uint32_t *first,
		  uint32_t *count)
{
  *first = builder_n_lists (&c->builder);
  *count = (uint32_t) ((c->scratch.size - mark) / sizeof (uint32_t));
  if (*count)
    buffer_add (&c->builder.sections[SECTION_LISTS],
		c->scratch.bytes + mark, c->scratch.size - mark);
  c->scratch.size = mark;
}

static inline void
add_sparse (struct buffer *b, uint32_t index, location_t location)
{
  if (LOCATION_LOCUS (location) == UNKNOWN_LOCATION)
    return;
  struct sparse_location s = { index, location };
  buffer_add (b, &s, sizeof s);
}

#endif
