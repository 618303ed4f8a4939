/* Locks that are released when they are not held any more.  own-checks no-steps */
/* { dg-do compile } */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct account { pthread_mutex_t lock; long amount; struct account *next; };

static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
extern int check (long);

/* The way of the error comes to the label that releases.  */
int
withdraw (struct account *a, long n)
{
  int r = -1;

  pthread_mutex_lock (&a->lock);
  if (a->amount < n)
    {
      pthread_mutex_unlock (&a->lock);
      goto out;
    }
  a->amount -= n;
  r = 0;
out:
  pthread_mutex_unlock (&a->lock);	/* { dg-warning "', which is not held any more" } */
  return r;
}

/* Three calls away.  */

static void
leave (struct account *a)
{
  pthread_mutex_unlock (&a->lock);
}

static void
leave_checked (struct account *a)
{
  leave (a);
}

static int
finish (struct account *a)
{
  leave_checked (a);
  return 0;
}

int
deposit (struct account *a, long n)
{
  pthread_mutex_lock (&a->lock);
  a->amount += n;
  pthread_mutex_unlock (&a->lock);
  return finish (a);		/* { dg-warning "of 'a', which is not held any more" } */
}

/* By an out-parameter.  */

static int
find (struct account *a, long amount, struct account **out)
{
  for (; a; a = a->next)
    if (a->amount == amount)
      {
	*out = a;
	return 0;
      }
  return -1;
}

int
empty (struct account *all)
{
  struct account *a;

  if (find (all, 10, &a) < 0)
    return -1;
  pthread_mutex_lock (&a->lock);
  a->amount = 0;
  pthread_mutex_unlock (&a->lock);
  pthread_mutex_unlock (&a->lock);	/* { dg-warning "which is not held any more" } */
  return 0;
}

/* In a loop: taken once, released in each round.  */
long
sum (struct account *a)
{
  long n = 0;

  pthread_mutex_lock (&list_lock);
  for (; a; a = a->next)
    {
      n += a->amount;
      pthread_mutex_unlock (&list_lock);	/* { dg-warning "'pthread_mutex_unlock' of 'list_lock', which is not held any more" } */
    }
  return n;
}

/* Behind conditions that go together.  */
long
together (struct account *a, int is_shared)
{
  long n;

  pthread_mutex_lock (&a->lock);
  n = a->amount;
  if (is_shared)
    pthread_mutex_unlock (&a->lock);
  n++;
  if (is_shared)
    pthread_mutex_unlock (&a->lock);	/* { dg-warning "which is not held any more" } */
  else
    pthread_mutex_unlock (&a->lock);
  return n;
}
