/* A structure that is copied or passed before any part of it has a value.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-uninitialized -Wno-maybe-uninitialized" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

struct table { int entries[30]; int *first; };

void change (struct table *);
void show (struct table);

void __attribute__ ((noinline))
keep_first (struct table t, int **where)
{
  *where = t.first;
}

void
copied (void)
{
  struct table nothing;
  struct table copy = nothing; /* { dg-warning "use of uninitialized value 'nothing'" } */

  change (&copy);
}

void
passed (void)
{
  struct table nothing;

  show (nothing); /* { dg-warning "use of uninitialized value 'nothing'" } */
}

void
passed_to_one_of_the_unit (int **where)
{
  struct table nothing;

  keep_first (nothing, where); /* { dg-warning "use of uninitialized value 'nothing'" } */
}
