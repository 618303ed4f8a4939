/* Locks that all ways release, or that the caller has to.  own-checks */
/* { dg-do compile } */

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

struct entry { pthread_mutex_t own; char *key, *value; int is_busy; struct entry *next; };
struct table { pthread_rwlock_t lock; struct entry *first; int count, most; };
struct pool { mtx_t lock; void **free; int n_free; };
struct guard { pthread_mutex_t *lock; int is_held; };

static pthread_mutex_t state_lock = PTHREAD_MUTEX_INITIALIZER;
static int state;
extern int is_threaded;
extern int apply (int);

int
insert (struct table *t, struct entry *e)
{
  int r = -ENOSPC;

  pthread_rwlock_wrlock (&t->lock);
  if (t->count == t->most)
    goto out;
  e->next = t->first;
  t->first = e;
  t->count++;
  r = 0;
out:
  pthread_rwlock_unlock (&t->lock);
  return r;
}

/* Functions that are there to take it, and to release it.  */

static void
begin (struct pool *p)
{
  mtx_lock (&p->lock);
}

static void
end (struct pool *p)
{
  mtx_unlock (&p->lock);
}

void *
get (struct pool *p)
{
  void *r = NULL;

  begin (p);
  if (p->n_free)
    r = p->free[--p->n_free];
  end (p);
  return r;
}

/* If it is found it is returned locked.  */
struct entry *
find_locked (struct table *t, const char *key)
{
  struct entry *e;

  for (e = t->first; e; e = e->next)
    {
      pthread_mutex_lock (&e->own);
      if (strcmp (e->key, key) == 0)
	return e;
      pthread_mutex_unlock (&e->own);
    }
  return NULL;
}

/* The same by an out-parameter: zero says that it is held.  */
int
acquire (struct table *t, struct entry **out)
{
  struct entry *e = t->first;

  pthread_mutex_lock (&e->own);
  if (e->is_busy)
    {
      pthread_mutex_unlock (&e->own);
      return -EBUSY;
    }
  *out = e;
  return 0;
}

/* A result that is true if it is held.  */
int
try_state (void)
{
  if (pthread_mutex_trylock (&state_lock) != 0)
    return 0;
  if (state == 0)
    {
      pthread_mutex_unlock (&state_lock);
      return 0;
    }
  return 1;
}

/* Only if there are threads.  */
int
read_state (void)
{
  int r;

  if (is_threaded)
    pthread_mutex_lock (&state_lock);
  r = state;
  if (is_threaded)
    pthread_mutex_unlock (&state_lock);
  return r;
}

/* A flag says whether it is held.  */
int
change (int to)
{
  int is_held = 0, r = 0;

  if (to > 3)
    {
      pthread_mutex_lock (&state_lock);
      is_held = 1;
    }
  if (apply (to) < 0)
    r = -1;
  if (is_held)
    pthread_mutex_unlock (&state_lock);
  return r;
}

/* A guard knows it.  */
void
guard_take (struct guard *g, pthread_mutex_t *lock)
{
  g->lock = lock;
  pthread_mutex_lock (lock);
  g->is_held = 1;
}

void
guard_drop (struct guard *g)
{
  if (g->is_held)
    pthread_mutex_unlock (g->lock);
  g->is_held = 0;
}

/* ... and what GCC calls at the end does.  */
static void
release (pthread_mutex_t **lock)
{
  pthread_mutex_unlock (*lock);
}

int
by_cleanup (int to)
{
  pthread_mutex_t *held __attribute__ ((cleanup (release))) = &state_lock;

  pthread_mutex_lock (held);
  if (apply (to) < 0)
    return -1;
  state = to;
  return 0;
}

/* The caller says whether it wants it.  */
int
look_up (struct table *t, const char *key, int keep)
{
  int r = 0;

  pthread_rwlock_rdlock (&t->lock);
  for (struct entry *e = t->first; e; e = e->next)
    r += strcmp (e->key, key) == 0;
  if (!keep)
    pthread_rwlock_unlock (&t->lock);
  return r;
}

/* Who has ended another thread's work ends the program.  */
void
must_apply (int to)
{
  pthread_mutex_lock (&state_lock);
  if (apply (to) < 0)
    abort ();
  state = to;
  pthread_mutex_unlock (&state_lock);
}

/* The order of locks that is not the usual one: try, and begin again.  */
void
both (struct entry *a, struct entry *b)
{
  for (;;)
    {
      pthread_mutex_lock (&a->own);
      if (pthread_mutex_trylock (&b->own) == 0)
	break;
      pthread_mutex_unlock (&a->own);
    }
  a->is_busy = b->is_busy = 1;
  pthread_mutex_unlock (&b->own);
  pthread_mutex_unlock (&a->own);
}

/* A thread that runs as long as the program.  */
void *
worker (void *p)
{
  struct pool *pool = p;

  mtx_lock (&pool->lock);
  for (;;)
    {
      if (pool->n_free == 0)
	{
	  mtx_unlock (&pool->lock);
	  apply (0);
	  mtx_lock (&pool->lock);
	  continue;
	}
      pool->n_free--;
    }
}
