/* Pointers that may be null, and are asked before they are used; and what GCC would
   not see either.  */
/* { dg-do compile } */

struct node { int value; struct node *next; };

extern struct node *somebody (void);

int
joined (struct node *n, int which)
{
  struct node *m = which ? n : 0;
  if (m)
    return m->value;
  return 0;
}

/* Goes on from node to node.  */
int
length (struct node *n)
{
  int count = 0;
  for (struct node *m = n; m; m = m->next)
    count++;
  return count;
}

static struct node *
second (struct node *n)
{
  if (n->value > 1)
    return 0;
  return n->next;
}

int
called (struct node *n)
{
  struct node *m = second (n);
  return m ? m->value : 0;
}

/* Who knows what it returns.  */
int
other (void)
{
  return somebody ()->value;
}

/* Other units call it, too; GCC need not inline it.  */
__attribute__ ((noinline)) struct node *
public (struct node *n)
{
  if (n->value > 1)
    return 0;
  return n->next;
}

int
calls_public (struct node *n)
{
  return public (n)->value;
}
