/* What has another owner, or none any more.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-unused-result -Wno-maybe-uninitialized" } */
/* own-checks: GCC says that some of it leaks.  */

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

struct line
{
  char text[16];
  char *name;
  char *others[4];
  int number;
};

extern void show (const void *, void (*) (void *));
extern void show_named (const char *, int, void (*) (void *));
extern void put (int);

/* A thread's own value.  */
int
specific (pthread_key_t key, tss_t other)
{
  char *p = malloc (10), *q;

  if (!p)
    return -1;
  pthread_setspecific (key, p);
  q = malloc (10);
  if (!q)
    return -1;
  return tss_set (other, q);
}

/* Who is given a function may call it with the rest.  */
void
with_callback (void (*release) (void *))
{
  char *p = calloc (1, 10), *q = calloc (1, 10);

  if (p)
    show (p, free);
  if (q)
    show_named (q, 10, release);
}

/* A size of zero releases.  */
void
to_nothing (int *p)
{
  char *q = malloc (10), *r;

  realloc (p, 0);
  if (!q)
    return;
  r = realloc (q, 0);
  free (r);
}

void
to_what (size_t size)
{
  char *q = malloc (10), *r;

  if (!q)
    return;
  if (size)
    {
      free (q);
      return;
    }
  r = realloc (q, size);
  if (r)
    free (r);
}

/* Half a pointer is no other pointer.  */
void
read_half (void)
{
  struct line l = { 0 };
  int *halves = (int *) l.text;

  l.name = strdup ("hello");
  put (halves[4]);
  put (halves[5]);
  free (l.name);
}

/* Into an array, and no further.  */
void
beside_array (int i)
{
  struct line l = { 0 };

  l.name = malloc (10);
  l.text[i] = 1;
  free (l.name);
}

void
in_array (struct line *l, int i)
{
  l->name = malloc (10);
  l->others[i] = l->name;
  l->name = NULL;
}

int
filled (int n)
{
  struct line l;

  for (int i = 0; i < n; i++)
    l.text[i] = 1;
  return l.text[0] + l.text[3];
}

void
release_others (struct line *l, int n)
{
  for (int i = 0; i < n; i++)
    {
      l->others[i] = malloc (3);
      if (!l->others[i])
	break;
    }
  free (l->others[0]);
  free (l->others[1]);
}

/* The second may be the first.  */
char
other_index (struct line *l, int i, int j, char *p)
{
  l->others[i] = p;
  free (p);
  l->others[j] = l->name;
  if (i == j)
    return *l->others[i];
  return 0;
}
