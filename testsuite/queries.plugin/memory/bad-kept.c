/* What stays with the function, though something near it is given away or written.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-use-after-free -Wno-unused-result -Wno-maybe-uninitialized" } */
/* own-checks no-steps: GCC says less of arrays, and other things of realloc.  */

#include <stdlib.h>
#include <string.h>

struct line
{
  char text[16];
  char *name;
};

extern void show (const void *, void (*) (void *));

/* An index of an array does not lead out of it.  */
void
leak_beside_array (int i)
{
  struct line l;

  l.name = malloc (10);
  if (!l.name)
    return;
  l.text[i] = 1;
} /* { dg-warning "leak of 'l.name'" } */

void
twice_beside_array (struct line *l, int i)
{
  free (l->name);
  l->text[i] = 1;
  free (l->name); /* { dg-warning "double-'free' of '\\*l.name'" } */
}

/* Null is no function that could release it.  */
void
no_callback (void)
{
  char *p = malloc (10);

  if (!p)
    return;
  memset (p, 0, 10);
  show (p, NULL); /* { dg-warning "leak of 'p'" } */
}

void
to_nothing (void)
{
  char *p = malloc (10);

  if (!p)
    return;
  p[0] = 0;
  realloc (p, 0);
  free (p); /* { dg-warning "double-'(free|realloc)' of 'p'" } */
}
