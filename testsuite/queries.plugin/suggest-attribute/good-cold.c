/* good-cold.c - functions that are not always cold, or say so.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern void complain (int) __attribute__ ((cold));
extern void unknown (void);

void
sometimes (int n)
{
  if (n)
    complain (n);
}

/* It may be that this never comes back.  */
void
behind_other (int n)
{
  unknown ();
  complain (n);
}

__attribute__ ((cold)) void
says_so (int n)
{
  complain (n);
}
