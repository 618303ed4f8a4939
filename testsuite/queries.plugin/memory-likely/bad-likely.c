/* What is so only if something is as it may be.  own-checks no-steps */
/* { dg-do compile } */

#include <pthread.h>
#include <stddef.h>

int a[10];
void note (int);

int
looked_at_and_used (int i)
{
  if (i >= 10)
    note (i);
  return a[i];			/* { dg-warning "out-of-bounds read of 'a': 4 bytes at offset 40 or more of an object of 40 bytes .CWE-125. .libqueries:out-of-bounds" } */
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
unless_it_is_recursive (struct counter *c)
{
  pthread_mutex_lock (&c->mutex);
  count (c);			/* { dg-warning "'count' takes 'c', which is held already .CWE-764. .libqueries:double-lock" } */
  pthread_mutex_unlock (&c->mutex);
}

int
two_conditions (int n, int m, int *q)
{
  int *p = NULL;

  if (n > 3)
    p = q;
  note (n);
  if (m < 8)
    return *p;			/* { dg-warning "dereference of NULL 'p'" } */
  return 0;
}

int
no_round (int n)
{
  int last;

  for (int i = 0; i < n; i++)
    last = i;
  return last;			/* { dg-warning "use of uninitialized value 'last'" } */
}

int
divided (int n, int m)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    sum += a[0];
  return m / sum;		/* { dg-warning "division by 'sum', which is zero here" } */
}
