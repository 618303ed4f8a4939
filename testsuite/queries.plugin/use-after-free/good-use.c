/* The same forms, in the right order.  */
/* { dg-do compile } */

typedef struct list { struct list *next; int n; } list;

void free (void *);
void *realloc (void *, unsigned long);
void use (void *);
list *make (void);
void drop (int, list *);
__attribute__ ((malloc (drop, 2))) list *make (void);

void
once (char *p, char *q)
{
  free (p);
  free (q);
}

void
either (char *p, int c)
{
  if (c)
    free (p);
  else
    use (p);
}

void
anew (char *p, char *q)
{
  free (p);
  p = q;
  use (p);
}

/* Where realloc fails nothing was released.  */
void *
resized (char *p)
{
  char *q = realloc (p, 10);
  if (!q)
    return p;
  return q;
}

void
each (list *head)
{
  for (list *p = head, *next; p; p = next)
    {
      next = p->next;
      drop (1, p);
    }
}
