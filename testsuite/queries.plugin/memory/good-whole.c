/* A structure of which some part has a value may be copied and passed.  */
/* { dg-do compile } */
/* { dg-options "-Wno-uninitialized -Wno-maybe-uninitialized" } */

struct table { int entries[30]; int *first; };

void change (struct table *);
void show (struct table);

void
copied_in_part (int *first)
{
  struct table some;
  struct table copy;

  some.first = first;
  copy = some;
  change (&copy);
}

void
set_by_another (void)
{
  struct table some;

  change (&some);
  show (some);
}

void
passed_on (struct table given, const struct table *other)
{
  struct table copy = *other;

  show (given);
  show (copy);
}
