/* Locks that are taken while they are held, wherever that was.  own-checks no-steps */
/* { dg-do compile } */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct queue
{
  pthread_mutex_t lock;
  pthread_spinlock_t fast;
  int *item;
  int count, room;
  struct queue *next;
};

static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
extern int process (int);

/* A way on that has forgotten to release it.  */
int
take_two (struct queue *q)
{
  int a;

  pthread_mutex_lock (&q->lock);
  if (q->count == 0)
    {
      pthread_mutex_unlock (&q->lock);
      return -1;
    }
  a = q->item[--q->count];
  if (a >= 0)
    pthread_mutex_unlock (&q->lock);
  pthread_mutex_lock (&q->lock);	/* { dg-warning "'pthread_mutex_lock' takes '" } */
  q->count++;
  pthread_mutex_unlock (&q->lock);
  return a;
}

/* Three calls away; of those that are never recursive.  */

static void
add (struct queue *q, int n)
{
  pthread_spin_lock (&q->fast);
  q->item[q->count++] = n;
  pthread_spin_unlock (&q->fast);
}

static void
add_one (struct queue *q)
{
  add (q, 1);
}

static void
add_first (struct queue *q)
{
  add_one (q);
}

int
add_if_empty (struct queue *q)
{
  pthread_spin_lock (&q->fast);
  if (q->count == 0)
    add_first (q);		/* { dg-warning "'add_first' takes 'q', which is held already" } */
  pthread_spin_unlock (&q->fast);
  return 0;
}

/* An out-parameter says which one.  */

static int
find (struct queue *all, int wanted, struct queue **out)
{
  for (; all; all = all->next)
    if (all->count == wanted)
      {
	*out = all;
	return 0;
      }
  return -1;
}

int
grow (struct queue *all)
{
  struct queue *q;

  if (find (all, 3, &q) < 0)
    return -1;
  pthread_mutex_lock (&q->lock);
  if (q->room == 3)
    pthread_mutex_lock (&q->lock);	/* { dg-warning "', which is held already" } */
  q->room = 2 * q->room;
  pthread_mutex_unlock (&q->lock);
  return 0;
}

/* In a loop: the second round takes it again.  */
int
in_a_loop (int n)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      pthread_mutex_lock (&list_lock);	/* { dg-warning "takes 'list_lock', which is held already" } */
      sum += i;
      if (sum > 100)
	continue;
      pthread_mutex_unlock (&list_lock);
    }
  return sum;
}

/* Behind conditions that go together.  */
int
together (struct queue *q, int is_shared)
{
  int n;

  if (is_shared)
    pthread_mutex_lock (&q->lock);
  n = q->count;
  if (is_shared)
    pthread_mutex_lock (&q->lock);	/* { dg-warning "', which is held already" } */
  q->count = 0;
  if (is_shared)
    pthread_mutex_unlock (&q->lock);
  return n;
}
