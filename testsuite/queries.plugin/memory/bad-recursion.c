/* What functions do with memory that call themselves, or one another in a ring:
   their callers know it as that of any other function.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-free-nonheap-object -Wno-use-after-free -Wno-infinite-recursion -Wno-uninitialized" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdio.h>
#include <stdlib.h>

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

/* Lists.  */

void
free_list (struct list *l)
{
  if (!l)
    return;
  free_list (l->next); /* { dg-warning "use after 'free' of 'l'" } */
  free (l);
}

void
free_from_front (struct list *l)
{
  if (l)
    {
      struct list *next = l->next;

      free (l);
      free_from_front (next);
    }
}

/* The second call reads first.  */
void
twice (struct list *l)
{
  free_list (l);
  free_list (l);
}

int
later (struct list *l)
{
  free_from_front (l);
  return l->value; /* { dg-warning "use after 'free' of 'l'" } */
}

int
made_and_freed (void)
{
  struct list *l = malloc (sizeof *l);

  if (!l)
    return 0;
  l->next = NULL;
  l->value = 1;
  free_list (l);
  return l->value; /* { dg-warning "use after 'free' of 'l'" } */
}

/* Trees.  */

void
free_tree (struct tree *t)
{
  if (!t)
    return;
  free_tree (t->left);
  free_tree (t->right);
  free (t);
}

struct tree *
make_tree (int n)
{
  struct tree *t;

  if (n == 0)
    return NULL;
  t = malloc (sizeof *t);
  if (!t)
    return NULL;
  t->value = n;
  t->left = make_tree (n - 1);
  t->right = make_tree (n - 1);
  return t;
}

int
lost_tree (void)
{
  struct tree *t = make_tree (3);

  return t ? t->value : 0; /* { dg-warning "leak of 't'" } */
}

int
felled_tree (void)
{
  struct tree *t = make_tree (3);

  free_tree (t);
  return t->value; /* { dg-warning "use after 'free' of 't'" } */
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
planted_tree (void)
{
  struct tree *t = NULL;

  if (insert (&t, 1))
    return 0;
  return t->value;
} /* { dg-warning "leak of 't'" } */

/* Numbers that count down.  */

void
release_after (void *p, int n)
{
  if (n > 0)
    release_after (p, n - 1);
  else
    free (p);
}

void
released_after (int n)
{
  char *p = malloc (10);

  release_after (p, n);
  free (p); /* { dg-warning "double-'free' of 'p'" } */
}

char *
make_after (int n)
{
  return n > 0 ? make_after (n - 1) : malloc (10);
}

void
made_after (int n)
{
  char *p = make_after (n);

  if (p)
    *p = 1;
} /* { dg-warning "leak of 'p'" } */

char *
null_after (int n)
{
  return n > 0 ? null_after (n - 1) : NULL;
}

void
got_after (int n)
{
  char *p = null_after (n);

  *p = 1; /* { dg-warning "dereference of NULL 'p'" } */
}

int
none_after (int *a, int n)
{
  return n ? none_after (a, n - 1) : 0;
}

int
read_after (int n)
{
  int a;

  none_after (&a, n);
  return a; /* { dg-warning "use of uninitialized value 'a'" } */
}

int
init_after (int **out, int n)
{
  if (n > 0)
    return init_after (out, n - 1);
  *out = malloc (4);
  return *out ? 0 : -1;
}

int
inited_after (int n)
{
  int *p;

  if (init_after (&p, n))
    return -1;
  *p = 1;
  return 0;
} /* { dg-warning "leak of 'p'" } */

FILE *
open_any (const char **names)
{
  FILE *f;

  if (!*names)
    return NULL;
  f = fopen (*names, "r");
  return f ? f : open_any (names + 1);
}

int
first_of_any (const char **names)
{
  FILE *f = open_any (names);

  return f ? fgetc (f) : EOF; /* { dg-warning "leak of FILE 'f'" } */
}

void
close_after (FILE *f, int n)
{
  if (n > 0)
    close_after (f, n - 1);
  else
    fclose (f);
}

void
closed_after (const char *name, int n)
{
  FILE *f = fopen (name, "r");

  if (!f)
    return;
  close_after (f, n);
  fclose (f); /* { dg-warning "double 'fclose' of FILE 'f'" } */
}

/* What is held while the function calls itself.  */
int
walk (int depth)
{
  char *name;

  if (depth > 8)
    return -1;
  name = malloc (10);
  if (!name)
    return -1;
  name[0] = 0;
  if (walk (depth + 1) < 0)
    return -1; /* { dg-warning "leak of 'name'" } */
  free (name);
  return 0;
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
  free (p); /* { dg-warning "double-'free' of 'p'" } */
}

/* Three.  */

char *rock (int);
char *paper (int);

char *
scissors (int n)
{
  return n > 0 ? paper (n - 1) : malloc (3);
}

char *
paper (int n)
{
  return n > 0 ? rock (n - 1) : malloc (3);
}

char *
rock (int n)
{
  return n > 0 ? scissors (n - 1) : malloc (3);
}

void
game (int n)
{
  char *p = rock (n);

  if (p)
    *p = 0;
} /* { dg-warning "leak of 'p'" } */
