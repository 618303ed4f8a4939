/* system.h - a header that GCC takes for the system's.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#pragma GCC system_header

__attribute__ ((warn_unused_result)) int must_use (void);

static inline void
ignores (void)
{
  must_use ();
}
