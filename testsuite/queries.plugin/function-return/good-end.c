/* good-end.c - functions that end as they should.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

__attribute__ ((noreturn)) void stop (void);
void other (void);

int
both (int a)
{
  if (a)
    return 1;
  else
    return 2;
}

int
stops (int a)
{
  if (a)
    return 1;
  stop ();
}

int
for_ever (void)
{
  for (;;)
    other ();
}

__attribute__ ((noreturn)) void
never (void)
{
  other ();
  stop ();
}

int
main (void)
{
  other ();
}
