/* good-constant.c - sizes that are known and small.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

void use (void *);

void
small (void)
{
  use (__builtin_alloca (1));
  use (__builtin_alloca (100));
}

/* An array is given back at the end of each turn.  */
void
in_a_loop (int n)
{
  while (n--)
    {
      char array[100];
      use (array);
    }
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Walloca-larger-than="
void
silenced (void)
{
  use (__builtin_alloca (1000));
}
#pragma GCC diagnostic pop
