/* pointers.c - which pointers are null.  */

struct node { struct node *next; int value; };
extern struct node *find (int);
extern struct node *make (void) __attribute__ ((returns_nonnull));
extern void fill (struct node *, int) __attribute__ ((nonnull));
extern int weak __attribute__ ((weak));
static struct node first;

int
dereferenced (struct node *p)
{
  int v = p->value;
  return p ? v : 0;
}
/* nullness dereferenced p_1(D): any; bb 2 after v_0 = p_1(D)->value;: not null; bb 4: never */

int
tested (int n)
{
  struct node *p = find (n);
  if (!p)
    return 0;
  return p->value;
}
/* nullness tested p_0: any; bb 3: null; bb 4: not null */

void
passed (struct node *p)
{
  fill (p, 1);
  fill (make (), 2);
}
/* nullness passed p_0(D): any; bb 2 after fill (p_0(D), 1);: not null */
/* nullness passed _3: not null */

struct node *
addresses (int n)
{
  struct node *p = &first, *q = 0;
  int *w = &weak;
  if (n)
    return q;
  *w = 1;
  return p;
}
/* nullness addresses p_0: not null */
/* nullness addresses q_1: null */
/* nullness addresses w_2: any; bb 4 after *w_2 = 1;: not null */

__attribute__ ((nonnull (1))) int
parameter (struct node *p, struct node *q)
{
  return p == q;
}
/* nullness parameter p_1(D): not null */

/* As an integer, and as a flag.  */
int
converted (struct node *p)
{
  unsigned long bits = (unsigned long) p;
  _Bool is_there = bits != 0;
  if (is_there)
    return p->value;
  return 0;
}
/* nullness converted p_1(D): any; bb 3: not null; bb 4: null */
