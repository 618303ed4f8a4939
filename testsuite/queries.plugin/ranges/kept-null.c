/* kept-null.c - with -fno-delete-null-pointer-checks 0 is an address like another.  */
/* { options -fno-delete-null-pointer-checks } */

struct node { struct node *next; int value; };
extern struct node *make (void) __attribute__ ((returns_nonnull));
static struct node first;

int
dereferenced (struct node *p)
{
  int v = p->value, local = 0;
  int *q = &local;
  struct node *m = make (), *f = &first;
  if (m == f)
    *q = 3;
  return p ? v : 0;
}
/* nullness dereferenced q_4: not null */
/* nullness dereferenced p_1(D): any; bb 5: not null; bb 6: null */
