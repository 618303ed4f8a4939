/* types.h - the types that bodies mention, by structure.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The values of the queries about types.

     body_types (f)	what f mentions
     types (unit)	all of that, each type once
     type_layout (t)	of a structure or union: what lies where
     type_use (f, t)	what f does with values of t

   A type's identity is that of its structure, without const, volatile,
   restrict and _Atomic.  Records, unions and enumerations are known by their
   kind and name, so that it does not matter who sees them complete.  Two of one
   name (in different functions), and all without a name, count as one: it is
   marked if they differ in size, and its fields overlap if they do not.

   A snapshot holds of a record the fields that its body mentions.  So what is
   between them may be padding, or a field that nobody in the unit mentions:
   it is called a gap.  */

#ifndef PASSES_TYPES_H
#define PASSES_TYPES_H

#include "queries/query.h"
#include "passes/graph.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

enum					/* type.state */
{
  /* Mentions that contradict each other: there are several.  */
  TYPE_HAS_CONFLICT = 1
};

struct type
{
  struct fingerprint identity;
  uint64_t size_bits;		/* SIZE_UNKNOWN: incomplete or variable.  */
  uint64_t elements;		/* Array, vector; else, or if not known,
				   SIZE_UNKNOWN.  */
  uint32_t name;		/* TEXT: tag or typedef's name, or "".  */
  uint32_t element;		/* Index of a type, or NONE.  */
  uint32_t first_field, n_fields;
  uint32_t align_bits;
  uint32_t precision;
  uint16_t flags;		/* TYPE_*, no qualifiers.  */
  uint8_t kind;			/* enum snap_type_kind */
  uint8_t state;
  uint32_t reserved;
};

struct type_field
{
  uint64_t offset_bits, size_bits;	/* SIZE_UNKNOWN: variable.  */
  uint32_t name;		/* TEXT */
  uint32_t type;		/* Index of a type.  */
  uint32_t flags;		/* FIELD_*  */
  uint32_t reserved;
};

struct type_list
{
  uint32_t count;
  uint32_t n_fields;
  uint32_t text_size;
  uint32_t reserved;
  /* struct type type[count]		by identity
     struct type_field field[n_fields]	type by type; by offset, then name
     char text[text_size]  */
};

static inline const struct type *
type_list_array (const struct type_list *l)
{
  return (const struct type *) (l + 1);
}

static inline const struct type_field *
type_list_fields (const struct type_list *l)
{
  return (const struct type_field *) (type_list_array (l) + l->count);
}

static inline const char *
type_list_text (const struct type_list *l)
{
  return (const char *) (type_list_fields (l) + l->n_fields);
}

/* Index of the type, or NONE.  O(log n).  */
uint32_t type_find (const struct type_list *l, struct fingerprint identity);

/* The identity of each of the snapshot's TYPES.  O(types + parameters).  */
struct fingerprint *type_identities (const struct snapshot *s,
				     const struct scratch *m);

/* What people call the type, as in C: "struct node *", "int [4]"; appended to
   OUT without a NUL.  Bounded in length.  */
void type_describe (const struct type_list *l, uint32_t type,
		    struct buffer *out);

enum					/* type_layout.flags */
{
  LAYOUT_IS_KNOWN = 1,		/* Some body mentions the type.  */
  LAYOUT_IS_COMPLETE = 2,	/* And its size.  */
  /* Several of that name: nothing else is said.  */
  LAYOUT_HAS_CONFLICT = 4,
  /* Its last field is an array of no or of unknown size: a flexible one.  */
  LAYOUT_ENDS_IN_ARRAY = 8,
  /* Some offset or size is not constant: no gaps are told.  */
  LAYOUT_HAS_VARIABLE_FIELD = 16,
  LAYOUT_OVERLAPS = 32		/* Of a union, or of a struct with such.  */
};

struct layout_field
{
  uint64_t offset_bits, size_bits;
  uint32_t name, type;		/* TEXT */
  uint32_t flags;		/* FIELD_*  */
  uint32_t reserved;
};

/* What no field that is mentioned covers.  */
struct layout_gap
{
  uint64_t offset_bits, size_bits;
};

struct type_layout
{
  uint64_t size_bits;
  uint32_t align_bits;
  uint32_t flags;		/* LAYOUT_*  */
  uint32_t n_fields, n_gaps;
  uint32_t kind;		/* enum snap_type_kind */
  uint32_t text_size;
  /* struct layout_field field[n_fields]	by offset, then name
     struct layout_gap gap[n_gaps]		by offset
     char text[text_size]  */
};

static inline const struct layout_field *
type_layout_fields (const struct type_layout *t)
{
  return (const struct layout_field *) (t + 1);
}

static inline const struct layout_gap *
type_layout_gaps (const struct type_layout *t)
{
  return (const struct layout_gap *) (type_layout_fields (t) + t->n_fields);
}

static inline const char *
type_layout_text (const struct type_layout *t)
{
  return (const char *) (type_layout_gaps (t) + t->n_gaps);
}

/* Numbers of places in one body.  */
struct type_use
{
  uint32_t known;		/* 0: the body is not of this unit.  */
  uint32_t n_declarations;	/* Variables, parameters and results of it.  */
  uint32_t n_names;		/* SSA names of it.  */
  uint32_t n_loads, n_stores;	/* Of memory as it.  */
  uint32_t n_fields;		/* Accesses of one of its fields.  */
};

#ifdef __cplusplus
}
#endif
#endif
