/* signature.h - how a function is defined, as far as a call must fit it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   signature (f): the classes of f's result and parameters.  Projection of a body,
   so that callers do not run again because it has changed.  Of a function of
   another unit, and of one that the linker may replace, nothing is known.

   A class is what calling conventions tell apart: the kind of a value and its size,
   integers narrower than int being ints.  Signedness, what a pointer points to, and
   whether an integer as large as one is a pointer make no difference.  */

#ifndef PASSES_SIGNATURE_H
#define PASSES_SIGNATURE_H

#include "queries/query.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

enum value_class_kind
{
  CLASS_UNKNOWN,		/* Fits everything.  */
  CLASS_VOID,
  CLASS_WORD,			/* Integers, enumerations and pointers.  */
  CLASS_REAL,
  CLASS_COMPLEX,
  CLASS_VECTOR,
  CLASS_RECORD,
  CLASS_KINDS
};

struct value_class
{
  uint32_t kind;		/* enum value_class_kind */
  uint32_t name;		/* TEXT of the signature: the type's, as in C.  */
  uint64_t size_bits;		/* SIZE_UNKNOWN: fits every size.  */
};

enum
{
  SIGNATURE_IS_KNOWN = 1,
  SIGNATURE_IS_VARIADIC = 2,
  SIGNATURE_IS_OLD_STYLE = 4,	/* Not a prototype: float comes as double.  */
  SIGNATURE_FLAGS = 7
};

struct signature
{
  uint32_t flags;		/* SIGNATURE_*  */
  uint32_t n_parameters;
  uint32_t text_size;
  uint32_t reserved;
  struct value_class result;
  /* struct value_class parameter[n_parameters], char text[text_size]  */
};

static inline const struct value_class *
signature_parameters (const struct signature *s)
{
  return (const struct value_class *) (s + 1);
}

static inline const char *
signature_text (const struct signature *s)
{
  return (const char *) (signature_parameters (s) + s->n_parameters);
}

/* The class of values of TYPE; without a name.  */
struct value_class class_of_type (const struct snapshot *s, uint32_t type);

/* The class of OPERAND's value.  */
struct value_class class_of_operand (const struct snapshot *s,
				     uint32_t operand);

/* Whether a value of the one may be taken for one of the other.  */
bool classes_fit (struct value_class a, struct value_class b);

#ifdef __cplusplus
}
#endif
#endif
