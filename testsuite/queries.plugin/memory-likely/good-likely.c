/* What is not even likely.  own-checks */
/* { dg-do compile } */

#include <pthread.h>
#include <stddef.h>

int a[10];
void note (int);

int
looked_at (int i)
{
  if (i < 0 || i >= 10)
    {
      note (i);
      return 0;
    }
  return a[i];
}

struct counter { pthread_mutex_t mutex; int value; };

static void
count (struct counter *c)
{
  pthread_mutex_lock (&c->mutex);
  c->value++;
  pthread_mutex_unlock (&c->mutex);
}

void
one_after_the_other (struct counter *c)
{
  pthread_mutex_lock (&c->mutex);
  c->value = 0;
  pthread_mutex_unlock (&c->mutex);
  count (c);
}

int
one_condition (int n, int *q)
{
  int *p = NULL;

  if (n > 3)
    p = q;
  note (n);
  if (n > 3)
    return *p;
  return 0;
}

int
one_round (int n)
{
  int last = -1;

  for (int i = 0; i < n; i++)
    last = i;
  return last;
}

int
divided (int n, int m)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    sum += a[0];
  return sum ? m / sum : 0;
}
