/* Locks that are not the same, were released, or may be taken again.  own-checks */
/* { dg-do compile } */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct queue
{
  pthread_mutex_t lock;
  pthread_spinlock_t fast;
  pthread_rwlock_t door;
  int *item;
  int count, room;
  struct queue *next;
};

static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
static int is_initialized;
extern int process (int);

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
  pthread_mutex_unlock (&q->lock);
  pthread_mutex_lock (&q->lock);
  q->count++;
  pthread_mutex_unlock (&q->lock);
  return a;
}

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

int
add_if_empty (struct queue *q)
{
  int is_empty;

  pthread_spin_lock (&q->fast);
  is_empty = q->count == 0;
  pthread_spin_unlock (&q->fast);
  if (is_empty)
    add_one (q);
  return 0;
}

/* A mutex may be one that the same thread may take again.  */
static int
size (struct queue *q)
{
  int n;

  pthread_mutex_lock (&q->lock);
  n = q->count;
  pthread_mutex_unlock (&q->lock);
  return n;
}

int
room_left (struct queue *q)
{
  int n;

  pthread_mutex_lock (&q->lock);
  n = q->room - size (q);
  pthread_mutex_unlock (&q->lock);
  return n;
}

/* Two queues.  */
void
move_all (struct queue *from, struct queue *to)
{
  pthread_mutex_lock (&from->lock);
  pthread_mutex_lock (&to->lock);
  while (from->count)
    to->item[to->count++] = from->item[--from->count];
  pthread_mutex_unlock (&to->lock);
  pthread_mutex_unlock (&from->lock);
}

/* Hand over hand.  */
int
total (struct queue *q)
{
  int n = 0;

  pthread_mutex_lock (&q->lock);
  while (q->next)
    {
      pthread_mutex_lock (&q->next->lock);
      n += q->count;
      pthread_mutex_unlock (&q->lock);
      q = q->next;
    }
  pthread_mutex_unlock (&q->lock);
  return n;
}

/* A caller that has it says so.  */
int
count_of (struct queue *q, int is_held)
{
  int n;

  if (!is_held)
    pthread_mutex_lock (&q->lock);
  n = q->count;
  if (!is_held)
    pthread_mutex_unlock (&q->lock);
  return n;
}

int
twice_the_count (struct queue *q)
{
  int n;

  pthread_mutex_lock (&q->lock);
  n = count_of (q, 1) + count_of (q, 1);
  pthread_mutex_unlock (&q->lock);
  return n;
}

int
in_a_loop (int n)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      pthread_mutex_lock (&list_lock);
      sum += i;
      pthread_mutex_unlock (&list_lock);
      if (sum > 100)
	continue;
      sum++;
    }
  return sum;
}

/* Released while it works, and taken again.  */
int
work_on_all (struct queue *q)
{
  int n = 0;

  pthread_mutex_lock (&q->lock);
  while (q->count)
    {
      int item = q->item[--q->count];

      pthread_mutex_unlock (&q->lock);
      n += process (item);
      pthread_mutex_lock (&q->lock);
    }
  pthread_mutex_unlock (&q->lock);
  return n;
}

/* Looked at again once it is held.  */
void
initialize_once (void)
{
  if (is_initialized)
    return;
  pthread_mutex_lock (&list_lock);
  if (!is_initialized)
    is_initialized = process (0) >= 0;
  pthread_mutex_unlock (&list_lock);
}

/* All of them, in an array.  */
static pthread_mutex_t shards[8];

void
lock_all (void)
{
  for (int i = 0; i < 8; i++)
    pthread_mutex_lock (&shards[i]);
}

int
together (struct queue *q, int is_shared)
{
  int n;

  if (is_shared)
    pthread_mutex_lock (&q->lock);
  n = q->count;
  if (is_shared)
    pthread_mutex_unlock (&q->lock);
  pthread_mutex_lock (&q->lock);
  q->count = 0;
  pthread_mutex_unlock (&q->lock);
  return n;
}

/* Readers may be several.  */
int
read_twice (struct queue *q)
{
  int n;

  pthread_rwlock_rdlock (&q->door);
  pthread_rwlock_rdlock (&q->door);
  n = q->count;
  pthread_rwlock_unlock (&q->door);
  pthread_rwlock_unlock (&q->door);
  return n;
}

/* Somebody who holds it already may try.  */
int
tried (struct queue *q)
{
  int n = 0;

  pthread_mutex_lock (&q->lock);
  if (pthread_mutex_trylock (&q->next->lock) == 0)
    {
      n = q->next->count;
      pthread_mutex_unlock (&q->next->lock);
    }
  pthread_mutex_unlock (&q->lock);
  return n;
}
