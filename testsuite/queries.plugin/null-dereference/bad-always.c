/* Pointers that are null whenever they are used: at every -O, unlike GCC's own
   warning.  own-checks  */
/* { dg-do compile } */

struct node { int value; struct node *next; };

int
constant (void)
{
  struct node *n = 0;
  return n->value;		/* { dg-warning "null pointer dereference \\\[-Wnull-dereference\\\]" } */
}

int
wrong_operator (struct node *n)
{
  if (n == 0 && n->value > 1)	/* { dg-warning "null pointer dereference" } */
    return 1;
  return 0;
}

void
wrong_way (struct node *n)
{
  if (n)
    return;
  n->value = 1;			/* { dg-warning "null pointer dereference" } */
}

/* Read twice, not written in between.  */
int
loaded (struct node *n)
{
  if (!n->next)
    return n->next->value;	/* { dg-warning "null pointer dereference" } */
  return 0;
}

static struct node *
none (void)
{
  return 0;
}

int
called (void)
{
  return none ()->value;	/* { dg-warning "null pointer dereference" } */
}
