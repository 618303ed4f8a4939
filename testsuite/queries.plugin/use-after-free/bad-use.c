/* Uses that come behind the call on all ways to them.  */
/* { dg-do compile } */

typedef struct list { struct list *next; int n; } list;

void free (void *);
void *realloc (void *, unsigned long);
void use (void *);
list *make (void);
void drop (int, list *);
__attribute__ ((malloc (drop, 2))) list *make (void);

void
twice (char *p)
{
  free (p);			/* { dg-message "call to 'free' here" } */
  free (p);			/* { dg-warning "pointer 'p' used after 'free'" } */
}

void
passed (char *p, int c)
{
  free (p);			/* { dg-message "call to 'free' here" } */
  if (c)
    use (p);			/* { dg-warning "pointer 'p' may be used after 'free'" } */
}

int
compared (char *p, char *q)
{
  free (p);			/* { dg-message "call to 'free' here" } */
  return p == q;		/* { dg-warning "pointer 'p' used after 'free'" } */
}

long
moved (char *p)
{
  char *q = realloc (p, 10);	/* { dg-message "call to 'realloc' here" } */
  use (q);
  return q - p;			/* { dg-warning "used after 'realloc'" } */
}

/* The next element is read from the one that was released.  */
void
each (list *head)
{
  list *p = head;
  for (; p; p = p->next)	/* { dg-warning "used after 'drop'" } */
    drop (1, p);		/* { dg-message "call to 'drop' here" } */
}
