/* A pointer or an index without a value leads nowhere; each use of a variable
   without a value is told.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-uninitialized -Wno-maybe-uninitialized" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

void use (int);
int foo (void);

struct pair
{
  int first, second;
};

void
written_through (void)
{
  int *p;

  *p = 1; /* { dg-warning "use of uninitialized value 'p'" } */
}

int
read_through (int kind)
{
  struct pair *p;

  if (kind)
    use (kind);
  return p->second; /* { dg-warning "use of uninitialized value 'p'" } */
}

int
index_without_value (const int *table)
{
  int i;

  return table[i]; /* { dg-warning "use of uninitialized value 'i'" } */
}

void
element_without_index (int *table)
{
  int some[3];
  int i;

  some[i] = foo (); /* { dg-warning "use of uninitialized value 'i'" } */
  use (some[i]); /* { dg-warning "use of uninitialized value 'i'" } */
}

void
used_twice (void)
{
  int n;

  use (n); /* { dg-warning "use of uninitialized value 'n'" } */
  foo ();
  use (n); /* { dg-warning "use of uninitialized value 'n'" } */
}
