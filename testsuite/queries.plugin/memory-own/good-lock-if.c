/* Locks that are taken and released only where there are threads: at -O0 the way out is
   another block than the release.  */
/* { dg-do compile } */
/* { dg-options "-O0" } */

#include <pthread.h>

static pthread_mutex_t counter_mutex;
static int has_threads, counted;

void
set_threads (int n)
{
  has_threads = n;
}

static void
take_counter (pthread_mutex_t *m)
{
  if (has_threads)
    pthread_mutex_lock (m);
}

static void
give_counter (pthread_mutex_t *m)
{
  if (has_threads)
    pthread_mutex_unlock (m);
}

int *
count_one (void)
{
  int *result = 0;

  take_counter (&counter_mutex);
  counted++;
  give_counter (&counter_mutex);
  return result;
}
