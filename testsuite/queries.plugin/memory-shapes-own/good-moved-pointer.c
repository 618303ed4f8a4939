/* Pointers that are moved back, or of which the first one is kept.  own-checks */
/* { dg-do compile } */

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct text { char *bytes; size_t size; };
struct message { int kind; char body[60]; };
struct list { struct list *next; };
struct item { struct list list; int n; };
struct entry { int n; struct list list; };

int
skip (const char *from)
{
  char *all = strdup (from), *p = all;
  int r;

  if (!p)
    return -1;
  while (*p == ' ')
    p++;
  r = *p;
  free (all);
  return r;
}

static void
release_message (char *body)
{
  free (body - offsetof (struct message, body));
}

void
by_its_body (void)
{
  struct message *m = calloc (1, sizeof *m);

  if (m)
    release_message (m->body);
}

static char *
behind (char *p)
{
  return p + 3;
}

void
moved_and_back (void)
{
  char *p = calloc (1, 10);

  if (!p)
    return;
  p = behind (p);
  *p = 1;
  p -= 3;
  free (p);
}

void
in_a_field (void)
{
  struct text t;

  t.bytes = calloc (1, 10);
  if (!t.bytes)
    return;
  t.bytes += 4;
  t.bytes[0] = 1;
  free (t.bytes - 4);
}

/* The first member lies where the structure does.  */
void
first_member (void)
{
  struct item *i = calloc (1, sizeof *i);
  struct list *l;

  if (!i)
    return;
  l = &i->list;
  free (l);
}

void
by_container (void)
{
  struct entry *e = calloc (1, sizeof *e);
  struct list *l;

  if (!e)
    return;
  l = &e->list;
  l->next = NULL;
  free ((char *) l - offsetof (struct entry, list));
}

void
in_a_loop (int n)
{
  for (int i = 0; i < n; i++)
    {
      int *p = calloc (2, sizeof *p);

      if (!p)
	break;
      p[1] = i;
      free (&p[0]);
    }
}

void
together (int has_header)
{
  char *p = calloc (1, 20), *q = p;

  if (!p)
    return;
  if (has_header)
    q += 4;
  q[0] = 1;
  if (has_header)
    q -= 4;
  free (q);
}

/* An allocator that keeps its size in front.  */
void *
sized (size_t n)
{
  size_t *p = malloc (sizeof *p + n);

  if (!p)
    return NULL;
  *p = n;
  return p + 1;
}

void
free_sized (void *p)
{
  if (p)
    free ((size_t *) p - 1);
}

void
use_sized (void)
{
  char *p = sized (10);

  if (!p)
    return;
  p[9] = 1;
  free_sized (p);
}
