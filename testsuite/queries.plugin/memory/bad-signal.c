/* Calls that a signal handler must not make, in it and in what it calls.  */
/* { dg-do compile } */
/* { dg-options "-fdiagnostics-path-format=separate-events" } */
/* own-checks: GCC says it with -fanalyzer only.  */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static char *last;

static void
write_down (const char *text) /* { dg-message "entry to 'write_down'" } */
{
  printf ("%s %s\n", text, last); /* { dg-warning "call to 'printf' from within signal handler" } */
}

static void
log_it (int n) /* { dg-message "entry to 'log_it'" } */
{
  if (n > 3)
    write_down ("large"); /* { dg-message "calling 'write_down' from 'log_it'" } */
  else
    log_it (n + 1);
}

static void
on_alarm (int number) /* { dg-message "\\(4\\) entry to 'on_alarm'" } */
{
  log_it (number); /* { dg-message "calling 'log_it' from 'on_alarm'" } */
}

void
on_interrupt (int number) /* { dg-message "\\(4\\) entry to 'on_interrupt'" } */
{
  free (last); /* { dg-warning "call to 'free' from within signal handler" } */
  last = NULL;
  exit (number); /* { dg-warning "call to 'exit' from within signal handler" } */
}

void
start (void) /* { dg-message "\\(1\\) entry to 'start'" } */
{
  signal (SIGALRM, on_alarm); /* { dg-message "\\(2\\) registering 'on_alarm' as signal handler" } */
  signal (SIGINT, on_interrupt); /* { dg-message "\\(2\\) registering 'on_interrupt' as signal handler" } */
}
/* { dg-message "\\(3\\) later on, when the signal is delivered to the process" "" { target *-*-* } 0 } */
/* { dg-message "'_exit' is a possible signal-safe alternative for 'exit'" "" { target *-*-* } 38 } */
