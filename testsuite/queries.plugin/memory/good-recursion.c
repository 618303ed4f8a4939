/* The same done well.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct list
{
  struct list *next;
  int value;
};

struct tree
{
  struct tree *left, *right;
  int value;
};

void
free_list (struct list *l)
{
  if (!l)
    return;
  free_list (l->next);
  free (l);
}

/* All of it is released.  */
int
made_and_freed (void)
{
  struct list *l = malloc (sizeof *l);

  if (!l)
    return 0;
  l->value = 1;
  l->next = malloc (sizeof *l);
  if (l->next)
    {
      l->next->next = NULL;
      l->next->value = 2;
    }
  free_list (l);
  return 1;
}

/* What hangs on the tail is not what hangs on the head.  */
int
tail_freed (struct list *l)
{
  if (!l)
    return 0;
  free_list (l->next);
  l->next = NULL;
  return l->value;
}

struct list *
append (struct list *l, int value)
{
  struct list *new;

  if (l)
    {
      l->next = append (l->next, value);
      return l;
    }
  new = malloc (sizeof *new);
  if (!new)
    abort ();
  new->next = NULL;
  new->value = value;
  return new;
}

void
appended (struct list **l)
{
  *l = append (*l, 3);
  *l = append (*l, 4);
}

struct list *
removed (struct list *l, int value)
{
  if (!l)
    return NULL;
  if (l->value == value)
    {
      struct list *next = l->next;

      free (l);
      return next;
    }
  l->next = removed (l->next, value);
  return l;
}

int
first_left (struct list *l)
{
  l = removed (l, 3);
  return l ? l->value : 0;
}

struct list *
copy (const struct list *l)
{
  struct list *new;

  if (!l)
    return NULL;
  new = malloc (sizeof *new);
  if (!new)
    return NULL;
  new->value = l->value;
  new->next = copy (l->next);
  if (l->next && !new->next)
    {
      free (new);
      return NULL;
    }
  return new;
}

int
copied (const struct list *l)
{
  struct list *other = copy (l);
  int value = other ? other->value : 0;

  free_list (other);
  return value;
}

struct list *
reverse (struct list *l, struct list *behind)
{
  struct list *next;

  if (!l)
    return behind;
  next = l->next;
  l->next = behind;
  return reverse (next, l);
}

int
reversed (void)
{
  struct list *l = malloc (sizeof *l);
  int value;

  if (!l)
    return 0;
  l->next = NULL;
  l->value = 1;
  l = reverse (l, NULL);
  value = l->value;
  free (l);
  return value;
}

struct list *
find (struct list *l, int value)
{
  if (!l || l->value == value)
    return l;
  return find (l->next, value);
}

int
found (struct list *l)
{
  struct list *there = find (l, 3);

  return there ? there->value : 0;
}

/* Trees.  */

void
clear_tree (struct tree **t)
{
  if (!*t)
    return;
  clear_tree (&(*t)->left);
  clear_tree (&(*t)->right);
  free (*t);
  *t = NULL;
}

int
insert (struct tree **t, int value)
{
  if (!*t)
    {
      *t = malloc (sizeof **t);
      if (!*t)
	return -1;
      (*t)->left = (*t)->right = NULL;
      (*t)->value = value;
      return 0;
    }
  return insert (value < (*t)->value ? &(*t)->left : &(*t)->right, value);
}

int
planted (void)
{
  struct tree *t = NULL;
  int value;

  if (insert (&t, 1) || insert (&t, 2))
    {
      clear_tree (&t);
      return 0;
    }
  value = t->value;
  clear_tree (&t);
  free (t);
  return value;
}

int
half_a_tree (void)
{
  struct tree *t = calloc (1, sizeof *t);

  if (!t)
    return 0;
  t->left = calloc (1, sizeof *t);
  clear_tree (&t->left);
  t->left = NULL;
  free (t);
  return 1;
}

/* Not on all ways.  */
struct counted
{
  struct counted *parent;
  int references;
};

void
put (struct counted *c)
{
  if (--c->references > 0)
    return;
  if (c->parent)
    put (c->parent);
  free (c);
}

int
put_twice (void)
{
  struct counted *c = calloc (1, sizeof *c);

  if (!c)
    return 0;
  c->references = 2;
  put (c);
  put (c);
  return 1;
}

int
init_after (int *a, int n)
{
  if (n > 0)
    return init_after (a, n - 1);
  if (n < 0)
    return -1;
  *a = 1;
  return 0;
}

int
inited_after (int n)
{
  int a;

  return init_after (&a, n) < 0 ? 0 : a;
}

void
fill (int *a, int n)
{
  if (n == 0)
    return;
  *a = n;
  fill (a + 1, n - 1);
}

int
filled (void)
{
  int a[4];

  fill (a, 4);
  return a[2];
}

/* Recursive descent.  */
struct expression
{
  struct expression *a, *b;
  char operation;
};

static const char *at;

static void
free_expression (struct expression *e)
{
  if (!e)
    return;
  free_expression (e->a);
  free_expression (e->b);
  free (e);
}

static struct expression *
make_expression (char operation, struct expression *a, struct expression *b)
{
  struct expression *e = malloc (sizeof *e);

  if (!e)
    {
      free_expression (a);
      free_expression (b);
      return NULL;
    }
  e->a = a;
  e->b = b;
  e->operation = operation;
  return e;
}

static struct expression *read_sum (void);

static struct expression *
read_atom (void)
{
  struct expression *e;

  if (*at != '(')
    return make_expression (*at++, NULL, NULL);
  at++;
  e = read_sum ();
  if (!e)
    return NULL;
  if (*at != ')')
    {
      free_expression (e);
      return NULL;
    }
  at++;
  return e;
}

static struct expression *
read_sum (void)
{
  struct expression *a = read_atom (), *b;

  if (!a || *at != '+')
    return a;
  at++;
  b = read_sum ();
  if (!b)
    {
      free_expression (a);
      return NULL;
    }
  return make_expression ('+', a, b);
}

int
read_expression (const char *text)
{
  struct expression *e;
  int operation;

  at = text;
  e = read_sum ();
  if (!e)
    return -1;
  operation = e->operation;
  free_expression (e);
  return operation;
}

/* Two.  */

void pong (void *, int);

void
ping (void *p, int n)
{
  if (n)
    pong (p, n - 1);
  else
    free (p);
}

void
pong (void *p, int n)
{
  if (n)
    ping (p, n - 1);
  else
    free (p);
}

void
table (int n)
{
  char *p = malloc (10);

  ping (p, n);
}
