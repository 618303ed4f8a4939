/* What is written somewhere else does not change what is read.  */
/* { dg-do compile } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdlib.h>

struct node { struct node *next, *prev; char *text; };
struct ring { struct node *first, *last; };
struct link { struct link *next, **back; int number; };
struct queue { int count; struct { struct link *first, **last; } links; };

/* Taken out by nobody.  */
void
clear_ring (struct ring *ring)
{
  struct node *n;

  while ((n = ring->first) != (struct node *) ring)
    {
      free (n->text); /* { dg-warning "use after .free. of .n." } */
      free (n);
    }
}

/* Of another type.  */
void
clear_text (struct queue *q, struct node *n)
{
  free (n->text);
  *q->links.first->back = NULL;
  free (n->text); /* { dg-warning "double-.free. of .\*n.text." } */
}

/* To what the parameter points to, which is read.  */
int
take_first (struct queue *q)
{
  struct link *l = q->links.first;

  free (l);
  q->links.first = l;
  return q->links.first->number; /* { dg-warning "use after .free. of" } */
}

/* A local variable that nobody else knows.  */
void
keep (struct ring *ring)
{
  struct node *mine = ring->first;

  ring->last->prev->next = NULL;
  free (mine);
  ring->last->prev->next = NULL;
  free (mine); /* { dg-warning "double-.free. of .mine." } */
}

struct alias { struct alias *next; int is_used; };

/* Who asks whether the next one is another uses the one that was freed.  */
int
release_and_look (struct alias *a)
{
  struct alias *next = a->next;

  free (a);
  if (a != next)
    return a->is_used; /* { dg-warning "use after .free. of .a." } */
  return 0;
}
