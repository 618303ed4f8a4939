/* Handlers that call nothing unsafe, and unsafe calls outside of handlers.  */
/* { dg-do compile } */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static volatile sig_atomic_t has_come;

static void
on_interrupt (int number)
{
  static const char text[] = "interrupted\n";

  has_come = number;
  if (write (STDERR_FILENO, text, sizeof text - 1) < 0)
    _exit (1);
}

/* It has the form of a handler, and nobody registers it.  */
void
on_nothing (int number)
{
  printf ("%d\n", number);
}

void
start (void)
{
  if (signal (SIGINT, on_interrupt) == SIG_ERR)
    exit (1);
  signal (SIGPIPE, SIG_IGN);
  printf ("started\n");
}
