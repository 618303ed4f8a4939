/* What things are called that have no name of their own in the source.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-free-nonheap-object -Wno-mismatched-dealloc" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdlib.h>

struct box { char *value; };

void
computed (size_t n)
{
  *(char *) malloc (n + 4 * n) = 1; /* { dg-warning "possibly-NULL 'malloc\\(n \\* 5\\)'|possibly-NULL 'malloc\\(n \\+ n \\* 4\\)'" } */
} /* { dg-warning "leak of 'malloc" } */

void
other_name (char *p)
{
  struct box b;

  b.value = p;
  free (p);
  free (b.value); /* { dg-warning "double-'free' of 'p'" } */
}

void
address (void)
{
  char local[4];
  struct box b;

  b.value = local;
  free (b.value); /* { dg-warning "'free' of '&local' which points to memory on the stack" } */
}

void
field (struct box *b)
{
  free (b->value);
  free (b->value); /* { dg-warning "double-'free' of '.b.value'" } */
}

/* Several functions release it.  */

struct thing;
void put (struct thing *t);
void drop (struct thing *t);
struct thing *get (void)
  __attribute__ ((malloc (put), malloc (drop)));

void
either (int n)
{
  struct thing *t = get ();

  if (n)
    put (t);
  else
    drop (t);
}

void
neither (void)
{
  struct thing *t = get ();

  free (t); /* { dg-warning "'free' called on 't' returned from a mismatched allocation function" } */
}
