/* small-integer.h - operations on integers of a few bits, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   An oracle: plain C on numbers of up to twelve bits, by the letter of tree.def.  */

#ifndef UNIT_SMALL_INTEGER_H
#define UNIT_SMALL_INTEGER_H

#include "passes/arithmetic.h"

/* The bounds of T, and VALUE modulo its width.  */
int small_least (struct integer_type t);
int small_greatest (struct integer_type t);
int small_wrap (struct integer_type t, int value);

/* A OP B, and OP A, as a T.  False if that is undefined.  */
bool small_binary (enum operation op, struct integer_type t, int a, int b,
		   int *result);
bool small_unary (enum operation op, struct integer_type t, int a,
		  int *result);

#endif
