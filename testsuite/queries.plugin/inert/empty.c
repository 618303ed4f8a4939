/* empty.c - declarations only.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

int declared (int);
extern int variable;
