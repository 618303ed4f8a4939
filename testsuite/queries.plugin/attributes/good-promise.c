/* good-promise.c - attributes given apart from the body, and kept (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

int plain (int);
int plain (int) __attribute__ ((pure));
int plain (int);

int counter;

int
plain (int x)
{
  return counter + x;
}

void *give (void) __attribute__ ((returns_nonnull));

void *
give (void)
{
  return &counter;
}
