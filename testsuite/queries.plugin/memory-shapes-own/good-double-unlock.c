/* Locks that are released once for each time that they are taken.  own-checks */
/* { dg-do compile } */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct account { pthread_mutex_t lock; long amount; struct account *next; };

static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
extern int check (long);

int
withdraw (struct account *a, long n)
{
  int r = -1;

  pthread_mutex_lock (&a->lock);
  if (a->amount < n)
    goto out;
  a->amount -= n;
  r = 0;
out:
  pthread_mutex_unlock (&a->lock);
  return r;
}

/* The caller has taken it.  */
static void
leave (struct account *a)
{
  pthread_mutex_unlock (&a->lock);
}

static int
finish (struct account *a)
{
  leave (a);
  return 0;
}

int
deposit (struct account *a, long n)
{
  pthread_mutex_lock (&a->lock);
  a->amount += n;
  return finish (a);
}

/* Given back to the caller as it was.  */
void
wait_outside (struct account *a)
{
  pthread_mutex_unlock (&a->lock);
  check (a->amount);
  pthread_mutex_lock (&a->lock);
}

int
wait_for (struct account *a)
{
  int n = 0;

  pthread_mutex_lock (&a->lock);
  while (a->amount == 0 && n++ < 10)
    wait_outside (a);
  pthread_mutex_unlock (&a->lock);
  return n;
}

/* It says with its result whether it has released it.  */
static int
release_if (struct account *a, int wanted)
{
  if (!wanted)
    return 0;
  pthread_mutex_unlock (&a->lock);
  return 1;
}

long
look (struct account *a, int wanted)
{
  long n;

  pthread_mutex_lock (&a->lock);
  n = a->amount;
  if (!release_if (a, wanted))
    pthread_mutex_unlock (&a->lock);
  return n;
}

long
sum (struct account *a)
{
  long n = 0;

  for (; a; a = a->next)
    {
      pthread_mutex_lock (&list_lock);
      n += a->amount;
      pthread_mutex_unlock (&list_lock);
    }
  return n;
}

/* Each has a lock of its own.  */
long
sum_of_each (struct account *a)
{
  long n = 0;

  for (struct account *i = a; i; i = i->next)
    pthread_mutex_lock (&i->lock);
  for (struct account *i = a; i; i = i->next)
    {
      n += i->amount;
      pthread_mutex_unlock (&i->lock);
    }
  return n;
}

long
together (struct account *a, int is_shared)
{
  long n;

  pthread_mutex_lock (&a->lock);
  n = a->amount;
  if (is_shared)
    pthread_mutex_unlock (&a->lock);
  n++;
  if (!is_shared)
    pthread_mutex_unlock (&a->lock);
  return n;
}

/* Waiting releases it, and takes it again.  */
int
wait_until (struct account *a, pthread_cond_t *c)
{
  pthread_mutex_lock (&a->lock);
  while (a->amount == 0)
    pthread_cond_wait (c, &a->lock);
  pthread_mutex_unlock (&a->lock);
  return 0;
}

/* A counted one: taken twice, released twice.  */
void
write_both (FILE *f, const char *one, const char *two)
{
  flockfile (f);
  fputs (one, f);
  flockfile (f);
  fputs (two, f);
  funlockfile (f);
  funlockfile (f);
}
