/* Pointers that are not null where they are used, or of which nobody knows.  */
/* { dg-do compile } */

struct node { int value; struct node *next; };

extern void use (struct node *);

int
right_operator (struct node *n)
{
  if (n != 0 && n->value > 1)
    return 1;
  return n == 0 || n->value;
}

void
right_way (struct node *n)
{
  if (!n)
    return;
  n->value = 1;
}

/* Somebody may have put another one there.  */
int
loaded (struct node *n)
{
  if (!n->next)
    {
      use (n);
      return n->next->value;
    }
  return 0;
}

/* An address is no access.  */
struct node **
address (void)
{
  struct node *n = 0;
  return &n->next;
}

int
never (void)
{
  struct node *n = 0;
  if (sizeof (int) == 1)
    return n->value;
  return 0;
}

static struct node *
none (void)
{
  return 0;
}

int
called (struct node *n)
{
  struct node *m = none ();
  return m ? m->value : n->value;
}
