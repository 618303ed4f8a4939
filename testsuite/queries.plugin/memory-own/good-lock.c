/* Locks that are as they should be, or of which only the caller knows.  own-checks */
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
extern int threads;
int work (void);
void let_go (struct shared *);

void
takes_it (struct shared *s)
{
  pthread_mutex_lock (&s->mutex);
}

int
takes_it_unless_it_fails (struct shared *s)
{
  pthread_mutex_lock (&s->mutex);
  if (s->value)
    {
      pthread_mutex_unlock (&s->mutex);
      return -1;
    }
  return 0;
}

struct shared *
gives_it_locked (struct shared *s)
{
  for (; s; s = s->next)
    {
      pthread_mutex_lock (&s->mutex);
      if (s->value)
	return s;
      pthread_mutex_unlock (&s->mutex);
    }
  return NULL;
}

int
if_there_are_threads (void)
{
  int r;

  if (threads)
    pthread_mutex_lock (&one);
  r = work ();
  if (threads)
    pthread_mutex_unlock (&one);
  return r;
}

void
as_the_caller_wants (struct shared *s, int keep)
{
  pthread_mutex_lock (&s->mutex);
  s->value++;
  if (keep)
    return;
  pthread_mutex_unlock (&s->mutex);
}

void
elsewhere (struct shared *s)
{
  pthread_mutex_lock (&s->mutex);
  if (s->value)
    {
      let_go (s);
      return;
    }
  pthread_mutex_unlock (&s->mutex);
}

void
for_a_while (struct shared *s)
{
  pthread_mutex_unlock (&s->mutex);
  work ();
  pthread_mutex_lock (&s->mutex);
}

int
tried (struct shared *s)
{
  if (pthread_mutex_trylock (&s->mutex))
    return -1;
  s->value++;
  pthread_mutex_unlock (&s->mutex);
  return 0;
}

int
not_taken (struct shared *s)
{
  if (pthread_mutex_lock (&s->mutex))
    return -1;
  s->value++;
  pthread_mutex_unlock (&s->mutex);
  return 0;
}

void
all_of_them (pthread_mutex_t *m, int n)
{
  for (int i = 0; i < n; i++)
    pthread_mutex_lock (&m[i]);
  work ();
  for (int i = 0; i < n; i++)
    pthread_mutex_unlock (&m[i]);
}

void
files_count (FILE *f)
{
  flockfile (f);
  flockfile (f);
  funlockfile (f);
  funlockfile (f);
}

static void
count (struct shared *s)
{
  pthread_mutex_lock (&s->mutex);
  s->value++;
  pthread_mutex_unlock (&s->mutex);
}

/* It may be a recursive one.  */
void
maybe_recursive (struct shared *s)
{
  pthread_mutex_lock (&s->mutex);
  count (s);
  pthread_mutex_unlock (&s->mutex);
}

void
waits (struct shared *s, pthread_cond_t *c)
{
  pthread_mutex_lock (&s->mutex);
  while (!s->value)
    pthread_cond_wait (c, &s->mutex);
  pthread_mutex_unlock (&s->mutex);
}

void
read_twice (struct shared *s)
{
  pthread_rwlock_rdlock (&s->door);
  pthread_rwlock_rdlock (&s->door);
  pthread_rwlock_unlock (&s->door);
  pthread_rwlock_unlock (&s->door);
}

void
taken_back (struct shared *s)
{
  pthread_mutex_lock (&s->mutex);
  pthread_mutex_unlock (&s->mutex);
  let_go (s);
  pthread_mutex_unlock (&s->mutex);
}

void
ends (struct shared *s)
{
  pthread_mutex_lock (&s->mutex);
  if (s->value)
    exit (1);
  pthread_mutex_unlock (&s->mutex);
}

int
main (void)
{
  pthread_mutex_lock (&one);
  if (work ())
    return 1;
  pthread_mutex_unlock (&one);
  return 0;
}
