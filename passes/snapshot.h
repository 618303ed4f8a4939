/* snapshot.h - the immutable, relocatable image of one GIMPLE function.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A snapshot is one block of bytes: a header and the tables of sections.def.
   It holds no pointer, path, line, DECL_UID or SSA version; everything refers
   to everything else by index into a table.  Numbers are given by first
   appearance in a fixed walk (blocks in GCC's order, in a block the phis and
   then the statements, in a statement lhs, operands, vuse, vdef), so equal
   functions have equal bytes.  It is taken in SSA form, before any
   optimisation.  Debug statements are not in it.

   Ownership: snapshot_build (builder.h) returns memory of an arena.  Bytes
   that come from a store or a file are used in place after snapshot_validate.
   A snapshot never changes; any thread may read it.  8-byte aligned.  Host
   byte order: records of another byte order have another build id.

   Locations are not here.  A place (enum place_kind below) names a spot of the
   function; GCC's side keeps what location_t it has today.  */

#ifndef PASSES_SNAPSHOT_H
#define PASSES_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "queries/fingerprint.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SNAPSHOT_MAGIC 0x534e5051u	/* "QPNS" */
#define SNAPSHOT_VERSION 1

#define NONE UINT32_MAX			/* No index.  */
#define SIZE_UNKNOWN UINT64_MAX		/* Not a compile-time constant.  */
#define OFFSET_UNKNOWN INT64_MIN	/* Of pointers, likewise.  */

enum snap_section_id
{
#define SECTION(NAME, field, TYPE) SECTION_##NAME,
#include "sections.def"
  SECTIONS
};

enum statement_code
{
#define STATEMENT(NAME, text, flags) STATEMENT_##NAME,
#include "statement.def"
  STATEMENT_CODES
};

enum					/* Column FLAGS of statement.def.  */
{
  STATEMENT_ENDS = 1, STATEMENT_CALLS = 2, STATEMENT_IS_OPAQUE = 4
};

enum operation
{
#define OPERATION(NAME, text, arity, tree_code) OPERATION_##NAME,
#include "operation.def"
  OPERATIONS
};

enum builtin
{
  BUILTIN_NONE, BUILTIN_OTHER, BUILTIN_SANITIZER, BUILTIN_TARGET,
#define BUILTIN(NAME, CODE) NAME,
#include "builtin.def"
  BUILTINS
};

/* An operand is a kind in the top 4 bits and an index in the others.  */
enum operand_kind
{
  OPERAND_NONE,			/* Index 0.  No operand.  */
  OPERAND_SSA,			/* SSA: its value.  */
  OPERAND_CONSTANT,		/* CONSTANTS.  */
  OPERAND_MEMORY,		/* MEMORY: the object there, read or written.  */
  OPERAND_ADDRESS,		/* MEMORY: its address.  */
  OPERAND_DECL,			/* DECLS: a variable as memory's base; a function
				   called directly; a label.  */
  OPERAND_OPAQUE		/* A value that the snapshot cannot express.
				   Index: TEXT offset of what it was.  */
};

#define OPERAND_INDEX_BITS 28
#define OPERAND(kind, index) \
  ((uint32_t) (kind) << OPERAND_INDEX_BITS | (uint32_t) (index))

static inline enum operand_kind
operand_kind (uint32_t operand)
{
  return (enum operand_kind) (operand >> OPERAND_INDEX_BITS);
}

static inline uint32_t
operand_index (uint32_t operand)
{
  return operand & ((1u << OPERAND_INDEX_BITS) - 1);
}

/* A place, coded like an operand (place_kind in the top 4 bits).  */
enum place_kind
{
  PLACE_FUNCTION,		/* Index 0: the function's declaration.  */
  PLACE_END,			/* Index 0: its closing brace.  */
  PLACE_STATEMENT,		/* STATEMENTS.  */
  PLACE_OPERAND,		/* OPERANDS: a phi's argument; a condition nested
				   in a COND_EXPR at that statement's operand 0.  */
  PLACE_EDGE,			/* EDGES: GCC's goto_locus.  */
  PLACE_DECL,			/* DECLS: where declared.  */
  PLACE_LOWERED,		/* LOWERED.  */
  PLACE_PROMISE,		/* Index 0: where the function was first declared
				   with an attribute that its body is held
				   against; nowhere if only its definition has
				   one.  */
  PLACE_KINDS
};
#define PLACE(kind, index) OPERAND (kind, index)
#define place_kind(place) ((enum place_kind) ((place) >> OPERAND_INDEX_BITS))
#define place_index(place) operand_index (place)

enum snap_type_kind
{
  SNAP_TYPE_VOID, SNAP_TYPE_BOOLEAN, SNAP_TYPE_INTEGER, SNAP_TYPE_ENUM, SNAP_TYPE_REAL, SNAP_TYPE_FIXED,
  SNAP_TYPE_COMPLEX, SNAP_TYPE_VECTOR, SNAP_TYPE_POINTER, SNAP_TYPE_REFERENCE, SNAP_TYPE_NULLPTR,
  SNAP_TYPE_OFFSET, SNAP_TYPE_ARRAY, SNAP_TYPE_RECORD, SNAP_TYPE_UNION, SNAP_TYPE_FUNCTION,
  SNAP_TYPE_METHOD, SNAP_TYPE_OTHER, SNAP_TYPE_KINDS
};

enum					/* snap_type.flags */
{
  TYPE_IS_UNSIGNED = 1 << 0,
  TYPE_IS_CONST = 1 << 1,
  TYPE_IS_VOLATILE = 1 << 2,
  TYPE_IS_RESTRICT = 1 << 3,
  TYPE_IS_ATOMIC = 1 << 4,
  TYPE_IS_EMPTY = 1 << 5,		/* No data: C's and C++'s empty classes.  */
  TYPE_WRAPS = 1 << 6,		/* Overflow wraps (unsigned, -fwrapv).  */
  TYPE_IS_VARIADIC = 1 << 7,	/* Function: ends with an ellipsis.  */
  TYPE_UNPROTOTYPED = 1 << 8,	/* Function: no parameter list.  */
  TYPE_IS_PACKED = 1 << 9,
  TYPE_HAS_BODY = 1 << 10	/* Record, union, enum: complete.  */
};

/* Records and unions are known by name and size; only the fields that the
   function mentions are in FIELDS.  So a pointer to a structure does not pull
   the program's types in.  */
struct snap_type
{
  uint8_t kind;			/* enum snap_type_kind */
  uint8_t pad;
  uint16_t flags;
  uint32_t name;		/* TEXT offset; 0 is "".  Tag or typedef name.  */
  uint64_t size_bits;		/* SIZE_UNKNOWN: incomplete or variable.  */
  uint64_t elements;		/* Array, vector: how many, or SIZE_UNKNOWN.  */
  uint32_t precision;		/* Integers: value bits.  */
  uint32_t align_bits;
  uint32_t element;		/* TYPES: pointee, element, return type; or NONE.  */
  uint32_t first_parameter, n_parameters;	/* LISTS of TYPES.  */
  uint32_t first_attribute, n_attributes;	/* ATTRIBUTES, of functions.  */
  uint32_t main_variant;	/* TYPES: the same without qualifiers, or NONE
				   where that is this one.  */
};

enum { FIELD_IS_BIT_FIELD = 1, FIELD_IS_VOLATILE = 2, FIELD_IS_ARTIFICIAL = 4,
       FIELD_NO_WARNING_UNINIT = 8,
       FIELD_IS_LAST = 16 };	/* No other one is declared behind it.  */

struct snap_field
{
  uint32_t name;		/* TEXT; "" if anonymous.  */
  uint32_t type;		/* TYPES */
  uint32_t record;		/* TYPES: what it is a field of.  */
  uint32_t flags;		/* FIELD_*  */
  uint64_t offset_bits;		/* SIZE_UNKNOWN: variable.  */
  uint64_t size_bits;
};

enum snap_decl_kind
{
  DECL_VARIABLE, DECL_PARAMETER, DECL_RESULT, DECL_FUNCTION, DECL_LABEL,
  DECL_CONSTANT, DECL_OTHER, SNAP_DECL_KINDS
};

enum					/* snap_decl.flags */
{
  DECL_IS_GLOBAL = 1 << 0,	/* Lives outside the function's frame.  */
  DECL_IS_PUBLIC = 1 << 1,	/* Visible to other units.  */
  DECL_IS_EXTERNAL = 1 << 2,	/* Defined elsewhere.  */
  DECL_IS_STATIC = 1 << 3,	/* Static storage.  */
  DECL_IS_ADDRESSABLE = 1 << 4,	/* Its address is taken.  */
  DECL_IS_VOLATILE = 1 << 5,
  DECL_IS_READONLY = 1 << 6,
  DECL_IS_ARTIFICIAL = 1 << 7,	/* Made by the compiler.  */
  DECL_IS_IGNORED = 1 << 8,
  DECL_IS_REGISTER = 1 << 9,	/* A hard register (asm ("r")).  */
  DECL_IS_BY_REFERENCE = 1 << 10,
  DECL_IS_THREAD_LOCAL = 1 << 11,
  DECL_IS_WEAK = 1 << 12,
  DECL_IS_NORETURN = 1 << 13,	/* Functions from here ...  */
  DECL_IS_PURE = 1 << 14,
  DECL_IS_CONST = 1 << 15,
  DECL_IS_LOOPING = 1 << 16,	/* const or pure, but may loop.  */
  DECL_IS_NOTHROW = 1 << 17,
  DECL_IS_LEAF = 1 << 18,
  DECL_IS_MALLOC = 1 << 19,
  DECL_RETURNS_TWICE = 1 << 20,
  DECL_IS_INLINE = 1 << 21,
  DECL_IS_COMDAT = 1 << 22,
  DECL_IS_STATIC_CHAIN = 1 << 23,	/* A nested function's chain parameter.  */
  DECL_NO_WARNING_UNINIT = 1 << 24,	/* GCC is told not to warn.  */
  DECL_NO_WARNING_RETURN = 1 << 25,
  DECL_HAS_INITIALIZER = 1 << 26,
  DECL_IS_NONNULL_PARAMETER = 1 << 27,	/* Parameter: nonnull by attribute, or
					   C++'s this, or a reference.  */
  DECL_IS_REPLACEABLE = 1 << 28,	/* The snapshot's own function: linker or
				   loader may put another body in its place.  */
  DECL_IS_UNDECLARED = 1 << 29	/* A built-in function that only the compiler
				   declares.  */
};

struct snap_decl
{
  uint8_t kind;			/* enum snap_decl_kind */
  uint8_t pad[3];
  uint16_t builtin;		/* enum builtin, of functions.  */
  uint16_t pad2;
  uint32_t flags;		/* DECL_*  */
  uint32_t name;		/* TEXT; "" if it has none.  */
  uint32_t assembler_name;	/* TEXT; functions and globals, else 0.  */
  uint32_t scope;		/* TEXT: base name of the file that defines a
				   unit-local global or function, else 0.  */
  uint32_t type;		/* TYPES */
  uint32_t first_attribute, n_attributes;
  uint32_t default_def;		/* SSA, or NONE.  */
  uint32_t pad3;
  uint64_t size_bits;		/* SIZE_UNKNOWN: variable or incomplete.  */
  struct fingerprint symbol;	/* What other functions and units call it: of
				   assembler name and scope; zero for locals.  */
};

enum snap_attribute_kind
{
  SNAP_ATTRIBUTE_NONNULL,		/* arguments in mask; mask 0: all pointers */
  SNAP_ATTRIBUTE_RETURNS_NONNULL,
  SNAP_ATTRIBUTE_MALLOC,		/* text: deallocator's assembler name, or "";
				   argument: which of its arguments */
  SNAP_ATTRIBUTE_ALLOC_SIZE,		/* argument, argument2 (or NONE) */
  SNAP_ATTRIBUTE_ALLOC_ALIGN,
  SNAP_ATTRIBUTE_ACCESS,		/* argument, argument2: size's or NONE; mode;
				   text: as GCC shows it, or for an array
				   parameter its source form, "int[4]" */
  SNAP_ATTRIBUTE_WARN_UNUSED_RESULT,
  SNAP_ATTRIBUTE_FORMAT,		/* argument, argument2; text: archetype */
  SNAP_ATTRIBUTE_FORMAT_ARG,
  SNAP_ATTRIBUTE_CLEANUP,		/* text: the function */
  SNAP_ATTRIBUTE_FN_SPEC,		/* text: the string */
  SNAP_ATTRIBUTE_NOINLINE,
  SNAP_ATTRIBUTE_NONSTRING,
  SNAP_ATTRIBUTE_SENTINEL,
  SNAP_ATTRIBUTE_NO_SANITIZE,
  SNAP_ATTRIBUTE_COLD,
  SNAP_ATTRIBUTE_NAKED,
  SNAP_ATTRIBUTE_TAINTED_ARGS,
  SNAP_ATTRIBUTE_RELEASES,		/* text: name of a function whose result the
				   function releases; argument: which of its
				   arguments that is */
  SNAP_ATTRIBUTE_TAINTED_BY_FIELD,	/* An initializer puts the snapshot's own
				   function into a field with tainted_args;
				   argument: DECLS of the field, argument2: of
				   the variable; text: the field's structure */
  SNAP_ATTRIBUTE_HOLDS_FUNCTION,	/* Of a constant, whose initializer puts a
				   function into a place of another type: that
				   and all others that it puts anywhere.
				   argument: FIELDS of the place, NONE: of an
				   array or itself; argument2: DECLS, NONE:
				   something else, not null; mask: offset in
				   bits */
  SNAP_ATTRIBUTE_KINDS
};

enum snap_access { ACCESS_NONE, ACCESS_READ_ONLY, ACCESS_WRITE_ONLY,
		   ACCESS_READ_WRITE, ACCESS_DEFERRED };

/* Arguments are counted from 0.  */
struct snap_attribute
{
  uint8_t kind;			/* enum snap_attribute_kind */
  uint8_t mode;			/* enum snap_access */
  uint16_t pad;
  uint32_t argument, argument2;	/* NONE: not given.  */
  uint32_t text;		/* TEXT */
  uint64_t mask;		/* Bit I: argument I (63: and all after it).  */
};

enum snap_constant_kind { CONSTANT_INTEGER, CONSTANT_REAL, CONSTANT_STRING,
		     CONSTANT_COMPLEX, CONSTANT_VECTOR, CONSTANT_OTHER };

enum { CONSTANT_OVERFLOWED = 1 };

struct snap_constant
{
  uint8_t kind;			/* enum snap_constant_kind */
  uint8_t flags;
  uint16_t pad;
  uint32_t type;		/* TYPES */
  /* INTEGER: LIMBS, sign- or zero-extended to full limbs as the type says.
     REAL: LIMBS, the target's image, low limb first.
     STRING: TEXT offset and byte count (NULs and all).
     COMPLEX, VECTOR: LISTS of operands (constants), VECTOR as GCC encodes.
     OTHER: TEXT, what it was.  */
  uint32_t first, count;
};

enum { SSA_IS_DEFAULT = 1,	/* The value on entry; def is NONE.  */
       SSA_IS_VIRTUAL = 2,	/* The state of memory.  */
       SSA_IS_ABNORMAL = 4 };	/* In an abnormal phi: do not extend.  */

struct snap_ssa
{
  uint32_t type;		/* TYPES; NONE if virtual.  */
  uint32_t decl;		/* DECLS: the variable behind it, or NONE.  */
  uint32_t definition;		/* STATEMENTS, or NONE.  */
  uint32_t flags;		/* SSA_*  */
};

enum { MEMORY_IS_VOLATILE = 1, MEMORY_IS_REVERSED = 2,
       MEMORY_IS_BIT_FIELD = 4, MEMORY_NO_WARNING_UNINIT = 8,
       MEMORY_IS_TARGET = 16,	/* TARGET_MEM_REF */
       MEMORY_IS_VARIABLE = 32 };	/* Some index is not a constant.  */

/* An object in memory: a base and an access path from it.  */
struct snap_memory
{
  uint32_t base;		/* Operand: DECL, SSA (a pointer), CONSTANT (a
				   string or an address), ADDRESS, OPAQUE.  */
  uint32_t type;		/* TYPES, of the access.  */
  uint32_t first_step, n_steps;	/* STEPS, outward from the base.  */
  uint32_t flags;		/* MEMORY_*  */
  uint32_t pad;
  /* As GCC's get_ref_base_and_extent: bits from the base, where an access of
     SIZE lies somewhere in the MAX_SIZE bits behind OFFSET.  Where the base is
     a pointer: from where it points to, the first step's offset included.  */
  int64_t offset_bits;
  uint64_t size_bits, max_size_bits;
};

enum step_kind
{
  STEP_DEREFERENCE,		/* MEM_REF: *(base + offset bytes) as TYPE.
				   Always the first step, and present whenever
				   the base is a pointer.  */
  STEP_FIELD,			/* COMPONENT_REF; index: FIELDS */
  STEP_INDEX,			/* ARRAY_REF; index: an operand */
  STEP_RANGE,			/* ARRAY_RANGE_REF; index: an operand */
  STEP_BITS,			/* BIT_FIELD_REF; offset: bits, index: bits wide */
  STEP_REAL, STEP_IMAGINARY,
  STEP_VIEW,			/* VIEW_CONVERT_EXPR */
  STEP_OTHER			/* Something else; TYPE only.  */
};

struct snap_step
{
  uint32_t kind;		/* enum step_kind */
  uint32_t index;
  uint32_t type;		/* TYPES, of the result.  */
  uint32_t flags;		/* 0, or MEMORY_NO_WARNING_UNINIT ...  */
  int64_t offset;
};

#define BLOCK_ENTRY 0
#define BLOCK_EXIT 1

/* Blocks 0 and 1 are GCC's entry and exit, without statements; the others
   follow in GCC's order.  Statements and edges lie block by block.  */
struct snap_block
{
  uint32_t first_statement, n_statements;	/* Phis first.  */
  uint32_t n_phis;
  uint32_t first_successor, n_successors;	/* EDGES, GCC's order.  */
  uint32_t first_predecessor, n_predecessors;	/* PREDS: phi argument order.  */
  uint32_t flags;
};

enum					/* snap_edge.flags */
{
  EDGE_IS_FALLTHRU = 1, EDGE_IS_TRUE = 2, EDGE_IS_FALSE = 4, EDGE_IS_EH = 8,
  EDGE_IS_ABNORMAL = 16, EDGE_IS_ABNORMAL_CALL = 32, EDGE_IS_FAKE = 64,
  EDGE_IS_PREDICTED_COLD = 128
};

struct snap_edge
{
  uint32_t source, destination;	/* BLOCKS */
  uint32_t flags;
  uint32_t pad;
};

enum					/* snap_statement.flags */
{
  CALL_IS_CONST = 1 << 0,	/* As gimple_call_flags says.  */
  CALL_IS_PURE = 1 << 1,
  CALL_IS_NORETURN = 1 << 2,
  CALL_IS_NOTHROW = 1 << 3,
  CALL_RETURNS_TWICE = 1 << 4,
  CALL_IS_MALLOC = 1 << 5,
  CALL_IS_INTERNAL = 1 << 6,	/* text: the internal function's name.  */
  CALL_IS_TAIL = 1 << 7,
  CALL_ALLOCA_FOR_VAR = 1 << 8,
  STATEMENT_IS_VOLATILE = 1 << 9,
  STATEMENT_CAN_THROW = 1 << 10,
  STATEMENT_HAS_PLACE = 1 << 11,	/* Has a location at all.  */
  STATEMENT_IS_VIRTUAL = 1 << 12,	/* A phi of memory.  */
  ASM_CLOBBERS_MEMORY = 1 << 13,
  NO_WARNING_UNINIT = 1 << 14,	/* GCC is told not to warn.  */
  NO_WARNING_NONNULL_COMPARE = 1 << 15,
  CALL_IS_LOOPING = 1 << 16,
  CALL_IS_LEAF = 1 << 17,
  NO_WARNING_NONNULL = 1 << 18
};

struct snap_statement
{
  uint8_t code;			/* enum statement_code */
  uint8_t operation;		/* enum operation: ASSIGN and COND.  */
  uint16_t pad;
  uint32_t flags;
  uint32_t block;		/* BLOCKS */
  uint32_t type;		/* TYPES: CALL's function type; ASSIGN's value;
				   else NONE.  */
  uint32_t lhs;			/* Operand: what it defines or stores to.  */
  uint32_t first_operand, n_operands;
  uint32_t vuse, vdef;		/* SSA, virtual; or NONE.  */
  uint32_t decl;		/* CALL: callee's DECLS, or NONE; LABEL's.  */
  uint32_t text;		/* TEXT: internal function, asm template, what an
				   OPAQUE was; else 0.  */
  uint32_t first_extra, n_extra;	/* SWITCH: CASES.  ASM: n_extra outputs.
				   CONDITIONAL: first_extra is the comparison's
				   enum operation.  CALL: if n_extra is 1, the
				   last operand is the static chain.  */
};

struct snap_case
{
  uint32_t low, high;		/* Operands: constants.  NONE-operand: default;
				   high NONE-operand: a single value.  */
  uint32_t edge;		/* EDGES, or NONE.  */
};

/* What GCC's lowering saw before there was a control flow graph and what that
   graph was built from: facts that a check needs and SSA form has lost.  */
enum lowered_kind
{
  LOWERED_IGNORED_RESULT,	/* A call whose function type asks for its result
				   to be used, without lhs.  decl: callee or NONE.  */
  LOWERED_RETURNS_BY_RETURN,	/* noreturn function: a return to exit.  */
  LOWERED_RETURNS,		/* noreturn function: any other way to exit.  */
  LOWERED_NO_VALUE,		/* return without value in a function with one.  */
  LOWERED_FALLS_OFF		/* C++: the unreachable at the closing brace.  */
};

enum { LOWERED_HAS_PLACE = 1, LOWERED_NO_WARNING = 2 };

struct snap_lowered
{
  uint32_t kind;		/* enum lowered_kind */
  uint32_t decl;		/* DECLS or NONE */
  uint32_t flags;
  uint32_t pad;
};

struct snap_section
{
  uint32_t offset;		/* Bytes from the snapshot's start.  */
  uint32_t count;		/* Elements.  */
};

enum { SNAPSHOT_IS_LOWERED_ONLY = 1,	/* No blocks: the unit has errors, only
					   LOWERED facts are known.  */
       SNAPSHOT_IS_C = 2, SNAPSHOT_IS_CXX = 4 };

struct snapshot
{
  uint32_t magic, version;
  uint32_t size;		/* Of the whole block, in bytes.  */
  uint32_t flags;		/* SNAPSHOT_*  */
  uint32_t decl;		/* DECLS: the function itself.  */
  uint32_t first_parameter, n_parameters;	/* LISTS of DECLS.  */
  uint32_t result;		/* DECLS: its result, or NONE.  */
  /* Options of GCC that change what the statements mean: SNAPSHOT_OPTION_*  */
  uint32_t options;
  uint32_t pointer_bits;
  struct snap_section sections[SECTIONS];
};

enum
{
  SNAPSHOT_OPTION_WRAPV = 1, SNAPSHOT_OPTION_TRAPV = 2,
  SNAPSHOT_OPTION_WRAPV_POINTER = 4, SNAPSHOT_OPTION_NULL_IS_VALID = 8,
  SNAPSHOT_OPTION_NON_CALL_EXCEPTIONS = 16, SNAPSHOT_OPTION_EXCEPTIONS = 32,
  /* The function has options of its own (attribute or pragma optimize), and
     they say so; without either it is compiled as its unit is.  */
  SNAPSHOT_OPTION_AT_O0 = 64, SNAPSHOT_OPTION_OPTIMISED = 128,
  /* -fanalyzer-checker=taint: what strangers choose is looked for, and
     nothing that is of another such checker.  */
  SNAPSHOT_OPTION_TAINT = 256,
  /* -fanalyzer-verbosity= other than 2: no "entry to" (0), no branches (0, 1),
     all of them (3 and more).  */
  SNAPSHOT_OPTION_NO_ENTRIES = 512, SNAPSHOT_OPTION_NO_BRANCHES = 1024,
  SNAPSHOT_OPTION_ALL_BRANCHES = 2048
};

#define SECTION(NAME, field, TYPE)					\
  static inline const TYPE *						\
  snapshot_##field (const struct snapshot *s)				\
  {									\
    return (const TYPE *) ((const char *) s				\
			   + s->sections[SECTION_##NAME].offset);	\
  }									\
  static inline uint32_t						\
  snapshot_n_##field (const struct snapshot *s)				\
  {									\
    return s->sections[SECTION_##NAME].count;				\
  }
#include "sections.def"

static inline const char *
snapshot_string (const struct snapshot *s, uint32_t offset)
{
  return snapshot_text (s) + offset;
}

/* The function's name as the source has it.  */
static inline const char *
snapshot_name (const struct snapshot *s)
{
  return snapshot_string (s, snapshot_decls (s)[s->decl].name);
}

/* The last statement of BLOCK, or NONE.  */
static inline uint32_t
snapshot_last_statement (const struct snapshot *s, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (s)[block];
  return b->n_statements ? b->first_statement + b->n_statements - 1 : NONE;
}

/* NAME of a function; of a built-in one that of the function that it is.  */
static inline const char *
function_plain_name (const char *name)
{
  return strncmp (name, "__builtin_", 10) == 0 ? name + 10 : name;
}

/* The statement that gives OPERAND, an SSA name, its value; NONE if there is none,
   or OPERAND is something else.  */
static inline uint32_t
snapshot_definition (const struct snapshot *s, uint32_t operand)
{
  return operand_kind (operand) == OPERAND_SSA
	 ? snapshot_ssa (s)[operand_index (operand)].definition : NONE;
}

/* Whether T gives on what it gets, maybe as another type.  */
static inline bool
statement_is_copy (const struct snap_statement *t)
{
  return t->code == STATEMENT_ASSIGN && t->n_operands == 1
	 && (t->operation == OPERATION_COPY
	     || t->operation == OPERATION_CONVERT);
}

/* What the store knows the body by: of all its bytes.  */
struct fingerprint snapshot_fingerprint (const struct snapshot *s);

/* The analogue of rustc's HIR id validator.  Checks that BYTES (SIZE of them,
   8-aligned) are a snapshot: header, sections in bounds, every index in range,
   strings ended, blocks, edges and predecessors consistent, phis' arity, SSA
   names defined once and by the statement they name, definitions dominating
   uses, operations' arity.  Returns NULL if all is well, else a static text
   that says what is wrong; *WHERE gets the index it concerns.  O (size).
   Never reads outside BYTES.  */
const char *snapshot_validate (const void *bytes, size_t size,
			       uint32_t *where);

#ifdef __cplusplus
}
#endif
#endif
