/* Locks that are taken or released twice, or left held on one way out.  own-checks no-steps */
/* { dg-do compile } */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

struct shared
{
  pthread_mutex_t mutex;
  pthread_spinlock_t spin;
  pthread_rwlock_t door;
  int value;
  struct shared *next;
};

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
int work (void);

int
early_return (struct shared *s)
{
  pthread_mutex_lock (&s->mutex);
  if (s->value)
    return -1;			/* { dg-warning "missing 'pthread_mutex_unlock' of '\\*s.mutex', which other ways release .CWE-667. .libqueries:missing-unlock" } */
  s->value = 1;
  pthread_mutex_unlock (&s->mutex);
  return 0;
}

void
nothing_to_return (void)
{
  pthread_mutex_lock (&one);
  if (work () < 0)
    return;			/* { dg-warning "missing 'pthread_mutex_unlock' of 'one'" } */
  pthread_mutex_unlock (&one);
}

void *
null_on_failure (struct shared *s)
{
  void *p;

  pthread_rwlock_wrlock (&s->door);
  p = malloc (10);
  if (!p)
    {
      perror ("malloc");
      return NULL;		/* { dg-warning "missing 'pthread_rwlock_unlock' of '\\*s.door'" } */
    }
  pthread_rwlock_unlock (&s->door);
  return p;
}

int
of_c11 (mtx_t *m)
{
  if (mtx_lock (m) != thrd_success)
    return -1;
  if (work ())
    return -1;			/* { dg-warning "missing 'mtx_unlock' of 'm'" } */
  mtx_unlock (m);
  return 0;
}

int
tried (struct shared *s)
{
  if (pthread_mutex_trylock (&s->mutex))
    return -1;
  if (work ())
    return -1;			/* { dg-warning "missing 'pthread_mutex_unlock'" } */
  pthread_mutex_unlock (&s->mutex);
  return 0;
}

void
out_of_a_loop (void)
{
  int i;

  for (i = 0; i < 10; i++)
    {
      pthread_mutex_lock (&one);
      if (work () == 3)
	break;
      pthread_mutex_unlock (&one);
    }
}				/* { dg-warning "missing 'pthread_mutex_unlock' of 'one'" } */

void
taken_twice (struct shared *s)
{
  pthread_mutex_lock (&s->mutex);
  if (s->value)
    pthread_mutex_lock (&s->mutex);	/* { dg-warning "'pthread_mutex_lock' takes '\\*s.mutex', which is held already .CWE-764. .libqueries:double-lock" } */
  pthread_mutex_unlock (&s->mutex);
}

void
released_twice (struct shared *s)
{
  pthread_mutex_lock (&s->mutex);
  if (s->value)
    pthread_mutex_unlock (&s->mutex);
  s->value++;
  pthread_mutex_unlock (&s->mutex);	/* { dg-warning "'pthread_mutex_unlock' of '\\*s.mutex', which is not held any more .CWE-765. .libqueries:double-unlock" } */
}

static void
third (struct shared *s)
{
  pthread_mutex_lock (&s->mutex);
}

static void
second (struct shared *s)
{
  third (s);
}

static void
first (struct shared *s)
{
  second (s);
}

static void
last (struct shared *s)
{
  pthread_mutex_unlock (&s->mutex);
}

int
three_calls_away (struct shared *s)
{
  first (s);
  if (s->value)
    return -1;			/* { dg-warning "missing 'pthread_mutex_unlock' of 's'" } */
  last (s);
  return 0;
}

void
released_by_a_function (struct shared *s)
{
  first (s);
  last (s);
  last (s);			/* { dg-warning "of 's', which is not held any more" } */
}

static void
count (struct shared *s)
{
  pthread_spin_lock (&s->spin);
  s->value++;
  pthread_spin_unlock (&s->spin);
}

void
never_recursive (struct shared *s)
{
  pthread_spin_lock (&s->spin);
  count (s);			/* { dg-warning "'count' takes 's', which is held already" } */
  pthread_spin_unlock (&s->spin);
}

int
in_a_ring (struct shared *s)
{
  pthread_mutex_lock (&s->mutex);
  if (s->value)
    return -1;			/* { dg-warning "missing 'pthread_mutex_unlock'" } */
  pthread_mutex_unlock (&s->mutex);
  return s->next ? in_a_ring (s->next) : 0;
}

static int
find (struct shared **out, struct shared *s)
{
  while (s && !s->value)
    s = s->next;
  *out = s;
  return s ? 0 : -1;
}

int
from_an_out_parameter (struct shared *all)
{
  struct shared *s;

  if (find (&s, all) < 0)
    return -1;
  pthread_mutex_lock (&one);
  if (work () < 0)
    return -1;			/* { dg-warning "missing 'pthread_mutex_unlock' of 'one'" } */
  pthread_mutex_unlock (&one);
  return 0;
}
