/* bad-waiting.c - waiting for what nobody has to change.  own-checks
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct device
{
  int ready;
  struct device *next;
};

int flag;			/* { dg-message "neither .volatile. nor atomic" } */
static struct device device;	/* { dg-message "neither .volatile. nor atomic" } */

void
wait_for_flag (void)
{
  while (flag == 0)		/* { dg-warning "nothing in it changes .flag == 0." } */
    ;
}

void
wait_for_device (void)
{
  do
    {
    }
  while (!device.ready);	/* { dg-warning "infinite loop" } */
}

void
wait_for_other (struct device *d)
{
  while (!d->next->ready)	/* { dg-warning "d->next->ready" } */
    ;
}

/* Two conditions, and none of them changes.  */
void
wait_for_both (struct device *d, int limit)
{
  while (d->ready < limit)
    if (d->next)		/* { dg-warning "d->next != 0" } */
      break;
}

static int
busy (int status)
{
  return status & 1;
}

/* What is called only computes.  */
int
wait_and_count (int status, int *count)
{
  int n = 0;
  while (status != 4)		/* { dg-warning "status != 4" } */
    n += busy (n);
  return n + *count;
}
