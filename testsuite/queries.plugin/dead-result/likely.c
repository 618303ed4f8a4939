/* likely.c - results that may have been meant to be lost.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern int open_it (void), next_it (void);

int
by_constant (int n)
{
  int error = 0;
  if (n > 3)
    {
      error = open_it ();
      if (error)
	return error;
    }
  error = next_it ();
  error = 0;
  return error;
}

int
by_itself (void)
{
  int token;
  token = next_it ();
  token = next_it ();
  return token;
}
