/* Locks that one way out leaves held, where others release them.  own-checks no-steps */
/* { dg-do compile } */

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

struct entry { char *key, *value; struct entry *next; };
struct table { pthread_rwlock_t lock; struct entry *first; int count, most; };
struct pool { mtx_t lock; void **free; int n_free; };

static pthread_mutex_t state_lock = PTHREAD_MUTEX_INITIALIZER;
static int state;
extern int apply (int);

/* An error on the way.  */
int
insert (struct table *t, const char *key, const char *value)
{
  struct entry *e;

  pthread_rwlock_wrlock (&t->lock);
  if (t->count == t->most)
    return -ENOSPC;		/* { dg-warning "missing 'pthread_rwlock_unlock' of '" } */
  e = malloc (sizeof *e);
  if (!e)
    {
      pthread_rwlock_unlock (&t->lock);
      return -ENOMEM;
    }
  e->key = (char *) key;
  e->value = (char *) value;
  e->next = t->first;
  t->first = e;
  t->count++;
  pthread_rwlock_unlock (&t->lock);
  return 0;
}

/* Taken and released three calls away.  */

static void
lock_it (struct pool *p)
{
  mtx_lock (&p->lock);
}

static void
enter (struct pool *p)
{
  lock_it (p);
}

static void
begin (struct pool *p)
{
  enter (p);
}

static void
unlock_it (struct pool *p)
{
  mtx_unlock (&p->lock);
}

static void
leave (struct pool *p)
{
  unlock_it (p);
}

static void
end (struct pool *p)
{
  leave (p);
}

void *
get (struct pool *p)
{
  void *r;

  begin (p);
  if (p->n_free == 0)
    return NULL;		/* { dg-warning "' of 'p', which other ways release" } */
  r = p->free[--p->n_free];
  end (p);
  return r;
}

/* By an out-parameter, with a result.  */
int
look_up (struct table *t, const char *key, const char **out)
{
  struct entry *e;

  *out = NULL;
  pthread_rwlock_rdlock (&t->lock);
  for (e = t->first; e; e = e->next)
    if (strcmp (e->key, key) == 0)
      break;
  if (!e)
    return -1;			/* { dg-warning "missing 'pthread_rwlock_unlock' of '" } */
  *out = e->value;
  pthread_rwlock_unlock (&t->lock);
  return 0;
}

/* Out of a loop.  */
int
apply_all (const int *to, int n)
{
  for (int i = 0; i < n; i++)
    {
      pthread_mutex_lock (&state_lock);
      if (apply (to[i]) < 0)
	return -1;		/* { dg-warning "missing 'pthread_mutex_unlock' of 'state_lock', which other ways release" } */
      state += to[i];
      pthread_mutex_unlock (&state_lock);
    }
  return 0;
}

/* Behind conditions that go together.  */
int
change (int to)
{
  int is_new = apply (0);

  pthread_mutex_lock (&state_lock);
  if (is_new < 0)
    fprintf (stderr, "cannot apply\n");
  state = to;
  if (is_new < 0)
    return -1;			/* { dg-warning "missing 'pthread_mutex_unlock' of 'state_lock', which other ways release" } */
  pthread_mutex_unlock (&state_lock);
  return 0;
}
