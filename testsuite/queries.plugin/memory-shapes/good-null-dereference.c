/* What is not null where it is used, though it looks like it.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline" } */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node
{
  struct node *next;
  char *name;
  int value;
};

struct list
{
  struct node *first, *last;
  int count;
};

struct table
{
  struct list used, spare;
  struct list *current;
};

int process (int);
void note (const char *, ...);
void fatal (const char *, ...) __attribute__ ((noreturn));
struct node *node_new (void);
int list_refill (struct list *);

static struct list all;
static struct node nobody;

int
direct (struct node *n)
{
  if (!n)
    {
      note ("no node\n");
      return -1;
    }
  return n->value;
}

/* Whoever asks once may know it later.  */

int
asked_before (struct node *n, int has_one)
{
  int result = 0;

  if (n)
    result = n->value;
  if (has_one)
    result += n->value;
  return result;
}

int
stops (struct node *n)
{
  if (!n)
    fatal ("no node\n");
  return n->value;
}

int
asserted (struct node *n)
{
  if (n)
    note ("%s\n", n->name);
  assert (n != NULL);
  return n->value;
}

int
otherwise (struct node *n)
{
  if (n == NULL || n->value == 0)
    return 0;
  if (n != NULL && n->next != NULL && n->next->value > 3)
    return 1;
  return n->value;
}

int
a_default (struct node *n)
{
  if (!n)
    n = &nobody;
  return n->value;
}

int
another (struct node *n, struct node *fallback)
{
  return (n ? n : fallback)->value;
}

static int
value_deep (const struct node *n)
{
  return n ? n->value : 0;
}

static int
value_of (const struct node *n)
{
  return 2 * value_deep (n);
}

int
used_below (struct node *n)
{
  if (n)
    return value_of (n);
  note ("none\n");
  return value_of (n);
}

/* Two fields belong together.  */

void
append (struct list *l, struct node *n)
{
  n->next = NULL;
  if (l->first == NULL)
    l->first = n;
  else
    l->last->next = n;
  l->last = n;
  l->count++;
}

int
last_value (struct list *l)
{
  if (!l->first)
    return -1;
  return l->last->value;
}

int
by_count (struct list *l)
{
  if (!l->first)
    note ("empty\n");
  return l->count > 0 ? l->first->value : 0;
}

/* Others may have filled it.  */

int
refilled (struct list *l)
{
  if (!l->first)
    list_refill (l);
  return l->first->value;
}

int
refilled_or_not (struct list *l)
{
  if (!l->first && list_refill (l) < 0)
    return -1;
  return l->first->value;
}

int
global_refilled (void)
{
  if (!all.first)
    note ("nothing yet\n");
  return all.first->value;
}

int
cleared (int n)
{
  struct list l;

  memset (&l, 0, sizeof l);
  l.count = n;
  if (list_refill (&l) < 0)
    return -1;
  return l.last->value;
}

int
walked_twice (struct table *t)
{
  struct node *n;
  int sum = 0;

  for (n = t->used.first; n; n = n->next)
    sum += n->value;
  for (n = t->spare.first; n && n->next; n = n->next)
    sum += n->next->value;
  return sum;
}

/* Out-parameters.  */

static int
find (const struct list *l, int value, struct node **out)
{
  struct node *n;

  *out = NULL;
  for (n = l->first; n; n = n->next)
    if (n->value == value)
      {
	*out = n;
	return 0;
      }
  return -1;
}

int
out_parameter (const struct list *l, int value)
{
  struct node *n;

  if (find (l, value, &n) < 0)
    return -1;
  return n->value;
}

int
out_parameter_truth (const struct list *l, int value)
{
  struct node *n = NULL;

  find (l, value, &n);
  return n ? n->value : -1;
}

/* It is there by what the caller gives.  */

static struct node *
select_node (struct list *l, int how)
{
  if (how == 1)
    return l->first;
  if (how == 2)
    return l->last;
  return NULL;
}

int
returned (struct list *l)
{
  return select_node (l, 1)->value + select_node (l, 2)->value;
}

int
returned_for_sure (struct list *l, int how)
{
  struct node *n = select_node (l, how);

  return n->value;
}

/* Loops.  */

int
sentinel (struct list *l, int value)
{
  struct node *n = l->first;

  l->last->value = value;
  while (n->value != value)
    n = n->next;
  return n == l->last;
}

int
always_found (struct node *first, int value)
{
  struct node *n, *found = NULL;

  for (n = first; n; n = n->next)
    if (n->value == value)
      found = n;
  return found->value;
}

int
minimum (struct node *const *nodes, int n)
{
  struct node *least = NULL;

  for (int i = 0; i < n; i++)
    if (!least || nodes[i]->value < least->value)
      least = nodes[i];
  return least->value;
}

int
before_the_end (struct node *n)
{
  struct node *before = NULL;

  while (n)
    {
      before = n;
      n = n->next;
    }
  return before ? before->value : 0;
}

void
reverse (struct list *l)
{
  struct node *n = l->first, *before = NULL;

  l->last = n;
  while (n)
    {
      struct node *next = n->next;

      n->next = before;
      before = n;
      n = next;
    }
  l->first = before;
}

int
do_loop (struct node *n)
{
  int sum = 0;

  do
    {
      sum += n->value;
      n = n->next;
    }
  while (n && sum < 100);
  return n ? n->value : sum;
}

/* Conditions that belong together.  */

int
correlated (struct list *l, int is_empty)
{
  struct node *n = is_empty ? NULL : l->first;

  l->count++;
  if (!is_empty)
    l->count = n->value;
  return l->count;
}

int
by_error (const char *name)
{
  struct node *n = NULL;
  int error = 0;

  if (!name)
    error = -1;
  else if (!(n = node_new ()))
    error = -2;
  if (error)
    return error;
  return n->value;
}

int
cleanup (const char *name)
{
  struct node *n = NULL;
  int result = -1;

  if (!name)
    goto out;
  n = calloc (1, sizeof *n);
  if (!n)
    goto out;
  result = process (name[0]);
out:
  if (n)
    free (n->name);
  free (n);
  return result;
}

/* What follows a structure is not what lies at its beginning.  */

struct entry
{
  char *key;
  struct entry *next;
  void *more[];
};

struct links
{
  struct entry *before, *after;
};

int
behind (struct entry *e)
{
  struct links *l = (struct links *) &e->more;

  if (l->before)
    {
      ((struct links *) &l->before->more)->after = e;
      return 0;
    }
  return e->key[0];
}
