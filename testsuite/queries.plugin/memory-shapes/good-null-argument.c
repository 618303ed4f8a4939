/* What is not null where it is given on, or null is welcome.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline" } */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct node
{
  struct node *next;
  char *name;
  int value;
};

struct list
{
  struct node *first, *last;
  char *title;
};

struct table
{
  struct list used, spare;
};

int show (const char *) __attribute__ ((nonnull));
int show_first (const char *, const char *) __attribute__ ((nonnull (1)));
void note (const char *, ...);
void fatal (const char *) __attribute__ ((noreturn));
int list_name (struct list *);

int
direct (const char *name)
{
  return show (name ? name : "none");
}

int
second_may_be (const char *name)
{
  return show_first (name ? name : "none", NULL);
}

/* Null is welcome to these.  */

time_t
welcome (char **end)
{
  free (NULL);
  fflush (NULL);
  setvbuf (stdout, NULL, _IONBF, 0);
  *end = realloc (NULL, 10);
  return time (NULL) + strtol ("10", NULL, 10);
}

static int
show_deep (const char *text)
{
  return text ? show (text) : 0;
}

static int
show_it (const char *text)
{
  return 2 * show_deep (text);
}

int
shown_below (int n)
{
  char *text = NULL;

  note ("%d\n", n);
  return show_it (text);
}

int
field (struct list *l)
{
  l->title = NULL;
  if (list_name (l) < 0)
    return -1;
  return show (l->title);
}

int
nested (struct table *t)
{
  t->spare.title = NULL;
  t->spare.first = t->used.first;
  if (t->used.title)
    t->spare.title = t->used.title;
  return t->spare.title ? show (t->spare.title) : 0;
}

int
by_value (struct node *n)
{
  struct list l = { n, n, NULL };

  l.title = n ? n->name : NULL;
  if (!l.title)
    l.title = (char *) "none";
  return show (l.title);
}

static int
name_of (const struct node *n, char **out)
{
  *out = NULL;
  if (n->value < 0)
    return -1;
  *out = n->name;
  return 0;
}

int
out_parameter (const struct node *n)
{
  char *name;

  if (name_of (n, &name) < 0)
    return -1;
  return show (name);
}

/* A search that finds.  */

int
for_loop (const struct node *n)
{
  const char *text = NULL;

  for (; n; n = n->next)
    if (n->value > 3)
      {
	text = n->name;
	break;
      }
  if (!n)
    return -1;
  return show (text);
}

int
last_of (char **names, int n)
{
  char *last = NULL;

  for (int i = 0; i < n; i++)
    last = names[i];
  return show (last);
}

int
do_loop (char **names)
{
  char *name = NULL;
  int sum = 0;

  do
    {
      if (name)
	sum += show (name);
      name = *names++;
    }
  while (name);
  return sum;
}

int
searched (const char *text)
{
  const char *colon = strchr (text, ':');

  if (!colon)
    fatal ("no colon");
  return show (colon + 1);
}

int
searched_and_asserted (const char *text)
{
  const char *colon = strchr (text, ':');

  assert (colon);
  return show (colon + 1);
}

int
cleanup (const char *name)
{
  char *copy = NULL;
  int result = -1;

  if (!name)
    goto out;
  copy = strdup (name);
  if (!copy)
    goto out;
  result = 0;
out:
  if (result == 0)
    show (copy);
  free (copy);
  return result;
}

int
correlated (const char *name, int copy)
{
  char *p = copy ? strdup (name) : NULL;
  int result = 0;

  if (copy && !p)
    return -1;
  if (copy)
    result = show (p);
  free (p);
  return result;
}

/* With a size of nothing.  */

void
of_nothing (char *to, const char *from, size_t n)
{
  if (n > 0)
    memcpy (to, from, n);
}
