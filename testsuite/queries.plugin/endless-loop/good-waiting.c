/* good-waiting.c - waiting for what others change, or without an end on purpose.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct device
{
  volatile int ready;
  int plain;
  struct device *next;
};

extern int poll (struct device *);
extern void yield (void);
extern void stop (void) __attribute__ ((noreturn));

volatile int flag;
_Atomic int shared;
int plain;
static struct device device;

void
wait_for_flag (void)
{
  while (flag == 0)
    ;
  while (!shared)
    ;
  while (!__atomic_load_n (&plain, __ATOMIC_ACQUIRE))
    ;
  while (!*(volatile int *) &plain)
    ;
}

void
wait_for_device (struct device *d)
{
  do
    {
    }
  while (!device.ready);
  while (!d->next->ready)
    ;
  while (!d->plain)
    yield ();
  while (!plain)
    __asm__ volatile ("" ::: "memory");
}

static int
status (void)
{
  return device.ready;
}

/* The callee reads what is volatile.  */
void
wait_for_callee (int n)
{
  while (n)
    if (status ())
      break;
  while (n)
    poll (&device);
}

void
halt (int why)
{
  if (why == 1)
    for (;;)
      ;
  if (why == 2)
    while (1)
      {
      }
  if (why == 3)
    do
      {
      }
    while (1);
  if (why == 4)
    {
      int forever = 1;
      while (forever)
	;
    }
  for (;;)
    plain++;
}

/* It may end the program, or the loop elsewhere.  */
void
check (int n, int *a)
{
  while (n)
    {
      if (a[0]++ == 100)
	stop ();
    }
}
