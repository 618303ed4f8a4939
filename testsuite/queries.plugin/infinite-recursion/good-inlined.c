/* good-inlined.c - what is inlined knows a way out.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern void siglongjmp (void *where, int value);

static inline __attribute__ ((always_inline)) void
leave (void *where)
{
  siglongjmp (where, 1);
}

int
until (int n, void *where)
{
  if (n > 7)
    leave (where);
  return n + until (n + 1, where);
}
