/* bad-step.c - the step goes over the bound.  own-checks
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern void use (int);

void
even (void)
{
  for (unsigned i = 0; i != 11; i += 2)	/* { dg-warning "loop counter .i. steps over 11" } */
    use (i);
}
/* { dg-message "begins with 0 and changes by 2" "" { target *-*-* } 10 } */

void
thirds (void)
{
  int n = 10;
  int i;			/* { dg-message "ranges from" } */
  for (i = 0; i != n; i += 3)	/* { dg-warning "overflows before the loop ends" } */
    use (i);
}

void
away (void)
{
  int i = 5;			/* { dg-message "ranges from" } */
  do
    use (i);
  while ((i += 5) != 0);	/* { dg-warning "overflows before the loop ends" } */
}
