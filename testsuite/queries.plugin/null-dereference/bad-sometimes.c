/* Pointers that are null on some way, at every -O, unlike GCC's own
   warning.  own-checks  */
/* { dg-do compile } */

struct node { int value; struct node *next; };

extern void use (int);

int
joined (struct node *n, int which)
{
  struct node *m = which ? n : 0;
  return m->value;		/* { dg-warning "potential null pointer dereference \\\[-Wnull-dereference\\\]" } */
}

int
asked_before (struct node *n)
{
  struct node *m = n;
  if (n)
    m = n->next;
  use (1);
  return m->value;		/* { dg-warning "potential null pointer dereference" } */
}

static struct node *
second (struct node *n)
{
  if (n->value > 1)
    return 0;
  return n->next;
}

void
called (struct node *n)
{
  struct node *m = second (n);
  m->value = 1;			/* { dg-warning "potential null pointer dereference" } */
  m->next = n;			/* { dg-warning "potential null pointer dereference" } */
}
