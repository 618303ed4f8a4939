/* What is written through a pointer back may be where the next one is read.  */
/* { dg-do compile } */

#include <stdlib.h>

struct node { struct node *next, *prev; char *text; };
struct ring { struct node *first, *last; };
struct link { struct link *next, **back; int number; };
struct queue { int count; struct { struct link *first, **last; } links; };

extern void look_at (int *);

static struct ring ring
  = { (struct node *) &ring, (struct node *) &ring };
static struct link *all;

/* The ring's own variable is an element of it.  */
void
clear_ring (void)
{
  struct node *n;

  while ((n = ring.first) != (struct node *) &ring)
    {
      n->next->prev = n->prev;
      n->prev->next = n->next;
      free (n->text);
      free (n);
    }
}

/* A variable that is nothing but a pointer.  */
void
clear_all (void)
{
  struct link *l;

  while ((l = all))
    {
      if (l->next)
	l->next->back = l->back;
      *l->back = l->next;
      free (l);
    }
}

/* In what a parameter points to.  */
void
clear_queue (struct queue *q)
{
  struct link *l;

  while ((l = q->links.first) != NULL)
    {
      if (l->next)
	l->next->back = l->back;
      else
	q->links.last = l->back;
      *l->back = l->next;
      free (l);
    }
}

/* By a callee, and others have been there before.  */
static int
take (struct queue *q)
{
  struct link *l = q->links.first;
  int number;

  if (!l)
    return -1;
  number = l->number;
  if (l->next)
    l->next->back = l->back;
  else
    q->links.last = l->back;
  *l->back = l->next;
  free (l);
  return number;
}

int
sum (struct queue *q)
{
  int number, sum = 0;

  look_at (&q->count);
  while ((number = take (q)) != -1)
    sum += number;
  return sum;
}

struct alias { struct alias *next; int is_used; };
static struct alias *table[39];

/* The next one, if it was freed.  */
static struct alias *
release (struct alias *a)
{
  struct alias *next;

  if (a->is_used)
    return a;
  next = a->next;
  free (a);
  return next;
}

void
clear_table (void)
{
  struct alias *a, **at;

  for (int i = 0; i < 39; i++)
    {
      at = &table[i];
      for (a = *at; a; a = *at)
	{
	  *at = release (*at);
	  if (a == *at)
	    at = &a->next;
	}
    }
}
